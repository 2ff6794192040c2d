import { test } from 'node:test';
import { tableChecks, type ToolRow } from './said.ts';

const json = JSON.stringify;
const uuid = 'b80e6d13-2f49-4c7a-8d31-e5a97f0c4462';

const tables: Readonly<Record<string, readonly ToolRow[]>> = {
  vercel: [
    {
      kind: 'production',
      path: '.vercel/project.json',
      text: json({ projectId: 'prj_8Hq2ab', orgId: 'team_1', projectName: 'acme-prod' }),
      links: ['vercel project production acme-prod'],
      identifiers: ['prj_8hq2ab project production'],
    },
    {
      kind: 'other',
      path: '.vercel/project.json',
      text: json({ projectId: 'prj_8Hq2ab', orgId: 'team_1', projectName: 'acme-staging' }),
      links: ['vercel project staging acme-staging'],
    },
    {
      kind: 'unknown',
      path: '.vercel/project.json',
      text: json({ projectId: 'prj_8Hq2ab', orgId: 'team_1' }),
      links: ['vercel project unknown prj_8Hq2ab'],
    },
    { kind: 'unknown', path: '.vercel/project.json', text: json({ settings: { framework: 'nextjs' } }), links: [] },
    {
      kind: 'unknown',
      path: '.vercel/repo.json',
      text: json({ orgId: 'team_1', projects: [{ id: 'prj_77web', name: 'product-web', directory: 'apps/web' }] }),
      links: ['vercel project unknown product-web'],
    },
    {
      kind: 'broken',
      path: '.vercel/project.json',
      text: '{"projectId": ',
      links: ['vercel unreadable file unknown .vercel/project.json'],
    },
    { kind: 'production', path: '.env.local', text: 'VERCEL_ENV=production', links: ['vercel environment production production'] },
  ],
  netlify: [
    {
      kind: 'unknown',
      path: '.netlify/state.json',
      text: json({ siteId: uuid }),
      links: [`netlify site unknown ${uuid}`],
      identifiers: [`${uuid} site unknown`],
    },
    { kind: 'unknown', path: 'netlify.toml', text: '[context.production]\ncommand = "npm run build"', links: [] },
    { kind: 'broken', path: '.netlify/state.json', text: '{', links: ['netlify unreadable file unknown .netlify/state.json'] },
    { kind: 'production', path: '.env', text: 'CONTEXT=production', links: ['netlify environment production production'] },
    { kind: 'other', path: '.env', text: 'CONTEXT=deploy-preview', links: ['netlify environment staging deploy-preview'] },
  ],
  fly: [
    {
      kind: 'production',
      path: 'fly.toml',
      text: 'app = "acme-prod"\nprimary_region = "fra"\n',
      links: ['fly app production acme-prod'],
      identifiers: ['acme-prod app production'],
    },
    { kind: 'production', path: 'fly.production.toml', text: "app = 'acme-api'\n", links: ['fly app production acme-api'] },
    { kind: 'other', path: 'fly.staging.toml', text: "app = 'acme-api'\n", links: ['fly app staging acme-api'] },
    {
      kind: 'unknown',
      path: 'fly.toml',
      text: '# x\napp = "reproduce-api"\n[env]\nNODE_ENV = "production"',
      links: ['fly app unknown reproduce-api'],
    },
    { kind: 'broken', path: 'fly.toml', text: 'app = ', links: ['fly unreadable file unknown fly.toml'] },
  ],
  heroku: [
    {
      kind: 'production',
      path: '.git/config',
      text: '[core]\n\tbare = false\n[remote "production"]\n\turl = https://git.heroku.com/acme-api.git\n\tfetch = x',
      links: ['heroku app production acme-api'],
      identifiers: ['heroku: production remote production'],
    },
    {
      kind: 'other',
      path: '.git/config',
      text: '[remote "heroku"]\n\turl = git@heroku.com:acme-staging.git',
      links: ['heroku app staging acme-staging'],
    },
    {
      kind: 'unknown',
      path: '.git/config',
      text: '[remote "heroku"]\n\turl = https://git.heroku.com/acme-api.git\n[remote "origin"]\n\turl = https://github.com/acme/prod.git',
      links: ['heroku app unknown acme-api'],
    },
    { kind: 'broken', path: '.git/config', text: '[remote "heroku"\nurl', links: [] },
  ],
  dokku: [
    {
      kind: 'production',
      path: '.git/config',
      text: '[remote "dokku"]\n\turl = dokku@dokku.acme.com:shop-prod',
      links: ['dokku app production shop-prod'],
      identifiers: ['dokku.acme.com host production'],
    },
    {
      kind: 'other',
      path: '.git/config',
      text: '[remote "staging"]\n\turl = ssh://dokku@10.1.2.3:22/shop',
      links: ['dokku app staging shop'],
    },
    {
      kind: 'unknown',
      path: '.git/config',
      text: '[remote "dokku"]\n\turl = dokku@dokku.acme.com:shop',
      links: ['dokku app unknown shop'],
    },
    { kind: 'broken', path: '.git/config', text: '[remote "dokku"]\n\turl = dokku@', links: [] },
    { kind: 'unknown', path: 'captain-definition', text: '{"schemaVersion": 2}', links: [] },
  ],
  render: [
    {
      kind: 'production',
      path: 'render.yaml',
      text: 'projects:\n  - name: acme\n    environments:\n      - name: production\n        services:\n          - {type: web, name: acme-web}\n        databases:\n          - name: acme-db\n',
      links: ['render configuration production acme/production'],
      identifiers: ['acme-web service production', 'acme-db database production', 'render: production environment production'],
    },
    {
      kind: 'production',
      path: '~/.render/cli.yaml',
      text: 'workspace: tea-1\nworkspace_name: Acme\nproject_name: acme-prod\n',
      links: ['render project production acme-prod'],
    },
    {
      kind: 'other',
      path: 'render.yaml',
      text: 'services:\n- type: web\n  name: acme-staging\n',
      links: ['render service staging acme-staging'],
    },
    {
      kind: 'unknown',
      path: 'render.yaml',
      text: 'services:\n  - type: web\n    name: acme-web\n    envVars:\n      - {key: NODE_ENV, value: production}\ndatabases:\n- name: acme-db\n',
      links: ['render service unknown acme-web', 'render database unknown acme-db'],
    },
    { kind: 'broken', path: 'render.yaml', text: 'services: [', links: ['render unreadable file unknown render.yaml'] },
  ],
  digitalocean: [
    {
      kind: 'production',
      path: '.do/app.yaml',
      text: 'name: shop-production\nregion: fra\n',
      links: ['digitalocean app production shop-production'],
    },
    {
      kind: 'production',
      path: '~/.config/doctl/config.yaml',
      text: 'access-token: not-kept\nauth-contexts:\n  acme-prod: not-kept\n  acme-dev: not-kept\ncontext: acme-prod\n',
      links: ['digitalocean context production acme-prod'],
      identifiers: ['digitalocean: acme-dev context development'],
    },
    {
      kind: 'other',
      path: '~/.config/doctl/config.yaml',
      text: 'context: acme-dev\n',
      links: ['digitalocean context development acme-dev'],
    },
    { kind: 'unknown', path: '~/.config/doctl/config.yaml', text: 'context: default\n', links: ['digitalocean context unknown default'] },
    {
      kind: 'unknown',
      path: '.do/deploy.template.yaml',
      text: 'spec:\n  name: sample-nodejs\n',
      links: ['digitalocean app unknown sample-nodejs'],
    },
    { kind: 'broken', path: '.do/app.yaml', text: 'name: [', links: ['digitalocean unreadable file unknown .do/app.yaml'] },
  ],
  cloudflare: [
    {
      kind: 'production',
      path: 'wrangler.toml',
      text: `name = "acme-api"\naccount_id = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"\n\n[env.production]\nname = "acme-api-live"\n[[env.production.d1_databases]]\nbinding = "DB"\ndatabase_name = "bookings"\ndatabase_id = "${uuid}"\n\n[env.staging]\n`,
      links: [
        'cloudflare worker unknown acme-api',
        'cloudflare configuration production acme-api-live',
        'cloudflare configuration staging acme-api-staging',
      ],
      identifiers: [
        `${uuid} database production`,
        'cloudflare: staging environment staging',
        '0a1b2c3d4e5f60718293a4b5c6d7e8f9 account unknown',
      ],
    },
    {
      kind: 'production',
      path: 'wrangler.jsonc',
      text: '{\n  // the default is what is live\n  "name": "acme-api",\n  "env": {"staging": {"name": "acme-api-stg"},},\n}',
      links: ['cloudflare worker production acme-api', 'cloudflare configuration staging acme-api-stg'],
    },
    {
      kind: 'production',
      path: '.wrangler/deploy/config.json',
      text: json({ configPath: '../../dist/wrangler.json', targetEnvironment: 'production' }),
      links: ['cloudflare environment production production'],
    },
    {
      kind: 'other',
      path: 'wrangler.json',
      text: json({ name: 'acme-dev', kv_namespaces: [{ binding: 'KV', id: '06779da6940b431db6e566b4846d64db' }] }),
      links: ['cloudflare worker development acme-dev'],
      identifiers: ['06779da6940b431db6e566b4846d64db namespace development'],
    },
    {
      kind: 'unknown',
      path: 'wrangler.toml',
      text: 'name = "product-api"\ncompatibility_date = "2026-01-01"\n',
      links: ['cloudflare worker unknown product-api'],
    },
    { kind: 'broken', path: 'wrangler.jsonc', text: '{"name": "x"', links: ['cloudflare unreadable file unknown wrangler.jsonc'] },
  ],
  firebase: [
    {
      kind: 'production',
      path: '.firebaserc',
      text: json({ projects: { default: 'acme-prod', staging: 'acme-stg-7' } }),
      links: ['firebase project production acme-prod'],
      identifiers: ['acme-stg-7 project staging', 'firebase: staging alias staging'],
    },
    {
      kind: 'production',
      path: '~/.config/configstore/firebase-tools.json',
      text: json({ tokens: { refresh_token: 'not-kept' }, activeProjects: { '/ws/shop': 'acme-prod' } }),
      links: ['firebase project production acme-prod'],
    },
    {
      kind: 'other',
      path: '.firebaserc',
      text: json({ projects: { staging: 'acme-7c1' } }),
      links: ['firebase project staging acme-7c1'],
    },
    {
      kind: 'unknown',
      path: '.firebaserc',
      text: json({ projects: { default: 'acme-7c1', prod: 'acme-9d2' } }),
      links: ['firebase project unknown acme-7c1'],
      identifiers: ['acme-9d2 project production'],
    },
    { kind: 'broken', path: '.firebaserc', text: '{"projects": {"default"', links: ['firebase unreadable file unknown .firebaserc'] },
  ],
  amplify: [
    {
      kind: 'production',
      path: 'amplify/.config/local-env-info.json',
      text: json({ projectPath: '/ws/shop', envName: 'prod' }),
      links: ['amplify environment production prod'],
    },
    {
      kind: 'production',
      path: 'amplify/team-provider-info.json',
      text: json({
        prod: {
          awscloudformation: {
            StackName: 'amplify-shop-prod-1',
            AmplifyAppId: 'd2vabc3xyz',
            DeploymentBucketName: 'amplify-shop-1-deployment',
          },
        },
        dev: { awscloudformation: { AmplifyAppId: 'd2vdev3xyz' } },
      }),
      links: [],
      identifiers: [
        'amplify-shop-1-deployment deploymentbucket production',
        'd2vdev3xyz app development',
        'amplify: prod environment production',
      ],
    },
    {
      kind: 'other',
      path: 'amplify/.config/local-env-info.json',
      text: json({ envName: 'dev' }),
      links: ['amplify environment development dev'],
    },
    {
      kind: 'unknown',
      path: 'amplify/.config/local-env-info.json',
      text: json({ envName: 'anna' }),
      links: ['amplify environment unknown anna'],
    },
    {
      kind: 'unknown',
      path: 'amplify_outputs.json',
      text: json({ auth: { user_pool_id: 'eu-west-1_ABcd12' }, storage: { bucket_name: 'amplify-shop-bucket' } }),
      links: ['amplify auth unknown eu-west-1_ABcd12', 'amplify storage unknown amplify-shop-bucket'],
    },
    {
      kind: 'broken',
      path: 'amplify/.config/local-env-info.json',
      text: '{}',
      links: ['amplify unreadable file unknown amplify/.config/local-env-info.json'],
    },
  ],
  convex: [
    {
      kind: 'production',
      path: '.env.local',
      text: 'CONVEX_DEPLOYMENT=prod:happy-otter-123',
      links: ['convex environment production prod:happy-otter-123'],
    },
    {
      kind: 'production',
      path: '.env',
      text: `CONVEX_DEPLOY_KEY=happy-otter-123|${'ab01'.repeat(8)}`,
      links: ['convex deployment production a live key of convex'],
    },
    {
      kind: 'other',
      path: '.env.local',
      text: 'CONVEX_DEPLOYMENT=dev:happy-otter-123 # team: acme',
      links: ['convex environment development dev:happy-otter-123'],
    },
    { kind: 'other', path: '.env.local', text: 'CONVEX_DEPLOYMENT=local:x', links: ['convex environment local here local:x'] },
    {
      kind: 'unknown',
      path: '.env.local',
      text: 'CONVEX_DEPLOYMENT=happy-otter-123',
      links: ['convex environment unknown happy-otter-123'],
    },
    { kind: 'broken', path: '.env.local', text: 'CONVEX_DEPLOYMENT=', links: [] },
  ],
  kamal: [
    {
      kind: 'production',
      path: 'config/deploy.production.yml',
      text: 'servers:\n  web:\n    - 203.0.113.7\n',
      links: ['kamal configuration production production'],
      identifiers: ['203.0.113.7 host production', 'kamal: production destination production'],
    },
    {
      kind: 'other',
      path: 'config/deploy.staging.yml',
      text: 'service: shop\nservers: [app.acme.com]\n',
      links: ['kamal configuration staging shop'],
    },
    {
      kind: 'unknown',
      path: 'config/deploy.yml',
      text: 'service: shop\nimage: acme/shop\nservers:\n  web:\n    hosts:\n      - 203.0.113.7\n  job:\n    - 203.0.113.8\n',
      links: ['kamal app unknown shop'],
    },
    {
      kind: 'unknown',
      path: 'config/deploy.yml',
      text: 'service: my-app\nimage: me/my-app\nservers:\n  web:\n    - 192.168.0.1\n',
      links: [],
    },
    { kind: 'broken', path: 'config/deploy.yml', text: 'service: [', links: [] },
  ],
};

for (const [title, check] of tableChecks(tables)) test(title, check);

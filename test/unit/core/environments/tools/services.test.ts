import { test } from 'node:test';
import { tableChecks, type ToolRow } from './said.ts';

const json = JSON.stringify;
const uuid = 'b80e6d13-2f49-4c7a-8d31-e5a97f0c4462';
const unreadable = (tool: string, path: string) => `${tool} unreadable file unknown ${path}`;
/** A key of that mode, made up here so that none stands in the repository. */
const key = (kind: string, mode: string) => `${kind}_${mode}_${'4eC39HqL'.repeat(3)}`;

const tables: Readonly<Record<string, readonly ToolRow[]>> = {
  stripe: [
    {
      kind: 'production',
      path: '.env',
      text: `STRIPE_SECRET_KEY=${key('sk', 'live')}`,
      links: ['stripe account production a live key of stripe'],
    },
    {
      kind: 'production',
      path: '.env.local',
      text: `NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY=${key('pk', 'live')}`,
      links: ['stripe account production a live key of stripe'],
    },
    {
      kind: 'other',
      path: '.env',
      text: `STRIPE_SECRET_KEY="${key('rk', 'test')}"`,
      links: ['stripe account development a key of development of stripe'],
    },
    {
      kind: 'unknown',
      path: '~/.config/stripe/config.toml',
      text: '[default]\ndevice_name = "x"\ndisplay_name = "Acme"\nlive_mode_api_key = "*********"\ntest_mode_api_key = "not-kept"\n',
      links: ['stripe account unknown Acme'],
    },
    { kind: 'unknown', path: '.env', text: 'STRIPE_SECRET_KEY=sk_live_your_key_here\nSTRIPE_WEBHOOK_SECRET=whsec_x', links: [] },
    {
      kind: 'broken',
      path: '~/.config/stripe/config.toml',
      text: '[default',
      links: [unreadable('stripe', '~/.config/stripe/config.toml')],
    },
  ],
  keyPrefixes: [
    {
      kind: 'production',
      path: '.env',
      text: `CLERK_SECRET_KEY=${key('sk', 'live')}`,
      links: ['clerk account production a live key of clerk'],
    },
    {
      kind: 'production',
      path: '.env',
      text: `RAZORPAY_KEY_ID=${key('rzp', 'live')}`,
      links: ['razorpay account production a live key of razorpay'],
    },
    {
      kind: 'production',
      path: '.env',
      text: `PAYSTACK_SECRET=${key('sk', 'live')}\nPAYPAL_MODE=live\nPLAID_ENV=production\nADYEN_ENVIRONMENT=live-eu`,
      links: [
        'paystack account production a live key of paystack',
        'paypal mode production live',
        'plaid mode production production',
        'adyen mode production live-eu',
      ],
    },
    {
      kind: 'other',
      path: '.env',
      text: `PAYPAL_MODE=sandbox\nPLAID_ENV=sandbox\nSQUARE_APPLICATION_ID=sandbox-sq0idb-${'aB3x'.repeat(5)}`,
      links: ['paypal mode development sandbox', 'plaid mode development sandbox', 'square app development a key of development of square'],
    },
    { kind: 'unknown', path: '.env', text: 'CLERK_SIGN_IN_URL=/sign-in\nPAYPAL_MODE=$MODE', links: [] },
    { kind: 'broken', path: '.env', text: 'CLERK_SECRET_KEY="sk_live_', links: [] },
  ],
  doppler: [
    {
      kind: 'production',
      path: 'doppler.yaml',
      text: 'setup:\n  project: shop\n  config: prd\n',
      links: ['doppler config production shop/prd'],
      identifiers: ['doppler: prd config production'],
    },
    {
      kind: 'production',
      path: '~/.doppler/.doppler.yaml',
      text: 'scoped:\n  /:\n    token: not-kept\n  /ws/shop:\n    enclave.project: shop\n    enclave.config: prd_eu\n',
      links: ['doppler config production shop/prd_eu'],
    },
    {
      kind: 'production',
      path: '.env',
      text: `DOPPLER_TOKEN=dp.st.prd.${'aB3x'.repeat(10)}`,
      links: ['doppler config production a live key of doppler'],
    },
    {
      kind: 'other',
      path: 'doppler.yaml',
      text: 'setup:\n  - project: web\n    config: dev\n  - project: api\n    config: stg\n',
      links: ['doppler config development web/dev', 'doppler config staging api/stg'],
    },
    { kind: 'unknown', path: 'doppler.yaml', text: 'setup:\n  project: shop\n  config: eu\n', links: ['doppler config unknown shop/eu'] },
    { kind: 'broken', path: 'doppler.yaml', text: 'setup: [', links: [unreadable('doppler', 'doppler.yaml')] },
  ],
  infisical: [
    {
      kind: 'production',
      path: '.infisical.json',
      text: json({ workspaceId: uuid, defaultEnvironment: 'prod', gitBranchToEnvironmentMapping: null }),
      links: ['infisical environment production prod'],
      identifiers: [`${uuid} project unknown`],
    },
    {
      kind: 'other',
      path: '.infisical.json',
      text: json({ workspaceId: uuid, defaultEnvironment: 'dev', gitBranchToEnvironmentMapping: { main: 'prod' } }),
      links: ['infisical environment development dev'],
      identifiers: ['infisical: prod environment production'],
    },
    {
      kind: 'unknown',
      path: '.infisical.json',
      text: json({ workspaceId: uuid, defaultEnvironment: '' }),
      links: [`infisical project unknown ${uuid}`],
    },
    { kind: 'broken', path: '.infisical.json', text: '{', links: [unreadable('infisical', '.infisical.json')] },
  ],
  github: [
    {
      kind: 'production',
      path: '.github/workflows/deploy.yml',
      text: 'on: push\njobs:\n  deploy:\n    environment:\n      name: production\n      url: https://acme.com\n',
      links: [],
      identifiers: ['github: production environment production'],
    },
    {
      kind: 'production',
      path: '.github/workflows/deploy.yml',
      text: "on:\n  push:\n    branches: [main, 'release/**']\njobs:\n  test:\n    runs-on: ubuntu-latest\n  deploy:\n    environment: production\n",
      links: [],
      identifiers: ['git: main branch production'],
    },
    {
      kind: 'production',
      path: '.github/workflows/deploy.yml',
      text: "on: push\njobs:\n  deploy:\n    if: github.ref == 'refs/heads/live-site'\n    environment: production\n",
      links: [],
      identifiers: ['git: live-site branch production'],
    },
    {
      kind: 'other',
      path: '.github/workflows/deploy.yml',
      text: 'on:\n  push:\n    branches: [main]\njobs:\n  deploy:\n    environment: staging\n',
      links: [],
      identifiers: ['github: staging environment staging'],
    },
    {
      kind: 'other',
      path: '.github/workflows/deploy.yml',
      text: 'jobs:\n  deploy:\n    environment: staging\n',
      links: [],
      identifiers: ['github: staging environment staging'],
    },
    {
      kind: 'unknown',
      path: '.github/workflows/ci.yml',
      text: 'jobs:\n  test:\n    environment: ${{ inputs.environment }}\n    env:\n      NODE_ENV: production\n',
      links: [],
      identifiers: [],
    },
    { kind: 'broken', path: '.github/workflows/ci.yml', text: 'jobs: [', links: [] },
  ],
  sentry: [
    {
      kind: 'production',
      path: '.sentryclirc',
      text: '[defaults]\norg=acme\nproject=shop-api\nenvironment=production\n[auth]\ntoken=not-kept\n',
      links: ['sentry project production shop-api'],
    },
    {
      kind: 'other',
      path: 'sentry.properties',
      text: 'defaults.org=acme\ndefaults.project=shop-staging\nauth.token=not-kept\n',
      links: ['sentry project staging shop-staging'],
    },
    { kind: 'unknown', path: '~/.sentryclirc', text: '[defaults]\nproject=shop-api\n', links: ['sentry project unknown shop-api'] },
    { kind: 'broken', path: '.sentryclirc', text: '[defaults\n=', links: [] },
  ],
  mobile: [
    {
      kind: 'production',
      path: 'eas.json',
      text: json({ build: { production: {}, preview: {} }, submit: { production: {} } }),
      links: [],
      identifiers: ['expo: production profile production', 'expo: preview profile staging'],
    },
    {
      kind: 'production',
      path: 'fastlane/Fastfile',
      text: 'platform :ios do\n  lane :beta do\n  end\n  lane :production do\n  end\nend\n',
      links: [],
      identifiers: ['fastlane: production lane production'],
    },
    {
      kind: 'other',
      path: 'eas.json',
      text: json({ build: { development: { channel: 'development' } } }),
      links: [],
      identifiers: ['expo: development profile development'],
    },
    {
      kind: 'unknown',
      path: 'app.json',
      text: json({ expo: { slug: 'shop', extra: { eas: { projectId: uuid } } } }),
      links: ['expo project unknown shop'],
      identifiers: [`${uuid} project unknown`],
    },
    { kind: 'unknown', path: 'app.json', text: json({ name: 'shop', description: 'Heroku button' }), links: [] },
    { kind: 'broken', path: 'eas.json', text: '{', links: [] },
  ],
  shopify: [
    {
      kind: 'production',
      path: 'shopify.app.production.toml',
      text: 'client_id = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"\nname = "Shop"\n',
      links: ['shopify configuration production Shop'],
    },
    {
      kind: 'production',
      path: 'shopify.theme.toml',
      text: '[environments.production]\nstore = "acme.myshopify.com"\npassword = "not-kept"\n',
      links: ['shopify configuration production acme.myshopify.com'],
    },
    {
      kind: 'other',
      path: 'shopify.app.staging.toml',
      text: 'client_id = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"\n',
      links: ['shopify configuration staging 0a1b2c3d4e5f60718293a4b5c6d7e8f9'],
    },
    {
      kind: 'unknown',
      path: 'shopify.app.toml',
      text: 'client_id = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"\nname = "Product Reviews"\n',
      links: ['shopify app unknown Product Reviews'],
    },
    { kind: 'unknown', path: 'shopify.app.toml', text: 'scopes = ""\n', links: [] },
    { kind: 'broken', path: 'shopify.app.toml', text: 'client_id = ', links: [unreadable('shopify', 'shopify.app.toml')] },
  ],
  registries: [
    {
      kind: 'production',
      path: '~/.pypirc',
      text: '[distutils]\nindex-servers = prod\n[prod]\nrepository = https://pypi.acme.com/simple\npassword = not-kept\n',
      links: [],
      identifiers: ['registry: prod registry production', 'pypi.acme.com host production'],
    },
    {
      kind: 'other',
      path: '~/.pypirc',
      text: '[testing]\nrepository = https://test.acme.com/legacy/\n',
      identifiers: ['registry: testing registry development'],
    },
    {
      kind: 'unknown',
      path: '.npmrc',
      text: '@acme:registry=https://npm.acme.com/\n//npm.acme.com/:_authToken=not-kept\nregistry=https://registry.npmjs.org\n',
      links: [],
      identifiers: ['npm.acme.com host unknown'],
    },
    { kind: 'broken', path: '.npmrc', text: '=\nregistry=', links: [] },
  ],
  git: [
    {
      kind: 'production',
      path: '.git/config',
      text: '[branch "main"]\n\tremote = origin\n[branch "production"]\n\tremote = origin\n',
      links: [],
      identifiers: ['git: production branch production'],
    },
    { kind: 'other', path: '.git/config', text: '[branch "staging"]\n\tremote = origin\n', links: [], identifiers: [] },
    {
      kind: 'unknown',
      path: '.git/config',
      text: '[branch "main"]\n\tremote = origin\n[branch "product-page"]\n',
      links: [],
      identifiers: [],
    },
    { kind: 'broken', path: '.git/config', text: '[branch "production', links: [] },
  ],
};

for (const [title, check] of tableChecks(tables)) test(title, check);

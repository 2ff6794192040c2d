import assert from 'node:assert/strict';
import { test } from 'node:test';
import { said, tableChecks, type ToolRow } from './said.ts';

const json = JSON.stringify;
const uuid = 'b80e6d13-2f49-4c7a-8d31-e5a97f0c4462';
const unreadable = (tool: string, path: string) => `${tool} unreadable file unknown ${path}`;

const tables: Readonly<Record<string, readonly ToolRow[]>> = {
  aws: [
    {
      kind: 'production',
      path: '~/.aws/config',
      text: '[default]\nregion = eu-west-1\nrole_arn = arn:aws:iam::210987654321:role/ProductionAdmin\nsource_profile = base\n[profile acme.staging]\nsso_account_id = 345678901234\ns3 =\n  max_concurrent_requests = 20\n[profile dev]\nendpoint_url = http://localhost:4566\n[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\n',
      links: ['aws profile production default'],
      identifiers: [
        '210987654321 account production',
        '345678901234 account unknown',
        'aws: acme.staging profile staging',
        'aws: dev profile local',
        'arn:aws:iam::210987654321:role/productionadmin role production',
      ],
    },
    {
      kind: 'production',
      path: '~/.aws/credentials',
      text: '[acme-prod]\naws_access_key_id = not-kept\n',
      links: [],
      identifiers: ['aws: acme-prod profile production'],
    },
    { kind: 'other', path: '~/.aws/config', text: '[default]\nsso_role_name = DevAccess\n', links: ['aws profile development default'] },
    {
      kind: 'unknown',
      path: '~/.aws/config',
      text: '[default]\nregion = eu-west-1\n[profile product]\nregion = eu-west-1\n',
      links: ['aws profile unknown default'],
    },
    { kind: 'broken', path: '~/.aws/config', text: '[default\nregion', links: [] },
  ],
  awsStacks: [
    {
      kind: 'production',
      path: 'samconfig.toml',
      text: 'version = 0.1\n[default.deploy.parameters]\nstack_name = "shop-dev"\n[prod.deploy.parameters]\nstack_name = "shop"\nprofile = "acme-prod"\n',
      links: ['sam stack development shop-dev', 'sam configuration production shop'],
      identifiers: ['sam: prod environment production'],
    },
    {
      kind: 'production',
      path: 'serverless.yml',
      text: 'service: shop\nprovider:\n  name: aws\n  stage: production\nresources:\n  Resources:\n    Queue:\n      Type: !Sub "${AWS::StackName}"\n',
      links: ['serverless stage production production'],
    },
    { kind: 'production', path: '.sst/stage', text: 'production\n', links: ['sst stage production production'] },
    {
      kind: 'production',
      path: 'cdk.json',
      text: json({ app: 'npx ts-node bin/x.ts', context: { '@aws-cdk/core:x': true, environment: 'prod' } }),
      links: ['cdk stage production prod'],
    },
    {
      kind: 'other',
      path: 'serverless.yml',
      text: "provider:\n  stage: ${opt:stage, 'dev'}\n  profile: acme-staging\n",
      links: ['serverless stage development dev', 'serverless profile staging acme-staging'],
    },
    {
      kind: 'other',
      path: 'serverless.ts',
      text: "const config = { service: 'x', provider: { name: 'aws', stage: 'dev' } };",
      links: ['serverless stage development dev'],
    },
    { kind: 'unknown', path: '.sst/stage', text: 'anna', links: ['sst stage unknown anna'] },
    { kind: 'unknown', path: 'serverless.yml', text: 'provider:\n  name: aws\n  runtime: nodejs20.x\n', links: [] },
    {
      kind: 'unknown',
      path: 'cdk.context.json',
      text: json({ 'vpc-provider:account=210987654321:region=eu-west-1': {} }),
      links: [],
      identifiers: ['210987654321 account unknown'],
    },
    {
      kind: 'unknown',
      path: 'sst.config.ts',
      text: "export default $config({ app(input) { return { removal: input?.stage === 'production' ? 'retain' : 'remove' } } })",
      links: [],
    },
    { kind: 'broken', path: 'samconfig.toml', text: '[default', links: [unreadable('sam', 'samconfig.toml')] },
  ],
  gcloud: [
    {
      kind: 'production',
      path: '~/.config/gcloud/configurations/config_default',
      text: '[core]\naccount = me@acme.com\nproject = acme-prod-1\n',
      links: [],
      identifiers: ['acme-prod-1 project production', 'gcloud: default configuration production'],
    },
    {
      kind: 'production',
      path: 'keys/service-account.json',
      text: json({ type: 'service_account', project_id: 'acme-prod-1', client_email: 'x@acme-prod-1.iam.gserviceaccount.com' }),
      links: ['gcloud account production acme-prod-1'],
    },
    { kind: 'production', path: '.env', text: 'GOOGLE_CLOUD_PROJECT=acme-prod-1', links: ['gcloud project production acme-prod-1'] },
    { kind: 'other', path: '~/.config/gcloud/active_config', text: 'acme-dev', links: ['gcloud selection development acme-dev'] },
    { kind: 'unknown', path: '~/.config/gcloud/active_config', text: 'default', links: ['gcloud selection unknown default'] },
    { kind: 'unknown', path: 'app.yaml', text: 'runtime: nodejs20\n', links: [] },
    { kind: 'broken', path: 'service-account.json', text: '{"type":', links: [] },
  ],
  azure: [
    {
      kind: 'production',
      path: '~/.azure/azureProfile.json',
      text: `\uFEFF${json({
        subscriptions: [
          { id: uuid, name: 'Acme Production', isDefault: true },
          { id: 'c1', name: 'Acme Dev', isDefault: false },
        ],
      })}`,
      links: ['azure subscription production Acme Production'],
      identifiers: [`${uuid} subscription production`],
    },
    {
      kind: 'production',
      path: '.azure/config.json',
      text: json({ version: 1, defaultEnvironment: 'shop-prod' }),
      links: ['azure environment production shop-prod'],
    },
    {
      kind: 'production',
      path: '.azure/shop-prod/.env',
      text: 'AZURE_ENV_NAME=shop-prod',
      links: ['azure environment production shop-prod'],
    },
    { kind: 'other', path: '~/.azure/config', text: '[defaults]\ngroup = rg-shop-dev\n', links: ['azure group development rg-shop-dev'] },
    {
      kind: 'unknown',
      path: '~/.azure/azureProfile.json',
      text: json({ subscriptions: [{ id: uuid, name: 'Pay-As-You-Go', isDefault: true }] }),
      links: ['azure subscription unknown Pay-As-You-Go'],
    },
    { kind: 'unknown', path: 'azure.yaml', text: 'name: shop\n', links: [] },
    { kind: 'broken', path: '.azure/config.json', text: '{', links: [unreadable('azure', '.azure/config.json')] },
  ],
  clusterTools: [
    {
      kind: 'production',
      path: 'skaffold.yaml',
      text: 'apiVersion: skaffold/v4\ndeploy:\n  kubeContext: acme-prod\nprofiles:\n- name: local\n  deploy: {kubeContext: minikube}\n',
      links: ['kubernetes context production acme-prod', 'kubernetes configuration local here minikube'],
    },
    {
      kind: 'production',
      path: 'helmfile.yaml',
      text: 'environments:\n  prod:\n    kubeContext: acme-eu\n  dev: {}\n---\nreleases:\n- name: {{ .Values.x }}\n',
      links: ['kubernetes configuration production acme-eu'],
      identifiers: ['helmfile: dev environment development'],
    },
    {
      kind: 'production',
      path: 'Tiltfile',
      text: "# x\nallow_k8s_contexts(['acme-prod', 'minikube'])\n",
      links: ['kubernetes configuration production acme-prod', 'kubernetes configuration unknown minikube'],
    },
    {
      kind: 'production',
      path: 'clusters/production/application.yaml',
      text: 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec:\n  destination: {server: "https://kubernetes.default.svc", namespace: shop}\n',
      identifiers: [],
    },
    {
      kind: 'production',
      path: '~/.config/argocd/config',
      text: 'contexts:\n- {name: argocd.acme.com, server: argocd.acme.com}\n- {name: prod, server: argocd.prod.acme.com}\ncurrent-context: prod\nusers:\n- {auth-token: not-kept, name: prod}\n',
      links: ['argocd context production prod'],
    },
    {
      kind: 'other',
      path: 'application.yaml',
      text: 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec:\n  destination: {namespace: staging}\n',
      links: ['argocd app staging shop'],
    },
    { kind: 'unknown', path: 'skaffold.yaml', text: 'apiVersion: skaffold/v4\nbuild: {}\n', links: [] },
    { kind: 'unknown', path: 'application.yaml', text: 'spring:\n  profiles: production\n', links: [] },
    { kind: 'broken', path: '~/.argocd/config', text: 'contexts: [', links: [unreadable('argocd', '~/.argocd/config')] },
  ],
  terraformCode: [
    {
      kind: 'production',
      path: 'infra/backend.tf',
      text: 'terraform {\n  required_version = ">= 1.5"\n  backend "s3" {\n    bucket = "acme-tf-state"\n    key    = "prod/shop.tfstate"\n    region = "eu-west-1"\n    # bucket = "other-prod"\n  }\n}\nprovider "aws" {\n  region  = "eu-west-1"\n  profile = "acme-prod"\n}\n',
      links: ['terraform profile production acme-prod', 'terraform state production acme-tf-state/prod/shop.tfstate'],
      identifiers: ['acme-tf-state bucket unknown'],
    },
    {
      kind: 'production',
      path: 'main.tf',
      text: 'terraform {\n  cloud {\n    organization = "acme"\n    workspaces {\n      name = "shop-production"\n    }\n  }\n}\n',
      links: ['terraform state production acme/shop-production'],
      identifiers: ['shop-production workspace production'],
    },
    {
      kind: 'production',
      path: 'environments/prod/main.tf',
      text: 'terraform {\n  backend "gcs" {\n    bucket = "acme-tf"\n  }\n}\n',
      links: ['terraform state production acme-tf'],
    },
    {
      kind: 'production',
      path: 'terraform.tfvars',
      text: 'region = "eu"\nenvironment = "production"\n',
      links: ['terraform variables production production'],
    },
    { kind: 'production', path: 'prod.auto.tfvars', text: 'size = 3\n', links: ['terraform variables production production'] },
    {
      kind: 'other',
      path: 'staging/terragrunt.hcl',
      text: 'remote_state {\n  backend = "s3"\n  config = {\n    bucket = "acme-tf"\n    key = "x"\n  }\n}\n',
      links: ['terraform state staging acme-tf/x'],
    },
    {
      kind: 'unknown',
      path: 'main.tf',
      text: 'terraform {\n  backend "local" {}\n}\nresource "aws_s3_bucket" "b" {\n  bucket = "production-logs-of-nobody"\n}\nvariable "env" {\n  default = "prod"\n}\n',
      links: [],
    },
    {
      kind: 'unknown',
      path: 'main.tf',
      text: 'terraform {\n  backend "s3" {\n    bucket = "mybucket"\n    key    = "path/to/my/key"\n  }\n}\n',
      links: ['terraform state unknown mybucket/path/to/my/key'],
    },
    { kind: 'broken', path: 'main.tf', text: 'terraform {\n  backend "s3" {\n    bucket = "acme', links: [] },
  ],
  pulumi: [
    {
      kind: 'production',
      path: 'Pulumi.prod.yaml',
      text: 'config:\n  aws:region: eu-west-1\n  aws:profile: acme\n  shop:bucketName: acme-shop-data\n',
      links: ['pulumi configuration production prod'],
      identifiers: ['acme-shop-data bucketname production', 'aws: acme profile production', 'pulumi: prod stack production'],
    },
    {
      kind: 'production',
      path: '~/.pulumi/workspaces/shop-1a2b3c4d5e6f-workspace.json',
      text: json({ stack: 'acme/prod' }),
      links: ['pulumi stack production shop/acme/prod'],
    },
    { kind: 'other', path: 'Pulumi.dev.yaml', text: 'config: {}\n', links: ['pulumi configuration development dev'] },
    { kind: 'unknown', path: 'Pulumi.yaml', text: 'name: product\nruntime: nodejs\n', links: [] },
    {
      kind: 'unknown',
      path: '~/.pulumi/workspaces/shop-1a2b3c4d5e6f-workspace.json',
      text: json({ stack: 'anna' }),
      links: ['pulumi stack unknown shop/anna'],
    },
    {
      kind: 'broken',
      path: '~/.pulumi/workspaces/shop-1a2b3c4d5e6f-workspace.json',
      text: '{',
      links: [unreadable('pulumi', '~/.pulumi/workspaces/shop-1a2b3c4d5e6f-workspace.json')],
    },
  ],
  docker: [
    {
      kind: 'production',
      path: '~/.docker/config.json',
      text: json({ auths: { x: { auth: 'not-kept' } }, currentContext: 'prod' }),
      links: ['docker context production prod'],
    },
    {
      kind: 'production',
      path: '~/.docker/contexts/meta/0a1b/meta.json',
      text: json({ Name: 'prod', Endpoints: { docker: { Host: 'ssh://me@docker.acme.com' } } }),
      identifiers: ['docker: prod context production', 'docker.acme.com host production'],
    },
    {
      kind: 'other',
      path: '~/.docker/config.json',
      text: json({ currentContext: 'desktop-linux' }),
      links: ['docker context local here desktop-linux'],
    },
    { kind: 'unknown', path: '~/.docker/config.json', text: json({ currentContext: 'nas' }), links: ['docker context unknown nas'] },
    { kind: 'unknown', path: '~/.docker/config.json', text: '{}', links: [] },
    { kind: 'broken', path: '~/.docker/config.json', text: '{', links: [unreadable('docker', '~/.docker/config.json')] },
  ],
  ansible: [
    {
      kind: 'production',
      path: 'inventory/production',
      text: '[web]\nweb1 ansible_host=203.0.113.7\nweb2.acme.com\n[web:vars]\nx=1\n',
      links: ['ansible host production web1', 'ansible host production web2.acme.com'],
      identifiers: ['203.0.113.7 host production'],
    },
    {
      kind: 'production',
      path: 'ansible.cfg',
      text: '[defaults]\ninventory = inventories/prod/hosts.ini\n',
      links: ['ansible inventory production inventories/prod/hosts.ini'],
    },
    {
      kind: 'production',
      path: '~/.ssh/config',
      text: 'Host *\n  ForwardAgent no\nHost prod-db db2\n  HostName 203.0.113.9\n  User root\n',
      links: [],
      identifiers: ['ssh: prod-db host production', 'ssh: db2 host unknown'],
    },
    { kind: 'other', path: 'inventory/staging.ini', text: '', links: [] },
    { kind: 'other', path: 'hosts.ini', text: '[staging]\nweb.acme.com\n', links: ['ansible host staging web.acme.com'] },
    {
      kind: 'unknown',
      path: 'hosts.ini',
      text: '[web]\nweb.acme.com\nlocalhost ansible_connection=local\n',
      links: ['ansible host unknown web.acme.com'],
    },
    { kind: 'broken', path: 'ansible.cfg', text: '[defaults\ninventory', links: [] },
  ],
  cloudFoundry: [
    {
      kind: 'production',
      path: '~/.cf/config.json',
      text: json({
        Target: 'https://api.cf.acme.com',
        AccessToken: 'not-kept',
        OrganizationFields: { Name: 'acme' },
        SpaceFields: { Name: 'production' },
      }),
      links: ['cloudfoundry space production acme/production'],
    },
    {
      kind: 'other',
      path: '~/.cf/config.json',
      text: json({ OrganizationFields: { Name: 'acme' }, SpaceFields: { Name: 'dev' } }),
      links: ['cloudfoundry space development acme/dev'],
    },
    { kind: 'unknown', path: '~/.cf/config.json', text: json({ SpaceFields: { Name: 'eu' } }), links: ['cloudfoundry space unknown eu'] },
    { kind: 'unknown', path: 'manifest.yml', text: 'applications:\n- name: shop\n', links: [] },
    { kind: 'broken', path: '~/.cf/config.json', text: '{', links: [unreadable('cloudfoundry', '~/.cf/config.json')] },
  ],
  hashicorp: [
    {
      kind: 'production',
      path: '.env',
      text: 'NOMAD_ADDR=https://nomad.prod.acme.com:4646',
      links: ['nomad host production nomad.prod.acme.com'],
    },
    { kind: 'production', path: '.envrc', text: 'export VAULT_NAMESPACE=acme/prod', links: ['vault namespace production acme/prod'] },
    { kind: 'other', path: '.env', text: 'CONSUL_HTTP_ADDR=127.0.0.1:8500', links: ['consul host local here 127.0.0.1'] },
    { kind: 'unknown', path: '.envrc', text: 'export VAULT_NAMESPACE=acme', links: ['vault namespace unknown acme'] },
    { kind: 'broken', path: '.env', text: 'NOMAD_ADDR=', links: [] },
  ],
};

for (const [title, check] of tableChecks(tables)) test(title, check);

test('one file says which is chosen, another what it is', () => {
  const gcloud = said({
    '~/.config/gcloud/active_config': 'default',
    '~/.config/gcloud/configurations/config_default': '[core]\nproject = acme-prod\n',
  });
  assert.deepEqual(gcloud.links, ['gcloud selection production default']);
  const docker = said({
    '~/.docker/config.json': json({ currentContext: 'nas' }),
    '~/.docker/contexts/meta/0a/meta.json': json({ Name: 'nas', Endpoints: { docker: { Host: 'tcp://docker.prod.acme.com:2376' } } }),
  });
  assert.deepEqual(docker.links, ['docker context production nas']);
});

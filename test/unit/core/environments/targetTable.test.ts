import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { worseEnvironment } from '../../../../src/core/environments/tokens.ts';
import type { Environment } from '../../../../src/core/types.ts';
import { madeUpWorkspace, operationsIn, type MadeUpWorkspace } from '../../../support/madeUpWorkspace.ts';

/** Made up when the test runs: nothing that looks like a password stands in this file. */
const user = ['shop', 'made-up'].join(':');

const kubeconfig = (current: string): string => `apiVersion: v1
kind: Config
current-context: ${current}
contexts:
  - { name: acme-dev, context: { cluster: acme-dev, namespace: default } }
  - { name: acme-prod, context: { cluster: acme-prod } }
  - { name: eu, context: { cluster: eu-1 } }
  - { name: kind-shop, context: { cluster: kind-shop } }
clusters:
  - { name: acme-dev, cluster: { server: 'https://dev.k8s.acme.example' } }
  - { name: acme-prod, cluster: { server: 'https://prod.k8s.acme.example' } }
  - { name: eu-1, cluster: { server: 'https://10.20.0.4' } }
  - { name: kind-shop, cluster: { server: 'https://127.0.0.1:6443' } }
`;

const workspaces = {
  /** Nothing but source. */
  plain: { 'src/index.js': '' },
  /** One `.env` for each environment. */
  web: {
    '.env': `DATABASE_URL=postgres://${user}@localhost:5432/shop\nREDIS_URL=redis://localhost:6379\n`,
    '.env.staging': `DATABASE_URL=postgres://${user}@db.staging.acme.example/shop\nPGHOST=db.staging.acme.example\nAWS_PROFILE=acme-staging\n`,
    '.env.production': `DATABASE_URL=postgres://${user}@pg-1.acme.example/shop\nPGHOST=pg-1.acme.example\nREDIS_URL=rediss://${user}@cache.acme.example:6380\nAWS_PROFILE=acme\n`,
    'config/prod.env': `export DATABASE_URL=postgres://${user}@pg-1.acme.example/shop\n`,
    'api/.env': `DATABASE_URL=postgres://${user}@db.dev.acme.example/api\n`,
    'docker-compose.yml': 'services:\n  db:\n    image: postgres\n  cache:\n    image: redis\n',
    'load-prod.sh': 'set -a\n. ./.env.production\nset +a\n',
  },
  /** A remote host that nothing marks. */
  unmarked: { '.env': `DATABASE_URL=postgres://${user}@pg-7.acme.example/shop\n` },
  /** A workflow deploys what is pushed to `trunk`. */
  deployed: {
    '.github/workflows/deploy.yml':
      'on:\n  push:\n    branches:\n      - trunk\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    environment: production\n',
    'k8s/deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\n',
    '~/.kube/config': kubeconfig('acme-prod'),
  },
  clusterDev: { '~/.kube/config': kubeconfig('acme-dev'), 'prod.kubeconfig': kubeconfig('acme-prod') },
  clusterProd: { '~/.kube/config': kubeconfig('acme-prod'), 'dev.kubeconfig': kubeconfig('acme-dev') },
  clusterEu: { '~/.kube/config': kubeconfig('eu') },
  clusterKind: { '~/.kube/config': kubeconfig('kind-shop') },
  terraformProd: { '.terraform/environment': 'prod', 'dev/.terraform/environment': 'dev' },
  terraformDev: { '.terraform/environment': 'dev', 'environments/prod/main.tf': '' },
  railway: {
    '~/.railway/config.json': JSON.stringify({ projects: { '/work/shop': { name: 'shop', environmentName: 'staging' } } }),
    'README.md': '| environment | volume |\n|--|--|\n| production | `3d2c42fb-7a1e-4f0b-9c55-60d8a1be27f4` |\n',
  },
  railwayProd: {
    '~/.railway/config.json': JSON.stringify({ projects: { '/work/shop': { name: 'shop', environmentName: 'production' } } }),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

type Name = keyof typeof workspaces;

const made = new Map<Name, MadeUpWorkspace>();
const workspaceOf = (name: Name): MadeUpWorkspace => {
  const known = made.get(name) ?? madeUpWorkspace(workspaces[name]);
  made.set(name, known);
  return known;
};

type Row = readonly [
  workspace: Name,
  command: string,
  environment: Environment,
  /** A piece of the evidence; `''`: none is asked for. */
  because: string,
  variables?: Readonly<Record<string, string>>,
];

const drop = `-c 'DROP TABLE bookings'`;

const flags: readonly Row[] = [
  ['plain', 'railway volume delete --volume data -e production', 'production', 'says production'],
  ['railway', 'railway volume delete --volume data -e production', 'production', 'says production'],
  ['railwayProd', 'railway volume delete --volume data -e staging', 'staging', 'says staging'],
  ['plain', 'railway volume delete --volume data --environment pr-12', 'staging', 'pr-12'],
  ['plain', 'vercel --prod', 'production', 'production'],
  ['plain', 'vercel deploy --prod', 'production', 'production'],
  ['plain', 'vercel deploy --target production', 'production', 'production'],
  ['plain', 'vercel env rm SECRET production', 'production', 'production'],
  ['plain', 'vercel env rm SECRET preview', 'staging', 'preview'],
  ['plain', 'vercel rollback', 'production', ''],
  ['plain', 'vercel promote dpl_1', 'production', ''],
  ['plain', 'netlify deploy --prod', 'production', 'production'],
  ['plain', 'netlify deploy -p', 'production', 'production'],
  ['plain', 'netlify env:unset API_URL --context production', 'production', 'production'],
  ['plain', 'netlify env:unset API_URL --context deploy-preview', 'staging', 'deploy-preview'],
  ['plain', 'fly apps destroy acme-prod', 'production', 'acme-prod'],
  ['plain', 'fly apps destroy acme-staging', 'staging', 'acme-staging'],
  ['plain', 'flyctl deploy -a acme-production', 'production', 'acme-production'],
  ['plain', 'flyctl volumes destroy vol_1 -a acme-production', 'production', 'acme-production'],
  ['plain', 'fly volumes destroy vol_1 -c fly.production.toml', 'production', 'fly.production.toml'],
  ['plain', 'fly volumes destroy vol_1 -c fly.staging.toml', 'staging', 'fly.staging.toml'],
  ['plain', 'fly volumes destroy vol_1 --config deploy/prod/fly.toml', 'production', 'prod'],
  ['plain', 'heroku pg:reset DATABASE -a acme-production', 'production', 'acme-production'],
  ['plain', 'heroku pg:reset DATABASE --app acme-staging', 'staging', 'acme-staging'],
  ['plain', 'heroku pg:reset DATABASE -r production', 'production', 'production'],
  ['plain', 'heroku pg:reset DATABASE --remote staging', 'staging', 'staging'],
  ['plain', 'heroku apps:destroy acme-live', 'production', 'acme-live'],
  ['plain', 'wrangler d1 delete shop -e production', 'production', 'production'],
  ['plain', 'wrangler d1 delete shop --env staging', 'staging', 'staging'],
  ['plain', 'wrangler delete --env production', 'production', 'production'],
  ['plain', 'wrangler kv namespace delete --binding CACHE --env dev', 'development', 'dev'],
  ['plain', 'firebase firestore:delete --all-collections -P acme-prod', 'production', 'acme-prod'],
  ['plain', 'firebase firestore:delete --all-collections --project acme-dev', 'development', 'acme-dev'],
  ['plain', 'pulumi destroy -s prod', 'production', 'prod'],
  ['plain', 'pulumi destroy --stack acme/shop/dev', 'development', 'dev'],
  ['plain', 'pulumi stack rm staging', 'staging', 'staging'],
  ['plain', 'sst remove --stage production', 'production', 'production'],
  ['plain', 'sst remove --stage ada', 'unknown', 'ada'],
  ['plain', 'serverless remove --stage prod', 'production', 'prod'],
  ['plain', 'sls remove -s dev', 'development', 'dev'],
  ['plain', 'sam delete --stack-name shop-prod', 'production', 'shop-prod'],
  ['plain', 'sam delete --config-env prod', 'production', 'prod'],
  ['plain', 'cdk destroy ShopProd', 'production', 'ShopProd'],
  ['plain', 'cdk destroy --all --profile acme-production', 'production', 'acme-production'],
  ['plain', 'cdk destroy --all -c stage=prod', 'production', 'says prod'],
  ['plain', 'terraform destroy -var-file prod.tfvars', 'production', 'prod.tfvars'],
  ['plain', 'terraform destroy -var-file=envs/staging.tfvars', 'staging', 'staging.tfvars'],
  ['plain', 'terraform destroy -var environment=prod', 'production', 'says prod'],
  ['plain', 'terraform -chdir=environments/prod destroy', 'production', 'prod'],
  ['plain', 'terraform workspace delete prod', 'production', 'prod'],
  ['plain', 'aws --profile prod s3 rb s3://assets --force', 'production', 'prod'],
  ['plain', 'aws s3 rb s3://assets --force --profile acme-dev', 'development', 'acme-dev'],
  ['plain', 'aws s3 rb s3://acme-prod-assets --force', 'production', 'acme-prod-assets'],
  ['plain', 'aws rds delete-db-instance --db-instance-identifier shop-production', 'production', 'shop-production'],
  ['plain', 'aws --endpoint-url http://localhost:4566 s3 rb s3://assets --force', 'local', 'localhost'],
  ['plain', 'gcloud sql instances delete shop --project acme-prod', 'production', 'acme-prod'],
  ['plain', 'gcloud --project=acme-staging sql instances delete shop', 'staging', 'acme-staging'],
  ['plain', 'gcloud sql instances delete shop --configuration prod', 'production', 'prod'],
  ['plain', 'gcloud projects delete acme-production', 'production', 'acme-production'],
  ['plain', 'az group delete --name shop-prod', 'production', 'shop-prod'],
  ['plain', 'az group delete -n shop --subscription acme-production', 'production', 'acme-production'],
  ['plain', 'az sql db delete -n shop -g dev-rg -s sql1', 'development', 'dev-rg'],
  ['plain', 'azd down -e prod', 'production', 'prod'],
  ['plain', 'doctl databases delete 1234 --context production', 'production', 'production'],
  ['plain', 'doctl databases delete 1234 --context staging', 'staging', 'staging'],
  ['plain', 'kubectl delete ns payments --context acme-prod', 'production', 'acme-prod'],
  ['plain', 'kubectl --context=acme-dev delete ns payments', 'development', 'acme-dev'],
  ['plain', 'kubectl delete deploy web -n production', 'production', 'production'],
  ['plain', 'kubectl -n staging delete deploy web', 'staging', 'staging'],
  ['plain', 'kubectl delete ns production', 'production', 'production'],
  ['plain', 'kubectl delete deploy web --cluster prod-eu', 'production', 'prod-eu'],
  ['plain', 'kubectl delete deploy web --kubeconfig /work/shop/prod.kubeconfig', 'production', 'prod.kubeconfig'],
  ['plain', 'helm uninstall web --kube-context acme-prod', 'production', 'acme-prod'],
  ['plain', 'helm uninstall web -n prod', 'production', 'prod'],
  ['plain', 'oc delete project payments --context prod', 'production', 'prod'],
  ['plain', 'docker -H ssh://deploy@prod-1.acme.example volume rm data', 'production', 'prod-1'],
  ['plain', 'docker --host tcp://10.0.0.5:2376 volume rm data', 'unknown', ''],
  ['plain', 'docker --context production volume rm data', 'production', 'production'],
  ['plain', 'docker -c staging volume rm data', 'staging', 'staging'],
  ['plain', 'docker volume rm data', 'unknown', ''],
  ['plain', 'docker compose -f docker-compose.prod.yml down -v', 'production', 'docker-compose.prod.yml'],
  ['plain', 'docker compose --env-file .env.production down -v', 'production', '.env.production'],
  ['plain', 'docker stack rm shop-production', 'production', 'shop-production'],
  ['plain', 'ansible-playbook -i inventory/production teardown.yml', 'production', 'inventory/production'],
  ['plain', 'ansible-playbook -i hosts.ini -l production teardown.yml', 'production', 'production'],
  ['plain', `ansible all -i inventories/prod -m shell -a 'rm -rf /srv/data'`, 'production', 'inventories/prod'],
  ['plain', 'stripe customers delete cus_1 --live', 'production', 'production'],
  ['plain', 'gh secret delete TOKEN -e production', 'production', 'production'],
  ['plain', 'gh secret delete TOKEN --env staging', 'staging', 'staging'],
  ['plain', 'eas submit --profile production', 'production', 'production'],
  ['plain', 'eas update --branch production', 'production', 'production'],
  ['plain', 'shopify theme push --live', 'production', 'production'],
  ['plain', 'shopify theme delete -t 12 -e production', 'production', 'production'],
  ['plain', 'dbt run --full-refresh --target prod', 'production', 'prod'],
  ['plain', 'dbt run --full-refresh -t dev', 'development', 'dev'],
  ['plain', 'cf target -s production && cf delete-service shop-db -f', 'production', 'production'],
  ['plain', 'cf delete-space production -f', 'production', 'production'],
  ['plain', 'convex import --prod --replace data.zip', 'production', 'production'],
  ['plain', 'npx knex migrate:rollback --all --env production', 'production', 'production'],
  ['plain', 'npx sequelize-cli db:drop --env production', 'production', 'production'],
  ['plain', 'npx sequelize-cli db:drop --env test', 'development', 'test'],
  ['plain', 'kamal app remove -d production', 'production', 'production'],
  ['plain', 'pscale branch delete shop main', 'production', 'main'],
  ['plain', 'neonctl branches delete production', 'production', 'production'],
  ['plain', 'turso db destroy shop-prod', 'production', 'shop-prod'],
  ['plain', 'doppler secrets delete KEY -c prd', 'production', 'prd'],
  ['plain', 'infisical secrets delete KEY --env prod', 'production', 'prod'],
  ['plain', 'infisical secrets delete KEY --env=dev', 'development', 'dev'],
  ['plain', 'vault kv delete secret/production/shop', 'production', 'production'],
];

const assigned: readonly Row[] = [
  ['plain', 'AWS_PROFILE=prod aws s3 rb s3://assets --force', 'production', 'AWS_PROFILE'],
  ['plain', 'AWS_PROFILE=acme-dev aws s3 rb s3://assets --force', 'development', 'AWS_PROFILE'],
  ['plain', 'export AWS_PROFILE=prod; aws s3 rb s3://assets --force', 'production', 'AWS_PROFILE'],
  ['plain', 'export AWS_PROFILE=prod && cd infra && aws s3 rb s3://assets --force', 'production', 'AWS_PROFILE'],
  ['plain', 'env AWS_PROFILE=prod aws s3 rb s3://assets --force', 'production', 'AWS_PROFILE'],
  ['plain', 'aws s3 rb s3://assets --force', 'production', 'AWS_PROFILE', { AWS_PROFILE: 'acme-production' }],
  ['plain', 'aws s3 rb s3://assets --force', 'local', 'AWS_ENDPOINT_URL', { AWS_ENDPOINT_URL: 'http://localhost:4566' }],
  ['plain', 'AWS_PROFILE=dev aws s3 rb s3://assets --force', 'development', 'AWS_PROFILE', { AWS_PROFILE: 'prod' }],
  ['plain', 'aws s3 rb s3://assets --force --profile dev', 'development', 'says dev', { AWS_PROFILE: 'prod' }],
  ['plain', 'TF_WORKSPACE=prod terraform destroy', 'production', 'TF_WORKSPACE'],
  ['terraformProd', 'TF_WORKSPACE=dev terraform destroy', 'development', 'TF_WORKSPACE'],
  ['plain', 'TF_VAR_environment=production terraform destroy', 'production', 'TF_VAR_environment'],
  ['terraformDev', 'terraform workspace select prod && terraform destroy', 'production', 'selects prod'],
  ['terraformProd', 'terraform workspace select dev && terraform destroy', 'development', 'selects dev'],
  ['terraformDev', 'terraform workspace select -or-create prod; terraform destroy -auto-approve', 'production', 'selects prod'],
  ['terraformDev', 'tofu workspace select prod && tofu destroy', 'production', 'selects prod'],
  ['clusterDev', 'kubectl config use-context acme-prod && kubectl delete ns payments', 'production', 'acme-prod'],
  ['clusterProd', 'kubectl config use-context kind-shop && kubectl delete ns payments', 'local', ''],
  ['clusterDev', 'kubectx acme-prod && kubectl delete ns payments', 'production', 'acme-prod'],
  ['clusterDev', 'kubectl config set-context --current --namespace=production; kubectl delete deploy web', 'production', 'production'],
  ['plain', 'gcloud config set project acme-prod && gcloud sql instances delete shop', 'production', 'acme-prod'],
  ['plain', 'gcloud config configurations activate prod && gcloud sql instances delete shop', 'production', 'prod'],
  ['plain', 'az account set --subscription acme-production && az group delete -n shop', 'production', 'acme-production'],
  ['plain', 'az account set -s acme-dev; az group delete -n shop', 'development', 'acme-dev'],
  ['plain', 'pulumi stack select prod && pulumi destroy --yes', 'production', 'prod'],
  ['plain', 'docker context use production && docker volume rm data', 'production', 'production'],
  ['plain', 'railway environment production && railway volume delete --volume data', 'production', 'production'],
  ['railwayProd', 'railway link -e staging && railway volume delete --volume data', 'staging', 'staging'],
  ['plain', 'firebase use production && firebase firestore:delete --all-collections', 'production', 'production'],
  ['plain', 'doctl auth switch --context production && doctl databases delete 1234', 'production', 'production'],
  ['plain', 'PULUMI_STACK=prod pulumi destroy', 'production', 'PULUMI_STACK'],
  ['plain', 'DOCKER_HOST=ssh://prod-1.acme.example docker volume rm data', 'production', 'DOCKER_HOST'],
  ['plain', 'DOCKER_CONTEXT=production docker volume rm data', 'production', 'DOCKER_CONTEXT'],
  ['plain', 'FLY_APP=acme-prod fly volumes destroy vol_1', 'production', 'FLY_APP'],
  ['plain', 'HEROKU_APP=acme-prod heroku pg:reset DATABASE', 'production', 'HEROKU_APP'],
  ['plain', 'CLOUDFLARE_ENV=production wrangler d1 delete shop', 'production', 'CLOUDFLARE_ENV'],
  ['plain', 'SST_STAGE=production sst remove', 'production', 'SST_STAGE'],
  ['plain', 'CONVEX_DEPLOYMENT=prod:happy-otter-1 npx convex import --replace data.zip', 'production', 'CONVEX_DEPLOYMENT'],
  ['clusterDev', 'KUBECONFIG=prod.kubeconfig kubectl delete ns payments', 'production', 'prod.kubeconfig'],
  ['clusterProd', 'KUBECONFIG=dev.kubeconfig kubectl delete ns payments', 'development', 'dev.kubeconfig'],
  ['plain', 'HELM_KUBECONTEXT=acme-prod helm uninstall web', 'production', 'HELM_KUBECONTEXT'],
  ['plain', 'RAILS_ENV=production bin/rails db:drop', 'production', 'RAILS_ENV'],
  ['plain', 'RAILS_ENV=test bin/rails db:drop', 'development', 'RAILS_ENV'],
  ['plain', 'RAILS_ENV=staging rake db:reset', 'staging', 'RAILS_ENV'],
  ['plain', 'bin/rails db:drop', 'production', 'RAILS_ENV', { RAILS_ENV: 'production' }],
  ['plain', 'APP_ENV=production php artisan migrate:fresh --force', 'production', 'APP_ENV'],
  ['plain', 'php artisan migrate:fresh --env=production --force', 'production', 'production'],
  ['plain', 'DJANGO_SETTINGS_MODULE=shop.settings.production python manage.py flush --noinput', 'production', 'DJANGO_SETTINGS_MODULE'],
  ['plain', 'python manage.py flush --noinput --settings=shop.settings.production', 'production', 'production'],
  ['plain', 'python manage.py flush --noinput --settings shop.settings.dev', 'development', 'dev'],
  ['plain', 'NODE_ENV=production npx sequelize-cli db:drop', 'production', 'NODE_ENV'],
  ['plain', 'NODE_ENV=test npx sequelize-cli db:drop', 'development', 'NODE_ENV'],
  ['plain', 'NODE_ENV=production npx knex migrate:rollback --all', 'production', 'NODE_ENV'],
  ['plain', 'MIX_ENV=prod mix ecto.drop', 'production', 'MIX_ENV'],
  ['plain', 'DBT_TARGET=prod dbt run --full-refresh', 'production', 'DBT_TARGET'],
  ['plain', 'PGHOST=db.prod.acme.example dropdb shop', 'production', 'prod'],
  ['plain', 'PGHOST=localhost dropdb shop', 'local', 'localhost'],
  ['plain', 'PGHOST=pg-1.acme.example dropdb shop', 'unknown', ''],
  ['plain', 'PGSERVICE=production psql ' + drop, 'production', 'PGSERVICE'],
  ['plain', 'psql ' + drop, 'production', 'PGHOST', { PGHOST: 'db.prod.acme.example' }],
  ['plain', 'MYSQL_HOST=db.prod.acme.example mysql -e "DROP DATABASE shop"', 'production', 'prod'],
  ['plain', `VAULT_ADDR=https://vault.prod.acme.example vault kv delete secret/shop`, 'production', 'vault.prod'],
  ['plain', 'NOMAD_ADDR=https://nomad.prod.acme.example:4646 nomad job stop -purge web', 'production', 'nomad.prod'],
  ['plain', 'CONSUL_HTTP_ADDR=https://consul.prod.acme.example consul kv delete -recurse shop', 'production', 'consul.prod'],
];

const sourced: readonly Row[] = [
  ['web', `source .env.production && psql "$DATABASE_URL" ${drop}`, 'production', '.env.production'],
  ['web', `. ./.env.production; psql "$DATABASE_URL" ${drop}`, 'production', '.env.production'],
  ['web', `set -a; . ./.env.production; set +a; psql "$DATABASE_URL" ${drop}`, 'production', '.env.production'],
  ['web', `set -a && source .env.staging && set +a && psql $DATABASE_URL ${drop}`, 'staging', 'staging'],
  ['web', `source .env && psql "$DATABASE_URL" ${drop}`, 'local', 'this machine'],
  ['web', `. config/prod.env && psql "$DATABASE_URL" ${drop}`, 'production', 'prod.env'],
  ['web', `. ./load-prod.sh && psql "$DATABASE_URL" ${drop}`, 'production', '.env.production'],
  ['web', `export $(grep -v '^#' .env.production | xargs) && psql "$DATABASE_URL" ${drop}`, 'production', '.env.production'],
  ['web', `export $(cat .env.production | xargs) && psql "$DATABASE_URL" ${drop}`, 'production', '.env.production'],
  ['web', `env $(cat .env.production | xargs) psql ${drop}`, 'production', '.env.production'],
  ['web', `DATABASE_URL=$(grep DATABASE_URL .env.production | cut -d= -f2-) && psql "$DATABASE_URL" ${drop}`, 'production', ''],
  ['web', `psql "$(grep ^DATABASE_URL= .env.production | cut -d= -f2-)" ${drop}`, 'production', '.env.production'],
  ['web', `source .env.production && dropdb shop`, 'production', '.env.production'],
  ['web', `source .env.staging && aws s3 rb s3://assets --force`, 'staging', 'AWS_PROFILE'],
  ['web', `source .env.production && redis-cli -u "$REDIS_URL" FLUSHALL`, 'production', '.env.production'],
  ['web', `source .env && redis-cli -u "$REDIS_URL" FLUSHALL`, 'local', 'this machine'],
  ['web', `source .env.production && npx prisma migrate reset --force`, 'production', '.env.production'],
  ['web', `npx prisma migrate reset --force`, 'local', '.env'],
  ['unmarked', `npx prisma migrate reset --force`, 'unknown', '.env'],
  ['web', `psql "$DATABASE_URL" ${drop}`, 'unknown', '.env'],
  ['unmarked', `psql "$DATABASE_URL" ${drop}`, 'unknown', '.env'],
  ['web', `psql "$DATABASE_URL" ${drop}`, 'production', 'prod', { DATABASE_URL: 'postgres://db.prod.acme.example/shop' }],
  ['web', `cd api && psql "$DATABASE_URL" ${drop}`, 'unknown', ''],
  ['web', `dotenv -e .env.production -- psql "$DATABASE_URL" ${drop}`, 'production', '.env.production'],
  ['web', `dotenv -e .env.production -- npx prisma migrate reset --force`, 'production', '.env.production'],
  ['web', `npx dotenv -e .env.staging -- npx prisma migrate reset --force`, 'staging', 'staging'],
  ['web', `dotenv -f .env.production run -- npx prisma migrate reset --force`, 'production', '.env.production'],
  ['web', `dotenv -- npx prisma migrate reset --force`, 'local', 'DATABASE_URL'],
  ['web', `dotenv -c production -- npx prisma migrate reset --force`, 'production', '.env.production'],
  ['web', `dotenvx run -f .env.production -- npx prisma migrate reset --force`, 'production', '.env.production'],
  ['web', `npx dotenvx run --env-file=.env.production -- npx prisma migrate reset --force`, 'production', '.env.production'],
  ['web', `env-cmd -f .env.production npx prisma migrate reset --force`, 'production', '.env.production'],
  ['web', `op run --env-file=.env.production -- npx prisma migrate reset --force`, 'production', '.env.production'],
  ['web', `op run --env-file .env.staging -- npx prisma migrate reset --force`, 'staging', 'staging'],
  ['web', `doppler run -c prd -- npx prisma migrate reset --force`, 'production', 'prd'],
  ['web', `doppler run --config prd --command 'npx prisma migrate reset --force'`, 'production', 'prd'],
  ['web', `doppler run -p shop -c dev -- npx prisma migrate reset --force`, 'development', 'dev'],
  ['web', `doppler run -- npx prisma migrate reset --force`, 'unknown', 'doppler'],
  ['web', `doppler run -- npx prisma migrate reset --force`, 'production', 'DOPPLER_CONFIG', { DOPPLER_CONFIG: 'prd' }],
  ['web', `doppler run -c prd -- psql "$DATABASE_URL" ${drop}`, 'production', 'prd'],
  ['web', `infisical run --env=prod -- npx prisma migrate reset --force`, 'production', 'prod'],
  ['web', `railway run -e production npx prisma migrate reset --force`, 'production', 'production'],
  ['railway', `railway run npx prisma migrate reset --force`, 'staging', 'config.json'],
  ['railwayProd', `railway run npx prisma migrate reset --force`, 'production', 'config.json'],
  ['railwayProd', `railway run psql ${drop}`, 'production', 'config.json'],
  ['railwayProd', `railway run -e staging psql ${drop}`, 'staging', 'staging'],
  ['web', `direnv exec ./api npx prisma migrate reset --force`, 'development', 'api'],
  ['web', `aws-vault exec prod -- aws s3 rb s3://assets --force`, 'production', 'prod'],
  ['web', `aws-vault exec acme-dev -- terraform destroy`, 'development', 'acme-dev'],
  ['web', `chamber exec shop-production -- npx prisma migrate reset --force`, 'production', 'shop-production'],
  ['web', `sst shell --stage production -- npx prisma migrate reset --force`, 'production', 'production'],
  ['web', `foreman run -e .env.production bin/rails db:drop`, 'production', '.env.production'],
  ['web', `uv run --env-file .env.production python manage.py flush --noinput`, 'production', '.env.production'],
  ['web', `docker compose --env-file .env.production down -v`, 'production', '.env.production'],
  [
    'web',
    `docker run --rm --env-file .env.production postgres sh -c 'psql "$DATABASE_URL" -c "DROP TABLE bookings"'`,
    'production',
    '.env.production',
  ],
  ['web', `DATABASE_URL=postgres://db.prod.acme.example/shop npx prisma migrate reset --force`, 'production', 'prod'],
  ['web', `DATABASE_URL=postgres://localhost/shop npx prisma migrate reset --force`, 'local', 'DATABASE_URL'],
  ['web', `bash -c 'source .env.production; psql "$DATABASE_URL" -c "DROP TABLE bookings"'`, 'production', '.env.production'],
  ['web', `(cd config && . ./prod.env && psql "$DATABASE_URL" ${drop})`, 'production', 'prod.env'],
];

const addresses: readonly Row[] = (
  [
    ['postgres://U@db.prod.acme.example/shop', 'production', 'prod'],
    ['postgresql://U@db.staging.acme.example:5432/shop?sslmode=require', 'staging', 'staging'],
    ['postgres://U@pg-1.acme.example/shop', 'unknown', ''],
    ['postgres://U@localhost/shop', 'local', 'this machine'],
    ['postgres://U@127.0.0.1:5433/shop_production', 'production', 'shop_production'],
    ['postgres://U@[::1]:5432/shop', 'local', 'this machine'],
    ['postgres:///shop?host=/var/run/postgresql', 'local', ''],
    ['postgres:///shop?host=db.prod.acme.example', 'production', 'prod'],
    ['postgres://U@h1.acme.example:5432,h2.prod.acme.example:5433/shop', 'production', 'prod'],
    ['postgres://shop:a%40b%2Fc@db.prod.acme.example/shop', 'production', 'prod'],
    ['postgres://shop:a@b@db.prod.acme.example/shop', 'production', 'prod'],
    ['postgres://shop:a#b@db.prod.acme.example/shop', 'production', 'prod'],
    ['postgres://shop:a/b@db.prod.acme.example/shop', 'production', 'prod'],
    ['postgres://shop:prod@localhost/shop', 'local', 'this machine'],
    ['postgres://prod:x@pg-1.acme.example/shop', 'production', ''],
    ['postgres://U@pg-1.acme.example/shop_production', 'production', 'shop_production'],
    ['host=db.prod.acme.example dbname=shop user=shop', 'production', 'prod'],
    ['host=localhost dbname=shop', 'local', 'this machine'],
    [`host='db.prod.acme.example' port=5432 dbname=shop`, 'production', 'prod'],
    ['hostaddr=10.1.2.3 dbname=shop', 'unknown', ''],
    ['service=production', 'production', 'production'],
  ] as const
).map(([address, environment, because]): Row => ['plain', `psql "${address.replace('U@', `${user}@`)}" ${drop}`, environment, because]);

const clients: readonly Row[] = [
  ['plain', `psql -h db.prod.acme.example ${drop}`, 'production', 'prod'],
  ['plain', `psql --host=localhost ${drop}`, 'local', 'this machine'],
  ['plain', `psql -h /var/run/postgresql ${drop}`, 'local', ''],
  ['plain', `psql ${drop}`, 'local', 'this machine'],
  ['web', `psql -h db ${drop}`, 'local', 'docker-compose.yml'],
  ['plain', `psql -h db ${drop}`, 'unknown', ''],
  ['plain', `mysql -h db.prod.acme.example -e 'DROP DATABASE shop'`, 'production', 'prod'],
  ['plain', `mysql --host=db.staging.acme.example -e 'DROP DATABASE shop'`, 'staging', 'staging'],
  ['plain', `mysql -e 'DROP DATABASE shop'`, 'local', 'this machine'],
  ['plain', `mongosh "mongodb+srv://${user}@shop-prod.ab12c.mongodb.net/shop" --eval 'db.dropDatabase()'`, 'production', 'shop-prod'],
  [
    'plain',
    `mongosh "mongodb://${user}@m1.acme.example:27017,m2.prod.acme.example:27017/shop?replicaSet=rs0" --eval 'db.dropDatabase()'`,
    'production',
    'prod',
  ],
  ['plain', `mongosh --eval 'db.dropDatabase()'`, 'local', 'this machine'],
  ['plain', `mongosh "mongodb+srv://${user}@shop.ab12c.mongodb.net/shop" --eval 'db.dropDatabase()'`, 'unknown', ''],
  ['plain', `redis-cli -u rediss://${user}@cache.prod.acme.example:6380 FLUSHALL`, 'production', 'prod'],
  ['plain', `redis-cli -h cache.staging.acme.example FLUSHALL`, 'staging', 'staging'],
  ['plain', `redis-cli FLUSHALL`, 'local', 'this machine'],
  ['plain', `clickhouse-client --host ch.prod.acme.example --query 'DROP TABLE events'`, 'production', 'prod'],
  ['plain', `snowsql -a acme_prod -q 'DROP TABLE bookings'`, 'production', 'acme_prod'],
  ['plain', `snow sql -c production -q 'DROP TABLE bookings'`, 'production', 'production'],
  ['plain', `sqlcmd -S tcp:shop-prod.database.windows.net,1433 -d shop -Q 'DROP TABLE bookings'`, 'production', 'shop-prod'],
  ['plain', `sqlcmd -S localhost -Q 'DROP TABLE bookings'`, 'local', 'this machine'],
  ['plain', `flyway clean -url=jdbc:postgresql://db.prod.acme.example/shop`, 'production', 'prod'],
  ['plain', `flyway -url='jdbc:sqlserver://shop-prod.database.windows.net:1433;databaseName=shop' clean`, 'production', 'shop-prod'],
  ['plain', `flyway clean -environment=prod`, 'production', 'prod'],
  ['plain', `liquibase --url=jdbc:mysql://db.prod.acme.example/shop drop-all`, 'production', 'prod'],
  ['plain', `migrate -database "postgres://${user}@db.prod.acme.example/shop" -path db down -all`, 'production', 'prod'],
  ['plain', `dbmate --url "postgres://${user}@db.prod.acme.example/shop" drop`, 'production', 'prod'],
  ['plain', `atlas schema clean -u "postgres://${user}@db.prod.acme.example/shop"`, 'production', 'prod'],
  ['plain', `atlas schema clean --env prod`, 'production', 'prod'],
  ['plain', `npx supabase db reset --db-url "postgres://${user}@db.prod.acme.example/postgres"`, 'production', 'prod'],
  [
    'plain',
    `npx prisma db push --accept-data-loss --force-reset --url "postgres://${user}@db.prod.acme.example/shop"`,
    'production',
    'prod',
  ],
  ['plain', `ssh prod-db "dropdb shop"`, 'production', 'prod-db'],
  ['plain', `ssh deploy@web.staging.acme.example 'rm -rf /srv/shop'`, 'staging', 'staging'],
  ['plain', `ssh ada@10.1.2.3 "dropdb shop"`, 'unknown', ''],
  ['plain', `ssh localhost "dropdb shop"`, 'local', 'localhost'],
  ['plain', `rsync -a --delete ./dist/ deploy@prod-1.acme.example:/srv/shop/`, 'production', 'prod-1'],
  ['plain', `kubectl exec -n production deploy/db -- psql ${drop}`, 'production', 'production'],
  ['clusterProd', `kubectl exec deploy/db -- psql ${drop}`, 'production', 'acme-prod'],
  ['clusterDev', `kubectl exec deploy/db -- psql ${drop}`, 'development', 'acme-dev'],
  ['plain', `docker exec shop-db psql ${drop}`, 'development', ''],
  ['plain', `heroku pg:psql -a acme-prod -c 'DROP TABLE bookings'`, 'production', 'acme-prod'],
];

const linked: readonly Row[] = [
  ['clusterDev', 'kubectl delete ns payments', 'development', 'acme-dev'],
  ['clusterProd', 'kubectl delete ns payments', 'production', 'acme-prod'],
  ['clusterEu', 'kubectl delete ns payments', 'unknown', 'eu'],
  ['clusterKind', 'kubectl delete ns payments', 'local', 'kind-shop'],
  ['clusterProd', 'kubectl delete ns payments --context acme-dev', 'development', 'acme-dev'],
  ['clusterDev', 'kubectl delete ns payments --context eu', 'unknown', 'eu'],
  ['clusterProd', 'kubectl delete ns payments --context kind-shop', 'local', ''],
  ['clusterProd', 'helm uninstall web', 'production', 'acme-prod'],
  ['clusterDev', 'helm uninstall web', 'development', 'acme-dev'],
  ['terraformProd', 'terraform destroy', 'production', '.terraform/environment'],
  ['terraformProd', 'cd dev && terraform destroy', 'development', 'dev/.terraform/environment'],
  ['terraformProd', 'terraform -chdir=dev destroy', 'development', 'dev'],
  ['terraformDev', 'terraform destroy', 'development', '.terraform/environment'],
  ['terraformDev', 'terraform destroy -var-file=prod.tfvars', 'production', 'prod.tfvars'],
  ['terraformDev', 'cd environments/prod && terraform destroy', 'production', 'prod'],
  ['railway', 'railway volume delete --volume data', 'staging', 'config.json'],
  ['railwayProd', 'railway volume delete --volume data', 'production', 'config.json'],
  ['railway', 'railway volume delete --volume 3d2c42fb-7a1e-4f0b-9c55-60d8a1be27f4', 'production', 'README.md'],
  ['railway', 'railway volume delete --volume 3d2c42fb-7a1e-4f0b-9c55-60d8a1be27f4 -e staging', 'production', 'not so'],
  ['deployed', 'git push --force origin trunk', 'production', 'deploy.yml:4 deploys trunk to production'],
  ['deployed', 'git push origin :trunk', 'production', 'deploy.yml:4'],
  ['deployed', 'git push --force origin next', 'unknown', ''],
  ['deployed', 'kubectl delete ns payments', 'production', '.kube/config'],
  ['plain', 'terraform destroy', 'unknown', ''],
  ['plain', 'kubectl delete ns payments', 'unknown', ''],
  ['plain', 'wrangler d1 delete shop', 'unknown', ''],
  ['plain', 'wrangler d1 execute shop --local --command "DROP TABLE x"', 'local', ''],
  ['plain', 'supabase db reset', 'local', ''],
  ['plain', 'supabase db reset --linked', 'unknown', ''],
];

const tables: Readonly<Record<string, readonly Row[]>> = { flags, assigned, sourced, addresses, clients, linked };

let count = 0;
for (const [title, rows] of Object.entries(tables)) {
  describe(`where a command goes: ${title}`, () => {
    for (const [name, command, environment, because, variables] of rows) {
      count++;
      const set = variables === undefined ? '' : ` with ${JSON.stringify(variables)}`;
      test(`${name}: ${command}${set} → ${environment}`, () => {
        const found = operationsIn(workspaceOf(name), command, variables);
        // What no rule calls destructive goes somewhere, too: a pin asks where.
        const operations = found.length > 0 ? found : operationsIn(workspaceOf(name), command, variables, { pin: 'staging' });
        assert.ok(operations.length > 0, 'no rule finds it');
        const remote = operations.map((operation) => operation.environment).reduce(worseEnvironment);
        const evidence = operations.flatMap((operation) => operation.evidence.map(({ text }) => text)).join('\n');
        assert.equal(remote, environment, evidence);
        assert.ok(evidence.includes(because), `${because} is not in:\n${evidence}`);
        assert.ok(!evidence.includes('made-up'), evidence);
      });
    }
  });
}

test('there are enough rows', () => assert.ok(count >= 200, String(count)));

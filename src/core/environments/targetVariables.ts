/** Names that one tool goes by, in links and in rules. */
const aliases: Readonly<Record<string, string>> = {
  kubectl: 'kubernetes',
  helm: 'kubernetes',
  k9s: 'kubernetes',
  oc: 'kubernetes',
  kustomize: 'kubernetes',
  postgresql: 'postgres',
  psql: 'postgres',
  mariadb: 'mysql',
  mongo: 'mongodb',
  mongosh: 'mongodb',
  valkey: 'redis',
  'redis-cli': 'redis',
  opentofu: 'terraform',
  tofu: 'terraform',
  terragrunt: 'terraform',
  gcp: 'gcloud',
  google: 'gcloud',
  az: 'azure',
  azd: 'azure',
  flyctl: 'fly',
  'fly.io': 'fly',
  wrangler: 'cloudflare',
  mssql: 'sqlserver',
  sqlcmd: 'sqlserver',
  compose: 'docker',
  podman: 'docker',
};

/** The one name of a tool, lower-case. */
export function toolName(tool: string | undefined): string | undefined {
  if (tool === undefined) return undefined;
  const name = tool.toLowerCase();
  return Object.hasOwn(aliases, name) ? aliases[name] : name;
}

const postgres = ['PGSERVICE', 'PGHOST', 'PGHOSTADDR', 'PGDATABASE'];

/** Variables that the tool itself reads its target from, by its documentation (RESOURCES.md gives the sources). */
const deciding: Readonly<Record<string, readonly string[]>> = {
  railway: ['RAILWAY_ENVIRONMENT', 'RAILWAY_ENVIRONMENT_NAME', 'RAILWAY_ENVIRONMENT_ID', 'RAILWAY_PROJECT_ID', 'RAILWAY_SERVICE_ID'],
  vercel: ['VERCEL_ENV', 'VERCEL_PROJECT_ID'],
  netlify: ['CONTEXT', 'NETLIFY_SITE_ID'],
  fly: ['FLY_APP'],
  heroku: ['HEROKU_APP'],
  cloudflare: ['CLOUDFLARE_ENV'],
  convex: ['CONVEX_DEPLOYMENT', 'CONVEX_DEPLOY_KEY'],
  supabase: ['SUPABASE_PROJECT_ID', 'SUPABASE_PROJECT_REF', 'SUPABASE_DB_URL'],
  postgres,
  mysql: ['MYSQL_HOST', 'MYSQL_DATABASE'],
  redis: ['REDIS_URL'],
  mongodb: ['MONGODB_URI'],
  prisma: ['DATABASE_URL', 'DIRECT_URL'],
  drizzle: ['DATABASE_URL'],
  rails: ['DATABASE_URL', 'RAILS_ENV', 'RACK_ENV'],
  django: ['DATABASE_URL', 'DJANGO_SETTINGS_MODULE', 'DJANGO_ENV'],
  laravel: ['APP_ENV', 'DATABASE_URL'],
  symfony: ['APP_ENV', 'DATABASE_URL'],
  aws: ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_VAULT', 'AWS_ENDPOINT_URL'],
  gcloud: [
    'CLOUDSDK_ACTIVE_CONFIG_NAME',
    'CLOUDSDK_CORE_PROJECT',
    'GOOGLE_CLOUD_PROJECT',
    'GCLOUD_PROJECT',
    'GOOGLE_APPLICATION_CREDENTIALS',
  ],
  azure: ['AZURE_ENV_NAME', 'AZURE_SUBSCRIPTION_ID', 'ARM_SUBSCRIPTION_ID'],
  kubernetes: [
    'HELMFILE_ENVIRONMENT',
    'SKAFFOLD_KUBE_CONTEXT',
    'SKAFFOLD_PROFILE',
    'HELM_KUBECONTEXT',
    'KUBECONTEXT',
    'KUBE_CONTEXT',
    'KUBECONFIG',
  ],
  terraform: ['TF_WORKSPACE', 'TF_VAR_environment', 'AWS_PROFILE'],
  pulumi: ['PULUMI_STACK'],
  docker: ['DOCKER_HOST', 'DOCKER_CONTEXT'],
  ansible: ['ANSIBLE_INVENTORY', 'ANSIBLE_LIMIT'],
  vault: ['VAULT_ADDR', 'VAULT_NAMESPACE'],
  nomad: ['NOMAD_ADDR'],
  consul: ['CONSUL_HTTP_ADDR'],
  stripe: ['STRIPE_API_KEY'],
  doppler: ['DOPPLER_CONFIG', 'DOPPLER_ENVIRONMENT'],
  infisical: ['INFISICAL_ENVIRONMENT'],
  serverless: ['SLS_STAGE', 'AWS_PROFILE'],
  sst: ['SST_STAGE', 'AWS_PROFILE'],
  firebase: ['GCLOUD_PROJECT', 'GOOGLE_APPLICATION_CREDENTIALS'],
  knex: ['DATABASE_URL', 'NODE_ENV'],
  sequelize: ['DATABASE_URL', 'NODE_ENV'],
  typeorm: ['DATABASE_URL', 'NODE_ENV'],
  ecto: ['DATABASE_URL', 'MIX_ENV'],
  flask: ['DATABASE_URL', 'FLASK_ENV'],
  alembic: ['DATABASE_URL'],
  dbmate: ['DATABASE_URL'],
  flyway: ['FLYWAY_URL', 'FLYWAY_ENVIRONMENT'],
  liquibase: ['LIQUIBASE_COMMAND_URL'],
  snowflake: ['SNOWFLAKE_DEFAULT_CONNECTION_NAME'],
  databricks: ['DATABRICKS_CONFIG_PROFILE', 'DATABRICKS_HOST'],
  digitalocean: ['DIGITALOCEAN_CONTEXT'],
  kamal: ['KAMAL_DESTINATION'],
  shopify: ['SHOPIFY_FLAG_STORE', 'SHOPIFY_FLAG_ENVIRONMENT'],
  planetscale: ['PLANETSCALE_DATABASE_BRANCH'],
  turso: ['TURSO_DATABASE_URL'],
  clickhouse: ['CLICKHOUSE_URL', 'CLICKHOUSE_HOST'],
  dbt: ['DBT_TARGET'],
  sentry: ['SENTRY_ENVIRONMENT', 'SENTRY_PROJECT'],
};

/** Frameworks that read a database's address out of the dotenv files of their folder. */
export const frameworks: ReadonlySet<string> = new Set(
  'prisma drizzle rails django laravel symfony knex sequelize typeorm ecto flask alembic dbmate'.split(' '),
);

/** The variables that decide where a tool goes. */
export function variablesOf(tool: string | undefined): readonly string[] {
  const name = toolName(tool);
  return name !== undefined && Object.hasOwn(deciding, name) ? deciding[name]! : [];
}

/** Clients that connect to this machine when they are told nothing else. */
export const clients: ReadonlySet<string> = new Set([
  'psql',
  'dropdb',
  'createdb',
  'pg_restore',
  'pg_dump',
  'dropuser',
  'mysql',
  'mariadb',
  'mysqladmin',
  'mysqldump',
  'redis-cli',
  'valkey-cli',
  'mongosh',
  'mongo',
  'mongorestore',
  'sqlite3',
]);

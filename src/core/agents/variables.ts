/**
 * Variables of an agent's process that decide which target a command hits. Only names and places, never a secret value: what may
 * hold a password in an address is cut down to host and path. The launcher has the same list (test/unit/core/agents/variables.test.ts).
 */
export const targetVariables = [
  'ANSIBLE_CONFIG',
  'ANSIBLE_INVENTORY',
  'ANSIBLE_LIMIT',
  'APPDATA',
  'APP_ENV',
  'ARM_SUBSCRIPTION_ID',
  'ASPNETCORE_ENVIRONMENT',
  'AWS_ACCOUNT_ID',
  'AWS_CONFIG_FILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_DEFAULT_REGION',
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_VAULT',
  'AZURE_CONFIG_DIR',
  'AZURE_ENV_NAME',
  'AZURE_SUBSCRIPTION_ID',
  'BIGQUERYRC',
  'CF_HOME',
  'CLICKHOUSE_HOST',
  'CLOUDFLARE_ACCOUNT_ID',
  'CLOUDFLARE_ENV',
  'CLOUDSDK_ACTIVE_CONFIG_NAME',
  'CLOUDSDK_CONFIG',
  'CLOUDSDK_CORE_PROJECT',
  'COMPOSE_FILE',
  'COMPOSE_PROFILES',
  'COMPOSE_PROJECT_NAME',
  'CONTEXT',
  'CONVEX_DEPLOYMENT',
  'DATABRICKS_CONFIG_FILE',
  'DATABRICKS_CONFIG_PROFILE',
  'DBT_PROFILES_DIR',
  'DBT_TARGET',
  'DEPLOY_ENV',
  'DIGITALOCEAN_CONTEXT',
  'DJANGO_ENV',
  'DJANGO_SETTINGS_MODULE',
  'DOCKER_CONFIG',
  'DOCKER_CONTEXT',
  'DOPPLER_CONFIG',
  'DOPPLER_CONFIG_DIR',
  'DOPPLER_ENVIRONMENT',
  'DOPPLER_PROJECT',
  'DOTNET_ENVIRONMENT',
  'EAS_PROJECT_ID',
  'ENVIRONMENT',
  'FLASK_ENV',
  'FLYWAY_ENVIRONMENT',
  'FLY_APP',
  'FLY_CONFIG_DIR',
  'GCLOUD_PROJECT',
  'GCP_PROJECT',
  'GH_HOST',
  'GH_REPO',
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'GOOGLE_CLOUD_PROJECT',
  'HELMFILE_ENVIRONMENT',
  'HELM_KUBECONTEXT',
  'HELM_NAMESPACE',
  'HEROKU_APP',
  'INFISICAL_ENVIRONMENT',
  'KAMAL_DESTINATION',
  'KUBECONFIG',
  'KUBECONTEXT',
  'KUBECTL_CONTEXT',
  'KUBE_CONTEXT',
  'MIX_ENV',
  'MONGODB_ATLAS_PROFILE',
  'MONGODB_ATLAS_PROJECT_ID',
  'MYSQL_DATABASE',
  'MYSQL_HOST',
  'NEON_BRANCH',
  'NETLIFY_SITE_ID',
  'NODE_ENV',
  'NOMAD_NAMESPACE',
  'PGDATABASE',
  'PGHOST',
  'PGHOSTADDR',
  'PGPORT',
  'PGSERVICE',
  'PGSERVICEFILE',
  'PGUSER',
  'PLANETSCALE_DATABASE_BRANCH',
  'PULUMI_HOME',
  'PULUMI_STACK',
  'RACK_ENV',
  'RAILS_ENV',
  'RAILWAY_ENVIRONMENT',
  'RAILWAY_ENVIRONMENT_ID',
  'RAILWAY_ENVIRONMENT_NAME',
  'RAILWAY_PROJECT_ID',
  'RAILWAY_PROJECT_NAME',
  'RAILWAY_SERVICE_ID',
  'RAILWAY_SERVICE_NAME',
  'RENDER_CLI_CONFIG_DIR',
  'RENDER_CLI_CONFIG_PATH',
  'SENTRY_ENVIRONMENT',
  'SENTRY_PROJECT',
  'SENTRY_PROPERTIES',
  'SHOPIFY_FLAG_ENVIRONMENT',
  'SHOPIFY_FLAG_STORE',
  'SKAFFOLD_KUBE_CONTEXT',
  'SKAFFOLD_PROFILE',
  'SLS_STAGE',
  'SNOWFLAKE_DEFAULT_CONNECTION_NAME',
  'SNOWFLAKE_HOME',
  'SPRING_PROFILES_ACTIVE',
  'SST_STAGE',
  'STAGE',
  'SUPABASE_PROJECT_ID',
  'SUPABASE_PROJECT_REF',
  'TF_DATA_DIR',
  'TF_VAR_environment',
  'TF_WORKSPACE',
  'TURSO_CONFIG_FOLDER',
  'TWINE_REPOSITORY',
  'VAULT_NAMESPACE',
  'VERCEL_ENV',
  'VERCEL_ORG_ID',
  'VERCEL_PROJECT_ID',
  'VERCEL_TARGET_ENV',
  'WP_ENV',
  'XDG_CONFIG_HOME',
] as const;

/** Addresses that may hold a password: sent as `scheme://host/path`, or not at all when they cannot be taken apart for sure. */
export const addressVariables = [
  'AMQP_URL',
  'AWS_ENDPOINT_URL',
  'CLICKHOUSE_URL',
  'CONSUL_HTTP_ADDR',
  'DATABASE_URL',
  'DATABRICKS_HOST',
  'DIRECT_DATABASE_URL',
  'DIRECT_URL',
  'DOCKER_HOST',
  'ELASTICSEARCH_URL',
  'MARIADB_URL',
  'MONGODB_URI',
  'MONGODB_URL',
  'MONGO_URI',
  'MONGO_URL',
  'MYSQL_URL',
  'NOMAD_ADDR',
  'POSTGRESQL_URL',
  'POSTGRES_PRISMA_URL',
  'POSTGRES_URL',
  'POSTGRES_URL_NON_POOLING',
  'PULUMI_BACKEND_URL',
  'REDIS_URL',
  'SHADOW_DATABASE_URL',
  'SUPABASE_DB_URL',
  'SUPABASE_URL',
  'TURSO_DATABASE_URL',
  'VAULT_ADDR',
] as const;

/** The deciding variables of an environment, without secret values. */
export function decidingVariables(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of targetVariables) {
    const value = environment[name];
    if (value !== undefined && value !== '') found[name] = value.replaceAll(/[\x00-\x1e\x7f]/g, ' ');
  }
  for (const name of addressVariables) {
    const address = addressWithoutSecrets(environment[name] ?? '');
    if (address !== undefined) found[name] = address;
  }
  return found;
}

/**
 * `scheme://host:port/path`. Undefined when it is not clear where the password ends: an unescaped `@`, `/` or `?` in one would
 * otherwise come out as part of the host.
 */
export function addressWithoutSecrets(address: string): string | undefined {
  const at = address.indexOf('://');
  if (at <= 0) return undefined;
  const scheme = address.slice(0, at);
  let rest = address.slice(at + 3);
  const user = rest.indexOf('@');
  if (user >= 0) {
    if (/[/?#;]/.test(rest.slice(0, user))) return undefined;
    rest = rest.slice(user + 1);
    if (rest.includes('@')) return undefined;
  }
  rest = rest.split(/[?#;]/, 1)[0]!;
  return /^[a-z][a-z0-9+.-]*$/i.test(scheme) && /^[\w.,:/[\]%~-]*$/.test(rest) ? `${scheme}://${rest}` : undefined;
}

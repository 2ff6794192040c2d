import assert from 'node:assert/strict';
import { test } from 'node:test';
import { said, tableChecks, type ToolRow } from './said.ts';

const json = JSON.stringify;
const uuid = 'b80e6d13-2f49-4c7a-8d31-e5a97f0c4462';
const ref = 'qwkzrtypsdfghjklmnbv';
const unreadable = (tool: string, path: string) => `${tool} unreadable file unknown ${path}`;

const tables: Readonly<Record<string, readonly ToolRow[]>> = {
  supabase: [
    {
      kind: 'unknown',
      path: 'supabase/.temp/project-ref',
      text: `${ref}\n`,
      links: [`supabase project unknown ${ref}`],
      identifiers: [`${ref} project unknown`],
    },
    {
      kind: 'unknown',
      path: 'supabase/.temp/pooler-url',
      text: `postgresql://postgres.${ref}@aws-0-eu-west-1.pooler.supabase.com:6543/postgres`,
      links: ['supabase database unknown postgres on aws-0-eu-west-1.pooler.supabase.com'],
    },
    {
      kind: 'production',
      path: 'supabase/config.toml',
      text: `project_id = "shop"\n[api]\nport = 54321\n[remotes.production]\nproject_id = "${ref}"\n`,
      links: [`supabase project production ${ref}`],
      identifiers: [`${ref} project production`],
    },
    {
      kind: 'production',
      path: 'supabase/.temp/linked-project.json',
      text: json({ ref, name: 'shop-prod' }),
      links: ['supabase project production shop-prod'],
    },
    {
      kind: 'other',
      path: 'supabase/config.toml',
      text: `project_id = "shop"\n[remotes.staging]\nproject_id = "${ref}"\n`,
      links: [`supabase project staging ${ref}`],
    },
    { kind: 'other', path: 'supabase/.branches/_current_branch', text: 'main', links: ['supabase branch local here main'] },
    { kind: 'unknown', path: 'supabase/config.toml', text: 'project_id = "prod-shop"\n[db]\nport = 54322\n', links: [] },
    { kind: 'broken', path: 'supabase/.temp/project-ref', text: 'no ref', links: [unreadable('supabase', 'supabase/.temp/project-ref')] },
    {
      kind: 'production',
      path: '.env.production',
      text: `SUPABASE_URL=https://${ref}.supabase.co`,
      links: [`supabase host production ${ref}.supabase.co`],
      identifiers: [`${ref} project production`],
    },
  ],
  neon: [
    {
      kind: 'production',
      path: '.neon',
      text: json({ orgId: 'org-x', projectId: 'cool-sun-12345678' }),
      links: ['neon branch production default branch of cool-sun-12345678'],
      identifiers: ['cool-sun-12345678 project unknown'],
    },
    {
      kind: 'production',
      path: '.neon',
      text: json({ projectId: 'cool-sun-12345678', branch: 'main' }),
      links: ['neon branch production main of cool-sun-12345678'],
    },
    {
      kind: 'other',
      path: '.neon',
      text: json({ projectId: 'cool-sun-12345678', branch: 'dev/anna' }),
      links: ['neon branch development dev/anna of cool-sun-12345678'],
    },
    {
      kind: 'unknown',
      path: '.neon',
      text: json({ projectId: 'cool-sun-12345678', branchId: 'br-wild-sky-1' }),
      links: ['neon branch unknown br-wild-sky-1 of cool-sun-12345678'],
    },
    {
      kind: 'unknown',
      path: '.env',
      text: 'DATABASE_URL=postgres://u:p@ep-cool-sun-123456.eu-central-1.aws.neon.tech/neondb',
      links: ['postgres database unknown neondb on ep-cool-sun-123456.eu-central-1.aws.neon.tech'],
    },
    { kind: 'broken', path: '.neon', text: '{', links: [unreadable('neon', '.neon')] },
  ],
  planetscale: [
    {
      kind: 'production',
      path: '.pscale.yml',
      text: 'org: acme\ndatabase: shop\nbranch: main\n',
      links: ['planetscale branch production acme/shop/main'],
    },
    {
      kind: 'other',
      path: '.pscale.yml',
      text: 'org: acme\ndatabase: shop\nbranch: dev\n',
      links: ['planetscale branch development acme/shop/dev'],
    },
    {
      kind: 'unknown',
      path: '~/.config/planetscale/pscale.yml',
      text: 'org: acme\ndatabase: shop-db\n',
      links: ['planetscale database unknown acme/shop-db'],
    },
    { kind: 'broken', path: '.pscale.yml', text: 'branch: [', links: [unreadable('planetscale', '.pscale.yml')] },
  ],
  turso: [
    {
      kind: 'production',
      path: '.env',
      text: 'TURSO_DATABASE_URL=libsql://shop-prod-acme.turso.io',
      links: ['turso database production shop-prod-acme.turso.io'],
    },
    {
      kind: 'other',
      path: '.env',
      text: 'TURSO_DATABASE_URL=libsql://shop-dev-acme.turso.io',
      links: ['turso database development shop-dev-acme.turso.io'],
    },
    {
      kind: 'unknown',
      path: '~/.config/turso/settings.json',
      text: json({ organization: 'acme', token: 'not-kept' }),
      links: ['turso account unknown acme'],
    },
    {
      kind: 'broken',
      path: '~/.config/turso/settings.json',
      text: '{"organization"',
      links: [unreadable('turso', '~/.config/turso/settings.json')],
    },
  ],
  mongodb: [
    {
      kind: 'production',
      path: '~/.config/atlascli/config.toml',
      text: '[prod]\nproject_id = "64a1b2c3d4e5f60718293a4b"\npublic_api_key = "not-kept"\n',
      identifiers: ['64a1b2c3d4e5f60718293a4b project production', 'mongodb: prod profile production'],
    },
    {
      kind: 'production',
      path: '.env',
      text: 'MONGODB_URI=mongodb+srv://u:p@prod.x7k2a.mongodb.net/shop',
      links: ['mongodb database production shop on prod.x7k2a.mongodb.net'],
    },
    {
      kind: 'other',
      path: '.env',
      text: 'MONGODB_URI=mongodb://localhost:27017/prod',
      links: ['mongodb database local here prod on localhost'],
    },
    {
      kind: 'unknown',
      path: '~/.config/atlascli/config.toml',
      text: '[default]\nproject_id = "64a1b2c3d4e5f60718293a4b"\n',
      links: ['mongodb profile unknown 64a1b2c3d4e5f60718293a4b'],
    },
    {
      kind: 'broken',
      path: '~/.config/atlascli/config.toml',
      text: '[default',
      links: [unreadable('mongodb', '~/.config/atlascli/config.toml')],
    },
  ],
  upstash: [
    {
      kind: 'production',
      path: '.env.production',
      text: 'UPSTASH_REDIS_REST_URL=https://eu1-calm-lark-34567.upstash.io',
      links: ['upstash host production eu1-calm-lark-34567.upstash.io'],
    },
    {
      kind: 'other',
      path: '.env.staging',
      text: 'KV_REST_API_URL=https://eu1-calm-lark-34567.upstash.io',
      links: ['upstash host staging eu1-calm-lark-34567.upstash.io'],
    },
    {
      kind: 'unknown',
      path: '.env',
      text: 'UPSTASH_REDIS_REST_URL=https://eu1-calm-lark-34567.upstash.io',
      links: ['upstash host unknown eu1-calm-lark-34567.upstash.io'],
    },
    { kind: 'broken', path: '.env', text: 'UPSTASH_REDIS_REST_URL=https://', links: [] },
  ],
  postgres: [
    {
      kind: 'production',
      path: '~/.pg_service.conf',
      text: '# services\n[shop-prod]\nhost=db.acme.com\ndbname=shop_main\npassword=not-kept\n[shop-local]\nhost=localhost\n',
      links: [],
      identifiers: ['postgres: shop-prod service production', 'db.acme.com host production', 'postgres: shop-local service local'],
    },
    {
      kind: 'production',
      path: '~/.pgpass',
      text: '#x\ndb-prod.acme.com:5432:*:me:not-kept\nlocalhost:5432:*:me:not-kept\n*:*:*:me:x',
      identifiers: ['db-prod.acme.com host production'],
    },
    {
      kind: 'other',
      path: '~/.pgpass',
      text: 'db.staging.acme.com:5432:shop:me:not-kept\n',
      identifiers: ['db.staging.acme.com host staging'],
    },
    { kind: 'unknown', path: '~/.pgpass', text: 'db.acme.com:5432:shop:me:not-kept\n', identifiers: ['db.acme.com host unknown'] },
    { kind: 'broken', path: '~/.pg_service.conf', text: '[x\nhost', links: [], identifiers: [] },
  ],
  mysql: [
    {
      kind: 'production',
      path: '~/.my.cnf',
      text: '[client]\nhost=db-prod.acme.com\npassword=not-kept\n',
      links: ['mysql host production db-prod.acme.com'],
    },
    {
      kind: 'other',
      path: '~/.my.cnf',
      text: '[client]\nhost = 127.0.0.1\n[client_prod]\nhost=db.acme.com\n',
      links: ['mysql host local here 127.0.0.1'],
      identifiers: ['mysql: prod group production'],
    },
    { kind: 'unknown', path: '~/.my.cnf', text: '[mysql]\nhost=db.acme.com\n', links: ['mysql host unknown db.acme.com'] },
    { kind: 'broken', path: '~/.my.cnf', text: '[client', links: [] },
  ],
  snowflake: [
    {
      kind: 'production',
      path: '~/.snowflake/config.toml',
      text: 'default_connection_name = "main"\n[connections.main]\naccount = "acme-eu1"\ndatabase = "PROD_DB"\npassword = "not-kept"\n[connections.dev]\naccount = "acme-eu1"\n',
      links: ['snowflake connection production main'],
      identifiers: ['snowflake: dev connection development'],
    },
    {
      kind: 'other',
      path: '~/.snowflake/connections.toml',
      text: '[default]\naccount = "acme-eu1"\ndatabase = "dev"\n',
      links: ['snowflake connection development default'],
    },
    {
      kind: 'unknown',
      path: '~/.snowflake/connections.toml',
      text: '[default]\naccount = "acme-eu1"\n',
      links: ['snowflake connection unknown default'],
    },
    {
      kind: 'broken',
      path: '~/.snowflake/config.toml',
      text: '[connections',
      links: [unreadable('snowflake', '~/.snowflake/config.toml')],
    },
  ],
  databricks: [
    {
      kind: 'production',
      path: '~/.databrickscfg',
      text: '[DEFAULT]\nhost = https://adb-1.azuredatabricks.net\ntoken = not-kept\n[prod]\nhost = https://adb-7.azuredatabricks.net\n',
      links: ['databricks profile unknown adb-1.azuredatabricks.net'],
      identifiers: ['databricks: prod profile production', 'adb-7.azuredatabricks.net host production'],
    },
    {
      kind: 'production',
      path: '~/.databrickscfg',
      text: '[__settings__]\ndefault_profile = acme-prod\n[DEFAULT]\nhost = https://adb-1.azuredatabricks.net\n[acme-prod]\nhost = https://adb-7.azuredatabricks.net\n',
      links: ['databricks profile production adb-7.azuredatabricks.net'],
    },
    {
      kind: 'other',
      path: '~/.databrickscfg',
      text: '[staging]\nhost = https://adb-7.azuredatabricks.net\n',
      identifiers: ['databricks: staging profile staging'],
    },
    {
      kind: 'unknown',
      path: '~/.databrickscfg',
      text: '[DEFAULT]\nhost = https://adb-1.azuredatabricks.net\n',
      links: ['databricks profile unknown adb-1.azuredatabricks.net'],
    },
    { kind: 'broken', path: '~/.databrickscfg', text: '[DEFAULT', links: [] },
  ],
  bigquery: [
    {
      kind: 'production',
      path: '~/.bigqueryrc',
      text: 'project_id = acme-prod-1\n[query]\n--use_legacy_sql=false\n',
      links: ['gcloud project production acme-prod-1'],
    },
    { kind: 'other', path: '~/.bigqueryrc', text: '--project_id=acme-dev\n', links: ['gcloud project development acme-dev'] },
    { kind: 'unknown', path: '~/.bigqueryrc', text: 'project_id = acme-7\n', links: ['gcloud project unknown acme-7'] },
    { kind: 'broken', path: '~/.bigqueryrc', text: '=', links: [] },
  ],
  prisma: [
    {
      kind: 'production',
      path: 'prisma/schema.prisma',
      text: 'datasource db {\n  provider = "postgresql"\n  url      = "postgres://u:p@db-prod.acme.com/shop"\n}\n',
      links: ['prisma database production shop on db-prod.acme.com'],
    },
    {
      kind: 'other',
      path: 'prisma/schema.prisma',
      text: 'datasource db {\n  url = "postgres://u:p@localhost/shop"\n}\n',
      links: ['prisma database local here shop on localhost'],
    },
    {
      kind: 'unknown',
      path: 'prisma/schema.prisma',
      text: 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL") // postgres://u:p@db-prod.acme.com/x\n}\n',
      links: [],
    },
    { kind: 'broken', path: 'prisma.config.ts', text: 'export default defineConfig({ datasource: { url: "postgres://', links: [] },
  ],
  drizzle: [
    {
      kind: 'production',
      path: 'drizzle.prod.config.ts',
      text: 'export default defineConfig({ dialect: "postgresql", dbCredentials: { host: "db.acme.com", database: "shop" } });',
      links: ['drizzle host production db.acme.com'],
    },
    {
      kind: 'other',
      path: 'drizzle.config.ts',
      text: 'export default { dbCredentials: { url: "postgresql://postgres:postgres@127.0.0.1:54333/postgres" } }',
      links: ['drizzle database local here postgres on 127.0.0.1'],
    },
    {
      kind: 'unknown',
      path: 'drizzle.config.ts',
      text: "// url: 'postgres://u:p@db-prod.acme.com/x'\nexport default { dbCredentials: { url: process.env.DATABASE_URL! }, docs: { url: 'https://prod.acme.com' } }",
      links: [],
    },
    { kind: 'broken', path: 'drizzle.config.ts', text: 'export default { dbCredentials: { url: "post', links: [] },
  ],
  orm: [
    {
      kind: 'production',
      path: 'knexfile.js',
      text: "module.exports = {\n  development: { client: 'pg', connection: { host: '127.0.0.1' } },\n  production: {\n    client: 'pg',\n    connection: {\n      host: 'db.acme.com', // eu\n      password: 'not-kept' } } };\n",
      links: ['knex host local here 127.0.0.1', 'knex configuration production db.acme.com'],
    },
    {
      kind: 'production',
      path: 'config/config.json',
      text: json({
        development: { dialect: 'postgres', host: 'localhost', database: 'shop' },
        production: { dialect: 'postgres', host: 'db.acme.com', database: 'shop', password: 'not-kept' },
      }),
      links: ['sequelize database local here shop on localhost', 'sequelize configuration production shop on db.acme.com'],
    },
    {
      kind: 'other',
      path: 'ormconfig.json',
      text: json([{ name: 'staging', type: 'postgres', host: 'db.acme.com' }]),
      links: ['typeorm configuration staging db.acme.com'],
    },
    {
      kind: 'unknown',
      path: 'knexfile.ts',
      text: "export default { development: { client: 'sqlite3' }, staging: { client: 'postgresql', connection: { database: 'my_db' } }, production: { client: 'postgresql', connection: { database: 'my_db', user: 'username' } } };",
      links: [],
    },
    {
      kind: 'unknown',
      path: 'src/data-source.ts',
      text: "export const AppDataSource = new DataSource({ type: 'postgres', host: process.env.DB_HOST ?? 'localhost' })",
      links: [],
    },
    { kind: 'broken', path: 'config/config.json', text: '{"production": {', links: [] },
  ],
  rails: [
    {
      kind: 'production',
      path: 'config/database.yml',
      text: 'default: &default\n  adapter: postgresql\n  pool: <%= ENV.fetch("RAILS_MAX_THREADS") { 5 } %>\nproduction:\n  primary: &primary_production\n    <<: *default\n    host: db.acme.com\n    database: shop_production\n    password: <%= ENV["PW"] %>\n',
      links: ['rails configuration production shop_production on db.acme.com'],
    },
    {
      kind: 'other',
      path: 'config/database.yml',
      text: 'staging:\n  url: postgres://u:p@db.acme.com/shop\n',
      links: ['rails configuration staging shop on db.acme.com'],
    },
    {
      kind: 'unknown',
      path: 'config/database.yml',
      text: 'development:\n  database: shop_development\nproduction:\n  database: shop_production\n  host: <%= ENV["DB_HOST"] %>\n',
      links: [],
    },
    { kind: 'broken', path: 'config/database.yml', text: 'production: [', links: [] },
  ],
  django: [
    {
      kind: 'production',
      path: 'shop/settings/production.py',
      text: "from .base import *\nDATABASES = {\n    'default': {\n        'ENGINE': 'django.db.backends.postgresql',\n        'HOST': 'db.acme.com',\n        'PASSWORD': 'not-kept',\n    }\n}\n",
      links: ['django host production db.acme.com'],
    },
    {
      kind: 'production',
      path: '.env',
      text: 'DJANGO_SETTINGS_MODULE=shop.settings.production',
      links: ['django settings production shop.settings.production'],
    },
    {
      kind: 'other',
      path: 'shop/settings/staging.py',
      text: "DATABASES = {'default': {'HOST': 'db.acme.com'}}",
      links: ['django host staging db.acme.com'],
    },
    {
      kind: 'unknown',
      path: 'shop/settings.py',
      text: "# HOST: 'db-prod.acme.com'\nDATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': BASE_DIR / 'db.sqlite3'}}\nEMAIL_HOST = 'smtp.prod.acme.com'\n",
      links: [],
    },
    { kind: 'broken', path: 'shop/settings.py', text: "DATABASES = {'default': {'HOST': 'db", links: [] },
  ],
  laravel: [
    {
      kind: 'production',
      path: '.env',
      text: 'APP_ENV=production\nDB_HOST=db.acme.com\nDB_PASSWORD=x',
      links: ['dotenv host production db.acme.com'],
    },
    { kind: 'other', path: '.env', text: 'APP_ENV=staging\nDB_HOST=db.acme.com', links: ['dotenv host staging db.acme.com'] },
    {
      kind: 'unknown',
      path: 'config/database.php',
      text: "<?php\nreturn ['connections' => ['mysql' => ['driver' => 'mysql', 'host' => env('DB_HOST', '127.0.0.1')], 'reports' => ['host' => 'reports.acme.com']]];",
      links: ['laravel host unknown reports.acme.com'],
    },
    { kind: 'broken', path: 'config/database.php', text: "<?php return ['connections' => [", links: [] },
  ],
  migrations: [
    {
      kind: 'production',
      path: 'flyway.toml',
      text: '[environments.default]\nurl = "jdbc:postgresql://localhost/shop"\n[environments.production]\nurl = "jdbc:postgresql://db.acme.com/shop"\n[flyway]\nlocations = ["filesystem:x"]\n',
      links: ['flyway database local here shop on localhost', 'flyway configuration production shop on db.acme.com'],
    },
    {
      kind: 'production',
      path: 'liquibase.properties',
      text: 'url: jdbc:postgresql://db-prod.acme.com:5432/shop\npassword: not-kept\n',
      links: ['liquibase database production shop on db-prod.acme.com'],
    },
    {
      kind: 'production',
      path: 'atlas.hcl',
      text: 'env "local" {\n  url = "postgres://u:p@localhost/x"\n}\nenv "prod" {\n  url = "postgres://u:p@db.acme.com/shop"\n}\n',
      links: ['atlas database local here x on localhost', 'atlas database production shop on db.acme.com'],
      identifiers: ['atlas: prod environment production'],
    },
    {
      kind: 'other',
      path: 'flyway-staging.conf',
      text: 'flyway.url=jdbc:mysql://db.acme.com:3306/shop\n',
      links: ['flyway database staging shop on db.acme.com', 'configuration host staging db.acme.com'],
    },
    {
      kind: 'unknown',
      path: 'alembic.ini',
      text: '[alembic]\nscript_location = alembic\nsqlalchemy.url = driver://user:pass@localhost/dbname\n',
      links: [],
    },
    {
      kind: 'unknown',
      path: 'alembic.ini',
      text: '[alembic]\nsqlalchemy.url = postgresql+psycopg2://u:p@db.acme.com/shop\n',
      links: ['alembic database unknown shop on db.acme.com'],
    },
    { kind: 'broken', path: 'flyway.toml', text: '[environments', links: [] },
  ],
  dbt: [
    {
      kind: 'production',
      path: '~/.dbt/profiles.yml',
      text: 'shop:\n  target: prod\n  outputs:\n    dev:\n      type: postgres\n      host: localhost\n    prod:\n      type: postgres\n      host: dw.acme.com\n      password: not-kept\n',
      links: ['dbt target production shop.prod'],
      identifiers: ['dbt: dev target local', 'dw.acme.com host production'],
    },
    {
      kind: 'other',
      path: 'profiles.yml',
      text: 'shop:\n  target: dev\n  outputs:\n    dev: {type: snowflake, account: acme-eu1}\n',
      links: ['dbt target development shop.dev'],
    },
    {
      kind: 'unknown',
      path: 'profiles.yml',
      text: "shop:\n  target: \"{{ env_var('DBT_TARGET', 'dev') }}\"\n  outputs:\n    prod: {type: snowflake}\n",
      links: ['dbt target unknown shop'],
    },
    { kind: 'broken', path: 'profiles.yml', text: 'shop: [', links: [unreadable('dbt', 'profiles.yml')] },
  ],
  backends: [
    {
      kind: 'production',
      path: 'hasura/config.yaml',
      text: 'version: 3\nendpoint: https://hasura.prod.acme.com\nadmin_secret: not-kept\nmetadata_directory: metadata\n',
      links: ['hasura host production hasura.prod.acme.com'],
    },
    {
      kind: 'production',
      path: 'appwrite.json',
      text: json({ projectId: '64f1a2b3c4d5e6f70819', projectName: 'Shop Production', endpoint: 'https://cloud.appwrite.io/v1' }),
      links: ['appwrite project production Shop Production'],
    },
    {
      kind: 'other',
      path: 'hasura/config.yaml',
      text: 'version: 3\nendpoint: http://localhost:8080\nmetadata_directory: metadata\n',
      links: ['hasura database local here localhost'],
    },
    {
      kind: 'unknown',
      path: 'appwrite.config.json',
      text: json({ projectId: '64f1a2b3c4d5e6f70819' }),
      links: ['appwrite project unknown 64f1a2b3c4d5e6f70819'],
    },
    { kind: 'unknown', path: 'config.yaml', text: 'endpoint: https://prod.acme.com\nlog: debug\n', links: [] },
    {
      kind: 'unknown',
      path: '.nhost/project.json',
      text: json({ subdomain: 'kdzqvwtmxyab', name: 'shop' }),
      links: ['nhost project unknown kdzqvwtmxyab'],
    },
    { kind: 'unknown', path: '.snaplet/config.json', text: '{}', links: [] },
    { kind: 'broken', path: 'appwrite.json', text: '{', links: [unreadable('appwrite', 'appwrite.json')] },
  ],
};

for (const [title, check] of tableChecks(tables)) test(title, check);

test('no password reaches what is kept of any of these files', () => {
  const files = {
    '~/.pgpass': 'db-prod.acme.com:5432:*:me:not-kept',
    '~/.my.cnf': '[client]\nhost=db-prod.acme.com\npassword=not-kept',
    'knexfile.js': "module.exports = { production: { connection: 'postgres://u:not-kept@db.acme.com/shop' } };",
    'supabase/.temp/pooler-url': `postgresql://postgres.${ref}:not-kept@aws-0-eu-west-1.pooler.supabase.com:6543/postgres`,
    '.env': `STRIPE_SECRET_KEY=${['sk', 'live'].join('_')}_notkept${'Ab12'.repeat(6)}\nDOPPLER_TOKEN=dp.st.prd.notkept${'Ab12'.repeat(8)}\nX=${uuid}`,
  };
  assert.doesNotMatch(json(said(files)), /not-?kept/);
});

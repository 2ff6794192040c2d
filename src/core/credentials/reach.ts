import type { Environment } from '../types.ts';

/** How much of its provider a kind of credential opens. */
export type ReachScope = 'account' | 'organisation' | 'project' | 'resource' | 'granted';

/** What a credential can do, as its provider's documentation says. */
export interface Reach {
  readonly scope: ReachScope;
  /** What whoever has it can destroy: `every project of every workspace, volumes and backups included`. */
  readonly destroys: string;
  /** The narrower kind that would do for most tasks. */
  readonly narrower?: string;
  /** Address of the documentation, or `unverified`. */
  readonly source: string;
}

interface ReachRow extends Reach {
  readonly kinds: readonly string[];
  /** Only under such variables. Rows are tried in order. */
  readonly variable?: RegExp;
}

const rows: readonly ReachRow[] = [
  {
    kinds: ['railway.token'],
    variable: /^RAILWAY_TOKEN$/i,
    scope: 'account',
    destroys:
      'at least one environment of one project with its volumes; an account token under this name, every project of every workspace',
    narrower: 'a project token, for one environment of one project',
    source: 'https://docs.railway.com/reference/api',
  },
  {
    kinds: ['railway.token', 'railway.key', 'railway.secret'],
    scope: 'account',
    destroys: 'every project of every workspace of the account, volumes and the backups in them included',
    narrower: 'a project token (RAILWAY_TOKEN), for one environment of one project',
    source: 'https://docs.railway.com/reference/api',
  },
  {
    kinds: ['vercel.token'],
    scope: 'account',
    destroys: 'every project, deployment, domain and store of the account or team that it was made for',
    narrower: 'a token limited to one team, with an end date',
    source: 'https://vercel.com/docs/rest-api',
  },
  {
    kinds: ['netlify.token'],
    scope: 'account',
    destroys: 'every site of every team of its owner',
    source: 'https://docs.netlify.com/api/get-started/',
  },
  {
    kinds: ['fly.token'],
    scope: 'organisation',
    destroys: 'apps, machines, volumes and databases; a personal token those of every organisation',
    narrower: 'a deploy token, for one app',
    source: 'https://fly.io/docs/flyctl/tokens-create-deploy/',
  },
  {
    kinds: ['heroku.token', 'heroku.key'],
    scope: 'account',
    destroys: 'every app of the account with its databases',
    narrower: 'an authorization with the scope write-protected or read',
    source: 'https://devcenter.heroku.com/articles/oauth',
  },
  {
    kinds: ['render.key', 'render.token'],
    scope: 'account',
    destroys: 'every service, disk and database of every workspace of its owner',
    source: 'https://render.com/docs/api',
  },
  {
    kinds: ['digitalocean.token', 'digitalocean.key'],
    scope: 'account',
    destroys: 'with full access, every droplet, volume, database and backup of the team',
    narrower: 'a token with custom scopes',
    source: 'https://docs.digitalocean.com/reference/api/create-personal-access-token/',
  },
  {
    kinds: ['cloudflare.globalKey', 'cloudflare.key'],
    scope: 'account',
    destroys: 'everything of every account of the user: zones, DNS, Workers, R2, D1',
    narrower: 'an API token for one account or zone with the permissions of the task',
    source: 'https://developers.cloudflare.com/fundamentals/api/get-started/keys/',
  },
  {
    kinds: ['cloudflare.token'],
    scope: 'granted',
    destroys: 'what its policies name, of the zones and accounts that they name',
    narrower: 'a token for one zone',
    source: 'https://developers.cloudflare.com/fundamentals/api/get-started/create-token/',
  },
  {
    kinds: ['supabase.accessToken', 'supabase.token'],
    scope: 'account',
    destroys: 'every project of every organisation of its owner, databases and backups included',
    narrower: "a project's own key",
    source: 'https://supabase.com/docs/guides/platform/access-control',
  },
  {
    kinds: ['supabase.serviceRoleKey', 'supabase.secretKey', 'supabase.key'],
    scope: 'project',
    destroys: 'every row and file of the project, past its row level security',
    narrower: 'the publishable (anon) key with row level security',
    source: 'https://supabase.com/docs/guides/api/api-keys',
  },
  {
    kinds: ['neon.key', 'neon.token'],
    scope: 'account',
    destroys: 'every project, branch and database that its owner or organisation can reach',
    narrower: 'a project-scoped key, which cannot delete the project',
    source: 'https://neon.com/docs/manage/api-keys',
  },
  {
    kinds: ['planetscale.token'],
    scope: 'granted',
    destroys: 'databases and branches, as far as the service token was granted',
    narrower: 'a service token for one database without delete_branch',
    source: 'https://planetscale.com/docs/api/reference/service-tokens',
  },
  {
    kinds: ['turso.token', 'turso.key'],
    scope: 'account',
    destroys: 'a platform token, every database and group of the organisation; a database token, the rows of one database',
    narrower: 'a database token, --read-only',
    source: 'https://docs.turso.tech/cli/db/tokens/create',
  },
  {
    kinds: ['convex.deployKey', 'convex.key'],
    scope: 'project',
    destroys: 'functions and data of the deployment that it names',
    narrower: 'a development or preview deploy key',
    source: 'https://docs.convex.dev/cli/deploy-key-types',
  },
  {
    kinds: ['upstash.token', 'upstash.key'],
    scope: 'resource',
    destroys: 'all keys of one database',
    narrower: 'the read-only token of the database',
    source: 'https://upstash.com/docs/redis/features/restapi',
  },
  {
    kinds: ['mongodb.secret', 'mongodb.key'],
    scope: 'organisation',
    destroys: 'clusters and backups of the projects where its service account has a role',
    narrower: 'a role in one project',
    source: 'https://www.mongodb.com/docs/atlas/api/service-accounts-overview/',
  },
  {
    kinds: ['stripe.key'],
    scope: 'account',
    destroys: 'customers, subscriptions and products of the account; in live mode it moves money',
    narrower: 'a restricted key (rk_…) with the permissions of the task',
    source: 'https://docs.stripe.com/keys',
  },
  {
    kinds: ['clerk.key'],
    scope: 'project',
    destroys: 'every user and session of one instance',
    source: 'https://clerk.com/docs/deployments/clerk-environment-variables',
  },
  {
    kinds: ['aws.accessKeyId', 'aws.key', 'aws.secret'],
    scope: 'granted',
    destroys: "whatever its IAM user's policies allow, in every region, until it is taken away",
    narrower: 'temporary credentials of a role made for the task',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  },
  {
    kinds: ['aws.sessionToken', 'aws.token'],
    scope: 'granted',
    destroys: 'whatever the role allows, until the session ends',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp.html',
  },
  {
    kinds: ['google.serviceAccountKey'],
    scope: 'granted',
    destroys: 'whatever the roles of the service account allow, without an end date',
    narrower: 'workload identity federation, or impersonation for the time of the task',
    source: 'https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys',
  },
  {
    kinds: ['google.apiKey'],
    scope: 'project',
    destroys: 'no data by itself; it spends the quota of the APIs that it is not restricted from',
    narrower: 'a key restricted to one API and one caller',
    source: 'https://cloud.google.com/docs/authentication/api-keys',
  },
  {
    kinds: ['google.refreshToken', 'google.accessToken'],
    scope: 'account',
    destroys: 'whatever its user may in the scopes that were consented to',
    source: 'https://developers.google.com/identity/protocols/oauth2',
  },
  {
    kinds: ['azure.clientSecret'],
    scope: 'granted',
    destroys: 'whatever the roles of the service principal allow',
    narrower: 'a managed identity or a federated credential',
    source: 'https://learn.microsoft.com/en-us/entra/identity-platform/app-objects-and-service-principals',
  },
  {
    kinds: ['azure.storageKey', 'azure.serviceKey'],
    scope: 'resource',
    destroys: 'every container, blob, table and queue of the storage account',
    narrower: 'a SAS for one container with an end date',
    source: 'https://learn.microsoft.com/en-us/azure/storage/common/storage-account-keys-manage',
  },
  {
    kinds: ['github.token'],
    scope: 'account',
    destroys: 'a classic token, every repository that its owner can reach in its scopes (delete_repo, repo, workflow)',
    narrower: 'a fine-grained token for one repository',
    source: 'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens',
  },
  {
    kinds: ['github.fineGrainedToken'],
    scope: 'granted',
    destroys: 'the repositories that it names, as far as its permissions go',
    source: 'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens',
  },
  {
    kinds: ['gitlab.token'],
    scope: 'account',
    destroys: 'with the scope api, every project and group that its owner can reach',
    narrower: 'a project access token',
    source: 'https://docs.gitlab.com/security/tokens/',
  },
  {
    kinds: ['npm.token'],
    scope: 'account',
    destroys: 'publishes, deprecates and unpublishes every package of its owner',
    narrower: 'a granular token for the package, with an end date; trusted publishing in CI',
    source: 'https://docs.npmjs.com/about-access-tokens',
  },
  {
    kinds: ['pypi.token'],
    scope: 'account',
    destroys: 'uploads to every project of its owner, unless it is limited to one',
    narrower: 'a token limited to one project; trusted publishing in CI',
    source: 'https://pypi.org/help/#apitoken',
  },
  {
    kinds: ['docker.token', 'docker.auth'],
    scope: 'account',
    destroys: 'images and tags that others pull',
    narrower: 'an access token with read-only permission',
    source: 'https://docs.docker.com/security/access-tokens/',
  },
  {
    kinds: ['openai.key'],
    scope: 'project',
    destroys: 'files, assistants and money of the project',
    narrower: 'a key with restricted permissions',
    source: 'https://platform.openai.com/docs/api-reference/authentication',
  },
  {
    kinds: ['anthropic.adminKey'],
    scope: 'organisation',
    destroys: 'members, workspaces and keys of the organisation',
    source: 'https://docs.claude.com/en/api/administration-api',
  },
  {
    kinds: ['anthropic.key'],
    scope: 'project',
    destroys: 'files and money of the workspace that it belongs to',
    source: 'https://docs.claude.com/en/api/overview',
  },
  {
    kinds: ['twilio.token'],
    scope: 'account',
    destroys: 'everything of the account: numbers, messages, subaccounts',
    narrower: 'a restricted API key',
    source: 'https://www.twilio.com/docs/iam/api-keys',
  },
  {
    kinds: ['sendgrid.key'],
    scope: 'granted',
    destroys: 'with full access, templates, lists and suppressions; it sends mail as you',
    narrower: 'a key with the permission Mail Send',
    source: 'https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys',
  },
  {
    kinds: ['slack.token'],
    scope: 'organisation',
    destroys: 'messages, files and channels in the scopes of the app or user',
    source: 'https://api.slack.com/concepts/token-types',
  },
  {
    kinds: ['telegram.token', 'discord.token'],
    scope: 'resource',
    destroys: 'what the bot may: messages, channels, members',
    source: 'https://core.telegram.org/bots/api',
  },
  {
    kinds: ['vault.token'],
    scope: 'granted',
    destroys: 'what its policies allow; a root token, everything',
    narrower: 'a short-lived token with the policy of the task',
    source: 'https://developer.hashicorp.com/vault/docs/concepts/tokens',
  },
  {
    kinds: ['terraform.token'],
    scope: 'account',
    destroys: 'workspaces, their state and what they manage, as far as its user, team or organisation may',
    narrower: 'a team token with plan permission',
    source: 'https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens',
  },
  {
    kinds: ['pulumi.token'],
    scope: 'account',
    destroys: 'stacks, their state and what they manage',
    narrower: 'a team or organisation token',
    source: 'https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/',
  },
  {
    kinds: ['doppler.token'],
    scope: 'granted',
    destroys: 'a service token (dp.st.), the secrets of one config; a personal one (dp.pt.), those of every project',
    narrower: 'a read-only service token for one config',
    source: 'https://docs.doppler.com/docs/service-tokens',
  },
  {
    kinds: ['onepassword.token'],
    scope: 'granted',
    destroys: 'the items of the vaults that its service account may write',
    narrower: 'read-only access to one vault',
    source: 'https://developer.1password.com/docs/service-accounts/',
  },
  {
    kinds: [
      'url.password',
      'database.password',
      'postgres.password',
      'mysql.password',
      'mongodb.password',
      'neon.password',
      'planetscale.password',
    ],
    scope: 'resource',
    destroys: 'whatever the database user may: usually every table of the database',
    narrower: 'a user without DROP, TRUNCATE and DELETE, or a read-only one',
    source: 'https://www.postgresql.org/docs/current/ddl-priv.html',
  },
  {
    kinds: ['kubernetes.secret', 'kubernetes.token', 'kubernetes.key'],
    scope: 'granted',
    destroys: 'what the roles of its user or service account allow in the cluster',
    narrower: 'a service account with a Role in one namespace',
    source: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/',
  },
  {
    kinds: ['privateKey', 'putty.privateKey'],
    scope: 'granted',
    destroys: 'whatever trusts it: hosts that list its public half, certificates, signatures',
    source: 'https://man.openbsd.org/ssh-keygen',
  },
  {
    kinds: ['shopify.token'],
    scope: 'project',
    destroys: 'products, orders and themes of one shop in its scopes',
    source: 'https://shopify.dev/docs/api/usage/access-scopes',
  },
  {
    kinds: ['databricks.token'],
    scope: 'account',
    destroys: 'what its user may in the workspace: tables, jobs, clusters',
    narrower: 'a service principal with its own grants',
    source: 'https://docs.databricks.com/aws/en/dev-tools/auth/pat',
  },
  {
    kinds: ['datadog.key'],
    scope: 'organisation',
    destroys: 'with an application key, monitors, dashboards and logs settings of the organisation',
    narrower: 'an application key with scopes',
    source: 'https://docs.datadoghq.com/account_management/api-app-keys/',
  },
  {
    kinds: ['sentry.token'],
    scope: 'granted',
    destroys: 'projects and releases in its scopes',
    narrower: 'an organisation token (sntrys_), which only uploads',
    source: 'https://docs.sentry.io/account/auth-tokens/',
  },
  {
    kinds: ['airtable.token'],
    scope: 'granted',
    destroys: 'bases and scopes that it names',
    source: 'https://airtable.com/developers/web/guides/personal-access-tokens',
  },
  {
    kinds: ['notion.token'],
    scope: 'granted',
    destroys: 'pages that the integration was given',
    source: 'https://developers.notion.com/docs/authorization',
  },
  {
    kinds: ['hubspot.token'],
    scope: 'granted',
    destroys: 'records in the scopes of the private app',
    source: 'https://developers.hubspot.com/docs/guides/apps/private-apps/overview',
  },
  {
    kinds: ['linear.key', 'figma.token', 'atlassian.token', 'asana.token', 'clickup.token', 'trello.token'],
    scope: 'account',
    destroys: 'what its owner may in every workspace',
    source: 'unverified',
  },
  {
    kinds: ['algolia.key'],
    scope: 'organisation',
    destroys: 'an admin key, every index of the application',
    narrower: 'a key with the ACL of the task',
    source: 'https://www.algolia.com/doc/guides/security/api-keys/',
  },
  {
    kinds: ['hetzner.token', 'linode.token', 'vultr.key', 'scaleway.key'],
    scope: 'project',
    destroys: 'servers, volumes, backups and snapshots of the project or account',
    narrower: 'a read-only token',
    source: 'https://docs.hetzner.com/cloud/api/getting-started/generating-api-token/',
  },
];

const byKind = new Map<string, ReachRow[]>();
for (const row of rows)
  for (const kind of row.kinds) {
    const list = byKind.get(kind);
    if (list) list.push(row);
    else byKind.set(kind, [row]);
  }

/** What a credential of this kind under this variable can do; undefined where the provider's documentation does not let one say it. */
export function reachOf(kind: string, variable?: string): Reach | undefined {
  const row = byKind.get(kind)?.find((one) => one.variable === undefined || (variable !== undefined && one.variable.test(variable)));
  if (row === undefined) return undefined;
  const { kinds: _, variable: __, ...reach } = row;
  return reach;
}

/** A place of a credential, as far as the warning needs it. */
export interface CredentialSite {
  readonly kind: string;
  readonly variable?: string;
  /** As people write it: relative to the workspace folder. */
  readonly path: string;
  readonly environment: Environment;
}

/**
 * Says that a credential opens more than the file, folder or variable it serves suggests: a token of the whole account in
 * `scripts/domains/.env`, or in a file for staging. Undefined when nothing suggests less.
 */
export function widerThanItSeems(site: CredentialSite): string | undefined {
  const reach = reachOf(site.kind, site.variable);
  if (reach === undefined || (reach.scope !== 'account' && reach.scope !== 'organisation')) return undefined;
  const folders = site.path.replaceAll('\\', '/').split('/').slice(0, -1);
  // A home's own folders (`~/.railway`) are where such tokens belong.
  if (folders.some((folder) => folder === '~' || folder === '')) return undefined;
  const holds = `${site.path} holds ${article(site.kind)} ${site.kind} that can reach ${reach.scope === 'account' ? 'the whole account' : 'the whole organisation'}`;
  if (site.environment === 'staging' || site.environment === 'development') return `${holds}, though it is for ${site.environment}`;
  const purpose = folders.findLast(
    (folder) => !/^(?:config|env|envs|secrets?|deploy|infra|infrastructure|\.github|ops|src|lib|tests?|\.)$/i.test(folder),
  );
  if (purpose !== undefined) return `${holds}, though it serves ${purpose}`;
  return site.variable !== undefined && /READ_?ONLY|_RO(?:_|$)|VIEWER/i.test(site.variable)
    ? `${holds}, though ${site.variable} says that it only reads`
    : undefined;
}

function article(kind: string): string {
  return /^[aeiou]/i.test(kind) ? 'an' : 'a';
}

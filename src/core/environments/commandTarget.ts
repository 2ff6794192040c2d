import { hasOption, readWords, type Arguments } from '../rules/arguments.ts';
import type { Invocation } from '../shell/invocation.ts';
import { environmentFromBranch } from './tokens.ts';

/** Where a command line itself says that it goes, whatever it does there. */
export interface CommandTarget {
  /** As in `Link.tool`, or a framework whose variables decide (`prisma`, `rails`). */
  readonly tool: string;
  /** What picks the whole target: an environment, profile, context, app, project. */
  readonly says?: string;
  /** Why `says` is so, where the command does not spell it: `main is what production runs on`. */
  readonly because?: string;
  /** Parts of it by name: a namespace, a resource group. They may tell production, never that it is not. */
  readonly ids: readonly string[];
  readonly hosts: readonly string[];
  /** Files of configuration that it is given, as written. */
  readonly paths: readonly string[];
  /** It works as if it were started there, as written. */
  readonly directory?: string;
}

interface Syntax {
  readonly tool: string;
  readonly says?: string;
  readonly production?: string;
  readonly ids?: string;
  readonly hosts?: string;
  readonly paths?: string;
  readonly directory?: string;
  /** Other options with a value, so that words are counted right. */
  readonly valued?: string;
  readonly singleDashLong?: boolean;
  /** What no option says. `words` are those that are no options. */
  readonly more?: (words: readonly string[], args: Arguments) => { readonly says?: string | undefined; readonly because?: string };
}

const kubernetes: Syntax = {
  tool: 'kubernetes',
  says: '--context --kube-context',
  ids: '-n --namespace --cluster',
  hosts: '-s --server',
  paths: '--kubeconfig',
};

const docker: Syntax = {
  tool: 'docker',
  says: '-c --context',
  hosts: '-H --host',
  paths: '-f --file --env-file',
  ids: '-p --project-name',
};

const fly: Syntax = { tool: 'fly', says: '-a --app', paths: '-c --config' };

const terraform: Syntax = {
  tool: 'terraform',
  paths: '-var-file',
  directory: '-chdir --terragrunt-working-dir --working-dir',
  valued: '-var -target -replace -state -out -parallelism -lock-timeout -backend-config',
  singleDashLong: true,
  more: (_words, args) => ({
    // `-var environment=prod`
    says: [...(args.options.get('-var') ?? []), ...(args.options.get('--var') ?? [])]
      .map((value) => /^(?:env|environment|stage|workspace|tier|deployment)=["']?([\w-]+)/i.exec(value?.text ?? '')?.[1])
      .find((value) => value !== undefined),
  }),
};

const stages: Syntax = {
  tool: 'aws',
  says: '--stage -s --config-env --env --profile --aws-profile',
  ids: '--stack-name --stack',
  paths: '--config -c --config-file',
};

const branches = (tool: string, options: string): Syntax => ({
  tool,
  ids: options,
  // https://planetscale.com/docs/concepts/branching, https://neon.com/docs/introduction/branching. `pscale branch delete shop main`: `main` is what production runs on, in these products alone.
  more: (words) => {
    const at = words.findIndex((word) => /^branch(?:es)?$/.test(word));
    const branch = at < 0 ? undefined : words.slice(at + 2).find((word) => environmentFromBranch(word) !== undefined);
    return branch === undefined ? {} : { says: environmentFromBranch(branch), because: `${branch} is the branch that it goes to` };
  },
});

const migration = (tool: string, options = '--env -e --environment --context'): Syntax => ({
  tool,
  says: options,
  hosts: '--url -u --database-url --host -url --db-url',
  paths: '--env-file --config -c --schema --knexfile -d --dataSource',
});

/** How each program says it. From the tools' own documentation (docs/rules.md names it for each rule; RESOURCES by row). */
const syntaxes: Readonly<Record<string, Syntax>> = {
  railway: { tool: 'railway', says: '-e --environment', ids: '-p --project' },
  vercel: {
    tool: 'vercel',
    says: '--target --environment',
    production: '--prod --production',
    valued: '--token --scope -S -A -Q --cwd -b -e -m',
    more: (words) =>
      // https://vercel.com/docs/cli/env, /promote, /rollback
      words[0] === 'env' && words.length > 3
        ? { says: words[3] }
        : words[0] === 'promote' || words[0] === 'rollback'
          ? { says: 'production', because: `vercel ${words[0]} changes what production serves` }
          : {},
  },
  netlify: { tool: 'netlify', says: '--context', production: '--prod -p --prod-if-unlocked', ids: '-s --site', paths: '-c --config' },
  fly,
  flyctl: fly,
  heroku: {
    tool: 'heroku',
    says: '-a --app -r --remote',
    more: (words) => (/^(?:apps:)?destroy$/.test(words[0] ?? '') ? { says: words[1] } : {}),
  },
  render: { tool: 'render', says: '--environment' },
  wrangler: { tool: 'cloudflare', says: '-e --env', paths: '-c --config --env-file' },
  firebase: { tool: 'firebase', says: '-P --project' },
  supabase: {
    ...branches('supabase', '--project-ref'),
    hosts: '--db-url',
    // https://supabase.com/docs/reference/cli/supabase-db-reset: without --linked and --db-url it is the local database.
    more: (words, args) =>
      words[0] === 'db' && words[1] === 'reset' && !hasOption(args, '--linked', '--db-url')
        ? { says: 'local', because: 'supabase db reset works on the local database' }
        : (branches('supabase', '').more?.(words, args) ?? {}),
  },
  convex: { tool: 'convex', production: '--prod', ids: '--deployment-name --preview-name', paths: '--env-file' },
  neonctl: branches('neon', '--branch --project-id'),
  neon: branches('neon', '--branch --project-id'),
  pscale: branches('planetscale', '--org'),
  turso: { tool: 'turso', ids: '-g --group' },
  kamal: { tool: 'kamal', says: '-d --destination', paths: '-c --config-file' },
  amplify: { tool: 'amplify', says: '--env --envName --branch' },
  aws: { tool: 'aws', says: '--profile', hosts: '--endpoint-url' },
  cdk: {
    ...stages,
    valued: '-a --app --output -o --role-arn -r',
    more: (_words, args) => ({
      says: [...(args.options.get('-c') ?? []), ...(args.options.get('--context') ?? [])]
        .map((value) => /^(?:env|environment|stage)=["']?([\w-]+)/i.exec(value?.text ?? '')?.[1])
        .find((value) => value !== undefined),
    }),
  },
  sam: stages,
  serverless: { ...stages, tool: 'serverless' },
  sls: { ...stages, tool: 'serverless' },
  sst: { ...stages, tool: 'sst' },
  copilot: { tool: 'aws', says: '-e --env', ids: '-a --app' },
  eb: { tool: 'aws', says: '--profile' },
  gcloud: { tool: 'gcloud', says: '--project --configuration' },
  bq: { tool: 'gcloud', says: '--project_id --project' },
  gsutil: { tool: 'gcloud' },
  az: { tool: 'azure', says: '--subscription', ids: '-g --resource-group' },
  azd: { tool: 'azure', says: '-e --environment' },
  doctl: { tool: 'digitalocean', says: '--context' },
  kubectl: kubernetes,
  oc: kubernetes,
  helm: { ...kubernetes, paths: '--kubeconfig -f --values' },
  k9s: kubernetes,
  kustomize: kubernetes,
  flux: kubernetes,
  helmfile: { ...kubernetes, says: '-e --environment --kube-context', paths: '-f --file' },
  skaffold: { ...kubernetes, says: '-p --profile --kube-context' },
  argocd: { ...kubernetes, says: '--argocd-context', hosts: '--server' },
  terraform,
  tofu: terraform,
  terragrunt: terraform,
  pulumi: {
    tool: 'pulumi',
    says: '-s --stack',
    directory: '-C --cwd',
    more: (words) => (words[0] === 'stack' && words[1] === 'rm' ? { says: words[2] } : {}),
  },
  docker,
  podman: docker,
  nerdctl: docker,
  'docker-compose': docker,
  'podman-compose': docker,
  ansible: { tool: 'ansible', ids: '-l --limit', paths: '-i --inventory', valued: '-m -a -u -e -f' },
  'ansible-playbook': { tool: 'ansible', ids: '-l --limit', paths: '-i --inventory', valued: '-u -e -f -t' },
  cf: { tool: 'cloudfoundry', says: '-s', ids: '-o' },
  nomad: { tool: 'nomad', hosts: '-address', ids: '-namespace -region', singleDashLong: true },
  consul: { tool: 'consul', hosts: '-http-addr', ids: '-datacenter', singleDashLong: true },
  vault: { tool: 'vault', hosts: '-address', ids: '-namespace', singleDashLong: true },
  stripe: { tool: 'stripe', production: '--live', says: '-p --project-name' },
  doppler: { tool: 'doppler', says: '-c --config', ids: '-p --project' },
  infisical: { tool: 'infisical', says: '--env -e' },
  gh: { tool: 'github', says: '-e --env' },
  'sentry-cli': { tool: 'sentry', ids: '-p --project -o --org' },
  eas: { tool: 'eas', says: '--profile -e --branch --channel --environment' },
  fastlane: { tool: 'fastlane', says: '--env' },
  shopify: {
    tool: 'shopify',
    says: '-e --environment',
    production: '--live --allow-live -l -a',
    hosts: '-s --store',
    paths: '-c --config',
  },
  dbt: { tool: 'dbt', says: '-t --target', directory: '--project-dir' },
  snow: { tool: 'snowflake', says: '-c --connection --environment' },
  snowsql: { tool: 'snowflake', says: '-c --connection', ids: '-a --accountname -d --dbname' },
  databricks: { tool: 'databricks', says: '-p --profile -t --target' },
  atlas: { tool: 'atlas', says: '--env -P --profile', hosts: '-u --url', ids: '--projectId' },
  prisma: migration('prisma'),
  'drizzle-kit': { ...migration('drizzle'), says: '' },
  knex: migration('knex'),
  sequelize: migration('sequelize'),
  'sequelize-cli': migration('sequelize'),
  typeorm: migration('typeorm', ''),
  'mikro-orm': migration('typeorm', '--context'),
  rails: migration('rails'),
  rake: migration('rails'),
  artisan: migration('laravel'),
  console: migration('symfony'),
  'manage.py': { ...migration('django', '--settings'), paths: '--pythonpath' },
  'django-admin': { ...migration('django', '--settings'), paths: '--pythonpath' },
  mix: migration('ecto', ''),
  flask: migration('flask', ''),
  alembic: { tool: 'alembic', says: '-n --name', paths: '-c --config' },
  flyway: { tool: 'flyway', says: '-environment', hosts: '-url', paths: '-configFiles', singleDashLong: true },
  liquibase: { tool: 'liquibase', hosts: '--url', paths: '--defaults-file --defaultsFile', says: '--contexts --context-filter' },
  migrate: { tool: 'postgres', hosts: '-database', singleDashLong: true },
  dbmate: { tool: 'dbmate', hosts: '-u --url', paths: '--env-file' },
  goose: { tool: 'postgres', says: '-env', singleDashLong: true },
};

const prepared = new Map<string, ReadonlySet<string>>();

function valuedOf(program: string, syntax: Syntax): ReadonlySet<string> {
  let valued = prepared.get(program);
  if (!valued) {
    const { says = '', ids = '', hosts = '', paths = '', directory = '', valued: other = '' } = syntax;
    valued = new Set([says, ids, hosts, paths, directory, other].flatMap((text) => text.split(' ')).filter((name) => name !== ''));
    prepared.set(program, valued);
  }
  return valued;
}

/** What a command line says of its own target; undefined for programs that go nowhere by themselves. */
export function commandTarget(invocation: Invocation): CommandTarget | undefined {
  const { program, words } = called(invocation);
  if (!Object.hasOwn(syntaxes, program)) return undefined;
  const syntax = syntaxes[program]!;
  const end = words.findIndex(({ text }) => text === '--');
  const args = readWords(end < 0 ? words : words.slice(0, end), {
    valued: valuedOf(program, syntax),
    ...(syntax.singleDashLong === true ? { singleDashLong: true } : {}),
  });
  const valuesOf = (names: string | undefined): readonly string[] =>
    (names ?? '')
      .split(' ')
      .filter((name) => name !== '')
      .flatMap((name) => args.options.get(name) ?? [])
      .flatMap((word) => (word?.known === true && word.text !== '' ? [word.text] : []));
  const more = syntax.more?.(
    args.words.map(({ text }) => text),
    args,
  );
  const isLive = (syntax.production ?? '').split(' ').some((name) => name !== '' && hasOption(args, name));
  const says = isLive ? 'production' : (valuesOf(syntax.says).at(-1) ?? more?.says);
  const directory = valuesOf(syntax.directory).at(-1);
  return {
    tool: syntax.tool,
    ...(says === undefined ? {} : { says }),
    ...(says === more?.says && more?.because !== undefined ? { because: more.because } : {}),
    ids: valuesOf(syntax.ids),
    hosts: valuesOf(syntax.hosts),
    paths: valuesOf(syntax.paths),
    ...(directory === undefined ? {} : { directory }),
  };
}

/** `python manage.py flush`, `php artisan …`, `ruby bin/rails …`: the script is the program. */
function called({ program, argv }: Invocation): { readonly program: string; readonly words: Invocation['argv'] } {
  if (/^(?:python[\d.]*|py|php|ruby|node|deno|bun)$/.test(program)) {
    const at = argv.findIndex(({ text }, i) => i > 0 && !text.startsWith('-'));
    const script = at < 0 ? '' : argv[at]!.text.replace(/^.*\//, '');
    if (at > 0 && Object.hasOwn(syntaxes, script)) return { program: script, words: argv.slice(at + 1) };
  }
  return { program, words: argv.slice(1) };
}

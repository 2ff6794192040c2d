import { own } from '../../own.ts';
import type { Invocation } from '../../shell/invocation.ts';
import { hasOption, readArguments, type Arguments } from '../arguments.ts';

/** A command that prints a credential out of a store, an agent or a keychain. */
export interface Store {
  /** As one would write it: `Vault`. */
  readonly name: string;
  readonly source: string;
  /** Writes it into a file of the workspace by itself. */
  readonly writes?: boolean;
}

interface StoreRow extends Store {
  readonly programs: string;
  /** Subcommands, any of them; a step may list alternatives (`get|read`) or be `*`. With `$` no word follows. */
  readonly words: readonly string[];
  readonly when?: (args: Arguments, invocation: Invocation) => boolean;
}

const has =
  (...names: readonly string[]) =>
  (args: Arguments): boolean =>
    hasOption(args, ...names);
const not =
  (...names: readonly string[]) =>
  (args: Arguments): boolean =>
    !hasOption(args, ...names);
const text = (invocation: Invocation): string => invocation.argv.map((word) => word.text).join(' ');

const rows: readonly StoreRow[] = [
  {
    name: 'Vault',
    programs: 'vault bao',
    words: ['kv get', 'read', 'token create', 'print token'],
    source: 'https://developer.hashicorp.com/vault/docs/commands/kv/get',
  },
  {
    name: 'AWS Secrets Manager',
    programs: 'aws',
    words: ['secretsmanager get-secret-value|batch-get-secret-value'],
    source: 'https://docs.aws.amazon.com/cli/latest/reference/secretsmanager/get-secret-value.html',
  },
  {
    name: 'AWS Parameter Store',
    programs: 'aws',
    words: ['ssm get-parameter|get-parameters|get-parameters-by-path|get-parameter-history'],
    when: has('--with-decryption'),
    source: 'https://docs.aws.amazon.com/cli/latest/reference/ssm/get-parameter.html',
  },
  {
    name: 'AWS',
    programs: 'aws',
    words: [
      'configure export-credentials',
      'sts get-session-token|assume-role|get-federation-token',
      'ecr get-login-password',
      'iam create-access-key',
    ],
    source: 'https://docs.aws.amazon.com/cli/latest/reference/configure/export-credentials.html',
  },
  {
    name: 'AWS',
    programs: 'aws',
    words: ['configure get'],
    when: (_, invocation) => /secret|token|access_key/.test(text(invocation)),
    source: 'https://docs.aws.amazon.com/cli/latest/reference/configure/get.html',
  },
  {
    name: 'Google Secret Manager',
    programs: 'gcloud',
    words: ['secrets versions access', '* secrets versions access'],
    source: 'https://cloud.google.com/sdk/gcloud/reference/secrets/versions/access',
  },
  {
    name: 'Google Cloud',
    programs: 'gcloud',
    words: ['auth print-access-token|print-identity-token', 'auth application-default print-access-token'],
    source: 'https://cloud.google.com/sdk/gcloud/reference/auth/print-access-token',
  },
  {
    name: 'Azure Key Vault',
    programs: 'az',
    words: [
      'keyvault secret show|download',
      'account get-access-token',
      'storage account keys list',
      'cosmosdb keys list',
      'redis list-keys',
      'acr credential show',
    ],
    source: 'https://learn.microsoft.com/cli/azure/keyvault/secret#az-keyvault-secret-show',
  },
  {
    name: 'Kubernetes',
    programs: 'kubectl oc k',
    words: ['get secret|secrets'],
    // Names and labels are none of it.
    when: (args) =>
      [...(args.options.get('-o') ?? []), ...(args.options.get('--output') ?? [])].some(
        (word) =>
          word &&
          !/^(?:name|wide)$/.test(word.text) &&
          !(/^(?:jsonpath|go-template|custom-columns)/.test(word.text) && !/(?<!meta)data/i.test(word.text)),
      ),
    source: 'https://kubernetes.io/docs/tasks/configmap-secret/managing-secret-using-kubectl/#decode-secret',
  },
  {
    name: 'Kubernetes',
    programs: 'kubectl oc k',
    words: ['config view'],
    when: has('--raw'),
    source: 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_config/kubectl_config_view/',
  },
  {
    name: 'Kubernetes',
    programs: 'kubectl oc k',
    words: ['create token', 'get secret/*'],
    source: 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_create/kubectl_create_token/',
  },
  {
    name: 'Docker',
    programs: 'docker podman nerdctl',
    words: ['inspect', 'container inspect'],
    // A format that names other fields shows no variables.
    when: (args, invocation) => {
      const format = [...(args.options.get('-f') ?? []), ...(args.options.get('--format') ?? [])].map((word) => word?.text ?? '');
      return (
        !/^(?:image|network|volume)$/.test(args.words[0]?.text ?? '') &&
        !/--type[ =](?:image|network|volume)/.test(text(invocation)) &&
        (format.length === 0 || format.some((one) => /\bEnv\b|^\{\{\s*(?:json\s+)?\.\s*\}\}|\.Config\s*\}\}|^json$/.test(one)))
      );
    },
    source: 'https://docs.docker.com/reference/cli/docker/inspect/',
  },
  {
    name: 'Docker Compose',
    programs: 'docker podman',
    words: ['compose config|convert'],
    when: not(
      '-q',
      '--quiet',
      '--services',
      '--images',
      '--volumes',
      '--profiles',
      '--hash',
      '--no-interpolate',
      '--networks',
      '--environment-names',
    ),
    source: 'https://docs.docker.com/reference/cli/docker/compose/config/',
  },
  {
    name: 'Docker Compose',
    programs: 'docker-compose',
    words: ['config|convert'],
    when: not('-q', '--quiet', '--services', '--images', '--volumes', '--profiles', '--hash', '--no-interpolate'),
    source: 'https://docs.docker.com/reference/cli/docker/compose/config/',
  },
  {
    name: 'Railway',
    programs: 'railway',
    words: ['variables$', 'variable$', 'variables list', 'variable list'],
    when: not('--set', '--set-from-stdin', '-s'),
    source: 'https://docs.railway.com/reference/cli-api#variables',
  },
  {
    name: 'Vercel',
    programs: 'vercel vc',
    words: ['env pull', 'pull'],
    writes: true,
    source: 'https://vercel.com/docs/cli/env',
  },
  {
    name: 'Heroku',
    programs: 'heroku',
    words: ['config$', 'config:get', 'auth:token', 'pg:credentials:url', 'redis:credentials'],
    source: 'https://devcenter.heroku.com/articles/heroku-cli-commands#heroku-config',
  },
  {
    name: 'Fly.io',
    programs: 'fly flyctl',
    words: ['tokens create', 'auth token', 'tokens create *'],
    source: 'https://fly.io/docs/flyctl/tokens-create/',
  },
  // Names and digests only, as of today; what a later version prints is not known.
  { name: 'Fly.io', programs: 'fly flyctl', words: ['secrets$', 'secrets show|get'], source: 'https://fly.io/docs/flyctl/secrets/' },
  {
    name: 'Supabase',
    programs: 'supabase',
    words: ['secrets$', 'secrets get', 'projects api-keys', 'branches get'],
    source: 'https://supabase.com/docs/reference/cli/supabase-projects-api-keys',
  },
  {
    name: 'Netlify',
    programs: 'netlify ntl',
    words: ['env:get', 'env:list'],
    when: (args) => args.words[0]?.text === 'env:get' || hasOption(args, '--json', '--plain'),
    source: 'https://cli.netlify.com/commands/env/',
  },
  {
    name: 'Render',
    programs: 'render',
    words: ['env-vars list|get'],
    source: 'unverified',
  },
  {
    name: 'Doppler',
    programs: 'doppler',
    words: ['secrets$', 'secrets get|download', 'configure get', 'configs tokens create'],
    when: not('--only-names'),
    source: 'https://docs.doppler.com/docs/cli',
  },
  {
    name: 'Infisical',
    programs: 'infisical',
    words: ['secrets$', 'secrets get', 'export', 'token renew'],
    source: 'https://infisical.com/docs/cli/commands/secrets',
  },
  {
    name: '1Password',
    programs: 'op',
    words: ['read', 'item get', 'document get', 'inject'],
    when: (args, invocation) => args.words[0]?.text !== 'inject' || !/(?:-o|--out-file)[ =]/.test(text(invocation)),
    source: 'https://developer.1password.com/docs/cli/reference/commands/read/',
  },
  {
    name: 'Bitwarden',
    programs: 'bw',
    words: ['get *', 'list items', 'export', 'unlock', 'login'],
    when: (args) =>
      (args.words[1]?.text !== 'template' && !/^(?:unlock|login)$/.test(args.words[0]?.text ?? '')) || hasOption(args, '--raw'),
    source: 'https://bitwarden.com/help/cli/#get',
  },
  { name: 'Bitwarden', programs: 'bws', words: ['secret get|list'], source: 'https://bitwarden.com/help/secrets-manager-cli/' },
  {
    name: 'pass',
    programs: 'pass gopass',
    words: ['show', '*$'],
    when: (args) =>
      !/^(?:ls|list|find|search|grep|insert|add|edit|generate|rm|remove|delete|mv|rename|cp|copy|git|help|version|init|otp|sync|config|setup|mounts|audit|fsck|recipients|env)$/.test(
        args.words[0]?.text ?? '',
      ) && !hasOption(args, '-c', '--clip'),
    source: 'https://www.passwordstore.org/',
  },
  {
    name: 'SOPS',
    programs: 'sops',
    words: ['decrypt', '*$'],
    when: (args) =>
      (args.words[0]?.text === 'decrypt' || hasOption(args, '-d', '--decrypt')) &&
      !hasOption(args, '-i', '--in-place') &&
      !args.options.has('--output'),
    source: 'https://getsops.io/docs/',
  },
  {
    name: 'Ansible Vault',
    programs: 'ansible-vault',
    words: ['view', 'decrypt'],
    when: (args, invocation) => args.words[0]?.text === 'view' || /--output[ =]-/.test(text(invocation)),
    source: 'https://docs.ansible.com/ansible/latest/cli/ansible-vault.html',
  },
  { name: 'Chamber', programs: 'chamber', words: ['read', 'export', 'env'], source: 'https://github.com/segmentio/chamber#usage' },
  { name: 'GitHub', programs: 'gh', words: ['auth token'], source: 'https://cli.github.com/manual/gh_auth_token' },
  {
    name: 'GitHub',
    programs: 'gh',
    words: ['auth status'],
    when: has('-t', '--show-token'),
    source: 'https://cli.github.com/manual/gh_auth_status',
  },
  {
    name: 'GitLab',
    programs: 'glab',
    words: ['auth status', 'config get token', 'variable get|export'],
    when: (args) => args.words[1]?.text !== 'status' || hasOption(args, '-t', '--show-token'),
    source: 'https://docs.gitlab.com/cli/',
  },
  {
    name: 'npm',
    programs: 'npm pnpm yarn',
    words: ['config get', 'get', 'c get'],
    when: (args) => /_auth|_password|token|\bsecret/i.test(args.words.at(-1)?.text ?? ''),
    source: 'https://docs.npmjs.com/cli/commands/npm-config',
  },
  { name: 'npm', programs: 'npm', words: ['token create'], source: 'https://docs.npmjs.com/cli/commands/npm-token' },
  {
    name: 'the keychain',
    programs: 'security',
    words: ['find-generic-password|find-internet-password', 'dump-keychain'],
    when: (args, invocation) => args.words[0]?.text === 'dump-keychain' || /(?:^| )-[a-fh-vx-z]*[gw][a-z]*(?: |$)/.test(text(invocation)),
    source: 'https://ss64.com/mac/security-password.html',
  },
  {
    name: 'the keyring',
    programs: 'secret-tool',
    words: ['lookup', 'search'],
    source: 'https://manpages.debian.org/bookworm/libsecret-tools/secret-tool.1.en.html',
  },
  { name: 'the keyring', programs: 'keyring', words: ['get'], source: 'https://github.com/jaraco/keyring#command-line-utility' },
  {
    name: 'Git',
    programs: 'git',
    words: ['credential fill', 'credential-store get', 'credential-cache get', 'credential-manager get'],
    source: 'https://git-scm.com/docs/git-credential',
  },
  {
    name: 'Terraform',
    programs: 'terraform tofu',
    words: ['output', 'state pull'],
    when: (args) => args.words[0]?.text === 'state' || hasOption(args, '-json', '-raw', '--json'),
    source: 'https://developer.hashicorp.com/terraform/cli/commands/output',
  },
  {
    name: 'Pulumi',
    programs: 'pulumi',
    words: ['config$', 'config get', 'stack output', 'stack export'],
    when: has('--show-secrets'),
    source: 'https://www.pulumi.com/docs/iac/cli/commands/pulumi_config/',
  },
  { name: 'Wrangler', programs: 'wrangler', words: ['auth token'], source: 'unverified' },
  { name: 'Stripe', programs: 'stripe', words: ['config'], when: has('--list'), source: 'https://docs.stripe.com/cli/config' },
  {
    name: 'GnuPG',
    programs: 'gpg gpg2',
    words: ['', '*'],
    when: has('--export-secret-keys', '--export-secret-subkeys'),
    source: 'https://www.gnupg.org/documentation/manuals/gnupg/Operational-GPG-Commands.html',
  },
  {
    name: 'Rails',
    programs: 'rails',
    words: ['credentials:show', 'secrets:show'],
    source: 'https://guides.rubyonrails.org/security.html#custom-credentials',
  },
  { name: 'dotenvx', programs: 'dotenvx', words: ['get', 'decrypt', 'keypair'], source: 'https://dotenvx.com/docs/advanced' },
  { name: 'Convex', programs: 'convex', words: ['env list|get'], source: 'https://docs.convex.dev/cli' },
  { name: 'Encore', programs: 'encore', words: ['secret view'], source: 'unverified' },
];

const byProgram = new Map<string, { readonly row: StoreRow; readonly whole: boolean; readonly steps: readonly (readonly string[])[] }[]>();
for (const row of rows)
  for (const program of row.programs.split(' '))
    for (const words of row.words) {
      const path = words.replace(/\$$/, '');
      const entry = { row, whole: path !== words, steps: path === '' ? [] : path.split(' ').map((step) => step.split('|')) };
      const list = byProgram.get(program);
      if (list) list.push(entry);
      else byProgram.set(program, [entry]);
    }

/** Options with a value of the tools of the table, so that it is not taken for a subcommand. */
const valued = new Set(
  '-n --namespace --context -o --output -f --format -p --project -c --config -e --env --environment -a --app -s --service --secret --vault --secret-id --name --profile --region --query -t --token -l --selector --version --field -field -mount -w --type -H --host --account --scope --kubeconfig --project-name --profile-name --path -g --resource-group --vault-name'.split(
    ' ',
  ),
);
/** Programs in which one of these letters is a switch. */
const letters: Readonly<Record<string, ReadonlySet<string>>> = {
  gh: new Set(),
  glab: new Set(),
  security: new Set(['-s', '-a', '-l', '-c', '-D']),
  pass: new Set(),
  sops: new Set(['--output', '--input-type', '--output-type', '--extract', '--age', '--kms']),
  op: new Set(['--vault', '--account', '--fields', '--format', '-o', '--out-file', '-i', '--in-file']),
  terraform: new Set(),
  tofu: new Set(),
  bw: new Set(['--session', '--organizationid', '--itemid', '--output']),
};

/** The store that a command prints from; undefined when it prints none. */
export function storeOf(invocation: Invocation): Store | undefined {
  const entries = byProgram.get(invocation.program);
  if (!entries) return undefined;
  const args = readArguments(invocation, {
    valued: own(letters, invocation.program) ?? valued,
    singleDashLong: /^(?:terraform|tofu|vault|bao)$/.test(invocation.program),
  });
  if (hasOption(args, '--help')) return undefined;
  return entries.find(({ row, whole, steps }) => matches(steps, whole, args) && (row.when?.(args, invocation) ?? true))?.row;
}

function matches(steps: readonly (readonly string[])[], whole: boolean, args: Arguments): boolean {
  const { words } = args;
  if (words.length < steps.length || (whole && words.length !== steps.length)) return false;
  return steps.every((step, index) => {
    const { text: word } = words[index]!;
    return step.some((one) => one === '*' || one === word || (one.endsWith('*') && word.startsWith(one.slice(0, -1))));
  });
}

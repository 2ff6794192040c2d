import { minimatch } from 'minimatch';
import { credentialFiles } from '../../credentials/credentialFiles.ts';

/** Suffixes of dotenv files that people use. Listed, since a rule for `.env.*` would take the templates with it. */
const stages = ['local', 'dev', 'development', 'test', 'testing', 'stage', 'staging', 'preview', 'prod', 'production', 'ci'];

/**
 * The files that a short rule list has to name: each agent matches every one of them at every read. Names have no wildcard, endings are
 * `*.pem`, places lie below the home. All of them are credential files to us too.
 */
export const usualNames: readonly string[] = [
  '.env',
  ...stages.flatMap((stage) => (stage === 'local' ? ['.env.local'] : [`.env.${stage}`, `.env.${stage}.local`])),
  '.envrc',
  '.dev.vars',
  '.npmrc',
  '.pypirc',
  '.netrc',
  '.pgpass',
  '.my.cnf',
  '.git-credentials',
  '.htpasswd',
  '.vault-token',
  'id_rsa',
  'id_ecdsa',
  'id_ed25519',
  'kubeconfig',
  'master.key',
  'credentials.json',
  'secrets.json',
  'secrets.yml',
  'secrets.yaml',
  'service-account.json',
  'application_default_credentials.json',
  'local.settings.json',
];

export const usualEndings: readonly string[] = [
  '*.pem',
  '*.key',
  '*.p12',
  '*.pfx',
  '*.ppk',
  '*.jks',
  '*.keystore',
  '*.kdbx',
  '*.tfstate',
  '*.tfvars',
];

export const usualPlaces: readonly string[] = [
  '.aws/credentials',
  '.kube/config',
  '.docker/config.json',
  '.config/gcloud/credentials.db',
  '.config/gcloud/access_tokens.db',
  '.config/gh/hosts.yml',
  '.railway/config.json',
  '.cargo/credentials.toml',
  '.pulumi/credentials.json',
];

/**
 * Below the home, read by no build, test or deployment: a sandbox can take them away and nothing breaks. What commands use (SSH keys,
 * registry tokens, cloud logins) is not among them, since a sandbox hides a file from the programs too.
 */
export const placesNoCommandNeeds: readonly string[] = [
  '.bash_history',
  '.zsh_history',
  '.psql_history',
  '.mysql_history',
  '.python_history',
  '.node_repl_history',
  '.password-store',
  '.local/share/keyrings',
  '.claude/.credentials.json',
  '.codex/auth.json',
  '.gemini/oauth_creds.json',
  '.qwen/oauth_creds.json',
  '.local/share/opencode/auth.json',
];

const templates = ['.env.example', '.env.sample', '.env.template', '.env.dist', '.env.defaults', '.env.schema'];

/** Public though their names look like keys: certificates of authorities and halves of pairs. */
const publicNames = [
  '*.pub',
  'ca.pem',
  'ca-*.pem',
  'cacert*.pem',
  'chain*.pem',
  'fullchain*.pem',
  'dhparam*.pem',
  '*public*.pem',
  '*public*.key',
];

/**
 * Lines of a file in the syntax of .gitignore for every credential file that could lie in a repository, by its name. Files with a known
 * place below the home or the system are left out: no workspace has them.
 */
export function ignoreLines(more: readonly string[] = []): readonly string[] {
  const lines: string[] = [
    '# variables of programs',
    '.env',
    '.env.*',
    '.env-*',
    '*.env',
    '.envrc',
    '.flaskenv',
    ...templates.map((name) => `!${name}`),
  ];
  for (const { holds, files } of credentialFiles) {
    const names = files.flatMap((glob) => minimatch.braceExpand(glob)).filter(isLine);
    if (names.length > 0) lines.push(`# ${holds}`, ...names);
  }
  lines.push('# public for all their names', ...publicNames.map((name) => `!${name}`));
  if (more.length > 0) lines.push('# from tenthSecond.credentialFiles', ...more);
  return lines;
}

/** A bare name; one that goes on as it likes (`kubeconfig-*`) would hide source files too, unless it is a dotfile's. */
function isLine(glob: string): boolean {
  return !glob.includes('/') && !/[!()]/.test(glob) && (!glob.endsWith('*') || glob.startsWith('.') || glob.startsWith('*.'));
}

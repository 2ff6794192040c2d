import { dotenvNames, isTemplate } from '../environments/dotenvFile.ts';
import { baseName } from '../paths.ts';

/** Base names of files that hold credentials by what they are. */
const names =
  /^(?:\.npmrc|\.yarnrc\.yml|\.pypirc|[._]netrc|\.?pgpass(?:\.conf)?|\.my\.cnf|\.mylogin\.cnf|\.git-credentials|\.vault-token|\.htpasswd|\.dockercfg|\.dockerconfigjson|\.s3cfg|\.boto|\.terraformrc|terraform\.rc|credentials\.tfrc\.json|\.gem-credentials|\.sentryclirc|\.databrickscfg|\.mc-config|\.rclone\.conf|rclone\.conf|kubeconfig(?:[._-].+)?|.+[._-]kubeconfig(?:\.ya?ml)?|id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|.+\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|ovpn|asc|gpg|agekey|tfstate|tfstate\.backup|tfvars|auto\.tfvars\.json|tfvars\.json)|master\.key|.+\.credentials|service[-_]?account[\w.-]{0,60}\.json|client_secret[\w.-]{0,100}\.json|firebase-adminsdk[\w.-]{0,60}\.json|.+-firebase-adminsdk-[\w.-]{1,60}\.json|application_default_credentials\.json|credentials\.json|credentials\.ya?ml|secrets?\.(?:json|ya?ml|toml|env|properties|ini|xml|tfvars|txt)|.+\.secrets?\.(?:json|ya?ml|toml)|\.(?:bash|zsh|sh|psql|mysql|rediscli|node_repl|python)_history|fish_history|Cookies|cookies\.sqlite|Login Data|logins\.json|key4\.db|\.secret[s]?|\.?auth\.json|\.aider\.conf\.yml)$/i;

/** Path endings, by folder and name. */
const endings =
  /(?:^|\/)(?:\.aws\/(?:credentials|config|sso\/cache\/.+|cli\/cache\/.+)|\.kube\/config|\.docker\/config\.json|\.railway\/config\.json|\.config\/gcloud\/(?:.+\.json|credentials\.db|access_tokens\.db|legacy_credentials\/.+)|\.azure\/(?:accessTokens\.json|msal_token_cache\.(?:json|bin)|service_principal_entries\.json)|\.config\/gh\/hosts\.yml|\.config\/hub|\.config\/stripe\/config\.toml|\.config\/doctl\/config\.yaml|\.config\/neonctl\/credentials\.json|\.config\/turso\/settings\.json|\.config\/op\/config|\.fly\/config\.yml|\.render\/cli\.yaml|\.supabase\/access-token|\.cargo\/credentials(?:\.toml)?|\.gem\/credentials|\.m2\/settings\.xml|\.gradle\/gradle\.properties|\.composer\/auth\.json|\.terraform\.d\/credentials\.tfrc\.json|\.pulumi\/credentials\.json|\.ssh\/(?!known_hosts|authorized_keys|config$|.+\.pub$).+|\.gnupg\/.+|\.password-store\/.+|\.netlify\/config\.json|netlify\/config\.json|com\.vercel\.cli\/auth\.json|\.claude\/\.credentials\.json|\.codex\/auth\.json|\.gemini\/(?:oauth_creds|google_accounts)\.json|\.qwen\/oauth_creds\.json|\.local\/share\/opencode\/auth\.json|\.config\/github-copilot\/(?:hosts|apps)\.json|\.cursor\/auth\.json|\.kamal\/secrets[\w.-]{0,40}|\.streamlit\/secrets\.toml|config\/credentials\/.+\.key|run\/secrets\/.+)$/i;

const harmless = /\.pub$|(?:^|[._-])(?:example|sample|template|tpl|dist)(?:[._-]|$)/i;

/** True for a file that holds credentials by its path. Templates (`.env.example`) and public keys are none. */
export function isCredentialPath(path: string): boolean {
  const plain = path.includes('\\') ? path.replaceAll('\\', '/') : path;
  const base = baseName(plain);
  if (dotenvNames.some((name) => name.test(base))) return !isTemplate(base);
  return (names.test(base) || endings.test(plain)) && !harmless.test(base);
}

/** Files that often have credentials in them though they are made for something else: worth reading in a workspace. */
export function mayHoldCredentials(path: string): boolean {
  const base = baseName(path);
  return (
    isCredentialPath(path) ||
    /^(?:mcp|\.mcp|mcp_config|mcp_settings|claude_desktop_config|cline_mcp_settings|settings|settings\.local|config|appsettings(?:\.\w+)?|database|docker-compose(?:[\w.-]{0,40})?|compose(?:[\w.-]{0,40})?|application(?:-\w+)?|secrets?|credentials?|values(?:-\w+)?|wrangler|serverless|samconfig|deploy(?:\.\w+)?|hosts|inventory)\.(?:json|jsonc|ya?ml|toml|properties|ini|xml|py|php)$/i.test(
      base,
    ) ||
    /^(?:wp-config\.php|local_settings\.py|deploy\.sh|settings\.py|gradle\.properties|bunfig\.toml|\.yarnrc)$/i.test(base) ||
    /(?:deploy|release|provision|backup|restore|migrate|domains?|infra|ops)[\w.-]{0,40}\.(?:sh|bash|ps1|py|rb|js|mjs|ts)$/i.test(base)
  );
}

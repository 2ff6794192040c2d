import { tokensOf } from '../environments/tokens.ts';

const secretWords = new Set(
  'secret secrets token tokens password passwd passphrase passwort pwd credential credentials apikey secretkey privatekey accesskey authkey pat jwt bearer dsn webhook'.split(
    ' ',
  ),
);
/** A `key` is secret only with one of these before it (`API_KEY`), or at the end of a name that is no public key. */
const publicWords = new Set(['public', 'publishable', 'pub', 'publishablekey', 'publickey', 'fingerprint', 'anon']);
/** Words after the secret word that make the whole name one about the secret: `TOKEN_URL`, `PASSWORD_MIN_LENGTH`, `SECRET_NAME`. */
const aboutWords = new Set(
  `url uri endpoint host path file filename dir name length min max ttl expiry expires expiration lifetime timeout algorithm alg type issuer audience
  header prefix suffix id ids count limit policy hint enabled disabled required rotation age days hours minutes seconds field column label length regex pattern provider
  version format encoding rounds reset command store arn region scope scopes cookie ref class`.split(/\s+/),
);
const keyBefore = new Set(
  'api secret private access auth encryption signing signature service role admin app application master license account storage shared deploy ssh project client server session jwt hmac crypto cipher data webhook rails key hash salt'.split(
    ' ',
  ),
);

/** What a variable's name promises: a password, some other secret, or nothing secret. */
export type NameKind = 'password' | 'secret' | 'none';

/** Words written as one: `PGPASSWORD`, `authtoken`. */
const joined = /^[a-z]{1,16}(?:password|passwd|passphrase|secret|token|apikey|secretkey|accesskey)$/;

/** `DB_PASS`, `smtpPass`; not `allPass`, `pass-on-failing-tests`. */
const passBefore = new Set(
  'db database user smtp mail email ftp sftp admin root mysql pg postgres redis mongo rabbitmq basic http ldap sudo ssh proxy vpn cert keystore'.split(
    ' ',
  ),
);

/** Judges a variable, JSON key or option name: `RAILWAY_TOKEN`, `dbPassword`, `--api-key`. */
export function secretName(name: string): NameKind {
  const tokens = tokensOf(name);
  if (tokens.length === 0 || tokens.some((token) => publicWords.has(token))) return 'none';
  // The shell's own working directory.
  if (/^(?:OLD)?PWD$/.test(name)) return 'none';
  for (let i = tokens.length - 1; i >= 0; i--) {
    const token = tokens[i]!;
    const isPass =
      token === 'pass' && i === tokens.length - 1 && (i === 0 || passBefore.has(tokens[i - 1]!) || name === name.toUpperCase());
    const isKey = token === 'key' || token === 'keys';
    const secret =
      isPass ||
      secretWords.has(token) ||
      joined.test(token) ||
      (isKey && (keyBefore.has(tokens[i - 1] ?? '') || (i === tokens.length - 1 && i > 0 && !plainKey(tokens[i - 1]!))));
    if (!secret) continue;
    const after = tokens.slice(i + 1);
    if (after.some((word) => aboutWords.has(word))) return 'none';
    return /(?:^pass|password|passwd|passphrase|passwort|^pwd)$/.test(token) ? 'password' : 'secret';
  }
  return 'none';
}

/** `PRIMARY_KEY`, `SORT_KEY`, `CACHE_KEY`: keys of data. */
const plainKeys = new Set(
  'primary foreign sort partition cache unique index object array map query shortcut hot enter translation message i18n locale react row column tree idempotency group lookup composite natural candidate'.split(
    ' ',
  ),
);
function plainKey(word: string): boolean {
  return plainKeys.has(word);
}

/** Names whose value says which environment a file or process is for. */
const environmentNames =
  /^(?:(?:RAILWAY|APP|DEPLOY|DEPLOYMENT|SENTRY|DD|VERCEL|VERCEL_TARGET|HASURA|PULUMI|AZURE|AZURE_ENV_NAME|INFISICAL|DOPPLER|APPLICATION|SERVER|TARGET|CURRENT|RELEASE|STACK|FLASK|DJANGO|ASPNETCORE|DOTNET|SYMFONY|HELMFILE|CLOUDFLARE|CDK|SYSTEM|SERVICE|PROJECT|SITE|PLAID|NUXT|EXPO|MIX|CONVEX)_?)?(?:ENV|ENVIRONMENT|ENVIRONMENT_NAME|ENV_NAME|STAGE|DEPLOYMENT)$|^(?:SPRING_PROFILES_ACTIVE|DJANGO_SETTINGS_MODULE|DOPPLER_CONFIG|TF_WORKSPACE|PULUMI_STACK|SLS_STAGE|SST_STAGE|AWS_PROFILE|NEON_BRANCH|KAMAL_DESTINATION|AZURE_ENV_NAME|DBT_TARGET|PAYPAL_MODE)$/i;
/** Set by local production builds too: they only count beside a remote host. */
const weakNames = /^(?:NODE_ENV|RAILS_ENV|RACK_ENV|MIX_ENV|BABEL_ENV|FLASK_ENV|NEXT_PUBLIC_ENV|PHX_ENV)$/i;

export function environmentVariable(name: string): 'strong' | 'weak' | 'none' {
  return weakNames.test(name) ? 'weak' : environmentNames.test(name) ? 'strong' : 'none';
}

/** Names whose plain value identifies a resource: `FLY_APP`, `S3_BUCKET`, `VOLUME_ID`, `SUPABASE_PROJECT_REF`. */
const identifierNames =
  /(?:^|_)(?:APP|APP_NAME|PROJECT|PROJECT_ID|PROJECT_NAME|PROJECT_REF|BUCKET|BUCKET_NAME|CLUSTER|CLUSTER_NAME|DATABASE|DATABASE_NAME|DB_NAME|DBNAME|PGDATABASE|VOLUME|VOLUME_ID|VOLUME_NAME|SERVICE_ID|ENVIRONMENT_ID|SITE_ID|ORG_ID|ZONE_ID|ACCOUNT_ID|SUBSCRIPTION_ID|TENANT_ID|QUEUE|QUEUE_NAME|QUEUE_URL|TABLE_NAME|TOPIC|INSTANCE|INSTANCE_ID|STORE|STORE_DOMAIN|RESOURCE_GROUP|NAMESPACE|CONTEXT|DEPLOYMENT|BRANCH_ID|DISTRIBUTION_ID|ARN|REPOSITORY|INDEX_NAME|REF|ID)$/i;

export function identifierName(name: string): boolean {
  return identifierNames.test(name);
}

const generic = new Set(
  `postgres postgresql mysql mariadb redis mongo mongodb sqlite admin root user guest public default main master test tests testing
  local localhost true false none null undefined auto on off yes no dev development staging stage production prod database data
  app apps api web server client backend frontend worker service services website site cache queue storage store bucket
  example sample template latest stable node python java docker kubernetes build dist src public static assets project cluster volume
  primary replica shared common core base info debug warn error json yaml text html http https smtp table index`.split(/\s+/),
);

/** Whether a name is peculiar enough that seeing it again means the same thing: not `app`, `postgres`, `main`. */
export function isPeculiar(name: string): boolean {
  return name.length >= 4 && name.length <= 200 && !generic.has(name.toLowerCase()) && /[a-z]/i.test(name) && !/[\s$<>{}()*]/.test(name);
}

/** Values that stand where a secret would: never one themselves. */
const placeholderWord =
  /^(?:null|none|nil|undefined|true|false|yes|no|on|off|todo|tbd|empty|secret|token|password|key|redacted|hidden|masked|\d{1,6})$/i;
const placeholderForm = /^(?:[x*.•-]+|<[^>]*>|‹[^›]*›|\[[^\]]*\]|\{\{?[^}]*\}\}?|\$\{?[A-Za-z_][^}]*\}?|\$\(.*\)|%[A-Z_]+%)$/i;
/** Where the value is kept instead. */
const reference = /^(?:process\.env\.|env[.(]|os\.environ|op:\/\/|vault:|ref\+|arn:aws:|secrets?\.|var\.|local\.|data\.|each\.)/i;
const placeholderWords =
  /(?:^|[^a-z])(?:your|my|change[-_ ]?me|changethis|change[-_]this|replace[-_ ]?(?:me|with|this)|insert|put[-_]|fill[-_]?in|example|sample|dummy|fake|placeholder|goes[-_]here|xxx+|some[-_]|to[-_]be|enter[-_]|not[-_]a[-_]real)(?:[^a-z]|$)/i;

export function isPlaceholder(value: string): boolean {
  return (
    value === '' ||
    placeholderWord.test(value) ||
    placeholderForm.test(value) ||
    reference.test(value) ||
    placeholderWords.test(value.slice(0, 256)) ||
    /^(.)\1*$/.test(value.slice(0, 256)) ||
    value.includes('…') ||
    /^0123456789|^1234567890?$|^abcdef/i.test(value)
  );
}

/** Passwords of throw-away databases on one's own machine. */
const localPasswords = new Set(
  'postgres password passw0rd admin root toor secret changeme test testing mysql mariadb redis mongo mongodb guest user dev local example pass 1234 12345 123456 12345678 minioadmin rabbitmq localstack docker development'.split(
    ' ',
  ),
);

export function isLocalPassword(value: string): boolean {
  return localPasswords.has(value.toLowerCase());
}

/** Bits of a value by its own letters, for telling random tokens from words. */
export function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  const text = value.length > 256 ? value.slice(0, 256) : value;
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

import { readDotenv, type DotenvEntry } from '../environments/dotenv.ts';
import { addressOf, dotenvNames } from '../environments/dotenvFile.ts';
import { readAddress } from '../environments/urls.ts';
import { baseName } from '../paths.ts';
import type { Environment } from '../types.ts';
import { environmentOfFile } from './credentialsOfFile.ts';
import { entropyOf, isLocalPassword, isPlaceholder, secretName } from './names.ts';
import { recogniseSecrets, type SecretFound } from './recogniseSecrets.ts';

/** What may be told of a credential file: everything but its values. */
export interface MaskedFile {
  readonly environment: Environment;
  /** Nothing in it is secret: placeholders, ports, names, passwords like `postgres`. */
  readonly harmless: boolean;
  /** One line for each key or secret: name, what it is, length, host, environment. No value. */
  readonly lines: readonly string[];
  /** From 1: the lines of the file that hold something secret. */
  readonly secretLines: ReadonlySet<number>;
}

/** Keys shown of one file. */
const maxLines = 40;

/** Formats whose secrets are found by reading: when none is found there is none. Of all others the whole file counts. */
const readable =
  /\.(?:json|jsonc|ya?ml|toml|ini|cfg|conf|properties|xml|tfvars|tfstate|env|txt|cnf)$|^\.(?:npmrc|yarnrc\.yml|pypirc|boto|s3cfg|terraformrc|dockercfg|netrc|pgpass|sentryclirc|databrickscfg)$|^(?:config|credentials|kubeconfig.*|terraform\.rc)$/i;

/** A credential file as a model may see it. */
export function maskFile(path: string, text: string, root?: string): MaskedFile {
  const base = baseName(path);
  const environment = environmentOfFile({ path, text, home: '', ...(root === undefined ? {} : { root }) });
  if (text.includes('\0')) return { environment, harmless: false, lines: [`binary, ${text.length} bytes`], secretLines: new Set([1]) };
  const found = recogniseSecrets(path, text);
  const secrets = found.filter((secret) => !isTrivial(secret));
  if (dotenvNames.some((name) => name.test(base))) return maskDotenv(text, secrets, environment);
  const secretLines = new Set(secrets.map((secret) => secret.line));
  for (const secret of secrets)
    for (let line = secret.line, at = secret.start; at >= 0 && at < secret.end; line++) {
      secretLines.add(line);
      at = text.indexOf('\n', at) + 1;
      if (at === 0) break;
    }
  const named = namedSecrets(text, secretLines);
  const harmless = secrets.length === 0 && named.length === 0 && (isPublicPem(text) || (readable.test(base) && !/PRIVATE KEY/.test(text)));
  const lines = secrets
    .slice(0, maxLines)
    .map((secret) => `line ${secret.line}, ${secret.variable === undefined ? '' : `${secret.variable} `}(${describeSecret(secret)})`);
  lines.push(...named.slice(0, Math.max(0, maxLines - lines.length)));
  if (!harmless && lines.length === 0) {
    const all = text.split('\n');
    for (let line = 1; line <= all.length; line++) secretLines.add(line);
    lines.push(`${all.length} lines of which nothing is known, ${text.length} characters`);
  }
  return { environment, harmless, lines: shortened(lines, secrets.length + named.length), secretLines };
}

/** Values under the name of a secret that are no placeholder: in such a file nobody puts a word there. */
function namedSecrets(text: string, secretLines: Set<number>): readonly string[] {
  const found: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (secretLines.has(index + 1)) continue;
    const match = /^[\s{,-]{0,40}["']?([A-Za-z][\w.-]{0,80})["']?\s{0,8}(?:=>|[:=])\s{0,8}["']?([^"'\s,]{4,2000})/.exec(line);
    if (!match || secretName(match[1]!) === 'none' || isPlaceholder(match[2]!) || isLocalPassword(match[2]!)) continue;
    secretLines.add(index + 1);
    found.push(`line ${index + 1}, ${match[1]!} (secret by its name, ${match[2]!.length} characters)`);
  }
  return found;
}

function maskDotenv(text: string, secrets: readonly SecretFound[], environment: Environment): MaskedFile {
  const entries = readDotenv(text);
  const secretLines = new Set<number>();
  const lines: string[] = [];
  let shown = 0;
  for (const entry of entries) {
    const inside = secrets.filter((secret) => secret.start < Math.max(entry.end, entry.start + 1) && secret.end > entry.start);
    const hidden = inside.length > 0 || !isHarmlessValue(entry);
    if (entry.commented && !hidden) continue;
    if (hidden) for (let line = entry.line, last = entry.line + newlines(text, entry); line <= last; line++) secretLines.add(line);
    shown++;
    if (lines.length < maxLines) lines.push(`${entry.commented ? '# ' : ''}${entry.key} (${describeEntry(entry, inside)})`);
  }
  // Secrets that stand in no assignment (a token in a comment).
  for (const secret of secrets)
    if (!entries.some((entry) => secret.start < entry.end && secret.end > entry.start)) {
      secretLines.add(secret.line);
      if (lines.length < maxLines) lines.push(`line ${secret.line} (${describeSecret(secret)})`);
    }
  return { environment, harmless: secretLines.size === 0, lines: shortened(lines, shown), secretLines };
}

function newlines(text: string, entry: DotenvEntry): number {
  return text.slice(entry.start, entry.end).split('\n').length - 1;
}

function shortened(lines: readonly string[], count: number): readonly string[] {
  return count > lines.length ? [...lines, `… and ${count - lines.length} more`] : lines;
}

/** `postgres:postgres@localhost`: a password that everybody has. */
function isTrivial(secret: SecretFound): boolean {
  return secret.local && isLocalPassword(secret.value);
}

function isPublicPem(text: string): boolean {
  return /-----BEGIN [A-Z ]{0,30}(?:CERTIFICATE|PUBLIC KEY)-----/.test(text) && !text.includes('PRIVATE');
}

function describeSecret(secret: SecretFound): string {
  const said = secret.environment === undefined || secret.environment === 'unknown' ? '' : `, ${secret.environment}`;
  const mode = modeOf(secret);
  return `${secret.kind}${mode}, ${secret.value.length} characters${secret.local ? ', local' : said}`;
}

/** `sk_live_…` or `sk_test_…`: what stands in the token itself. */
function modeOf(secret: SecretFound): string {
  const head = secret.value.slice(0, 16);
  return /(?:^|[_-])live[_-]/.test(head) ? ', live' : /(?:^|[_-])test[_-]/i.test(head) ? ', test' : '';
}

function describeEntry(entry: DotenvEntry, secrets: readonly SecretFound[]): string {
  const { value } = entry;
  const address = addressOf(entry);
  if (address) {
    const parts = [address.scheme === 'host' ? 'host' : `${address.scheme} address`];
    if (address.hosts.length > 0) parts.push(`host ${address.hosts.filter((host) => isPlainHost(host)).join(', ')}`);
    if (address.path !== undefined && entropyOf(address.path) < 3.6) parts.push(`database ${address.path.slice(0, 40)}`);
    const [secret] = secrets;
    if (secret) parts.push(`password hidden${secret.environment && secret.environment !== 'unknown' ? `, ${secret.environment}` : ''}`);
    return parts.join(', ').replace(/, host (?=,|$)/, '');
  }
  const [secret] = secrets;
  if (secret) return describeSecret(secret);
  if (value === '') return 'empty';
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return 'number';
  if (/^(?:true|false|yes|no|on|off)$/i.test(value)) return 'boolean';
  if (secretName(entry.key) !== 'none' && !isPlaceholder(value)) return `secret by its name, ${value.length} characters`;
  return `text, ${value.length} characters`;
}

function isPlainHost(host: string): boolean {
  return /^[\w.[\]:-]{1,253}$/.test(host) && !/[A-Za-z0-9]{40}/.test(host);
}

/** A setting that anybody may know: a number, a switch, a word, a host, an address without a password. */
function isHarmlessValue(entry: DotenvEntry): boolean {
  const { key, value } = entry;
  if (value === '' || /^(?:-?\d{1,12}(?:\.\d{1,6})?|true|false|yes|no|on|off)$/i.test(value)) return true;
  if (isPlaceholder(value) && !looksRandom(value)) return true;
  if (secretName(key) !== 'none') return secretName(key) === 'password' && isLocalPassword(value);
  if (readAddress(value))
    return !looksRandom(value.replace(/^[a-z+]+:\/\/[^/?#]*/i, '')) && !/[?&;](?:password|pwd|token|key|sig|secret)/i.test(value);
  return !looksRandom(value);
}

/** A run of letters and digits in no order, as tokens have and words have not. Identifiers (UUIDs) are no secrets by themselves. */
function looksRandom(value: string): boolean {
  const text = value.replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '');
  for (const [run] of text.slice(0, 4096).matchAll(/[A-Za-z0-9+/_=-]{16,}/g)) {
    const turns = run.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g)?.length ?? 0;
    if (!/[A-Za-z]/.test(run) || entropyOf(run) < 3.2 || /^[a-z]+(?:[-_/.][a-z0-9]{1,12})+$/i.test(run)) continue;
    if (/\d/.test(run) || turns >= run.length * 0.38) return true;
  }
  return false;
}

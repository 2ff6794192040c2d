import { readDotenv } from '../environments/dotenv.ts';
import { dotenvNames } from '../environments/dotenvFile.ts';
import { hostEnvironment } from '../environments/hosts.ts';
import { lineFinder } from '../environments/paths.ts';
import { tokensOf } from '../environments/tokens.ts';
import { readAddress } from '../environments/urls.ts';
import { baseName } from '../paths.ts';
import type { Environment } from '../types.ts';
import { entropyOf, isLocalPassword, isPlaceholder, secretName, type NameKind } from './names.ts';
import { secretRules, vendorOf } from './secretRules.ts';

/** A secret in a text. The value lives in memory only, as long as the caller hashes or masks it. */
export interface SecretFound {
  /** From 1. */
  readonly line: number;
  /** Offsets of the value. */
  readonly start: number;
  readonly end: number;
  readonly variable?: string;
  /** `railway.token`, `url.password`, `generic.secret`, … */
  readonly kind: string;
  readonly value: string;
  /** What the value itself says: live or test mode, or the host beside it. */
  readonly environment?: Environment;
  /** Opens only something on one's own machine (`postgres:postgres@localhost`). */
  readonly local: boolean;
}

/** Most secrets that one text gives; what has more is a dump, and its first ones are enough to know that. */
const maxSecrets = 500;

/** Two passes that let nearly all texts go: no word begins like a token, and nothing that stands inside one is there. */
const wordGate = new RegExp(`\\b(?:${secretRules.flatMap((rule) => rule.gate ?? []).join('|')})`);
const innerGate = new RegExp(
  secretRules
    .filter((rule) => rule.gate === undefined)
    .flatMap((rule) => rule.hints.map((hint) => hint.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')))
    .join('|'),
);

/** Part of every secret name (`secretName` decides). */
const namePart = /secret|token|pass|pwd|credential|key|bearer|jwt|dsn|webhook|pat(?![a-z])/gi;
/** What follows a name that is given a value. */
const assignedValue =
  /["']?[ \t]{0,8}(?:=>|:=|[:=])[ \t]{0,8}(?:"((?:[^"\\\n]|\\[^\n]){1,2048})"|'((?:[^'\\\n]|\\[^\n]){1,2048})'|`([^`\n]{1,2048})`|([^\s"'`,;(){}[\]<>|&]{4,2048}))/y;
/** Longest name of a variable or key. */
const maxName = 100;
const urlPassword = /([a-z][a-z0-9+.-]{1,20}):\/\/([^\s:/?#"'`<>@]{0,128}):([^\s/"'`<>]{1,256})@(?=[\w[%/{.$-])/gi;

/** Finds secrets by content. Pure and linear; the path only says how the text is to be read. */
export function recogniseSecrets(path: string, text: string): readonly SecretFound[] {
  const base = baseName(path);
  const special = specialFiles.find(({ name }) => name.test(base) || name.test(path));
  const found = new Findings(text);
  special?.read(found, text);
  if (wordGate.test(text) || innerGate.test(text)) typedSecrets(found, text);
  urlPasswords(found, text);
  if (isDotenv(base)) dotenvSecrets(found, text);
  else if (!special?.only) assignedSecrets(found, text, isCode(base));
  return found.all();
}

function isDotenv(base: string): boolean {
  return dotenvNames.some((name) => name.test(base));
}

function isCode(base: string): boolean {
  return /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kt|scala|php|cs|c|cc|cpp|h|swift|dart|ex|exs|lua|vue|svelte|astro|html?|css|mdx?|rst|adoc)$/i.test(
    base,
  );
}

class Findings {
  readonly #found: SecretFound[] = [];
  readonly #text: string;
  #lineOf: ((offset: number) => number) | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get full(): boolean {
    return this.#found.length >= maxSecrets;
  }

  overlaps(start: number, end: number): boolean {
    return this.#found.some((one) => start < one.end && end > one.start);
  }

  add(secret: Omit<SecretFound, 'line' | 'value'>): void {
    if (this.full || secret.end <= secret.start || this.overlaps(secret.start, secret.end)) return;
    this.#lineOf ??= lineFinder(this.#text);
    this.#found.push({ ...secret, line: this.#lineOf(secret.start), value: this.#text.slice(secret.start, secret.end) });
  }

  all(): readonly SecretFound[] {
    return this.#found.sort((a, b) => a.start - b.start);
  }
}

function typedSecrets(found: Findings, text: string): void {
  for (const { kind, hints, pattern, accepts, environment } of secretRules) {
    if (found.full) return;
    if (!hints.some((hint) => text.includes(hint))) continue;
    for (const match of text.matchAll(pattern)) {
      let value = match[1]!;
      const start = match.index + match[0].lastIndexOf(value);
      if (kind === 'privateKey') value = privateKey(value);
      if (value === '' || isEmptyShape(value, kind) || accepts?.(value) === false) continue;
      const variable = nameBefore(text, start);
      const said = environment?.(value);
      found.add({
        kind,
        start,
        end: start + value.length,
        local: false,
        ...(variable === undefined ? {} : { variable }),
        ...(said === undefined ? {} : { environment: said }),
      });
    }
  }
}

/** Up to its own end line, escaped line feeds (JSON) included; empty when there is no key material. */
function privateKey(value: string): string {
  const close = value.indexOf('-----END', 20);
  if (close < 0) return value;
  const end = value.indexOf('-----', close + 8);
  return end < 0 ? value : value.slice(0, end + 5);
}

/** `ghp_xxxxxxxxxxxx`, `sk_live_...`: the shape as a document shows it. */
function isEmptyShape(value: string, kind: string): boolean {
  if (kind === 'privateKey' || kind === 'putty.privateKey') return false;
  const body = value.slice(-16);
  return /^(.)\1+$/.test(body) || /x{8}|X{8}|0{12}|\*{4}|EXAMPLE|example/.test(value);
}

function nameBefore(text: string, start: number): string | undefined {
  return /([A-Za-z_][\w.-]{0,80})["']?[ \t]{0,8}(?:=>|[:=])[ \t]{0,8}["'`]?$/.exec(text.slice(Math.max(0, start - 110), start))?.[1];
}

function urlPasswords(found: Findings, text: string): void {
  if (!text.includes('://')) return;
  for (const match of text.matchAll(urlPassword)) {
    if (found.full) return;
    const user = match[2]!;
    const value = match[3]!;
    const start = match.index + match[1]!.length + 3 + user.length + 1;
    if (
      isPlaceholder(value) ||
      value.includes('${') ||
      /^\{.*\}$/.test(value) ||
      (/^(?:\d{1,5}|pass|password|passwd|pw|pwd)$/i.test(value) && !isThere(text, start))
    )
      continue;
    const rest = /^[^\s"'`<>]{0,300}/.exec(text.slice(match.index))![0];
    const hosts = readAddress(rest)?.hosts ?? [];
    // Addresses of documentation.
    if (
      !isRandom(value) &&
      (value.length < 4 || hosts.every((host) => /(?:^|\.)example\.(?:com|org|net)(?::\d+)?$|^(?:host|hostname|server)$/i.test(host)))
    )
      continue;
    const where = hosts.map((host) => hostEnvironment(host));
    const local = where.length > 0 && where.every((one) => !one.remote);
    const said = where.find((one) => one.environment === 'production') ?? where.find((one) => one.environment !== 'unknown');
    const variable = nameBefore(text, match.index);
    found.add({
      kind: 'url.password',
      start,
      end: start + value.length,
      local: local || (isLocalPassword(value) && where.every((one) => !one.remote)),
      ...(variable === undefined ? {} : { variable }),
      ...(said === undefined ? {} : { environment: said.environment }),
    });
  }
}

/** A weak password is a password where it stands beside a real host. */
function isThere(text: string, start: number): boolean {
  const host = /@([\w.-]{1,253})/.exec(text.slice(start, start + 400))?.[1];
  return host !== undefined && !/example|host|localhost/i.test(host);
}

function dotenvSecrets(found: Findings, text: string): void {
  const entries = readDotenv(text);
  const hosts = entries.filter((entry) => /HOST(?:NAME)?$|_URL$/i.test(entry.key) && !entry.commented);
  for (const entry of entries) {
    const name = secretName(entry.key);
    if (name === 'none' || !isSecretValue(entry.value, name, 'dotenv')) continue;
    // `DB_PASSWORD` belongs to `DB_HOST`.
    const prefix = entry.key.replace(/_?(?:PASSWORD|PASSWD|PASS|PWD)$/i, '');
    const host = hosts.find((one) => one.key.startsWith(`${prefix}_`) || one.key === `${prefix}HOST`)?.value;
    const where = host === undefined ? undefined : hostEnvironment(readAddress(host)?.hosts[0] ?? host);
    found.add({
      kind: kindOf(entry.key, name),
      start: entry.start,
      end: entry.end,
      variable: entry.key,
      local: name === 'password' && (where === undefined ? isLocalPassword(entry.value) : !where.remote),
      ...(where?.remote && where.environment !== 'unknown' ? { environment: where.environment } : {}),
    });
  }
}

function assignedSecrets(found: Findings, text: string, code: boolean): void {
  let done = 0;
  for (const match of text.matchAll(namePart)) {
    if (match.index < done) continue;
    if (found.full) return;
    let from = match.index;
    while (from > 0 && match.index - from < maxName && isNameLetter(text.charCodeAt(from - 1))) from--;
    let to = match.index + match[0].length;
    while (to < text.length && to - match.index < maxName && isNameLetter(text.charCodeAt(to))) to++;
    done = to;
    assignedValue.lastIndex = to;
    const value = assignedValue.exec(text);
    if (!value) continue;
    const key = text.slice(from, to).replace(/^[-.\d]+/, '');
    const name = secretName(key);
    if (name === 'none') continue;
    const quoted = value[1] ?? value[2] ?? value[3];
    const secret = quoted ?? value[4]!;
    // In code, an unquoted value is another name.
    if ((code && quoted === undefined) || !isSecretValue(secret, name, code ? 'code' : 'settings')) continue;
    const start = assignedValue.lastIndex - secret.length - (quoted === undefined ? 0 : 1);
    found.add({
      kind: kindOf(key, name),
      start,
      end: start + secret.length,
      variable: key,
      local: name === 'password' && isLocalPassword(secret),
    });
    done = start + secret.length;
  }
}

/** `[A-Za-z0-9_.$-]` */
function isNameLetter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45 ||
    code === 46 ||
    code === 36
  );
}

function kindOf(key: string, name: NameKind): string {
  const vendor = vendorOf(tokensOf(key));
  return `${vendor ?? 'generic'}.${name === 'password' ? 'password' : /token/i.test(key) ? 'token' : /key/i.test(key) ? 'key' : 'secret'}`;
}

/** Whether a value under a secret name is one: long and random enough, no placeholder, no reference, path or plain word. */
function isSecretValue(value: string, name: NameKind, context: 'dotenv' | 'settings' | 'code'): boolean {
  if (isPlaceholder(value) && !isRandom(value)) return false;
  if (value.includes('${') || /^(?:\$|‹|[\^~><=]*\d+\.\d+\.)/.test(value) || /^(?:https?|file|urn):(?:\/\/)?[^@]*$/.test(value))
    return false;
  // References and types: `secrets.API_KEY`, `config.token`, `z.string()`, `/run/secrets/x`.
  if (/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+(?:\(.*)?$/.test(value) && !isRandom(value)) return false;
  if (/^(?:\.{0,2}\/|~\/)[\w./-]+$/.test(value) && !isRandom(value)) return false;
  if (name === 'password') {
    if (context === 'dotenv') return value.length >= 4;
    if (value.length < 6 || /\s/.test(value) || /^(?:string|String|str|bool|number)$/.test(value)) return false;
    // `password: 'peanuts'` in code is a test's; `password: required` in settings is one's rule.
    return context === 'settings' ? /[^A-Za-z_]/.test(value) : /\d/.test(value) && /[^\d]/.test(value);
  }
  if (value.length < 8 || /\s/.test(value.trim())) return false;
  const sorts = Number(/[a-z]/.test(value)) + Number(/[A-Z]/.test(value)) + Number(/\d/.test(value)) + Number(/[^A-Za-z0-9]/.test(value));
  if (context === 'dotenv')
    return (
      (sorts >= 2 || value.length >= 16) && !(/^[A-Za-z]+(?:[-_ ][A-Za-z]+)*$/.test(value) && value.length < 12 && entropyOf(value) < 3.8)
    );
  return sorts >= 2 && /\d/.test(value) && entropyOf(value) >= 2.8 && !isMadeOfWords(value);
}

/** `token_sha256_to_refresh`: a name, not a token. */
function isMadeOfWords(value: string): boolean {
  const pieces = value.split(/[^A-Za-z0-9]+/).filter((piece) => piece !== '');
  return pieces.length >= 2 && pieces.filter((piece) => /^[A-Za-z]{2,}$/.test(piece)).length / pieces.length >= 0.6;
}

/** Letters of several sorts in no order: no placeholder text reaches this. */
function isRandom(value: string): boolean {
  return value.length >= 20 && entropyOf(value) >= 4.2 && /\d/.test(value) && /[A-Z]/.test(value) && /[a-z]/.test(value);
}

interface SpecialFile {
  readonly name: RegExp;
  /** No generic assignments in it. */
  readonly only?: boolean;
  readonly read: (found: Findings, text: string) => void;
}

/** Files whose format hides the secret from the generic reading. */
const specialFiles: readonly SpecialFile[] = [
  {
    // https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html
    name: /^[._]netrc$|\/[._]netrc$/,
    only: true,
    read: (found, text) => {
      for (const match of text.matchAll(/\bpassword\s{1,8}(?:"([^"\n]{1,512})"|(\S{1,512}))/g)) {
        const value = match[1] ?? match[2]!;
        const start = match.index + match[0].lastIndexOf(value);
        found.add({
          kind: 'netrc.password',
          start,
          end: start + value.length,
          variable:
            /machine\s{1,8}(\S{1,255})(?![\s\S]*machine)/.exec(text.slice(Math.max(0, match.index - 512), match.index))?.[1] ?? 'password',
          local: false,
        });
      }
    },
  },
  {
    // https://www.postgresql.org/docs/current/libpq-pgpass.html
    name: /(?:^|\/)\.?pgpass(?:\.conf)?$/,
    only: true,
    read: (found, text) => {
      for (const match of text.matchAll(/^([^#\n:]{1,255}):[^\n:]{1,16}:[^\n:]{1,128}:[^\n:]{1,128}:([^\n]{1,512})$/gm)) {
        const value = match[2]!.trimEnd();
        const start = match.index + match[0].length - match[2]!.length;
        const where = hostEnvironment(match[1]!);
        found.add({
          kind: 'postgres.password',
          start,
          end: start + value.length,
          variable: match[1]!,
          local: match[1] !== '*' && !where.remote,
          ...(where.remote && where.environment !== 'unknown' ? { environment: where.environment } : {}),
        });
      }
    },
  },
  {
    // https://docs.docker.com/reference/cli/docker/login/#credential-stores
    name: /\.docker\/config\.json$|(?:^|\/)\.dockercfg$|\.dockerconfigjson$/,
    read: (found, text) => jsonValues(found, text, /"(auth|identitytoken)"\s{0,8}:\s{0,8}"([^"\n]{8,4096})"/g, 'docker.auth'),
  },
  {
    name: /\.railway\/config\.json$/,
    read: (found, text) => jsonValues(found, text, /"(token|accessToken|refreshToken)"\s{0,8}:\s{0,8}"([^"\n]{8,4096})"/g, 'railway.token'),
  },
  {
    // One secret and nothing else.
    name: /(?:^|\/)(?:\.vault-token|master\.key|[\w-]+\.key|\.terraform-token|access-token|\.?github_token|\.?npm_token|\.htpass)$/,
    read: (found, text) => {
      const value = text.trim();
      if (/^[\w.~+/=-]{16,512}$/.test(value))
        found.add({ kind: 'generic.secret', start: text.indexOf(value), end: text.indexOf(value) + value.length, local: false });
    },
  },
  {
    name: /(?:^|\/)\.htpasswd$/,
    only: true,
    read: (found, text) => {
      for (const match of text.matchAll(/^[^:\n]{1,128}:(\$[^\s]{20,256}|\{SHA\}[^\s]{20,64})/gm)) {
        const start = match.index + match[0].length - match[1]!.length;
        found.add({ kind: 'generic.passwordHash', start, end: start + match[1]!.length, local: false });
      }
    },
  },
];

function jsonValues(found: Findings, text: string, pattern: RegExp, kind: string): void {
  for (const match of text.matchAll(pattern)) {
    const value = match[2]!;
    const start = match.index + match[0].length - 1 - value.length;
    if (!isPlaceholder(value)) found.add({ kind, start, end: start + value.length, variable: match[1]!, local: false });
  }
}

import { hostEnvironment } from '../environments/hosts.ts';
import { readAddress } from '../environments/urls.ts';
import type { Findings } from './findings.ts';
import { nameBefore } from './findings.ts';
import { isLocalPassword, isPlaceholder, secretName } from './names.ts';
import { isRandom, isSecretValue } from './secretValues.ts';
import { decodeBase64Url } from './base64Url.ts';

const urlPassword = /:\/\/([^\s:/?#"'`<>@]{0,128}):([^\s/"'`<>]{1,256})@(?=[\w[%/{.$-])/g;
/** What stands before `://`: looked for from there, since every word of a text may begin a scheme. */
const schemeBefore = /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}$/i;

/** Passwords of URLs: `postgres://me:…@host`. */
export function urlPasswords(found: Findings, text: string): void {
  for (const match of text.matchAll(urlPassword)) {
    if (found.full) return;
    const scheme = schemeBefore.exec(text.slice(Math.max(0, match.index - 24), match.index))?.[0];
    if (scheme === undefined) continue;
    const user = match[1]!;
    const value = match[2]!;
    const address = match.index - scheme.length;
    const start = match.index + 3 + user.length + 1;
    if (
      isPlaceholder(value) ||
      value.includes('${') ||
      /^\{.*\}$/.test(value) ||
      (/^(?:\d{1,5}|pass|password|passwd|pw|pwd)$/i.test(value) && !isThere(text, start))
    )
      continue;
    const rest = /^[^\s"'`<>]{0,300}/.exec(text.slice(address, address + 320))![0];
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
    const variable = nameBefore(text, address);
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

const queryValue = /[?&;]([\w.-]{3,40})=([^\s&"'`<>#\\;]{8,512})/g;

/** Secrets in the query of a URL: `?api_key=…`, JDBC's `&password=…`. */
export function querySecrets(found: Findings, text: string): void {
  for (const match of text.matchAll(queryValue)) {
    if (found.full) return;
    const variable = match[1]!;
    const value = match[2]!;
    const name = secretName(variable);
    if (name === 'none' || !isSecretValue(value, name, 'code')) continue;
    const line = text.slice(Math.max(0, match.index - 300), match.index);
    if (!/:\/\/[^\s"'`<>]{0,300}$/.test(line)) continue;
    const host = /:\/\/([\w.-]{1,253})[^\s]{0,300}$/.exec(line)?.[1];
    const start = match.index + match[0].length - value.length;
    found.add({
      kind: name === 'password' ? 'url.password' : 'url.token',
      start,
      end: start + value.length,
      variable: nameBefore(text, match.index - (line.length - line.lastIndexOf('://'))) ?? variable,
      local: host !== undefined && !hostEnvironment(host).remote,
    });
  }
}

const keywordPassword = /\b(password|pwd)[ \t]{0,2}=[ \t]{0,2}([^;"'`\s<>{}$%]{4,128})(?=[;"'`\s]|$)/gi;
const keywordNeighbour =
  /\b(?:server|data source|datasource|host|addr|address|uid|user id|userid|username|user|initial catalog|database|dbname)[ \t]{0,2}=[ \t]{0,2}([^;"'`\s]{1,253})/gi;

/** Passwords of keyword connection strings (ADO, ODBC, libpq): `Server=…;User Id=…;Password=…`, `host=… password=…`. */
export function keywordPasswords(found: Findings, text: string): void {
  for (const match of text.matchAll(keywordPassword)) {
    if (found.full) return;
    const value = match[2]!;
    if (isPlaceholder(value) || /^[A-Za-z_][\w.]*\($/.test(value)) continue;
    const from = Math.max(text.lastIndexOf('\n', match.index) + 1, match.index - 400);
    const until = text.indexOf('\n', match.index);
    const line = text.slice(from, Math.min(until < 0 ? text.length : until, match.index + 400));
    const neighbours = [...line.matchAll(keywordNeighbour)];
    if (neighbours.length === 0 || !/[;]|\bhost=/i.test(line)) continue;
    const host = neighbours
      .find((one) => /^(?:server|data|host|addr)/i.test(one[0]))?.[1]
      ?.replace(/^tcp:/i, '')
      .replace(/,\d+$/, '');
    if (host === undefined) continue;
    const where = hostEnvironment(host);
    const start = match.index + match[0].length - value.length;
    const variable = nameBefore(text, text.lastIndexOf('"', match.index)) ?? match[1]!;
    found.add({
      kind: 'database.password',
      start,
      end: start + value.length,
      variable,
      local: !where.remote,
      ...(where.remote && where.environment !== 'unknown' ? { environment: where.environment } : {}),
    });
  }
}

const goAddress = /(?<![\w/])[\w.-]{1,64}:([^\s:@"'`/]{4,128})@(?:tcp|unix)\(([\w.-]{1,253})/g;

/** `user:password@tcp(host:3306)/shop` of Go's MySQL driver. */
export function driverPasswords(found: Findings, text: string): void {
  for (const match of text.matchAll(goAddress)) {
    const value = match[1]!;
    if (isPlaceholder(value)) continue;
    const start = match.index + match[0].indexOf(`:${value}@`) + 1;
    found.add({ kind: 'database.password', start, end: start + value.length, local: !hostEnvironment(match[2]!).remote });
  }
}

const header = /authorization["']?\s{0,4}[:=,]\s{0,4}\\?["'`]?(bearer|basic|token|apikey)\s{1,4}([A-Za-z0-9._~+/=-]{12,2048})/gi;

/** Credentials that stand in a request: `Authorization: Bearer …`, `Basic …`. */
export function headerSecrets(found: Findings, text: string): void {
  for (const match of text.matchAll(header)) {
    if (found.full) return;
    const value = match[2]!;
    const basic = /^basic$/i.test(match[1]!);
    if (basic ? !isLogin(value) : isPlaceholder(value) || value.length < 16 || !isSecretValue(value, 'secret', 'code')) continue;
    const start = match.index + match[0].length - value.length;
    found.add({
      kind: basic ? 'http.basicLogin' : 'http.bearerToken',
      start,
      end: start + value.length,
      variable: 'Authorization',
      local: false,
    });
  }
}

function isLogin(value: string): boolean {
  const plain = decodeBase64Url(value);
  const password = /^[\x21-\x39\x3b-\x7e]{1,128}:([\x21-\x7e]{4,256})$/.exec(plain)?.[1];
  return password !== undefined && !isPlaceholder(password) && !/^pass/i.test(password);
}

const options: readonly RegExp[] = [
  /\bcurl\b[^\n;|&]{0,400}?\s(?:-u|--user)[ =]{0,2}["']?[\w.@+-]{1,128}:([^\s"'`:$<>{}]{6,256})/g,
  /\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)\b[^\n;|&]{0,400}?\s-p["']?([^\s"'`$<>{}-][^\s"'`$<>{}]{4,256})/g,
  /\bsshpass\s{1,4}-p\s{0,4}["']?([^\s"'`$<>{}]{4,256})/g,
  /\b(?:redis-cli|valkey-cli)\b[^\n;|&]{0,400}?\s(?:-a|--pass)\s{1,4}["']?([^\s"'`$<>{}]{6,256})/g,
  /\b(?:docker|podman)\s{1,4}login\b[^\n;|&]{0,400}?\s-p[ =]["']?([^\s"'`$<>{}]{6,256})/g,
];

/** Passwords that a command is given: in scripts, CI files and shell histories. */
export function commandPasswords(found: Findings, text: string): void {
  for (const pattern of options)
    for (const match of text.matchAll(pattern)) {
      const value = match[1]!;
      if (isPlaceholder(value) || !/[^A-Za-z]/.test(value)) continue;
      const start = match.index + match[0].length - value.length;
      const local = /@?(?:localhost|127\.0\.0\.1)/.test(match[0]) || isLocalPassword(value);
      found.add({ kind: 'command.password', start, end: start + value.length, local });
    }
}

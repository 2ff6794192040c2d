import { withoutEnd } from '../text.ts';
/** An HTTP request as a command, a fetch or an MCP call would send it. What it holds may be secret: only `url` is fit to show. */
export interface HttpRequest {
  /** Upper case; empty when it cannot be known (`-X "$METHOD"`). */
  readonly method: string;
  /** Without user, password, query and fragment. */
  readonly url: string;
  readonly scheme: string;
  /** Lower case, without port and brackets; empty when it cannot be known (`$API_URL/x`). */
  readonly host: string;
  /** Percent-decoded, dots resolved, starts with `/`. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  /** Lower-case name → value. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body?: HttpBody;
  /** Goes through the socket of a container engine. */
  readonly engine?: true;
  /** Files that the body is read from, absolute. */
  readonly files: readonly string[];
  /** Variable that the host stands in, when it is not known. */
  readonly hostVariable?: string;
}

export interface HttpBody {
  readonly text: string;
  /** False when a part of it could not be found out. */
  readonly known: boolean;
}

export interface UrlParts {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  /** It carries a user or password. */
  readonly credentials: boolean;
  /** Fit to show: scheme, host, port and path. */
  readonly shown: string;
  /** Variable that stands in the place of the host. */
  readonly hostVariable?: string;
}

const maxUrl = 16 * 1024;

/** Takes a URL apart as curl would, and never throws: for hostile input it gives what it can. A URL without a scheme is `http`. */
export function splitUrl(text: string): UrlParts {
  // WHATWG parsers drop tabs and line breaks inside of URLs, and so do the clients that use them.
  let rest = text
    .slice(0, maxUrl)
    .replace(/[\t\r\n]/g, '')
    .trim();
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\//.exec(rest)?.[1]?.toLowerCase();
  if (scheme !== undefined) rest = rest.slice(scheme.length + 3);
  else if (rest.startsWith('//')) rest = rest.slice(2);
  const hash = rest.indexOf('#');
  if (hash >= 0) rest = rest.slice(0, hash);
  const question = rest.indexOf('?');
  const search = question >= 0 ? rest.slice(question + 1) : '';
  if (question >= 0) rest = rest.slice(0, question);
  // An unescaped slash in a password: `user:pa/ss@host`. What stands before the `@` must neither be shown nor be the host.
  const broken = hasBrokenUser(rest) ? rest.lastIndexOf('@') : -1;
  if (broken >= 0) rest = rest.slice(broken);
  const slash = firstOf(rest, '/', '\\');
  let authority = slash >= 0 ? rest.slice(0, slash) : rest;
  const path = cleanPath(slash >= 0 ? rest.slice(slash) : '/');
  const at = authority.lastIndexOf('@');
  const credentials = at >= 0;
  if (credentials) authority = authority.slice(at + 1);
  const variable = /^\$\{?(\w+)/.exec(authority)?.[1];
  const { host, port } = variable !== undefined || authority.startsWith('$(') ? { host: '', port: '' } : splitHost(authority);
  const name = host === '' ? (variable === undefined ? '' : `$${variable}`) : host.includes(':') ? `[${host}]` : host;
  return {
    scheme: scheme ?? 'http',
    host,
    port,
    path,
    query: splitQuery(search),
    credentials,
    shown: `${variable === undefined && host !== '' ? `${scheme ?? 'http'}://` : ''}${name}${port === '' ? '' : `:${port}`}${path === '/' ? '' : path}`,
    ...(variable === undefined ? {} : { hostVariable: variable }),
  };
}

function splitHost(authority: string): { host: string; port: string } {
  if (authority.startsWith('[')) {
    const close = authority.indexOf(']');
    const host = close < 0 ? authority.slice(1) : authority.slice(1, close);
    return { host: host.toLowerCase().split('%')[0]!, port: /^:(\d+|\$\{?\w+\}?)/.exec(authority.slice(close + 1))?.[1] ?? '' };
  }
  const colon = authority.indexOf(':');
  const host = colon < 0 ? authority : authority.slice(0, colon);
  return { host: withoutEnd(decode(host).toLowerCase(), '.'), port: colon < 0 ? '' : authority.slice(colon + 1) };
}

/** Query or form pairs, decoded. */
export function splitQuery(search: string): readonly (readonly [string, string])[] {
  if (search === '') return [];
  return search
    .split('&', 200)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      const value = equals < 0 ? '' : pair.slice(equals + 1);
      return [decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))] as const;
    });
}

function cleanPath(path: string): string {
  const parts: string[] = [];
  const decoded = decode(path.replaceAll('\\', '/'));
  for (const part of decoded.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}${decoded.endsWith('/') && parts.length > 0 ? '/' : ''}`;
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/%([0-7][0-9a-fA-F])/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
}

function firstOf(text: string, a: string, b: string): number {
  const first = text.indexOf(a);
  const second = text.indexOf(b);
  return first < 0 ? second : second < 0 ? first : Math.min(first, second);
}

/** This machine, whatever its name. What a container calls its host counts, too. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost') || host === '::1' || host === '0.0.0.0' || host === '::') return true;
  if (host === 'host.docker.internal' || host === 'ip6-localhost') return true;
  // `127.1` and `::ffff:127.0.0.1` are loopback; `127.0.0.1.example.com` is not.
  return /^(?:::ffff:)?127(?:\.\d{1,3}){1,3}$/.test(host);
}

/** `api.example.com` against `api.example.com` or `*.example.com`. */
export function hostMatches(host: string, pattern: string): boolean {
  if (pattern.startsWith('*.')) return host.endsWith(pattern.slice(1));
  const star = pattern.indexOf('*');
  if (star < 0) return host === pattern;
  // One star inside or at the end: `gitlab.*`, `api.*.datadoghq.com`.
  return host.length >= pattern.length && host.startsWith(pattern.slice(0, star)) && host.endsWith(pattern.slice(star + 1));
}

/** Looks a header up, whatever its case. */
export function headerOf(request: HttpRequest, name: string): string {
  return request.headers.get(name) ?? '';
}

/** A path before any `@`, and in front of it a colon with something else behind it than a port: the password holds the slash. */
function hasBrokenUser(rest: string): boolean {
  const stop = rest.search(/[/\\@]/);
  if (stop < 0 || rest[stop] === '@') return false;
  const parts = rest.slice(0, stop).split(':').slice(1);
  return parts.some((part, index) => !part.startsWith('$') && (index < parts.length - 1 || !/^\d*$/.test(part)));
}

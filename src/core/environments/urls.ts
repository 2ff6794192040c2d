import { upTo } from '../text.ts';
/** What a connection string or URL says without its secrets. */
export interface Address {
  readonly scheme: string;
  readonly hosts: readonly string[];
  readonly user?: string;
  /** First path segment: the database of a connection string. */
  readonly path?: string;
}

const connection = /^(?:jdbc:)?([a-z][a-z0-9+.-]{1,31}):(?:\/\/)?/i;

/**
 * Reads hosts, user and database of any database URL form: several hosts, `sqlserver:`, `#` and `@` in the password, ADO and libpq
 * keyword strings. Undefined when the text is no address. `new URL` fails on half of these.
 */
export function readAddress(text: string): Address | undefined {
  if (text.length > 4096) return undefined;
  const match = /^(?:jdbc:)?[a-z][a-z0-9+.-]{1,31}:\/\//i.test(text) ? connection.exec(text) : undefined;
  if (!match) return keywordAddress(text);
  const scheme = match[1]!.toLowerCase();
  if (scheme === 'sqlserver' && text.includes(';')) {
    const [server = '', ...rest] = text.slice(match[0].length).split(';');
    const { path } = keywordParts(rest);
    return { ...(path === undefined ? {} : { path }), scheme, hosts: [upTo(server, '\\', ':')].filter((host) => host !== '') };
  }
  const rest = text.slice(match[0].length);
  // The host begins after the last @ before the path: an unescaped @ or / in the password must not become a host.
  const end = rest.search(/[/?]/);
  let authority = end < 0 ? rest : rest.slice(0, end);
  let tail = end < 0 ? '' : rest.slice(end);
  if (!authority.includes('@') && tail.includes('@') && authority.includes(':') && !/:\d{0,5}$/.test(authority)) {
    const at = rest.lastIndexOf('@');
    const after = rest.slice(at + 1).search(/[/?]/);
    authority = after < 0 ? rest : rest.slice(0, at + 1 + after);
    tail = after < 0 ? '' : rest.slice(at + 1 + after);
  }
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? undefined : authority.slice(0, at).split(':')[0];
  const hosts = authority
    .slice(at + 1)
    .split(',')
    .map((host) => upTo(host, '#').replace(/:\d*$/, ''))
    .filter((host) => host !== '');
  const query = /[?&]host=([^&#]+)/.exec(tail)?.[1];
  if (query !== undefined) hosts.push(query.replaceAll(/%2F/gi, '/'));
  const path = /^\/([^/?#]+)/.exec(tail)?.[1];
  return { scheme, hosts, ...(user === undefined || user === '' ? {} : { user }), ...(path === undefined ? {} : { path }) };
}

const hostKeywords = new Set([
  'host',
  'server',
  'datasource',
  'addr',
  'address',
  'networkaddress',
  'hostname',
  'hostaddr',
  'accountendpoint',
  'endpoint',
]);
const databaseKeywords = new Set(['dbname', 'database', 'initialcatalog', 'databasename']);

/** `host=db.acme.com dbname=shop`, `Server=tcp:x.database.windows.net,1433;Database=shop;Password=…`. */
function keywordAddress(text: string): Address | undefined {
  const parts = text.includes(';') ? text.split(';') : text.split(/\s+/);
  if (parts.length < 2) return undefined;
  const { hosts, path } = keywordParts(parts);
  return hosts.length === 0 ? undefined : { scheme: 'keywords', hosts, ...(path === undefined ? {} : { path }) };
}

function keywordParts(parts: readonly string[]): { readonly hosts: readonly string[]; readonly path: string | undefined } {
  const hosts: string[] = [];
  let path: string | undefined;
  for (const part of parts) {
    const equals = part.indexOf('=');
    if (equals <= 0) continue;
    const key = part.slice(0, equals).replaceAll(/[\s_]/g, '').toLowerCase();
    const value = part
      .slice(equals + 1)
      .trim()
      .replace(/^['"]|['"]$/g, '');
    if (hostKeywords.has(key)) {
      for (const host of value.replace(/^(?:tcp|np|lpc):/i, '').split(',')) {
        const plain = upTo(host.replace(/^https?:\/\//i, ''), '\\', '/', ':');
        if (plain !== '' && !/^\d{1,5}$/.test(plain)) hosts.push(plain);
        else if (host.startsWith('/')) hosts.push(host);
      }
    } else if (databaseKeywords.has(key)) path = value;
  }
  return { hosts, path: path === '' ? undefined : path };
}

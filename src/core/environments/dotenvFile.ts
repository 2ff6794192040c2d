import { environmentVariable } from '../credentials/names.ts';
import type { Environment } from '../types.ts';
import type { DotenvEntry } from './dotenv.ts';
import { hostEnvironment, isSharedHost } from './hosts.ts';
import { baseName } from '../paths.ts';
import { foldersBelow } from './paths.ts';
import { environmentFromName } from './tokens.ts';
import { readAddress, type Address } from './urls.ts';

/** Names of the dotenv family: `.env`, `.env.production.local`, `prod.env`, `.envrc`, `.dev.vars`, `.flaskenv`. */
export const dotenvNames: readonly RegExp[] = [
  /^\.env(?:[._-][\w.-]{1,64})?$/i,
  /^[\w-]{1,64}(?:\.[\w-]{1,64})?\.env$/i,
  /^env\.(?:local|prod|production|staging|stage|dev|development|test)$/i,
  /^\.(?:envrc|flaskenv)$/,
  /^\.dev\.vars(?:\.[\w-]{1,64})?$/,
];

const templates = /(?:^|[._-])(?:example|sample|template|tpl|dist|defaults?|schema)(?:[._-]|$)/i;

/** `.env.example` and the like: its values are placeholders, so it links nothing. */
export function isTemplate(path: string): boolean {
  return templates.test(baseName(path));
}

/** The environment that a file's own name and the folders between the workspace and it say. */
export function environmentOfPath(path: string, root: string | undefined): Environment | undefined {
  // `.env.local` holds a person's own overrides, which may well point to production: `local` says nothing here.
  const name = baseName(path).replaceAll(/(?:^|[._-])local(?=[._-]|$)/gi, '.');
  const said = environmentFromName(name.replaceAll(/(?:^|[._-])envrc?(?=[._-]|$)/gi, '.'));
  if (said !== undefined) return said;
  for (const folder of foldersBelow(path, root)) {
    const inFolder = environmentFromName(folder);
    // `test/.env`, `demo/.env`, `ci/.env`: folders of test code, whose tokens reach who knows what.
    if (
      inFolder === 'production' ||
      (inFolder === 'staging' && !/demo|preview|sandbox|\bpr\b/i.test(folder)) ||
      /^dev(?:elopment)?$/i.test(folder)
    )
      return inFolder;
  }
  return undefined;
}

export interface FileEnvironment {
  readonly environment: Environment;
  /** What says so, for evidence: `its name`, `RAILWAY_ENVIRONMENT`, `its hosts`. */
  readonly because: string;
}

/** Which environment a dotenv file is for: name, then outright variables, then hosts, then a short comment on top. */
export function environmentOfDotenv(
  path: string,
  root: string | undefined,
  entries: readonly DotenvEntry[],
  text: string,
): FileEnvironment {
  const byName = environmentOfPath(path, root);
  if (byName !== undefined) return { environment: byName, because: 'its name' };
  const strong = new Map<Environment, string>();
  const byHost = new Set<Environment>();
  let remote = false;
  let weakProduction: string | undefined;
  for (const entry of entries) {
    if (entry.commented) continue;
    const kind = environmentVariable(entry.key);
    if (kind !== 'none') {
      const said = environmentFromName(entry.value);
      if (said === undefined) continue;
      if (kind === 'strong') strong.set(said, entry.key);
      else if (said === 'production') weakProduction = entry.key;
      continue;
    }
    const address = addressOf(entry);
    if (!address) continue;
    const where = environmentOfAddress(address);
    if (where.remote) remote = true;
    if (where.environment !== 'unknown' && where.remote) byHost.add(where.environment);
  }
  if (strong.size === 1) {
    const [[environment, because]] = [...strong] as [[Environment, string]];
    // Laravel's own `.env` says APP_ENV=local beside whatever database it uses.
    if (environment !== 'local' || !remote) return { environment, because };
  }
  if (strong.size > 1)
    return { environment: strong.has('production') ? 'production' : 'unknown', because: [...strong.values()].join(' and ') };
  if (byHost.size === 1) return { environment: [...byHost][0]!, because: 'its hosts' };
  if (byHost.size > 1) return { environment: 'unknown', because: 'hosts of several environments' };
  if (weakProduction !== undefined && remote) return { environment: 'production', because: weakProduction };
  const comment = /^\uFEFF?\s{0,8}#+([^\n]{1,80})/.exec(text)?.[1]?.trim();
  if (comment !== undefined && comment.split(/\s+/).length <= 6) {
    const said = environmentFromName(comment);
    if (said !== undefined) return { environment: said, because: 'its first line' };
  }
  return { environment: 'unknown', because: '' };
}

/** The address that an entry's value is, if it is one: a URL, a connection string, or a plain host under a `…_HOST` name. */
export function addressOf(entry: DotenvEntry): Address | undefined {
  const { key, value } = entry;
  if (value === '' || value.length > 4096) return undefined;
  const address = /:\/\/|;|\bhost=/i.test(value) ? readAddress(value) : undefined;
  if (address) return address;
  if (!/(?:HOST|HOSTNAME|ENDPOINT|SERVER|ADDR|ADDRESS|DOMAIN|HOSTS|_URL)$/i.test(key) && !/^(?:PGHOST|MYSQL_HOST)$/i.test(key))
    return undefined;
  if (
    !/^[\w.-]{1,253}(?::\d{1,5})?$/.test(value) &&
    (/URL$/i.test(key) || !/^\/[\w./-]{1,200}$/.test(value)) &&
    !/^\[?[0-9a-f:]{2,45}\]?$/i.test(value)
  )
    return undefined;
  return {
    scheme: /^(?:PG|POSTGRES)/i.test(key) ? 'postgres' : /^(?:MYSQL|MARIADB)/i.test(key) ? 'mysql' : /^REDIS/i.test(key) ? 'redis' : 'host',
    hosts: [value],
  };
}

/** Where an address goes: its hosts, else the name of its database or user. */
export function environmentOfAddress(address: Address): { readonly environment: Environment; readonly remote: boolean } {
  const hosts = address.hosts.filter((host) => !/[${}<>]/.test(host)).map((host) => hostEnvironment(host));
  const remote = hosts.some((host) => host.remote);
  if (!remote) return { environment: address.hosts.length > 0 && hosts.length === 0 ? 'unknown' : 'local', remote: false };
  const said = hosts.filter((host) => host.remote).map((host) => host.environment);
  if (said.includes('production')) return { environment: 'production', remote };
  const byPath = address.path === undefined ? undefined : environmentFromName(address.path);
  if (byPath === 'production') return { environment: 'production', remote };
  const known = said.find((environment) => environment !== 'unknown');
  return { environment: known ?? (byPath === 'local' ? 'unknown' : byPath) ?? 'unknown', remote };
}

/** Hosts of an address that may identify somebody's own resource. */
export function ownHosts(address: Address): readonly string[] {
  return address.hosts.filter(
    (host) =>
      host.length > 3 && host.length < 254 && /^[\w.-]+(?::\d+)?$/.test(host) && hostEnvironment(host).remote && !isSharedHost(host),
  );
}

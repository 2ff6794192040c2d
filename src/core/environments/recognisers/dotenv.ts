import { environmentVariable, identifierName, isPeculiar, isPlaceholder, secretName } from '../../credentials/names.ts';
import type { Environment, IdentifierPlace, Link } from '../../types.ts';
import { readDotenv, type DotenvEntry } from '../dotenv.ts';
import { addressOf, dotenvNames, environmentOfAddress, environmentOfDotenv, isTemplate, ownHosts } from '../dotenvFile.ts';
import { joinEnvironments } from '../findings.ts';
import { hostEnvironment, isSharedHost, plainHost } from '../hosts.ts';
import { directoryOf } from '../../paths.ts';
import {
  environmentText,
  maxFindings,
  nothing,
  placeText,
  uuidsOf,
  type FoundIdentifier,
  type Recognised,
  type Recogniser,
  type SourceFile,
} from '../recogniser.ts';
import { environmentFromName, tokensOf } from '../tokens.ts';
import { VariableTable, type VariableSays } from '../variables.ts';
import { own as ownOf } from '../../own.ts';

const schemeTools: Readonly<Record<string, string>> = {
  postgres: 'postgres',
  postgresql: 'postgres',
  'postgresql+asyncpg': 'postgres',
  'postgresql+psycopg2': 'postgres',
  cockroachdb: 'postgres',
  mysql: 'mysql',
  mysql2: 'mysql',
  mariadb: 'mysql',
  mongodb: 'mongodb',
  'mongodb+srv': 'mongodb',
  redis: 'redis',
  rediss: 'redis',
  sqlserver: 'sqlserver',
  mssql: 'sqlserver',
  clickhouse: 'clickhouse',
  libsql: 'turso',
};

/** `Link.kind` of what a dotenv file as a whole is for: no link to anything remote by itself. */
export const dotenvFile = 'settings file';

const kinds = [
  'volume',
  'project',
  'environment',
  'service',
  'bucket',
  'database',
  'cluster',
  'app',
  'site',
  'zone',
  'account',
  'instance',
  'queue',
  'table',
  'store',
];

/** Reads `.env` files of every kind, with what the tools say of their variables and of the domains of their hosts. */
export function dotenvRecogniser(tools: readonly Recogniser[]): Recogniser {
  const variables = new VariableTable(tools);
  const domains = new Map(tools.flatMap((tool) => (tool.domains ?? []).map((domain) => [domain, tool.tool] as const)));
  return { tool: 'dotenv', files: dotenvNames, recognise: (file) => recogniseDotenv(file, variables, domains) };
}

function recogniseDotenv(file: SourceFile, variables: VariableTable, domains: ReadonlyMap<string, string>): Recognised {
  if (isTemplate(file.path)) return nothing;
  const entries = readDotenv(file.text);
  const { environment, because } = environmentOfDotenv(file.path, file.root, entries, file.text);
  const scope = directoryOf(file.path);
  const links: Link[] = [];
  if (environment !== 'unknown')
    links.push({
      tool: 'dotenv',
      resource: placeText(file),
      kind: dotenvFile,
      environment,
      scope,
      remote: false,
      evidence: { text: `${placeText(file)} is ${environment}'s by ${because}`, path: file.path, line: 1 },
    });
  const identifiers: FoundIdentifier[] = [];
  let credentials: DotenvEntry | undefined;
  for (const entry of entries) {
    if (links.length + identifiers.length > maxFindings) break;
    const place = evidenceOf(file, entry);
    const address = addressOf(entry);
    if (address && address.hosts.length > 0) {
      const where = environmentOfAddress(address);
      const own = joinEnvironments(where.environment, environment);
      const scheme = ownOf(schemeTools, address.scheme);
      const tool = scheme ?? variables.toolOf(entry.key) ?? toolOfHosts(address.hosts, domains) ?? 'dotenv';
      for (const host of ownHosts(address)) {
        identifiers.push({ id: plainHost(host), place: place('host', undefined, own) });
        // A project's reference is how every other tool names it.
        const reference =
          /^(?:db\.)?([a-z]{20})\.supabase\.co$/.exec(plainHost(host))?.[1] ?? /^[\w-]+\.([a-z]{20})$/.exec(address.user ?? '')?.[1];
        if (reference !== undefined) identifiers.push({ id: reference, place: place('project', undefined, own) });
      }
      if (where.remote && address.path !== undefined && isPeculiar(address.path) && ownOf(schemeTools, address.scheme) !== undefined)
        identifiers.push({ id: address.path.toLowerCase(), place: place('database', undefined, own) });
      const shown = address.hosts[0]!;
      if (
        !entry.commented &&
        (where.remote
          ? address.hosts.some((host) => hostEnvironment(host).remote && !isSharedHost(host))
          : where.environment === 'local') &&
        (variables.toolOf(entry.key) !== undefined || isLinkName(entry.key, address.scheme))
      )
        links.push({
          tool,
          resource:
            address.path !== undefined && address.scheme !== 'http' && address.scheme !== 'https'
              ? `${address.path} on ${plainHost(shown)}`
              : plainHost(shown) || shown,
          kind: scheme === undefined ? 'host' : 'database',
          environment: where.remote ? own : 'local',
          scope,
          remote: where.remote,
          evidence: {
            text: `${placeText(file, entry.line)} ${entry.key} points to ${plainHost(shown) || 'a local socket'}${where.remote ? `, ${environmentText(own)}` : ''}`,
            path: file.path,
            line: entry.line,
          },
          variable: entry.key,
        });
      continue;
    }
    const deciding = entry.commented ? undefined : variables.read(entry.key, entry.value);
    if (deciding) {
      const { tool, kind, shown } = deciding;
      const said = deciding.environment ?? (deciding.holdsAll && environment !== 'production' ? 'unknown' : environment);
      links.push({
        tool,
        resource: shown,
        kind,
        environment: said,
        scope,
        remote: said !== 'local',
        evidence: {
          text: `${placeText(file, entry.line)} ${entry.key} ${deciding.secret ? `is ${shown}` : `says ${shown}`}`,
          path: file.path,
          line: entry.line,
        },
        variable: entry.key,
      });
    }
    const secret = secretName(entry.key);
    if (secret !== 'none' || deciding?.secret) {
      if (!entry.commented && !isPlaceholder(entry.value) && entry.value.length >= 8) credentials ??= entry;
      continue;
    }
    identifiers.push(...valueIdentifiers(entry, entries, place, environment, deciding));
  }
  for (const found of commentIdentifiers(file, environment)) identifiers.push(found);
  // Values of production on disk: its keys reach what production has, whatever they are called.
  if (credentials && environment === 'production')
    links.push({
      tool: 'dotenv',
      resource: placeText(file),
      kind: 'credentials',
      environment,
      scope,
      remote: true,
      evidence: {
        text: `${placeText(file, credentials.line)} holds credentials of production (${credentials.key})`,
        path: file.path,
        line: credentials.line,
      },
      variable: credentials.key,
    });
  return { links, identifiers };
}

/** `ep-cool-sun-123.eu.aws.neon.tech` is Neon's. */
function toolOfHosts(hosts: readonly string[], domains: ReadonlyMap<string, string>): string | undefined {
  for (const host of hosts) {
    const labels = plainHost(host).split('.');
    for (let from = 1; from < labels.length - 1 && from < 12; from++) {
      const tool = domains.get(labels.slice(from).join('.'));
      if (tool !== undefined) return tool;
    }
  }
  return undefined;
}

type PlaceMaker = (kind: string, name: string | undefined, environment: Environment) => IdentifierPlace;

function evidenceOf(file: SourceFile, entry: DotenvEntry): PlaceMaker {
  return (kind, name, environment) => ({
    kind,
    environment,
    ...(name === undefined ? {} : { name }),
    evidence: {
      text: `${placeText(file, entry.line)} names it in ${entry.key}${entry.commented ? ' (commented out)' : ''}, ${environmentText(environment)}`,
      path: file.path,
      line: entry.line,
    },
  });
}

function isLinkName(key: string, scheme: string): boolean {
  // A plain web address is a link only where the name says that the program talks to it: not DOCS_URL, not LOGO_URL.
  return (
    (scheme !== 'http' && scheme !== 'https') ||
    /(?:API|BACKEND|SERVER|SERVICE|ENDPOINT|DATABASE|DB|REDIS|GRAPHQL|HASURA|SUPABASE|APP|BASE|HOST|SITE|PUBLIC)/i.test(key)
  );
}

function valueIdentifiers(
  entry: DotenvEntry,
  entries: readonly DotenvEntry[],
  place: PlaceMaker,
  environment: Environment,
  deciding: VariableSays | undefined,
): readonly FoundIdentifier[] {
  const tokens = tokensOf(entry.key);
  // A UUID may be a token (Railway's are): under such a name it is not kept.
  if (tokens.some((token) => /^(?:auth|access|api|login|session|credential|signature|cookie)$/.test(token)) && !/id$/i.test(entry.key))
    return [];
  const said = environmentFromName(entry.key) ?? environment;
  const where = environment === 'production' ? environment : said === 'local' ? environment : said;
  const kind = tokens.findLast((token) => kinds.includes(token)) ?? 'identifier';
  const uuids = uuidsOf(entry.value);
  if (uuids.length > 0) {
    // A project that holds all its environments is production's as well as the one's that names it.
    const within = deciding?.holdsAll === true && where !== 'production' ? 'unknown' : where;
    const sibling = entry.key.replace(/(?:^|_)ID$/i, '_NAME');
    const name = entries.find((other) => other !== entry && !other.commented && other.key.toLowerCase() === sibling.toLowerCase())?.value;
    return uuids.map(({ id }) => ({ id, place: place(kind, name !== undefined && isPeculiar(name) ? name : undefined, within) }));
  }
  if (environmentVariable(entry.key) !== 'none' || !identifierName(entry.key) || entry.commented || isPlaceholder(entry.value)) return [];
  const value = entry.value.trim();
  if (!isPeculiar(value) || !/^[\w.:/@-]{4,200}$/.test(value)) return [];
  const byValue = environmentFromName(value);
  return [
    { id: value.toLowerCase(), place: place(kind, value, byValue === 'production' || where === 'unknown' ? (byValue ?? where) : where) },
  ];
}

/** `# prod volume: 3d2c…` in a staging file: the comment says whose it is. */
function commentIdentifiers(file: SourceFile, environment: Environment): readonly FoundIdentifier[] {
  const found: FoundIdentifier[] = [];
  if (!file.text.includes('#')) return found;
  const lines = file.text.split('\n');
  for (let i = 0; i < lines.length && found.length < maxFindings; i++) {
    const text = lines[i]!;
    const hash = text.indexOf('#');
    if (hash < 0 || text.length > 2000) continue;
    const comment = text.slice(hash);
    if (secretName(comment.split(/[=:]/)[0]!) !== 'none') continue;
    for (const { id } of uuidsOf(comment)) {
      const said = environmentFromName(comment.replaceAll(/[0-9a-f-]{36}/gi, ' ')) ?? environment;
      found.push({
        id,
        place: {
          environment: said,
          evidence: { text: `${placeText(file, i + 1)} names it in a comment, ${environmentText(said)}`, path: file.path, line: i + 1 },
        },
      });
    }
  }
  return found;
}

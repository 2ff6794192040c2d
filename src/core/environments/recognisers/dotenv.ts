import { environmentVariable, identifierName, isPeculiar, isPlaceholder, secretName } from '../../credentials/names.ts';
import type { Environment, IdentifierPlace, Link } from '../../types.ts';
import { readDotenv, type DotenvEntry } from '../dotenv.ts';
import { addressOf, dotenvNames, environmentOfAddress, environmentOfDotenv, isTemplate, ownHosts } from '../dotenvFile.ts';
import { hostEnvironment, isSharedHost, plainHost } from '../hosts.ts';
import { directoryOf } from '../../paths.ts';
import {
  environmentText,
  maxFindings,
  nothing,
  placeText,
  uuidsOf,
  type FoundIdentifier,
  type Recogniser,
  type SourceFile,
} from '../recogniser.ts';
import { environmentFromName, tokensOf, worseEnvironment } from '../tokens.ts';
import { own as ownOf } from '../../own.ts';

/** Names whose value says the environment of one tool: RESOURCES rows 1, 4, 5, 8, 11, 31, 37, 38, 44, 45. */
const toolVariables: readonly (readonly [RegExp, string])[] = [
  [/^RAILWAY_ENVIRONMENT(?:_NAME)?$/, 'railway'],
  [/^FLY_APP(?:_NAME)?$/, 'fly'],
  [/^HEROKU_APP(?:_NAME)?$/, 'heroku'],
  [/^CLOUDFLARE_ENV$/, 'cloudflare'],
  [/^CONVEX_DEPLOYMENT$/, 'convex'],
  [/^AWS_(?:DEFAULT_)?PROFILE$/, 'aws'],
  [/^TF_WORKSPACE$/, 'terraform'],
  [/^PULUMI_STACK$/, 'pulumi'],
  [/^DOPPLER_(?:CONFIG|ENVIRONMENT)$/, 'doppler'],
  [/^INFISICAL_ENVIRONMENT$/, 'infisical'],
  [/^(?:GOOGLE_CLOUD_PROJECT|GCLOUD_PROJECT|CLOUDSDK_CORE_PROJECT|CLOUDSDK_ACTIVE_CONFIG_NAME)$/, 'gcloud'],
  [/^(?:AZURE_ENV_NAME|AZURE_SUBSCRIPTION_ID)$/, 'azure'],
  [/^(?:KUBE_?CONTEXT|HELM_KUBECONTEXT|KUBECTL_CONTEXT)$/, 'kubernetes'],
  [/^VERCEL_(?:TARGET_)?ENV$/, 'vercel'],
];

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

export const dotenv: Recogniser = {
  tool: 'dotenv',
  files: dotenvNames,
  recognise(file) {
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
        const own = join(where.environment, environment);
        for (const host of ownHosts(address)) identifiers.push({ id: plainHost(host), place: place('host', undefined, own) });
        if (where.remote && address.path !== undefined && isPeculiar(address.path) && ownOf(schemeTools, address.scheme) !== undefined)
          identifiers.push({ id: address.path.toLowerCase(), place: place('database', undefined, own) });
        const shown = address.hosts[0]!;
        if (
          !entry.commented &&
          (where.remote
            ? address.hosts.some((host) => hostEnvironment(host).remote && !isSharedHost(host))
            : where.environment === 'local') &&
          isLinkName(entry.key, address.scheme)
        )
          links.push({
            tool: ownOf(schemeTools, address.scheme) ?? 'dotenv',
            resource:
              address.path !== undefined && address.scheme !== 'http' && address.scheme !== 'https'
                ? `${address.path} on ${plainHost(shown)}`
                : plainHost(shown) || shown,
            kind: ownOf(schemeTools, address.scheme) === undefined ? 'host' : 'database',
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
      const secret = secretName(entry.key);
      if (secret !== 'none') {
        if (!entry.commented && !isPlaceholder(entry.value) && entry.value.length >= 8) credentials ??= entry;
        continue;
      }
      const tool = toolVariables.find(([name]) => name.test(entry.key))?.[1];
      if (tool !== undefined && !entry.commented && entry.value !== '') {
        const said = environmentFromName(entry.value) ?? environment;
        links.push({
          tool,
          resource: entry.value.slice(0, 200),
          kind: 'environment',
          environment: said,
          scope,
          remote: said !== 'local',
          evidence: {
            text: `${placeText(file, entry.line)} ${entry.key} says ${entry.value.slice(0, 200)}`,
            path: file.path,
            line: entry.line,
          },
          variable: entry.key,
        });
      }
      identifiers.push(...valueIdentifiers(entry, entries, place, environment));
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
  },
};

/** What the value says of itself, under what the file says; when they disagree, the one that asks for more care. */
function join(said: Environment, file: Environment): Environment {
  if (said === 'unknown' || said === file) return file;
  if (said === 'production' || file === 'production') return 'production';
  return file === 'unknown' ? said : worseEnvironment(said, file);
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
    // A Railway project holds all its environments: that of staging is production's as well.
    const within = entry.key === 'RAILWAY_PROJECT_ID' && where !== 'production' ? 'unknown' : where;
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

import { optionValue, readWords } from '../rules/arguments.ts';
import { initialState, interpret } from '../shell/interpret.ts';
import type { Invocation, Word } from '../shell/invocation.ts';
import type { Call, Operation } from '../types.ts';

/** A database server that has to be dumped before an action runs, and how it is reached. The password leaves by no command line. */
export interface DumpPlan {
  readonly kind: 'postgres' | 'mysql';
  readonly database: string;
  readonly host?: string;
  readonly port?: string;
  readonly user?: string;
  readonly password?: string;
  /** `sslmode` of PostgreSQL. */
  readonly sslMode?: string;
}

const clients: Readonly<Record<string, DumpPlan['kind']>> = {
  psql: 'postgres',
  pgcli: 'postgres',
  dropdb: 'postgres',
  mysql: 'mysql',
  mariadb: 'mysql',
  mycli: 'mysql',
  mysqladmin: 'mysql',
  'mariadb-admin': 'mysql',
};

const valued: ReadonlySet<string> = new Set(
  '-c --command -d --dbname -f --file -h --host -p --port -U --username -v --set -F -L -o --output -P --pset -R -T -e --execute -u --user -D --database -S --maintenance-db'.split(
    ' ',
  ),
);

/** Everything that such an action can do beside the database is lost without the dump. */
const lossy: ReadonlySet<Operation['effect']> = new Set(['delete', 'overwrite', 'change', 'opaque']);

/**
 * The one database that a command would change, where the command says so itself; undefined where nobody can tell, or where it is
 * reached from another machine or container.
 */
export function dumpPlanOf(call: Call, operations: readonly Operation[], home: string): DumpPlan | undefined {
  const { action } = call;
  if (action.type !== 'command' || action.shell !== 'posix') return undefined;
  if (!operations.some(({ effect, rule }) => lossy.has(effect) && /^(?:sql|postgres|mysql|database)/.test(rule))) return undefined;
  const { invocations, opaque } = interpret(action.command, initialState(call.cwd, {}), {
    home,
    platform: 'linux',
    ask: () => ({ type: 'unknown', reason: 'not asked' }),
    decodeBase64: () => undefined,
  });
  if (opaque.length > 0) return undefined;
  const plans = new Map<string, DumpPlan>();
  for (const invocation of invocations) {
    const kind = clients[invocation.program];
    if (kind === undefined) continue;
    const plan = invocation.place.type === 'here' ? planOf(kind, invocation, operations) : undefined;
    if (!plan) return undefined;
    plans.set(JSON.stringify(plan), plan);
  }
  return plans.size === 1 ? [...plans.values()][0] : undefined;
}

function planOf(kind: DumpPlan['kind'], invocation: Invocation, operations: readonly Operation[]): DumpPlan | undefined {
  const glued = kind === 'mysql' ? invocation.argv.find((word) => /^-p./.test(word.text)) : undefined;
  const argv = invocation.argv.slice(1).filter((word) => word !== glued && !(kind === 'mysql' && word.text === '-p'));
  const mysqlWords = kind === 'mysql' ? argv.map(portOfMysql) : argv;
  const { words, options } = readWords(mysqlWords, { valued });
  const args = { words, options, terminated: undefined };
  const option = (...names: readonly string[]): string | undefined => known(optionValue(args, ...names));
  const variable = (name: string): string | undefined => known(invocation.variables.get(name));
  // What is there and not known could be anything.
  if ([...words, ...[...options.values()].flat()].some((word) => word !== undefined && !word.known && !isSql(word))) return undefined;
  const positional = words[0]?.text;
  const said = [option('-d', '--dbname', '-D', '--database'), positional].filter((each) => each !== undefined);
  const address = said.map(addressOf).find((each) => each !== undefined);
  const admin = invocation.program === 'dropdb' || invocation.program.endsWith('admin');
  const dropped = operations.find(({ resource }) => resource.kind === 'database')?.resource.name;
  const named =
    kind === 'postgres'
      ? (address?.database ?? said.find((each) => !each.includes('=')) ?? variable('PGDATABASE'))
      : (said.find((each) => !each.includes('://')) ?? address?.database);
  const database = invocation.program.endsWith('admin') ? dropped : admin ? positional : (dropped ?? named);
  if (database === undefined || !/^[\w.@-]+$/.test(database) || database.startsWith('-')) return undefined;
  const own = kind === 'postgres' ? 'PG' : 'MYSQL_';
  const host = address?.host ?? option('-h', '--host') ?? variable(`${own}HOST`);
  const port = address?.port ?? option('-p', '--port') ?? variable(kind === 'postgres' ? 'PGPORT' : 'MYSQL_TCP_PORT');
  const user = address?.user ?? option('-U', '--username', '-u', '--user') ?? variable('PGUSER');
  const password =
    address?.password ?? glued?.text.slice(2) ?? option('--password') ?? variable(kind === 'postgres' ? 'PGPASSWORD' : 'MYSQL_PWD');
  const sslMode = address?.sslMode ?? variable('PGSSLMODE');
  return {
    kind,
    database,
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(sslMode === undefined || kind === 'mysql' ? {} : { sslMode }),
  };
}

/** `-P 3306` is a port for MySQL, and a setting of the output for PostgreSQL. */
function portOfMysql(word: Word): Word {
  return word.text === '-P' ? { ...word, text: '--port', pieces: [{ type: 'text', value: '--port', quoted: true }] } : word;
}

/** SQL may hold what is not known: what is dumped does not hang on it. */
function isSql(word: Word): boolean {
  return /\s/.test(word.text);
}

function known(word: Word | undefined): string | undefined {
  return word !== undefined && word.known && word.text !== '' ? word.text : undefined;
}

type Address = Partial<Pick<DumpPlan, 'database' | 'host' | 'port' | 'user' | 'password' | 'sslMode'>>;

/** `postgres://user:secret@host:5432/db?sslmode=require`, `mysql://…`, `host=… dbname=…`. */
function addressOf(text: string): Address | undefined {
  const match =
    /^(?:postgres(?:ql)?|mysql|mariadb):\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?([^:/?#,]*)(?::(\d+))?(?:\/([^?#]*))?(?:\?([^#]*))?$/.exec(
      text,
    );
  if (match) {
    const [, user, password, host, port, database, query] = match;
    const sslMode = /(?:^|&)sslmode=([\w-]+)/.exec(query ?? '')?.[1];
    return clean({ user: decoded(user), password: decoded(password), host: decoded(host), port, database: decoded(database), sslMode });
  }
  if (!/(?:^|\s)(?:host|dbname)\s*=/.test(text)) return undefined;
  const value = (name: string): string | undefined => new RegExp(`(?:^|\\s)${name}\\s*=\\s*'?([^\\s']+)`).exec(text)?.[1];
  return clean({
    user: value('user'),
    password: value('password'),
    host: value('host'),
    port: value('port'),
    database: value('dbname'),
    sslMode: value('sslmode'),
  });
}

function decoded(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function clean(values: Readonly<Record<keyof Address, string | undefined>>): Address {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

import { after, hasOption, optionValue, readWords, type Arguments, type ArgumentSyntax } from '../arguments.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';
import { plainWord } from '../../shell/word.ts';
import { assertNever } from '../../types.ts';
import type { Draft, RuleContext, Target, Tool } from '../rule.ts';
import { connectionTarget, hostConnection, opaqueSql, readConnection, standardInput, type Connection } from './connection.ts';
import { judgeSql, judgeSqlFile, type SqlOptions } from './judgeSql.ts';
import { restoreRule, sqlRules } from './rules.ts';

type Script = { readonly type: 'sql'; readonly word: Word } | { readonly type: 'file'; readonly word: Word };

/** How a program takes SQL, and where it says that it connects to. */
export interface Client {
  readonly names: readonly string[];
  /** Subcommands that take SQL, any of them: `['d1 execute']`. Others of the program are none of this. */
  readonly commands?: readonly string[];
  /** SQL among the words: those from this one on, counted behind the subcommand. */
  readonly sqlWord?: number;
  /** The words from this one on are one statement: `db2 drop database shop`. */
  readonly sqlJoined?: number;
  /** Words that are script files: `@drop.sql`. */
  readonly fileWord?: RegExp;
  /** Standard input is read with these options only. */
  readonly inputOptions?: readonly string[];
  /** The database is named by a word: counted behind the subcommand, default the first; -1 for none. */
  readonly databaseWord?: number;
  readonly singleDashLong?: boolean;
  /** `account`: goes where the account's credentials lead. `machine`: to this one when no host is named, unless a variable of these is set. */
  readonly goes?: 'account' | 'machine';
  readonly hostVariables?: readonly string[];
  /** Options that say the environment, or that it is a copy on this machine. */
  readonly environment?: readonly string[];
  readonly local?: readonly string[];
  readonly localUnless?: readonly string[];
  /** The word that is a host. */
  readonly hostWord?: number;
  /** The first word is `user/password@host:port/service`. */
  readonly connectWord?: boolean;
  /** What stands behind `--` goes to a client of this kind. */
  readonly passed?: { readonly valued: ReadonlySet<string>; readonly sql: readonly string[]; readonly files: readonly string[] };
  readonly tool: string;
  readonly provider: string;
  /** Undefined: read in every way. */
  readonly dialect?: NonNullable<SqlOptions['dialect']>;
  readonly valued: ReadonlySet<string>;
  /** Options whose value is SQL, in the order of the command line with `files`. */
  readonly sql: readonly string[];
  readonly files: readonly string[];
  readonly host: readonly string[];
  readonly database: readonly string[];
  readonly databaseVariables: readonly string[];
  /** Options with which it does not read standard input. */
  readonly noInput: readonly string[];
  /** A password glued to its option: `-psecret`. */
  readonly gluedPassword?: boolean;
}

/** Options that stand in one text. */
export const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

// https://www.postgresql.org/docs/current/app-psql.html
const psql: Client = {
  names: ['psql', 'pgcli', 'ysqlsh', 'vsql', 'nzsql', 'edb-psql'],
  tool: 'postgres',
  provider: 'PostgreSQL',
  dialect: 'postgres',
  valued: words(
    '-c --command -d --dbname -f --file -F --field-separator -h --host -L --log-file -o --output -p --port -P --pset -R --record-separator -T --table-attr -U --username -v --set --variable -u --user -D',
  ),
  sql: ['-c', '--command'],
  files: ['-f', '--file'],
  host: ['-h', '--host'],
  database: ['-d', '--dbname'],
  databaseVariables: ['PGDATABASE'],
  noInput: ['-l', '--list', '-V', '--version', '-?', '--help'],
};

// https://dev.mysql.com/doc/refman/8.4/en/mysql-command-options.html
const mysql: Client = {
  names: ['mysql', 'mariadb', 'mycli', 'singlestore', 'memsql', 'mysqlsh'],
  tool: 'mysql',
  provider: 'MySQL',
  dialect: 'mysql',
  valued: words(
    '-e --execute -h --host -D --database -P --port -S --socket -u --user --defaults-file --defaults-extra-file --defaults-group-suffix --login-path --default-character-set --init-command --ssl-ca --ssl-cert --ssl-key --ssl-mode --protocol --prompt --pager --tee --delimiter --max-allowed-packet --connect-timeout --plugin-dir --default-auth',
  ),
  sql: ['-e', '--execute', '--init-command'],
  files: [],
  host: ['-h', '--host'],
  database: ['-D', '--database'],
  databaseVariables: [],
  noInput: ['-V', '--version', '-?', '--help'],
  gluedPassword: true,
};

// https://learn.microsoft.com/sql/tools/sqlcmd/sqlcmd-utility
const sqlcmd: Client = {
  names: ['sqlcmd', 'osql', 'go-sqlcmd', 'mssql-cli'],
  tool: 'mssql',
  provider: 'SQL Server',
  dialect: 'mssql',
  valued: words('-S -d -U -P -Q -q -i -o -v -t -l -s -w -h -H -a -m -V -K -y -Y -c -f -D'),
  sql: ['-Q', '-q'],
  files: ['-i'],
  host: ['-S'],
  database: ['-d'],
  databaseVariables: ['SQLCMDDBNAME'],
  noInput: ['-?', '--help'],
};

/** A tool that judges the SQL given to a client. */
export function clientTool(client: Client): Tool {
  const syntax = { valued: client.valued, singleDashLong: client.singleDashLong === true };
  return {
    names: client.names,
    family: 'databases',
    rules: client === psql ? sqlRules : [],
    find(invocation: Invocation, context: RuleContext): readonly Draft[] {
      const { argv } = invocation;
      const given = argv.slice(1).filter((word) => !(client.gluedPassword === true && /^-p./.test(word.text)));
      const rest = client.commands ? behindCommand(client.commands, given, syntax) : given;
      if (!rest) return [];
      const args = readWords(rest, syntax);
      const said = connectionsOf(client, args);
      const target = placed(client, args, withFiles(connectionTarget(client.tool, said), args, invocation, context), invocation);
      const database = target.ids?.[0] ?? variableText(client.databaseVariables, invocation, context);
      const options: SqlOptions = {
        ...(client.dialect === undefined ? {} : { dialect: client.dialect }),
        provider: client.provider,
        invocation,
        ...(database === undefined ? {} : { database }),
      };
      const scripts = scriptsOf(client, args);
      const drafts = scripts.flatMap((script) => judgeScript(script, target, context, options));
      const reads = client.inputOptions ? hasOption(args, ...client.inputOptions) : scripts.length === 0;
      if (scripts.some((script) => script.word.text === '-') || (reads && !hasOption(args, ...client.noInput)))
        drafts.push(...judgeInput(invocation, target, context, options));
      return drafts;
    },
  };
}

function judgeScript(script: Script, target: Target, context: RuleContext, options: SqlOptions): readonly Draft[] {
  const { word } = script;
  if (script.type === 'file') {
    if (word.text === '-') return [];
    return judgeSqlFile(options.invocation && context.path(word, options.invocation), word.text, target, context, options);
  }
  return judgeSql(word.text, target, context, { ...options, known: word.known });
}

/** SQL from a pipe, a here-document or a redirected file. */
export function judgeInput(invocation: Invocation, target: Target, context: RuleContext, options: SqlOptions): readonly Draft[] {
  const input = standardInput(invocation);
  switch (input.type) {
    case 'none':
      return [];
    case 'text':
      return judgeSql(input.text, target, context, { ...options, known: input.known });
    case 'files':
      return input.files.flatMap((file) =>
        judgeSqlFile(context.path(file, invocation), file.text, target, context, { ...options, localFiles: true }),
      );
    case 'dump':
      return input.drops ? [restoreDraft(target, options, `from ${input.from}`)] : [];
    case 'unknown':
      return [opaqueSql(`the SQL comes from ${input.from}`, invocation.text, target, context)];
    default:
      return assertNever(input);
  }
}

function restoreDraft(target: Target, options: SqlOptions, text: string): Draft {
  const name = options.database ?? target.hosts?.[0] ?? 'the database';
  return {
    rule: restoreRule,
    resource: { kind: 'database', name, provider: options.provider ?? 'SQL' },
    target,
    evidence: [{ text: `A dump that drops what it restores, ${text}` }],
  };
}

/** In the order of the command line: a later one finds what an earlier one has left. */
function scriptsOf(client: Client, args: Arguments): readonly Script[] {
  const scripts: Script[] = [];
  for (const [name, values] of args.options) {
    const type = client.sql.includes(name) ? 'sql' : client.files.includes(name) ? 'file' : undefined;
    if (type) for (const word of values) if (word) scripts.push({ type, word });
  }
  if (client.passed && args.terminated !== undefined)
    for (const [name, values] of readWords(args.words.slice(args.terminated), { valued: client.passed.valued }).options) {
      const type = client.passed.sql.includes(name) ? 'sql' : client.passed.files.includes(name) ? 'file' : undefined;
      if (type) for (const word of values) if (word) scripts.push({ type, word });
    }
  if (client.sqlWord !== undefined) for (const word of args.words.slice(client.sqlWord)) scripts.push({ type: 'sql', word });
  if (client.sqlJoined !== undefined && args.words.length > client.sqlJoined)
    scripts.push({
      type: 'sql',
      word: plainWord(
        args.words
          .slice(client.sqlJoined)
          .map((word) => word.text)
          .join(' '),
      ),
    });
  if (client.fileWord)
    for (const word of args.words) {
      const match = client.fileWord.exec(word.text);
      if (match) scripts.push({ type: 'file', word: after(word, match[0].length) });
    }
  return scripts;
}

/** The arguments behind the subcommand, with the options before it; undefined for another subcommand. */
function behindCommand(commands: readonly string[], argv: readonly Word[], syntax: ArgumentSyntax): readonly Word[] | undefined {
  const { words: found } = readWords(argv, syntax);
  for (const command of commands) {
    const steps = command.split(' ');
    if (!steps.every((step, index) => found[index]?.text === step)) continue;
    const taken = new Set(found.slice(0, steps.length));
    return argv.filter((word) => !taken.has(word));
  }
  return undefined;
}

function placed(client: Client, args: Arguments, target: Target, invocation: Invocation): Target {
  if (client.local && hasOption(args, ...client.local)) return { ...target, environment: 'local' };
  if (client.localUnless && !hasOption(args, ...client.localUnless)) return { ...target, environment: 'local' };
  const says = optionValue(args, ...(client.environment ?? []))?.text;
  if (says !== undefined) return { ...target, says };
  if (client.goes === undefined || target.says !== undefined || (target.hosts?.length ?? 0) > 0) return target;
  if (client.goes === 'account') return { ...target, says: '' };
  const known = (target.files?.length ?? 0) === 0 && invocation.argv.every((word) => word.known);
  const elsewhere = (client.hostVariables ?? []).some((name) => invocation.variables.has(name));
  return known && !elsewhere && invocation.place.type === 'here' ? { ...target, hosts: ['localhost'] } : target;
}

function connectionsOf(client: Client, args: Arguments): readonly Connection[] {
  const said: Connection[] = [hostConnection(optionValue(args, ...client.host))];
  if (client.hostWord !== undefined) said.push(hostConnection(args.words[client.hostWord]));
  // The password stands before the last `@`.
  const oracle = client.connectWord ? /@(?:\/\/)?([\w.-]+)(?::\d+)?(?:\/(\w+))?$/.exec(args.words[0]?.text ?? '') : undefined;
  if (oracle) said.push({ ...(oracle[2] === undefined ? {} : { hosts: [oracle[1]!] }), database: oracle[2] ?? oracle[1]! });
  const at = client.databaseWord ?? 0;
  const database = optionValue(args, ...client.database) ?? (at < 0 ? undefined : args.words[at]);
  if (database && database.text !== '') said.push(readConnection(database.text));
  return said;
}

function withFiles(target: Target, args: Arguments, invocation: Invocation, context: RuleContext): Target {
  const file = optionValue(args, '--defaults-file', '--defaults-extra-file');
  const path = file && context.path(file, invocation);
  if (!file && !hasOption(args, '--login-path')) return target;
  // The file may name any host: what it says counts, not that the command names none.
  const { hosts, ...rest } = target;
  const told = hasOption(args, '-h', '--host') && hosts ? { hosts } : {};
  return { ...rest, ...told, ...(path === undefined ? {} : { files: [path] }) };
}

function variableText(names: readonly string[], invocation: Invocation, context: RuleContext): string | undefined {
  for (const name of names) {
    const text =
      invocation.variables.get(name)?.text ?? (Object.hasOwn(context.facts.variables, name) ? context.facts.variables[name] : undefined);
    if (text !== undefined && text !== '') return text;
  }
  return undefined;
}

/** psql, mysql, sqlcmd and what takes the same options. */
export const clientTools: readonly Tool[] = [clientTool(psql), clientTool(mysql), clientTool(sqlcmd)];

import { hasOption, optionValue, readWords, type Arguments } from '../arguments.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';
import { assertNever } from '../../types.ts';
import type { Draft, RuleContext, Target, Tool } from '../rule.ts';
import { connectionTarget, hostConnection, opaqueSql, readConnection, standardInput, type Connection } from './connection.ts';
import { judgeSql, judgeSqlFile, type SqlOptions } from './judgeSql.ts';
import { restoreRule, sqlRules } from './rules.ts';

type Script = { readonly type: 'sql'; readonly word: Word } | { readonly type: 'file'; readonly word: Word };

interface Client {
  readonly names: readonly string[];
  readonly tool: string;
  readonly provider: string;
  readonly dialect: NonNullable<SqlOptions['dialect']>;
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

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

// https://www.postgresql.org/docs/current/app-psql.html
const psql: Client = {
  names: ['psql', 'pgcli'],
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
  names: ['mysql', 'mariadb', 'mycli'],
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
  names: ['sqlcmd'],
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

function clientTool(client: Client): Tool {
  return {
    names: client.names,
    family: 'databases',
    rules: client === psql ? sqlRules : [],
    find(invocation: Invocation, context: RuleContext): readonly Draft[] {
      const { argv } = invocation;
      const rest = argv.slice(1).filter((word) => !(client.gluedPassword === true && /^-p./.test(word.text)));
      const args = readWords(rest, { valued: client.valued });
      const said = connectionsOf(client, args);
      const target = withFiles(connectionTarget(client.tool, said, invocation), args, invocation, context);
      const database = target.ids?.[0] ?? variableText(client.databaseVariables, invocation, context);
      const options: SqlOptions = {
        dialect: client.dialect,
        provider: client.provider,
        invocation,
        ...(database === undefined ? {} : { database }),
      };
      const scripts = scriptsOf(client, rest);
      const drafts = scripts.flatMap((script) => judgeScript(script, target, context, options));
      if (scripts.some((script) => script.word.text === '-') || (scripts.length === 0 && !hasOption(args, ...client.noInput)))
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
function scriptsOf(client: Client, argv: readonly Word[]): readonly Script[] {
  const scripts: Script[] = [];
  const collected = readWords(argv, { valued: client.valued });
  for (const [name, values] of collected.options) {
    const type = client.sql.includes(name) ? 'sql' : client.files.includes(name) ? 'file' : undefined;
    if (type) for (const word of values) if (word) scripts.push({ type, word });
  }
  return scripts;
}

function connectionsOf(client: Client, args: Arguments): readonly Connection[] {
  const said: Connection[] = [hostConnection(optionValue(args, ...client.host))];
  const database = optionValue(args, ...client.database) ?? args.words[0];
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

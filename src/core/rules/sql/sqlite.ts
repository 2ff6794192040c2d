import { isWithin } from '../../paths.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';
import type { Draft, RuleContext, Target, Tool } from '../rule.ts';
import { judgeInput } from './clients.ts';
import { judgeSql, judgeSqlFile, type SqlOptions } from './judgeSql.ts';

/** Options that take a value; sqlite3 writes long options with one dash or two. https://sqlite.org/cli.html */
const valued = new Set([
  'cmd',
  'init',
  'separator',
  'nullvalue',
  'newline',
  'lookaside',
  'pagecache',
  'maxsize',
  'mmap',
  'vfs',
  'heap',
  'A',
]);

/** DuckDB's own options with a value. https://duckdb.org/docs/stable/clients/cli/arguments */
const duckdbValued = new Set(['c', 's', 'f', 'cmd', 'init', 'separator', 'nullvalue', 'newline', 'storage_version']);

interface SqliteArguments {
  readonly file: Word | undefined;
  readonly sql: readonly Word[];
  readonly init: readonly Word[];
  readonly readonly: boolean;
}

function read(argv: readonly Word[], duckdb: boolean): SqliteArguments {
  const words: Word[] = [];
  const sql: Word[] = [];
  const init: Word[] = [];
  let readonly = false;
  let options = true;
  for (let at = 1; at < argv.length; at++) {
    const word = argv[at]!;
    const name = options ? /^--?([a-zA-Z][\w-]*)$/.exec(word.text)?.[1] : undefined;
    if (options && word.text === '--') {
      options = false;
    } else if (name === undefined) {
      words.push(word);
    } else if (name === 'readonly' || name === 'safe') {
      readonly ||= name === 'readonly';
    } else if ((duckdb ? duckdbValued : valued).has(name)) {
      const value = argv[++at];
      if (value && (name === 'cmd' || name === 'c' || name === 's')) sql.push(value);
      if (value && (name === 'init' || name === 'f')) init.push(value);
    }
  }
  return { file: words[0], sql: [...sql, ...words.slice(1)], init, readonly };
}

/** `sqlite3 file.db 'SQL'`: the database is a file of this machine, and a copy of it undoes everything. */
export const sqliteTool: Tool = {
  names: ['sqlite3', 'sqlite', 'litecli', 'duckdb'],
  family: 'databases',
  rules: [],
  find(invocation: Invocation, context: RuleContext): readonly Draft[] {
    const duckdb = invocation.program === 'duckdb';
    const { file, sql, init, readonly } = read(invocation.argv, duckdb);
    if (readonly || !file || file.text === ':memory:' || file.text === '') return [];
    const provider = duckdb ? 'DuckDB' : 'SQLite';
    const path = context.path(file, invocation);
    const target: Target = invocation.place.type === 'here' ? { environment: 'local' } : {};
    const options: SqlOptions = {
      ...(duckdb ? {} : { dialect: 'sqlite' as const }),
      provider,
      invocation,
      database: file.text.replace(/^.*\//, ''),
      ...(invocation.place.type === 'here' ? { path: path ?? file.text } : {}),
    };
    const drafts = [
      ...init.flatMap((word) => judgeSqlFile(context.path(word, invocation), word.text, target, context, options)),
      ...sql.flatMap((word) => judgeSql(word.text, target, context, { ...options, known: word.known })),
      ...(sql.length === 0 ? judgeInput(invocation, target, context, options) : []),
    ];
    if (drafts.length === 0 || path === undefined || invocation.place.type !== 'here') return drafts;
    const answer = context.ask({ type: 'path', path });
    // A database that is not there yet loses nothing; what runs in the shell is judged all the same.
    if (answer?.type === 'path' && answer.kind === 'missing') return drafts.filter((draft) => draft.resource.provider !== provider);
    const scratch = context.facts.temporary.some((folder) => isWithin(path, folder));
    return scratch ? drafts.map((draft) => (draft.resource.provider === provider ? { ...draft, recovery: 'recoverable' } : draft)) : drafts;
  },
};

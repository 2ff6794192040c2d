import type { SqlMode, Token } from './sqlLexer.ts';

/** Whose SQL it is. Undefined: every way to read it counts. */
export type SqlDialect = 'postgres' | 'mysql' | 'sqlite' | 'mssql' | 'oracle';

export type SqlKind =
  | 'drop'
  | 'dropOwned'
  | 'truncate'
  | 'delete'
  | 'update'
  | 'alterDrop'
  /** `ALTER … DROP CONSTRAINT`, `DROP PRIMARY KEY`. */
  | 'dropConstraint'
  /** `ALTER … DROP DEFAULT`, `RENAME`, `DETACH`, a type change: no rows are lost. */
  | 'alter'
  | 'replaceTable'
  | 'createOrReplace'
  | 'insert'
  | 'reassignOwned'
  | 'grant'
  | 'grantAll'
  | 'superuser'
  | 'revoke'
  | 'terminate'
  | 'vacuumFull'
  | 'dropLogs'
  /** `DISABLE ROW LEVEL SECURITY`, `DISABLE TRIGGER ALL`, a database taken offline, a retention of nothing. */
  | 'unprotect'
  | 'unlink'
  /** Runs a program on the database server: `COPY … TO PROGRAM`, `xp_cmdshell`. */
  | 'program'
  /** The client runs shell text here: `\!`, `.shell`. */
  | 'shell'
  /** The client reads another script: `\i`, `.read`, `source`. */
  | 'include'
  /** The client goes to another database: `\c`, `USE`. */
  | 'connect'
  /** SQL that is not in the text: `\gexec`, `EXECUTE variable`, `$SQL`. */
  | 'unknown';

export interface SqlFinding {
  readonly kind: SqlKind;
  /** `table`, `database`, `column`, … in lower case. */
  readonly object: string;
  /** As written, without quotes: `public.bookings`. Empty when a query or a variable chooses them. */
  readonly names: readonly string[];
  /** Whether a condition restricts the rows. */
  readonly where: boolean;
  readonly cascade: boolean;
  /** Of `program`, `shell`, `include` and `connect`: what is run, read or connected to. */
  readonly text?: string;
  readonly start: number;
  readonly end: number;
}

/** One text under one mode, while it is classified. */
export interface SqlScan {
  readonly source: string;
  readonly tokens: readonly Token[];
  readonly mode: SqlMode;
  readonly dialect: SqlDialect | undefined;
  readonly findings: SqlFinding[];
  /** Lower-case names of temporary tables that the text has made. */
  readonly temporary: Set<string>;
  /** Lower-case names of users, roles and databases that the text has made. */
  readonly created: Set<string>;
  /** How many strings of SQL this text stands in. */
  readonly depth: number;
}

export interface SqlName {
  readonly text: string;
  readonly parts: readonly string[];
  /** Index after it. */
  readonly next: number;
}

/** A name at the index: `a`, `"a b".c`, `db..t`, `$T`, `{{ t }}`. */
export function readName(tokens: readonly Token[], from: number, to: number): SqlName | undefined {
  const parts: string[] = [];
  let at = from;
  while (at < to) {
    const token = tokens[at]!;
    if (token.type === 'word' || token.type === 'quoted' || (token.type === 'string' && parts.length === 0)) parts.push(token.text);
    else if (!isPunct(token, '.')) break;
    at++;
    // `public.x`, and templates that are glued to a name: `{{ schema }}.x`, `${prefix}_x`.
    if (isPunct(tokens[at], '.')) {
      at++;
      continue;
    }
    const next = tokens[at];
    const glued = next?.start === token.end && (next.template === true || token.template === true) && next.type === 'word';
    if (!glued) break;
  }
  if (parts.length === 0) return undefined;
  const first = tokens[from]!;
  const last = tokens[at - 1]!;
  const hasTemplate = tokens.slice(from, at).some((token) => token.template);
  return { text: hasTemplate ? joinGlued(tokens, from, at) : parts.join('.'), parts, next: last === first ? from + 1 : at };
}

function joinGlued(tokens: readonly Token[], from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at++) text += tokens[at]!.text;
  return text;
}

export function isPunct(token: Token | undefined, text: string): boolean {
  return token !== undefined && token.type === 'punct' && token.text === text;
}

/** Of each token list where its parentheses close, made when first asked for: text of nothing but `f(` must not be read again and again. */
const closings = new WeakMap<readonly Token[], Int32Array>();

function closingsOf(tokens: readonly Token[]): Int32Array {
  const known = closings.get(tokens);
  if (known) return known;
  const made = new Int32Array(tokens.length).fill(tokens.length);
  const open: number[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token.type === 'break') open.length = 0;
    else if (isPunct(token, '(')) open.push(at);
    else if (isPunct(token, ')')) made[open.pop() ?? at] = at;
  }
  closings.set(tokens, made);
  return made;
}

/** Index of the parenthesis that closes the one at `open`, or `to`. */
export function closingParenthesis(tokens: readonly Token[], open: number, to: number): number {
  return Math.min(closingsOf(tokens)[open] ?? to, to);
}

/** True for tables that end with the session. */
export function isTemporary(scan: SqlScan, name: SqlName): boolean {
  const first = name.parts[0]!.toLowerCase();
  const last = name.parts.at(-1)!.toLowerCase();
  if (last.startsWith('#') || first === 'tempdb' || first.startsWith('pg_temp')) return true;
  if (name.parts.length > 1 && first === 'temp') return scan.dialect === 'sqlite' || scan.dialect === undefined;
  return scan.temporary.has(last) && name.parts.length === 1;
}

export function addFinding(scan: SqlScan, kind: SqlKind, range: readonly [number, number], rest: Partial<SqlFinding> = {}): void {
  const first = scan.tokens[range[0]];
  const last = scan.tokens[Math.max(range[0], range[1] - 1)];
  scan.findings.push({
    kind,
    object: '',
    names: [],
    where: false,
    cascade: false,
    start: first?.start ?? 0,
    end: last?.end ?? scan.source.length,
    ...rest,
  });
}

/** Index of the first of these words in the range, or -1. */
export function indexOfWord(tokens: readonly Token[], from: number, to: number, ...words: readonly string[]): number {
  for (let at = from; at < to; at++) if (words.includes(tokens[at]!.upper)) return at;
  return -1;
}

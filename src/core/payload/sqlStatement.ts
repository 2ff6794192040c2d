import { own } from '../own.ts';
import { addFinding, closingParenthesis, indexOfWord, isPunct, isTemporary, readName, type SqlScan } from './sqlFinding.ts';
import { nameAfter, scanCopy, scanCreate, scanGrant, scanPurge, scanVacuum } from './sqlCommands.ts';
import type { Token } from './sqlLexer.ts';
import { scanAlter, scanDrop, scanTruncate } from './sqlObjects.ts';
import { isAlways } from './sqlWhere.ts';

/** Words before which a statement may start inside of another. */
const openers = new Set([
  'BEGIN',
  'THEN',
  'ELSE',
  'LOOP',
  'DO',
  'TRY',
  'CATCH',
  'END',
  'ANALYZE',
  'VERBOSE',
  'IMMEDIATE',
  'AS',
  'TRAN',
  'NOCOUNT',
]);

/** Words after which DELETE, UPDATE, DROP or TRUNCATE is part of a clause: `ON DELETE CASCADE`, `FOR UPDATE`, `AFTER TRUNCATE`. */
const clauseWords = new Set([
  'ON',
  'FOR',
  'BEFORE',
  'AFTER',
  'OF',
  'OR',
  'KEY',
  'NOT',
  'SELECT',
  'GRANT',
  'REVOKE',
  'DENY',
  'NO',
  'WITH',
  'WHEN',
  'HAS',
  'LIKE',
]);

/** Where a condition ends though no parenthesis or semicolon closes it. */
const conditionEnds = new Set(['RETURNING', 'LIMIT', 'INSERT', 'OPTION', 'EXEC', 'ALTER']);

/** Where it ends even inside of parentheses, so that no part of a text is looked at for several statements. */
const statementWords = new Set(['DELETE', 'UPDATE', 'TRUNCATE', 'DROP']);

/** What is run when SQL is made at run time: `EXECUTE '…'`, `sp_executesql N'…'`, `dblink_exec('…')`. */
export type RunStrings = (scan: SqlScan, from: number, to: number) => void;

/** Judges the tokens of one statement, `from` inclusive, `to` exclusive. */
export function scanStatement(scan: SqlScan, from: number, to: number, runStrings: RunStrings): void {
  const { tokens } = scan;
  const start = afterExplain(tokens, from, to);
  if (start === undefined || start >= to) return;
  const first = tokens[start]!;
  switch (first.upper) {
    case 'GRANT':
      return scanGrant(scan, start, to);
    case 'REVOKE':
    case 'DENY':
      return addFinding(scan, 'revoke', [start, to], { object: 'privilege', names: nameAfter(scan, start, to, 'FROM') });
    case 'COMMENT':
    case 'SHOW':
    case 'HELP':
      return;
    case 'CREATE':
      if (scanCreate(scan, start, to)) return;
      break;
    case 'ALTER':
      scanAlter(scan, start, to);
      return;
    case 'COPY':
      scanCopy(scan, start, to);
      break;
    case 'DO':
      runStrings(scan, start + 1, to);
      break;
    case 'EXECUTE':
    case 'EXEC':
      scanExecute(scan, start, to, runStrings);
      break;
    case 'PREPARE':
      if (tokens[start + 2]?.upper === 'FROM') runStrings(scan, start + 3, to);
      break;
    case 'REASSIGN':
      return addFinding(scan, 'reassignOwned', [start, to], { object: 'role', names: nameAfter(scan, start, to, 'BY') });
    case 'VACUUM':
      return scanVacuum(scan, start, to);
    case 'PURGE':
      return scanPurge(scan, start, to);
    case 'RESET':
      if (/^(?:MASTER|BINARY|SLAVE|REPLICA)$/.test(tokens[start + 1]?.upper ?? ''))
        addFinding(scan, 'dropLogs', [start, to], { object: 'binary logs' });
      return;
    case 'DETACH':
      if (indexOfWord(tokens, start + 1, to, 'PERMANENTLY') > 0)
        addFinding(scan, 'drop', [start, to], { object: 'table', names: nameAfter(scan, start, to, 'TABLE', 'VIEW', 'DICTIONARY') });
      return;
    case 'REMOVE':
      return scanRemove(scan, start, to);
    case 'RESTORE':
      if (tokens[start + 1]?.upper === 'DATABASE' && indexOfWord(tokens, start + 2, to, 'REPLACE', 'FROM') > 0)
        addFinding(scan, 'replaceTable', [start, to], { object: 'database', names: nameAfter(scan, start, start + 3, 'DATABASE') });
      break;
    case 'MERGE':
      scanMerge(scan, start, to);
      break;
    case 'KILL':
    case 'SHUTDOWN':
      return addFinding(scan, 'terminate', [start, to], { object: 'server', names: [] });
    case 'REPLACE':
      if (tokens[start + 1]?.upper === 'INTO')
        addFinding(scan, 'insert', [start, to], { object: 'table', names: nameAfter(scan, start, to, 'INTO') });
      break;
    case 'USE':
      if (to - start === 2) addFinding(scan, 'connect', [start, to], { text: tokens[start + 1]!.text });
      break;
    default:
      if (first.template && to - start <= 2) return addFinding(scan, 'unknown', [start, to], { text: first.text });
  }
  scanWords(scan, start, to, runStrings);
}

function scanWords(scan: SqlScan, from: number, to: number, runStrings: RunStrings): void {
  const { tokens } = scan;
  const merge = tokens[from]!.upper === 'MERGE';
  for (let at = from; at < to; at++) {
    const token = tokens[at]!;
    if (token.type !== 'word') continue;
    const before = at === from ? undefined : tokens[at - 1]!;
    switch (token.upper) {
      case 'DROP':
        if (!isClause(before)) at = Math.max(at, scanDrop(scan, at, to) - 1);
        break;
      case 'TRUNCATE':
        if (!isClause(before) && !isPunct(tokens[at + 1], '(')) at = Math.max(at, scanTruncate(scan, at, to) - 1);
        break;
      case 'DELETE':
        if (!merge && !isClause(before) && (startsHere(before) || tokens[at + 1]?.upper === 'FROM')) scanDelete(scan, at, to);
        break;
      case 'UPDATE':
        if (!merge && !isClause(before) && startsHere(before, 'DO')) scanUpdate(scan, at, to);
        break;
      case 'OVERWRITE':
        if (before?.upper === 'INSERT')
          addFinding(scan, 'replaceTable', [at, to], { object: 'table', names: nameAfter(scan, at, to, 'TABLE', 'OVERWRITE') });
        break;
      case 'ALTER':
        // T-SQL needs no semicolon between statements.
        if (before !== undefined && startsHere(before)) scanAlter(scan, at, to);
        break;
      case 'EXECUTE':
      case 'EXEC':
        if (before !== undefined) scanExecute(scan, at, to, runStrings);
        break;
      case 'CREATE':
        if (before !== undefined && (tokens[at + 1]?.upper === 'TEMP' || tokens[at + 1]?.upper === 'TEMPORARY')) scanCreate(scan, at, to);
        break;
      default:
        if (before?.upper !== 'FUNCTION') scanCall(scan, at, to, runStrings);
    }
  }
}

function isClause(before: Token | undefined): boolean {
  return before !== undefined && (clauseWords.has(before.upper) || isPunct(before, ',') || isPunct(before, '.') || isPunct(before, '='));
}

function startsHere(before: Token | undefined, except = ''): boolean {
  if (before === undefined) return true;
  if (before.type === 'punct') return before.text === '(' || before.text === ')';
  if (before.type === 'word') return openers.has(before.upper) && before.upper !== except;
  return before.type === 'number' || before.type === 'string';
}

/** After `EXPLAIN …`; undefined when it only explains. */
function afterExplain(tokens: readonly Token[], from: number, to: number): number | undefined {
  let at = from;
  while (at < to && isPunct(tokens[at], '(')) at++;
  const first = tokens[at]?.upper;
  if (first !== 'EXPLAIN' && first !== 'DESCRIBE' && first !== 'DESC') return at;
  at++;
  let runs = false;
  if (isPunct(tokens[at], '(')) {
    const close = closingParenthesis(tokens, at, to);
    for (; at < close; at++)
      if (/^ANALY[SZ]E$/.test(tokens[at]!.upper))
        runs = !/^(?:FALSE|OFF)$/.test(tokens[at + 1]?.upper ?? '') && tokens[at + 1]?.text !== '0';
    at = close + 1;
  }
  for (; at < to && /^(?:ANALY[SZ]E|VERBOSE|EXTENDED|FORMAT|=)$/.test(tokens[at]!.upper || tokens[at]!.text); at++)
    if (/^ANALY[SZ]E$/.test(tokens[at]!.upper)) runs = true;
  return runs ? at : undefined;
}

function scanDelete(scan: SqlScan, at: number, to: number): void {
  const { tokens } = scan;
  let next = at + 1;
  while (next < to && ['LOW_PRIORITY', 'QUICK', 'IGNORE', 'TOP', 'HISTORY'].includes(tokens[next]!.upper)) {
    next++;
    if (isPunct(tokens[next], '(')) next = closingParenthesis(tokens, next, to) + 1;
    else if (tokens[next]?.type === 'number') next++;
  }
  if (tokens[next]?.upper === 'FROM') next++;
  if (tokens[next]?.upper === 'ONLY') next++;
  if (isPunct(tokens[next], '(')) next++;
  const name = readName(tokens, next, to);
  if (!name || isTemporary(scan, name) || tokens[next]!.upper === 'SET') return;
  addFinding(scan, 'delete', [at, to], { object: 'table', names: [name.text], where: isRestricted(scan, name.next, to) });
}

/** SurrealQL: `REMOVE TABLE bookings`, `REMOVE DATABASE shop`. */
function scanRemove(scan: SqlScan, from: number, to: number): void {
  const { tokens } = scan;
  const object = own(removed, tokens[from + 1]?.upper ?? '');
  if (object === undefined) return;
  let at = from + 2;
  while (at < to && (tokens[at]!.upper === 'IF' || tokens[at]!.upper === 'EXISTS')) at++;
  const name = readName(tokens, at, to);
  addFinding(scan, 'drop', [from, to], { object, names: name ? [name.text] : [] });
}

const removed: Readonly<Record<string, string>> = {
  TABLE: 'table',
  DATABASE: 'database',
  DB: 'database',
  NAMESPACE: 'database',
  NS: 'database',
  USER: 'user',
  FIELD: 'column',
  INDEX: 'index',
};

/** `WHEN NOT MATCHED BY SOURCE THEN DELETE` takes what the source does not name; `ON true` takes everything. */
function scanMerge(scan: SqlScan, from: number, to: number): void {
  const { tokens } = scan;
  const then = indexOfWord(tokens, from, to, 'DELETE');
  if (then < 0 || tokens[then - 1]?.upper !== 'THEN') return;
  const on = indexOfWord(tokens, from, then, 'ON');
  const when = indexOfWord(tokens, from, then, 'WHEN');
  const always = on > 0 && when > on && isAlways(tokens, on + 1, when);
  const bySource = indexOfWord(tokens, from, then, 'BY') > 0 && indexOfWord(tokens, from, then, 'SOURCE') > 0;
  if (always || bySource)
    addFinding(scan, 'delete', [from, to], { object: 'table', names: nameAfter(scan, from, on < 0 ? to : on, 'INTO'), where: false });
}

function scanUpdate(scan: SqlScan, at: number, to: number): void {
  const { tokens } = scan;
  let next = at + 1;
  while (
    next < to &&
    ['LOW_PRIORITY', 'IGNORE', 'ONLY', 'OR', 'ROLLBACK', 'ABORT', 'REPLACE', 'FAIL', 'TOP'].includes(tokens[next]!.upper)
  ) {
    next++;
    if (isPunct(tokens[next], '(')) next = closingParenthesis(tokens, next, to) + 1;
  }
  const name = readName(tokens, next, to);
  if (!name || isTemporary(scan, name)) return;
  let depth = 0;
  for (let set = name.next; set < to; set++) {
    const token = tokens[set]!;
    if (isPunct(token, '(')) depth++;
    else if (isPunct(token, ')')) {
      if (--depth < 0) return;
    } else if (depth === 0 && token.upper === 'SET') {
      addFinding(scan, 'update', [at, to], { object: 'table', names: [name.text], where: isRestricted(scan, set + 1, to) });
      return;
    } else if (token.upper === 'UPDATE' || token.upper === 'DELETE') {
      return;
    }
  }
}

/** Whether a WHERE that not every row meets stands between here and the end of the statement. */
function isRestricted(scan: SqlScan, from: number, to: number): boolean {
  const { tokens } = scan;
  let depth = 0;
  let where = -1;
  let at = from;
  for (; at < to; at++) {
    const token = tokens[at]!;
    if (token.type === 'punct') {
      if (token.text === '(') depth++;
      else if (token.text === ')' && --depth < 0) break;
    } else if (token.type === 'word') {
      if (statementWords.has(token.upper)) break;
      if (depth > 0) continue;
      if (token.upper === 'WHERE' && where < 0) where = at + 1;
      else if (conditionEnds.has(token.upper) || (token.upper === 'ORDER' && tokens[at + 1]?.upper === 'BY')) break;
    }
  }
  return where >= 0 && where < at && !isAlways(tokens, where, at);
}

function scanExecute(scan: SqlScan, from: number, to: number, runStrings: RunStrings): void {
  const { tokens } = scan;
  let at = from + 1;
  if (tokens[at]?.upper === 'IMMEDIATE') at++;
  const next = tokens[at];
  if (!next || at >= to) return;
  const callee = readName(tokens, at, to);
  const procedure = callee?.parts.at(-1)?.toLowerCase() ?? '';
  if (procedure === 'xp_cmdshell') {
    const command = tokens.slice(callee!.next, to).find((token) => token.type === 'string');
    return addFinding(scan, 'program', [from, to], { object: 'program', text: command?.text ?? '' });
  }
  if (/^(?:sp_(?:delete|drop|remove|detach|purge)_?\w*|xp_(?:delete|regdelete)\w*|sp_msdrop\w*)$/.test(procedure))
    return addFinding(scan, 'drop', [from, to], { object: 'object', names: [procedure] });
  if (
    next.type === 'string' ||
    isPunct(next, '(') ||
    /^(?:format|concat|sp_executesql|sp_msforeachtable|sp_msforeachdb|n)$/.test(procedure)
  )
    return runStrings(scan, at, to);
  // `EXEC (@sql)` has been read; what a variable holds is not known, but what it was set to stands in the text and is judged there.
  if (next.text.startsWith('@')) addFinding(scan, 'unknown', [from, to], { text: next.text });
}

/** Functions that do what statements do. */
function scanCall(scan: SqlScan, at: number, to: number, runStrings: RunStrings): void {
  const { tokens } = scan;
  if (!isPunct(tokens[at + 1], '(')) return;
  const { upper } = tokens[at]!;
  if (upper.length < 6) return;
  const end = (): number => closingParenthesis(tokens, at + 1, to) + 1;
  switch (upper) {
    case 'PG_TERMINATE_BACKEND':
      return addFinding(scan, 'terminate', [at, end()], { object: 'connection' });
    case 'LO_UNLINK':
      return addFinding(scan, 'unlink', [at, end()], { object: 'large object', names: [tokens[at + 2]?.text ?? ''] });
    case 'PG_DROP_REPLICATION_SLOT':
      return addFinding(scan, 'drop', [at, end()], { object: 'replication slot', names: [tokens[at + 2]?.text ?? ''] });
    case 'DROP_CHUNKS':
    case 'DROP_HYPERTABLE':
      return addFinding(scan, 'drop', [at, end()], { object: 'table', names: [tokens[at + 2]?.text ?? ''] });
    case 'DBLINK_EXEC':
    case 'QUERY_TO_XML':
      return runStrings(scan, at + 2, end());
    case 'DBLINK':
      return runStrings(scan, at + 2, end());
    default:
  }
}

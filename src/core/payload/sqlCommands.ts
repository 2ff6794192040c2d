import { addFinding, closingParenthesis, indexOfWord, isPunct, readName, type SqlScan } from './sqlFinding.ts';

/** `GRANT ALL …`, and roles that may do everything. */
export function scanGrant(scan: SqlScan, from: number, to: number): void {
  const { tokens } = scan;
  const names = nameAfter(scan, from, to, 'TO');
  const end = indexOfWord(tokens, from + 1, to, 'ON', 'TO');
  const words = tokens.slice(from + 1, end < 0 ? to : end).map((token) => token.upper);
  const wide = words.some((word) => /^(?:SUPERUSER|SUPER|DBA|SYSADMIN|DB_OWNER|RDS_SUPERUSER|CONTROL|OWNERSHIP)$/.test(word));
  if (!wide && !words.includes('ALL')) return;
  if (!wide && isSetUp(scan, end, to, names[0])) return addFinding(scan, 'grant', [from, to], { object: 'role', names });
  addFinding(scan, 'grantAll', [from, to], { object: 'role', names });
}

/** All rights on one database to a user, one of which the same text has just made: how every project is set up. */
function isSetUp(scan: SqlScan, on: number, to: number, grantee: string | undefined): boolean {
  const { tokens } = scan;
  if (on < 0 || tokens[on]!.upper !== 'ON' || indexOfWord(tokens, on, to, 'OPTION') >= 0 || isPunct(tokens[on + 1], '*')) return false;
  let at = on + 1;
  while (at < to && ['ALL', 'DATABASE', 'SCHEMA', 'TABLES', 'TABLE', 'IN', 'SEQUENCES', 'FUNCTIONS'].includes(tokens[at]!.upper)) at++;
  const object = readName(tokens, at, to)?.parts[0];
  return [object, grantee].some((name) => name !== undefined && scan.created.has(name.toLowerCase()));
}

/** True when nothing more of the statement is run now. */
export function scanCreate(scan: SqlScan, from: number, to: number): boolean {
  const { tokens } = scan;
  let at = from + 1;
  let replace = false;
  let temporary = false;
  for (; at < to; at++) {
    const { upper } = tokens[at]!;
    if (upper === 'REPLACE') replace = true;
    else if (upper === 'TEMP' || upper === 'TEMPORARY') temporary = true;
    else if (
      ![
        'OR',
        'ALTER',
        'GLOBAL',
        'LOCAL',
        'UNLOGGED',
        'TRANSIENT',
        'EXTERNAL',
        'MATERIALIZED',
        'RECURSIVE',
        'DEFINER',
        'CONSTRAINT',
        'EDITIONABLE',
        'NONEDITIONABLE',
        'AGGREGATE',
      ].includes(upper)
    )
      break;
  }
  // DEFINER = `root`@`localhost` FUNCTION …
  while (at < to && at < from + 14 && tokens[at - 1]?.upper === 'DEFINER') at++;
  const what = tokens[at]?.upper ?? '';
  const routine = tokens
    .slice(from, Math.min(to, from + 14))
    .some((token) => /^(?:FUNCTION|PROCEDURE|PROC|TRIGGER|RULE|EVENT|PACKAGE)$/.test(token.upper));
  at++;
  while (at < to && ['IF', 'NOT', 'EXISTS'].includes(tokens[at]!.upper)) at++;
  const name = readName(tokens, at, to);
  if (name && ['USER', 'ROLE', 'LOGIN', 'DATABASE', 'SCHEMA'].includes(what)) scan.created.add(name.parts.at(-1)!.toLowerCase());
  if (temporary && name) scan.temporary.add(name.parts.at(-1)!.toLowerCase());
  if (replace && !temporary) {
    const kind = what === 'TABLE' || what === 'SCHEMA' || what === 'DATABASE' ? 'replaceTable' : 'createOrReplace';
    addFinding(scan, kind, [from, to], { object: what.toLowerCase(), names: name ? [name.text] : [] });
  }
  if (what === 'USER' || what === 'ROLE') {
    const superuser = tokens.slice(at, to).some((token) => token.upper === 'SUPERUSER' || token.upper === 'BYPASSRLS');
    if (superuser) addFinding(scan, 'superuser', [from, to], { object: 'role', names: name ? [name.text] : [] });
  }
  return routine;
}

/** `COPY … TO PROGRAM`. */
export function scanCopy(scan: SqlScan, from: number, to: number): void {
  const { tokens } = scan;
  const at = indexOfWord(tokens, from + 1, to, 'PROGRAM');
  if (at < 0 || !/^(?:TO|FROM)$/.test(tokens[at - 1]!.upper)) return;
  addFinding(scan, 'program', [from, to], { object: 'program', text: tokens[at + 1]?.text ?? '' });
}

/** `VACUUM FULL`, which locks and rewrites. */
export function scanVacuum(scan: SqlScan, from: number, to: number): void {
  const { tokens } = scan;
  const at = indexOfWord(tokens, from + 1, Math.min(to, from + 12), 'FULL');
  if (at < 0) return;
  const paren = isPunct(tokens[from + 1], '(') ? closingParenthesis(tokens, from + 1, to) : from;
  const name = tokens
    .slice(Math.max(at, paren) + 1, to)
    .find((token) => token.type !== 'punct' && !/^(?:ANALY[SZ]E|VERBOSE|FREEZE)$/.test(token.upper));
  addFinding(scan, 'vacuumFull', [from, to], { object: 'table', names: name ? [name.text] : [] });
}

/** `PURGE BINARY LOGS`, `PURGE TABLE`. */
export function scanPurge(scan: SqlScan, from: number, to: number): void {
  const { tokens } = scan;
  const next = tokens[from + 1]?.upper;
  if (next === 'BINARY' || next === 'MASTER') return addFinding(scan, 'dropLogs', [from, to], { object: 'binary logs' });
  if (next === 'TABLE' || next === 'INDEX' || next === 'TABLESPACE') {
    const name = readName(tokens, from + 2, to);
    return addFinding(scan, 'drop', [from, to], { object: next.toLowerCase(), names: name ? [name.text] : [] });
  }
  if (next === 'RECYCLEBIN' || next === 'DBA_RECYCLEBIN')
    addFinding(scan, 'drop', [from, to], { object: 'recycle bin', names: [next.toLowerCase()] });
}

/** The name after the last of these words. */
export function nameAfter(scan: SqlScan, from: number, to: number, ...words: readonly string[]): readonly string[] {
  for (let at = to - 1; at >= from; at--) {
    if (!words.includes(scan.tokens[at]!.upper)) continue;
    // `TO ROLE clerk`, as Snowflake says it.
    const said = /^(?:ROLE|USER|GROUP|SHARE)$/.test(scan.tokens[at + 1]?.upper ?? '') && at + 2 < to ? 1 : 0;
    const name = readName(scan.tokens, at + 1 + said, to);
    return name ? [name.text] : [];
  }
  return [];
}

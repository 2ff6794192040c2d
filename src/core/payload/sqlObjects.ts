import { addFinding, closingParenthesis, indexOfWord, isPunct, isTemporary, readName, type SqlScan } from './sqlFinding.ts';
import type { Token } from './sqlLexer.ts';

/** What can be dropped, in its first words. Values: what it is called. */
const objects: ReadonlyMap<string, string> = new Map(
  Object.entries({
    TABLE: 'table',
    DATABASE: 'database',
    SCHEMA: 'schema',
    KEYSPACE: 'keyspace',
    VIEW: 'view',
    INDEX: 'index',
    SEQUENCE: 'sequence',
    FUNCTION: 'function',
    PROCEDURE: 'procedure',
    PROC: 'procedure',
    ROUTINE: 'routine',
    AGGREGATE: 'aggregate',
    OPERATOR: 'operator',
    TRIGGER: 'trigger',
    EVENT: 'event',
    RULE: 'rule',
    TYPE: 'type',
    DOMAIN: 'domain',
    ROLE: 'role',
    USER: 'user',
    GROUP: 'group',
    LOGIN: 'login',
    EXTENSION: 'extension',
    POLICY: 'policy',
    TABLESPACE: 'tablespace',
    FILEGROUP: 'filegroup',
    SERVER: 'server',
    PUBLICATION: 'publication',
    SUBSCRIPTION: 'subscription',
    COLLATION: 'collation',
    CAST: 'cast',
    LANGUAGE: 'language',
    STATISTICS: 'statistics',
    CONVERSION: 'conversion',
    TRANSFORM: 'transform',
    STAGE: 'stage',
    PIPE: 'pipe',
    STREAM: 'stream',
    TASK: 'task',
    WAREHOUSE: 'warehouse',
    SHARE: 'share',
    DICTIONARY: 'dictionary',
    PACKAGE: 'package',
    SYNONYM: 'synonym',
    DIRECTORY: 'directory',
    PROFILE: 'profile',
    ASSEMBLY: 'assembly',
    QUEUE: 'queue',
    SERVICE: 'service',
    CERTIFICATE: 'certificate',
    SNAPSHOT: 'snapshot',
    CLUSTER: 'cluster',
    SOURCE: 'source',
    SINK: 'sink',
    CONNECTION: 'connection',
    SECRET: 'secret',
    MODEL: 'model',
    MEASUREMENT: 'table',
    SERIES: 'table',
    SHARD: 'shard',
    KEYSPACES: 'keyspace',
    BUCKET: 'database',
    COLLECTION: 'table',
    NAMESPACE: 'database',
    CATALOG: 'database',
    VOLUME: 'volume',
  }),
);

/** Words before the object that change little about it. */
const adjectives = new Set([
  'MATERIALIZED',
  'FOREIGN',
  'EXTERNAL',
  'VIRTUAL',
  'UNIQUE',
  'CLUSTERED',
  'DYNAMIC',
  'ICEBERG',
  'HYBRID',
  'TRANSIENT',
  'PUBLIC',
  'GLOBAL',
  'EVENT',
  'SEARCH',
  'VECTOR',
  'FULLTEXT',
  'SPATIAL',
  'PLUGGABLE',
  'CHANGEFEED',
  'REMOTE',
]);

const skippable = new Set(['IF', 'EXISTS', 'CONCURRENTLY', 'ONLINE', 'OFFLINE', 'ONLY']);

/** `DROP TABLE IF EXISTS a, b CASCADE` from the word after DROP on. Gives the index after it. */
export function scanDrop(scan: SqlScan, drop: number, to: number): number {
  const { tokens } = scan;
  let at = drop + 1;
  let temporary = false;
  let adjective = '';
  for (; at < to; at++) {
    const { upper } = tokens[at]!;
    if (upper === 'TEMPORARY' || upper === 'TEMP') temporary = true;
    else if (adjectives.has(upper) && objects.has(tokens[at + 1]?.upper ?? '')) adjective = upper;
    else break;
  }
  const word = tokens[at]?.upper ?? '';
  if (at >= to) return at;
  if (word === 'OWNED') {
    const name = readName(tokens, tokens[at + 1]?.upper === 'BY' ? at + 2 : at + 1, to);
    addFinding(scan, 'dropOwned', [drop, to], { object: 'role', names: name ? [name.text] : [] });
    return to;
  }
  const plain = objects.get(word);
  if (plain === undefined || temporary) return at;
  const object = adjective === 'MATERIALIZED' ? 'materialized view' : adjective === 'EVENT' ? 'trigger' : plain;
  at++;
  while (at < to && skippable.has(tokens[at]!.upper)) at++;
  const names: string[] = [];
  let found = 0;
  while (at < to) {
    const name = readName(tokens, at, to);
    if (!name || (found === 0 && isClauseWord(tokens[at]!.upper))) break;
    found++;
    if (!isTemporary(scan, name)) names.push(name.text);
    at = name.next;
    if (isPunct(tokens[at], '(')) at = closingParenthesis(tokens, at, to) + 1;
    if (!isPunct(tokens[at], ',')) break;
    at++;
  }
  if (found > 0 && names.length === 0) return at;
  // `DROP TABLE #tmp` of SQL Server, read as MySQL: the name is a comment there.
  if (found === 0 && scan.mode.hash && /^\s*(?:if\s+exists\s+)?#\w/i.test(scan.source.slice(tokens[at - 1]!.end, tokens[at - 1]!.end + 40)))
    return at;
  // Only a name that something else fills in may be missing; a lone `DROP TABLE` is prose or a fragment of dynamic SQL.
  if (found === 0 && scan.depth === 0 && !isPunct(tokens[at], '?') && !isPunct(tokens[at], '%')) return at;
  addFinding(scan, 'drop', [drop, Math.max(at, drop + 1)], { object, names, cascade: hasCascade(scan, at, to) });
  return at;
}

function isClauseWord(upper: string): boolean {
  return upper === 'FROM' || upper === 'WHERE' || upper === 'ON' || upper === 'CASCADE' || upper === 'IS' || upper === 'AND';
}

function hasCascade(scan: SqlScan, from: number, to: number): boolean {
  for (let at = from; at < Math.min(to, from + 8); at++) if (scan.tokens[at]!.upper === 'CASCADE') return true;
  return false;
}

/** `TRUNCATE [TABLE] [ONLY] a, b …` from the word after TRUNCATE on. */
export function scanTruncate(scan: SqlScan, truncate: number, to: number): number {
  const { tokens } = scan;
  let at = truncate + 1;
  let object = 'table';
  for (; at < to; at++) {
    const { upper } = tokens[at]!;
    if (upper === 'DATABASE') object = 'database';
    else if (!['TABLE', 'ONLY', 'IF', 'EXISTS', 'MATERIALIZED', 'VIEW', 'ALL', 'TABLES'].includes(upper)) break;
  }
  const names: string[] = [];
  let found = 0;
  while (at < to) {
    const name = readName(tokens, at, to);
    if (!name) break;
    found++;
    if (!isTemporary(scan, name)) names.push(name.text);
    at = name.next;
    if (isPunct(tokens[at], '*')) at++;
    if (!isPunct(tokens[at], ',')) break;
    at++;
    if (tokens[at]?.upper === 'ONLY') at++;
  }
  if (found > 0 && names.length === 0) return at;
  if (found === 0 && scan.depth === 0 && tokens[truncate + 1]?.upper !== 'TABLE') return at;
  addFinding(scan, 'truncate', [truncate, Math.max(at, truncate + 1)], { object, names, cascade: hasCascade(scan, at, to) });
  return at;
}

/** What an ALTER takes away: columns, partitions, files; constraints and defaults lose no rows. */
export function scanAlter(scan: SqlScan, alter: number, to: number): void {
  const { tokens } = scan;
  let at = alter + 1;
  while (at < to && (adjectives.has(tokens[at]!.upper) || ['IGNORE', 'ONLINE'].includes(tokens[at]!.upper))) at++;
  const object = objects.get(tokens[at]?.upper ?? '');
  if (object === undefined) {
    if (tokens[at]?.upper === 'SYSTEM') addFinding(scan, 'alter', [alter, to], { object: 'system' });
    return;
  }
  at++;
  while (at < to && skippable.has(tokens[at]!.upper)) at++;
  const name = readName(tokens, at, to);
  const owner = name?.text ?? '';
  if (object === 'role' || object === 'user') return scanAlterRole(scan, alter, name?.next ?? at, to, owner);
  if (name && isTemporary(scan, name)) return;
  let depth = 0;
  let changed = false;
  for (at = name?.next ?? at; at < to; at++) {
    const token = tokens[at]!;
    if (isPunct(token, '(')) depth++;
    else if (isPunct(token, ')')) depth--;
    if (depth > 0 || token.type !== 'word') continue;
    if (token.upper === 'DROP') {
      const lost = droppedPart(scan, at, to);
      if (lost)
        addFinding(scan, 'alterDrop', [alter, lost.next], {
          object: lost.object,
          names: [owner === '' ? lost.name : `${owner}.${lost.name}`],
        });
      else if (/^(?:CONSTRAINT|PRIMARY|FOREIGN)$/.test(tokens[at + 1]?.upper ?? ''))
        addFinding(scan, 'dropConstraint', [alter, to], { object: 'constraint', names: owner === '' ? [] : [owner] });
      else changed = true;
    } else if (isUnprotecting(tokens, at)) {
      addFinding(scan, 'unprotect', [alter, to], { object, names: owner === '' ? [] : [owner] });
    } else if (token.upper === 'TRUNCATE' && /^(?:SUB)?PARTITION$/.test(tokens[at + 1]?.upper ?? '')) {
      addFinding(scan, 'truncate', [alter, to], { object: 'partition', names: [`${owner}.${tokens[at + 2]?.text ?? 'partition'}`] });
    } else if (token.upper === 'DELETE' && tokens[at - 1]?.upper !== 'ON') {
      // ClickHouse: ALTER TABLE t DELETE WHERE …
      addFinding(scan, 'delete', [alter, to], { object: 'table', names: owner === '' ? [] : [owner], where: hasWhere(scan, at, to) });
    } else if (token.upper === 'DISCARD' && tokens[at + 1]?.upper === 'TABLESPACE') {
      addFinding(scan, 'alterDrop', [alter, to], { object: 'tablespace', names: [owner] });
    } else if (['RENAME', 'DETACH', 'SET', 'TYPE', 'MODIFY', 'CHANGE', 'OWNER'].includes(token.upper)) {
      changed = true;
    }
  }
  if (changed) addFinding(scan, 'alter', [alter, to], { object, names: owner === '' ? [] : [owner] });
}

/** `DISABLE ROW LEVEL SECURITY`, `DISABLE TRIGGER ALL`, `SET OFFLINE`, `SET DATA_RETENTION_TIME_IN_DAYS = 0`. */
function isUnprotecting(tokens: readonly Token[], at: number): boolean {
  const { upper } = tokens[at]!;
  const next = tokens[at + 1]?.upper ?? '';
  if (upper === 'DISABLE') return next === 'ROW' || (next === 'TRIGGER' && /^(?:ALL|USER)$/.test(tokens[at + 2]?.upper ?? ''));
  if (upper === 'NO') return next === 'FORCE' && tokens[at + 2]?.upper === 'ROW';
  if (upper !== 'SET') return false;
  if (next === 'OFFLINE' || next === 'SINGLE_USER' || next === 'RESTRICTED_USER') return true;
  return next === 'DATA_RETENTION_TIME_IN_DAYS' && tokens.slice(at + 2, at + 4).some((token) => token.text === '0');
}

function hasWhere(scan: SqlScan, from: number, to: number): boolean {
  const at = indexOfWord(scan.tokens, from + 1, to, 'WHERE');
  const condition = scan.tokens[at + 1];
  return at >= 0 && condition !== undefined && condition.upper !== 'TRUE' && condition.text !== '1';
}

/** Parts of a table whose rows or values go with them. */
function droppedPart(scan: SqlScan, drop: number, to: number): { object: string; name: string; next: number } | undefined {
  const { tokens } = scan;
  let at = drop + 1;
  const { upper } = tokens[at] ?? { upper: '' };
  const partition = upper === 'PARTITION' || upper === 'SUBPARTITION' || upper === 'PART' || upper === 'FILE' || upper === 'ATTRIBUTE';
  const lossless =
    /^(?:CONSTRAINT|INDEX|KEY|PRIMARY|FOREIGN|UNIQUE|CHECK|DEFAULT|NOT|EXPRESSION|IDENTITY|PROJECTION|STATISTICS|TRIGGER|RULE|POLICY|SYSTEM|PERIOD|TABLE|VIEW|CONNECT|TAG|VALUE|ROW)$/;
  if (!partition && lossless.test(upper)) return undefined;
  if (partition || upper === 'COLUMN' || upper === 'COLUMNS') at++;
  while (at < to && skippable.has(tokens[at]!.upper)) at++;
  if (isPunct(tokens[at], '(')) at++;
  const name = readName(tokens, at, to);
  if (!name && !partition) return undefined;
  return {
    object: partition ? upper.toLowerCase() : 'column',
    name: name?.text ?? tokens[at]?.text ?? upper.toLowerCase(),
    next: name?.next ?? at,
  };
}

function scanAlterRole(scan: SqlScan, alter: number, from: number, to: number, name: string): void {
  for (let at = from; at < to; at++)
    if (/^(?:SUPERUSER|CREATEROLE|BYPASSRLS|REPLICATION)$/.test(scan.tokens[at]!.upper)) {
      addFinding(scan, 'superuser', [alter, to], { object: 'role', names: name === '' ? [] : [name] });
      return;
    }
  addFinding(scan, 'alter', [alter, to], { object: 'role', names: name === '' ? [] : [name] });
}

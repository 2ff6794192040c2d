import { assertNever } from '../types.ts';
import { addFinding, type SqlDialect, type SqlFinding, type SqlScan } from './sqlFinding.ts';
import { lexSql, sqlModes, type SqlMode, type Token } from './sqlLexer.ts';
import { scanStatement } from './sqlStatement.ts';

/** SQL inside of strings of SQL is opened this deep. */
const maxDepth = 3;

/** Strings that are run as SQL are looked at up to this many a text. */
const maxStrings = 200;

/** Tokens of a call that are looked at for such strings. */
const maxArguments = 500;

/**
 * What a text of SQL would do beyond reading and adding rows: complete scripts, client commands (`\i`, `GO`), templates and broken
 * text. Without a dialect it is read in every way that could make a difference, and all that is found counts.
 */
export function classifySql(text: string, dialect?: SqlDialect): readonly SqlFinding[] {
  const modes = dialect === undefined ? modesOf(text) : [modeOf(dialect)];
  const first = classifyIn(text, modes[0]!, dialect, 0);
  if (modes.length === 1) return first;
  const all = [...first];
  const seen = new Set(first.map(keyOf));
  for (const mode of modes.slice(1))
    for (const finding of classifyIn(text, mode, dialect, 0)) {
      if (seen.has(keyOf(finding))) continue;
      seen.add(keyOf(finding));
      all.push(finding);
    }
  return all.sort((a, b) => a.start - b.start);
}

function keyOf(finding: SqlFinding): string {
  return `${finding.kind} ${finding.start} ${finding.names.join()} ${finding.where}`;
}

function modeOf(dialect: SqlDialect): SqlMode {
  switch (dialect) {
    case 'mysql':
      return sqlModes.mysql;
    case 'sqlite':
      return sqlModes.sqlite;
    case 'mssql':
      return sqlModes.brackets;
    case 'postgres':
    case 'oracle':
      return sqlModes.standard;
    default:
      return assertNever(dialect);
  }
}

/** The modes in which this text could read differently. */
function modesOf(text: string): readonly SqlMode[] {
  const modes: SqlMode[] = [sqlModes.standard];
  // Dollar quotes are PostgreSQL's alone; read in another way, the bodies of its functions would look like statements.
  if (/\$\w*\$/.test(text) && !/\bdelimiter\b/i.test(text)) return modes;
  const comment = text.indexOf('/*');
  if (
    /[\\#]|--\S/.test(text) ||
    text.includes('/*!') ||
    text.includes('/*M!') ||
    (comment >= 0 && text.includes('/*', comment + 2)) ||
    /\bdelimiter\b/i.test(text)
  )
    modes.push(sqlModes.mysql);
  if (text.includes('[')) modes.push(sqlModes.brackets);
  return modes;
}

function classifyIn(text: string, mode: SqlMode, dialect: SqlDialect | undefined, depth: number): readonly SqlFinding[] {
  const tokens = lexSql(text, mode);
  const scan: SqlScan = { source: text, tokens, mode, dialect, findings: [], temporary: new Set(), created: new Set(), depth };
  let strings = 0;
  const runStrings = (from: SqlScan, start: number, end: number): void => {
    for (let at = start; at < Math.min(end, start + maxArguments); at++) {
      const token = from.tokens[at]!;
      if (token.upper === 'EXEC' || token.upper === 'EXECUTE') return;
      if (token.type !== 'string' || token.text.length < 6) continue;
      if (depth >= maxDepth || ++strings > maxStrings) {
        addFinding(scan, 'unknown', [at, at + 1], { text: 'SQL in strings of SQL' });
        return;
      }
      for (const finding of classifyIn(token.text, mode, dialect, depth + 1)) {
        const start = token.start + finding.start;
        scan.findings.push({ ...finding, start, end: Math.max(start, token.start + finding.end) });
      }
    }
  };
  let from = 0;
  let routine = 0;
  for (let at = 0; at <= tokens.length; at++) {
    const token = tokens[at];
    if (token && token.type !== 'break' && token.type !== 'meta') continue;
    if (at > from) {
      if (routine > 0) {
        // The body of a routine is stored, not run: it ends with its own END.
        routine += blocks(tokens, from, at);
        if (isGo(text, token)) routine = 0;
      } else {
        scanStatement(scan, from, at, runStrings);
        if (isRoutine(tokens, from, at) && !isGo(text, token)) routine = Math.max(0, blocks(tokens, from, at));
      }
    }
    if (token?.type === 'meta') {
      scanMeta(scan, at, from, runStrings);
      if (token.text.toUpperCase().startsWith('DELIMITER')) routine = 0;
    }
    from = at + 1;
  }
  return scan.findings;
}

function isGo(text: string, token: Token | undefined): boolean {
  return token?.type === 'break' && text[token.start] !== ';';
}

function isRoutine(tokens: readonly Token[], from: number, to: number): boolean {
  if (tokens[from]!.upper !== 'CREATE' && tokens[from]!.upper !== 'ALTER') return false;
  for (let at = from; at < Math.min(to, from + 14); at++)
    if (/^(?:FUNCTION|PROCEDURE|PROC|TRIGGER|EVENT|PACKAGE)$/.test(tokens[at]!.upper)) return true;
  return false;
}

/** How many blocks the range opens more than it closes. */
function blocks(tokens: readonly Token[], from: number, to: number): number {
  let open = 0;
  for (let at = from; at < to; at++) {
    const { upper } = tokens[at]!;
    const before = tokens[at - 1]?.upper;
    if ((upper === 'BEGIN' && !(tokens[at + 1]?.upper ?? '').startsWith('TRAN')) || (upper === 'CASE' && before !== 'END')) open++;
    else if (upper === 'END' && !/^(?:IF|LOOP|WHILE|REPEAT|FOR)$/.test(tokens[at + 1]?.upper ?? '')) open--;
  }
  return open;
}

/** Commands of the clients: psql, mysql, sqlite3. */
function scanMeta(scan: SqlScan, at: number, statement: number, runStrings: (scan: SqlScan, from: number, to: number) => void): void {
  const { text } = scan.tokens[at]!;
  const [, command = '', rest = ''] = /^[\\.]([a-zA-Z]+\+?|[!.?])\s*([\s\S]*)$/.exec(text) ?? [];
  const value = rest.trim();
  const add = (kind: 'shell' | 'include' | 'connect' | 'unknown', detail: string): void =>
    addFinding(scan, kind, [at, at + 1], { text: detail });
  const piped = /^\|\s*([\s\S]+)$/.exec(value);
  if (text.startsWith('.') && !text.startsWith('.!')) {
    switch (command.toLowerCase()) {
      case 'shell':
      case 'system':
      case 'sh':
        return add('shell', value);
      case 'read':
        return piped ? add('shell', piped[1]!) : add('include', unquote(value));
      case 'restore':
        return addFinding(scan, 'replaceTable', [at, at + 1], { object: 'database', names: ['main'] });
      case 'open':
        return add('connect', value);
      case 'once':
      case 'output':
        if (piped) add('shell', piped[1]!);
        return;
      default:
        return;
    }
  }
  switch (command) {
    case '!':
      return add('shell', value);
    case 'i':
    case 'ir':
    case 'include':
    case '.':
      return add('include', unquote(value));
    case 'c':
    case 'connect':
    case 'u':
    case 'r':
      if (value !== '') add('connect', value.split(/\s+/)[0]!);
      return;
    case 'o':
    case 'w':
    case 'out':
    case 'write':
    case 'g':
    case 'gx':
      if (piped) add('shell', piped[1]!);
      return;
    case 'copy': {
      const program = /\bprogram\s+'((?:[^']|'')*)'/i.exec(value);
      if (program) add('shell', program[1]!.replaceAll("''", "'"));
      return;
    }
    case 'gexec': {
      const before = scan.findings.length;
      runStrings({ ...scan, depth: scan.depth + 1 }, statement, at);
      // Nothing in its strings says what it makes: a query that writes SQL from what it finds.
      if (scan.findings.length === before) add('unknown', '\\gexec');
      return;
    }
    default:
  }
}

function unquote(text: string): string {
  const match = /^(['"])([\s\S]*)\1$/.exec(text);
  return match ? match[2]! : text;
}

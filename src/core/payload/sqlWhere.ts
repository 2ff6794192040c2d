import type { Token } from './sqlLexer.ts';

/** Longer conditions are taken for real ones. */
const maxTokens = 400;

/** Whether a condition holds for every row: `true`, `1=1`, `id = id`, `id IS NOT NULL`, `x = 5 OR 1=1`. */
export function isAlways(tokens: readonly Token[], from: number, to: number): boolean {
  if (to - from > maxTokens) return false;
  return holds(tokens, from, to, true);
}

/** Whether the range is surely `wanted` for every row. */
function holds(tokens: readonly Token[], start: number, end: number, wanted: boolean): boolean {
  let [from, to] = [start, end];
  while (to - from >= 2 && isPunct(tokens[from], '(') && closing(tokens, from, to) === to - 1) {
    from++;
    to--;
  }
  if (from >= to) return false;
  const or = split(tokens, from, to, 'OR');
  if (or.length > 1) return wanted ? or.some(([a, b]) => holds(tokens, a, b, true)) : or.every(([a, b]) => holds(tokens, a, b, false));
  const and = split(tokens, from, to, 'AND');
  if (and.length > 1) return wanted ? and.every(([a, b]) => holds(tokens, a, b, true)) : and.some(([a, b]) => holds(tokens, a, b, false));
  if (tokens[from]!.upper === 'NOT') return holds(tokens, from + 1, to, !wanted);
  return wanted ? alwaysAtom(tokens, from, to) : neverAtom(tokens, from, to);
}

function alwaysAtom(tokens: readonly Token[], from: number, to: number): boolean {
  const first = tokens[from]!;
  if (to - from === 1) {
    if (first.type === 'number') return Number(first.text) !== 0;
    return first.upper === 'TRUE' || (first.type === 'string' && /^(?:t|true|1|y|yes|on)$/i.test(first.text));
  }
  const [left, operator, rightFrom] = comparison(tokens, from, to);
  const right = tokens[rightFrom];
  if (left === undefined || right === undefined) return false;
  const literals = isLiteral(left) && isLiteral(right) && rightFrom === to - 1 && from + 1 === rightFrom - operator.length;
  if (literals) return compare(left, operator.map((token) => token.text || token.upper).join(''), right);
  const name = operator.map((token) => token.upper || token.text).join('');
  const leftEnd = rightFrom - operator.length;
  if (name === '=' || name === '<=' || name === '>=' || name === '==') {
    // `id = id`, `a.id = a.id`
    if (leftEnd - from === to - rightFrom && isName(left)) {
      let same = true;
      for (let at = 0; at < leftEnd - from; at++) same &&= sameToken(tokens[from + at]!, tokens[rightFrom + at]!);
      if (same) return true;
    }
  }
  if (name === 'LIKE' || name === 'ILIKE') return right.type === 'string' && /^%+$/.test(right.text) && rightFrom === to - 1;
  if (name === 'IS' && right.upper === 'NOT' && tokens[rightFrom + 1]?.upper === 'NULL')
    return isKey(tokens, from, leftEnd) || (leftEnd > from && madeAt.test(tokens[leftEnd - 1]!.text));
  // `created_at < now()`: rows are not made in the future. `expires_at < now()` is a real condition.
  if ((name === '<' || name === '<=') && leftEnd > from && madeAt.test(tokens[leftEnd - 1]!.text) && isNow(tokens, rightFrom, to))
    return true;
  // `id > 0`, `id <> 0`, `id != ''`: every row has such a key, and clients with a safe mode are given it to get round the mode.
  if (['>', '>=', '<>', '!='].includes(name) && isKey(tokens, from, leftEnd)) {
    const value = tokens
      .slice(rightFrom, to)
      .map((token) => token.text)
      .join('');
    return /^(?:-?[01]?|0{8}-0{4}-0{4}-0{4}-0{12})$/.test(value);
  }
  return false;
}

function neverAtom(tokens: readonly Token[], from: number, to: number): boolean {
  const first = tokens[from]!;
  if (to - from === 1) return first.upper === 'FALSE' || (first.type === 'number' && Number(first.text) === 0);
  const [left, operator, rightFrom] = comparison(tokens, from, to);
  const right = tokens[rightFrom];
  if (left === undefined || right === undefined || !isLiteral(left) || !isLiteral(right) || rightFrom !== to - 1) return false;
  return !compare(left, operator.map((token) => token.text).join(''), right);
}

/** Left operand's first token, the operator's tokens, and where the right operand starts. */
function comparison(tokens: readonly Token[], from: number, to: number): readonly [Token | undefined, readonly Token[], number] {
  for (let at = from + 1; at < to; at++) {
    const token = tokens[at]!;
    if (token.type === 'punct' && /^[<>=!]$/.test(token.text)) {
      const operator = [token];
      while (at + 1 < to && tokens[at + 1]!.type === 'punct' && /^[<>=]$/.test(tokens[at + 1]!.text)) operator.push(tokens[++at]!);
      return [tokens[from], operator, at + 1];
    }
    if (token.upper === 'LIKE' || token.upper === 'ILIKE' || token.upper === 'IS') return [tokens[from], [token], at + 1];
    if (!isName(token) && !isPunct(token, '.')) break;
  }
  return [undefined, [], to];
}

function compare(left: Token, operator: string, right: Token): boolean {
  const numeric = left.type === 'number' && right.type === 'number';
  const a = numeric ? Number(left.text) : left.text;
  const b = numeric ? Number(right.text) : right.text;
  switch (operator) {
    case '=':
    case '==':
      return a === b;
    case '<>':
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
    default:
      return false;
  }
}

/** A column that every row has a value in, going by its name. */
function isKey(tokens: readonly Token[], from: number, to: number): boolean {
  const last = tokens[to - 1];
  if (!last || !isName(last)) return false;
  return /^(?:id|_id|uuid|guid|pk|rowid|ctid|oid)$/i.test(last.text) || (from === to - 1 && /(?:_id|Id|ID)$/.test(last.text));
}

/** Columns that say when a row was made or last changed. */
const madeAt =
  /^(?:created|inserted|updated|modified|registered|added)(?:_?(?:at|on|date|time|ts))?$|^(?:timestamp|ts|event_?time|logged_?at|occurred_?at|received_?at)$/i;

function isNow(tokens: readonly Token[], from: number, to: number): boolean {
  if (
    !/^(?:NOW|CURRENT_TIMESTAMP|CURRENT_DATE|LOCALTIMESTAMP|SYSDATE|SYSTIMESTAMP|GETDATE|UTC_TIMESTAMP|CLOCK_TIMESTAMP)$/.test(
      tokens[from]?.upper ?? '',
    )
  )
    return false;
  return to - from === 1 || (to - from === 3 && isPunct(tokens[from + 1], '(') && isPunct(tokens[from + 2], ')'));
}

function isLiteral(token: Token): boolean {
  return token.type === 'number' || token.type === 'string';
}

function isName(token: Token): boolean {
  return token.type === 'word' || token.type === 'quoted';
}

function sameToken(a: Token, b: Token): boolean {
  return a.type === b.type && (a.type === 'word' ? a.upper === b.upper : a.text === b.text);
}

function isPunct(token: Token | undefined, text: string): boolean {
  return token?.type === 'punct' && token.text === text;
}

function closing(tokens: readonly Token[], open: number, to: number): number {
  let depth = 0;
  for (let at = open; at < to; at++) {
    if (isPunct(tokens[at], '(')) depth++;
    else if (isPunct(tokens[at], ')') && --depth === 0) return at;
  }
  return -1;
}

function split(tokens: readonly Token[], from: number, to: number, word: string): readonly (readonly [number, number])[] {
  const parts: (readonly [number, number])[] = [];
  let depth = 0;
  let start = from;
  for (let at = from; at < to; at++) {
    const token = tokens[at]!;
    if (isPunct(token, '(')) depth++;
    else if (isPunct(token, ')')) depth--;
    // MySQL writes `||` and `&&`, too; two `punct` tokens that no other dialect puts between conditions.
    else if (depth === 0 && token.upper === word) {
      parts.push([start, at]);
      start = at + 1;
    }
  }
  parts.push([start, to]);
  return parts;
}

import { type Cursor, isDash, isDoubleQuote, isSingleQuote, Unreadable } from './lexer.ts';
import { parseBlock, parseBody, parseStatement } from './parser.ts';
import type { Expression, Statement } from './syntax.ts';

const operators =
  /[-\u2013\u2014\u2015](?:[ci]?(?:eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|replace|contains|notcontains|in|notin|split)|join|is|isnot|as|and|or|xor|band|bor|bxor|shl|shr|f)(?![\w-])/iy;

/** A value with its operators, all of one precedence: enough to tell which texts become which. */
export function parseExpression(cursor: Cursor, lists = true): Expression {
  cursor.enter();
  const start = cursor.at;
  let left = parseList(cursor, lists);
  for (;;) {
    cursor.skipBlanks();
    const operator = takeOperator(cursor);
    if (operator === undefined) break;
    cursor.skipSeparators(true);
    if (operator === '?') {
      parseExpression(cursor);
      cursor.skipSeparators(true);
      if (cursor.char !== ':') throw new Unreadable(': is missing');
      cursor.at++;
      cursor.skipSeparators(true);
      parseExpression(cursor);
      left = { type: 'unary', operator: '?', of: left, source: cursor.since(start) };
      continue;
    }
    const right = parseList(cursor, lists);
    left = { type: 'binary', operator, left, right, source: cursor.since(start) };
  }
  cursor.leave();
  return left;
}

function takeOperator(cursor: Cursor): string | undefined {
  const { char } = cursor;
  if (char === undefined) return undefined;
  if (isDash(char)) {
    const word = cursor.take(operators);
    if (word !== undefined) return word.slice(1).toLowerCase();
    // `$i--` was taken before; `-= ` assigns.
    if (cursor.peek() === '=' || isDash(cursor.peek())) return undefined;
    cursor.at++;
    return '-';
  }
  if (cursor.starts('..')) {
    cursor.at += 2;
    return '..';
  }
  if (cursor.starts('??') && cursor.peek(2) !== '=') {
    cursor.at += 2;
    return '??';
  }
  if (/[+*/%]/.test(char) && cursor.peek() !== '=' && !(char === '+' && cursor.peek() === '+')) {
    cursor.at++;
    return char;
  }
  if (char === '?' && cursor.peek() !== '?') {
    cursor.at++;
    return '?';
  }
  return undefined;
}

function parseList(cursor: Cursor, lists: boolean): Expression {
  const items: Expression[] = [];
  if (cursor.char === ',') cursor.at++;
  for (;;) {
    cursor.skipBlanks();
    items.push(parseUnary(cursor));
    if (!lists) break;
    cursor.skipBlanks();
    if (cursor.char !== ',') break;
    cursor.at++;
    cursor.skipSeparators(true);
  }
  return items.length === 1 ? items[0]! : { type: 'list', items, tight: false };
}

function parseUnary(cursor: Cursor): Expression {
  const start = cursor.at;
  const operator =
    cursor.take(/[-\u2013\u2014\u2015](?:not|join|split|bnot|[ci]split)\b/iy) ?? cursor.take(/\+\+|--/y) ?? cursor.take(/[!+-](?!\d)/y);
  if (operator !== undefined) {
    cursor.enter();
    cursor.skipBlanks();
    const of = operator.length > 2 ? parseList(cursor, true) : parseUnary(cursor);
    cursor.leave();
    return { type: 'unary', operator: operator.replace(/^.(?=\w)/, '').toLowerCase(), of, source: cursor.since(start) };
  }
  // A cast leaves the text as it is.
  if (cursor.char === '[') {
    const name = takeType(cursor);
    cursor.skipBlanks();
    if (cursor.starts('::')) return parsePostfix(cursor, { type: 'typeName', name }, start);
    if (cursor.char === undefined || /[\n\r;)}\],|]/.test(cursor.char)) return { type: 'typeName', name };
    cursor.enter();
    const of = parseUnary(cursor);
    cursor.leave();
    if (/^(?:system\.management\.automation\.)?scriptblock$/i.test(name)) return of;
    return /^(?:string|system\.string|uri|system\.uri|string\[\]|array|io\.fileinfo|void|object|xml|system\.io\.\w+|ordered|pscustomobject|hashtable|securestring|(?:system\.)?(?:int|bool|long)\w*)$/i.test(
      name,
    ) || of.type === 'variable'
      ? of
      : { type: 'unary', operator: `[${name}]`, of, source: cursor.since(start) };
  }
  return parsePostfix(cursor, parsePrimary(cursor), start);
}

/** `[Name]`, `[Name[]]`, `[Dictionary[string,int]]`. */
function takeType(cursor: Cursor): string {
  const start = cursor.at;
  let open = 0;
  for (;;) {
    const { char } = cursor;
    if (char === undefined || char === '\n') throw new Unreadable('] is missing');
    cursor.at++;
    if (char === '[') open++;
    if (char === ']' && --open === 0) return cursor.text.slice(start + 1, cursor.at - 1).trim();
  }
}

function parsePrimary(cursor: Cursor): Expression {
  const { char } = cursor;
  if (isSingleQuote(char)) return parseSingle(cursor);
  if (isDoubleQuote(char)) return parseDouble(cursor);
  if (char === '$') return parseDollar(cursor) ?? bareDollar(cursor);
  if (char === '(') {
    const start = cursor.at++;
    return { type: 'statements', body: parseBody(cursor, ')'), source: cursor.since(start) };
  }
  if (char === '{') return parseBlock(cursor);
  if (char === '@') {
    const at = parseAt(cursor);
    if (at) return at;
  }
  const number = cursor.take(/[-+]?(?:0x[0-9a-f]+|\d+(?:\.\d+)?(?:e[-+]?\d+)?)[a-z]{0,3}/iy);
  if (number !== undefined) return { type: 'text', value: number };
  // Not a value: a bare word in a place for values (a key of a hash table, a mistake).
  const word = cursor.take(/[\w.:\\/*-]+/y);
  if (word !== undefined) return { type: 'text', value: word };
  throw new Unreadable(char === undefined ? 'the text ends too early' : `unexpected ${char}`);
}

function bareDollar(cursor: Cursor): Expression {
  cursor.at++;
  return { type: 'text', value: '$' };
}

/** `@( … )`, `@{ … }`, here-strings; undefined for anything else. */
export function parseAt(cursor: Cursor): Expression | undefined {
  const start = cursor.at;
  const next = cursor.peek();
  if (next === '(') {
    cursor.at += 2;
    return { type: 'statements', body: parseBody(cursor, ')'), source: cursor.since(start) };
  }
  if (next === '{') {
    cursor.at += 2;
    return parseHash(cursor);
  }
  if (isSingleQuote(next) || isDoubleQuote(next)) return parseHere(cursor, isDoubleQuote(next));
  return undefined;
}

function parseHash(cursor: Cursor): Expression {
  const entries: (readonly [Expression, readonly Statement[]])[] = [];
  cursor.enter();
  for (;;) {
    cursor.skipSeparators();
    if (cursor.char === '}') break;
    if (cursor.char === undefined) throw new Unreadable('} is missing');
    const word = cursor.take(/[\w-]+/y);
    const key: Expression = word === undefined ? parseExpression(cursor, false) : { type: 'text', value: word };
    cursor.skipSeparators(true);
    if (cursor.char !== '=') throw new Unreadable('= is missing');
    cursor.at++;
    cursor.skipSeparators(true);
    entries.push([key, [parseStatement(cursor)]]);
  }
  cursor.at++;
  cursor.leave();
  return { type: 'hash', entries };
}

/** The line after the opening quote up to a line that begins with the closing one. */
function parseHere(cursor: Cursor, expands: boolean): Expression {
  cursor.at += 2;
  if (cursor.take(/[ \t]*\r?\n/y) === undefined) throw new Unreadable('a here-string begins on a line of its own');
  const close = expands ? /\r?\n["\u201c\u201d\u201e]@/g : /\r?\n['\u2018\u2019\u201a\u201b]@/g;
  close.lastIndex = Math.max(0, cursor.at - 1);
  const end = close.exec(cursor.text);
  if (!end) throw new Unreadable('a here-string is not closed');
  if (!expands) {
    const value = cursor.text.slice(cursor.at, Math.max(cursor.at, end.index));
    cursor.at = end.index + end[0].length;
    return { type: 'text', value };
  }
  const parts = parseParts(cursor, (inner) => inner.at >= end.index);
  cursor.at = end.index + end[0].length;
  return { type: 'join', parts };
}

export function parseSingle(cursor: Cursor): Expression {
  let value = '';
  let from = ++cursor.at;
  for (;;) {
    const { char } = cursor;
    if (char === undefined) throw new Unreadable('a quote is not closed');
    cursor.at++;
    if (!isSingleQuote(char)) continue;
    value += cursor.text.slice(from, cursor.at - 1);
    if (!isSingleQuote(cursor.char)) return { type: 'text', value };
    from = cursor.at++;
  }
}

export function parseDouble(cursor: Cursor): Expression {
  cursor.at++;
  const parts = parseParts(cursor, (inner) => {
    if (!isDoubleQuote(inner.char)) return false;
    if (!isDoubleQuote(inner.peek())) return true;
    inner.at++;
    return false;
  });
  if (cursor.char === undefined) throw new Unreadable('a quote is not closed');
  cursor.at++;
  return parts.length === 0
    ? { type: 'text', value: '' }
    : parts.length === 1 && parts[0]!.type === 'text'
      ? parts[0]!
      : { type: 'join', parts };
}

/** Text with variables and `$( … )` in it, up to where `ends` says so. */
function parseParts(cursor: Cursor, ends: (cursor: Cursor) => boolean): readonly Expression[] {
  const parts: Expression[] = [];
  let value: string[] = [];
  let from = cursor.at;
  const flush = (): void => {
    value.push(cursor.since(from));
    const text = value.join('');
    if (text !== '') parts.push({ type: 'text', value: text });
    value = [];
  };
  for (;;) {
    const before = cursor.at;
    const done = cursor.char === undefined || ends(cursor);
    if (done) {
      flush();
      return parts;
    }
    if (cursor.at > before) {
      // A doubled quote stands for one.
      value.push(cursor.text.slice(from, before));
      from = cursor.at++;
    } else if (cursor.char === '`') {
      value.push(cursor.since(from), cursor.escaped());
      from = cursor.at;
    } else if (cursor.char === '$') {
      const start = cursor.at;
      const part = parseDollar(cursor);
      if (part) {
        const end = cursor.at;
        cursor.at = start;
        flush();
        cursor.at = end;
        parts.push(part);
        from = end;
      } else cursor.at++;
    } else cursor.at++;
  }
}

/** `$name`, `${name}`, `$env:NAME`, `$( … )`; undefined where a `$` is only that. */
export function parseDollar(cursor: Cursor): Expression | undefined {
  const start = cursor.at;
  if (cursor.peek() === '(') {
    cursor.at += 2;
    return { type: 'statements', body: parseBody(cursor, ')'), source: cursor.since(start) };
  }
  const name = cursor.take(/\$(?:\{[^}\n]{1,200}\}|\w+(?::\w+)?|[$?^](?!\w))/y);
  if (name === undefined) return undefined;
  const bare = name.startsWith('${') ? name.slice(2, -1) : name.slice(1);
  return {
    type: 'variable',
    name: bare.toLowerCase().replace(/^(?:global|script|local|private|using|variable):/, ''),
    source: name,
  };
}

/** `.Name`, `.Name( … )`, `::Name`, `[ … ]`, `++` directly behind a value. */
export function parsePostfix(cursor: Cursor, value: Expression, start: number): Expression {
  let of = value;
  for (let steps = 0; ; steps++) {
    if (steps > 200) throw new Unreadable('nested too deeply to follow');
    const isStatic = cursor.starts('::');
    if (isStatic || cursor.test(/\??\.(?=[A-Za-z_$"'({])/y)) {
      cursor.at += isStatic || cursor.char === '?' ? 2 : 1;
      const word = cursor.take(/\w+/y);
      const name: Expression = word === undefined ? parsePrimary(cursor) : { type: 'text', value: word };
      let args: Expression[] | undefined;
      if (cursor.char === '(') {
        cursor.at++;
        args = parseCallArguments(cursor);
      } else if (cursor.char === '{' && /^(?:where|foreach)$/i.test(word ?? '')) args = [parseBlock(cursor)];
      of = { type: 'member', of, name, args, isStatic, source: cursor.since(start) };
      continue;
    }
    if (cursor.char === '[' && cursor.test(/\[(?!\s*\])/y)) {
      cursor.at++;
      cursor.skipSeparators(true);
      const name = parseExpression(cursor);
      cursor.skipSeparators(true);
      if (cursor.char !== ']') throw new Unreadable('] is missing');
      cursor.at++;
      of = { type: 'member', of, name, args: undefined, isStatic: false, source: cursor.since(start) };
      continue;
    }
    if (cursor.starts('++') || cursor.starts('--')) {
      cursor.at += 2;
      of = { type: 'unary', operator: '++', of, source: cursor.since(start) };
      continue;
    }
    return of;
  }
}

function parseCallArguments(cursor: Cursor): Expression[] {
  const args: Expression[] = [];
  cursor.enter();
  for (;;) {
    cursor.skipSeparators(true);
    if (cursor.char === ')') break;
    if (cursor.char === ',') {
      cursor.at++;
      continue;
    }
    if (cursor.char === undefined) throw new Unreadable(') is missing');
    args.push(parseExpression(cursor, false));
  }
  cursor.at++;
  cursor.leave();
  return args;
}

import { type Cursor, isBlank, isDash, isDoubleQuote, isSingleQuote } from './lexer.ts';
import { parseAt, parseDollar, parseDouble, parsePostfix, parseSingle } from './expressions.ts';
import { parseBlock, parseBody } from './parser.ts';
import type { Argument, Expression, Redirection } from './syntax.ts';

/** The program: a bare word, or after `&` and `.` any value. */
export function parseCommandName(cursor: Cursor, called: boolean): Expression {
  return called ? (parseValue(cursor) ?? { type: 'text', value: '' }) : parseBare(cursor);
}

/** What stands behind a command up to its end; `only` redirections behind a value. */
export function parseArguments(
  cursor: Cursor,
  redirections: Redirection[],
  only = false,
): { readonly arguments: readonly Argument[]; readonly redirections: readonly Redirection[] } {
  const list: Argument[] = [];
  let literal = false;
  for (;;) {
    cursor.skipBlanks();
    if (isEnd(cursor)) return { arguments: list, redirections };
    const redirect = cursor.take(/(?:[1-6*])?>{1,2}(?:&[12])?/y);
    if (redirect !== undefined) {
      if (redirect.includes('&')) continue;
      cursor.skipBlanks();
      const target = isEnd(cursor) ? undefined : parseValue(cursor);
      const stream = /^[1-6*]/.exec(redirect)?.[0];
      if (target) redirections.push({ append: redirect.includes('>>'), stream: stream === '1' ? undefined : stream, target });
      continue;
    }
    if (only) return { arguments: list, redirections };
    if (cursor.starts('--%') && (isBlank(cursor.peek(3)) || cursor.peek(3) === undefined)) {
      cursor.at += 3;
      list.push(...verbatim(cursor));
      continue;
    }
    if (!literal && isDash(cursor.char)) {
      const parameter = cursor.take(/[-\u2013\u2014\u2015][A-Za-z_?][\w-]*(?=[\s;|)},]|:(?![\\/])|$)/y);
      if (parameter !== undefined) {
        const name = `-${parameter.slice(1)}`;
        if (cursor.char !== ':') {
          list.push({ parameter: name });
          continue;
        }
        cursor.at++;
        cursor.skipBlanks();
        const value = isEnd(cursor) ? undefined : parseListValue(cursor);
        list.push(value ? { parameter: name, value } : { parameter: name });
        continue;
      }
    }
    if (cursor.starts('--') && /[\s]/.test(cursor.peek(2) ?? ' ')) literal = true;
    const value = parseListValue(cursor);
    if (value) list.push({ value });
    else cursor.at++;
  }
}

function isEnd(cursor: Cursor): boolean {
  const { char } = cursor;
  if (char === '#') {
    cursor.skipComment();
    return true;
  }
  return (
    char === undefined || char === '\n' || char === '\r' || char === ';' || char === '|' || char === ')' || char === '}' || char === '&'
  );
}

/** `--%`: the rest of the line as it stands. */
function verbatim(cursor: Cursor): readonly Argument[] {
  const start = cursor.at;
  cursor.take(/[^\n|]*/y);
  const words = cursor.since(start).match(/(?:"[^"]*"|[^\s"])+/g) ?? [];
  return words.map((word) => ({ value: { type: 'text', value: word.replaceAll('"', '') } }));
}

function parseListValue(cursor: Cursor): Expression | undefined {
  const first = parseValue(cursor);
  if (!first) return undefined;
  const items = [first];
  let tight = true;
  for (;;) {
    const before = cursor.at;
    cursor.skipBlanks();
    if (cursor.char !== ',') {
      cursor.at = before;
      break;
    }
    cursor.at++;
    const behind = cursor.at;
    cursor.skipSeparators(true);
    if (cursor.at > behind || behind - 1 > before) tight = false;
    const next = isEnd(cursor) ? undefined : parseValue(cursor);
    if (!next) break;
    items.push(next);
  }
  return items.length === 1 ? first : { type: 'list', items, tight };
}

/** One argument; undefined where none can begin. */
function parseValue(cursor: Cursor): Expression | undefined {
  const { char } = cursor;
  const start = cursor.at;
  if (char === undefined) return undefined;
  if (isSingleQuote(char)) return parsePostfix(cursor, parseSingle(cursor), start);
  if (isDoubleQuote(char)) return parsePostfix(cursor, parseDouble(cursor), start);
  if (char === '(') {
    cursor.at++;
    return parsePostfix(cursor, { type: 'statements', body: parseBody(cursor, ')'), source: cursor.since(start) }, start);
  }
  if (char === '{') return parseBlock(cursor);
  if (char === '@') {
    const value = parseAt(cursor);
    if (value) return parsePostfix(cursor, value, start);
    const name = cursor.take(/@\w+(?![\w/.@-])/y);
    if (name !== undefined) return { type: 'splat', name: name.slice(1).toLowerCase() };
  }
  if (char === '$') {
    const value = parseDollar(cursor);
    if (value) {
      const whole = parsePostfix(cursor, value, start);
      const next = cursor.char;
      if (next === undefined || isBlank(next) || /[\n\r;|),}&>]/.test(next)) return whole;
      // `$dir\sub`: one word of several parts.
      const rest = parseBare(cursor);
      return { type: 'join', parts: [whole, ...(rest.type === 'join' ? rest.parts : [rest])] };
    }
  }
  if (char === ',' || char === ')' || char === '}' || char === ';' || char === '|') return undefined;
  return parseBare(cursor);
}

const plain = /[^\s`$"'\u2018-\u201e;|&(){},>#]+/y;

/** A bare word: quotes inside it are taken away, variables are replaced. */
function parseBare(cursor: Cursor): Expression {
  const parts: Expression[] = [];
  let open = 0;
  const add = (value: string): void => {
    const last = parts.at(-1);
    if (last?.type === 'text') parts[parts.length - 1] = { type: 'text', value: last.value + value };
    else parts.push({ type: 'text', value });
  };
  for (;;) {
    const text = cursor.take(plain);
    if (text !== undefined) {
      add(text);
      continue;
    }
    const { char } = cursor;
    if (char === undefined || isBlank(char) || /[\s;|&(),>]/.test(char)) break;
    if (char === '`') {
      if (cursor.peek() === '\n' || cursor.peek() === '\r') break;
      add(cursor.escaped());
    } else if (char === '$') {
      const part = parseDollar(cursor);
      if (part) parts.push(part);
      else {
        add('$');
        cursor.at++;
      }
    } else if (isSingleQuote(char) || isDoubleQuote(char)) {
      const part = isSingleQuote(char) ? parseSingle(cursor) : parseDouble(cursor);
      parts.push(...(part.type === 'join' ? part.parts : [part]));
    } else if (char === '{') {
      // `stash@{0}`, `HEAD^{tree}`: PowerShell would cut the word here; who writes it means it whole.
      if (!cursor.test(/\{[^\s{}]*\}/y)) break;
      open++;
      add('{');
      cursor.at++;
    } else if (char === '}') {
      if (open === 0) break;
      open--;
      add('}');
      cursor.at++;
    } else {
      add(char);
      cursor.at++;
    }
  }
  if (parts.length === 0) {
    const { char } = cursor;
    if (char === '>' || char === ',') {
      cursor.at++;
      return { type: 'text', value: char };
    }
    return { type: 'text', value: '' };
  }
  return parts.length === 1 ? parts[0]! : { type: 'join', parts };
}

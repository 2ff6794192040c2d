import { Cursor, isDash, isDoubleQuote, isSingleQuote, Unreadable } from './lexer.ts';
import { parseExpression } from './expressions.ts';
import { parseArguments, parseCommandName } from './commandLine.ts';
import type { Block, Element, Expression, Parameter, Redirection, Script, Statement } from './syntax.ts';

/** Reads a text as far as it goes: what stands before a mistake is kept. */
export function parseScript(text: string): Script {
  const cursor = new Cursor(text);
  const body: Statement[] = [];
  let parameters: readonly Parameter[] = [];
  let start = 0;
  try {
    cursor.skipSeparators();
    parameters = parseParameterBlock(cursor);
    for (;;) {
      cursor.skipSeparators();
      start = cursor.at;
      if (cursor.char === undefined) return { body, parameters };
      // A bracket too much: the shell would refuse the text; what follows it could still be meant.
      if (cursor.char === '}' || cursor.char === ')') throw new Unreadable(`${cursor.char} without its opening bracket`);
      body.push(parseStatement(cursor));
      if (cursor.at === start) throw new Unreadable(`unexpected ${cursor.char}`);
    }
  } catch (error) {
    if (error instanceof Unreadable) return { body, parameters, error: { reason: error.reason, at: start } };
    throw error;
  }
}

/** Statements up to a closing bracket, which is consumed. */
export function parseBody(cursor: Cursor, close: ')' | '}'): readonly Statement[] {
  const body: Statement[] = [];
  cursor.enter();
  for (;;) {
    cursor.skipSeparators();
    if (cursor.char === close) break;
    if (cursor.char === undefined) throw new Unreadable(`${close} is missing`);
    const start = cursor.at;
    body.push(parseStatement(cursor));
    if (cursor.at === start) throw new Unreadable(`unexpected ${cursor.char}`);
  }
  cursor.at++;
  cursor.leave();
  return body;
}

/** `{ … }`, the cursor on its brace. */
export function parseBlock(cursor: Cursor): Block {
  const start = ++cursor.at;
  cursor.skipSeparators();
  const parameters = parseParameterBlock(cursor);
  const body = parseBody(cursor, '}');
  return { type: 'block', body, parameters, source: cursor.text.slice(start, cursor.at - 1) };
}

const keyword =
  /(?:if|elseif|else|foreach|for|while|do|until|switch|try|catch|finally|function|filter|workflow|return|break|continue|exit|throw|begin|process|end|dynamicparam|clean|trap|class|enum|using|data)(?![\w\-.\\/:+=])/iy;

export function parseStatement(cursor: Cursor): Statement {
  cursor.enter();
  cursor.take(/:\w+[ \t]+(?=(?:for|foreach|while|do|switch)\b)/iy);
  const start = cursor.at;
  const word = cursor.take(keyword)?.toLowerCase();
  let statement = word === undefined ? undefined : parseKeyword(word, cursor);
  if (!statement) {
    cursor.at = start;
    statement = parsePipeline(cursor);
  }
  // `a && b`, `a || b`: any of them may run.
  const chain = [statement];
  for (;;) {
    cursor.skipBlanks();
    if (!cursor.starts('&&') && !cursor.starts('||')) break;
    cursor.at += 2;
    cursor.skipSeparators(true);
    chain.push(parsePipeline(cursor));
  }
  cursor.leave();
  return chain.length === 1 ? statement : { type: 'sequence', body: chain };
}

const nothing: Statement = { type: 'sequence', body: [] };

function parseKeyword(word: string, cursor: Cursor): Statement | undefined {
  cursor.skipSeparators(true);
  switch (word) {
    case 'if':
      return parseIf(cursor);
    case 'foreach':
      return parseForeach(cursor);
    case 'for':
    case 'while':
    case 'until': {
      if (cursor.char !== '(') return undefined;
      const first = parseParenthesis(cursor);
      return { type: 'loop', first, body: parseBraces(cursor) };
    }
    case 'do': {
      if (cursor.char !== '{') return undefined;
      const body = parseBraces(cursor);
      cursor.skipSeparators(true);
      cursor.take(/(?:while|until)\b/iy);
      cursor.skipSeparators(true);
      const first = cursor.char === '(' ? parseParenthesis(cursor) : [];
      return { type: 'loop', first, body };
    }
    case 'switch':
      return parseSwitch(cursor);
    case 'try':
      return parseTry(cursor);
    case 'function':
    case 'filter':
    case 'workflow':
      return parseFunction(cursor);
    case 'begin':
    case 'process':
    case 'end':
    case 'dynamicparam':
    case 'clean':
    case 'data':
      return cursor.char === '{' ? { type: 'sequence', body: parseBraces(cursor) } : undefined;
    case 'trap':
      cursor.take(/\[[^\]]*\]\s*/y);
      return cursor.char === '{' ? { type: 'branch', tests: [], bodies: [parseBraces(cursor)] } : undefined;
    case 'return':
    case 'exit':
    case 'throw':
    case 'break':
    case 'continue':
      if (cursor.char === undefined || /[\n\r;})|&]/.test(cursor.char)) return nothing;
      return parsePipeline(cursor);
    case 'class':
    case 'enum': {
      const at = cursor.text.indexOf('{', cursor.at);
      if (at < 0) return undefined;
      // Methods run only when they are called: what they hold cannot be followed.
      throw new Unreadable('classes are not followed');
    }
    case 'using':
      cursor.skipComment();
      return nothing;
    default:
      return undefined;
  }
}

function parseParenthesis(cursor: Cursor): readonly Statement[] {
  cursor.skipSeparators(true);
  if (cursor.char !== '(') throw new Unreadable('( is missing');
  cursor.at++;
  return parseBody(cursor, ')');
}

function parseBraces(cursor: Cursor): readonly Statement[] {
  cursor.skipSeparators(true);
  if (cursor.char !== '{') throw new Unreadable('{ is missing');
  cursor.at++;
  return parseBody(cursor, '}');
}

function parseIf(cursor: Cursor): Statement | undefined {
  if (cursor.char !== '(') return undefined;
  const tests: Statement[] = [...parseParenthesis(cursor)];
  const bodies = [parseBraces(cursor)];
  for (;;) {
    const start = cursor.at;
    cursor.skipSeparators(true);
    const word = cursor.take(/(?:elseif|else)\b/iy)?.toLowerCase();
    if (word === undefined) {
      cursor.at = start;
      return { type: 'branch', tests, bodies };
    }
    cursor.skipSeparators(true);
    // `else if` in one: people who know other languages write it.
    if (word === 'elseif' || cursor.take(/if\b/iy) !== undefined) tests.push(...parseParenthesis(cursor));
    bodies.push(parseBraces(cursor));
  }
}

function parseForeach(cursor: Cursor): Statement | undefined {
  if (cursor.char !== '(') return undefined;
  const start = cursor.at;
  const head = cursor.take(/\(\s*\$\{?[\w:]+\}?\s+in\b/iy);
  if (head === undefined) {
    cursor.at = start;
    return undefined;
  }
  const variable = /\$\{?([\w:]+)/.exec(head)![1]!.toLowerCase();
  const list: Statement = { type: 'sequence', body: parseBody(cursor, ')') };
  return { type: 'each', variable, list, body: parseBraces(cursor) };
}

function parseSwitch(cursor: Cursor): Statement | undefined {
  cursor.take(/(?:-(?:regex|wildcard|exact|casesensitive|parallel|file)\s+)+/iy);
  if (cursor.char !== '(') return undefined;
  const tests = parseParenthesis(cursor);
  cursor.skipSeparators(true);
  if (cursor.char !== '{') throw new Unreadable('{ is missing');
  cursor.at++;
  cursor.enter();
  const bodies: (readonly Statement[])[] = [];
  for (;;) {
    cursor.skipSeparators();
    if (cursor.char === '}') break;
    if (cursor.char === undefined) throw new Unreadable('} is missing');
    if (cursor.char === '{') parseBlock(cursor);
    else if (cursor.take(/[\w.*?/\\-]+/y) === undefined) parseExpression(cursor);
    bodies.push(parseBraces(cursor));
  }
  cursor.at++;
  cursor.leave();
  return { type: 'branch', tests, bodies };
}

function parseTry(cursor: Cursor): Statement | undefined {
  if (cursor.char !== '{') return undefined;
  const body = parseBraces(cursor);
  const bodies: (readonly Statement[])[] = [];
  for (;;) {
    const start = cursor.at;
    cursor.skipSeparators(true);
    if (cursor.take(/(?:catch|finally)\b/iy) === undefined) {
      cursor.at = start;
      return { type: 'sequence', body: [...body, { type: 'branch', tests: [], bodies }] };
    }
    cursor.skipSeparators(true);
    while (cursor.take(/\[[^\]]*\][\s,]*/y) !== undefined);
    bodies.push(parseBraces(cursor));
  }
}

function parseFunction(cursor: Cursor): Statement | undefined {
  const name = cursor.take(/[\w:-]+/y)?.toLowerCase();
  if (name === undefined) return undefined;
  cursor.skipSeparators(true);
  const parameters = cursor.char === '(' ? parseParameters(cursor) : [];
  cursor.skipSeparators(true);
  if (cursor.char !== '{') return undefined;
  const block = parseBlock(cursor);
  return {
    type: 'function',
    name: name.replace(/^(?:global|script|local|private):/, ''),
    block: { ...block, parameters: [...parameters, ...block.parameters] },
  };
}

/** `[CmdletBinding()] param( … )` if it stands here. */
function parseParameterBlock(cursor: Cursor): readonly Parameter[] {
  const start = cursor.at;
  while (cursor.take(/\[(?:CmdletBinding|OutputType|Alias|Parameter|Diagnostics\.\w+)\b[^\]]*\]\s*/iy) !== undefined);
  if (cursor.take(/param\s*(?=\()/iy) === undefined) {
    cursor.at = start;
    return [];
  }
  return parseParameters(cursor);
}

function parseParameters(cursor: Cursor): readonly Parameter[] {
  cursor.at++;
  cursor.enter();
  const parameters: Parameter[] = [];
  for (;;) {
    cursor.skipSeparators(true);
    const { char } = cursor;
    if (char === undefined) throw new Unreadable(') is missing');
    if (char === ')') break;
    if (char === '[') skipBrackets(cursor);
    else if (char === '$') {
      const name = cursor.take(/\$\{?[\w:]+\}?/y);
      if (name === undefined) throw new Unreadable('a parameter has no name');
      cursor.skipSeparators(true);
      let initial: Expression | undefined;
      if (cursor.char === '=') {
        cursor.at++;
        cursor.skipSeparators(true);
        initial = parseExpression(cursor, false);
      }
      parameters.push({ name: name.replace(/[${}]/g, '').toLowerCase(), initial });
    } else cursor.at++;
  }
  cursor.at++;
  cursor.leave();
  return parameters;
}

/** An attribute or type: strings in it may hold brackets. */
function skipBrackets(cursor: Cursor): void {
  let open = 0;
  for (;;) {
    const { char } = cursor;
    if (char === undefined) throw new Unreadable('] is missing');
    if (isSingleQuote(char) || isDoubleQuote(char)) {
      parseExpression(cursor, false);
      continue;
    }
    cursor.at++;
    if (char === '[') open++;
    if (char === ']' && --open === 0) return;
  }
}

const assignment = /(?:[-+*/%]|\?\?)?=(?!=)/y;

/** Elements joined by `|`, or an assignment. */
function parsePipeline(cursor: Cursor): Statement {
  const elements: Element[] = [];
  const start = cursor.at;
  for (;;) {
    elements.push(parseElement(cursor));
    cursor.skipBlanks();
    const first = elements[0]!;
    if (elements.length === 1 && first.type === 'expression') {
      const operator = cursor.take(assignment);
      if (operator !== undefined) {
        cursor.skipSeparators(true);
        const value = cursor.char === undefined ? nothing : parseStatement(cursor);
        return { type: 'assign', target: first.value, operator, value, source: cursor.since(start) };
      }
    }
    if (cursor.char === '|' && cursor.peek() !== '|') {
      cursor.at++;
      cursor.skipSeparators(true);
      if (cursor.char === undefined) throw new Unreadable('nothing stands behind |');
      continue;
    }
    // PowerShell 7 goes on with a line that begins with a pipe.
    const end = cursor.at;
    if (cursor.char === '\n' || cursor.char === '\r') {
      cursor.skipSeparators(true);
      if (cursor.char === '|' && cursor.peek() !== '|') {
        cursor.at++;
        cursor.skipSeparators(true);
        continue;
      }
      cursor.at = end;
    }
    if (cursor.char === '&' && cursor.peek() !== '&') cursor.at++;
    return { type: 'pipeline', elements };
  }
}

const number = /[-+]?(?:0x[0-9a-f]+|\d+(?:\.\d+)?(?:e[-+]?\d+)?)(?:[lduysn]|[kmgtp]b){0,2}(?![\w\-.:/\\%])/iy;

function parseElement(cursor: Cursor): Element {
  const start = cursor.at;
  const redirections: Redirection[] = [];
  const { char } = cursor;
  const next = cursor.peek();
  if (char === '&' || (char === '.' && next !== undefined && /[\s"'$({]/.test(next))) {
    cursor.at++;
    cursor.skipBlanks();
    const name = parseCommandName(cursor, true);
    return { type: 'command', name, called: true, ...parseArguments(cursor, redirections), source: cursor.since(start) };
  }
  const expression =
    char !== undefined &&
    (isSingleQuote(char) ||
      isDoubleQuote(char) ||
      /[$({!]/.test(char) ||
      (char === '@' && next !== undefined && /[({"']/.test(next)) ||
      (char === '[' && /[A-Za-z]/.test(next ?? '')) ||
      (char === ',' && next !== ',') ||
      cursor.starts('++') ||
      (isDash(char) && cursor.test(/.(?:(?:not|join|split|bnot|csplit|isplit)\b|-(?=\$))/iy)) ||
      cursor.test(number));
  if (expression) {
    const value = parseExpression(cursor);
    const rest = parseArguments(cursor, redirections, true);
    return { type: 'expression', value, redirections: rest.redirections, source: cursor.since(start) };
  }
  const name = parseCommandName(cursor, false);
  return { type: 'command', name, called: false, ...parseArguments(cursor, redirections), source: cursor.since(start) };
}

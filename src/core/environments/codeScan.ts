import { lineFinder } from './paths.ts';

/** An address or host that stands in code as a literal. */
export interface LiteralAddress {
  readonly text: string;
  readonly line: number;
  /** Names of the blocks around it, innermost first: `production` of `production: { connection: … }`. */
  readonly blocks: readonly string[];
}

const literal =
  /(["'`])([a-z][a-z0-9+.-]{1,31}:\/\/[^"'`\s]{3,600})\1|(?:^|[\s{,(['"])(host|hostname|server|HOST|url|URL)["']?\s{0,8}(?:[:=]|=>)\s{0,8}(["'`])([\w.-]{4,253})\4/g;

/** Deepest blocks that are followed. */
const maxBlocks = 40;

/**
 * Addresses in code: a bounded scan of its text, which never runs it. Comments are left out, strings are only looked into for
 * addresses, and braces tell which block of which name a literal stands in.
 */
export function literalAddresses(text: string): readonly LiteralAddress[] {
  const code = withoutComments(text);
  const lineOf = lineFinder(text);
  const found: LiteralAddress[] = [];
  const blocks = blockFinder(code);
  for (const match of code.matchAll(literal)) {
    const value = match[2] ?? match[5]!;
    if (/\$\{|#\{|%s|<|>/.test(value)) continue;
    found.push({ text: value, line: lineOf(match.index + match[0].indexOf(value)), blocks: blocks(match.index) });
    if (found.length >= 100) break;
  }
  return found;
}

/** Blanks comments, so that offsets stay. */
function withoutComments(text: string): string {
  let out = '';
  let from = 0;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!;
    if (quote !== '') {
      if (letter === '\\') i++;
      else if (letter === quote || (letter === '\n' && quote !== '`')) quote = '';
      continue;
    }
    if (letter === '"' || letter === "'" || letter === '`') quote = letter;
    else if ((letter === '/' && text[i + 1] === '/') || (letter === '#' && text[i + 1] !== '{')) {
      let end = text.indexOf('\n', i);
      if (end < 0) end = text.length;
      out += text.slice(from, i) + ' '.repeat(end - i);
      from = i = end;
    } else if (letter === '/' && text[i + 1] === '*') {
      let end = text.indexOf('*/', i + 2);
      end = end < 0 ? text.length : end + 2;
      out += text.slice(from, i) + text.slice(i, end).replaceAll(/[^\n]/g, ' ');
      from = end;
      i = end - 1;
    }
  }
  return out + text.slice(from);
}

/** Tells the names of the blocks around an offset; offsets in rising order. */
function blockFinder(code: string): (offset: number) => readonly string[] {
  const open: string[] = [];
  let at = 0;
  let quote = '';
  return (offset) => {
    for (; at < offset; at++) {
      const letter = code[at]!;
      if (quote !== '') {
        if (letter === '\\') at++;
        else if (letter === quote || (letter === '\n' && quote !== '`')) quote = '';
      } else if (letter === '"' || letter === "'" || letter === '`') quote = letter;
      else if (letter === '{' || letter === '[' || letter === '(') {
        open.push(
          open.length >= maxBlocks
            ? ''
            : (/["']?([\w-]{1,64})["']?\s{0,4}(?::|=>|=)?\s{0,4}$/.exec(code.slice(Math.max(0, at - 90), at))?.[1] ?? ''),
        );
      } else if ((letter === '}' || letter === ']' || letter === ')') && open.length > 0) open.pop();
    }
    return open
      .slice(0, maxBlocks)
      .filter((name) => name !== '')
      .reverse();
  };
}

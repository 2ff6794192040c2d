/** One assignment of a dotenv file. The value is for the reader's own function: it is never stored. */
export interface DotenvEntry {
  readonly key: string;
  readonly value: string;
  /** From 1. */
  readonly line: number;
  /** Offsets of the value without its quotes. */
  readonly start: number;
  readonly end: number;
  readonly quote: '' | '"' | "'" | '`';
  /** Stands behind a `#`: not in force, but its secret is on disk all the same. */
  readonly commented: boolean;
}

/** Values longer than this are no settings; the rest of such a file is still read. */
const maxValue = 65_536;
const assignment =
  /[ \t]{0,64}(#[#\t ]{0,64})?(?:(?:export|set|setenv)[ \t]{1,16})?([A-Za-z_][\w.-]{0,127})[ \t]{0,16}(?:=|:(?=[ \t]))[ \t]{0,64}/y;

const swallowed = /\n[ \t]{0,16}(?:export[ \t]{1,8})?[A-Za-z_]\w{0,63}=["'\w$/]/;

/**
 * Reads a dotenv text: `export`, three kinds of quotes, values over several lines, duplicates (all are returned), `#` inside values.
 * Our own because libraries cut an unquoted `#`, keep only the last duplicate and give no positions.
 */
export function readDotenv(text: string): readonly DotenvEntry[] {
  const entries: DotenvEntry[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    let lineEnd = text.indexOf('\n', at);
    if (lineEnd < 0) lineEnd = text.length;
    assignment.lastIndex = at;
    const match = assignment.exec(text);
    let next = lineEnd + 1;
    if (match && assignment.lastIndex <= lineEnd) {
      const from = assignment.lastIndex;
      const commented = match[1] !== undefined;
      const quoted = quotedValue(text, from, commented ? lineEnd : text.length);
      if (quoted) {
        const { start, end, quote } = quoted;
        const raw = text.slice(start, end);
        const value = quote === '"' ? raw.replace(/\\([nrt"\\$])/g, unescape) : raw;
        entries.push({ key: match[2]!, value, line, start, end, quote, commented });
        if (end >= lineEnd) {
          next = text.indexOf('\n', end) + 1;
          if (next === 0) next = text.length;
        }
      } else {
        const end = plainEnd(text, from, lineEnd);
        // A commented line that is a sentence (`# note: see the wiki`) is none.
        const value = text.slice(from, end);
        if (!commented || (!/\s/.test(value) && text[from - 1] !== ' '))
          entries.push({ key: match[2]!, value, line, start: from, end, quote: '', commented });
      }
    }
    for (let i = text.indexOf('\n', at); i >= 0 && i < next; i = text.indexOf('\n', i + 1)) line++;
    at = next;
  }
  return entries;
}

function unescape(_: string, letter: string): string {
  return letter === 'n' ? '\n' : letter === 'r' ? '\r' : letter === 't' ? '\t' : letter;
}

function quotedValue(text: string, from: number, limit: number): { start: number; end: number; quote: '"' | "'" | '`' } | undefined {
  const quote = text[from];
  if (quote !== '"' && quote !== "'" && quote !== '`') return undefined;
  const last = Math.min(limit, from + maxValue);
  for (let i = from + 1; i < last; i++) {
    if (quote === '"' && text[i] === '\\') i++;
    else if (text[i] === quote) {
      // A closing quote that was forgotten must not swallow the assignments below it.
      return swallowed.test(text.slice(from + 1, i + 1)) ? undefined : { start: from + 1, end: i, quote };
    }
  }
  return undefined;
}

function plainEnd(text: string, from: number, lineEnd: number): number {
  let end = lineEnd;
  for (let i = from; i < lineEnd; i++) {
    if (text[i] === '#' && (i === from || text[i - 1] === ' ' || text[i - 1] === '\t')) {
      end = i;
      break;
    }
  }
  while (end > from && /\s/.test(text[end - 1]!)) end--;
  return end;
}

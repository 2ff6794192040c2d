import { maxBraceWords } from './limits.ts';

/**
 * Brace expansion as bash does it, on the source text of one word before anything else is expanded. Undefined when it makes too
 * many words. https://www.gnu.org/software/bash/manual/html_node/Brace-Expansion.html
 */
export function expandBraces(text: string): readonly string[] | undefined {
  const words = expand(text, 0);
  return words === tooMany ? undefined : words;
}

const tooMany: readonly string[] = [];
const maxBraceDepth = 16;

function expand(text: string, depth: number): readonly string[] {
  if (depth > maxBraceDepth) return tooMany;
  for (let open = next(text, 0); open >= 0; open = next(text, open + 1)) {
    const group = readGroup(text, open);
    if (!group) continue;
    const before = text.slice(0, open);
    const rest = expand(text.slice(group.end), depth + 1);
    if (rest === tooMany) return tooMany;
    const middles: string[] = [];
    for (const item of group.items) {
      const expanded = group.sequence ? [item] : expand(item, depth + 1);
      if (expanded === tooMany) return tooMany;
      middles.push(...expanded);
      if (middles.length * rest.length > maxBraceWords) return tooMany;
    }
    const words: string[] = [];
    for (const middle of middles) for (const end of rest) words.push(before + middle + end);
    return words;
  }
  return [text];
}

/** Position of the next brace that could open a group, past quotes and expansions. */
function next(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === '{') return i;
    i = skip(text, i);
  }
  return -1;
}

/** Last position of the quoted or substituted part that starts at `i`, or `i` itself. */
function skip(text: string, i: number): number {
  const char = text[i];
  if (char === '\\') return i + 1;
  if (char === "'") return until(text, i + 1, "'", false);
  if (char === '"') return until(text, i + 1, '"', true);
  if (char === '`') return until(text, i + 1, '`', true);
  if (char === '$') {
    if (text[i + 1] === '{') return balanced(text, i + 1, '{', '}');
    if (text[i + 1] === '(') return balanced(text, i + 1, '(', ')');
    if (text[i + 1] === "'") return until(text, i + 2, "'", true);
  }
  if ((char === '<' || char === '>') && text[i + 1] === '(') return balanced(text, i + 1, '(', ')');
  return i;
}

function until(text: string, from: number, end: string, escapes: boolean): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === end) return i;
    if (escapes && text[i] === '\\') i++;
    else if (end === '"' && text[i] === '$') i = skip(text, i);
  }
  return text.length;
}

function balanced(text: string, from: number, open: string, close: string): number {
  let level = 0;
  for (let i = from; i < text.length; i++) {
    if (text[i] === open) level++;
    else if (text[i] === close) {
      if (--level === 0) return i;
    } else if (i > from) i = skip(text, i);
  }
  return text.length;
}

interface Group {
  readonly items: readonly string[];
  readonly end: number;
  readonly sequence: boolean;
}

function readGroup(text: string, open: number): Group | undefined {
  const items: string[] = [];
  let level = 0;
  let start = open + 1;
  for (let i = open + 1; i < text.length; i++) {
    const char = text[i];
    if (char === '{') level++;
    else if (char === ',' && level === 0) {
      items.push(text.slice(start, i));
      start = i + 1;
    } else if (char === '}') {
      if (level-- > 0) continue;
      const last = text.slice(start, i);
      if (items.length > 0) return { items: [...items, last], end: i + 1, sequence: false };
      const values = readSequence(last);
      return values && { items: values, end: i + 1, sequence: true };
    } else i = skip(text, i);
  }
  return undefined;
}

/** `1..9`, `01..10`, `a..e`, `1..9..2`. */
function readSequence(text: string): readonly string[] | undefined {
  const match = /^(?:(-?\d{1,9})\.\.(-?\d{1,9})|([A-Za-z])\.\.([A-Za-z]))(?:\.\.(-?\d{1,9}))?$/.exec(text);
  if (!match) return undefined;
  const [, first, last, firstLetter, lastLetter, stepText] = match;
  const letters = firstLetter !== undefined;
  const start = letters ? firstLetter.charCodeAt(0) : Number(first);
  const end = letters ? lastLetter!.charCodeAt(0) : Number(last);
  const step = Math.max(1, Math.abs(Number(stepText ?? 1)));
  const padded = !letters && (/^-?0\d/.test(first!) || /^-?0\d/.test(last!));
  const width = padded ? Math.max(first!.length, last!.length) : 0;
  const values: string[] = [];
  for (let value = start; start <= end ? value <= end : value >= end; value += start <= end ? step : -step) {
    if (values.length > maxBraceWords) break;
    values.push(letters ? String.fromCharCode(value) : pad(value, width));
  }
  return values;
}

function pad(value: number, width: number): string {
  const digits = String(Math.abs(value)).padStart(value < 0 ? width - 1 : width, '0');
  return value < 0 ? `-${digits}` : digits;
}

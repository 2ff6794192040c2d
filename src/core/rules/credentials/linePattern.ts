import { maxPatternLine } from './limits.ts';

/** Which lines a search pattern would print; undefined when that cannot be told. */
export type LineTest = (line: string) => boolean;

export interface PatternOptions {
  /** `basic` is grep's default, in which `\|`, `\+`, `\(` are special and `|`, `+`, `(` are not. */
  readonly syntax: 'basic' | 'extended' | 'fixed';
  readonly ignoreCase: boolean;
  readonly wholeWord: boolean;
  readonly wholeLine: boolean;
}

/** Stars, pluses and counts in one pattern: with few of them a line of bounded length is matched in bounded time. */
const maxRepetitions = 3;

/** Several patterns at once; undefined when one of them cannot be told. */
export function lineTest(patterns: readonly string[], options: PatternOptions): LineTest | undefined {
  const tests: RegExp[] = [];
  for (const pattern of patterns.flatMap((one) => one.split('\n'))) {
    const source = options.syntax === 'fixed' ? escaped(pattern) : translated(pattern, options.syntax === 'basic');
    if (source === undefined) return undefined;
    const whole = options.wholeLine ? `^(?:${source})$` : options.wholeWord ? `\\b(?:${source})\\b` : source;
    try {
      tests.push(new RegExp(whole, options.ignoreCase ? 'i' : ''));
    } catch {
      return undefined; // Valid for the tool, perhaps, but not for us: judged as if it matched.
    }
  }
  return (line) => line.length > maxPatternLine || tests.some((test) => test.test(line));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** The pattern in JavaScript's syntax; undefined for what has no counterpart or could take long. */
function translated(pattern: string, basic: boolean): string | undefined {
  if (pattern.length > 500) return undefined;
  let source = '';
  let repetitions = 0;
  let depth = 0;
  /** Repeating what may repeat inside could take exponential time. */
  let afterGroup = false;
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '[') {
      const set = classAt(pattern, i);
      if (set === undefined) return undefined;
      source += set.source;
      i = set.end;
      afterGroup = false;
      continue;
    }
    let special = char;
    if (char === '\\') {
      const next = pattern[++i];
      if (next === undefined) return undefined;
      if (/[wWsSdDbB]/.test(next)) {
        source += `\\${next}`;
        afterGroup = false;
        continue;
      }
      if (next === '<' || next === '>') {
        source += '\\b';
        continue;
      }
      if (!(basic && /[|+?(){}]/.test(next))) {
        if (/[A-Za-z0-9]/.test(next)) return undefined;
        source += `\\${next}`;
        afterGroup = false;
        continue;
      }
      special = next;
    } else if (basic && /[|+?(){}]/.test(char)) {
      source += `\\${char}`;
      afterGroup = false;
      continue;
    }
    if (/[*+{?]/.test(special)) {
      if (afterGroup && special !== '?') return undefined;
      if (special === '*' && (source === '' || /[|(^]$/.test(source))) {
        source += '\\*';
        continue;
      }
      if (special !== '?' && ++repetitions > maxRepetitions) return undefined;
      if (special === '{') {
        const count = /^\{(\d{1,3}(?:,\d{0,3})?)\\?\}/.exec(pattern.slice(i));
        if (!count) return undefined;
        source += `{${count[1]!}}`;
        i += count[0].length - 1;
      } else source += special;
      continue;
    }
    if (special === '(') {
      depth++;
      source += pattern.startsWith('?:', i + 1) ? '(?:' : '(';
      if (pattern.startsWith('?:', i + 1)) i += 2;
      else if (pattern[i + 1] === '?') return undefined;
      afterGroup = false;
      continue;
    }
    if (special === ')') {
      if (--depth < 0) return undefined;
      source += ')';
      afterGroup = true;
      continue;
    }
    if (special === '}') source += '\\}';
    else source += special === '/' ? '\\/' : special;
    afterGroup = false;
  }
  return depth === 0 ? source : undefined;
}

const namedClasses: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
};

/** A bracket expression that begins here: its source, and where its `]` stands. */
function classAt(pattern: string, start: number): { readonly source: string; readonly end: number } | undefined {
  let at = start + 1;
  let source = '[';
  if (pattern[at] === '^') {
    source += '^';
    at++;
  }
  for (let first = true; at < pattern.length; first = false) {
    const char = pattern[at]!;
    if (char === ']' && !first) return { source: `${source}]`, end: at };
    if (char === '[' && /[:.=]/.test(pattern[at + 1] ?? '')) {
      const name = /^\[:(\w+):\]/.exec(pattern.slice(at, at + 16));
      const set = name && Object.hasOwn(namedClasses, name[1]!) ? namedClasses[name[1]!] : undefined;
      if (set === undefined) return undefined;
      source += set;
      at += name![0].length;
      continue;
    }
    if (char === '\\' && /[wsdWSD]/.test(pattern[at + 1] ?? '')) {
      source += `\\${pattern[at + 1]!}`;
      at += 2;
      continue;
    }
    source += /[\\\]^[]/.test(char) ? `\\${char}` : char;
    at++;
  }
  return undefined;
}

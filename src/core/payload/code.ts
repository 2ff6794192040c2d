/**
 * A light reader of program text in Python, JavaScript, Ruby, Perl, PHP and Lua: strings told from code and comments, and calls with
 * their literal arguments. It does not run anything and does not understand control flow; a call that is there counts.
 */

export type Language = 'python' | 'javascript' | 'ruby' | 'perl' | 'php' | 'lua';

export interface CodeString {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** False for templates with computed parts (`${x}`, f-strings); these stand as their source. */
  readonly known: boolean;
  /** Backquotes of Ruby, Perl and PHP, `%x()`, `qx//`: the shell runs it. */
  readonly shell: boolean;
}

export interface Code {
  readonly text: string;
  /** The text with strings and comments blanked, same length. */
  readonly masked: string;
  readonly strings: readonly CodeString[];
  /** Characters of arguments that may still be read; when none are left, calls were left out. */
  readonly budget: { left: number };
  /** `name = "literal"`, the last one of each name. */
  readonly constants: ReadonlyMap<string, string>;
}

export interface CodeCall {
  /** `shutil.rmtree`, `fs.rmSync`, `exec`. */
  readonly name: string;
  readonly position: number;
  readonly arguments: readonly CodeArgument[];
}

/** `values` are the strings of an argument in order (several for a list); undefined for what could not be found out. */
export interface CodeArgument {
  readonly source: string;
  readonly values: readonly (string | undefined)[];
  readonly list: boolean;
}

const maxCode = 256 * 1024;
const maxCalls = 2000;
/** Nested calls are read once for each level, so all together are bounded. */
const maxArgumentText = 2_000_000;

export function readCode(source: string, language: Language): Code {
  const text = source.slice(0, maxCode);
  const strings: CodeString[] = [];
  const masked: string[] = [];
  let at = 0;
  const blank = (to: number): void => {
    for (; at < to && at < text.length; at++) masked.push(text[at] === '\n' ? '\n' : ' ');
  };
  while (at < text.length) {
    const comment = commentEnd(text, at, language);
    if (comment > at) {
      blank(comment);
      continue;
    }
    const string = stringAt(text, at, language);
    if (string) {
      strings.push(string);
      // A mark where the string stood, so that arguments can be told apart.
      masked.push('"');
      at++;
      blank(string.end);
      continue;
    }
    masked.push(text[at]!);
    at++;
  }
  const code = { text, masked: masked.join(''), strings, budget: { left: maxArgumentText }, constants: new Map<string, string>() };
  for (const match of code.masked.matchAll(/(?:^|[^\w$.])[$@]?([A-Za-z_]\w{0,60})\s{0,4}=\s{0,4}(?=")/g)) {
    const start = match.index + match[0].length;
    const value = strings.find((string) => string.start >= start - 2 && string.start <= start + 2);
    if (value?.known) code.constants.set(match[1]!, value.value);
  }
  return code;
}

function commentEnd(text: string, at: number, language: Language): number {
  const char = text[at]!;
  const lineEnd = (): number => {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end;
  };
  if (char === '#' && language !== 'javascript' && language !== 'lua') {
    // `$#array` of Perl and `#{…}` are no comments.
    return text[at - 1] === '$' ? at : lineEnd();
  }
  if (char === '/' && (language === 'javascript' || language === 'php')) {
    if (text[at + 1] === '/' && text[at - 1] !== ':') return lineEnd();
    if (text[at + 1] === '*') {
      const end = text.indexOf('*/', at + 2);
      return end < 0 ? text.length : end + 2;
    }
  }
  if (char === '-' && text[at + 1] === '-' && language === 'lua') return lineEnd();
  return at;
}

function stringAt(text: string, at: number, language: Language): CodeString | undefined {
  const char = text[at]!;
  if (language === 'perl' || language === 'ruby') {
    const quoted = /^(?:q[qwx]?|%[qQwWx])\s?([{([<|!/])/.exec(text.slice(at, at + 6));
    if (quoted && !/\w/.test(text[at - 1] ?? '')) {
      const close = { '{': '}', '(': ')', '[': ']', '<': '>' }[quoted[1]!] ?? quoted[1]!;
      const start = at + quoted[0].length;
      const end = text.indexOf(close, start);
      if (end > 0)
        return {
          start: at,
          end: end + 1,
          value: text.slice(start, end),
          known: !/[$#@]/.test(text.slice(start, end)),
          shell: /^(qx|%x)/.test(quoted[0]),
        };
    }
  }
  if (char !== '"' && char !== "'" && char !== '`') return undefined;
  if (char === '`' && (language === 'python' || language === 'lua')) return undefined;
  const triple = language === 'python' && text.startsWith(char.repeat(3), at) ? char.repeat(3) : char;
  let end = at + triple.length;
  let value = '';
  for (; end < text.length && !text.startsWith(triple, end); end++) {
    if (text[end] === '\\' && end + 1 < text.length) {
      end++;
      const coded = /^(?:x([\dA-Fa-f]{2})|u\{?([\dA-Fa-f]{4})\}?)/.exec(text.slice(end, end + 7));
      value += coded
        ? String.fromCharCode(Number.parseInt(coded[1] ?? coded[2]!, 16))
        : ({ n: '\n', t: '\t', r: '\r', '0': '\0' }[text[end]!] ?? text[end]!);
      if (coded) end += coded[0].length - 1;
    } else if (text[end] === '\n' && triple === char && char !== '`' && language !== 'php' && language !== 'ruby' && language !== 'perl')
      return undefined;
    else value += text[end];
  }
  const prefix = language === 'python' ? (/[A-Za-z]{1,2}$/.exec(text.slice(Math.max(0, at - 2), at))?.[0] ?? '') : '';
  const computed =
    (language === 'python' && /f/i.test(prefix) && value.includes('{')) ||
    (language === 'javascript' && char === '`' && value.includes('${')) ||
    ((language === 'ruby' || language === 'perl' || language === 'php') && char !== "'" && /#\{|[$@]\w|\{\$/.test(value));
  return {
    start: at,
    end: Math.min(end + triple.length, text.length),
    value,
    known: !computed,
    shell: char === '`' && language !== 'javascript',
  };
}

/** Calls whose name matches, in order, each with its arguments. `name` is tested against the dotted name before the parenthesis. */
export function callsIn(code: Code, name: RegExp): readonly CodeCall[] {
  const calls: CodeCall[] = [];
  // Ruby, Perl and PHP call without parentheses too: `system "rm -rf x"`, `unlink $file`.
  for (const match of code.masked.matchAll(
    /(?<![\w$])([A-Za-z_$][\w$]{0,60}(?:(?:\.|::|->|\?\.)[A-Za-z_$][\w$]{0,60}){0,6}!?)\s{0,4}(\(|(?=[ \t]+["$@[{]))/g,
  )) {
    if (!name.test(match[1]!)) continue;
    if (calls.length >= maxCalls) code.budget.left = 0;
    if (code.budget.left <= 0) break;
    const open = match.index + match[0].length;
    const end = match[2] === '(' ? closing(code.masked, open) : lineEnd(code.masked, open);
    code.budget.left -= end - open;
    calls.push({ name: match[1]!, position: match.index, arguments: argumentsIn(code, open, end) });
  }
  return calls;
}

function lineEnd(masked: string, from: number): number {
  for (let at = from; at < masked.length; at++) if (masked[at] === '\n' || masked[at] === ';') return at;
  return masked.length;
}

function closing(masked: string, from: number): number {
  let depth = 1;
  for (let at = from; at < masked.length; at++) {
    const char = masked[at];
    if (char === '(' || char === '[' || char === '{') depth++;
    else if ((char === ')' || char === ']' || char === '}') && --depth === 0) return at;
  }
  return masked.length;
}

function argumentsIn(code: Code, from: number, to: number): readonly CodeArgument[] {
  const found: CodeArgument[] = [];
  let depth = 0;
  let start = from;
  for (let at = from; at <= to; at++) {
    const char = code.masked[at];
    if (at < to && (char === '(' || char === '[' || char === '{')) depth++;
    else if (at < to && (char === ')' || char === ']' || char === '}')) depth--;
    else if (at === to || (char === ',' && depth === 0)) {
      const argument = argumentAt(code, start, at);
      if (argument) found.push(argument);
      start = at + 1;
    }
  }
  return found;
}

/** Strings are in order of their start. */
function stringsBetween(strings: readonly CodeString[], from: number, to: number): readonly CodeString[] {
  let low = 0;
  let high = strings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (strings[middle]!.start < from) low = middle + 1;
    else high = middle;
  }
  const found: CodeString[] = [];
  for (; low < strings.length && strings[low]!.start < to; low++) found.push(strings[low]!);
  return found;
}

function argumentAt(code: Code, from: number, to: number): CodeArgument | undefined {
  const source = code.text.slice(from, to).trim();
  if (source === '') return undefined;
  const masked = code.masked.slice(from, to).trim();
  const list = /^[[(]/.test(masked);
  const strings = stringsBetween(code.strings, from, to);
  if (list) {
    const parts = masked.slice(1).split(',');
    let next = 0;
    const values = parts
      .filter((part) => part.replace(/[\])\s]/g, '') !== '')
      .map((part) => (part.includes('"') ? known(strings[next++]) : code.constants.get(part.replace(/[^\w]/g, ''))));
    return { source, values, list };
  }
  // One plain string, possibly with a prefix letter; anything joined to it (`+ x`, `.format`, `%`) is not known.
  if (strings.length === 1 && /^[bruBRU]{0,2}"\s*$/.test(masked)) return { source, values: [known(strings[0])], list };
  const constant = /^[$@]?([A-Za-z_]\w*)$/.exec(masked);
  if (constant) return { source, values: [code.constants.get(constant[1]!)], list };
  return { source, values: strings.length > 0 ? [undefined, ...strings.map((string) => string.value)] : [undefined], list };
}

function known(string: CodeString | undefined): string | undefined {
  return string?.known ? string.value : undefined;
}

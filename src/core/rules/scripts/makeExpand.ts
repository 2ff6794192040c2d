import { own } from '../../own.ts';

/** Values that hold while a recipe is expanded. */
export interface MakeValues {
  /** The value of a variable: undefined when neither the file nor the command gives it one. */
  readonly value: (name: string) => string | undefined;
  readonly automatic: ReadonlyMap<string, string>;
  /** References that may still be followed, for the whole Makefile. */
  readonly budget: { left: number };
}

const maxDepth = 12;
const maxLength = 32_768;
/** Longest arguments of a function that is worked out. */
const maxArguments = 8_192;

/** Variables that make knows by itself. https://www.gnu.org/software/make/manual/make.html#Implicit-Variables */
const builtIn: Readonly<Record<string, string>> = {
  RM: 'rm -f',
  MAKE: 'make',
  CC: 'cc',
  CXX: 'c++',
  CPP: 'cc -E',
  AR: 'ar',
  AS: 'as',
  LD: 'ld',
  SHELL: '/bin/sh',
  CURDIR: '$(pwd)',
  PWD: '$(pwd)',
  MAKEFLAGS: '',
  MFLAGS: '',
  MAKELEVEL: '0',
  MAKECMDGOALS: '',
  CFLAGS: '',
  CXXFLAGS: '',
  CPPFLAGS: '',
  LDFLAGS: '',
  LDLIBS: '',
};

/**
 * Text as make hands it to the shell. What cannot be worked out stands as a variable or a substitution of the shell, which is as
 * unknown there.
 */
export function expandMake(text: string, values: MakeValues, depth = 0): string {
  let out = '';
  for (let at = 0; at < text.length && out.length < maxLength; at++) {
    const char = text[at]!;
    if (char !== '$') {
      out += char;
      continue;
    }
    const next = text[at + 1] ?? '';
    if (next === '$') {
      out += '$';
      at++;
    } else if (next === '(' || next === '{') {
      const end = closing(text, at + 1);
      out += bounded(reference(text.slice(at + 2, end), values, depth));
      at = end;
    } else if (next !== '') {
      out += variable(next, values, depth);
      at++;
    }
  }
  return out;
}

function closing(text: string, open: number): number {
  const [left, right] = text[open] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === left) depth++;
    else if (text[at] === right && --depth === 0) return at;
  }
  return text.length;
}

const unknownValue = '${MAKE_VALUE}';

function variable(name: string, values: MakeValues, depth: number): string {
  if (depth >= maxDepth || --values.budget.left < 0) return unknownValue;
  const argument = values.automatic.get(name);
  if (argument !== undefined) return argument;
  const value = values.value(name) ?? own(builtIn, name);
  if (value === undefined) return /^[A-Za-z_]\w*$/.test(name) ? `\${${name}}` : unknownValue;
  return expandMake(value, values, depth + 1).trim();
}

function bounded(text: string): string {
  return text.length > maxLength ? unknownValue : text;
}

function reference(body: string, values: MakeValues, depth: number): string {
  if (depth >= maxDepth || --values.budget.left < 0) return unknownValue;
  const [, name, rest] = /^([a-z-]+)\s+(.*)$/s.exec(body) ?? [];
  if (name !== undefined && known.has(name))
    return called(
      name,
      splitArguments(rest!).map((part) => expandMake(part, values, depth + 1)),
      rest!,
      values,
      depth,
    );
  const expanded = body.includes('$') ? expandMake(body, values, depth + 1) : body;
  const automatic = /^([@<^+?*%])([DF])?$/.exec(expanded);
  if (automatic) {
    const value = values.automatic.get(automatic[1]!) ?? '';
    return automatic[2] === 'D' ? each(value, folderOf) : automatic[2] === 'F' ? each(value, lastOf) : value;
  }
  // `$(SOURCES:.c=.o)`
  const [, from, left, right] = /^([^\s:=]+):([^=]*)=(.*)$/s.exec(expanded) ?? [];
  if (from !== undefined) {
    const pattern = left!.includes('%') ? left! : `%${left}`;
    return patsubst(pattern, right!.includes('%') ? right! : `%${right}`, variable(from, values, depth));
  }
  return variable(expanded.trim(), values, depth);
}

const known = new Set(
  'subst patsubst strip findstring filter filter-out sort word wordlist words firstword lastword dir notdir suffix basename addsuffix addprefix join wildcard realpath abspath if or and foreach call value eval origin flavor error warning info shell file let guile'.split(
    ' ',
  ),
);

function splitArguments(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '(' || char === '{') depth++;
    else if (char === ')' || char === '}') depth--;
    else if (char === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

function called(name: string, parts: readonly string[], source: string, values: MakeValues, depth: number): string {
  if (parts.reduce((length, part) => length + part.length, 0) > maxArguments) return unknownValue;
  const [first = '', second = '', third = ''] = parts;
  const last = parts.at(-1) ?? '';
  switch (name) {
    case 'shell':
      return `$(${expandMake(source, values, depth + 1)})`;
    case 'strip':
    case 'sort':
    case 'wildcard':
    case 'abspath':
    case 'realpath':
      return first.trim();
    case 'info':
    case 'warning':
    case 'error':
    case 'eval':
      return '';
    case 'if':
      return first.trim() === '' ? third : second || third;
    case 'or':
      return parts.find((part) => part.trim() !== '') ?? '';
    case 'and':
      return last;
    case 'subst':
      return first === '' ? last : third.replaceAll(first, second);
    case 'patsubst':
      return patsubst(first.trim(), second.trim(), third);
    case 'addprefix':
      return each(second, (word) => first + word);
    case 'addsuffix':
      return each(second, (word) => word + first);
    case 'notdir':
      return each(first, lastOf);
    case 'dir':
      return each(first, (word) => (word.includes('/') ? word.slice(0, word.lastIndexOf('/') + 1) : './'));
    case 'basename':
      return each(first, (word) => word.replace(/\.[^./]*$/, ''));
    case 'filter':
    case 'filter-out':
      return second.trim();
    case 'firstword':
      return first.includes('$(') ? unknownValue : (first.trim().split(/\s+/)[0] ?? '');
    case 'lastword':
      return first.includes('$(') ? unknownValue : (first.trim().split(/\s+/).at(-1) ?? '');
    case 'value':
      return values.value(first.trim()) ?? '';
    case 'call': {
      const body = values.value(first.trim());
      if (body === undefined) return unknownValue;
      const automatic = new Map(values.automatic);
      for (const [index, part] of parts.entries()) automatic.set(String(index), part);
      return expandMake(body, { ...values, automatic }, depth + 1);
    }
    case 'foreach': {
      const body = splitArguments(source).slice(2).join(',');
      const words = second.trim().split(/\s+/).slice(0, 32);
      const value = (word: string) => (inner: string) => (inner === first.trim() ? word : values.value(inner));
      return words.map((word) => expandMake(body, { ...values, value: value(word) }, depth + 1)).join(' ');
    }
    default:
      return unknownValue;
  }
}

function patsubst(pattern: string, to: string, text: string): string {
  const at = pattern.indexOf('%');
  if (at < 0) return each(text, (word) => (word === pattern ? to : word));
  const [before, after] = [pattern.slice(0, at), pattern.slice(at + 1)];
  return each(text, (word) => {
    if (word.length < before.length + after.length || !word.startsWith(before) || !word.endsWith(after)) return word;
    return to.replace('%', () => word.slice(before.length, word.length - after.length));
  });
}

/** Words of which a part is unknown may be several: they are left as they are. */
function each(text: string, change: (word: string) => string): string {
  return text
    .trim()
    .split(/\s+/)
    .map((word) => (word === '' ? '' : /[$(){}`]/.test(word) && !/^\$[({][\w ]+[)}]\//.test(word) ? word : change(word)))
    .join(' ');
}

function folderOf(word: string): string {
  return word.includes('/') ? word.slice(0, word.lastIndexOf('/')) : '.';
}

function lastOf(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

import type { ParameterExpansionPart, ParameterOperation, Word as SourceWord } from 'unbash';
import { assertNever } from '../types.ts';
import type { Run } from './call.ts';
import type { Fields } from './fields.ts';
import { literal, type Word } from './invocation.ts';
import { removePattern, replacePattern } from './patterns.ts';
import type { Scope } from './state.ts';
import { joinWords, plainWord, unknownWord } from './word.ts';

type Expand = (word: SourceWord) => Word;

/** `$name`, `${name}`, `${name:-default}` and the like. `part` is undefined for the simple form. */
export function expandParameter(
  fields: Fields,
  source: string,
  name: string,
  part: ParameterExpansionPart | undefined,
  quoted: boolean,
  scope: Scope,
  run: Run,
  text: string,
  expand?: Expand,
): void {
  void text;
  if (name === '@' || name === '*' || part?.index?.text === '@' || part?.index?.text === '*') {
    expandList(fields, source, name, part, quoted, scope, run);
    return;
  }
  if (!part || !expand) {
    fields.value(variable(name, source, scope, run), quoted);
    return;
  }
  let operand: Word | undefined;
  const value = operate(source, name, part, scope, run, (word) => (operand = expand(word)));
  // Quotes in `${x:-"a b"}` hold; those that a value was once assigned with do not.
  fields.value(value, quoted, value === operand);
}

/** `$@`, `$*`, `${array[@]}`, `${#array[@]}`. */
function expandList(
  fields: Fields,
  source: string,
  name: string,
  part: ParameterExpansionPart | undefined,
  quoted: boolean,
  scope: Scope,
  run: Run,
): void {
  const arguments_ = name === '@' || name === '*';
  const list = arguments_ ? scope.positional : (scope.arrays.get(name) ?? single(scope.variables.get(name)));
  if (!list) {
    fields.unknown(source, name);
    return;
  }
  if (part?.prefix === '#') {
    fields.text(String(list.length), quoted);
    return;
  }
  if (part?.prefix === '!') {
    fields.unknown(source, name);
    return;
  }
  const { operation } = part ?? {};
  let values = list;
  if (operation) {
    const sliced = operation.type === 'Slice' ? slice(list, operation, arguments_, scope) : undefined;
    const replaced = operation.type === 'Default' && list.length > 0 === !operation.operator.includes('+') ? list : undefined;
    if (!sliced && !replaced) {
      fields.unknown(source, name);
      return;
    }
    values = sliced ?? replaced!;
  }
  const star = arguments_ ? name === '*' : part?.index?.text === '*';
  if (star && quoted) {
    const ifs = scope.variables.get('IFS');
    fields.value(joinWords(values, ifs?.known ? ifs.text.slice(0, 1) : ' '), true);
    return;
  }
  for (const [index, value] of values.entries()) {
    run.meter.word(value.text.length);
    if (index > 0) {
      if (fields.split) fields.end();
      else fields.text(' ', true);
    }
    fields.value(value, quoted);
  }
}

function single(word: Word | undefined): readonly Word[] | undefined {
  return word && [word];
}

function slice(
  list: readonly Word[],
  operation: Extract<ParameterOperation, { type: 'Slice' }>,
  arguments_: boolean,
  scope: Scope,
): readonly Word[] | undefined {
  const offset = number(operation.offset.text, scope);
  const length = operation.length ? number(operation.length.text, scope) : Infinity;
  if (offset === undefined || length === undefined || offset < 0 || length < 0) return undefined;
  const all = arguments_ ? [scope.zero ?? unknownWord('$0'), ...list] : list;
  return all.slice(offset, offset + length);
}

function number(text: string, scope: Scope): number | undefined {
  const value = text.trim();
  if (/^-?\d{1,9}$/.test(value)) return Number(value);
  const set = scope.variables.get(value.replace(/^\$/, ''));
  return set?.known && /^-?\d{1,9}$/.test(set.text) ? Number(set.text) : undefined;
}

/** The value of a variable or parameter, or an unknown word with its source. */
function variable(name: string, source: string, scope: Scope, run: Run): Word {
  return lookup(name, scope, run) ?? unknownWord(source, name);
}

/** Undefined when it is not known whether and to what it is set. */
function lookup(name: string, scope: Scope, run: Run): Word | undefined {
  const set = scope.variables.get(name);
  if (set) return set;
  const array = scope.arrays.get(name);
  if (array) return array[0] ?? literal('');
  const first = name.charCodeAt(0);
  if (first >= 48 && first <= 57) {
    if (name === '0') return scope.zero;
    return scope.positional && (scope.positional[Number(name) - 1] ?? literal(''));
  }
  switch (name) {
    case 'HOME':
      return scope.place.type === 'here' ? literal(run.ports.home) : undefined;
    case 'PWD':
      return scope.cwd === undefined ? undefined : literal(scope.cwd);
    case 'OLDPWD':
      return scope.previous === undefined ? undefined : literal(scope.previous);
    case 'IFS':
      return plainWord(' \t\n');
    case 'BASH_SOURCE':
      return scope.script ? scope.zero : undefined;
    case '#':
      return scope.positional && literal(String(scope.positional.length));
    default:
      return undefined;
  }
}

function operate(source: string, name: string, part: ParameterExpansionPart, scope: Scope, run: Run, expand: Expand): Word {
  const unknown = (): Word => unknownWord(source, name);
  let value = part.index ? element(name, expand(part.index).text, scope) : lookup(name, scope, run);
  if (part.prefix === '#') return value?.known ? literal(String(value.text.length)) : unknown();
  if (part.prefix === '!') {
    if (!value?.known || !/^\w+$/.test(value.text)) return unknown();
    value = lookup(value.text, scope, run);
  }
  const { operation } = part;
  if (!operation) return value ?? unknown();
  switch (operation.type) {
    case 'Default':
      return withDefault(unknown, name, value, operation, scope, expand);
    case 'Remove': {
      const pattern = expand(operation.operand);
      if (!value || !pattern.known) return unknown();
      if (!value.known) return removeFromUnknown(value, operation.operator, pattern.text) ?? unknown();
      run.meter.word(value.text.length);
      const rest = removePattern(value.text, operation.operator, pattern.text);
      return rest === undefined ? unknown() : plainWord(rest);
    }
    case 'Replace': {
      const pattern = expand(operation.pattern);
      const replacement = expand(operation.replacement);
      if (!value?.known || !pattern.known || !replacement.known) return unknown();
      // Every start is tried: a pattern with a star costs the square of the length.
      run.meter.word(value.text.length * (pattern.text.includes('*') ? value.text.length / 16 : 1));
      const replaced = replacePattern(value.text, operation.operator, pattern.text, replacement.text);
      return replaced === undefined ? unknown() : plainWord(replaced);
    }
    case 'Slice': {
      const offset = number(expand(operation.offset).text, scope);
      const length = operation.length ? number(expand(operation.length).text, scope) : undefined;
      if (!value?.known || offset === undefined || (operation.length && length === undefined)) return unknown();
      const start = offset < 0 ? Math.max(0, value.text.length + offset) : offset;
      const end = length === undefined ? undefined : length < 0 ? value.text.length + length : start + length;
      return plainWord(value.text.slice(start, end));
    }
    case 'CaseModification':
      return changeCase(value, operation) ?? unknown();
    case 'Transform':
      if (operation.operand.text === 'Q' || !value?.known) return unknown();
      return operation.operand.text === 'U'
        ? plainWord(value.text.toUpperCase())
        : operation.operand.text === 'L'
          ? plainWord(value.text.toLowerCase())
          : unknown();
    case 'Names':
    case 'Unknown':
      return unknown();
    default:
      return assertNever(operation);
  }
}

function element(name: string, index: string, scope: Scope): Word | undefined {
  const array = scope.arrays.get(name);
  const at = number(index, scope);
  if (at === undefined) return undefined;
  if (!array) return at === 0 ? scope.variables.get(name) : undefined;
  return array[at < 0 ? array.length + at : at] ?? literal('');
}

/**
 * A variable that the text does not set is most likely not set at all, so that the default holds. One that the text sets to
 * something unknown may be either.
 */
function withDefault(
  unknown: () => Word,
  name: string,
  value: Word | undefined,
  operation: Extract<ParameterOperation, { type: 'Default' }>,
  scope: Scope,
  expand: Expand,
): Word {
  const { operator } = operation;
  const empty = value?.known === true && value.text === '' && operator.length === 2;
  if (operator === '?' || operator === ':?') return value?.known && !empty ? value : unknown();
  if (operator === '+' || operator === ':+') {
    if (!value) return unknown();
    return empty ? literal('') : value.known ? expand(operation.operand) : unknown();
  }
  if (value && !empty) return value;
  const fallback = expand(operation.operand);
  if (operator === '=' || operator === ':=') scope.set(name, fallback);
  return fallback;
}

/** `${TMP%/}` and `${x%/*}` of a value whose end is known. */
function removeFromUnknown(value: Word, operator: string, pattern: string): Word | undefined {
  const last = value.pieces[value.pieces.length - 1];
  if (operator !== '%' || last?.type !== 'text') return undefined;
  const rest = removePattern(last.value, '%', pattern);
  if (rest === undefined || rest === last.value) return undefined;
  const pieces = rest === '' ? value.pieces.slice(0, -1) : [...value.pieces.slice(0, -1), { ...last, value: rest }];
  return { text: value.text.slice(0, value.text.length - last.value.length + rest.length), known: false, pieces };
}

function changeCase(value: Word | undefined, operation: Extract<ParameterOperation, { type: 'CaseModification' }>): Word | undefined {
  if (!value?.known || operation.operand) return undefined;
  const { text } = value;
  switch (operation.operator) {
    case '^^':
      return plainWord(text.toUpperCase());
    case ',,':
      return plainWord(text.toLowerCase());
    case '^':
      return plainWord(text.slice(0, 1).toUpperCase() + text.slice(1));
    case ',':
      return plainWord(text.slice(0, 1).toLowerCase() + text.slice(1));
    default:
      return assertNever(operation.operator);
  }
}

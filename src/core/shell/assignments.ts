import type { Assignment } from 'unbash';
import type { Run } from './call.ts';
import type { Word } from './invocation.ts';
import { maxArrayLength, maxWordLength } from './limits.ts';
import type { Scope } from './state.ts';
import { plainWord, unknownWord } from './word.ts';
import { expandInto, expandValue } from './words.ts';

/** The variables of a command with its prefix assignments. */
export function prefixed(assignments: readonly Assignment[], source: string, scope: Scope, run: Run): ReadonlyMap<string, Word> {
  const variables = new Map(scope.variables);
  for (const { name, value } of assignments) {
    variables.set(name, value.type === 'Word' ? expandValue(value, source, scope, run) : unknownWord(`$${name}`, name));
  }
  return variables;
}

/** `NAME=value` as an argument of `export`, `declare` and the like. */
export function assignmentWord(node: Assignment, source: string, scope: Scope, run: Run): Word {
  const value = assign(node, source, scope, run);
  if (!value) return plainWord(node.text);
  const name = `${node.name}${node.append ? '+' : ''}=`;
  return { text: name + value.text, known: value.known, pieces: [{ type: 'text', value: name, quoted: false }, ...value.pieces] };
}

/** Assigns, and returns the value unless it is an array. */
export function assign(node: Assignment, source: string, scope: Scope, run: Run): Word | undefined {
  const { name, value, append, index } = node;
  if (value.type === 'ArrayValue') {
    const values: Word[] = append ? [...(scope.arrays.get(name) ?? [])] : [];
    let keyed = false;
    for (const element of value.elements) {
      if (element.text[0] === '[' && element.text.includes(']=')) keyed = true;
      expandInto(values, element, source, scope, run);
    }
    const unknown = keyed || values.length > maxArrayLength || (append === true && !scope.arrays.has(name));
    if (unknown) scope.setUnknown(name);
    else scope.setArray(name, values);
    return undefined;
  }
  const word = expandValue(value, source, scope, run);
  if (index) {
    setElement(name, expandValue(index, source, scope, run).text, word, scope);
    return word;
  }
  const before = append ? scope.variables.get(name) : undefined;
  if (!before) scope.set(name, word);
  else if (before.text.length + word.text.length > maxWordLength) scope.setUnknown(name);
  else {
    scope.set(name, {
      text: before.text + word.text,
      known: before.known && word.known,
      pieces: [...before.pieces, ...word.pieces],
    });
  }
  return word;
}

function setElement(name: string, index: string, word: Word, scope: Scope): void {
  const list = scope.arrays.get(name) ?? [];
  const at = /^\d{1,3}$/.test(index) ? Number(index) : -1;
  if (at < 0 || at > list.length) scope.setUnknown(name);
  else scope.setArray(name, at === list.length ? [...list, word] : list.with(at, word));
}

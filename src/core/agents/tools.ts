import type { Action, Json } from '../types.ts';
import { InvalidPayload, isObject, type Fields } from './payload.ts';

const pathKeys = ['file_path', 'filePath', 'path', 'absolute_path', 'target_file', 'TargetFile', 'file', 'filename'];
const contentKeys = ['content', 'contents', 'file_text', 'fileText', 'text', 'code_edit', 'new_content', 'newContent'];
const afterKeys = ['new_string', 'newString', 'new_str', 'newStr', 'replacement', 'replace'];
const beforeKeys = ['old_string', 'oldString', 'old_str', 'oldStr', 'search', 'find'];

/**
 * A tool that we do not know, by its arguments: whatever it is called, a path with a content writes and an address is fetched. The
 * tool itself is judged beside it, for shell text, SQL and deletions in its arguments.
 */
export function byArguments(tool: string, input: Fields): Action {
  const itself: Action = { type: 'other', tool, input: input.object };
  const guessed = guess(input);
  return guessed === undefined ? itself : { type: 'several', actions: [itself, guessed] };
}

function guess(input: Fields): Action | undefined {
  const path = textUnder(input, pathKeys);
  if (path !== undefined) {
    const content = textUnder(input, contentKeys);
    if (content !== undefined) return { type: 'write', path, content };
    const after = textUnder(input, afterKeys);
    if (after !== undefined) return { type: 'edit', path, before: textUnder(input, beforeKeys) ?? '', after };
    return undefined;
  }
  const url = textUnder(input, ['url', 'uri']);
  if (url === undefined || !/^https?:\/\//i.test(url)) return undefined;
  const body = textUnder(input, ['body', 'data']);
  return { type: 'fetch', url, method: textUnder(input, ['method']) ?? 'GET', ...(body === undefined ? {} : { body }) };
}

function textUnder(input: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = Object.hasOwn(input.object, name) ? input.object[name] : undefined;
    if (typeof value === 'string') return value;
  }
  return undefined;
}

/** Several actions of one tool call; one of them alone is just that. */
export function several(actions: readonly Action[]): Action {
  return actions.length === 1 ? actions[0]! : { type: 'several', actions };
}

/** A file that is moved is judged as `mv`: what is lost is what lay at its new place. */
export function moveAction(from: string, to: string): Action {
  return { type: 'command', command: `mv -- ${quoted(from)} ${quoted(to)}`, shell: 'posix' };
}

export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The edits of a list (`edits`, `replacements`), joined: the rules look at what is taken out and put in. */
export function joined(list: readonly Json[], ...names: readonly string[]): string {
  return list
    .flatMap((item) => (isObject(item) ? names.map((name) => item[name]).filter((text) => typeof text === 'string') : []))
    .join('\n');
}

/** Items of a list that are texts themselves or objects that hold one under the name. */
export function textsUnder(list: readonly Json[] | undefined, name: string): readonly string[] {
  return (list ?? []).map((item) => {
    const value = isObject(item) ? item[name] : item;
    if (typeof value !== 'string') throw new InvalidPayload(`an item has no ${name}`);
    return value;
  });
}

/** Addresses in a sentence: `fetch https://…/x please`. */
export function addressesIn(text: string): readonly string[] {
  return [...text.matchAll(/https?:\/\/[^\s"'<>]+/gi)].map((match) => match[0]);
}

/** A value that some agents send as an object and others as its JSON text. */
export function parsed(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value; // A text that is meant as one.
  }
}

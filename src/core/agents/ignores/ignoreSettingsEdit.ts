import { getNodeValue, parseTree, type Node } from 'jsonc-parser';
import type { Json } from '../../types.ts';
import { appendToList, jsonNode, removeAt, setProperty } from '../jsonText.ts';
import { isObject } from '../payload.ts';
import { canonical, type SettingsEdit } from '../settingsEdit.ts';
import { readSettings, type ReadSettings } from '../settingsText.ts';
import type { Addition } from './ignoreRules.ts';

/** What we put into a file, kept so that just that is taken out again: equal entries of the person stay. */
export interface Added {
  readonly path: readonly string[];
  /** Of a property; an element of a list has none. */
  readonly key?: string;
  readonly value: Json;
  /** How many steps of the path were there before us: what we made goes again when it is empty. */
  readonly there: number;
}

function parse(
  source: string | undefined,
  paths: readonly { readonly path: readonly string[]; readonly type: 'list' | 'object' }[],
): ReadSettings | { readonly reason: string } {
  return readSettings(
    source,
    paths.map(({ path, type }) => ({ path, last: type === 'list' ? 'array' : 'object' })),
  );
}

/** One by one what an addition adds. */
function parts(addition: Addition): readonly Omit<Added, 'there'>[] {
  const { path } = addition;
  return addition.type === 'list'
    ? addition.values.map((value) => ({ path, value }))
    : addition.entries.map(([key, value]) => ({ path, key, value }));
}

/** Where it stands in the text; undefined when it does not. A property with another value is the person's own. */
function placeOf(text: string, { path, key, value }: Omit<Added, 'there'>): readonly (string | number)[] | undefined {
  const node = jsonNode(text, path);
  if (!node) return undefined;
  if (key !== undefined) {
    const found = jsonNode(text, [...path, key]);
    return found && canonical(getNodeValue(found) as Json) === canonical(value) ? [...path, key] : undefined;
  }
  const index = (node.children ?? []).findIndex((child) => canonical(getNodeValue(child) as Json) === canonical(value));
  return index < 0 ? undefined : [...path, index];
}

export type SettingsRulesState = 'absent' | 'written' | 'outdated';

/** Whether every rule stands in the text, whoever wrote it, and nothing of ours that is no longer wanted. */
export function settingsRulesState(
  source: string,
  additions: readonly Addition[],
  added: readonly Added[],
): SettingsRulesState | { readonly reason: string } {
  const parsed = parse(source, additions);
  if ('reason' in parsed) return parsed;
  const wanted = additions.flatMap(parts);
  const missing = wanted.filter((part) => isMissing(parsed.text, part));
  const ours = added.filter((part) => placeOf(parsed.text, part) !== undefined);
  if (missing.length === 0 && ours.every((part) => wanted.some((one) => same(one, part)))) return 'written';
  return ours.length === 0 ? 'absent' : 'outdated';
}

function same(a: Omit<Added, 'there'>, b: Omit<Added, 'there'>): boolean {
  return a.path.join('\0') === b.path.join('\0') && a.key === b.key && canonical(a.value) === canonical(b.value);
}

/** A property that the person has set otherwise is not missing: their word stands. */
function isMissing(text: string, part: Omit<Added, 'there'>): boolean {
  return part.key === undefined ? placeOf(text, part) === undefined : jsonNode(text, [...part.path, part.key]) === undefined;
}

/** Adds what is missing, takes away what we added and no longer want. Everything else keeps its bytes. */
export function addSettingsRules(
  source: string | undefined,
  additions: readonly Addition[],
  before: readonly Added[],
): (SettingsEdit & { readonly ok: true; readonly added: readonly Added[] }) | Extract<SettingsEdit, { ok: false }> {
  const wanted = additions.flatMap(parts);
  const stale = before.filter((part) => !wanted.some((one) => same(one, part)));
  const cleaned = removeSettingsRules(source, stale);
  if (!cleaned.ok) return cleaned;
  const parsed = parse(cleaned.text, additions);
  if ('reason' in parsed) return { ok: false, reason: parsed.reason };
  let { text } = parsed;
  const added: Added[] = before.filter((part) => wanted.some((one) => same(one, part)) && placeOf(text, part) !== undefined);
  const there = new Map(additions.map(({ path }) => [path.join('\0'), stepsThere(text, path)]));
  for (const part of wanted) {
    if (!isMissing(text, part)) continue;
    text = part.key === undefined ? appendToList(text, part.path, part.value) : setProperty(text, [...part.path, part.key], part.value);
    added.push({
      ...part,
      there: added.find((one) => one.path.join('\0') === part.path.join('\0'))?.there ?? there.get(part.path.join('\0'))!,
    });
  }
  // A last look: without what we added, all must be as it was.
  const back = removeSettingsRules(
    text,
    added.filter((part) => !before.includes(part)),
  );
  if (!back.ok || value(back.text) !== value(parsed.text))
    return { ok: false, reason: 'the change could not be made without touching other settings' };
  return { ok: true, text: parsed.mark + text, added };
}

/** Takes out what we added, and the lists and objects that we made once they are empty. */
export function removeSettingsRules(source: string | undefined, added: readonly Added[]): SettingsEdit {
  if (source === undefined) return { ok: true, text: '' };
  if (added.length === 0) return { ok: true, text: source };
  const parsed = parse(
    source,
    added.map(({ path, key }) => ({ path, type: key === undefined ? 'list' : 'object' })),
  );
  if ('reason' in parsed) return { ok: false, reason: parsed.reason };
  let { text } = parsed;
  const left = foreignValue(parsed.root, added);
  for (const part of [...added].reverse()) {
    const place = placeOf(text, part);
    if (place !== undefined) text = removeAt(text, place);
  }
  for (const { path, there } of added)
    for (let length = path.length; length > there; length--) {
      const node = jsonNode(text, path.slice(0, length));
      if (!node || (node.children ?? []).length > 0) break;
      text = removeAt(text, path.slice(0, length));
    }
  if (value(text) !== canonical(left)) return { ok: false, reason: 'the change could not be made without touching other settings' };
  return { ok: true, text: parsed.mark + text };
}

/** The whole value without what we added: worked out on values, to compare with what the edit of the text came to. */
function foreignValue(root: Node, added: readonly Added[]): Json {
  let whole = getNodeValue(root) as Json;
  for (const { path, key, value: ours } of [...added].reverse()) {
    let holder: Json | undefined = whole;
    for (const step of path) holder = isObject(holder) ? holder[step] : undefined;
    if (key !== undefined) {
      if (isObject(holder) && holder[key] !== undefined && canonical(holder[key]) === canonical(ours))
        delete (holder as Record<string, Json>)[key];
    } else if (Array.isArray(holder)) {
      const index = (holder as readonly Json[]).findIndex((one) => canonical(one) === canonical(ours));
      if (index >= 0) holder.splice(index, 1);
    }
  }
  for (const { path, there } of added) whole = pruned(whole, path, there);
  return whole;
}

function pruned(whole: Json, path: readonly string[], there: number): Json {
  for (let length = path.length; length > there; length--) {
    let holder: Json | undefined = whole;
    for (const step of path.slice(0, length - 1)) holder = isObject(holder) ? holder[step] : undefined;
    const inner = isObject(holder) ? holder[path[length - 1]!] : undefined;
    if (!isObject(holder) || inner === undefined || inner === null || typeof inner !== 'object' || Object.keys(inner).length > 0) break;
    delete (holder as Record<string, Json>)[path[length - 1]!];
  }
  return whole;
}

function stepsThere(text: string, path: readonly string[]): number {
  let length = 0;
  while (length < path.length && jsonNode(text, path.slice(0, length + 1))) length++;
  return length;
}

function value(text: string): string {
  return canonical(getNodeValue(parseTree(text.replace('\uFEFF', ''), [], { allowTrailingComma: true })!) as Json);
}

import { findNodeAtLocation, getNodeValue, parseTree } from 'jsonc-parser';
import type { Json } from '../types.ts';
import { runsOurs, type HookEntry, type OffSwitch, type SettingsFile } from './connection.ts';
import { appendToList, jsonNode, removeAt, setProperty } from './jsonText.ts';
import { isObject, type JsonObject } from './payload.ts';
import { byteOrderMark, readSettings, type ReadSettings } from './settingsText.ts';

/** A settings text as it would be, or why it is left alone. */
export type SettingsEdit = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/** What a settings text says of us. */
export interface SettingsState {
  /** A hook of ours is there. */
  readonly connected: boolean;
  /** Every hook of ours is there, once and just as we would write it. */
  readonly current: boolean;
}

/** What our entries name: the registered command line, and the script for agents that run one in its place. */
export interface Registered {
  readonly command: string;
  readonly script: string;
}

/** A handler of ours, of any version: its command runs something out of our `bin`. */
function isOurs(handler: Json | undefined): boolean {
  if (!isObject(handler)) return false;
  const words = [handler['command'], handler['bash'], ...(Array.isArray(handler['args']) ? (handler['args'] as readonly Json[]) : [])];
  return words.some((word) => typeof word === 'string' && runsOurs(word));
}

/** An element of a list of hooks is a handler itself, or a group of them with a matcher. */
function handlersOf(element: Json | undefined): readonly Json[] {
  if (!isObject(element)) return [];
  return Array.isArray(element['hooks']) ? (element['hooks'] as readonly Json[]) : [element];
}

function parse(source: string | undefined, file: SettingsFile): ReadSettings | { readonly reason: string } {
  return readSettings(source, [
    ...file.entries.map(({ path }) => ({ path, last: 'array' as const })),
    ...(file.properties ?? []).map(({ path }) => ({ path, last: 'object' as const })),
    ...(file.defaults ?? []).map(({ path }) => ({ path, last: undefined })),
  ]);
}

export function settingsState(
  source: string | undefined,
  file: SettingsFile,
  registered: Registered,
): SettingsState | { readonly reason: string } {
  const parsed = parse(source, file);
  if ('reason' in parsed) return parsed;
  const lists = file.entries.map((entry) => {
    const ours = elementsOf(parsed.text, entry.path).filter((element) => handlersOf(element).some(isOurs));
    return { found: ours.length > 0, current: ours.length === 1 && same(ours[0]!, entry, registered) };
  });
  const properties = (file.properties ?? []).map((entry) => {
    const node = jsonNode(parsed.text, entry.path);
    return { found: node !== undefined, current: node !== undefined && same(getNodeValue(node) as Json, entry, registered) };
  });
  const all = [...lists, ...properties];
  return {
    connected: all.some(({ found }) => found),
    current: all.every(({ current }) => current) && missingDefaults(parsed.text, file).length === 0,
  };
}

function same(value: Json, entry: HookEntry, { command, script }: Registered): boolean {
  return canonical(value) === canonical(entry.value(command, script));
}

function missingDefaults(text: string, file: SettingsFile): NonNullable<SettingsFile['defaults']> {
  return (file.defaults ?? []).filter(({ path }) => jsonNode(text, path) === undefined);
}

/** `disableAllHooks is true`, when the text says so. A text that cannot be read says nothing here. */
export function switchedOff(source: string, { path, off }: OffSwitch): string | undefined {
  const root = parseTree(source.replace(byteOrderMark, ''), [], { allowTrailingComma: true });
  const node = root && findNodeAtLocation(root, [...path]);
  return node && isOff(getNodeValue(node) as Json, off) ? `${path.join('.')} is ${JSON.stringify(getNodeValue(node))}` : undefined;
}

/** A list that switches hooks off by name does so when ours is in it. */
export function isOff(value: Json | undefined, off: Json): boolean {
  return Array.isArray(off) ? Array.isArray(value) && off.some((name: Json) => value.includes(name)) : value === off;
}

/** Adds our hooks, each once, and takes away those of other versions. Everything else keeps its bytes. */
export function connectSettings(source: string | undefined, file: SettingsFile, registered: Registered): SettingsEdit {
  const state = settingsState(source, file, registered);
  if ('reason' in state) return { ok: false, reason: state.reason };
  if (state.current) return { ok: true, text: source ?? '' };
  const { command, script } = registered;
  return edit(source, file, (before) => {
    let text = before;
    for (const { path, value } of missingDefaults(text, file)) text = setProperty(text, path, value);
    for (const entry of file.entries) {
      const ours = elementsOf(text, entry.path).filter((element) => handlersOf(element).some(isOurs));
      if (ours.length === 1 && same(ours[0]!, entry, registered)) continue;
      text = appendToList(removeOurs(text, entry.path, false), entry.path, entry.value(command, script));
    }
    for (const { path, value } of file.properties ?? []) {
      if (jsonNode(text, path)) text = removeAt(text, path);
      text = setProperty(text, path, value(command, script));
    }
    return text;
  });
}

/** Takes our hooks away, and the lists that are empty then. */
export function disconnectSettings(source: string | undefined, file: SettingsFile): SettingsEdit {
  if (source === undefined) return { ok: true, text: '' };
  const parsed = parse(source, file);
  if ('reason' in parsed) return { ok: false, reason: parsed.reason };
  const has =
    file.entries.some(({ path }) => elementsOf(parsed.text, path).some((element) => handlersOf(element).some(isOurs))) ||
    (file.properties ?? []).some(({ path }) => jsonNode(parsed.text, path) !== undefined);
  if (!has) return { ok: true, text: source };
  return edit(source, file, (before) => {
    let text = before;
    for (const { path } of file.entries) text = removeOurs(text, path, true);
    for (const { path } of file.properties ?? []) if (jsonNode(text, path)) text = removeAt(text, path);
    return text;
  });
}

function edit(source: string | undefined, file: SettingsFile, change: (text: string) => string): SettingsEdit {
  const parsed = parse(source, file);
  if ('reason' in parsed) return { ok: false, reason: parsed.reason };
  const text = change(parsed.text);
  const after = parse(text, file);
  // A last look before anything is written: all that is not ours must still be there.
  if ('reason' in after || foreign(after, file) !== foreign(parsed, file))
    return { ok: false, reason: 'the change could not be made without touching other settings' };
  return { ok: true, text: parsed.mark + text };
}

function removeOurs(source: string, path: readonly string[], prune: boolean): string {
  let text = source;
  let removed = false;
  for (let index = elementsOf(text, path).length - 1; index >= 0; index--) {
    const handlers = handlersOf(elementsOf(text, path)[index]);
    if (!handlers.some(isOurs)) continue;
    removed = true;
    if (handlers.every(isOurs)) text = removeAt(text, [...path, index]);
    else for (let at = handlers.length - 1; at >= 0; at--) if (isOurs(handlers[at])) text = removeAt(text, [...path, index, 'hooks', at]);
  }
  if (!prune || !removed) return text;
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length);
    if ((jsonNode(text, part)?.children ?? [undefined]).length > 0) break;
    text = removeAt(text, part);
  }
  return text;
}

function elementsOf(text: string, path: readonly string[]): readonly Json[] {
  const node = jsonNode(text, path);
  return node ? (getNodeValue(node) as readonly Json[]) : [];
}

/** The whole value without what is ours, without our defaults, and without empty containers on our paths. */
function foreign(parsed: ReadSettings, file: SettingsFile): string {
  let value = getNodeValue(parsed.root) as Json;
  for (const { path } of file.entries)
    value =
      replaced(value, path, (list) => {
        const others = (Array.isArray(list) ? (list as readonly Json[]) : []).flatMap((element): readonly Json[] => {
          const handlers = handlersOf(element);
          if (!handlers.some(isOurs)) return [element];
          const rest = handlers.filter((handler) => !isOurs(handler));
          return rest.length === 0 ? [] : [{ ...(element as JsonObject), hooks: rest }];
        });
        return others.length === 0 ? undefined : others;
      }) ?? {};
  for (const { path } of file.properties ?? []) value = replaced(value, path, () => undefined) ?? {};
  for (const entry of file.defaults ?? []) value = replaced(value, entry.path, (now) => (now === entry.value ? undefined : now)) ?? {};
  return canonical(value);
}

function replaced(
  value: Json | undefined,
  path: readonly string[],
  change: (value: Json | undefined) => Json | undefined,
): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  const object: Record<string, Json> = { ...(isObject(value) ? value : {}) };
  const inner = replaced(object[key], rest, change);
  if (inner === undefined) delete object[key];
  else object[key] = inner;
  return Object.keys(object).length === 0 ? undefined : object;
}

/** Equal for equal values, whatever the order of keys. */
export function canonical(value: Json): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

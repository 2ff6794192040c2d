import { findNodeAtLocation, getNodeValue, parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { Json } from '../types.ts';
import type { Connection } from './adapter.ts';
import { appendToList, jsonNode, removeAt } from './jsonText.ts';
import { isObject, type JsonObject } from './payload.ts';

/** A settings text as it would be, or why it is left alone. */
export type SettingsEdit = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/** What a settings text says of us. */
export interface SettingsState {
  /** A hook of ours is there. */
  readonly connected: boolean;
  /** It is there once and just as we would write it. */
  readonly current: boolean;
  /** Settings that switch every hook off: `disableAllHooks is true`. */
  readonly switchedOff: readonly string[];
}

const byteOrderMark = '\uFEFF';

/** A handler of ours, of any version: its command runs something out of our `bin`. */
function isOurs(handler: Json | undefined): boolean {
  if (!isObject(handler)) return false;
  const words = [handler['command'], ...(Array.isArray(handler['args']) ? (handler['args'] as readonly Json[]) : [])];
  return words.some((word) => typeof word === 'string' && /[\\/]\.?tenth-second[\\/]bin[\\/]/.test(word));
}

function handlersOf(group: Json | undefined): readonly Json[] {
  return isObject(group) && Array.isArray(group['hooks']) ? (group['hooks'] as readonly Json[]) : [];
}

interface Parsed {
  readonly mark: string;
  readonly text: string;
  readonly root: Node;
  readonly groups: readonly Json[];
}

/** Reads a settings text with comments and trailing commas; a text that cannot be read for sure is refused, never repaired. */
function parse(source: string | undefined, connection: Connection): Parsed | { readonly reason: string } {
  const mark = source?.startsWith(byteOrderMark) ? byteOrderMark : '';
  const body = (source ?? '').slice(mark.length);
  const text = body.trim() === '' ? '{}\n' : body;
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const error = errors[0];
  if (error || !root) return { reason: `it is not valid JSON (line ${text.slice(0, error?.offset ?? 0).split('\n').length})` };
  if (root.type !== 'object') return { reason: 'it does not hold a JSON object' };
  let node: Node | undefined = root;
  for (const [index, key] of connection.path.entries()) {
    const same: readonly Node[] = (node.children ?? []).filter((property) => property.children?.[0]?.value === key);
    const name = connection.path.slice(0, index + 1).join('.');
    // The agent reads the last one, an edit would go into the first.
    if (same.length > 1) return { reason: `it holds "${name}" twice` };
    node = same[0]?.children?.[1];
    if (!node) break;
    const last = index === connection.path.length - 1;
    if (node.type !== (last ? 'array' : 'object')) return { reason: `its "${name}" is not ${last ? 'a list' : 'an object'}` };
  }
  return { mark, text, root, groups: node ? (getNodeValue(node) as readonly Json[]) : [] };
}

export function settingsState(
  source: string | undefined,
  connection: Connection,
  command: string,
): SettingsState | { readonly reason: string } {
  const parsed = parse(source, connection);
  if ('reason' in parsed) return parsed;
  const ours = parsed.groups.filter((group) => handlersOf(group).some(isOurs));
  const switchedOff = connection.switches
    .filter(({ path, off }) => {
      const node = findNodeAtLocation(parsed.root, [...path]);
      return node !== undefined && getNodeValue(node) === off;
    })
    .map(({ path, off }) => `${path.join('.')} is ${JSON.stringify(off)}`);
  return {
    connected: ours.length > 0,
    current: ours.length === 1 && canonical(ours[0]!) === canonical(connection.group(command)),
    switchedOff,
  };
}

/** Adds our hook group, once, and takes away those of other versions. Everything else keeps its bytes. */
export function connectSettings(source: string | undefined, connection: Connection, command: string): SettingsEdit {
  const state = settingsState(source, connection, command);
  if ('reason' in state) return { ok: false, reason: state.reason };
  if (state.current) return { ok: true, text: source ?? '' };
  return edit(source, connection, (text) => appendToList(removeOurs(text, connection, false), connection.path, connection.group(command)));
}

/** Takes our hooks away, and the lists that are empty then. */
export function disconnectSettings(source: string | undefined, connection: Connection): SettingsEdit {
  if (source === undefined) return { ok: true, text: '' };
  const parsed = parse(source, connection);
  if ('reason' in parsed) return { ok: false, reason: parsed.reason };
  if (!parsed.groups.some((group) => handlersOf(group).some(isOurs))) return { ok: true, text: source };
  return edit(source, connection, (text) => removeOurs(text, connection, true));
}

function edit(source: string | undefined, connection: Connection, change: (text: string) => string): SettingsEdit {
  const parsed = parse(source, connection);
  if ('reason' in parsed) return { ok: false, reason: parsed.reason };
  const text = change(parsed.text);
  const after = parse(text, connection);
  // A last look before anything is written: all that is not ours must still be there.
  if ('reason' in after || foreign(after, connection) !== foreign(parsed, connection))
    return { ok: false, reason: 'the change could not be made without touching other settings' };
  return { ok: true, text: parsed.mark + text };
}

function removeOurs(source: string, connection: Connection, prune: boolean): string {
  let text = source;
  for (let index = groupsOf(text, connection).length - 1; index >= 0; index--) {
    const handlers = handlersOf(groupsOf(text, connection)[index]);
    if (!handlers.some(isOurs)) continue;
    if (handlers.every(isOurs)) text = removeAt(text, [...connection.path, index]);
    else
      for (let at = handlers.length - 1; at >= 0; at--)
        if (isOurs(handlers[at])) text = removeAt(text, [...connection.path, index, 'hooks', at]);
  }
  if (!prune) return text;
  for (let length = connection.path.length; length > 0; length--) {
    const path = connection.path.slice(0, length);
    if ((jsonNode(text, path)?.children ?? [undefined]).length > 0) break;
    text = removeAt(text, path);
  }
  return text;
}

function groupsOf(text: string, connection: Connection): readonly Json[] {
  const node = jsonNode(text, connection.path);
  return node ? (getNodeValue(node) as readonly Json[]) : [];
}

/** The whole value without what is ours and without empty containers on our path. */
function foreign(parsed: Parsed, connection: Connection): string {
  const others = parsed.groups.flatMap((group): readonly Json[] => {
    const handlers = handlersOf(group);
    if (!handlers.some(isOurs)) return [group];
    const rest = handlers.filter((handler) => !isOurs(handler));
    return rest.length === 0 ? [] : [{ ...(group as JsonObject), hooks: rest }];
  });
  const replace = (value: Json | undefined, path: readonly string[]): Json | undefined => {
    const [key, ...rest] = path;
    if (key === undefined) return others.length === 0 ? undefined : others;
    const object: Record<string, Json> = { ...(isObject(value) ? value : {}) };
    const inner = replace(object[key], rest);
    if (inner === undefined) delete object[key];
    else object[key] = inner;
    return Object.keys(object).length === 0 ? undefined : object;
  };
  return canonical(replace(getNodeValue(parsed.root) as Json, connection.path) ?? {});
}

/** Equal for equal values, whatever the order of keys. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

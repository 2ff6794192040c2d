import { normalPath } from '../paths.ts';
import type { Action, AgentId, Call, Json } from '../types.ts';
import type { Decoded } from './adapter.ts';

export type JsonObject = { readonly [key: string]: Json };

/** A payload that does not have the shape that its agent documents. */
export class InvalidPayload extends Error {}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reader of one JSON object; a missing or wrong field throws `InvalidPayload`, which `guarded` turns into `invalid`. */
export interface Fields {
  readonly object: JsonObject;
  text(...names: readonly string[]): string;
  optionalText(...names: readonly string[]): string | undefined;
  optionalList(...names: readonly string[]): readonly Json[] | undefined;
}

export function fieldsOf(value: Json | undefined, what: string): Fields {
  if (!isObject(value)) throw new InvalidPayload(`${what} is not an object`);
  const optionalText = (...names: readonly string[]): string | undefined => {
    for (const name of names) {
      const field = Object.hasOwn(value, name) ? value[name] : undefined;
      if (field === undefined || field === null) continue;
      if (typeof field !== 'string') throw new InvalidPayload(`${what}.${name} is not a string`);
      return field;
    }
    return undefined;
  };
  return {
    object: value,
    optionalText,
    text(...names) {
      const field = optionalText(...names);
      if (field === undefined) throw new InvalidPayload(`${what}.${names[0] ?? ''} is missing`);
      return field;
    },
    optionalList(...names) {
      for (const name of names) {
        const field = Object.hasOwn(value, name) ? value[name] : undefined;
        if (field === undefined || field === null) continue;
        if (typeof field === 'string') return [field];
        if (!Array.isArray(field)) throw new InvalidPayload(`${what}.${name} is not a list`);
        return field as readonly Json[];
      }
      return undefined;
    },
  };
}

export function textsOf(list: readonly Json[], what: string): readonly string[] {
  return list.map((item) => {
    if (typeof item !== 'string') throw new InvalidPayload(`${what} has an item that is not a string`);
    return item;
  });
}

/** Runs a decoder; whatever it throws is `invalid`, so that a surprise holds the action. */
export function guarded(decode: () => Decoded): Decoded {
  try {
    return decode();
  } catch (error) {
    return { type: 'invalid', reason: error instanceof InvalidPayload ? error.message : 'the input could not be read' };
  }
}

export function isWindowsPath(path: string): boolean {
  return /^[a-z]:[\\/]/i.test(path) || path.startsWith('\\\\');
}

export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || isWindowsPath(path);
}

/** The directory of a call; without one nothing relative can be judged. */
export function directoryField(fields: Fields, ...names: readonly string[]): string {
  const directory = fields.text(...names);
  if (!isAbsolute(directory)) throw new InvalidPayload(`${names[0] ?? 'cwd'} is not an absolute path`);
  return directory;
}

/** A directory given by the model, relative to the session's. */
export function within(directory: string, path: string | undefined): string {
  if (path === undefined || path === '') return directory;
  if (isAbsolute(path)) return path;
  return isWindowsPath(directory) ? normalPath(`${directory}/${path}`.replaceAll('\\', '/')) : normalPath(`${directory}/${path}`);
}

/** `server` and `tool` of an MCP tool name, `prefix` and `separator` taken off. A name without a separator is all server. */
export function mcpName(name: string, prefix: string, separator: string): { readonly server: string; readonly tool: string } {
  const rest = name.slice(prefix.length);
  const at = rest.indexOf(separator);
  return at <= 0 ? { server: rest, tool: '' } : { server: rest.slice(0, at), tool: rest.slice(at + separator.length) };
}

export function callOf(
  agent: AgentId,
  about: {
    readonly session: string;
    readonly cwd: string;
    readonly callId?: string | undefined;
    readonly subagent?: string | undefined;
    readonly mode?: string | undefined;
    readonly via?: string | undefined;
  },
  action: Action,
): Call {
  return {
    agent,
    session: about.session,
    ...(about.callId === undefined ? {} : { callId: about.callId }),
    ...(about.subagent === undefined ? {} : { subagent: about.subagent }),
    ...(about.mode === undefined ? {} : { mode: about.mode }),
    ...(about.via === undefined ? {} : { via: about.via }),
    cwd: about.cwd,
    action,
  };
}

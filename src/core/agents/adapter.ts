import type { AgentId, Call, Json } from '../types.ts';

/**
 * What a hook call turned out to be. `pass` is an event or a tool that cannot touch anything (a to-do list, a search on the web);
 * `after` reports a call that has run; `invalid` is answered with the agent's failure answer.
 */
export type Decoded =
  /** `waits`: seconds that this one call can wait, where that differs from call to call. */
  | { readonly type: 'call'; readonly call: Call; readonly waits?: number }
  | { readonly type: 'pass' }
  | { readonly type: 'after'; readonly call: Call; readonly ok: boolean }
  | { readonly type: 'invalid'; readonly reason: string };

/** `none` leaves the agent's own permission flow as it is. */
export type HookAnswer = { readonly type: 'none' } | { readonly type: 'allow' } | { readonly type: 'deny'; readonly reason: string };

/** What a hook process leaves behind. */
export interface HookReply {
  readonly code: number;
  /** One line without line feed, may be empty. */
  readonly stdout: string;
  readonly stderr: string;
}

/** A hook entry in a JSON settings file: an array under `path`, each element a group with a matcher and handlers. */
export interface Connection {
  /** Settings file below the home, or below the folder that a variable names. */
  readonly file: { readonly folder: string; readonly variable?: string; readonly name: string };
  /** `['hooks', 'PreToolUse']`. */
  readonly path: readonly string[];
  /** The group to add for a command line. */
  readonly group: (command: string) => { readonly [key: string]: Json };
  /** Keys that switch every hook off when they have this value: reported, never changed. */
  readonly switches: readonly { readonly path: readonly string[]; readonly off: Json }[];
  /** What the person should know after connecting. */
  readonly note: string;
}

/** How to read what asks the guard, and how to answer it. */
export interface Dialect {
  readonly id: AgentId;
  readonly displayName: string;
  /** Total: never throws. */
  readonly decode: (payload: Json) => Decoded;
  readonly encode: (answer: HookAnswer) => HookReply;
  /** The agent's own way to hold an action when the guard itself failed. The launcher gives the same by itself. */
  readonly failure: (reason: string) => HookReply;
  /** Seconds a hold may take; 0 when the agent cannot wait and is denied at once. */
  readonly waits: number;
}

/** One agent: its dialect, and what to write to connect it. */
export interface AgentAdapter extends Dialect {
  readonly connection: Connection;
}

/** Longest hold: below the launcher's read deadline of 900 s and far below the timeout that we register. */
export const longestHold = 870;

/** Exit 2 with text on stderr: held by every hook-process agent that was tried; with empty stderr three of them run the tool. */
export function exitTwo(reason: string, stdout = ''): HookReply {
  return { code: 2, stdout, stderr: reason.trim() === '' ? 'Tenth Second held this action.' : reason };
}

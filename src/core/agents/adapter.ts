import type { AgentId, Call, Json } from '../types.ts';
import type { Connection } from './connection.ts';
import type { Mask, MaskedResult } from './maskResult.ts';

/**
 * What a hook call turned out to be. `pass` is an event or a tool that cannot touch anything (a to-do list, a search on the web);
 * `after` reports a call that has run; `invalid` is answered with the agent's failure answer.
 */
export type Decoded =
  /**
   * `waits`: seconds that this one call can wait, where that differs from call to call. `inner`: it may be a part of what an agent's
   * hook has asked about already; what a person has confirmed there is not asked again.
   */
  | { readonly type: 'call'; readonly call: Call; readonly waits?: number; readonly inner?: true }
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

/** How to read what asks the guard, and how to answer it. */
export interface Dialect {
  readonly id: AgentId;
  readonly displayName: string;
  /**
   * True only for a payload that no other agent sends. One hook file is read by several agents (`~/.claude/settings.json` by four of
   * them): the payload chooses the dialect, the id in the command line the answer to a failure.
   */
  readonly recognise: (payload: Json) => boolean;
  /** Total: never throws. */
  readonly decode: (payload: Json) => Decoded;
  /** `payload`: the call that is answered, where the dialect depends on its event. */
  readonly encode: (answer: HookAnswer, payload?: Json) => HookReply;
  /** The agent's own way to hold an action when the guard itself failed. The launcher gives the same by itself. */
  readonly failure: (reason: string) => HookReply;
  /** Seconds a hold may take; 0 when the agent cannot wait and is denied at once. */
  readonly waits: number;
  /**
   * For agents whose results may be rewritten before the model reads them: the result that a payload brings, masked. Undefined when the
   * payload brings none. Total.
   */
  readonly maskResult?: (payload: Json, mask: Mask) => MaskedResult | undefined;
}

export type ConnectableId = Exclude<AgentId, 'mcp-client' | 'terminal'>;

/** One agent: its dialect, and what to write to connect it. */
export interface AgentAdapter extends Dialect {
  readonly id: ConnectableId;
  readonly connection: Connection;
  /** What no hook of this agent shows, one sentence each, for the coverage view and docs/agents.md. */
  readonly gaps: readonly string[];
  /** `real`: the matrix of docs/agents.md is from runs of the program; `documents`: from its documentation alone. */
  readonly proven: 'real' | 'documents';
}

/** Longest hold: below the launcher's read deadline of 900 s and far below the timeout that we register. */
export const longestHold = 870;

/** Exit 2 with text on stderr: held by every hook-process agent that was tried; with empty stderr three of them run the tool. */
export function exitTwo(reason: string, stdout = ''): HookReply {
  return { code: 2, stdout, stderr: textOr(reason) };
}

/** A reason is never empty: an agent that is told nothing tries again. */
export function textOr(reason: string): string {
  return reason.trim() === '' ? 'Tenth Second held this action.' : reason;
}

/** What every agent is told when the guard itself failed. */
export function failureText(reason: string): string {
  return `Tenth Second could not judge this action, so it did not run: ${reason}`;
}

export const noOpinion: HookReply = { code: 0, stdout: '', stderr: '' };

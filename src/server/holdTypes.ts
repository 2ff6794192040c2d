import type { BackupSetting } from '../core/backups/backups.ts';
import type { HoldAnswer, HoldView } from '../core/protocol.ts';
import type { Verdict } from '../core/types.ts';
import type { Judgement } from '../platform/road.ts';
import type { Undo } from './snapshots.ts';

/** A window as the holds see it: somebody who can be asked. */
export interface HoldWindow {
  readonly id: number;
  /** `Visual Studio Code`, `Cursor`. */
  readonly product: string;
  /** Of the editor. */
  readonly version: string;
  /** ms that a hold may wait here. */
  readonly holdTime: number;
  /** Independent backups that its person named. */
  readonly backups: readonly BackupSetting[];
  /** Rejects when the stream ends or the window cannot ask. */
  show(view: HoldView): Promise<HoldAnswer>;
  withdraw(id: string, reason: string): void;
}

/** Where a call comes from, with symbolic links resolved: what a window is found by. */
export interface Origin {
  readonly cwd: string;
  readonly session: string;
}

/** A call whose verdict asks for a person. */
export interface HoldRequest {
  readonly judgement: Judgement;
  readonly variables: Readonly<Record<string, string>>;
  readonly origin: Origin;
  /** ms the agent itself can wait; 0: it is answered at once and the hold is parked. */
  readonly waits: number;
  /** Which of the agent's registrations and events asks; empty for the only one of most agents. */
  readonly registration: string;
  /** Aborted when the hook process or its agent is gone. */
  readonly signal: AbortSignal;
}

/** How a hold ended for the one who waits. */
export type HoldResult =
  /** `whole`: the person saw the whole action, so that the agent need not ask again. */
  { readonly type: 'allow'; readonly whole: boolean } | { readonly type: 'deny'; readonly reason: string } | { readonly type: 'gone' };

export type HoldOutcome = 'waiting' | 'confirmed' | 'refused' | 'denied' | 'parked' | 'dropped' | 'paused';

/** What happened to a hold, for journal and activity. */
export interface HoldEvent {
  readonly id: string;
  readonly judgement: Judgement;
  readonly outcome: HoldOutcome;
  /** `Origin.cwd`. */
  readonly cwd: string;
  /** The window's product, when a person answered. */
  readonly by?: string;
  /** Product and version of that window. */
  readonly window?: string;
  /** ms from the first time that the question was shown to the answer. */
  readonly took?: number;
  /** What a person typed (the resource's name), when they did. */
  readonly typed?: string;
  /** What else they proved themselves by. */
  readonly factor?: string;
  /** Why, in words. */
  readonly reason?: string;
  /** Dump of a database that was made before. */
  readonly backup?: string;
  /** The snapshot that was taken before it was let through. */
  readonly undo?: Undo;
}

export function asksPerson(verdict: Verdict): verdict is 'confirm' | 'type' {
  return verdict === 'confirm' || verdict === 'type';
}

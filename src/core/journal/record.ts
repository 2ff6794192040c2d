import type { AgentId, Effect, Environment, Verdict } from '../types.ts';
import type { Judged } from '../policy/verdict.ts';

/** `allowed`, `held`, `confirmed`, `refused`, `expired`, `denied`, `parked`, `dropped`, `released`, `paused`, `ran`, `failed`. */
export type Outcome =
  | 'allowed'
  | 'held'
  | 'confirmed'
  | 'refused'
  | 'expired'
  | 'denied'
  | 'parked'
  | 'dropped'
  | 'released'
  | 'ran'
  | 'failed';

export interface RecordedOperation {
  readonly effect: Effect;
  readonly resource: string;
  readonly kind: string;
  readonly environment: Environment;
  readonly rule: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly evidence: readonly string[];
}

/**
 * One entry of the journal. Texts pass the redaction hook of the codec before they are written; a file's content and a secret's
 * value are never put in one.
 */
export interface JournalRecord {
  /**
   * `action`: a call was judged. `answer`: a hold ended, with who ended it. `note`: about the guard itself (started, paused,
   * connected, repaired). `after`: the agent reports that a call ran.
   */
  readonly type: 'action' | 'answer' | 'note' | 'after';
  /** ms since 1970. */
  readonly time: number;
  /** Folder that the record belongs to; absolute. Empty for what concerns the whole machine. */
  readonly workspace: string;
  /** Joins an `action` with its `answer`s. */
  readonly id?: string;
  readonly agent?: AgentId;
  readonly session?: string;
  readonly callId?: string;
  readonly subagent?: string;
  readonly cwd?: string;
  /** The command, or the action in words. */
  readonly action?: string;
  readonly verdict?: Verdict;
  readonly outcome?: Outcome;
  readonly operations?: readonly RecordedOperation[];
  /** What a confirmation is bound to. */
  readonly digest?: string;
  /** Who decided: `server`, `gate alone`, or the window's product for a person's answer. */
  readonly by?: string;
  /** A note's text, or the reason of an answer. */
  readonly text?: string;
}

export function recordedOperations(operations: readonly Judged[]): readonly RecordedOperation[] {
  return operations.map((operation) => ({
    effect: operation.effect,
    resource: operation.resource.name,
    kind: operation.resource.kind,
    environment: operation.environment,
    rule: operation.rule,
    title: operation.title,
    verdict: operation.verdict,
    evidence: operation.evidence.map((evidence) => evidence.text),
  }));
}

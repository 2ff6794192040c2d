import type { HoldView } from '../core/protocol.ts';
import type { Call } from '../core/types.ts';
import type { Judgement } from '../platform/road.ts';
import { holdView, showsWhole, subjectOf, titleOf, type Redact } from './holdText.ts';
import type { HoldRequest, HoldResult, HoldWindow, Origin } from './holdTypes.ts';

/** One action that waits for a person: with agents waiting for it, or parked after they were refused. */
export class HeldAction {
  readonly id: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly origin: Origin;
  readonly createdAt: number;
  judgement: Judgement;
  deadlineAt: number;
  parked = false;
  /** The window it is queued or shown in. */
  window: HoldWindow | undefined;
  shown = false;
  /** Answered, and being classified again. */
  judging = false;
  /** Let through, and waiting for its snapshot. */
  leaving = false;
  /** A code is asked for, so that nobody at the keyboard lets it through alone; a pause of the guard does not either. */
  takesFactor = false;
  /** Changes with every showing, so that an answer to an earlier one does nothing. */
  showing = 0;
  /** Product of the window in which a person answered. */
  answeredBy: string | undefined;
  /** The same with the editor's version. */
  answeredIn: string | undefined;
  /** When the question was first shown. */
  askedAt: number | undefined;
  answeredAt: number | undefined;
  wrongNames = 0;
  again: string | undefined;
  /** Those that have reported it: the agent's file, its plugin, another of its events. */
  readonly registrations: Set<string>;
  /** What a person proved themselves by for the judgement with this digest: a code counts once, the question may be asked again. */
  proven: { readonly digest: string; readonly by: string } | undefined;
  /** The dump that was made for the judgement with this digest. */
  dumped: { readonly digest: string; readonly path: string } | undefined;
  /** What confirming it takes beside the name. */
  factor: HoldView['factor'];
  /** A backup that can be made before it runs. */
  backup: string | undefined;
  /** What the modal says about undoing it. */
  undoNote: string | undefined;
  /** The person was told that it cannot be undone. */
  saidNoUndo = false;
  /** Ends the deadline, or the wait for a window. */
  cancelTimers: (() => void)[] = [];
  readonly #waiters = new Map<(result: HoldResult) => void, AbortSignal>();

  constructor(id: string, request: HoldRequest, createdAt: number, deadlineAt: number) {
    this.id = id;
    this.judgement = request.judgement;
    this.variables = request.variables;
    this.origin = request.origin;
    this.registrations = new Set([request.registration]);
    this.createdAt = createdAt;
    this.deadlineAt = deadlineAt;
  }

  get call(): Call {
    return this.judgement.call;
  }

  get waiting(): boolean {
    return this.#waiters.size > 0;
  }

  /** Weakens the guard itself, or goes against what a person laid down for the workspace: held even while the guard is paused. */
  get outlastsPause(): boolean {
    if (this.takesFactor) return true;
    return this.judgement.decision.operations.some(
      (operation) => operation.ordered !== undefined || (operation.effect === 'disarm' && operation.verdict !== 'allow'),
    );
  }

  get whole(): boolean {
    return showsWhole(this.call.action);
  }

  /** `onGone` is called when the last one that waits has left. */
  join(signal: AbortSignal, onGone: () => void): Promise<HoldResult> {
    return new Promise((resolve) => {
      const leave = (): void => {
        if (!this.#waiters.delete(resolve)) return;
        resolve({ type: 'gone' });
        if (this.#waiters.size === 0) onGone();
      };
      this.#waiters.set(resolve, signal);
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
    });
  }

  settle(result: HoldResult): void {
    const waiters = [...this.#waiters.keys()];
    this.#waiters.clear();
    for (const resolve of waiters) resolve(result);
  }

  stopTimers(): void {
    for (const cancel of this.cancelTimers.splice(0)) cancel();
  }

  title(redact: Redact): string {
    return titleOf(this.judgement, redact);
  }

  subject(redact: Redact): string {
    return subjectOf(this.judgement, redact);
  }

  /** `backups`: what is known of independent ones. */
  view(redact: Redact, backups: readonly string[] = []): HoldView {
    const { id, createdAt, deadlineAt, parked, again, undoNote, factor, backup } = this;
    const state = {
      id,
      createdAt,
      deadlineAt,
      parked,
      ...(again === undefined ? {} : { again }),
      ...(factor === undefined ? {} : { factor }),
      ...(backup === undefined ? {} : { backup }),
    };
    return holdView(this.judgement, state, redact, { backups, ...(undoNote === undefined ? {} : { undo: undoNote }) });
  }
}

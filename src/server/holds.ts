import { backupsOf, type BackupSetting } from '../core/backups/backups.ts';
import type { FactorLevel, FactorProof } from '../core/policy/secondFactor.ts';
import type { HoldAnswer } from '../core/protocol.ts';
import { assertNever } from '../core/types.ts';
import type { Judgement } from '../platform/road.ts';
import type { Clock } from './clock.ts';
import { sessionKey, type Grants } from './grants.ts';
import { HeldAction } from './heldAction.ts';
import { denials, nameOf, noUndo, undoNoteOf, type Redact } from './holdText.ts';
import { reportsSame } from './passes.ts';
import type { Dumps } from './dumps.ts';
import type { FactorVerdict } from './secondFactor.ts';
import { confirmedBudget, passedBudget, type Snapshots } from './snapshots.ts';
import {
  asksPerson,
  type HoldEvent,
  type HoldOutcome,
  type HoldRequest,
  type HoldResult,
  type HoldWindow,
  type Origin,
} from './holdTypes.ts';

/** Longest hold whatever window and agent say: below every limit that an agent puts on its hooks. */
export const longestHold = 14 * 60_000;
/** A window that reloads is back within seconds. */
export const reattachTime = 20_000;
export const parkTime = 60 * 60_000;
const maxLive = 500;
const maxParked = 200;
const maxWrongNames = 3;
/** A question is not shown later than this for what it says about undoing, ms. */
const estimateTime = 400;
/** A dump may take so long, ms, and must be done so long before the agent is refused. */
const longestDump = 10 * 60_000;
const dumpMargin = 5000;

export interface HoldPorts {
  readonly clock: Clock;
  readonly grants: Grants;
  /** The window on the folder that the call comes from. */
  findWindow(origin: Origin): HoldWindow | undefined;
  /** Classifies the call anew, with disk and knowledge as they are now. */
  judge(held: HeldAction): Promise<Judgement>;
  /** Resolves once the event is where it survives a crash; a confirmation is not given before. */
  record(event: HoldEvent): Promise<void>;
  /** How old these are, one sentence each. Within seconds, and never rejects. */
  backups(wanted: readonly BackupSetting[]): Promise<readonly string[]>;
  /** Pauses the guard on behalf of a person, and records it. */
  pause(minutes: number, product: string): Promise<void>;
  /** What waits has changed: windows are told. */
  changed(): void;
  /** A bug or a full disk, in words without secrets. */
  fault(text: string, error: unknown): void;
  readonly redact: Redact;
  /** Codes for what is in production. */
  readonly factor: {
    levelOf(judgement: Judgement): FactorLevel;
    isMissing(level: FactorLevel): boolean;
    check(proof: FactorProof | undefined, level: Exclude<FactorLevel, 'off'>): Promise<FactorVerdict>;
  };
  readonly dumps: Pick<Dumps, 'offer' | 'make'>;
  readonly snapshots: Pick<Snapshots, 'planOf' | 'estimate' | 'before'>;
  /** Until then (ms since 1970) windows may still be on their way back from a server before this one. */
  readonly graceUntil: number;
}

/** Everything that waits for a person. One question at a time in each window; what agents wait for goes before what is parked. */
export class Holds {
  readonly #ports: HoldPorts;
  readonly #held = new Map<string, HeldAction>();
  readonly #showing = new Map<number, HeldAction>();
  #nextId = 1;
  #ending = 0;
  #closed = false;
  #retired = false;

  constructor(ports: HoldPorts) {
    this.#ports = ports;
  }

  get live(): readonly HeldAction[] {
    return [...this.#held.values()].filter((held) => !held.parked);
  }

  get parked(): readonly HeldAction[] {
    return [...this.#held.values()].filter((held) => held.parked);
  }

  /** An agent still waits for its answer. */
  get busy(): boolean {
    return this.#ending > 0 || this.live.length > 0;
  }

  /** Waits for a person, or answers at once when none can be asked. */
  async hold(request: HoldRequest): Promise<HoldResult> {
    const { clock } = this.#ports;
    const window = this.#ports.findWindow(request.origin);
    const joined = this.#joinable(request);
    if (joined) {
      joined.registrations.add(request.registration);
      return joined.join(request.signal, () => this.#dropped(joined));
    }
    const now = clock.now();
    const time = Math.min(longestHold, window?.holdTime ?? longestHold, request.waits > 0 ? request.waits : longestHold);
    const held = new HeldAction(`${now.toString(36)}-${this.#nextId++}`, request, now, now + time);
    held.takesFactor = this.#ports.factor.levelOf(held.judgement) !== 'off';
    const what = this.#subject(held);
    if (this.#closed) return this.#refuseAtOnce(held, 'denied', denials.stopped(what));
    if (this.live.length >= maxLive) return this.#refuseAtOnce(held, 'denied', denials.tooMany(what));
    this.#supersede(held);
    const result = held.join(request.signal, () => this.#dropped(held));
    if (!held.waiting) return result;
    this.#held.set(held.id, held);
    if (request.waits <= 0) {
      this.#park(held, denials.cannotWait(what));
    } else if (window) {
      void this.#event(held, 'waiting');
      held.cancelTimers.push(clock.after(time, () => this.#deadline(held)));
      this.#queue(held, window);
    } else if (now < this.#ports.graceUntil) {
      void this.#event(held, 'waiting');
      this.#orphan(held, this.#ports.graceUntil - now, denials.noWindow(what, held.call.cwd));
    } else {
      this.#park(held, denials.noWindow(what, held.call.cwd));
    }
    this.#ports.changed();
    return result;
  }

  /** A proved window is there, or its folders changed. */
  attached(): void {
    for (const held of this.#held.values()) {
      if (held.window) continue;
      const window = this.#ports.findWindow(held.origin);
      if (!window) continue;
      if (!held.parked) {
        held.stopTimers();
        held.cancelTimers.push(this.#ports.clock.after(held.deadlineAt - this.#ports.clock.now(), () => this.#deadline(held)));
      }
      this.#queue(held, window);
    }
    this.#ports.changed();
  }

  detached(window: HoldWindow): void {
    this.#showing.delete(window.id);
    for (const held of this.#held.values()) {
      if (held.window !== window) continue;
      this.#unshow(held);
      held.window = undefined;
      if (held.parked) continue;
      const left = Math.min(reattachTime, held.deadlineAt - this.#ports.clock.now());
      this.#orphan(held, left, denials.windowGone(this.#subject(held), held.call.cwd));
    }
    // Another window on the same folder may ask instead.
    this.attached();
  }

  /** Lets through what waits, but for what weakens the guard or goes against a freeze or pin: it was paused in a modal that says so. */
  paused(): void {
    for (const held of this.live) if (!held.outlastsPause && !held.judging && !held.leaving) void this.#letThrough(held);
  }

  async #letThrough(held: HeldAction): Promise<void> {
    const { snapshots } = this.#ports;
    held.leaving = true;
    const undo = snapshots.planOf(held.judgement) ? await snapshots.before(held.judgement, held.id, passedBudget) : {};
    if (!held.parked) await this.#end(held, 'paused', { type: 'allow', whole: false }, { undo });
  }

  /** Nothing is asked any more; whatever waits is refused. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const held of this.parked) this.#forget(held, 'the guard stops');
    await Promise.all(this.live.map((held) => this.#end(held, 'denied', { type: 'deny', reason: denials.stopped(this.#subject(held)) })));
  }

  /** What is parked goes with this server; what waits is still asked. */
  retire(): void {
    this.#retired = true;
    for (const held of this.parked) this.#forget(held, 'a newer version takes over');
  }

  /** Another registration of the agent reports an action that waits already. */
  #joinable({ judgement, registration }: HoldRequest): HeldAction | undefined {
    return this.live.find((held) => held.waiting && reportsSame(held.call, held.registrations, judgement.call, registration));
  }

  /** The agent tries again what is parked: the question is asked for the new call instead. */
  #supersede(held: HeldAction): void {
    for (const parked of this.parked)
      if (parked.judgement.digest === held.judgement.digest && !parked.judging) this.#forget(parked, 'the agent tries again');
  }

  async #refuseAtOnce(held: HeldAction, outcome: HoldOutcome, reason: string): Promise<HoldResult> {
    await this.#event(held, outcome, { reason });
    return { type: 'deny', reason };
  }

  #subject(held: HeldAction): string {
    return held.subject(this.#ports.redact);
  }

  #queue(held: HeldAction, window: HoldWindow): void {
    held.window = window;
    const current = this.#showing.get(window.id);
    if (current?.parked && !held.parked && !current.judging) {
      // A window may show a parked question for an hour; an agent that waits comes first.
      this.#unshow(current);
      window.withdraw(current.id, 'another action waits');
    }
    this.#next(window);
  }

  #next(window: HoldWindow): void {
    if (this.#showing.has(window.id)) return;
    const queue = [...this.#held.values()].filter((held) => held.window === window && !held.judging && !held.leaving);
    const held = queue.find((each) => !each.parked) ?? queue[0];
    if (!held) return;
    this.#showing.set(window.id, held);
    held.shown = true;
    held.askedAt ??= this.#ports.clock.now();
    const showing = ++held.showing;
    const isCurrent = (): boolean => held.showing === showing && held.shown && this.#held.get(held.id) === held;
    void (async () => {
      try {
        if (held.undoNote === undefined && this.#ports.snapshots.planOf(held.judgement)) {
          await this.#estimate(held);
          if (!isCurrent()) return;
        }
        const wanted = backupsOf(held.judgement.decision.operations, window.backups);
        const backups = wanted.length === 0 ? [] : await this.#ports.backups(wanted);
        if (!isCurrent()) return;
        this.#askForFactor(held);
        held.backup = this.#ports.dumps.offer(held.judgement);
        const answer = await window.show(held.view(this.#ports.redact, backups));
        if (isCurrent()) await this.#answered(held, window, answer);
      } catch (error) {
        if (!isCurrent()) return;
        this.#ports.fault('a window could not show a hold', error);
        await this.#end(held, 'denied', { type: 'deny', reason: denials.notAsked(this.#subject(held)) });
      }
    })();
  }

  #askForFactor(held: HeldAction): void {
    const { factor } = this.#ports;
    const level = held.proven?.digest === held.judgement.digest ? 'off' : factor.levelOf(held.judgement);
    held.factor = level === 'off' ? undefined : { level, missing: factor.isMissing(level) };
  }

  /** Finds out what a snapshot would hold; what takes longer is only said to be tried. */
  async #estimate(held: HeldAction): Promise<void> {
    const { snapshots, clock } = this.#ports;
    let cancel = (): void => {};
    const late = new Promise<undefined>((resolve) => (cancel = clock.after(estimateTime, () => resolve(undefined))));
    const estimate = await Promise.race([snapshots.estimate(held.judgement), late]);
    cancel();
    held.undoNote = undoNoteOf(estimate);
    held.saidNoUndo = estimate?.type === 'none';
  }

  async #answered(held: HeldAction, window: HoldWindow, answer: HoldAnswer): Promise<void> {
    this.#unshow(held);
    held.judging = true;
    held.answeredBy = window.product;
    held.answeredIn = `${window.product} ${window.version}`.trim();
    held.answeredAt = this.#ports.clock.now();
    try {
      await this.#apply(held, answer);
    } finally {
      held.judging = false;
      this.#next(window);
      this.#ports.changed();
    }
  }

  async #apply(held: HeldAction, answer: HoldAnswer): Promise<void> {
    switch (answer.choice) {
      case 'refuse':
        await this.#end(held, 'refused', { type: 'deny', reason: denials.declined(this.#subject(held)) });
        break;
      case 'refuseAll':
        await this.#refuseAll(held);
        break;
      case 'pause':
        await this.#ports.pause(answer.minutes, held.answeredBy ?? '');
        if (this.#ports.grants.pausedUntil === undefined) break;
        held.judging = false;
        this.paused();
        if (held.parked) this.#forget(held, 'the guard is paused');
        else held.again = 'what weakens the guard or goes against a freeze or pin is asked even while it is paused';
        break;
      case 'confirm':
        await this.#confirmed(held, answer);
        break;
      default:
        // A window of another version: not a confirmation.
        assertNever(answer);
    }
  }

  async #refuseAll(answered: HeldAction): Promise<void> {
    const key = sessionKey(answered.call);
    this.#ports.grants.refuseSession(key);
    const refused = [...this.#held.values()].filter((held) => sessionKey(held.call) === key);
    // None of them is shown while the others are recorded.
    for (const held of refused) held.judging = true;
    for (const held of refused) await this.#end(held, 'refused', { type: 'deny', reason: denials.sessionRefused(this.#subject(held)) });
  }

  async #confirmed(held: HeldAction, { typed, factor: proof, backUp }: Extract<HoldAnswer, { choice: 'confirm' }>): Promise<void> {
    const { decision, digest } = held.judgement;
    if (decision.verdict === 'type' && typed?.trim() !== nameOf(held.judgement).trim()) {
      held.wrongNames++;
      held.again = 'what was typed is not the name';
      if (held.wrongNames >= maxWrongNames)
        await this.#end(held, 'refused', { type: 'deny', reason: denials.declined(this.#subject(held)) });
      return;
    }
    const wasParked = held.parked;
    if (!(await this.#isProven(held, proof))) return;
    if (backUp === true && !(await this.#backedUp(held))) return;
    // A parked one is kept when its retry runs: until then there may be more to keep.
    const undo = wasParked ? {} : await this.#ports.snapshots.before(held.judgement, held.id, confirmedBudget);
    let now: Judgement;
    try {
      now = await this.#ports.judge(held);
    } catch (error) {
      this.#ports.fault('a confirmed action could not be judged again', error);
      await this.#end(held, 'denied', { type: 'deny', reason: denials.notJudged(this.#subject(held)) });
      return;
    }
    // The agent left, the deadline passed or the guard stopped while it was classified again.
    if (this.#held.get(held.id) !== held || held.parked !== wasParked) return;
    if (now.digest !== digest && asksPerson(now.decision.verdict)) {
      held.again = describeChange(held.judgement, now);
      held.judgement = now;
      held.undoNote = undefined;
      held.saidNoUndo = false;
      return;
    }
    if (now.decision.verdict === 'deny') {
      const reasons = now.decision.operations[0]?.reasons.join('; ') ?? '';
      await this.#end(held, 'denied', { type: 'deny', reason: denials.policy(this.#subject(held), reasons) });
      return;
    }
    if (undo.noSnapshot !== undefined && !held.saidNoUndo) {
      held.saidNoUndo = true;
      held.undoNote = noUndo(undo.noSnapshot);
      held.again = `it cannot be undone: ${undo.noSnapshot}`;
      return;
    }
    if (wasParked) this.#ports.grants.allowRetry(digest, sessionKey(held.call), held.whole);
    await this.#end(
      held,
      'confirmed',
      { type: 'allow', whole: held.whole },
      {
        ...(typed === undefined ? {} : { typed }),
        ...(held.proven?.digest === digest ? { factor: held.proven.by } : {}),
        ...(held.dumped?.digest === digest ? { backup: held.dumped.path } : {}),
        undo,
      },
    );
  }

  /** Without the dump that was asked for it does not run: the question is asked again and says why. */
  async #backedUp(held: HeldAction): Promise<boolean> {
    const { digest } = held.judgement;
    if (held.dumped?.digest === digest) return true;
    const left = held.deadlineAt - this.#ports.clock.now() - dumpMargin;
    const made = await this.#ports.dumps.make(held.judgement, held.id, Math.max(0, Math.min(longestDump, left)));
    if (made.type === 'dumped') held.dumped = { digest, path: made.path };
    else held.again = `the backup failed, so it did not run: ${made.reason}`;
    return made.type === 'dumped' && this.#held.get(held.id) === held;
  }

  /** A code was given where one is asked for; else the question is asked again and says why. */
  async #isProven(held: HeldAction, proof: FactorProof | undefined): Promise<boolean> {
    const { factor } = this.#ports;
    const { digest } = held.judgement;
    const level = factor.levelOf(held.judgement);
    if (level === 'off' || held.proven?.digest === digest) return true;
    const verdict = await factor.check(proof, level);
    if (verdict.accepted) held.proven = { digest, by: verdict.by };
    else held.again = verdict.reason;
    return verdict.accepted && this.#held.get(held.id) === held;
  }

  #deadline(held: HeldAction): void {
    const minutes = Math.max(1, Math.round((held.deadlineAt - held.createdAt) / 60_000));
    this.#park(held, denials.nobody(this.#subject(held), minutes));
    this.#ports.changed();
  }

  #orphan(held: HeldAction, time: number, reason: string): void {
    held.stopTimers();
    held.cancelTimers.push(
      this.#ports.clock.after(Math.max(0, time), () => {
        this.#park(held, reason);
        this.#ports.changed();
      }),
    );
  }

  /** The agent is refused; the question stays for a person, and a confirmation then lets one retry through. */
  #park(held: HeldAction, reason: string): void {
    held.stopTimers();
    const { window } = held;
    if (held.shown && window) {
      this.#unshow(held);
      window.withdraw(held.id, 'nobody answered in time');
    }
    held.parked = true;
    held.again = undefined;
    held.deadlineAt = this.#ports.clock.now() + parkTime;
    // Recorded before it is answered; a refusal leaves even if it cannot be.
    this.#ending++;
    void this.#event(held, 'parked', { reason }).finally(() => {
      this.#ending--;
      held.settle({ type: 'deny', reason });
      this.#ports.changed();
    });
    if (this.#retired) return this.#forget(held, 'a newer version takes over');
    for (const other of this.parked)
      if (other !== held && !other.judging && (other.judgement.digest === held.judgement.digest || this.parked.length > maxParked))
        this.#forget(other, 'parked again');
    held.cancelTimers.push(this.#ports.clock.after(parkTime, () => this.#forget(held, 'nobody answered within an hour')));
    const place = window ?? this.#ports.findWindow(held.origin);
    if (place) this.#queue(held, place);
  }

  #dropped(held: HeldAction): void {
    if (held.parked || this.#held.get(held.id) !== held) return;
    void this.#event(held, 'dropped', { reason: 'the agent is gone' });
    this.#forget(held, 'the agent is gone');
  }

  /** The last word on a hold: recorded where it survives, and only then answered. */
  async #end(
    held: HeldAction,
    outcome: HoldOutcome,
    result: HoldResult,
    more: Pick<HoldEvent, 'typed' | 'factor' | 'backup' | 'undo'> = {},
  ): Promise<void> {
    if (this.#held.get(held.id) !== held) return;
    this.#ending++;
    this.#forget(held, outcome);
    try {
      await this.#ports.record({
        id: held.id,
        judgement: held.judgement,
        cwd: held.origin.cwd,
        outcome,
        ...(held.answeredBy === undefined ? {} : { by: held.answeredBy }),
        ...(held.answeredIn === undefined ? {} : { window: held.answeredIn }),
        ...(held.askedAt === undefined || held.answeredAt === undefined ? {} : { took: held.answeredAt - held.askedAt }),
        ...more,
        ...(result.type === 'deny' ? { reason: result.reason } : {}),
      });
      if (result.type === 'allow') this.#ports.grants.passes.add(held.call, held.registrations, result.whole);
      held.settle(result);
    } catch (error) {
      this.#ports.fault('a decision could not be recorded', error);
      held.settle(
        result.type === 'allow' ? { type: 'deny', reason: denials.policy(this.#subject(held), 'It could not be recorded.') } : result,
      );
    } finally {
      this.#ending--;
      this.#ports.changed();
    }
  }

  #unshow(held: HeldAction): void {
    held.shown = false;
    if (held.window && this.#showing.get(held.window.id) === held) this.#showing.delete(held.window.id);
  }

  #forget(held: HeldAction, why: string): void {
    if (!this.#held.delete(held.id)) return;
    held.stopTimers();
    const { window } = held;
    if (window && held.shown) {
      this.#unshow(held);
      window.withdraw(held.id, why);
    }
    if (window) this.#next(window);
    this.#ports.changed();
  }

  async #event(held: HeldAction, outcome: HoldOutcome, more: { readonly reason?: string } = {}): Promise<void> {
    try {
      await this.#ports.record({ id: held.id, judgement: held.judgement, cwd: held.origin.cwd, outcome, ...more });
    } catch (error) {
      this.#ports.fault('an event could not be recorded', error);
    }
  }
}

function describeChange(before: Judgement, now: Judgement): string {
  const first = before.decision.operations[0];
  const other = now.decision.operations[0];
  if (first?.resource.name !== other?.resource.name) return `it would now touch ${other?.resource.name ?? 'something else'}`;
  if (first?.environment !== other?.environment) return `it would now reach ${other?.environment ?? 'another environment'}`;
  if (before.decision.verdict !== now.decision.verdict) return 'it is judged differently than when you confirmed it';
  return 'a file that it runs or reads changed since you were asked';
}

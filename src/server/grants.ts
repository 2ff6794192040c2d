import type { Call } from '../core/types.ts';
import type { Clock } from './clock.ts';
import { Passes } from './passes.ts';

/** How long a confirmed retry may come. */
export const retryTime = 10 * 60_000;
/** How long the inner calls of a confirmed action may come: a script may run for a while before it does what was confirmed. */
const innerTime = 10 * 60_000;
/** How long *Refuse all from this session* holds. */
export const refusalTime = 60 * 60_000;
/** Longest pause that a person can ask for. */
export const longestPause = 8 * 60;
const maxEntries = 1000;

export function sessionKey(call: Pick<Call, 'agent' | 'session'>): string {
  return `${call.agent} ${call.session}`;
}

interface Retry {
  readonly session: string;
  readonly until: number;
  readonly whole: boolean;
}

/** What persons have decided beyond a single answer: retries let through once, sessions refused, the guard paused. */
export class Grants {
  readonly #clock: Clock;
  readonly passes: Passes;
  readonly #retries = new Map<string, Retry>();
  readonly #inner = new Map<string, number>();
  readonly #refused = new Map<string, number>();
  #pausedUntil = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.passes = new Passes(clock);
  }

  /** Lets the action with this digest through once. `whole`: the person saw all of it. */
  allowRetry(digest: string, session: string, whole: boolean): void {
    this.#retries.set(digest, { session, until: this.#clock.now() + retryTime, whole });
    trim(this.#retries);
  }

  /** Takes the grant away: a second retry is held again. */
  takeRetry(digest: string): { readonly whole: boolean } | undefined {
    const grant = this.#retries.get(digest);
    this.#retries.delete(digest);
    return grant && grant.until > this.#clock.now() ? grant : undefined;
  }

  /** Lets each of these operations through once, in the processes of the action that a person has confirmed. */
  allowInner(keys: readonly string[]): void {
    for (const key of keys) this.#inner.set(key, this.#clock.now() + innerTime);
    trim(this.#inner);
  }

  /** True when all of them were confirmed; they are taken away then. */
  takeInner(keys: readonly string[]): boolean {
    const now = this.#clock.now();
    if (keys.length === 0 || !keys.every((key) => (this.#inner.get(key) ?? 0) > now)) return false;
    for (const key of keys) this.#inner.delete(key);
    return true;
  }

  refuseSession(key: string): void {
    this.#refused.set(key, this.#clock.now() + refusalTime);
    for (const [digest, retry] of this.#retries) if (retry.session === key) this.#retries.delete(digest);
    trim(this.#refused);
  }

  isRefused(key: string): boolean {
    const until = this.#refused.get(key);
    if (until === undefined) return false;
    if (until > this.#clock.now()) return true;
    this.#refused.delete(key);
    return false;
  }

  /** 0 ends a pause. */
  pause(minutes: number): void {
    const whole = Number.isFinite(minutes) ? Math.min(Math.max(0, minutes), longestPause) : 0;
    this.#pausedUntil = whole === 0 ? 0 : this.#clock.now() + whole * 60_000;
  }

  /** Undefined when the guard is on. */
  get pausedUntil(): number | undefined {
    return this.#pausedUntil > this.#clock.now() ? this.#pausedUntil : undefined;
  }
}

function trim(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    if (map.size <= maxEntries) return;
    map.delete(key);
  }
}

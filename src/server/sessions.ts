import type { SessionView } from '../core/protocol.ts';
import type { AgentId } from '../core/types.ts';
import { sessionKey } from './grants.ts';
import type { Clock } from './clock.ts';

/** A session that has not called for so long has ended: agents do not say so. */
export const sessionTime = 12 * 60 * 60_000;
const maxSessions = 500;
/** Files that one session is given at most. */
const maxGiven = 200;

interface Session {
  readonly agent: AgentId;
  readonly session: string;
  cwd: string;
  seenAt: number;
  masksResults: boolean;
  readonly given: Set<string>;
}

/** Sessions of agents that have called: what they were given, and whether their results come through here. */
export class Sessions {
  readonly #clock: Clock;
  readonly #sessions = new Map<string, Session>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  seen(agent: AgentId, session: string, cwd: string): void {
    const now = this.#clock.now();
    const key = sessionKey({ agent, session });
    const known = this.#live(key);
    // The one that called last stands last.
    this.#sessions.delete(key);
    this.#sessions.set(
      key,
      known ? Object.assign(known, { cwd, seenAt: now }) : { agent, session, cwd, seenAt: now, masksResults: false, given: new Set() },
    );
    for (const [old, { seenAt }] of this.#sessions) {
      if (this.#sessions.size <= maxSessions && now - seenAt <= sessionTime) break;
      this.#sessions.delete(old);
    }
  }

  /** A result came by: it is proved that what this session's model reads can be masked. */
  resultSeen(agent: AgentId, session: string): void {
    const found = this.#sessions.get(sessionKey({ agent, session }));
    if (found) found.masksResults = true;
  }

  masksResults(key: string): boolean {
    return this.#live(key)?.masksResults ?? false;
  }

  /** Opens a file to a session, by its paths. False when there is no such session. */
  give(key: string, paths: readonly string[]): boolean {
    const session = this.#live(key);
    if (!session) return false;
    for (const path of paths) if (session.given.size < maxGiven) session.given.add(path);
    return true;
  }

  takeBack(paths: readonly string[]): void {
    for (const { given } of this.#sessions.values()) for (const path of paths) given.delete(path);
  }

  given(key: string): readonly string[] {
    return [...(this.#live(key)?.given ?? [])];
  }

  /** Sessions that have called lately, the last one first. */
  views(): readonly SessionView[] {
    const now = this.#clock.now();
    return [...this.#sessions.values()]
      .filter(({ seenAt }) => now - seenAt <= sessionTime)
      .toReversed()
      .map(({ agent, session, cwd, seenAt, given }) => ({ agent, session, cwd, seenAt, given: [...given] }));
  }

  #live(key: string): Session | undefined {
    const session = this.#sessions.get(key);
    return session && this.#clock.now() - session.seenAt <= sessionTime ? session : undefined;
  }
}

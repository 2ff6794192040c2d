import type { ActivityEntry } from '../../core/protocol.ts';
import type { AgentId } from '../../core/types.ts';

export interface SessionNode {
  readonly type: 'session';
  readonly key: string;
  readonly agent: AgentId;
  readonly session: string;
  readonly cwd: string;
  /** Newest first. */
  readonly actions: readonly ActionNode[];
  /** Time of its newest action. */
  readonly time: number;
}

export interface ActionNode {
  readonly type: 'action';
  readonly entry: ActivityEntry;
  readonly sessionKey: string;
}

export type ActivityNode = SessionNode | ActionNode;

/** What a window keeps: the journal has the rest. */
export const maxSessions = 50;
export const maxActionsPerSession = 200;

/** The last actions of the last sessions, newest first. An entry that comes again (same id) replaces the older one. */
export class ActivityModel {
  readonly #bySession = new Map<string, Map<string, ActivityEntry>>();

  add(entries: readonly ActivityEntry[]): void {
    for (const entry of entries) {
      const key = sessionKey(entry);
      const actions = this.#bySession.get(key) ?? new Map<string, ActivityEntry>();
      actions.set(entry.id, entry);
      if (actions.size > maxActionsPerSession) drop(actions, [...actions.values()].reduce(older));
      this.#bySession.delete(key);
      this.#bySession.set(key, actions);
      const oldest = this.#bySession.keys().next();
      if (this.#bySession.size > maxSessions && oldest.done !== true) this.#bySession.delete(oldest.value);
    }
  }

  clear(): void {
    this.#bySession.clear();
  }

  sessions(): readonly SessionNode[] {
    return [...this.#bySession.entries()].map(([key, actions]) => sessionNode(key, actions)).sort((a, b) => b.time - a.time);
  }

  session(key: string): SessionNode | undefined {
    const actions = this.#bySession.get(key);
    return actions === undefined ? undefined : sessionNode(key, actions);
  }
}

function sessionKey(entry: ActivityEntry): string {
  return `${entry.agent}\u0000${entry.session}`;
}

function sessionNode(key: string, actions: ReadonlyMap<string, ActivityEntry>): SessionNode {
  const sorted = [...actions.values()].sort((a, b) => b.time - a.time);
  const newest = sorted[0];
  if (newest === undefined) throw new Error('a session without actions');
  return {
    type: 'session',
    key,
    agent: newest.agent,
    session: newest.session,
    cwd: newest.cwd,
    actions: sorted.map((entry) => ({ type: 'action', entry, sessionKey: key })),
    time: newest.time,
  };
}

function older(a: ActivityEntry, b: ActivityEntry): ActivityEntry {
  return b.time < a.time ? b : a;
}

function drop(actions: Map<string, ActivityEntry>, entry: ActivityEntry): void {
  actions.delete(entry.id);
}

import { isNewer } from '../version.ts';
import type { AgentAdapter } from './adapter.ts';

/**
 * A harmless command whose hook call proves that the hook fires: `echo tenth-second-canary`. A person asks the agent to run it.
 */
export const canaryWord = 'tenth-second-canary';

/** What is known of an agent on this machine. Facts alone: files, versions, calls seen. */
export interface AgentFacts {
  /** Where it was found: a program, an editor extension, its folder. */
  readonly found: readonly string[];
  /** Undefined when it could not be told. */
  readonly version: string | undefined;
  /** Every file that connects it, at user level and in the folders asked for. */
  readonly files: readonly FileFact[];
  /** Settings that switch its hooks off, in words: `disableAllHooks is true in /w/.claude/settings.json`. */
  readonly switchedOff: readonly string[];
  /** The programs that its hook runs are there. */
  readonly programs: boolean;
  /** What Codex says of its hooks; undefined for other agents, and when it was not asked. */
  readonly trust?: 'trusted' | 'untrusted' | 'unknown';
  /** ms since 1970 of its last call that reached the guard. */
  readonly lastCall?: number;
  /** Sessions whose calls do not reach the guard, and how that is known; one sentence each. */
  readonly silent?: readonly string[];
}

export interface FileFact {
  readonly path: string;
  readonly scope: 'user' | 'workspace';
  /** `lost`: it was connected, and the hook is gone. */
  readonly state: 'absent' | 'current' | 'outdated' | 'lost' | 'unreadable' | 'foreign';
  /** Why it is left alone. */
  readonly reason?: string;
}

/** What mends it: the button of the coverage view. */
export type Mend = 'connect' | 'review' | 'canary' | 'openFile';

export interface CoverageItem {
  /** `open`: it runs unguarded for this. `doubt`: it may. `gap`: no hook can show it. */
  readonly weight: 'open' | 'doubt' | 'gap';
  /** What is not covered and why, one sentence. */
  readonly text: string;
  readonly mend?: Mend;
  /** The file that says so. */
  readonly path?: string;
}

/**
 * `guarded`: connected and nothing speaks against it. `unguarded`: connected, and something switches it off; or a session of it runs whose
 * calls do not reach the guard.
 */
export type CoverageState = 'notFound' | 'notConnected' | 'guarded' | 'doubtful' | 'unguarded';

export interface Coverage {
  readonly state: CoverageState;
  readonly items: readonly CoverageItem[];
}

export function isConnected({ state }: FileFact): boolean {
  return state === 'current' || state === 'outdated' || state === 'lost';
}

/** How far an agent is covered, from facts alone. The gaps that no hook can close are always said. */
export function coverageOf(adapter: AgentAdapter, facts: AgentFacts): Coverage {
  const items: CoverageItem[] = [];
  const connected = facts.files.some(isConnected);
  for (const { path, state, reason } of facts.files) {
    if (state === 'unreadable')
      items.push({ weight: 'open', text: `${path} was not read: ${reason ?? 'no reason known'}.`, mend: 'openFile', path });
    if (state === 'foreign') items.push({ weight: 'open', text: `${path} is not ours and was left as it is.`, mend: 'openFile', path });
    if (state === 'lost')
      items.push({ weight: 'open', text: `Its hook is gone from ${path}, though it was connected.`, mend: 'connect', path });
    if (state === 'outdated') items.push({ weight: 'doubt', text: `${path} is not as this version writes it.`, mend: 'connect', path });
  }
  // At user level a connection is all of its files.
  const user = facts.files.filter(({ scope }) => scope === 'user');
  if (user.some(isConnected))
    for (const { path, state } of user)
      if (state === 'absent') items.push({ weight: 'open', text: `${path} is missing.`, mend: 'connect', path });
  if (connected && !facts.programs)
    items.push({ weight: 'doubt', text: 'The programs that its hook runs are missing: everything it does is refused.', mend: 'connect' });
  for (const words of facts.switchedOff) {
    const path = / in (\/.+|[A-Za-z]:\\.+)$/s.exec(words)?.[1];
    items.push({
      weight: 'open',
      text: `Its hooks are switched off: ${words}.`,
      mend: 'openFile',
      ...(path === undefined ? {} : { path }),
    });
  }
  const { least } = adapter.connection;
  if (least && facts.version !== undefined && isNewer(least.version, facts.version))
    items.push({ weight: 'doubt', text: `Version ${facts.version} is older than ${least.version}: ${least.otherwise}.` });
  if (facts.trust === 'untrusted')
    items.push({
      weight: 'open',
      text: `${adapter.displayName} runs no hook before you have reviewed it: start it, type /hooks and trust the ones of Tenth Second.`,
      mend: 'review',
    });
  if (connected && facts.lastCall === undefined && facts.trust !== 'untrusted')
    items.push({ weight: 'doubt', text: 'No call of it has reached the guard since the guard started.', mend: 'canary' });
  const silent = facts.silent ?? [];
  items.unshift(...silent.map((text): CoverageItem => ({ weight: 'open', text, mend: connected ? 'canary' : 'connect' })));
  const open = items.some(({ weight }) => weight === 'open');
  const state: CoverageState =
    !connected && silent.length === 0
      ? facts.found.length === 0
        ? 'notFound'
        : 'notConnected'
      : open
        ? 'unguarded'
        : items.some(({ weight }) => weight === 'doubt')
          ? 'doubtful'
          : 'guarded';
  return { state, items: [...items, ...adapter.gaps.map((text): CoverageItem => ({ weight: 'gap', text }))] };
}

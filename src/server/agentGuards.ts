import { statSync } from 'node:fs';
import type { AgentState } from '../core/protocol.ts';
import { canaryWord, type AgentFacts } from '../core/agents/coverage.ts';
import type { AgentId, Call } from '../core/types.ts';
import type { AgentConnections } from '../platform/agentConnections.ts';
import { terminalWords, type AgentSightings } from './agentSightings.ts';
import type { Clock } from './clock.ts';

export interface AgentGuardPorts {
  readonly clock: Clock;
  readonly connections: Pick<AgentConnections, 'coverage' | 'watched'>;
  readonly sightings: Pick<AgentSightings, 'look' | 'of' | 'heard' | 'terminal'>;
  /** What Codex says of our hooks. Never rejects. */
  readonly codexTrust: (folders: readonly string[]) => Promise<AgentFacts['trust']>;
  /** The folders of all windows; none when nobody looks. */
  folders(): readonly string[];
  /** What windows are shown of agents may have changed. */
  changed(): void;
  note(text: string): Promise<void>;
  /** Told in every window. */
  warn(text: string): void;
  fault(text: string, error: unknown): void;
}

/** A hook that is gone, or a session that does not ask, is said within two seconds. */
const lookTime = 1000;
/** The last call is told to the minute, so that not every call is told to every window. */
const grain = 60_000;
/** The same is not said aloud again so soon: who starts such sessions on purpose sees it in the status bar. */
const quietTime = 60 * 60_000;

/**
 * Whether the calls of agents reach us: looks once a second at the files that decide it (settings, switches of the open folders, our own
 * programs) and for sessions that do not ask, and remembers which agents' calls have come. Nothing is looked at while no window is open.
 */
export class AgentGuards {
  readonly #ports: AgentGuardPorts;
  readonly #calls = new Map<AgentId, number>();
  readonly #canaries = new Map<AgentId, number>();
  readonly #known = new Map<string, readonly AgentState[]>();
  #signature = '';
  #unguarded: ReadonlySet<string> = new Set();
  readonly #warned = new Map<string, number>();
  #first = true;
  #looking: Promise<void> | undefined;
  #trust: AgentFacts['trust'];
  #askedTrust = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(ports: AgentGuardPorts) {
    this.#ports = ports;
    this.#timer = setInterval(() => void this.look(), lookTime);
    this.#timer.unref();
  }

  /** A call of this agent has reached us; one with the word of the canary proves its hook. */
  seen(agent: AgentId, session: string, call: Call | undefined): void {
    const now = this.#ports.clock.now();
    const before = this.#calls.get(agent);
    this.#calls.set(agent, now);
    const ends = this.#ports.sightings.heard(agent, session);
    const sings = call?.action.type === 'command' && call.action.command.includes(canaryWord);
    if (sings) this.#canaries.set(agent, now);
    if (before !== undefined && Math.floor(before / grain) === Math.floor(now / grain) && !sings && !ends) return;
    if (ends) this.#tell();
    this.#known.clear();
    this.#ports.changed();
  }

  /** A command ran in an agent's terminal that no hook had asked about. */
  unasked(agent: AgentId, terminal: string, cwd: string): void {
    if (this.#ports.sightings.terminal(agent, terminal, cwd)) this.#tell();
  }

  /** How each agent that was found or connected is covered in these folders. */
  on(folders: readonly string[]): readonly AgentState[] {
    const key = folders.join('\n');
    const known = this.#known.get(key);
    if (known) return known;
    let states: readonly AgentState[] = [];
    try {
      states = this.#ports.connections
        .coverage(folders, {
          lastCall: (agent) => this.#calls.get(agent),
          trust: (agent) => (agent === 'codex' ? this.#trust : undefined),
          silent: (agent) => this.#ports.sightings.of(agent, folders),
        })
        .filter(({ state }) => state !== 'notFound')
        .map(({ id, name, connected, state, items, version, lastCall }) => {
          const canary = this.#canaries.get(id);
          return {
            id,
            name,
            connected,
            state,
            items,
            ...(version === undefined ? {} : { version }),
            ...(lastCall === undefined ? {} : { lastCall: lastCall - (lastCall % grain) }),
            ...(canary === undefined ? {} : { canary }),
          };
        });
    } catch (error) {
      this.#ports.fault('the agents could not be looked at', error);
    }
    this.#known.set(key, states);
    return states;
  }

  /** Folders have changed. */
  refresh(): void {
    this.#signature = '';
    void this.look();
  }

  /** Never rejects. One look at a time: what comes meanwhile waits for the next. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch((error: unknown) => this.#ports.fault('agents could not be looked for', error))
      .finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const folders = this.#ports.folders();
    if (folders.length === 0) return;
    const signature = this.#ports.connections.watched(folders).map(signatureOf).join('\n');
    const files = signature !== this.#signature;
    this.#signature = signature;
    // First what costs nothing: a hook that is gone is said even while processes are slow to be told.
    if (files) {
      this.#tell();
      this.#askCodex(folders);
    }
    if (await this.#ports.sightings.look(folders)) this.#tell();
  }

  #askCodex(folders: readonly string[]): void {
    const asked = ++this.#askedTrust;
    void this.#ports.codexTrust(folders).then((trust) => {
      if (asked !== this.#askedTrust || trust === this.#trust) return;
      this.#trust = trust;
      this.#tell();
    });
  }

  #tell(): void {
    this.#known.clear();
    this.#compare(this.on(this.#ports.folders()));
    this.#ports.changed();
  }

  #compare(states: readonly AgentState[]): void {
    const now = new Set<string>();
    for (const { name, state, items } of states)
      if (state === 'unguarded') for (const { weight, text } of items) if (weight === 'open') now.add(`${name} is unguarded: ${text}`);
    for (const text of now) {
      if (this.#unguarded.has(text)) continue;
      this.#note(`disarm: ${text}`);
      // What stood there before the first look is in the status bar; a change while somebody works is said aloud.
      if (!this.#first) this.#warn(text);
    }
    for (const text of this.#unguarded) if (!now.has(text)) this.#note(`no longer: ${text}`);
    this.#unguarded = now;
    this.#first = false;
  }

  #warn(text: string): void {
    // Of a terminal the alarm speaks, where there is something to say.
    if (text.includes(terminalWords)) return;
    const now = this.#ports.clock.now();
    // Another process of the same kind is the same news.
    const key = text.replace(/ \(process \d+\)/, '');
    if (now - (this.#warned.get(key) ?? -Infinity) < quietTime) return;
    this.#warned.set(key, now);
    this.#ports.warn(text);
  }

  #note(text: string): void {
    this.#ports.note(text).catch((error: unknown) => this.#ports.fault('a note could not be recorded', error));
  }
}

/** Changes with every change of the file; empty when there is none. */
function signatureOf(path: string): string {
  try {
    const { mtimeMs, size, ino, mode } = statSync(path);
    return `${mtimeMs} ${size} ${ino} ${mode}`;
  } catch {
    return '';
  }
}

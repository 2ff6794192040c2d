import { statSync } from 'node:fs';
import type { AgentState } from '../core/protocol.ts';
import { canaryWord } from '../core/agents/coverage.ts';
import type { AgentId, Call } from '../core/types.ts';
import type { AgentConnections } from '../platform/agentConnections.ts';
import type { Clock } from './clock.ts';

export interface AgentGuardPorts {
  readonly clock: Clock;
  readonly connections: Pick<AgentConnections, 'coverage' | 'watched'>;
  /** The folders of all windows; none when nobody looks. */
  folders(): readonly string[];
  /** What windows are shown of agents may have changed. */
  changed(): void;
  note(text: string): Promise<void>;
  /** Told in every window. */
  warn(text: string): void;
  fault(text: string, error: unknown): void;
}

/** A hook that is gone is said within two seconds. */
const lookTime = 1000;
/** The last call is told to the minute, so that not every call is told to every window. */
const grain = 60_000;

/**
 * Whether the hooks of connected agents still fire: looks once a second at the files that decide it (settings, switches of the open
 * folders, our own programs), and remembers which agents' calls have reached us. Nothing is looked at while no window is open.
 */
export class AgentGuards {
  readonly #ports: AgentGuardPorts;
  readonly #calls = new Map<AgentId, number>();
  readonly #canaries = new Map<AgentId, number>();
  readonly #known = new Map<string, readonly AgentState[]>();
  #signature = '';
  #unguarded = new Map<AgentId, string>();
  #first = true;
  readonly #timer: NodeJS.Timeout;

  constructor(ports: AgentGuardPorts) {
    this.#ports = ports;
    this.#timer = setInterval(() => this.look(), lookTime);
    this.#timer.unref();
  }

  /** A call of this agent has reached us; one with the word of the canary proves its hook. */
  seen(agent: AgentId, call: Call | undefined): void {
    const now = this.#ports.clock.now();
    const before = this.#calls.get(agent);
    this.#calls.set(agent, now);
    const sings = call?.action.type === 'command' && call.action.command.includes(canaryWord);
    if (sings) this.#canaries.set(agent, now);
    if (before !== undefined && Math.floor(before / grain) === Math.floor(now / grain) && !sings) return;
    this.#known.clear();
    this.#ports.changed();
  }

  /** How each agent that was found or connected is covered in these folders. */
  on(folders: readonly string[]): readonly AgentState[] {
    const key = folders.join('\n');
    const known = this.#known.get(key);
    if (known) return known;
    let states: readonly AgentState[] = [];
    try {
      states = this.#ports.connections
        .coverage(folders, { lastCall: (agent) => this.#calls.get(agent) })
        .filter(({ state }) => state !== 'notFound')
        .map(({ id, name, state, items, version, lastCall }) => {
          const canary = this.#canaries.get(id);
          return {
            id,
            name,
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
    this.look();
  }

  look(): void {
    const folders = this.#ports.folders();
    if (folders.length === 0) return;
    const signature = this.#ports.connections.watched(folders).map(signatureOf).join('\n');
    if (signature === this.#signature) return;
    this.#signature = signature;
    this.#known.clear();
    this.#compare(this.on(folders));
    this.#ports.changed();
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  #compare(states: readonly AgentState[]): void {
    const now = new Map<AgentId, string>();
    for (const { id, name, state, items } of states)
      if (state === 'unguarded') now.set(id, `${name} is unguarded: ${items.find(({ weight }) => weight === 'open')?.text ?? ''}`);
    for (const [id, text] of now) {
      if (this.#unguarded.get(id) === text) continue;
      this.#note(`disarm: ${text}`);
      // What stood there before the first look is in the status bar; a change while somebody works is said aloud.
      if (!this.#first) this.#ports.warn(text);
    }
    for (const [id, text] of this.#unguarded) if (!now.has(id)) this.#note(`no longer: ${text}`);
    this.#unguarded = now;
    this.#first = false;
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

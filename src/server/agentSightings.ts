import { adapterFor } from '../core/agents/adapters.ts';
import type { ConnectableId } from '../core/agents/adapter.ts';
import { hooklessReason } from '../core/agents/hookless.ts';
import { isWithin } from '../core/paths.ts';
import type { AgentId } from '../core/types.ts';
import type { AgentConnections } from '../platform/agentConnections.ts';
import type { RunningSession } from '../platform/agentProcesses.ts';
import type { RanCall } from '../platform/transcriptWatch.ts';
import type { Clock } from './clock.ts';

export interface SightingPorts {
  readonly clock: Clock;
  readonly connections: Pick<AgentConnections, 'reaches'>;
  /** Sessions that run now. */
  readonly processes: { look(): Promise<readonly RunningSession[]> };
  /** Calls that have run since the last look. */
  readonly transcripts: { look(folders: readonly string[]): readonly RanCall[] };
}

/** Begins what is said of a terminal. */
export const terminalWords = 'A command ran in its terminal';

/** What was seen of a session whose calls do not reach us. */
interface Sighting {
  readonly agent: AgentId;
  readonly cwd: string;
  readonly text: string;
}

/** A transcript or a terminal that has said nothing for so long is of a session that has ended. */
const silence = 10 * 60_000;
const maxRemembered = 1000;
/** Most that is told of one agent. */
const maxTold = 5;

/**
 * Agents' sessions that are seen although their calls do not reach us: a process that skips hooks or reads other settings, an agent that
 * nobody connected, a transcript with calls that no hook asked about, a terminal of an agent whose commands nobody asked about.
 */
export class AgentSightings {
  readonly #ports: SightingPorts;
  /** Sessions that have called, by agent and name. */
  readonly #heard = new Set<string>();
  readonly #lastCall = new Map<AgentId, number>();
  /** By what identifies them: a session, or a terminal. */
  readonly #silent = new Map<string, Sighting & { readonly until: number }>();
  #processes: readonly Sighting[] = [];

  constructor(ports: SightingPorts) {
    this.#ports = ports;
  }

  /** A call has reached us. True when that ends a sighting. */
  heard(agent: AgentId, session: string): boolean {
    const key = keyOf(agent, session);
    this.#heard.delete(key);
    this.#heard.add(key);
    if (this.#heard.size > maxRemembered) this.#heard.delete(this.#heard.values().next().value!);
    this.#lastCall.set(agent, this.#ports.clock.now());
    let ended = this.#silent.delete(key);
    for (const [each, sighting] of this.#silent)
      if (sighting.agent === agent && each.startsWith('terminal ')) ended = this.#silent.delete(each);
    return ended;
  }

  /** A command ran in an agent's terminal that no hook had asked about. True when that is news. */
  terminal(agent: AgentId, name: string, cwd: string): boolean {
    const now = this.#ports.clock.now();
    // Whoever has called lately works; a person may type in an agent's terminal, too, and in Cline's they are meant to.
    if (agent === 'cline' || now - (this.#lastCall.get(agent) ?? -Infinity) < silence) return false;
    const key = `terminal ${keyOf(agent, name)}`;
    const known = this.#silent.has(key);
    this.#silent.set(key, {
      agent,
      cwd,
      text: `${terminalWords} “${name}” that no hook had asked about.`,
      until: now + silence,
    });
    return !known;
  }

  /** Looks around. True when what is told of these folders may have changed. */
  async look(folders: readonly string[]): Promise<boolean> {
    const before = this.#signature();
    const now = this.#ports.clock.now();
    for (const { agent, session, cwd, tool } of this.#ports.transcripts.look(folders)) {
      const key = keyOf(agent, session);
      if (this.#heard.has(key)) continue;
      const text = `Its session ${session.slice(0, 8)} ran ${tool}, and no hook had asked.`;
      this.#silent.delete(key);
      this.#silent.set(key, { agent, cwd: cwd === '' ? (folders[0] ?? '') : cwd, text, until: now + silence });
    }
    for (const [key, { until }] of this.#silent) if (until <= now || this.#silent.size > maxRemembered) this.#silent.delete(key);
    const running = await this.#ports.processes.look();
    this.#processes = running.flatMap((session) => {
      if (!folders.some((folder) => isWithin(session.cwd, folder))) return [];
      const why = this.#whyUnheard(session, folders);
      return why === undefined ? [] : [{ agent: session.agent, cwd: session.cwd, text: why }];
    });
    return this.#signature() !== before;
  }

  /** One sentence for each session of an agent that is unheard in these folders. */
  of(agent: AgentId, folders: readonly string[]): readonly string[] {
    const here = [...this.#processes, ...this.#silent.values()].filter(
      (each) => each.agent === agent && folders.some((folder) => isWithin(each.cwd, folder)),
    );
    return [...new Set(here.map(({ text }) => text))].slice(0, maxTold);
  }

  #whyUnheard(session: RunningSession, folders: readonly string[]): string | undefined {
    const { agent, program, words, variable, pid, cwd } = session;
    const reason = hooklessReason(program, words, variable);
    if (reason !== undefined) return `A session runs without hooks: ${reason} (process ${pid}).`;
    const around = folders.filter((folder) => isWithin(cwd, folder));
    const { connections } = this.#ports;
    if (connections.reaches(agent, variable, around)) return undefined;
    return connections.reaches(agent, () => undefined, around)
      ? `A session reads its settings from elsewhere, where no hook is (process ${pid}).`
      : `A session runs (process ${pid}), and ${nameOf(agent)} is not connected.`;
  }

  #signature(): string {
    return [...this.#processes, ...this.#silent.values()].map(({ agent, cwd, text }) => `${agent} ${cwd} ${text}`).join('\n');
  }
}

function keyOf(agent: AgentId, session: string): string {
  return `${agent} ${session}`;
}

function nameOf(agent: ConnectableId): string {
  return adapterFor(agent)?.displayName ?? agent;
}

import { agentIds, type AgentId, type Call } from '../core/types.ts';
import type { TerminalAlarm, TerminalCommand } from '../core/protocol.ts';
import type { Road } from '../platform/road.ts';
import { commandOf, titleOf, type Redact } from './holdText.ts';
import type { Recorder } from './recorder.ts';

/** Most that is remembered: commands that hooks asked about, and commands that still run. */
const maxRemembered = 500;
const maxCommand = 64 * 1024;

export interface TerminalWatchPorts {
  readonly road: Road;
  readonly recorder: Pick<Recorder, 'decided' | 'passed' | 'after' | 'newId'>;
  readonly realPath: (path: string) => Promise<string>;
  readonly redact: Redact;
  /** A command that no hook had asked about, whatever it does. */
  unasked(agent: AgentId, terminal: string, cwd: string): void;
  fault(text: string, error: unknown): void;
}

/**
 * The second net: commands in agents' terminals, seen when they have started. Those that a hook has asked about get their exit code;
 * others are recorded, and told to the person when they destroy.
 */
export class TerminalWatch {
  readonly #ports: TerminalWatchPorts;
  /** Commands that a hook asked about, newest last. */
  readonly #asked: string[] = [];
  readonly #running = new Map<string, Call>();

  constructor(ports: TerminalWatchPorts) {
    this.#ports = ports;
  }

  /** A hook asks about this call. */
  asked(call: Call): void {
    if (call.action.type !== 'command') return;
    this.#asked.push(plain(call.action.command));
    if (this.#asked.length > maxRemembered) this.#asked.shift();
  }

  /** Never rejects. `window` keeps the numbers of several windows apart. */
  async saw(event: TerminalCommand, window: number, alarm: (alarm: TerminalAlarm) => void): Promise<void> {
    try {
      const key = `${window} ${event.id}`;
      if (event.type === 'ended') {
        const call = this.#running.get(key);
        this.#running.delete(key);
        if (call !== undefined && event.exitCode !== undefined) this.#ports.recorder.after({ call }, event.exitCode === 0);
        return;
      }
      const call: Call = {
        agent: event.agent,
        session: `terminal ${event.terminal}`,
        cwd: event.cwd,
        action: { type: 'command', command: event.command, shell: event.shell },
      };
      this.#running.set(key, call);
      if (this.#running.size > maxRemembered) this.#running.delete(this.#running.keys().next().value!);
      if (this.#wasAsked(event.command)) return;
      await this.#unasked(call, event, alarm);
    } catch (error) {
      this.#ports.fault('a command in a terminal could not be judged', error);
    }
  }

  async #unasked(
    call: Call,
    { id, terminal }: Extract<TerminalCommand, { readonly type: 'started' }>,
    alarm: (alarm: TerminalAlarm) => void,
  ): Promise<void> {
    const { road, recorder, realPath, redact } = this.#ports;
    const judgement = await road.judge(call, {}, { started: true });
    const cwd = await realPath(call.cwd);
    this.#ports.unasked(call.agent, terminal, cwd);
    if (judgement.decision.verdict === 'allow') return recorder.passed(judgement, cwd, recorder.newId(), {});
    alarm({ id, title: titleOf(judgement, redact), command: redact(commandOf(call.action).slice(0, 500)) });
    const text = 'seen in a terminal when it had started; no hook had asked';
    await recorder.decided(judgement, cwd, { outcome: 'allowed', shown: 'unheld', text });
  }

  /** Agents wrap what they run (`cd x && …`), so the one may be a part of the other. */
  #wasAsked(command: string): boolean {
    const text = plain(command);
    return this.#asked.some(
      (asked) => asked === text || (asked.length > 3 && text.includes(asked)) || (text.length > 3 && asked.includes(text)),
    );
  }
}

function plain(command: string): string {
  return command.replace(/\s+/g, ' ').trim();
}

/** Undefined for what no window of ours would send. */
export function terminalCommandFrom(value: unknown): TerminalCommand | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, id, agent, terminal, command, cwd, shell, exitCode } = value as Readonly<Record<string, unknown>>;
  if (typeof id !== 'number') return undefined;
  if (type === 'ended') return { type, id, ...(typeof exitCode === 'number' ? { exitCode } : {}) };
  const known = agentIds.find((each) => each === agent);
  if (type !== 'started' || known === undefined || typeof terminal !== 'string' || typeof command !== 'string' || typeof cwd !== 'string')
    return undefined;
  if (command.length > maxCommand || (shell !== 'posix' && shell !== 'powershell' && shell !== 'cmd')) return undefined;
  return { type, id, agent: known, terminal: terminal.slice(0, 100), command, cwd, shell };
}

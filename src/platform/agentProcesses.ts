import { execFile } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { promisify } from 'node:util';
import { sessionProcess, type SessionProcess } from '../core/agents/sessionProcess.ts';

/** A session of an agent that runs now. */
export interface RunningSession extends SessionProcess {
  readonly pid: number;
  readonly parent: number;
  readonly cwd: string;
  /** A variable of its environment, where the system shows it; nothing of it is kept. */
  readonly variable: (name: string) => string | undefined;
  /** Its environment could be read. */
  readonly knowsEnvironment: boolean;
}

interface Known {
  readonly session: RunningSession | undefined;
  /** Looks at it so far: a young process may still become another program. */
  looks: number;
}

const run = promisify(execFile);
const toolDeadline = 4000;
/** After so many looks a process is what it is. */
const settled = 10;
/** `ps` costs a process: on macOS every second look. */
const everyNth = 2;

/**
 * The agents' sessions among the processes of this user. Linux: /proc, a few milliseconds a look. macOS: `ps` and, once for each session,
 * `lsof`. Windows tells no working directory of other processes: none are seen there.
 */
export class AgentProcesses {
  readonly #known = new Map<number, Known>();
  #turn = 0;
  #last: readonly RunningSession[] = [];

  async look(): Promise<readonly RunningSession[]> {
    if (process.platform === 'linux') this.#last = this.#proc();
    else if (process.platform === 'darwin' && this.#turn++ % everyNth === 0) this.#last = await this.#ps();
    return withoutParts(this.#last);
  }

  #proc(): readonly RunningSession[] {
    const found: RunningSession[] = [];
    const alive = new Set<number>();
    for (const name of readdirSync('/proc')) {
      const pid = Number(name);
      if (!Number.isInteger(pid) || pid === process.pid) continue;
      alive.add(pid);
      const known = this.#known.get(pid);
      if (known && known.looks >= settled) {
        if (known.session) found.push(known.session);
        continue;
      }
      const session = procSession(pid);
      this.#known.set(pid, { session, looks: (known?.looks ?? 0) + 1 });
      if (session) found.push(session);
    }
    for (const pid of this.#known.keys()) if (!alive.has(pid)) this.#known.delete(pid);
    return found;
  }

  async #ps(): Promise<readonly RunningSession[]> {
    const { stdout } = await run('/bin/ps', ['-U', String(process.getuid?.() ?? 0), '-o', 'pid=,ppid=,args='], {
      timeout: toolDeadline,
      maxBuffer: 16 * 1024 * 1024,
    }).catch(() => ({ stdout: '' }));
    const found: RunningSession[] = [];
    const alive = new Set<number>();
    for (const line of stdout.split('\n')) {
      const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
      const session = match && sessionProcess(match[3]!.split(/\s+/));
      if (!match || !session) continue;
      const pid = Number(match[1]);
      alive.add(pid);
      let known = this.#known.get(pid)?.session;
      if (!known) {
        const { stdout: listed } = await run('/usr/sbin/lsof', ['-a', '-p', String(pid), '-d', 'cwd', '-Fn'], {
          timeout: toolDeadline,
        }).catch(() => ({ stdout: '' }));
        const cwd = /^n(\/.*)$/m.exec(listed)?.[1];
        if (cwd === undefined) continue;
        known = { ...session, pid, parent: Number(match[2]), cwd, variable: () => undefined, knowsEnvironment: false };
        this.#known.set(pid, { session: known, looks: settled });
      }
      found.push(known);
    }
    for (const pid of this.#known.keys()) if (!alive.has(pid)) this.#known.delete(pid);
    return found;
  }
}

/** Some agents start themselves anew, or their program by a script: one session, told once. */
function withoutParts(sessions: readonly RunningSession[]): readonly RunningSession[] {
  return sessions.filter(({ agent, parent }) => !sessions.some((other) => other.pid === parent && other.agent === agent));
}

function procSession(pid: number): RunningSession | undefined {
  let session: SessionProcess | undefined;
  let cwd: string;
  let parent: number;
  try {
    session = sessionProcess(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1));
    if (!session) return undefined;
    parent = parentOf(pid);
    // Of our own children none is a person's session.
    if (parent === process.pid) return undefined;
    cwd = readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // Gone, or another user's.
  }
  const environment = environmentOf(pid);
  return {
    ...session,
    pid,
    parent,
    cwd,
    variable: (name) => (environment === undefined ? undefined : valueOf(environment, name)),
    knowsEnvironment: environment !== undefined,
  };
}

/** What decides where an agent finds its settings; the rest, secrets among it, is forgotten at once. */
const wanted = /^(?:HOME|XDG_CONFIG_HOME|CLAUDE_CODE_SIMPLE|OPENCODE_PURE|[A-Z_]*(?:HOME|CONFIG_DIR))=/;

function environmentOf(pid: number): readonly string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .filter((entry) => wanted.test(entry));
  } catch {
    return undefined;
  }
}

function valueOf(environment: readonly string[], name: string): string | undefined {
  return environment.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
}

function parentOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
}

import { execFile } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { promisify } from 'node:util';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque text that is different for a later process with the same number; empty when it could not be found out. */
  readonly start: string;
}

export interface ProcessEntry extends ProcessIdentity {
  readonly parent: number;
  /** Base name of the program. */
  readonly name: string;
}

const run = promisify(execFile);
/** `ps` or PowerShell on a loaded machine; then the process counts as alive but unknown. */
const toolDeadline = 5000;

/** A process we may not signal is alive all the same. */
export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What is known of one process; undefined when there is none. */
async function processEntry(pid: number): Promise<ProcessEntry | undefined> {
  return (await processEntries([pid])).get(pid);
}

export async function identityOf(pid: number): Promise<ProcessIdentity> {
  return { pid, start: (await processEntry(pid))?.start ?? '' };
}

/**
 * True unless it is sure that the process is gone: a lock taken from a living server would split the guard in two, while a lock
 * left to a dead one is found out at the next try.
 */
export async function isSameProcess(identity: ProcessIdentity): Promise<boolean> {
  if (!isAlive(identity.pid)) return false;
  if (identity.start === '') return true;
  const entry = await processEntry(identity.pid);
  if (entry === undefined) return isAlive(identity.pid);
  return entry.start === '' || entry.start === identity.start;
}

/** Entries of those of the processes that are alive. */
export async function processEntries(pids: readonly number[]): Promise<ReadonlyMap<number, ProcessEntry>> {
  if (process.platform === 'linux') return linuxEntries(pids);
  const entries = process.platform === 'win32' ? await windowsEntries(pids) : await psEntries(pids);
  for (const pid of pids) if (!entries.has(pid) && isAlive(pid)) entries.set(pid, { pid, start: '', parent: 0, name: '' });
  return entries;
}

/** Shells only carry a hook's command; the first other process upwards is the agent. */
const shells = new Set([
  'sh',
  'bash',
  'dash',
  'zsh',
  'ksh',
  'mksh',
  'fish',
  'ash',
  'busybox',
  'cmd.exe',
  'powershell.exe',
  'pwsh',
  'pwsh.exe',
]);
const maxChain = 8;

/** The process, its parents as long as they are shells, and the first that is none. */
export async function callerChain(pid: number): Promise<readonly ProcessEntry[]> {
  const chain: ProcessEntry[] = [];
  for (let next = pid; chain.length < maxChain && next > 1;) {
    const entry = await processEntry(next);
    if (!entry) break;
    chain.push(entry);
    if (!shells.has(entry.name.toLowerCase().replace(/^-/, ''))) break;
    next = entry.parent;
  }
  return chain;
}

let place: string | undefined;

/** Process numbers and clock ticks mean something within one boot and one process namespace only (a container may share the home). */
function linuxPlace(): string {
  if (place === undefined) {
    const read = (work: () => string): string => {
      try {
        return work();
      } catch {
        return ''; // No /proc/sys in some sandboxes: number and ticks alone then tell processes apart.
      }
    };
    const boot = read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8));
    const namespace = read(() => readlinkSync('/proc/self/ns/pid').replace(/\D/g, ''));
    place = `${boot}.${namespace}`;
  }
  return place;
}

function linuxEntries(pids: readonly number[]): Map<number, ProcessEntry> {
  const entries = new Map<number, ProcessEntry>();
  for (const pid of pids) {
    let text: string;
    try {
      // Some microseconds in memory, not on a disk.
      text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    } catch {
      continue; // Gone.
    }
    // `pid (name) state ppid …`; the name may hold blanks and parentheses. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    const end = text.lastIndexOf(')');
    const fields = text.slice(end + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') continue; // Dead, only not waited for.
    const name = text.slice(text.indexOf('(') + 1, end);
    entries.set(pid, { pid, start: `${linuxPlace()}.${fields[19] ?? ''}`, parent: Number(fields[1] ?? 0), name });
  }
  return entries;
}

async function psEntries(pids: readonly number[]): Promise<Map<number, ProcessEntry>> {
  const entries = new Map<number, ProcessEntry>();
  const { stdout } = await run('/bin/ps', ['-o', 'pid=,ppid=,state=,lstart=,comm=', '-p', pids.join(',')], {
    env: { LC_ALL: 'C', TZ: 'UTC' },
    timeout: toolDeadline,
  }).catch(() => ({ stdout: '' })); // Exit code 1 when none of them lives; the caller asks `isAlive` for the rest.
  for (const line of stdout.split('\n')) {
    // 501 1 S Fri Nov 20 19:56:01 2026 /bin/zsh
    const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/.exec(line);
    if (!match || match[3]!.startsWith('Z')) continue;
    const program = match[5]!.trim();
    entries.set(Number(match[1]), {
      pid: Number(match[1]),
      parent: Number(match[2]),
      start: match[4]!.replace(/\s+/g, ' '),
      name: program.slice(program.lastIndexOf('/') + 1),
    });
  }
  return entries;
}

async function windowsEntries(pids: readonly number[]): Promise<Map<number, ProcessEntry>> {
  const entries = new Map<number, ProcessEntry>();
  const filter = pids.map((pid) => `ProcessId=${pid}`).join(' OR ');
  const script = `Get-CimInstance Win32_Process -Filter '${filter}' | ForEach-Object { '{0} {1} {2} {3}' -f $_.ProcessId, $_.ParentProcessId, $_.CreationDate.ToFileTimeUtc(), $_.Name }`;
  const { stdout } = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script], { timeout: toolDeadline }).catch(
    () => ({
      stdout: '', // Not to be found out: the caller takes living ones as unknown.
    }),
  );
  for (const line of stdout.split(/\r?\n/)) {
    const match = /^(\d+) (\d+) (\d+) (.*)$/.exec(line.trim());
    if (match) entries.set(Number(match[1]), { pid: Number(match[1]), parent: Number(match[2]), start: match[3]!, name: match[4]! });
  }
  return entries;
}

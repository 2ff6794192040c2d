import { spawn } from 'node:child_process';
import { basename, delimiter, dirname, isAbsolute } from 'node:path';
import type { Descriptor, ServerStatus } from '../core/protocol.ts';
import { isNewer } from '../core/version.ts';
import { callServer } from './connection.ts';
import { readDescriptor } from './descriptor.ts';
import { openStateFolder, type StateFolder } from './stateFolder.ts';

export interface ServerProgram {
  /** Absolute path of server.js. */
  readonly script: string;
  /** Absolute path of Node, or of the editor's own Electron. */
  readonly runtime: string;
  /** Version of the script: an older server is asked to hand over. */
  readonly version: string;
}

export interface StartOptions {
  readonly state?: StateFolder;
  /** ms to wait for the server to answer. */
  readonly deadline?: number;
  /** Further arguments of server.js, for tests. */
  readonly arguments?: readonly string[];
}

const defaultStartDeadline = 8000;
const firstPoll = 5;
const longestPoll = 60;

/** The server that answers now: the one that runs, or a new one. Undefined when none answers in time: the gate decides alone. */
export async function ensureServer(program: ServerProgram, options: StartOptions = {}): Promise<Descriptor | undefined> {
  const state = options.state ?? openStateFolder();
  const deadline = Date.now() + (options.deadline ?? defaultStartDeadline);
  const running = await answeringServer(state);
  if (running) {
    if (!isNewer(program.version, running.status.version)) return running.descriptor;
    // It keeps its holds until they are answered; only the port and the lock change hands.
    await callServer(running.descriptor, { type: 'retire', version: program.version }).catch(() => undefined);
  }
  return startServer(program, { ...options, state, deadline: deadline - Date.now() }, running?.descriptor);
}

/**
 * Starts the server in a process group of its own and waits until a descriptor answers. Several starters at once are no fault: the
 * lock lets one serve, the others' processes go, and all of them find the one.
 */
export async function startServer(
  program: Pick<ServerProgram, 'script' | 'runtime'>,
  options: StartOptions = {},
  replaced?: Descriptor,
): Promise<Descriptor | undefined> {
  const state = options.state ?? openStateFolder();
  const deadline = Date.now() + (options.deadline ?? defaultStartDeadline);
  let failed = false;
  const child = spawn(program.runtime, [program.script, '--state', state.root, ...(options.arguments ?? [])], {
    detached: true,
    stdio: 'ignore',
    cwd: state.root,
    env: cleanEnvironment(program.runtime, state.root),
    windowsHide: true,
  });
  child.on('error', () => (failed = true));
  // 0 says that another serves already.
  child.on('exit', (code) => (failed ||= code !== 0));
  // Exit code 0: another holds the lock, and will answer.
  child.on('exit', (code) => (failed ||= code !== 0));
  child.unref();
  for (let pause = firstPoll; ; pause = Math.min(pause * 2, longestPoll)) {
    const found = await answeringServer(state);
    if (found && found.descriptor.serverToken !== replaced?.serverToken) return found.descriptor;
    if (failed || Date.now() + pause > deadline) return undefined;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

async function answeringServer(state: StateFolder): Promise<{ descriptor: Descriptor; status: ServerStatus } | undefined> {
  const descriptor = readDescriptor(state.descriptor);
  if (!descriptor) return undefined;
  try {
    const status = (await callServer(descriptor, { type: 'status' }, 2000)) as ServerStatus;
    return typeof status.version === 'string' ? { descriptor, status } : undefined;
  } catch {
    return undefined; // Dead, a stranger on its port, or on its way out: the same as none.
  }
}

/** Where system programs lie; before anything else on PATH, which the workspace may have set. */
const systemFolders = ['/usr/local/bin', '/opt/homebrew/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/**
 * The environment of a program of ours, made anew: some agents load the workspace's `.env` into their hooks, so NODE_OPTIONS, LD_*,
 * HOME and PATH in it would be the repository's choice of what runs inside the guard, and the rest may hold secrets.
 * https://nodejs.org/api/cli.html#node_optionsoptions, https://man7.org/linux/man-pages/man8/ld.so.8.html
 */
export function cleanEnvironment(runtime: string, stateRoot: string, from: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const kept: NodeJS.ProcessEnv = {};
  for (const name of ['HOME', 'PATH', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'TMPDIR', 'TZ', ...windowsNames]) {
    const value = from[name];
    if (value !== undefined) kept[name] = value;
  }
  if (process.platform !== 'win32') {
    const rest = (kept['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder) && !systemFolders.includes(folder));
    kept['PATH'] = [...systemFolders, ...rest].join(delimiter);
    if (basename(stateRoot) === '.tenth-second') kept['HOME'] = dirname(stateRoot);
  }
  if (isElectron(runtime)) kept['ELECTRON_RUN_AS_NODE'] = '1';
  return kept;
}

const windowsNames = [
  'SystemRoot',
  'SystemDrive',
  'windir',
  'USERPROFILE',
  'LOCALAPPDATA',
  'APPDATA',
  'TEMP',
  'TMP',
  'PATHEXT',
  'ComSpec',
  'USERNAME',
];

/** Editors run their own Electron as Node; the variable does nothing in a plain Node, so only a clear Node goes without. */
function isElectron(runtime: string): boolean {
  return !/^node(js)?(\.exe)?$/i.test(basename(runtime));
}

import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';
import type { AgentAdapter } from '../core/agents/adapter.ts';
import { adapterFor, adapters } from '../core/agents/adapters.ts';
import { hookCommandLine } from '../core/agents/hookCommand.ts';
import { connectSettings, disconnectSettings, settingsState } from '../core/agents/settingsEdit.ts';
import type { AgentId } from '../core/types.ts';
import { hookPrograms, installPrograms, type InstallSource } from './install.ts';
import { writeFileAtomic } from './atomicFile.ts';
import type { StateFolder } from './stateFolder.ts';

/** An agent that can be connected, as it stands on this machine. */
export interface AgentCoverage {
  readonly id: AgentId;
  readonly name: string;
  /** Its settings folder or its program is there. */
  readonly found: boolean;
  readonly connected: boolean;
  /** The settings file, absolute. */
  readonly path: string;
  /** What keeps the hook from working, or should be known; one sentence each. */
  readonly notes: readonly string[];
}

/** One file as it is and as it would be; undefined is "no such file". */
export interface FileChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Why a settings file is left alone. The message is for the person. */
export class ConnectionRefused extends Error {
  override readonly name = 'ConnectionRefused';
}

export interface ConnectionsOptions {
  readonly state: StateFolder;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly source: InstallSource;
}

export interface AgentConnections {
  coverage(): readonly AgentCoverage[];
  /** The change, nothing written. Empty when there is nothing to change. Throws `ConnectionRefused`. */
  plan(agent: AgentId, wanted: 'connect' | 'disconnect'): readonly FileChange[];
  /** Installs the programs and writes exactly the changes that were shown; refuses when a file has changed since. */
  apply(changes: readonly FileChange[]): void;
  /** Copies the programs that the hooks run, and records runtimes. */
  install(): void;
}

/** What we wrote, by file: as long as the file is still that, disconnecting gives back the very bytes from before. */
interface Written {
  readonly after: string;
  /** Name of the backup; null when there was no file. */
  readonly backup: string | null;
}

const programNames: Partial<Record<AgentId, string>> = { 'claude-code': 'claude', 'gemini-cli': 'gemini' };

/** Connects agents at user level: their own settings file gets one hook, and nothing else in it changes. */
export function createAgentConnections(options: ConnectionsOptions): AgentConnections {
  const { state, home, environment, source } = options;
  const backups = join(state.root, 'backup');
  const commandFor = (adapter: AgentAdapter): string => hookCommandLine(adapter.id, hookPrograms(state, source.runtime));
  const pathFor = ({ connection: { file } }: AgentAdapter): string => {
    const folder = file.variable === undefined ? undefined : environment[file.variable];
    return join(folder !== undefined && isAbsolute(folder) ? folder : join(home, file.folder), file.name);
  };

  const coverageOf = (adapter: AgentAdapter): AgentCoverage => {
    const path = pathFor(adapter);
    const found = existsSync(dirname(path)) || isOnPath(programNames[adapter.id], environment['PATH']);
    const about = { id: adapter.id, name: adapter.displayName, found, path };
    try {
      const now = settingsState(readText(path), adapter.connection, commandFor(adapter));
      if ('reason' in now) return { ...about, connected: false, notes: [`${path} was not read: ${now.reason}.`] };
      const notes = now.switchedOff.map((words) => `Its hooks are switched off: ${words} in ${path}.`);
      if (now.connected && !now.current) notes.push('Its hook is not the one of this version: connect it again.');
      if (now.connected && !existsSync(join(state.bin, 'gate.js')))
        notes.push('The programs that its hook runs are missing: connect it again.');
      return { ...about, connected: now.connected, notes };
    } catch (error) {
      return { ...about, connected: false, notes: [error instanceof Error ? error.message : String(error)] };
    }
  };

  const written = (): Record<string, Written> => {
    try {
      return JSON.parse(readFileSync(join(backups, 'written.json'), 'utf8')) as Record<string, Written>;
    } catch {
      return {}; // None yet, or spoilt: then the hook is taken out of the text instead.
    }
  };

  const restored = (path: string, before: string): FileChange | undefined => {
    const entry = written()[path];
    if (!entry || entry.after !== digest(before)) return undefined;
    if (entry.backup === null) return { path, before, after: undefined };
    const text = readText(join(backups, basename(entry.backup)));
    return text === undefined ? undefined : { path, before, after: text };
  };

  return {
    coverage: () => adapters.map(coverageOf),
    install: () => installPrograms(state, source),
    plan(agent, wanted) {
      const adapter = adapterFor(agent);
      if (!adapter) throw new ConnectionRefused(`Tenth Second cannot connect "${agent}" yet`);
      const path = pathFor(adapter);
      const before = readText(path);
      const edited =
        wanted === 'connect'
          ? connectSettings(before, adapter.connection, commandFor(adapter))
          : disconnectSettings(before, adapter.connection);
      if (!edited.ok) throw new ConnectionRefused(`${path} was left as it is: ${edited.reason}. Repair it, then try again`);
      if (edited.text === (before ?? '')) return [];
      if (wanted === 'disconnect' && before !== undefined) return [restored(path, before) ?? { path, before, after: edited.text }];
      return [{ path, before, after: edited.text }];
    },
    apply(changes) {
      for (const { path, before } of changes)
        if (readText(path) !== before) throw new ConnectionRefused(`${path} has changed meanwhile, and was left as it is. Try again`);
      // First, so that no hook is ever registered that runs nothing.
      if (changes.some(({ after }) => after?.includes('tenth-second') === true)) installPrograms(state, source);
      for (const change of changes) {
        mkdirSync(backups, { recursive: true, mode: 0o700 });
        const backup = change.before === undefined ? null : keepBackup(backups, change.path, change.before);
        const record = written();
        if (change.after === undefined) {
          rmSync(change.path, { force: true });
          delete record[change.path];
        } else {
          writeSettings(change.path, change.after);
          record[change.path] = { after: digest(change.after), backup };
        }
        writeFileAtomic(join(backups, 'written.json'), `${JSON.stringify(record, undefined, 2)}\n`);
      }
    },
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Undefined when there is no file. Throws when it is there and cannot be read: writing a new one would lose it. */
function readText(path: string): string | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new ConnectionRefused(`${path} cannot be read (${code ?? 'unknown error'})`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ConnectionRefused(`${path} was left as it is: it is not UTF-8 text`);
  }
}

function keepBackup(folder: string, path: string, text: string): string {
  const time = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const name = `${basename(dirname(path)).replace(/^\./, '')}-${time}-${basename(path)}`;
  writeFileAtomic(join(folder, name), text);
  return name;
}

/** In one step, with the mode and owner that the file has, and through a symbolic link into its target. */
function writeSettings(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const target = existsSync(path) ? realpathSync(path) : path;
  const found = statSync(target, { throwIfNoEntry: false });
  const temporary = `${target}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = openSync(temporary, 'wx', 0o600);
    try {
      if (found && process.platform !== 'win32') {
        if (process.getuid?.() !== found.uid || process.getgid?.() !== found.gid) tryOwner(file, found.uid, found.gid);
        fchmodSync(file, found.mode & 0o7777);
      }
      const bytes = Buffer.from(text);
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function tryOwner(file: number, uid: number, gid: number): void {
  try {
    fchownSync(file, uid, gid);
  } catch {
    // Only root may give a file away; the file then belongs to the one who connected.
  }
}

function isOnPath(program: string | undefined, path: string | undefined): boolean {
  if (program === undefined) return false;
  return (path ?? '').split(delimiter).some((folder) => {
    if (!isAbsolute(folder)) return false;
    try {
      accessSync(join(folder, process.platform === 'win32' ? `${program}.cmd` : program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

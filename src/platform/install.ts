import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { isNewer } from '../core/version.ts';
import type { HookPrograms } from '../core/agents/hookCommand.ts';
import type { StateFolder } from './stateFolder.ts';

export interface InstallSource {
  /** Folder with `gate.js`, `commands.js`, `scan.js`, `server.js` and `launcher.bash`. */
  readonly dist: string;
  readonly version: string;
  /** The runtime that runs us: the editor's own, or Node. */
  readonly runtime: string;
  /** Where Node is looked for; not the PATH of a hook. */
  readonly path: string | undefined;
}

const names = {
  launcher: 'launcher',
  gate: 'gate.js',
  commands: 'commands.js',
  scan: 'scan.js',
  server: 'server.js',
  runtime: 'runtime',
  version: 'version',
} as const;

/** Paths of what is or will be installed. */
export function hookPrograms(state: StateFolder, runtime: string): HookPrograms {
  const windows = process.platform === 'win32';
  return {
    launcher: windows || !isExecutable('/bin/bash') ? undefined : join(state.bin, names.launcher),
    runtime,
    gate: join(state.bin, names.gate),
    windows,
  };
}

/**
 * Copies launcher, gate and server into `<state>/bin` and records runtimes that exist. A newer version that another editor installed
 * stays. Each file is replaced in one step: a hook may start at any moment.
 */
export function installPrograms(state: StateFolder, source: InstallSource): void {
  recordRuntimes(state, source);
  const installed = readIfThere(join(state.bin, names.version))?.trim();
  const complete = [names.launcher, names.gate, names.commands, names.scan, names.server].every(
    (name) => readIfThere(join(state.bin, name)) !== undefined,
  );
  if (complete && installed !== undefined && isNewer(installed, source.version)) return;
  if (realpathSync(source.dist) === realpathSync(state.bin)) return;
  replace(join(state.bin, names.commands), readFileSync(join(source.dist, names.commands)), 0o600);
  replace(join(state.bin, names.scan), readFileSync(join(source.dist, names.scan)), 0o600);
  replace(join(state.bin, names.gate), readFileSync(join(source.dist, names.gate)), 0o700);
  replace(join(state.bin, names.server), readFileSync(join(source.dist, names.server)), 0o600);
  // Last: from here on hooks find everything else in place.
  replace(join(state.bin, names.launcher), readFileSync(join(source.dist, 'launcher.bash')), 0o700);
  replace(join(state.bin, names.version), Buffer.from(`${source.version}\n`), 0o600);
}

/** Takes the programs away; hooks that are still registered then hold everything and say how to remove them. */
export function removePrograms(state: StateFolder): void {
  for (const name of readdirSync(state.bin))
    if (Object.values<string>(names).includes(name) || /^commands\..*\.cache$/.test(name)) rmSync(join(state.bin, name), { force: true });
}

/** The launcher tries the lines in order: who installed last, then those recorded before that still exist, then Node on PATH. */
function recordRuntimes(state: StateFolder, source: InstallSource): void {
  const file = join(state.bin, names.runtime);
  const recorded = (readIfThere(file) ?? '').split('\n');
  const found = [source.runtime, ...recorded, nodeOn(source.path)].filter(
    (path): path is string => path !== undefined && isAbsolute(path) && !path.includes('\n') && isExecutable(path),
  );
  const lines = [...new Set(found)].slice(0, 8);
  replace(file, Buffer.from(lines.map((line) => `${line}\n`).join('')), 0o600);
}

function nodeOn(path: string | undefined): string | undefined {
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  return (path ?? '')
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, program))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // Not there, or not for us: not a runtime.
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // Unreadable counts as missing: it is written anew.
  }
}

function replace(path: string, content: Buffer, mode: number): void {
  if (readIfThere(path) === content.toString('utf8') && (statSync(path).mode & 0o777) === mode) return;
  const temporary = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    const file = openSync(temporary, 'wx', mode);
    try {
      for (let done = 0; done < content.length;) done += writeSync(file, content, done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    // The umask may have taken bits away.
    chmodSync(temporary, mode);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { isNewer } from '../core/version.ts';
import type { HookPrograms } from '../core/agents/hookCommand.ts';
import { firstProgram, isExecutable, searchFolders } from './searchPath.ts';
import type { StateFolder } from './stateFolder.ts';

export interface InstallSource {
  /** Folder with `gate.js`, `commands.js` and `scan.js` (in a release each with its `.br`), `server.js` and `launcher.bash`. */
  readonly dist: string;
  readonly version: string;
  /** The runtime that runs us: the editor's own, or Node. */
  readonly runtime: string;
  /** Where Node is looked for; not the PATH of a hook. */
  readonly path: string | undefined;
}

const unpack = promisify(brotliDecompress);

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
 * stays. Each file is replaced in one step: a hook may start at any moment. Nothing waits for the disk: the extension host is shared.
 */
export async function installPrograms(state: StateFolder, source: InstallSource): Promise<void> {
  await recordRuntimes(state, source);
  const installed = (await readIfThere(join(state.bin, names.version)))?.toString('utf8').trim();
  if (installed !== undefined && isNewer(installed, source.version) && (await isComplete(state))) return;
  if ((await realpath(source.dist)) === (await realpath(state.bin))) return;
  const copy = async (from: string, to: string, mode: number): Promise<void> =>
    replace(join(state.bin, to), await readFile(join(source.dist, from)), mode);
  // As they are shipped they unpack themselves at each start, which a hook has no time for.
  for (const name of [names.commands, names.scan]) {
    const packed = await readIfThere(join(source.dist, `${name}.br`));
    if (packed === undefined) await copy(name, name, 0o600);
    else await replace(join(state.bin, name), await unpack(packed), 0o600);
  }
  await copy(names.gate, names.gate, 0o700);
  await copy(names.server, names.server, 0o600);
  // Last: from here on hooks find everything else in place.
  await copy('launcher.bash', names.launcher, 0o700);
  await replace(join(state.bin, names.version), Buffer.from(`${source.version}\n`), 0o600);
}

async function isComplete(state: StateFolder): Promise<boolean> {
  const programs = [names.launcher, names.gate, names.commands, names.scan, names.server];
  const found = await Promise.all(programs.map((name) => readIfThere(join(state.bin, name))));
  return found.every((content) => content !== undefined);
}

/** Takes the programs away; hooks that are still registered then hold everything and say how to remove them. */
export function removePrograms(state: StateFolder): void {
  for (const name of readdirSync(state.bin))
    if (Object.values<string>(names).includes(name) || /^commands\..*\.cache$/.test(name)) rmSync(join(state.bin, name), { force: true });
}

/** The launcher tries the lines in order: who installed last, then those recorded before that still exist, then Node on PATH. */
async function recordRuntimes(state: StateFolder, source: InstallSource): Promise<void> {
  const file = join(state.bin, names.runtime);
  const recorded = ((await readIfThere(file))?.toString('utf8') ?? '').split('\n');
  const found = [source.runtime, ...recorded, firstProgram(['node'], searchFolders(source.path))].filter(
    (path): path is string => path !== undefined && isAbsolute(path) && !path.includes('\n') && isExecutable(path),
  );
  const lines = [...new Set(found)].slice(0, 8);
  await replace(file, Buffer.from(lines.map((line) => `${line}\n`).join('')), 0o600);
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch {
    return undefined; // Unreadable counts as missing: it is written anew.
  }
}

async function replace(path: string, content: Buffer, mode: number): Promise<void> {
  if ((await readIfThere(path))?.equals(content) === true && ((await stat(path)).mode & 0o777) === mode) return;
  const temporary = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(content);
      // The umask may have taken bits away.
      await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

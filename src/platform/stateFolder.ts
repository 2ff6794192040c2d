import { chmodSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Where everything of ours lies in the user's home: one folder, 0700, shared by all windows and agents of this user. */
export interface StateFolder {
  readonly root: string;
  /** The launcher and self-contained copies of gate and server. */
  readonly bin: string;
  readonly run: string;
  /** `run/server`: see `Descriptor`. */
  readonly descriptor: string;
  readonly lock: string;
  /** Public keys of windows that may answer holds. */
  readonly keys: string;
  /** Which authenticators count, without what makes their codes. */
  readonly factor: string;
  readonly journal: string;
  /** Where each chain of the journal ended when it was last written. */
  readonly heads: string;
  /** How far each chain was sent to a collector. */
  readonly exported: string;
  /** Copies taken before local destructive operations. */
  readonly snapshots: string;
  /** Dumps of databases, made before an action was let through. */
  readonly dumps: string;
  readonly knowledge: string;
  readonly policy: string;
  readonly log: string;
}

/** Why a state folder is not used: somebody else could have written into it. */
export class StateFolderError extends Error {
  override readonly name = 'StateFolderError';
}

const folderName = process.platform === 'win32' ? 'tenth-second' : '.tenth-second';

/**
 * The folder of this user. A program installed under `<state>/bin` uses the folder it lies in: an agent that changes HOME for its
 * hooks would otherwise get a guard without windows.
 */
export function stateFolderPath(programFolder: string | undefined = typeof __dirname === 'string' ? __dirname : undefined): string {
  if (programFolder !== undefined && basename(programFolder) === 'bin' && basename(dirname(programFolder)) === folderName)
    return dirname(programFolder);
  if (process.platform === 'win32') return join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), folderName);
  return join(homedir(), folderName);
}

/** Paths only; nothing is read or made. */
export function stateFolderAt(root: string): StateFolder {
  const run = join(root, 'run');
  return {
    root,
    bin: join(root, 'bin'),
    run,
    descriptor: join(run, 'server'),
    lock: join(run, 'lock'),
    keys: join(root, 'keys.json'),
    factor: join(root, 'factor.json'),
    journal: join(root, 'journal'),
    heads: join(root, 'heads.json'),
    exported: join(root, 'export.json'),
    snapshots: join(root, 'snapshots'),
    dumps: join(root, 'dumps'),
    knowledge: join(root, 'knowledge'),
    policy: join(root, 'policy'),
    log: join(root, 'log'),
  };
}

/** Makes the folder and its parts, takes away what others may do in it, and refuses one that is not ours. */
export function openStateFolder(root: string = stateFolderPath()): StateFolder {
  const state = stateFolderAt(root);
  for (const folder of [root, state.bin, state.run, state.journal, state.snapshots, state.knowledge, state.policy, state.log]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    secureFolder(folder);
  }
  return { ...state, ...stateFolderAt(realpathSync(root)) };
}

/** A link is refused: whoever may change its target chooses where we look for keys and sockets. */
function secureFolder(folder: string): void {
  const found = lstatSync(folder);
  if (!found.isDirectory()) throw new StateFolderError(`${folder} is not a folder: move it away, Tenth Second makes a new one`);
  // Windows: the profile's own access list covers it; there are no mode bits to look at.
  if (process.getuid === undefined) return;
  if (found.uid !== process.getuid()) throw new StateFolderError(`${folder} belongs to another user: give it back (chown) or move it away`);
  if ((found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
}

/** True for a file that only this user can write and, when `secret`, only this user can read. */
export function isPrivateFile(path: string, secret: boolean): boolean {
  const found = lstatSync(path);
  if (!found.isFile()) return false;
  if (process.getuid === undefined) return true;
  return found.uid === process.getuid() && (found.mode & (secret ? 0o077 : 0o022)) === 0;
}

import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
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
import { basename, dirname, join } from 'node:path';
import { runsOurs } from '../core/agents/connection.ts';
import type { Added } from '../core/agents/ignores/ignoreSettingsEdit.ts';
import { writeFileAtomic } from './atomicFile.ts';

/** One file as it is and as it would be; undefined is "no such file". */
export interface FileChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Permissions of a file that is all ours; others keep what they have. */
  readonly mode?: number;
  /** What of it is ours where the text itself cannot show that, kept for taking it out again. */
  readonly added?: readonly Added[];
}

/** Why a file is left alone. The message is for the person. */
export class ConnectionRefused extends Error {
  override readonly name = 'ConnectionRefused';
}

/** What we wrote, by file: as long as the file is still that, disconnecting gives back the very bytes from before. */
interface Written {
  readonly after: string;
  /** Name of the backup; null when there was no file. */
  readonly backup: string | null;
  /** It runs something of ours: as long as nobody disconnects it, it is expected to. */
  readonly ours?: boolean;
  readonly added?: readonly Added[];
}

/** Writes agents' files, keeps what was there before, and knows what it wrote. */
export class AgentFiles {
  readonly #backups: string;
  readonly #name: string;

  /** `name`: of the record. Each purpose has its own, since several may write the same file in turn. */
  constructor(backups: string, name = 'written.json') {
    this.#backups = backups;
    this.#name = name;
  }

  /** What was added to a file and not taken out again. */
  added(path: string): readonly Added[] {
    return this.#written()[path]?.added ?? [];
  }

  /** Files that hold a hook of ours unless somebody took it out behind our back. */
  expected(): ReadonlySet<string> {
    return new Set(Object.entries(this.#written()).flatMap(([path, { ours }]) => (ours === true ? [path] : [])));
  }

  /** Every file that was written and is still known. */
  known(): readonly string[] {
    return Object.keys(this.#written());
  }

  /** The change that gives back the very bytes from before; undefined when the file is no longer what we wrote. */
  restored(path: string, before: string): FileChange | undefined {
    const entry = this.#written()[path];
    if (!entry || entry.after !== digest(before)) return undefined;
    if (entry.backup === null) return { path, before, after: undefined };
    const text = readText(join(this.#backups, basename(entry.backup)));
    return text === undefined ? undefined : { path, before, after: text };
  }

  write(change: FileChange): void {
    mkdirSync(this.#backups, { recursive: true, mode: 0o700 });
    const record = this.#written();
    const earlier = record[change.path];
    const backup = change.before === undefined ? null : this.#keep(change.path, change.before);
    const ours = change.after !== undefined && runsOurs(change.after);
    if (change.after === undefined) delete record[change.path];
    else
      record[change.path] = {
        after: digest(change.after),
        // A newer version of our own text over an older one: what was there before either is what comes back.
        backup: earlier !== undefined && change.before !== undefined && earlier.after === digest(change.before) ? earlier.backup : backup,
        ours,
        ...(change.added === undefined ? {} : { added: change.added }),
      };
    const keep = (): void => writeFileAtomic(join(this.#backups, this.#name), `${JSON.stringify(record, undefined, 2)}\n`);
    // Whoever watches must find a hook that is expected, at every moment.
    if (!ours) keep();
    if (change.after === undefined) rmSync(change.path, { force: true });
    else writeSettings(change.path, change.after, change.mode);
    if (ours) keep();
  }

  #written(): Record<string, Written> {
    try {
      return JSON.parse(readFileSync(join(this.#backups, this.#name), 'utf8')) as Record<string, Written>;
    } catch {
      return {}; // None yet, or spoilt: then the hook is taken out of the text instead.
    }
  }

  #keep(path: string, text: string): string {
    const time = new Date().toISOString().replaceAll(/[:.]/g, '-');
    const name = `${basename(dirname(path)).replace(/^\./, '')}-${time}-${basename(path)}`;
    writeFileAtomic(join(this.#backups, name), text);
    return name;
  }
}

/** Undefined when there is no file. Throws when it is there and cannot be read: writing a new one would lose it. */
export function readText(path: string): string | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new ConnectionRefused(`${path} cannot be read (${code ?? 'unknown error'})`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ConnectionRefused(`${path} was left as it is: it is not UTF-8 text`);
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** In one step, with the mode and owner that the file has, and through a symbolic link into its target. */
function writeSettings(path: string, text: string, mode: number | undefined): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const target = existsSync(path) ? realpathSync(path) : path;
  const found = statSync(target, { throwIfNoEntry: false });
  const temporary = `${target}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = openSync(temporary, 'wx', 0o600);
    try {
      if (process.platform !== 'win32') {
        if (found && (process.getuid?.() !== found.uid || process.getgid?.() !== found.gid)) tryOwner(file, found.uid, found.gid);
        const wanted = mode ?? (found ? found.mode & 0o7777 : undefined);
        if (wanted !== undefined) fchmodSync(file, wanted);
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

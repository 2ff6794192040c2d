import { constants, linkSync, lstatSync, mkdirSync, openSync, closeSync, readSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Fate } from '../../core/snapshots/plan.ts';
import { bytesOf, type Entry, type RawPath } from './manifest.ts';
import type { ObjectStore } from './objects.ts';

/** What one snapshot may cost at most. */
export interface SnapshotLimits {
  readonly files: number;
  /** Bytes that are copied; what is kept by a link costs none. */
  readonly copied: number;
}

export const defaultLimits: SnapshotLimits = { files: 250_000, copied: 2 * 1024 ** 3 };

/** Why there is no snapshot; in a person's words. */
export class NoSnapshot extends Error {}

const slash = 0x2f;
const tries = 3;
/** Programs pause between transactions: one of these copies is from such a moment, nearly always. */
const databaseTries = 12;
const sqliteMark = Buffer.from('SQLite format 3\0');
/** What SQLite keeps beside a database. https://www.sqlite.org/tempfiles.html */
const sqliteSiblings = ['-wal', '-shm', '-journal'];

/** Gathers entries and keeps their contents. Synchronous: it runs in a thread of its own, where that is several times faster. */
export class Collector {
  readonly entries: Entry[] = [];
  readonly gaps: string[] = [];
  bytes = 0;
  readonly #seen = new Set<RawPath>();
  readonly #objects: ObjectStore | undefined;
  readonly #links: string;
  readonly #limits: SnapshotLimits;
  /** Folders that are never looked into: the store itself. */
  readonly #excluded: readonly RawPath[];
  /** Where links could be made. */
  readonly #ownDevice: number;
  #copied = 0;
  #files = 0;
  #linked = 0;
  /** Links to files on this device failed before: another file system. */
  readonly #unlinkable = new Set<number>();

  /** `links`: folder for hard links, made at the first one. */
  /** Without a store nothing is kept: it only counts. */
  constructor(objects: ObjectStore | undefined, links: string, excluded: readonly RawPath[], limits: SnapshotLimits = defaultLimits) {
    this.#objects = objects;
    this.#links = links;
    this.#excluded = excluded;
    this.#limits = limits;
    this.#ownDevice = lstatSync(dirname(links), { throwIfNoEntry: false })?.dev ?? -1;
  }

  get files(): number {
    return this.#files;
  }

  /** The path with all below it; `absent` when nothing is there. */
  tree(path: RawPath, fate: Fate): void {
    const stats = this.#look(path);
    if (!stats) return this.absent(path);
    this.#take(path, stats, fate);
    if (!stats.isDirectory()) return;
    const queue = [path];
    for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
      for (const name of this.#names(folder)) {
        const child = `${folder === '/' ? '' : folder}/${name}`;
        if (this.#excluded.includes(child)) continue;
        const found = this.#look(child);
        if (!found) continue; // Gone while the folder was read.
        this.#take(child, found, fate);
        if (found.isDirectory()) queue.push(child);
      }
    }
  }

  /** One file or link; folders are left out (a submodule is a repository of its own). */
  single(path: RawPath, fate: Fate): void {
    const stats = this.#look(path);
    if (!stats) return this.absent(path);
    if (!stats.isDirectory()) this.#take(path, stats, fate);
  }

  absent(path: RawPath): void {
    if (this.#seen.has(path)) return;
    this.#seen.add(path);
    this.entries.push({ type: 'absent', path });
  }

  /** The folders that lead to a path, below a root: a clean-up may take them as well. */
  parents(path: RawPath, root: RawPath): void {
    for (let end = path.lastIndexOf('/'); end > root.length; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (this.#seen.has(folder)) return;
      const stats = this.#look(folder);
      if (stats?.isDirectory() === true) this.#take(folder, stats, 'removed');
    }
  }

  #look(path: RawPath): Stats | undefined {
    return lstatSync(bytesOf(path), { throwIfNoEntry: false });
  }

  #names(folder: RawPath): readonly string[] {
    return readdirSync(bytesOf(folder), { encoding: 'latin1' });
  }

  #take(path: RawPath, stats: Stats, fate: Fate): void {
    if (this.#seen.has(path)) return;
    this.#seen.add(path);
    if (this.entries.length >= this.#limits.files) throw new NoSnapshot(`more than ${this.#limits.files} files would have to be kept`);
    const mode = stats.mode & 0o7777;
    if (stats.isDirectory()) this.entries.push({ type: 'directory', path, mode });
    else if (stats.isSymbolicLink())
      this.entries.push({ type: 'symlink', path, target: readlinkSync(bytesOf(path), { encoding: 'buffer' }).toString('latin1') });
    else if (stats.isFile()) this.#file(path, stats, fate);
    else this.gaps.push(`${bytesOf(path).toString('utf8')} is a pipe, socket or device`);
  }

  #file(path: RawPath, stats: Stats, fate: Fate): void {
    this.#files++;
    this.bytes += stats.size;
    const about = { type: 'file', path, mode: stats.mode & 0o7777, size: stats.size, modified: stats.mtimeMs } as const;
    const link = fate === 'removed' ? this.#link(path, stats) : undefined;
    const objects = this.#objects;
    if (link !== undefined) {
      this.entries.push({ ...about, link });
      if (stats.size >= sqliteMark.length && this.#isDatabase(path)) this.#siblings(path, fate);
      return;
    }
    this.#copied += stats.size;
    if (this.#copied > this.#limits.copied)
      throw new NoSnapshot(`more than ${Math.round(this.#limits.copied / 1024 ** 2)} MB would have to be copied`);
    if (!objects) {
      this.entries.push(about);
      return;
    }
    const database = stats.size >= sqliteMark.length && this.#isDatabase(path);
    if (database) this.#database(path, about.mode, objects);
    else {
      const kept = this.#copy(path, objects);
      this.entries.push({ ...about, size: kept.size, object: kept.digest });
    }
  }

  /** Undefined when the file lies on another file system than the store, or where links are not allowed. */
  #link(path: RawPath, stats: Stats): number | undefined {
    if (this.#unlinkable.has(stats.dev)) return undefined;
    if (!this.#objects) return stats.dev === this.#ownDevice ? this.#linked++ : undefined;
    if (this.#linked === 0) mkdirSync(this.#links, { recursive: true, mode: 0o700 });
    const number = this.#linked;
    try {
      linkSync(bytesOf(path), join(this.#links, String(number)));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EXDEV' || code === 'EPERM' || code === 'ENOTSUP' || code === 'EOPNOTSUPP') this.#unlinkable.add(stats.dev);
      else if (code !== 'EMLINK') throw error;
      return undefined;
    }
    this.#linked++;
    return number;
  }

  #copy(path: RawPath, objects: ObjectStore): { readonly digest: string; readonly size: number } {
    for (let i = 1; ; i++) {
      const kept = objects.put(bytesOf(path));
      if (kept.stable || i === tries) {
        if (!kept.stable) this.gaps.push(`${bytesOf(path).toString('utf8')} was written to while it was copied`);
        return kept;
      }
    }
  }

  #isDatabase(path: RawPath): boolean {
    const file = openSync(bytesOf(path), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const head = Buffer.alloc(sqliteMark.length);
      return readSync(file, head, 0, head.length, 0) === head.length && head.equals(sqliteMark);
    } finally {
      closeSync(file);
    }
  }

  /**
   * A database and what lies beside it, from one moment: copied again when any of them changed meanwhile. The library itself is not
   * used for it: opening a database may write into it.
   */
  #database(path: RawPath, mode: number, objects: ObjectStore): void {
    for (let i = 1; ; i++) {
      const paths = [path, ...sqliteSiblings.map((suffix) => path + suffix)];
      const before = paths.map((each) => this.#look(each));
      const kept: Entry[] = [];
      let gone = false;
      for (const [index, each] of paths.entries()) {
        const stats = before[index];
        const copy = stats && objects.putIfThere(bytesOf(each));
        if (!stats || !copy) {
          // A rollback journal goes with each transaction.
          gone ||= stats !== undefined;
          kept.push({ type: 'absent', path: each });
        } else {
          const { digest, size } = copy;
          kept.push({
            type: 'file',
            path: each,
            mode: index === 0 ? mode : stats.mode & 0o7777,
            size,
            modified: stats.mtimeMs,
            object: digest,
          });
        }
      }
      const after = paths.map((each) => this.#look(each));
      const same = !gone && after.every((stats, index) => stats?.size === before[index]?.size && stats?.mtimeMs === before[index]?.mtimeMs);
      if (!same && i < databaseTries) continue;
      if (!same) this.gaps.push(`${bytesOf(path).toString('utf8')} was written to while it was copied`);
      for (const entry of kept)
        if (entry.path === path || !this.#seen.has(entry.path)) {
          this.#seen.add(entry.path);
          this.entries.push(entry);
        }
      return;
    }
  }

  #siblings(path: RawPath, fate: Fate): void {
    for (const suffix of sqliteSiblings) {
      const stats = this.#look(path + suffix);
      if (stats?.isFile() === true) this.#take(path + suffix, stats, fate);
      else if (!stats) this.absent(path + suffix);
    }
  }
}

/** Separates names that git ends with NUL. */
export function nulSeparated(output: string): readonly RawPath[] {
  return output.split('\0').filter((name) => name !== '');
}

/** Joins a folder and a name that git gives, without the slash that it ends folders with. */
export function below(root: RawPath, name: RawPath): RawPath {
  const path = `${root === '/' ? '' : root}/${name}`;
  return path.charCodeAt(path.length - 1) === slash ? path.slice(0, -1) : path;
}

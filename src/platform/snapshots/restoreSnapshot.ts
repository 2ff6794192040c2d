import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import type { SnapshotPlan } from '../../core/snapshots/plan.ts';
import { bytesOf, readEntries, readHeader, shownPath, type Entry, type RawPath, type SnapshotHeader } from './manifest.ts';
import { digestOf, ObjectStore } from './objects.ts';
import { previewRepository, restoreRepository, type RefChange } from './restoreRefs.ts';
import { linksName, takeSnapshot } from './takeSnapshot.ts';

/**
 * What undoing does to one path: `back` (it is gone and comes back), `same` (as it was), `differs` (something else is there now),
 * `extra` (nothing was there then), `blocked` (a folder on the way is a link or a file now).
 */
export type Change = 'back' | 'same' | 'differs' | 'extra' | 'blocked';

export interface PathChange {
  readonly path: string;
  readonly type: Entry['type'];
  readonly change: Change;
}

export interface Preview {
  readonly header: SnapshotHeader;
  /** Without what is the same. */
  readonly changes: readonly PathChange[];
  readonly refs: readonly RefChange[];
  readonly same: number;
}

export interface Restored {
  readonly restored: number;
  /** Left alone, since something else is there now. */
  readonly left: readonly string[];
  readonly refs: readonly string[];
  /** Of what was there before; undoes the undoing. */
  readonly before?: string;
  readonly problems: readonly string[];
}

interface Open {
  readonly folder: string;
  readonly header: SnapshotHeader;
  readonly entries: readonly Entry[];
}

/** Undefined when there is no such snapshot. */
function openSnapshot(snapshots: string, id: string): Open | undefined {
  if (!/^[0-9a-z]+-[0-9a-f]+$/.test(id)) return undefined;
  const folder = join(snapshots, id);
  const header = readHeader(folder);
  return header && { folder, header, entries: readEntries(folder) };
}

/** What would come back, and what stands in the way. Reads only. */
export async function previewSnapshot(snapshots: string, id: string): Promise<Preview | undefined> {
  const open = openSnapshot(snapshots, id);
  if (!open) return undefined;
  const comparer = new Comparer(snapshots, open.folder);
  const changes = open.entries.map((entry) => ({ path: shownPath(entry.path), type: entry.type, change: comparer.changeOf(entry) }));
  const refs: RefChange[] = [];
  const kept = new Set(open.entries.map(({ path }) => path));
  for (const repository of open.header.repositories) refs.push(...(await previewRepository(repository, kept)));
  const different = changes.filter(({ change }) => change !== 'same');
  return { header: open.header, changes: different, refs, same: changes.length - different.length };
}

/**
 * Puts everything back. What is there now and is something else is only replaced with `overwrite`, and is kept in a snapshot of its
 * own first. Files are written beside their place and moved there, so that none is ever half there.
 */
export async function restoreSnapshot(
  snapshots: string,
  id: string,
  options: { readonly overwrite: boolean },
): Promise<Restored | undefined> {
  const open = openSnapshot(snapshots, id);
  if (!open) return undefined;
  const { header, entries, folder } = open;
  const comparer = new Comparer(snapshots, folder);
  const changes = entries.map((entry) => ({ entry, change: comparer.changeOf(entry) }));
  const inTheWay = changes.filter(({ change }) => change === 'differs' || change === 'extra');
  const problems: string[] = [];
  let before: string | undefined;
  if (options.overwrite && inTheWay.length > 0) {
    const plan: SnapshotPlan = {
      steps: inTheWay.map(({ entry }) => ({ type: 'files', path: shownPath(entry.path), fate: 'written' })),
      uncovered: [],
    };
    const { workspace, cwd, title } = header;
    const taken = await takeSnapshot(plan, { workspace, cwd, title: `Before undoing: ${title}` }, { folder: snapshots });
    if (taken.type === 'none') return { restored: 0, left: [], refs: [], problems: [`nothing was undone: ${taken.reason}`] };
    if (taken.type === 'taken') before = taken.header.id;
  }
  const left: string[] = [];
  let restored = 0;
  const attempt = (path: RawPath, work: () => void): void => {
    try {
      work();
      restored++;
    } catch (error) {
      problems.push(`${shownPath(path)}: ${(error as NodeJS.ErrnoException).code ?? 'an error'}`);
    }
  };
  // Extra files first, deepest first: a folder may have to become a file again.
  for (const { entry, change } of [...changes].reverse()) {
    if (change !== 'extra') continue;
    if (options.overwrite) attempt(entry.path, () => rmSync(bytesOf(entry.path), { recursive: true, force: true }));
    else left.push(shownPath(entry.path));
  }
  const directories: { readonly path: RawPath; readonly mode: number }[] = [];
  for (const { entry } of changes) {
    // Looked at again: what was put back before it may be its folder.
    const change = comparer.changeOf(entry);
    if (entry.type === 'absent' || change === 'same') continue;
    if (change === 'blocked' || (change === 'differs' && !options.overwrite)) {
      left.push(shownPath(entry.path));
      continue;
    }
    attempt(entry.path, () => putBack(entry, comparer));
    // Its own mode comes last: a folder that may not be written is filled first.
    if (entry.type === 'directory') directories.push(entry);
  }
  for (const { path, mode } of directories.reverse()) chmodSync(bytesOf(path), mode);
  const refs: string[] = [];
  const kept = new Set(entries.map(({ path }) => path));
  for (const [index, repository] of header.repositories.entries()) {
    const result = await restoreRepository(repository, index, folder, new ObjectStore(snapshots), kept, options.overwrite);
    refs.push(...result.done);
    problems.push(...result.problems);
    left.push(...result.left);
  }
  return { restored, left, refs, problems, ...(before === undefined ? {} : { before }) };
}

function putBack(entry: Exclude<Entry, { readonly type: 'absent' }>, comparer: Comparer): void {
  const path = bytesOf(entry.path);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  mkdirSync(parentOf(entry.path), { recursive: true });
  if (entry.type === 'directory') {
    if (stats && !stats.isDirectory()) rmSync(path);
    mkdirSync(path, { recursive: true });
    chmodSync(path, entry.mode | 0o700);
    return;
  }
  const temporary = Buffer.concat([path, Buffer.from(`.${randomBytes(6).toString('hex')}`)]);
  try {
    if (entry.type === 'symlink') symlinkSync(bytesOf(entry.target), temporary);
    else {
      copyFileSync(comparer.sourceOf(entry), temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      chmodSync(temporary, entry.mode);
      utimesSync(temporary, entry.modified / 1000, entry.modified / 1000);
    }
    // A folder that stands in its place was kept by the snapshot that goes before.
    if (stats?.isDirectory() === true) rmSync(path, { recursive: true, force: true });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function parentOf(path: RawPath): Buffer {
  const at = path.lastIndexOf('/');
  return bytesOf(at <= 0 ? '/' : path.slice(0, at));
}

/** Compares what was with what is. */
class Comparer {
  readonly #objects: ObjectStore;
  readonly #links: string;
  readonly #folders = new Map<RawPath, boolean>();

  constructor(snapshots: string, folder: string) {
    this.#objects = new ObjectStore(snapshots);
    this.#links = join(folder, linksName);
  }

  sourceOf(entry: Extract<Entry, { readonly type: 'file' }>): string {
    return entry.object === undefined ? join(this.#links, String(entry.link)) : this.#objects.pathOf(entry.object);
  }

  changeOf(entry: Entry): Change {
    if (this.#isBlocked(entry.path)) return entry.type === 'absent' ? 'same' : 'blocked';
    const stats = lstatSync(bytesOf(entry.path), { throwIfNoEntry: false });
    if (!stats) return entry.type === 'absent' ? 'same' : 'back';
    if (entry.type === 'absent') return 'extra';
    return this.#isSame(entry, stats) ? 'same' : 'differs';
  }

  #isSame(entry: Exclude<Entry, { readonly type: 'absent' }>, stats: Stats): boolean {
    if (entry.type === 'symlink')
      return stats.isSymbolicLink() && readlinkSync(bytesOf(entry.path), { encoding: 'buffer' }).toString('latin1') === entry.target;
    if ((stats.mode & 0o7777) !== entry.mode) return false;
    if (entry.type === 'directory') return stats.isDirectory();
    if (!stats.isFile() || stats.size !== entry.size) return false;
    if (entry.link !== undefined) {
      const kept = lstatSync(this.sourceOf(entry), { throwIfNoEntry: false });
      // The very file: it was not removed after all.
      if (kept && kept.ino === stats.ino && kept.dev === stats.dev) return true;
    }
    return digestOf(bytesOf(entry.path)) === (entry.object ?? digestOf(this.sourceOf(entry)));
  }

  /** A folder above it is not a folder any more: what is written below would land elsewhere. */
  #isBlocked(path: RawPath): boolean {
    const at = path.lastIndexOf('/');
    if (at <= 0) return false;
    const parent = path.slice(0, at);
    const known = this.#folders.get(parent);
    if (known === false) return false;
    const stats = lstatSync(bytesOf(parent), { throwIfNoEntry: false });
    const blocked = stats ? !stats.isDirectory() : this.#isBlocked(parent);
    // Only what is a folder stays one for as long as this runs.
    if (stats?.isDirectory() === true) this.#folders.set(parent, false);
    return blocked;
  }
}

import { baseName } from '../core/paths.ts';
import { contentOf, saysTheSame, type Content, type ReadFile, type ReadFiles } from './fileKnowledge.ts';
import type { NameFilter } from './folderWatch.ts';
import {
  candidateOf,
  isBroad,
  listFolder,
  maxEntries,
  maxFiles,
  maxOfOneName,
  modifiedAt,
  sameStamp,
  stampOf,
  type Candidate,
  type ListedFolder,
} from './workspaceFiles.ts';

/** Folders whose time is checked at every call; a bigger workspace's others take turns. */
const foldersPerCheck = 300;

export const savedVersion = 1;

/** A workspace as it is kept for the gate alone: stamps and findings, no values. */
export interface Saved {
  readonly version: number;
  readonly root: string;
  readonly folders: readonly (readonly [string, ListedFolder])[];
  readonly files: readonly (readonly [string, ReadFile])[];
  /** Globs of the settings that it was listed with. */
  readonly wanted?: readonly string[];
}

export interface Current {
  readonly content: Content;
  readonly changed: boolean;
  readonly saved: () => Saved;
}

/** One workspace folder: its folders with their times, its candidate files with what they say. */
export class Workspace {
  readonly #root: string;
  readonly #home: string;
  readonly #readFiles: ReadFiles;
  #folders = new Map<string, ListedFolder>();
  #files = new Map<string, ReadFile>();
  #content: Content | undefined;
  #turn = 0;
  readonly #wantedNow: () => readonly string[];
  #wanted: readonly string[] = [];
  #running: Promise<Current> | undefined;

  constructor(root: string, home: string, readFiles: ReadFiles, saved: Saved | undefined, wanted: () => readonly string[] = () => []) {
    this.#wantedNow = wanted;
    this.#root = root;
    this.#home = home;
    this.#readFiles = readFiles;
    if (saved) {
      this.#folders = new Map(saved.folders);
      this.#files = new Map(saved.files);
      this.#wanted = saved.wanted ?? [];
    }
  }

  /** Calls at the same time share one check. */
  current(): Promise<Current> {
    this.#running ??= this.#check().finally(() => (this.#running = undefined));
    return this.#running;
  }

  forget(path?: string): void {
    if (path === undefined) {
      this.#folders.clear();
      this.#files.clear();
    } else {
      this.#files.delete(path);
      for (let folder = path; folder.length >= this.#root.length; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
        this.#folders.delete(folder);
        if (folder === this.#root || folder === '') break;
      }
    }
    this.#content = undefined;
  }

  /** Its folders with the names in them that matter: those with files that were read first, then those near the root. */
  watched(): ReadonlyMap<string, NameFilter> {
    const found = new Map<string, NameFilter>();
    const add = (folder: string): void => {
      const depth = this.#depth(folder);
      found.set(
        folder,
        // A name without an ending may be a folder with files of its own.
        (name) => !name.includes('.', 1) || candidateOf(`${folder}/${name}`, this.#root, depth, this.#wanted) !== undefined,
      );
    };
    for (const path of this.#files.keys()) {
      const folder = path.slice(0, path.lastIndexOf('/'));
      const names = new Set([path.slice(folder.length + 1)]);
      if (this.#folders.has(folder)) add(folder);
      // `.git` is not listed, and busy: only its settings matter.
      else if (!found.has(folder)) found.set(folder, (name) => names.has(name));
    }
    for (const folder of this.#folders.keys()) if (!found.has(folder)) add(folder);
    return found;
  }

  async #check(): Promise<Current> {
    const wanted = this.#wantedNow();
    if (wanted.join('\n') !== this.#wanted.join('\n')) {
      // Which files are worth reading is known from the names alone: they are all looked at again.
      this.#wanted = wanted;
      this.#folders.clear();
    }
    const foldersChanged = await this.#checkFolders();
    const filesChanged = await this.#checkFiles(foldersChanged);
    const changed = foldersChanged || filesChanged;
    // What was loaded and found unchanged need not be saved again.
    if (changed || this.#content === undefined) {
      const files = [...this.#files.values()];
      this.#content = contentOf(files);
    }
    return {
      content: this.#content,
      changed,
      saved: () => ({
        version: savedVersion,
        root: this.#root,
        folders: [...this.#folders],
        files: [...this.#files],
        wanted: this.#wanted,
      }),
    };
  }

  /** Lists what is new or changed. A folder's time changes when a name in it does: that is how a new `.env` is seen. */
  async #checkFolders(): Promise<boolean> {
    let changed = false;
    const stale: string[] = [];
    const known = [...this.#folders.keys()];
    const checkAll = known.length <= foldersPerCheck;
    const from = checkAll ? 0 : this.#turn % known.length;
    for (let i = 0; i < known.length; i++) {
      // The first ones are the nearest to the root; of the others, a different hundred each time.
      const due = checkAll || i < foldersPerCheck - 100 || (i >= from && i < from + 100);
      const folder = known[i]!;
      const listed = this.#folders.get(folder);
      // Went with a folder above it.
      if (!listed) continue;
      if (!due && !listed.young) continue;
      const mtime = modifiedAt(folder);
      if (mtime === listed.mtime && !listed.young) continue;
      changed ||= mtime !== listed.mtime;
      if (mtime === undefined) this.#drop(folder);
      else stale.push(folder);
    }
    this.#turn = checkAll ? 0 : (from + 100) % known.length;
    if (!this.#folders.has(this.#root)) stale.push(this.#root);
    return (await this.#list(stale)) || changed;
  }

  /** Breadth first, so that the budget is spent on what lies near the root. */
  async #list(folders: readonly string[]): Promise<boolean> {
    let changed = false;
    let spent = 0;
    for (const listed of this.#folders.values()) spent += listed.entries;
    let level = [...folders];
    const descend = !isBroad(this.#root, this.#home);
    while (level.length > 0 && spent < maxEntries) {
      const next: string[] = [];
      for (let i = 0; i < level.length && spent < maxEntries; i += 16) {
        const batch = level.slice(i, i + 16);
        const results = await Promise.all(
          batch.map((folder) => listFolder(folder, this.#root, this.#depth(folder), descend, this.#wanted)),
        );
        for (const [j, listed] of results.entries()) {
          const folder = batch[j]!;
          const before = this.#folders.get(folder);
          if (!listed) {
            this.#drop(folder);
            changed = true;
            continue;
          }
          spent += listed.entries - (before?.entries ?? 0);
          if (!before || !sameNames(before, listed)) changed = true;
          this.#folders.set(folder, listed);
          for (const gone of before?.folders ?? []) if (!listed.folders.includes(gone)) this.#drop(gone);
          for (const child of listed.folders) if (!this.#folders.has(child)) next.push(child);
        }
      }
      level = next;
    }
    return changed;
  }

  #depth(folder: string): number {
    return folder === this.#root ? 0 : folder.slice(this.#root.length).split('/').length - 1;
  }

  #drop(folder: string): void {
    const listed = this.#folders.get(folder);
    if (!listed) return;
    this.#folders.delete(folder);
    for (const child of listed.folders) this.#drop(child);
  }

  async #checkFiles(foldersChanged: boolean): Promise<boolean> {
    let changed = false;
    const wanted = foldersChanged || this.#content === undefined ? this.#candidates() : undefined;
    if (wanted) {
      for (const path of this.#files.keys()) {
        if (wanted.has(path)) continue;
        this.#files.delete(path);
        changed = true;
      }
    }
    const due = [...(wanted ?? [])].filter((path) => !this.#files.has(path));
    for (const [path, file] of this.#files) {
      const stamp = stampOf(path);
      if (!stamp || file.young || !sameStamp(stamp, file.stamp)) due.push(path);
    }
    if (due.length === 0) return changed;
    const read = await this.#readFiles(due, this.#root, this.#home);
    for (const [i, path] of due.entries()) changed = this.#keep(path, read[i]) || changed;
    return changed;
  }

  /** The files to read, best first, in an order that does not depend on how they were found. */
  #candidates(): ReadonlySet<string> {
    const all: Candidate[] = [];
    for (const listed of this.#folders.values()) all.push(...listed.candidates);
    all.sort((a, b) => a.priority - b.priority || a.depth - b.depth || (a.path < b.path ? -1 : 1));
    const names = new Map<string, number>();
    const first: string[] = [];
    const later: string[] = [];
    for (const { path } of all) {
      const name = baseName(path);
      const count = (names.get(name) ?? 0) + 1;
      names.set(name, count);
      (count <= maxOfOneName ? first : later).push(path);
    }
    return new Set([...first, ...later].slice(0, maxFiles));
  }

  /** True when what the file says may have changed. */
  #keep(path: string, file: ReadFile | undefined): boolean {
    const before = this.#files.get(path);
    if (!file) {
      this.#files.delete(path);
      return before !== undefined;
    }
    if (before && saysTheSame(before, file)) {
      // Read again only because it was young: nothing new.
      this.#files.set(path, { ...before, young: file.young });
      return false;
    }
    this.#files.set(path, file);
    return true;
  }
}

function sameNames(a: ListedFolder, b: ListedFolder): boolean {
  return (
    a.entries === b.entries &&
    a.folders.join('\n') === b.folders.join('\n') &&
    a.candidates.map((one) => one.path).join('\n') === b.candidates.map((one) => one.path).join('\n')
  );
}

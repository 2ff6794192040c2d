import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assemble } from '../core/environments/recognisers.ts';
import type { Knowledge } from '../core/types.ts';
import { readWorkspaceFile, type Content, type ReadFiles } from './fileKnowledge.ts';
import type { NameFilter } from './folderWatch.ts';
import { openFingerprint, type Fingerprint } from './fingerprint.ts';
import { UserState } from './userKnowledge.ts';
import { corePath, isBroad, rootFor } from './workspaceFiles.ts';
import { savedVersion, Workspace, type Saved } from './workspaceKnowledge.ts';

export interface KnowledgeOptions {
  readonly home: string;
  /** `~/.tenth-second`: the fingerprint key and, for the gate alone, what is known. */
  readonly stateFolder: string;
  /** Start from what was saved and read again only what changed: for the gate alone, which has no time to scan. */
  readonly load?: boolean;
  /** What the settings of a workspace folder add to the credential files: read as such, wherever they lie in it. */
  readonly credentialFiles?: (folder: string) => readonly string[];
  /** Reads files elsewhere; without it they are read here. */
  readonly readFiles?: ReadFiles;
}

/** What is known of workspaces: links, identifiers, credentials. Kept in memory, checked against the disk at every call. */
export interface KnowledgeStore {
  readonly fingerprint: Fingerprint;
  /**
   * Knowledge of the workspace that contains the directory, with the other open folders': a command in `/tmp` may carry their tokens.
   * `variables` of the agent's process may name more files (`KUBECONFIG`). The same object as long as nothing has changed.
   */
  for(cwd: string, roots: readonly string[], variables?: Readonly<Record<string, string>>): Promise<Knowledge>;
  /** Forgets a file or a folder, or everything: it is read again at the next call. */
  invalidate(path?: string): void;
  /** Folders in which a change of the named files could change what is known of these workspaces. */
  watched(roots: readonly string[]): ReadonlyMap<string, NameFilter>;
  /** Waits until everything is saved. */
  flush(): Promise<void>;
  dispose(): void;
}

/** Open folders beside the one of the call that are looked at. */
const maxRoots = 16;

/** Unused workspaces are forgotten. */
const maxWorkspaces = 32;

export function createKnowledgeStore(options: KnowledgeOptions): KnowledgeStore {
  return new Store(options);
}

class Store implements KnowledgeStore {
  readonly fingerprint: Fingerprint;
  readonly #options: KnowledgeOptions;
  readonly #home: string;
  readonly #workspaces = new Map<string, Workspace>();
  readonly #user: UserState;
  readonly #readFiles: ReadFiles;
  readonly #saving = new Set<Promise<void>>();
  #merged: { readonly key: string; readonly parts: readonly unknown[]; readonly knowledge: Knowledge }[] = [];
  #disposed = false;

  constructor(options: KnowledgeOptions) {
    this.#options = options;
    this.#home = corePath(options.home);
    this.fingerprint = openFingerprint(options.stateFolder);
    this.#user = new UserState(this.#home, this.fingerprint);
    this.#readFiles =
      options.readFiles ??
      ((paths, root, home) => Promise.resolve(paths.map((path) => readWorkspaceFile(path, root, home, this.fingerprint))));
  }

  async for(cwd: string, roots: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Knowledge> {
    const open = [...new Set(roots.map((root) => withoutSlash(corePath(root))))];
    const directory = withoutSlash(corePath(cwd));
    const root = this.#savedRoot(directory, open) ?? rootFor(directory, open, this.#home);
    const wanted = [root, ...open.filter((one) => one !== root).slice(0, maxRoots)];
    const parts = await Promise.all(wanted.map((one) => this.#workspace(one).current()));
    for (const [i, part] of parts.entries()) if (part.changed && !this.#disposed) this.#save(wanted[i]!, part.saved);
    const user = this.#user.current(variables, directory);
    return this.#merge(
      wanted.join('\n'),
      [...parts.map((part) => part.content), user],
      wanted.filter((one) => !isBroad(one, this.#home)),
    );
  }

  invalidate(path?: string): void {
    if (path === undefined) {
      for (const workspace of this.#workspaces.values()) workspace.forget();
      this.#user.forget();
      return;
    }
    const plain = withoutSlash(corePath(path));
    for (const workspace of this.#workspaces.values()) workspace.forget(plain);
    this.#user.forget(plain);
  }

  watched(roots: readonly string[]): ReadonlyMap<string, NameFilter> {
    const user = [...this.#user.watched()];
    const open = roots.flatMap((root) => [...(this.#workspaces.get(withoutSlash(corePath(root)))?.watched() ?? [])]);
    // Few and far: they go first when there are too many.
    return new Map([...user, ...open]);
  }

  async flush(): Promise<void> {
    while (this.#saving.size > 0) await Promise.all(this.#saving);
  }

  dispose(): void {
    this.#disposed = true;
    this.#workspaces.clear();
    this.#merged = [];
  }

  #workspace(root: string): Workspace {
    let workspace = this.#workspaces.get(root);
    if (!workspace) {
      workspace = new Workspace(
        root,
        this.#home,
        this.#readFiles,
        this.#options.load ? this.#load(root) : undefined,
        () => this.#options.credentialFiles?.(root) ?? [],
      );
      // The one that was not asked for the longest goes: a map keeps the order of insertion.
      const [oldest] = this.#workspaces.keys();
      if (this.#workspaces.size >= maxWorkspaces && oldest !== undefined) this.#workspaces.delete(oldest);
    } else this.#workspaces.delete(root);
    this.#workspaces.set(root, workspace);
    return workspace;
  }

  #merge(key: string, parts: readonly Content[], roots: readonly string[]): Knowledge {
    const known = this.#merged.find(
      (one) => one.key === key && one.parts.length === parts.length && one.parts.every((part, i) => part === parts[i]),
    );
    if (known) return known.knowledge;
    const { links, identifiers } = assemble(parts.flatMap((part) => part.recognised));
    const knowledge: Knowledge = { roots, links, identifiers, credentials: parts.flatMap((part) => part.credentials) };
    this.#merged = [{ key, parts, knowledge }, ...this.#merged.filter((one) => one.key !== key)].slice(0, maxWorkspaces);
    return knowledge;
  }

  /** The folder above that a window had open: the gate alone is not told which are. */
  #savedRoot(directory: string, open: readonly string[]): string | undefined {
    if (!this.#options.load || open.length > 0) return undefined;
    let found: string | undefined;
    for (let folder = directory; !isBroad(folder, this.#home); folder = corePath(dirname(folder)))
      if (existsSync(this.#path(folder))) found = folder;
    return found;
  }

  #path(root: string): string {
    return join(this.#options.stateFolder, 'knowledge', `${createHash('sha256').update(root).digest('hex').slice(0, 32)}.json`);
  }

  #load(root: string): Saved | undefined {
    try {
      const saved = JSON.parse(readFileSync(this.#path(root), 'utf8')) as Saved;
      return saved.version === savedVersion && saved.root === root ? saved : undefined;
    } catch {
      // Not there or damaged: it is scanned anew.
      return undefined;
    }
  }

  #save(root: string, saved: () => Saved): void {
    const work = writeSaved(this.#path(root), saved).finally(() => this.#saving.delete(work));
    this.#saving.add(work);
  }
}

function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Not the sync that the journal needs: what is lost is scanned again. A failure costs the gate alone a scan, nothing else. */
async function writeSaved(path: string, saved: () => Saved): Promise<void> {
  const temporary = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(temporary, JSON.stringify(saved()), { mode: 0o600, flag: 'wx' });
    await rename(temporary, path);
  } catch {
    await rm(temporary, { force: true });
  }
}

import type { Stats } from 'node:fs';
import { lstat, opendir, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { realOfMissing } from './pathAnswers.ts';

/** Where a path lies with regard to repositories, found without running git. */
export interface RepositoryPlace {
  /** Work tree root, links resolved; undefined outside any. */
  readonly root: string | undefined;
  /** The path lies in a `.git` folder or a bare repository. */
  readonly inside: boolean;
}

async function look(path: string): Promise<Stats | undefined> {
  return lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
}

/** The innermost repository that holds an existing or missing path. */
export async function repositoryPlace(path: string): Promise<RepositoryPlace> {
  const real = await realOf(path);
  if (real.split(sep).includes('.git')) return { root: undefined, inside: true };
  for (let folder = real; ; folder = dirname(folder)) {
    if (await look(join(folder, '.git'))) return { root: folder, inside: false };
    if (await isBare(folder)) return { root: undefined, inside: true };
    if (folder === dirname(folder)) return { root: undefined, inside: false };
  }
}

/** Resolved as far as it exists. */
export async function realOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    return realOfMissing(path);
  }
}

/** What git itself asks of a git folder: `HEAD`, `objects`, `refs`. */
async function isBare(folder: string): Promise<boolean> {
  const head = await look(join(folder, 'HEAD'));
  if (!head || head.isDirectory()) return false;
  const [objects, refs] = await Promise.all([look(join(folder, 'objects')), look(join(folder, 'refs'))]);
  return (objects?.isDirectory() ?? false) && (refs?.isDirectory() ?? false);
}

export interface Nested {
  /**
   * `repository` has its history below (or at) the path; a `worktree` is a linked work tree or a submodule, whose history lies
   * elsewhere but whose uncommitted work does not.
   */
  readonly type: 'repository' | 'worktree';
  readonly folder: string;
}

const maxFolders = 1000;
const maxEntries = 20_000;
const maxDepth = 6;
const maxNested = 8;
/** Folders whose content is made again, clones by a package manager or build tool included: not looked into. */
const skipped = new Set([
  'node_modules',
  '__pycache__',
  '.cache',
  'target',
  '.gradle',
  '.tox',
  '.venv',
  'venv',
  '_deps',
  'Pods',
  '.build',
  '.terraform',
  'elm-stuff',
]);

/**
 * Repositories at or below a folder, nearest first, as far as the budget goes: beyond it a nested one that git does not ignore is
 * still told by git as untracked.
 */
export async function nestedRepositories(path: string): Promise<readonly Nested[]> {
  const nested: Nested[] = [];
  const queue: { readonly folder: string; readonly depth: number }[] = [{ folder: path, depth: 0 }];
  const budget = { folders: maxFolders, entries: maxEntries };
  for (let at = 0; at < queue.length && nested.length < maxNested && budget.entries > 0; at++) {
    const { folder, depth } = queue[at]!;
    const entries = await namesOf(folder, budget);
    const found = entries.has('.git') ? await nestedAt(folder) : looksBare(entries) && (await isBare(folder)) ? 'repository' : undefined;
    if (found) nested.push({ type: found, folder });
    if ((found === 'repository' && folder !== path) || depth >= maxDepth || skipped.has(basename(folder))) continue;
    for (const [name, directory] of entries) {
      if (directory && name !== '.git' && budget.folders-- > 0) queue.push({ folder: join(folder, name), depth: depth + 1 });
    }
  }
  return nested;
}

/** Names in a folder, and which of them are folders. */
async function namesOf(folder: string, budget: { entries: number }): Promise<ReadonlyMap<string, boolean>> {
  const names = new Map<string, boolean>();
  try {
    for await (const entry of await opendir(folder, { bufferSize: 512 })) {
      names.set(entry.name, entry.isDirectory());
      if (--budget.entries <= 0) break;
    }
  } catch {
    // A file, or a folder that cannot be read: nothing below it can be judged, and git will not list it either.
  }
  return names;
}

function looksBare(entries: ReadonlyMap<string, boolean>): boolean {
  return entries.get('HEAD') === false && entries.get('objects') === true && entries.get('refs') === true;
}

async function nestedAt(folder: string): Promise<Nested['type']> {
  const git = await look(join(folder, '.git'));
  if (git === undefined || !git.isFile() || git.size > 4096) return 'repository';
  // `gitdir: …/.git/worktrees/name` or `…/.git/modules/name`: https://git-scm.com/docs/gitrepository-layout
  const text = await readFile(join(folder, '.git'), 'utf8');
  return /[/\\](?:worktrees|modules)[/\\]/.test(text) ? 'worktree' : 'repository';
}

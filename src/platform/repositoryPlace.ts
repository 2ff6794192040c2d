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

export type Nested =
  /** A repository with its history below (or at) the path. */
  | { readonly type: 'repository'; readonly folder: string }
  /** A linked work tree or submodule: its history lies elsewhere, its uncommitted work does not. */
  | { readonly type: 'worktree'; readonly folder: string };

const maxFolders = 2000;
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
  const queue: { folder: string; depth: number }[] = [{ folder: path, depth: 0 }];
  let folders = 0;
  for (let next = queue.shift(); next; next = queue.shift()) {
    if (++folders > maxFolders || nested.length >= maxNested) return nested;
    const found = await nestedAt(next.folder);
    if (found) nested.push(found);
    if (found?.type === 'repository' && found.folder !== path) continue;
    if (next.depth >= maxDepth || skipped.has(basename(next.folder))) continue;
    try {
      for await (const entry of await opendir(next.folder)) {
        if (queue.length + folders > maxFolders) break;
        if (entry.isDirectory() && entry.name !== '.git' && !skipped.has(entry.name))
          queue.push({ folder: join(next.folder, entry.name), depth: next.depth + 1 });
      }
    } catch {
      // A file, or a folder that cannot be read: nothing below it can be judged, and git will not list it either.
    }
  }
  return nested;
}

async function nestedAt(folder: string): Promise<Nested | undefined> {
  const git = await look(join(folder, '.git'));
  if (git === undefined) return (await isBare(folder)) ? { type: 'repository', folder } : undefined;
  if (git.isDirectory() || git.isSymbolicLink()) return { type: 'repository', folder };
  if (git.size > 4096) return { type: 'repository', folder };
  // `gitdir: …/.git/worktrees/name` or `…/.git/modules/name`: https://git-scm.com/docs/gitrepository-layout
  const text = await readFile(join(folder, '.git'), 'utf8');
  return { type: /[/\\](?:worktrees|modules)[/\\]/.test(text) ? 'worktree' : 'repository', folder };
}

import { closeSync, existsSync, lstatSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRepository, type GitView } from '../git.ts';
import { below, nulSeparated } from './collector.ts';
import { bytesOf, rawPath, shownPath, type RawPath, type RepositoryState } from './manifest.ts';
import type { ObjectStore } from './objects.ts';
import { gitPath } from './repositories.ts';
import { packName } from './takeSnapshot.ts';

/**
 * What undoing does to a repository's record. `newer`: commits were made since that the old place does not hold, so that it is only
 * moved when asked for.
 */
export interface RefChange {
  readonly root: string;
  /** `refs/heads/main`, `stash: WIP on main: …`, `HEAD`, `index`, or a file that came with another commit. */
  readonly name: string;
  readonly change: 'back' | 'moves' | 'newer';
}

/** Undoes what an operation did to branches, stashes, HEAD and index. Reads only, here. */
export async function previewRepository(state: RepositoryState, kept: ReadonlySet<RawPath>): Promise<readonly RefChange[]> {
  const view = await viewOf(state.root);
  if (!view) return [];
  return (await changesOf(view, state, kept)).map(({ name, change }) => ({ root: state.root, name, change }));
}

interface Planned {
  readonly name: string;
  readonly change: RefChange['change'];
  readonly apply: () => Promise<boolean>;
}

export async function restoreRepository(
  state: RepositoryState,
  index: number,
  folder: string,
  objects: ObjectStore,
  kept: ReadonlySet<RawPath>,
  overwrite: boolean,
): Promise<{ readonly done: readonly string[]; readonly left: readonly string[]; readonly problems: readonly string[] }> {
  const done: string[] = [];
  const left: string[] = [];
  const problems: string[] = [];
  const view = await viewOf(state.root);
  if (!view) return { done, left, problems: [`${state.root} is no repository any more`] };
  if (state.pack && !(await unpack(view, join(folder, packName(index))))) problems.push('the lost commits could not be put back');
  for (const { name, change, apply } of await changesOf(view, state, kept, objects)) {
    if (change === 'newer' && !overwrite) {
      left.push(`${name} (commits were made since)`);
      continue;
    }
    if (await apply()) done.push(name);
    else problems.push(`${name} could not be put back`);
  }
  return { done, left, problems };
}

async function viewOf(root: string): Promise<GitView | undefined> {
  if (!existsSync(root)) return undefined;
  const view = await openRepository(root);
  return 'reason' in view ? undefined : view;
}

async function changesOf(
  view: GitView,
  state: RepositoryState,
  kept: ReadonlySet<RawPath>,
  objects?: ObjectStore,
): Promise<readonly Planned[]> {
  const git = async (...args: readonly string[]): Promise<boolean> => (await view.look(args)).ok;
  const planned: Planned[] = [];
  const resolve = async (name: string): Promise<string> => {
    const look = await view.look(['rev-parse', '-q', '--verify', name], { codes: [1, 128] });
    return look.ok ? look.output.trim() : '';
  };
  const wanted = state.branches.length > 0 ? state.branches : Object.keys(state.refs).filter((name) => name !== 'refs/stash');
  for (const name of wanted) {
    const hash = state.refs[name];
    if (hash === undefined) continue;
    const now = await resolve(name);
    if (now === hash) continue;
    // Other branches may have moved for reasons of their own.
    if (now !== '' && name !== state.head) continue;
    const change = now === '' ? 'back' : (await git('merge-base', '--is-ancestor', now, hash)) ? 'moves' : 'newer';
    planned.push({ name, change, apply: () => git('update-ref', '-m', 'undone by Tenth Second', name, hash, now === '' ? '' : now) });
    const prefix = `branch.${name.slice('refs/heads/'.length)}.`;
    const config = state.branchConfig.filter(([key]) => key.startsWith(prefix) && !view.config.has(key));
    for (const [key, value] of config)
      planned.push({ name: key, change: 'back', apply: () => git('config', '--local', '--add', key, value) });
  }
  const stashes = await missingStashes(view, state);
  // The oldest first: each new one becomes stash@{0}.
  for (const { hash, text } of [...stashes].reverse())
    planned.push({ name: `stash: ${text}`, change: 'back', apply: () => git('stash', 'store', '-m', text, hash) });
  const head = await view.look(['symbolic-ref', '-q', 'HEAD'], { codes: [1] });
  const headNow = head.ok && head.output.trim() !== '' ? head.output.trim() : await resolve('HEAD');
  if (state.head !== '' && headNow !== state.head && state.branches.length === 0)
    planned.push({
      name: 'HEAD',
      change: 'moves',
      apply: () =>
        state.head.startsWith('refs/')
          ? git('symbolic-ref', '-m', 'undone by Tenth Second', 'HEAD', state.head)
          : git('update-ref', '--no-deref', '-m', 'undone by Tenth Second', 'HEAD', state.head),
    });
  if (planned.some(({ name, change }) => (name === state.head || name === 'HEAD') && change === 'moves'))
    planned.unshift(...(await cameWith(view, state, kept, await resolve('HEAD'))));
  const file = await gitPath(view, 'index');
  // Entries of an index of other commits make no sense, so it goes back with HEAD and branch, or not at all.
  if (objects && state.index !== undefined && file !== undefined && state.branches.length === 0) {
    const bytes = readFileSync(objects.pathOf(state.index));
    const same = existsSync(file) && readFileSync(file).equals(bytes);
    const blocked = planned.some(({ change }) => change === 'newer');
    if (!same && !blocked) planned.push({ name: 'index', change: 'moves', apply: () => Promise.resolve(replaceIndex(file, bytes)) });
  }
  return planned;
}

/** Files that came with the other commit: committed there and unchanged, so that nothing is lost when they go. */
async function cameWith(view: GitView, state: RepositoryState, kept: ReadonlySet<RawPath>, now: string): Promise<readonly Planned[]> {
  if (state.headCommit === undefined || now === '' || now === state.headCommit) return [];
  const names = async (args: readonly string[]): Promise<readonly string[]> => {
    const look = await view.look(args, { encoding: 'latin1', limit: 64 * 1024 * 1024 });
    return look.ok && !look.truncated ? nulSeparated(look.output) : [];
  };
  const added = await names(['diff-tree', '-r', '-z', '--name-only', '--no-renames', '--diff-filter=A', state.headCommit, now]);
  const changed = new Set(await names(['diff-index', '-z', '--name-only', '--no-renames', now]));
  return added
    .filter((name) => !changed.has(name))
    .map((name) => below(rawPath(view.root), name))
    .filter((path) => !kept.has(path) && lstatSync(bytesOf(path), { throwIfNoEntry: false })?.isDirectory() === false)
    .map((path) => ({
      name: shownPath(path),
      change: 'moves',
      apply: () => {
        rmSync(bytesOf(path), { force: true });
        return Promise.resolve(true);
      },
    }));
}

async function missingStashes(view: GitView, state: RepositoryState): Promise<RepositoryState['stashes']> {
  const look = await view.look(['log', '-g', '--format=%H', 'refs/stash'], { codes: [128] });
  const there = new Set(look.ok ? look.output.split('\n') : []);
  return state.stashes.filter(({ hash }) => !there.has(hash));
}

/** `index.lock` is how git itself keeps others out while it writes the index. */
function replaceIndex(file: string, bytes: Buffer): boolean {
  const lock = `${file}.lock`;
  try {
    writeFileSync(lock, bytes, { flag: 'wx', mode: existsSync(file) ? lstatSync(file).mode & 0o777 : 0o644 });
  } catch {
    return false; // Another git is at work.
  }
  renameSync(lock, file);
  return true;
}

/** Objects that are there already are not written again. */
async function unpack(view: GitView, pack: string): Promise<boolean> {
  if (!existsSync(pack)) return false;
  const file = openSync(pack, 'r');
  try {
    return (await view.look(['unpack-objects', '-q'], { inputFile: file, timeoutMs: 60_000 })).ok;
  } finally {
    closeSync(file);
  }
}

import { closeSync, existsSync, fstatSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isWithin } from '../../core/paths.ts';
import type { SnapshotStep } from '../../core/snapshots/plan.ts';
import { openRepository, type GitView } from '../git.ts';
import { repositoryPlace } from '../repositoryPlace.ts';
import { below, nulSeparated, NoSnapshot, type Collector } from './collector.ts';
import { rawPath, type RawPath, type RepositoryState } from './manifest.ts';
import type { ObjectStore } from './objects.ts';

type WorkStep = Extract<SnapshotStep, { readonly type: 'work' }>;
type RefStep = Extract<SnapshotStep, { readonly type: 'refs' }>;

const listLimit = 256 * 1024 * 1024;
const lookTime = 60_000;
const packTime = 60_000;
/** A pack of lost commits that grows beyond this is not kept: git itself keeps them for a while. */
const packLimit = 512 * 1024 * 1024;
const maxRefs = 20_000;

/** What git keeps in its folder while a merge, rebase or pick is under way; `reset --hard` forgets it. */
const inProgress = ['MERGE_HEAD', 'MERGE_MSG', 'MERGE_MODE', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'AUTO_MERGE', 'SQUASH_MSG'];

/** The repository that holds the path; undefined when there is none, and a reason when it cannot be looked into. */
export async function repositoryAt(path: string): Promise<GitView | undefined> {
  const { root } = await repositoryPlace(path);
  if (root === undefined) return undefined;
  const view = await openRepository(root);
  if ('reason' in view) throw new NoSnapshot(view.reason);
  return view;
}

/** Files that git does not hold, below the step's path, with HEAD, branches and index. */
export async function collectWork(
  step: WorkStep,
  view: GitView,
  collector: Collector,
  objects: ObjectStore | undefined,
  pack: string,
): Promise<RepositoryState> {
  const root = rawPath(view.root);
  const state = await repositoryState(view, collector, objects);
  const within = isWithin(step.path, view.root) && step.path !== view.root ? [step.path.slice(view.root.length + 1)] : [];
  const list = async (args: readonly string[]): Promise<readonly RawPath[]> => {
    const look = await view.look([...args, '--', ...within], { encoding: 'latin1', limit: listLimit, timeoutMs: lookTime });
    if (!look.ok) throw new NoSnapshot(look.reason);
    if (look.truncated) throw new NoSnapshot('git lists too many files');
    return nulSeparated(look.output);
  };
  // Names are relative to the folder that git runs in: the root.
  const changed = state.headCommit === undefined ? ['ls-files', '-z'] : ['diff-index', '-z', '--name-only', '--no-renames', 'HEAD'];
  const tracked = new Set([...(await list(changed)), ...(await list(['ls-files', '-z', '-m']))]);
  if (step.moves) for (const name of await list(['ls-files', '-z'])) tracked.add(name);
  for (const name of tracked) {
    const path = below(root, name);
    collector.parents(path, root);
    collector.single(path, step.fate);
  }
  const others = step.ignored
    ? ['ls-files', '-z', '--others', '--directory']
    : ['ls-files', '-z', '--others', '--directory', '--exclude-per-directory=.gitignore', `--exclude-from=${await excludeFile(view)}`];
  for (const name of await list(others)) {
    const path = below(root, name);
    collector.parents(path, root);
    collector.tree(path, step.fate);
  }
  if (!objects) return state;
  const staged = await stagedObjects(view, state);
  return staged.length === 0 ? state : { ...state, pack: await writePack(view, staged, pack, []) };
}

/** Contents that only the index holds: what was staged and not committed, and the sides of a conflict. */
async function stagedObjects(view: GitView, state: RepositoryState): Promise<readonly string[]> {
  const cached =
    state.headCommit === undefined
      ? ['ls-files', '-s', '-z']
      : ['diff-index', '--cached', '--raw', '-z', '--no-abbrev', '--no-renames', 'HEAD'];
  const looks = await Promise.all([view.look(cached, { limit: listLimit }), view.look(['ls-files', '-u', '-z'], { limit: listLimit })]);
  const objects = new Set<string>();
  for (const look of looks) {
    if (!look.ok) continue;
    for (const line of look.output.split('\0')) {
      // `:100644 100644 OLD NEW M` of diff-index, `100644 HASH 0<tab>name` of ls-files. A submodule's is a commit of its own.
      const found = /^:\d{6} (?!160000)\d{6} [0-9a-f]+ ([0-9a-f]+) /.exec(line) ?? /^(?!160000)\d{6} ([0-9a-f]+) \d\t/.exec(line);
      if (found && !/^0+$/.test(found[1]!)) objects.add(found[1]!);
    }
  }
  return [...objects];
}

/** Branches, stashes and HEAD, and in a pack the commits that only these hold. */
export async function collectRefs(
  step: RefStep,
  view: GitView,
  collector: Collector,
  objects: ObjectStore | undefined,
  pack: string,
): Promise<RepositoryState> {
  const state = await repositoryState(view, collector, objects);
  const full = (name: string): string => (name.startsWith('refs/') ? name : `refs/heads/${name}`);
  const branches = step.branches.map(full).filter((name) => state.refs[name] !== undefined);
  // The log of the stash is the list of stashes, which is made anew.
  for (const branch of step.all ? Object.keys(state.refs).filter((name) => name !== 'refs/stash') : branches) {
    const log = await gitPath(view, `logs/${branch}`);
    if (log !== undefined && existsSync(log)) collector.single(rawPath(log), 'written');
  }
  const going = step.all ? [] : branches;
  const staying = Object.entries(state.refs).filter(([name]) => !going.includes(name) && name !== 'refs/stash');
  const tips = step.all ? [] : going.map((name) => state.refs[name]!);
  const wanted = [...tips, ...(step.all ? state.stashes.map(({ hash }) => hash) : [])];
  if (!objects) return { ...state, branches };
  const reflog = step.all ? await unreachable(view) : [];
  const input = [...wanted, ...reflog, '--not', ...staying.map(([, hash]) => hash)];
  if (wanted.length + reflog.length === 0) return { ...state, branches };
  const kept = await writePack(view, input, pack, ['--revs']);
  if (!kept) collector.gaps.push('commits that no branch holds stay only as long as git keeps them');
  return { ...state, branches, pack: kept };
}

async function writePack(view: GitView, input: readonly string[], pack: string, options: readonly string[]): Promise<boolean> {
  const file = openSync(pack, 'wx', 0o600);
  try {
    const look = await view.look(['pack-objects', ...options, '--stdout', '--quiet', '--delta-base-offset'], {
      input: input.map((line) => `${line}\n`).join(''),
      output: file,
      timeoutMs: packTime,
    });
    if (look.ok && fstatSync(file).size <= packLimit) return true;
  } finally {
    closeSync(file);
  }
  rmSync(pack, { force: true });
  return false;
}

/** Commits that reflogs still name and no reference holds. */
async function unreachable(view: GitView): Promise<readonly string[]> {
  const look = await view.look(['rev-list', '--reflog', '--not', '--all', 'HEAD'], { limit: 16 * 1024 * 1024, timeoutMs: lookTime });
  return look.ok && !look.truncated ? look.output.split('\n').filter((line) => line !== '') : [];
}

async function repositoryState(view: GitView, collector: Collector, objects: ObjectStore | undefined): Promise<RepositoryState> {
  const [symbolic, commit, listed, stashes] = await Promise.all([
    view.look(['symbolic-ref', '-q', 'HEAD'], { codes: [1] }),
    view.look(['rev-parse', '-q', '--verify', 'HEAD^{commit}'], { codes: [1] }),
    view.look(['for-each-ref', '--format=%(refname) %(objectname) %(symref)', 'refs/heads', 'refs/tags', 'refs/notes', 'refs/stash'], {
      limit: listLimit,
    }),
    view.look(['log', '-g', '--format=%H%x00%gs%x00', 'refs/stash'], { codes: [128], limit: 1024 * 1024 }),
  ]);
  if (!listed.ok) throw new NoSnapshot(listed.reason);
  const refs: Record<string, string> = {};
  const lines = listed.output.split('\n').filter((line) => line !== '');
  if (lines.length > maxRefs) throw new NoSnapshot('it has too many branches and tags');
  for (const line of lines) {
    const [name = '', hash = '', symref = ''] = line.split(' ');
    if (symref === '') refs[name] = hash;
  }
  const headCommit = commit.ok ? commit.output.trim() : '';
  const head = symbolic.ok ? symbolic.output.trim() : '';
  const index = await gitPath(view, 'index');
  for (const name of inProgress) {
    const file = await gitPath(view, name);
    if (file !== undefined && existsSync(file)) collector.single(rawPath(file), 'written');
  }
  return {
    root: view.root,
    head: head === '' ? headCommit : head,
    ...(headCommit === '' ? {} : { headCommit }),
    refs,
    stashes: stashes.ok ? stashesFrom(stashes.output) : [],
    ...(objects && index !== undefined && existsSync(index) ? { index: objects.putBytes(readFileSync(index)) } : {}),
    branchConfig: [...view.config]
      .filter(([name]) => name.startsWith('branch.'))
      .flatMap(([name, values]) => values.map((value) => [name, value] as const)),
    pack: false,
    branches: [],
  };
}

function stashesFrom(output: string): RepositoryState['stashes'] {
  const fields = output.split('\0');
  const stashes: { hash: string; text: string }[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) stashes.push({ hash: fields[at]!.trim(), text: fields[at + 1]! });
  return stashes;
}

/** Where git keeps a file of its own for this work tree. */
export async function gitPath(view: GitView, name: string): Promise<string | undefined> {
  const look = await view.look(['rev-parse', '--git-path', name]);
  if (!look.ok) return undefined;
  const path = look.output.replace(/\n$/, '');
  return path.startsWith('/') || /^[a-z]:/i.test(path) ? path : join(view.root, path);
}

async function excludeFile(view: GitView): Promise<string> {
  const file = await gitPath(view, 'info/exclude');
  return file !== undefined && existsSync(file) ? file : process.platform === 'win32' ? 'NUL' : '/dev/null';
}

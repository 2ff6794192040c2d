import { lstat, opendir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { disposabilityOf } from '../core/rules/files/disposable.ts';
import type { Answer, GitAnswer } from '../core/types.ts';
import { openRepository, type GitView } from './git.ts';
import { nestedRepositories, realOf, repositoryPlace, type Nested } from './repositoryPlace.ts';

const maxExamples = 10;
/** Bytes of `git status` that are read: flags need little, and a tree with more changes than this has enough of them. */
const statusLimit = 2 * 1024 * 1024;
const filesLimit = 4 * 1024 * 1024;
/** Paths handed to one git command. */
const maxPathspecs = 100;

/** One line of `git status --porcelain=v1`. */
export interface StatusEntry {
  readonly path: string;
  readonly state: 'modified' | 'untracked' | 'ignored';
}

interface Asked {
  /** As in the question. */
  readonly path: string;
  /** Relative to the root, empty for the root itself. */
  readonly relative: string;
  readonly nested: readonly Nested[];
}

/** What git knows of everything at or below each path; paths of one repository share their looks at it. */
export async function answerGit(paths: readonly string[]): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  const byRoot = new Map<string, Asked[]>();
  await Promise.all(
    paths.map(async (path) => {
      try {
        const place = await repositoryPlace(path);
        const nested = place.inside ? [] : await nestedRepositories(await realOf(path));
        if (place.root === undefined) {
          const contains = place.inside || nested.length > 0;
          answers.set(path, {
            type: 'git',
            root: undefined,
            containsRepository: contains,
            tracked: false,
            modified: false,
            untracked: false,
            ignored: false,
            examples: [],
          });
          return;
        }
        const asked: Asked = {
          path,
          relative: relative(place.root, await realOf(path)),
          nested,
        };
        const entry = byRoot.get(place.root);
        if (entry) entry.push(asked);
        else byRoot.set(place.root, [asked]);
      } catch (error) {
        answers.set(path, unknown(error));
      }
    }),
  );
  await Promise.all(
    [...byRoot].map(async ([root, asked]) => {
      for (let at = 0; at < asked.length; at += maxPathspecs) {
        const part = asked.slice(at, at + maxPathspecs);
        try {
          for (const [path, answer] of await answerInRoot(root, part)) answers.set(path, answer);
        } catch (error) {
          for (const { path } of part) answers.set(path, unknown(error));
        }
      }
    }),
  );
  return answers;
}

function unknown(error: unknown): Answer {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'an error';
  return { type: 'unknown', reason: code };
}

async function answerInRoot(root: string, asked: readonly Asked[]): Promise<readonly (readonly [string, Answer])[]> {
  const view = await openRepository(root);
  if ('reason' in view) return asked.map(({ path }) => [path, { type: 'unknown', reason: view.reason }] as const);
  const specs = asked.map((one) => (one.relative === '' ? '.' : one.relative.split(sep).join('/')));
  const [status, hidden] = await Promise.all([statusOf(view, specs), filesOf(view, specs)]);
  if ('reason' in status) return asked.map(({ path }) => [path, { type: 'unknown', reason: status.reason }] as const);
  return Promise.all(
    asked.map(async (one, index) => {
      const spec = specs[index]!;
      const mine = status.entries.filter((entry) => spec === '.' || within(entry.path, spec) || within(spec, entry.path));
      const overlooked = hidden.changed
        .filter((path) => spec === '.' || within(path, spec))
        .map((path): StatusEntry => ({ path, state: 'modified' }));
      const answer = await withNested(one, root, {
        type: 'git',
        root,
        containsRepository: one.nested.some((nested) => nested.type === 'repository'),
        tracked: hidden.truncated || hidden.tracked.some((path) => spec === '.' || within(path, spec)),
        modified: overlooked.length > 0 || mine.some((entry) => entry.state === 'modified'),
        untracked: status.truncated || mine.some((entry) => entry.state === 'untracked'),
        ignored: mine.some((entry) => entry.state === 'ignored'),
        ...(await examplesOf(root, [...overlooked, ...mine], spec)),
      });
      return [one.path, answer] as const;
    }),
  );
}

function within(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

type Examples = Required<Pick<GitAnswer, 'examples' | 'states'>>;

/** Git names the outermost untracked or ignored folder: where that holds the path, or is all there is, a look inside says more. */
async function examplesOf(root: string, entries: readonly StatusEntry[], spec: string): Promise<Examples> {
  const named = new Map<string, StatusEntry>();
  for (const entry of entries) {
    const path = spec !== '.' && within(spec, entry.path) ? spec : entry.path;
    if (!named.has(path)) named.set(path, { ...entry, path });
  }
  const [only, ...more] = named.values();
  if (only === undefined || more.length > 0 || only.state === 'modified' || disposabilityOf(only.path) !== 'none')
    return ranked([...named.values()]);
  return ranked((await entriesOf(root, only.path)).map((path) => ({ path, state: only.state })));
}

const maxEntries = 200;

/** What lies in a folder, or the path itself when it is a file or holds more than can be looked at. */
async function entriesOf(root: string, path: string): Promise<readonly string[]> {
  const entries: string[] = [];
  try {
    for await (const entry of await opendir(join(root, path))) {
      entries.push(`${path}/${entry.name}`);
      if (entries.length > maxEntries) return [path];
    }
  } catch {
    return [path]; // A file, or not readable: its own name is all there is to say.
  }
  return entries.length > 0 ? entries : [path];
}

/** What could not be made again comes first, so that a list of nothing but build output speaks for everything. */
function ranked(entries: readonly StatusEntry[]): Examples {
  const rank = { none: 0, output: 2, lock: 3, cache: 4 } as const;
  const kept = entries
    .map((entry) => ({ entry, rank: entry.state === 'modified' ? 1 : rank[disposabilityOf(entry.path)] }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, maxExamples);
  return { examples: kept.map(({ entry }) => entry.path), states: kept.map(({ entry }) => entry.state) };
}

/** Linked work trees and submodules below the path answer for themselves. */
async function withNested(one: Asked, root: string, answer: GitAnswer): Promise<Answer> {
  let merged = answer;
  for (const nested of one.nested) {
    if (nested.type !== 'worktree' || nested.folder === root) continue;
    const view = await openRepository(nested.folder);
    if ('reason' in view) return { type: 'unknown', reason: view.reason };
    const status = await statusOf(view, ['.']);
    if ('reason' in status) return { type: 'unknown', reason: status.reason };
    const prefix = relative(root, nested.folder).split(sep).join('/');
    const before = merged.examples.map((path, index): StatusEntry => ({ path, state: merged.states?.[index] ?? 'untracked' }));
    const examples = ranked([...before, ...status.entries.map((entry) => ({ ...entry, path: `${prefix}/${entry.path}` }))]);
    merged = {
      ...merged,
      modified: merged.modified || status.entries.some((entry) => entry.state === 'modified'),
      untracked: merged.untracked || status.truncated || status.entries.some((entry) => entry.state === 'untracked'),
      ignored: merged.ignored || status.entries.some((entry) => entry.state === 'ignored'),
      ...examples,
    };
  }
  return merged;
}

type Status = { readonly entries: readonly StatusEntry[]; readonly truncated: boolean } | { readonly reason: string };

async function statusOf(view: GitView, specs: readonly string[]): Promise<Status> {
  // Submodules answer for themselves: a look into one by git itself would obey that one's configuration, not ours.
  const args = [
    'status',
    '--porcelain=v1',
    '-z',
    '--no-renames',
    '--ignored=matching',
    '--untracked-files=normal',
    '--ignore-submodules=dirty',
    '--',
    ...specs,
  ];
  const look = await view.look(args, { limit: statusLimit });
  if (!look.ok) return { reason: look.reason };
  return { entries: parseStatus(look.output), truncated: look.truncated };
}

/** `XY path NUL …`: https://git-scm.com/docs/git-status */
export function parseStatus(output: string): readonly StatusEntry[] {
  const entries: StatusEntry[] = [];
  for (const line of output.split('\0')) {
    if (line.length < 4) continue;
    const path = line.slice(3).replace(/\/$/, '');
    const state = line.slice(0, 2);
    if (state === '??') entries.push({ path, state: 'untracked' });
    else if (state === '!!') entries.push({ path, state: 'ignored' });
    // What is only deleted from the disk holds nothing that could be lost.
    else if (/[MARCTU]/.test(state[0]!) || /[MATU]/.test(state[1]!)) entries.push({ path, state: 'modified' });
  }
  return entries;
}

interface Files {
  /** A few committed files. */
  readonly tracked: readonly string[];
  /** Files that git was told to overlook (`assume-unchanged`, `skip-worktree`) and that are there: status is silent on them. */
  readonly changed: readonly string[];
  readonly truncated: boolean;
}

async function filesOf(view: GitView, specs: readonly string[]): Promise<Files> {
  const look = await view.look(['ls-files', '-v', '-z', '--', ...specs], { limit: filesLimit });
  if (!look.ok) return { tracked: [], changed: [], truncated: false };
  const tracked: string[] = [];
  const overlooked: string[] = [];
  for (const line of look.output.split('\0')) {
    const tag = line[0];
    if (tag === undefined) continue;
    const path = line.slice(2);
    tracked.push(path);
    if (tag === 'S' || (tag >= 'a' && tag <= 'z')) overlooked.push(path);
  }
  const there = await Promise.all(
    overlooked.slice(0, 200).map(async (path) => {
      try {
        await lstat(join(view.root, path));
        return path;
      } catch {
        return undefined; // A sparse checkout: not on the disk, nothing to lose.
      }
    }),
  );
  return { tracked, changed: there.filter((path) => path !== undefined), truncated: look.truncated };
}

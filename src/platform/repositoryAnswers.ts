import { access } from 'node:fs/promises';
import { hostOf } from '../core/rules/git/push.ts';
import type { Answer } from '../core/types.ts';
import { openRepository, type GitView } from './git.ts';
import { readUserConfig } from './gitUserConfig.ts';
import { repositoryPlace } from './repositoryPlace.ts';

const outside = {
  type: 'repository',
  root: undefined,
  branch: undefined,
  modified: false,
  untracked: false,
  stashes: 0,
  remotes: [],
  merged: [],
  aliases: {},
} as const;

/** Branch tips that are compared to tell which ones are merged. */
const maxTips = 400;

/** The repository that a path lies in. */
export async function answerRepository(path: string): Promise<Answer> {
  // A folder that is not there yet lies in no repository, whatever is around it: it may be cloned before it is asked about again.
  const { root } = (await isThere(path)) ? await repositoryPlace(path) : { root: undefined };
  if (root === undefined) return outside;
  const view = await openRepository(root);
  if ('reason' in view) return { type: 'unknown', reason: view.reason };
  const [status, merged, aliases] = await Promise.all([workState(view), mergedBranches(view), aliasesOf(view)]);
  if (status === undefined) return { type: 'unknown', reason: 'git could not tell its state' };
  return { type: 'repository', root, ...status, remotes: remotesOf(view.config), merged, aliases };
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

interface WorkState {
  readonly branch: string | undefined;
  readonly modified: boolean;
  readonly untracked: boolean;
  readonly stashes: number;
}

async function workState(view: GitView): Promise<WorkState | undefined> {
  const args = [
    'status',
    '--porcelain=v2',
    '-z',
    '--branch',
    '--show-stash',
    '--no-renames',
    '--no-ahead-behind',
    '--untracked-files=normal',
    '--ignore-submodules=dirty',
  ];
  const look = await view.look(args, { limit: 256 * 1024 });
  return look.ok ? parseState(look.output, look.truncated) : undefined;
}

/** https://git-scm.com/docs/git-status */
export function parseState(output: string, truncated = false): WorkState {
  let branch: string | undefined;
  let modified = truncated;
  let untracked = truncated;
  let stashes = 0;
  for (const line of output.split('\0')) {
    if (line.startsWith('# branch.head ')) {
      const head = line.slice(14);
      branch = head === '(detached)' ? undefined : head;
    } else if (line.startsWith('# stash ')) stashes = Number(line.slice(8)) || 0;
    else if (line.startsWith('? ')) untracked = true;
    else if (/^[12] /.test(line)) modified ||= /[MARCT]/.test(line[2]!) || /[MAT]/.test(line[3]!);
    else if (line.startsWith('u ')) modified = true;
  }
  return { branch, modified, untracked, stashes };
}

/** Local branches whose commits are all in another local or remote-tracking branch. */
async function mergedBranches(view: GitView): Promise<readonly string[]> {
  const look = await view.look(['for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads', 'refs/remotes']);
  if (!look.ok || look.truncated) return [];
  const branches: { readonly tip: string; readonly name: string }[] = [];
  const refsOf = new Map<string, number>();
  for (const line of look.output.split('\n')) {
    const at = line.indexOf(' ');
    if (at < 0) continue;
    const tip = line.slice(0, at);
    const ref = line.slice(at + 1);
    // `origin/HEAD` only points at another one.
    if (ref.startsWith('refs/remotes/') && ref.endsWith('/HEAD')) continue;
    refsOf.set(tip, (refsOf.get(tip) ?? 0) + 1);
    if (ref.startsWith('refs/heads/')) branches.push({ tip, name: ref.slice(11) });
  }
  if (branches.length === 0) return [];
  const shared = (tip: string): boolean => (refsOf.get(tip) ?? 0) > 1;
  if (refsOf.size > maxTips) return branches.filter(({ tip }) => shared(tip)).map(({ name }) => name);
  const independent = await view.look(['merge-base', '--independent', ...refsOf.keys()]);
  const alone = new Set(independent.ok ? independent.output.split('\n') : refsOf.keys());
  return branches.filter(({ tip }) => shared(tip) || !alone.has(tip)).map(({ name }) => name);
}

function remotesOf(config: GitView['config']): readonly { readonly name: string; readonly host: string }[] {
  const remotes = new Map<string, string>();
  for (const [key, values] of config) {
    const match = /^remote\.([\s\S]+)\.(url|pushurl)$/.exec(key);
    const [url] = values;
    if (!match || url === undefined) continue;
    // Where it pushes to counts.
    if (match[2] === 'pushurl' || !remotes.has(match[1]!)) remotes.set(match[1]!, hostOf(url) ?? '');
  }
  return [...remotes].map(([name, host]) => ({ name, host }));
}

async function aliasesOf(view: GitView): Promise<Readonly<Record<string, string>>> {
  const configs = await readUserConfig(view.root);
  const aliases: Record<string, string> = Object.create(null);
  for (const config of [...configs, view.config])
    for (const [name, values] of config) {
      const alias = /^alias\.(.+)$/s.exec(name)?.[1];
      const value = values.at(-1);
      if (alias !== undefined && value !== undefined) aliases[alias] = value;
    }
  return aliases;
}

import { isAbsolutePath, normalPath } from '../paths.ts';
import type { Call, Operation } from '../types.ts';

/**
 * What becomes of a file: `removed` ones keep their bytes as long as another link holds them, `written` ones do not. Only what is
 * surely unlinked may be kept by a link.
 */
export type Fate = 'removed' | 'written';

/** What has to be kept so that the action can be undone. Paths are absolute. */
export type SnapshotStep =
  /** The file, or the folder with all below it. `siblings`: the files that a database keeps beside it, too. */
  | { readonly type: 'files'; readonly path: string; readonly fate: Fate }
  /**
   * What git does not hold of the work tree below the path: changed files, those that it does not know, those that it ignores.
   * `moves`: the branch moves as well, so that unchanged files change, too.
   */
  | { readonly type: 'work'; readonly path: string; readonly fate: Fate; readonly ignored: boolean; readonly moves: boolean }
  /** Branches, tags, stashes and HEAD of the repository that holds the path, and the commits that only these hold. */
  | { readonly type: 'refs'; readonly path: string; readonly branches: readonly string[]; readonly all: boolean };

export interface SnapshotPlan {
  readonly steps: readonly SnapshotStep[];
  /** Local operations that no snapshot covers, in a person's words. */
  readonly uncovered: readonly string[];
}

/** Rules whose files are unlinked, never written into. */
const removing: ReadonlySet<string> = new Set([
  'files.delete',
  'files.findDelete',
  'git.cleanUntracked',
  'git.removeFiles',
  'git.discardChanges',
]);

/** Rules that touch the repository's own record. */
const refRules: ReadonlySet<string> = new Set([
  'git.deleteBranch',
  'git.deleteRef',
  'git.dropStash',
  'git.expireReflog',
  'git.pruneObjects',
  'git.rewriteHistory',
]);

/**
 * Plans the snapshot for an action that is about to run. Pure: what is really there is found out by whoever takes it. Covers what
 * the operations that are not harmless would lose on this disk, and the file that an agent's own tool writes.
 */
export function planSnapshot(call: Call, operations: readonly Operation[]): SnapshotPlan {
  const steps: SnapshotStep[] = [];
  const uncovered: string[] = [];
  const { action } = call;
  if (action.type === 'write' || action.type === 'edit')
    steps.push({ type: 'files', path: absolute(action.path, call.cwd), fate: 'written' });
  if (action.type === 'delete') steps.push({ type: 'files', path: absolute(action.path, call.cwd), fate: 'removed' });
  const plain = action.type === 'delete' || (action.type === 'command' && runsAlone(action.command));
  for (const operation of operations) {
    if (operation.location !== 'local' || (operation.effect !== 'delete' && operation.effect !== 'overwrite')) continue;
    const { path } = operation.resource;
    const found = stepsOf(operation, path, call, plain && removing.has(operation.rule) ? 'removed' : 'written');
    if (found.length === 0) uncovered.push(operation.title);
    for (const step of found) if (!steps.some((other) => JSON.stringify(other) === JSON.stringify(step))) steps.push(step);
  }
  return { steps, uncovered };
}

function stepsOf(operation: Operation, path: string | undefined, call: Call, fate: Fate): readonly SnapshotStep[] {
  const { rule } = operation;
  if (rule === 'git.discardChanges' || rule === 'git.removeFiles') {
    const text = call.action.type === 'command' ? call.action.command : '';
    return [{ type: 'work', path: path ?? call.cwd, fate, ignored: false, moves: movesBranch(text) }];
  }
  if (rule === 'git.cleanUntracked') {
    const text = call.action.type === 'command' ? call.action.command : '';
    // Without -x git leaves what it ignores, unless the file that says so goes as well.
    const cleans = text.split(/[;&|\n]/).flatMap((part) => /\bclean\b.*$/s.exec(part)?.[0] ?? []);
    const ignored = cleans.length === 0 || cleans.some((part) => /\s-[a-zA-Z]*[xX]/.test(part)) || text.includes('.gitignore');
    return [{ type: 'work', path: path ?? call.cwd, fate, ignored, moves: false }];
  }
  if (refRules.has(rule)) {
    const branches = rule === 'git.deleteBranch' || rule === 'git.deleteRef' ? [operation.resource.name] : [];
    return [{ type: 'refs', path: path ?? call.cwd, branches, all: branches.length === 0 }];
  }
  // Roots, homes and disks: no snapshot is large enough.
  if (path === undefined || !isAbsolutePath(path) || operation.least !== undefined || operation.resource.kind === 'disk') return [];
  const also = operation.also ?? [];
  return [path, ...also].map((each): SnapshotStep => ({ type: 'files', path: each, fate }));
}

/** One command and nothing that could write into the files before it removes them. */
function runsAlone(command: string): boolean {
  if (/\s-(?:exec|execdir|ok|okdir)\s/.test(command)) return false;
  return /^\s*(?:cd\s[^;&|<>`$\n()]+&&\s*)?(?:command\s+)?(?:git|rm|unlink|find)\s[^;&|<>`$\n()]*$/.test(command);
}

/** `reset --hard` with a commit, `checkout -f`, `switch -f`, `checkout COMMIT -- path`: committed files change as well. */
function movesBranch(command: string): boolean {
  return command.split(/[;&|\n]/).some((part) => {
    const from = (verb: RegExp): string => part.slice(Math.max(0, part.search(verb)));
    if (/\s(?:-f|--force|--discard-changes)\b/.test(from(/\b(?:switch|checkout)\b|$/))) return true;
    if (/\s(?:--source|-s|HEAD|[0-9a-f]{7,40}|[\w./-]{1,200}\s{1,9}--\s)/.test(from(/\b(?:checkout|restore)\b|$/))) return true;
    const reset = from(/\breset\b|$/);
    return /--(?:hard|merge)\s+(?!HEAD(?:\s|$))[^\s-]/.test(reset) || (/^reset\s+(?!--)[^\s-]/.test(reset) && reset.includes('--hard'));
  });
}

function absolute(path: string, cwd: string): string {
  return normalPath(isAbsolutePath(path) ? path : `${cwd}/${path}`);
}

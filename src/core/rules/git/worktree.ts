import { literal, type Word } from '../../shell/invocation.ts';
import { hasOption, readWords, type Arguments } from '../arguments.ts';
import { disposabilityOf } from '../files/disposable.ts';
import { draftsOf } from '../files/drafts.ts';
import { reach, reachPath } from '../files/reach.ts';
import { overwriteByMoveRule } from '../files/rules.ts';
import { spotOf } from '../files/spot.ts';
import { isWithin } from '../../paths.ts';
import type { Draft, RuleContext } from '../rule.ts';
import { quoted } from './commandLine.ts';
import { cleanRule, discardRule, dropStashRule, removeFilesRule, submoduleRule, worktreeRule } from './rules.ts';
import { changedExamples, localDraft, pathName, repositoryName, repositoryOf, type GitRun } from './run.ts';

const none: readonly Draft[] = [];

/** Everything that is not committed in the work tree goes. */
function discardAll(run: GitRun): readonly Draft[] {
  const repository = repositoryOf(run);
  if (repository === 'pending' || repository === 'nothing') return none;
  const name = repositoryName(run, repository);
  if (repository === 'worst')
    return [localDraft(run, { rule: discardRule, name, why: 'whether there are uncommitted changes could not be found out' })];
  if (!repository.modified)
    return [
      localDraft(run, { rule: discardRule, name, why: 'nothing is uncommitted; commits stay in the reflog', recovery: 'recoverable' }),
    ];
  const root = repository.root ?? '/';
  const git = run.context.ask({ type: 'git', path: root });
  if (git === undefined) return none;
  const examples = git.type === 'git' ? changedExamples(git) : [];
  return [localDraft(run, { rule: discardRule, name, why: 'it holds changes that are not committed', path: root, examples })];
}

/** Uncommitted changes of these paths go. */
function discardPaths(run: GitRun, words: readonly Word[], rule = discardRule): readonly Draft[] {
  const drafts: Draft[] = [];
  const { invocation, context, line } = run;
  const atInvocation = { ...invocation, cwd: line.cwd };
  for (const word of words) {
    const spot = spotOf(literalOfPathspec(word), atInvocation, context.facts);
    const path = spot.type === 'path' ? spot.path : spot.type === 'glob' || spot.type === 'below' ? spot.folder : undefined;
    if (invocation.place.type !== 'here' || line.elsewhere || path === undefined) {
      const whole = run.line.elsewhere || invocation.place.type !== 'here' ? 'worst' : repositoryOf(run);
      if (whole === 'pending' || whole === 'nothing' || (typeof whole === 'object' && !whole.modified)) continue;
      drafts.push(
        localDraft(run, { rule, name: word.text, why: 'whether it has uncommitted changes cannot be known before the command runs' }),
      );
      continue;
    }
    if (spot.type === 'path') {
      const there = context.ask({ type: 'path', path });
      if (there === undefined || (there.type === 'path' && there.kind === 'missing')) continue;
    }
    const git = context.ask({ type: 'git', path });
    if (git === undefined) continue;
    const name = pathName(run, path);
    if (git.type === 'unknown' || git.root === undefined)
      drafts.push(localDraft(run, { rule, name, path, why: 'whether it has uncommitted changes could not be found out' }));
    else if (git.modified)
      drafts.push(localDraft(run, { rule, name, path, why: 'it has changes that are not committed', examples: changedExamples(git) }));
  }
  return drafts;
}

/** `:/` is the root of the repository; other magic only narrows. https://git-scm.com/docs/gitglossary */
function literalOfPathspec(word: Word): Word {
  return word.text.startsWith(':') ? literal('.') : word;
}

export function reset(run: GitRun): readonly Draft[] {
  const args = readWords(run.line.rest, { valued: new Set(['--pathspec-from-file', '-U', '--unified']) });
  return hasOption(args, '--hard', '--merge') ? discardAll(run) : none;
}

const checkoutValues = new Set(['-b', '-B', '--orphan', '--conflict', '--pathspec-from-file', '-U', '--unified']);

export function checkout(run: GitRun): readonly Draft[] {
  const args = readWords(run.line.rest, { valued: checkoutValues });
  if (hasOption(args, '-p', '--patch') && run.invocation.input.type === 'none') return none;
  const { words, terminated } = args;
  // Picks one side of a merge conflict; both stay in the commits.
  if (hasOption(args, '--ours', '--theirs', '-2', '-3')) return none;
  const paths = terminated === undefined ? checkoutPaths(run, args) : words.slice(terminated);
  if (paths.length > 0) return discardPaths(run, paths);
  return hasOption(args, '-f', '--force') ? discardAll(run) : none;
}

/** Without `--` a word is a path if it cannot be a branch or such a file is there. */
function checkoutPaths(run: GitRun, args: Arguments): readonly Word[] {
  const { words } = args;
  if (hasOption(args, '-b', '-B', '--orphan', '--detach', '-d') || words.length === 0) return [];
  if (words.length > 1) {
    // `<tree> <paths>`: a start point of a new branch was ruled out above.
    return isPathText(words[0]!.text) ? words : words.slice(1);
  }
  const word = words[0]!;
  if (!word.known) return [];
  if (isPathText(word.text)) return words;
  if (run.invocation.place.type !== 'here' || run.line.cwd === undefined) return [];
  const spot = spotOf(word, { ...run.invocation, cwd: run.line.cwd }, run.context.facts);
  if (spot.type !== 'path') return words;
  const there = run.context.ask({ type: 'path', path: spot.path });
  return there?.type === 'path' && there.kind !== 'missing' ? words : [];
}

function isPathText(text: string): boolean {
  return text === '.' || /^(?:\.{1,2}\/|\/|~\/|:)|\/$|[*?[]/.test(text);
}

export function restore(run: GitRun): readonly Draft[] {
  const args = readWords(run.line.rest, { valued: new Set(['-s', '--source', '--conflict', '--pathspec-from-file', '-U', '--unified']) });
  if (hasOption(args, '-S', '--staged') && !hasOption(args, '-W', '--worktree')) return none;
  if (hasOption(args, '--ours', '--theirs')) return none;
  if (hasOption(args, '-p', '--patch') && run.invocation.input.type === 'none') return none;
  if (hasOption(args, '--pathspec-from-file')) return discardPaths(run, [literal('.')]);
  return discardPaths(run, args.words);
}

export function switchBranch(run: GitRun): readonly Draft[] {
  const args = readWords(run.line.rest, { valued: new Set(['-c', '-C', '--create', '--force-create', '--orphan', '--conflict']) });
  return hasOption(args, '--discard-changes', '-f', '--force') ? discardAll(run) : none;
}

/** `read-tree --reset -u`, `checkout-index -f -a`. */
export function plumbing(run: GitRun): readonly Draft[] {
  const args = readWords(run.line.rest);
  const overwrites =
    run.line.subcommand === 'read-tree'
      ? hasOption(args, '--reset') && hasOption(args, '-u')
      : hasOption(args, '-f', '--force') && hasOption(args, '-a', '--all');
  return overwrites && !hasOption(args, '-n', '--dry-run') ? discardAll(run) : none;
}

export function clean(run: GitRun): readonly Draft[] {
  const args = readWords(run.line.rest, { valued: new Set(['-e', '--exclude']) });
  if (hasOption(args, '-n', '--dry-run', '-h', '--help')) return none;
  if (hasOption(args, '-i', '--interactive') && run.invocation.input.type === 'none') return none;
  const drafts: Draft[] = [];
  const { context, invocation, line } = run;
  // Without -f git refuses, unless `clean.requireForce` is off in a configuration that is not looked at here.
  for (const word of args.words.length > 0 ? args.words : [literal('.')]) {
    const spot = spotOf(literalOfPathspec(word), { ...invocation, cwd: line.cwd }, context.facts);
    const path = spot.type === 'path' ? spot.path : spot.type === 'glob' || spot.type === 'below' ? spot.folder : undefined;
    const draft = (name: string, why: string, examples: readonly string[] = [], recoverable = false): void => {
      drafts.push(
        localDraft(run, {
          rule: cleanRule,
          name,
          why,
          examples,
          ...(path === undefined ? {} : { path }),
          ...(recoverable ? { recovery: 'recoverable' } : {}),
        }),
      );
    };
    if (invocation.place.type !== 'here' || line.elsewhere || path === undefined) {
      draft(word.text === '.' ? 'the repository' : word.text, 'what would go cannot be known before the command runs');
      continue;
    }
    const only = hasOption(args, '-X');
    const reached = only ? ignoredFolder(path, context) : path;
    const git = context.ask({ type: 'git', path: reached });
    if (git === undefined) continue;
    const name = pathName(run, reached);
    if (git.type === 'unknown') {
      draft(name, `what would go could not be found out: ${git.reason}`);
      continue;
    }
    if (git.root === undefined) {
      const there = context.ask({ type: 'path', path });
      if (there?.type === 'path' && there.kind !== 'missing') draft(name, 'no repository is known there');
      continue;
    }
    const ignored = git.ignored && (only || hasOption(args, '-x') || losesIgnoreFile(run, git.root));
    const untracked = git.untracked && !only;
    if (!ignored && !untracked) continue;
    // Committed files stay, and without -x what is ignored does, too.
    const going = git.examples
      .map((example, index) => ({ example, state: git.states?.[index] ?? 'untracked' }))
      .filter(({ state }) => (state === 'ignored' && ignored) || (state === 'untracked' && untracked));
    const made = going.length > 0 ? going.every(({ example, state }) => isMade(example, state)) : !untracked;
    const why = untracked ? 'it holds files that git does not know' : 'it holds files that git ignores';
    draft(
      name,
      why,
      going.map(({ example }) => example),
      made,
    );
  }
  return drafts;
}

/**
 * What `git clean -X` deletes for a path in a folder that is ignored as a whole: that folder, not the path. Seen with git 2.39 and
 * reported of 2.43 (https://github.com/openai/codex/issues/37998); `-x` keeps to the path.
 */
function ignoredFolder(path: string, context: RuleContext): string {
  const at = context.ask({ type: 'git', path });
  if (at?.type !== 'git' || at.root === undefined || !at.ignored || !isWithin(path, at.root)) return path;
  const steps = path
    .slice(at.root.length)
    .split('/')
    .filter((step) => step !== '');
  let folder = at.root === '/' ? '' : at.root;
  for (const step of steps.slice(0, -1)) {
    folder += `/${step}`;
    const git = context.ask({ type: 'git', path: folder });
    if (git?.type === 'git' && git.ignored && !git.tracked && !git.untracked) return folder;
  }
  return path;
}

/** Commands before it in the same text take `.gitignore` away or replace it: what it hid is untracked then. */
function losesIgnoreFile(run: GitRun, root: string): boolean {
  return [run.line.cwd, root].some((folder) => {
    const written = folder === undefined ? undefined : run.invocation.files?.get(`${folder === '/' ? '' : folder}/.gitignore`);
    return written !== undefined && !(written.type === 'text' && written.append);
  });
}

function isMade(path: string, state: string): boolean {
  const disposability = disposabilityOf(path);
  return disposability === 'cache' || disposability === 'lock' || (disposability === 'output' && state === 'ignored');
}

export function remove(run: GitRun): readonly Draft[] {
  const args = readWords(run.line.rest);
  if (!hasOption(args, '-f', '--force') || hasOption(args, '--cached', '-n', '--dry-run')) return none;
  return discardPaths(run, args.words, removeFilesRule);
}

export function move(run: GitRun): readonly Draft[] {
  const args = readWords(run.line.rest);
  const target = args.words.at(-1);
  if (!hasOption(args, '-f', '--force') || hasOption(args, '-n', '--dry-run') || !target || args.words.length < 2) return none;
  const invocation = { ...run.invocation, cwd: run.line.cwd };
  return draftsOf(reach([target], invocation, run.context, { recursive: false }), invocation, {
    verb: 'Replace',
    rule: overwriteByMoveRule,
  });
}

export function stash(run: GitRun): readonly Draft[] {
  const [action, ...rest] = run.line.rest;
  if (action?.text !== 'drop' && action?.text !== 'clear') return none;
  const repository = repositoryOf(run);
  if (repository === 'pending' || repository === 'nothing' || (typeof repository === 'object' && repository.stashes === 0)) return none;
  const which = readWords(rest).words[0]?.text;
  const clears = action.text === 'clear';
  const name = clears
    ? `all stashes of ${repositoryName(run, repository)}`
    : `the stash ${which === undefined ? 'stash@{0}' : /^\d+$/.test(which) ? `stash@{${which}}` : which}`;
  const count =
    typeof repository === 'object'
      ? `${repository.stashes} ${repository.stashes === 1 ? 'stash is' : 'stashes are'} kept`
      : 'what is stashed could not be found out';
  const path = typeof repository === 'object' ? repository.root : undefined;
  return [localDraft(run, { rule: dropStashRule, name, why: count, ...(path === undefined ? {} : { path }) })];
}

export function worktree(run: GitRun): readonly Draft[] {
  const [action, ...rest] = run.line.rest;
  const args = readWords(rest);
  if (action?.text !== 'remove' || !hasOption(args, '-f', '--force')) return none;
  const drafts: Draft[] = [];
  for (const word of args.words) {
    const spot = spotOf(word, { ...run.invocation, cwd: run.line.cwd }, run.context.facts);
    if (run.invocation.place.type !== 'here' || spot.type !== 'path') {
      drafts.push(
        localDraft(run, { rule: worktreeRule, name: word.text, why: 'what is uncommitted there cannot be known before the command runs' }),
      );
      continue;
    }
    const repository = run.context.ask({ type: 'repository', path: spot.path });
    if (repository === undefined) continue;
    const name = pathName(run, spot.path);
    if (repository.type === 'unknown')
      drafts.push(localDraft(run, { rule: worktreeRule, name, path: spot.path, why: 'what is uncommitted there could not be found out' }));
    else if (repository.root !== undefined && (repository.modified || repository.untracked))
      drafts.push(localDraft(run, { rule: worktreeRule, name, path: spot.path, why: 'it holds work that is not committed' }));
  }
  return drafts;
}

export function submodule(run: GitRun): readonly Draft[] {
  const at = run.line.rest.findIndex((word) => !word.text.startsWith('-'));
  const action = run.line.rest[at]?.text;
  const rest = run.line.rest.slice(at + 1);
  if (action === 'foreach') {
    const command = rest.slice(rest.findIndex((word) => !word.text.startsWith('-')));
    // One word is shell text as it stands; it runs in each submodule, wherever those are.
    const text = command.length === 1 ? command[0]!.text : command.map(quoted).join(' ');
    return run.context.shell(text, { ...run.invocation, cwd: undefined }, 'git submodule foreach');
  }
  const args = readWords(rest, { valued: new Set(['--reference', '-j', '--jobs', '--depth', '--filter']) });
  if (action !== 'deinit' || !hasOption(args, '-f', '--force')) return none;
  const names = hasOption(args, '--all') ? [literal('.')] : args.words;
  return names.flatMap((word) => {
    const spot = spotOf(word, { ...run.invocation, cwd: run.line.cwd }, run.context.facts);
    const loss =
      spot.type === 'path' && run.invocation.place.type === 'here'
        ? reachPath(spot.path, run.invocation, run.context, { recursive: true })
        : undefined;
    if (loss?.class === 'nothing' || loss?.class === 'pending') return [];
    const name = word.text === '.' ? 'all submodules' : word.text;
    return [
      localDraft(run, {
        rule: submoduleRule,
        name,
        why: 'what is uncommitted in it goes',
        ...(spot.type === 'path' ? { path: spot.path } : {}),
      }),
    ];
  });
}

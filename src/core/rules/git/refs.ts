import { hasOption, optionValue, readWords } from '../arguments.ts';
import type { Draft } from '../rule.ts';
import { deleteBranchRule, deleteRefRule, pruneRule, reflogRule, rewriteRule } from './rules.ts';
import { localDraft, repositoryName, repositoryOf, type GitRun } from './run.ts';

const none: readonly Draft[] = [];

export function branch(run: GitRun): readonly Draft[] {
  const args = readWords(run.line.rest, {
    valued: new Set(['-u', '--set-upstream-to', '--sort', '--contains', '--points-at', '--format']),
  });
  const deletes = hasOption(args, '-D') || (hasOption(args, '-d', '--delete') && hasOption(args, '-f', '--force'));
  // A remote-tracking branch is a copy; the next fetch brings it back.
  if (!deletes || hasOption(args, '-r', '--remotes')) return none;
  const repository = repositoryOf(run);
  if (repository === 'pending' || repository === 'nothing') return none;
  const path = typeof repository === 'object' ? repository.root : undefined;
  const draft = (name: string, why: string, merged: boolean): Draft =>
    localDraft(run, {
      rule: deleteBranchRule,
      name,
      why,
      ...(merged ? { recovery: 'recoverable' } : {}),
      ...(path === undefined ? {} : { path }),
    });
  return args.words.map((word) => {
    // How `xargs` and the like name what nobody knows.
    if (word.text === '…') return draft('the branches it is given', 'which ones is not known before the command runs', false);
    if (/--merged\b/.test(word.text)) return draft(word.text, 'they come from git branch --merged', true);
    if (!word.known || typeof repository !== 'object')
      return draft(word.text, 'whether its commits are in another branch could not be found out', false);
    const merged = repository.merged.includes(word.text);
    return draft(word.text, merged ? 'its commits are in another branch, too' : 'it has commits that no other branch holds', merged);
  });
}

export function updateRef(run: GitRun): readonly Draft[] {
  const args = readWords(run.line.rest, { valued: new Set(['-m']) });
  const deletes: string[] = [];
  if (hasOption(args, '-d', '--delete') && args.words[0]) deletes.push(args.words[0].text);
  if (hasOption(args, '--stdin')) {
    const { input } = run.invocation;
    if (input.type === 'text')
      deletes.push(...input.text.split(/[\n\0]/).flatMap((line) => /^\s*(?:delete|prune)\s+(\S+)/.exec(line)?.[1] ?? []));
    else if (input.type !== 'none') deletes.push('what its input names');
  }
  return refsGone(run, deletes);
}

/** `symbolic-ref -d` and `git refs`-like plumbing name what goes outright. */
function refsGone(run: GitRun, names: readonly string[]): readonly Draft[] {
  // Tags print their hash, and remote-tracking branches are copies.
  return names
    .filter((name) => !/^refs\/(?:tags|remotes)\//.test(name))
    .map((name) => localDraft(run, { rule: deleteRefRule, name, why: `${name} is deleted without a look at whether it is merged` }));
}

export function reflog(run: GitRun): readonly Draft[] {
  const [action, ...rest] = run.line.rest;
  const args = readWords(rest);
  if (hasOption(args, '-n', '--dry-run')) return none;
  const soon = (name: string): boolean => args.options.get(name)?.some((value) => isSoon(value?.text)) ?? false;
  const expires = action?.text === 'expire' && (soon('--expire') || soon('--expire-unreachable'));
  if (!expires && action?.text !== 'delete' && action?.text !== 'drop') return none;
  return [whole(run, reflogRule, `git reflog ${action.text}`)];
}

/** A limit nearer than the two weeks that git leaves by itself. */
function isSoon(date: string | undefined): boolean {
  if (date === undefined) return false;
  if (/^(?:now|all)$/i.test(date)) return true;
  if (/^(?:never|false)$/i.test(date)) return false;
  return !/(?:week|month|year)/i.test(date) && !/\b(?:1[4-9]|[2-9]\d|\d{3,})[.\s]*day/i.test(date);
}

export function gc(run: GitRun): readonly Draft[] {
  const args = readWords(run.line.rest);
  const prune = optionValue(args, '--prune');
  const configured = run.line.config.find(({ name }) => name === 'gc.pruneexpire')?.value;
  return isSoon(prune?.text ?? configured?.text)
    ? [whole(run, pruneRule, 'git gc with --prune leaves no time to change one’s mind')]
    : none;
}

export function prune(run: GitRun): readonly Draft[] {
  const args = readWords(run.line.rest, { valued: new Set(['--expire']) });
  if (hasOption(args, '-n', '--dry-run')) return none;
  const expire = optionValue(args, '--expire');
  return expire && !isSoon(expire.text) ? none : [whole(run, pruneRule, 'git prune deletes every commit that no branch or reflog holds')];
}

export function rewrite(run: GitRun): readonly Draft[] {
  const args = readWords(run.line.rest);
  if (hasOption(args, '--analyze', '--dry-run', '--help', '-h', '--version')) return none;
  return [whole(run, rewriteRule, `git ${run.line.subcommand ?? ''}`)];
}

export function lfs(run: GitRun): readonly Draft[] {
  const [action, step] = readWords(run.line.rest).words;
  if (
    action?.text === 'prune' &&
    hasOption(readWords(run.line.rest), '-f', '--force') &&
    !hasOption(readWords(run.line.rest), '-d', '--dry-run')
  )
    return [whole(run, pruneRule, 'git lfs prune --force deletes objects that no remote may have')];
  return action?.text === 'migrate' && (step?.text === 'import' || step?.text === 'export')
    ? [whole(run, rewriteRule, `git lfs migrate ${step.text}`)]
    : none;
}

/** https://git-annex.branchable.com/git-annex-drop/: with --force without a look at whether another copy is anywhere. */
export function annex(run: GitRun): readonly Draft[] {
  const args = readWords(run.line.rest);
  const drops = /^(?:drop|dropunused|uninit|dead|dropkey)$/.test(args.words[0]?.text ?? '');
  return drops && hasOption(args, '--force') ? [whole(run, pruneRule, 'git annex drops contents without a look at other copies')] : none;
}

export function whole(run: GitRun, rule: Parameters<typeof localDraft>[1]['rule'], why: string): Draft {
  return localDraft(run, { rule, name: repositoryName(run, 'worst'), why, ...(run.line.cwd === undefined ? {} : { path: run.line.cwd }) });
}

import { literal, type Invocation, type Word } from '../../shell/invocation.ts';
import { overwriteDrafts } from '../files/overwrite.ts';
import { after, hasOption, optionValue, readWords } from '../arguments.ts';
import type { Draft, RuleContext, Tool } from '../rule.ts';
import { argumentsRun, config, configured } from './code.ts';
import { builtins, quoted, readGit, splitAlias } from './commandLine.ts';
import { otherSystems } from './otherSystems.ts';
import { push } from './push.ts';
import { annex, branch, gc, lfs, prune, reflog, rewrite, updateRef, whole } from './refs.ts';
import { gitRules, rewriteRule } from './rules.ts';
import { repositoryOf, type GitRun } from './run.ts';
import { checkout, clean, move, plumbing, remove, reset, restore, stash, submodule, switchBranch, worktree } from './worktree.ts';
import { own } from '../../own.ts';

type Judge = (run: GitRun) => readonly Draft[];

const judges: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ['reset', reset],
  ['checkout', checkout],
  ['restore', restore],
  ['switch', switchBranch],
  ['read-tree', plumbing],
  ['checkout-index', plumbing],
  ['clean', clean],
  ['rm', remove],
  ['mv', move],
  ['stash', stash],
  ['worktree', worktree],
  ['submodule', submodule],
  ['branch', branch],
  ['update-ref', updateRef],
  ['reflog', reflog],
  ['gc', gc],
  ['prune', prune],
  ['filter-branch', rewrite],
  ['filter-repo', rewrite],
  ['lfs', lfs],
  ['annex', annex],
  ['push', push],
  ['config', config],
]);

/** An alias may name another one; git itself stops at a loop. */
const maxAliases = 8;

function judgeGit(invocation: Invocation, context: RuleContext, depth = 0): readonly Draft[] {
  const line = readGit(invocation, context.facts);
  if (line.subcommand === undefined) {
    const word = invocation.argv[1];
    // `git $ACTION …`: the words after it still tell what is meant.
    return word &&
      !word.known &&
      word.pieces[0]?.type === 'unknown' &&
      invocation.argv.some(({ text }) => text === '--hard' || text === '--force')
      ? [context.opaque('which git command it is, is not known before it runs', invocation.text)]
      : [];
  }
  if (hasOption(readWords(line.rest), '--help')) return [];
  const run: GitRun = { line, invocation: { ...invocation, cwd: line.cwd }, context };
  const judge = judges.get(line.subcommand);
  const drafts = [...configured(run), ...argumentsRun(run), ...outputs(run), ...(judge ? judge(run) : [])];
  if (!builtins.has(line.subcommand)) drafts.push(...aliased(run, depth));
  return drafts;
}

function aliased(run: GitRun, depth: number): readonly Draft[] {
  const { line, invocation, context } = run;
  const name = line.subcommand ?? '';
  const given = line.config.find((entry) => entry.name === `alias.${name.toLowerCase()}`)?.value.text;
  let expansion = given;
  if (expansion === undefined) {
    const repository = invocation.place.type === 'here' ? repositoryOf(run) : 'worst';
    if (typeof repository !== 'object') return [];
    expansion = own(repository.aliases, name) ?? own(repository.aliases, name.toLowerCase());
  }
  if (expansion === undefined) return [];
  if (depth >= maxAliases) return [context.opaque('git aliases name each other too deeply', invocation.text)];
  if (expansion.startsWith('!'))
    return context.shell([expansion.slice(1), ...line.rest.map(quoted)].join(' '), run.invocation, `git ${name}`);
  const words = splitAlias(expansion);
  if (words === undefined) return [context.opaque('a git alias has an open quote', invocation.text)];
  const options = invocation.argv.slice(0, invocation.argv.length - line.rest.length - 1);
  return judgeGit({ ...invocation, argv: [...options, ...words.map(literal), ...line.rest] }, context, depth + 1);
}

/** Commands that write a file of their own. */
function outputs(run: GitRun): readonly Draft[] {
  const targets: Word[] = [];
  switch (run.line.subcommand ?? '') {
    case 'archive': {
      const target = optionValue(
        readWords(run.line.rest, { valued: new Set(['-o', '--output', '--format', '--prefix', '--remote', '--exec']) }),
        '-o',
        '--output',
      );
      if (target) targets.push(target);
      break;
    }
    case 'diff':
    case 'log':
    case 'show':
      for (const word of run.line.rest) if (word.text.startsWith('--output=')) targets.push(after(word, 9));
      break;
    case 'bundle':
      if (run.line.rest[0]?.text === 'create') targets.push(...readWords(run.line.rest.slice(1)).words.slice(0, 1));
      break;
    default:
      break;
  }
  return targets.length === 0 ? [] : overwriteDrafts(targets, run.invocation, run.context);
}

const gitTool: Tool = { names: ['git'], family: 'git', rules: gitRules, find: (invocation, context) => judgeGit(invocation, context) };

/** Programs of their own that rewrite a repository. */
const rewriters: Tool = {
  names: ['git-filter-repo', 'bfg'],
  family: 'git',
  rules: [rewriteRule],
  find(invocation, context) {
    const rest = invocation.argv.slice(1);
    const args = readWords(rest);
    if (rest.length === 0 || hasOption(args, '--analyze', '--dry-run', '--help', '-h', '--version')) return [];
    const line = { subcommand: invocation.program, rest, cwd: invocation.cwd, elsewhere: false, config: [] };
    return [whole({ line, invocation, context }, rewriteRule, invocation.program)];
  },
};

export const gitTools: readonly Tool[] = [gitTool, rewriters, ...otherSystems];

import { baseName, displayPath } from '../../paths.ts';
import type { Invocation } from '../../shell/invocation.ts';
import type { GitAnswer, Recovery, RepositoryAnswer } from '../../types.ts';
import type { Draft, Rule, RuleContext } from '../rule.ts';
import { remoteTarget } from '../place.ts';
import type { GitCommandLine } from './commandLine.ts';

/** One git command with what may be asked about its repository. */
export interface GitRun {
  readonly line: GitCommandLine;
  /** The invocation, in the folder that `-C` leads to. */
  readonly invocation: Invocation;
  readonly context: RuleContext;
}

/** What is known of the repository: `worst` when it cannot be known, `nothing` where no folder is. */
export type Repository = RepositoryAnswer | 'pending' | 'worst' | 'nothing';

/** The repository it works on. */
export function repositoryOf(run: GitRun): Repository {
  const { cwd, elsewhere } = run.line;
  if (run.invocation.place.type !== 'here' || cwd === undefined || elsewhere) return 'worst';
  const answer = run.context.ask({ type: 'repository', path: cwd });
  if (answer === undefined) return 'pending';
  if (answer.type === 'unknown') return 'worst';
  if (answer.root !== undefined) return answer;
  // No repository: either git fails, or the folder is not the one the agent's shell is in. A folder that is not there yet
  // (`git clone x && cd x && git reset --hard`) has nothing to lose.
  const folder = run.context.ask({ type: 'path', path: cwd });
  if (folder === undefined) return 'pending';
  return folder.type === 'path' && folder.kind === 'missing' ? 'nothing' : 'worst';
}

export interface GitDraft {
  readonly rule: Rule;
  readonly name: string;
  readonly why: string;
  readonly recovery?: Recovery;
  readonly path?: string;
  readonly examples?: readonly string[];
  readonly title?: string;
  readonly kind?: string;
}

/** A draft for something in a repository on this disk, or wherever the command runs. */
export function localDraft(run: GitRun, draft: GitDraft): Draft {
  const remote = remoteTarget(run.invocation);
  const { rule, name, path, examples } = draft;
  return {
    rule,
    ...(draft.title === undefined ? {} : { title: draft.title }),
    resource: {
      kind: draft.kind ?? rule.resource,
      name: name === '' ? 'the repository' : name,
      provider: 'Git',
      ...(path === undefined || remote ? {} : { path }),
    },
    ...(remote
      ? { location: 'remote', recovery: 'none', target: remote }
      : { recovery: draft.recovery ?? rule.recovery, target: { environment: 'local' } }),
    evidence: [{ text: draft.why }, ...(examples && examples.length > 0 ? [{ text: `Among them: ${examples.join(', ')}` }] : [])],
  };
}

/** What a person calls the repository. */
export function repositoryName(run: GitRun, repository: Repository): string {
  if (typeof repository === 'object' && repository.root !== undefined) return baseName(repository.root);
  return run.line.cwd === undefined ? 'the repository' : baseName(run.line.cwd) || run.line.cwd;
}

export function pathName(run: GitRun, path: string): string {
  return displayPath(path, run.line.cwd, run.context.facts.home);
}

/** Those of the examples that are committed files with changes. */
export function changedExamples(git: GitAnswer): readonly string[] {
  return git.states ? git.examples.filter((_, index) => git.states?.[index] === 'modified') : git.examples;
}

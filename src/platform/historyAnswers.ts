import type { Answer, HistoryQuestion } from '../core/types.ts';
import { openRepository, type GitLook, type GitView } from './git.ts';
import { repositoryPlace } from './repositoryPlace.ts';

/** Bytes of names and of text that are read: more than any agent hands to its model. */
const namesLimit = 512 * 1024;
const textLimit = 256 * 1024;
/** A command that asks for a thousand commits is cut off by the agent long before. */
const maxCommits = 500;
const maxFiles = 60;
/** Milliseconds; then nothing is known, and the command passes. */
const timeoutMs = 3000;

/** A name of a commit, a range of them or an object: never an option, never a path behind a colon. */
const revision = /^(?!-)[\w@^~{}./+-]{1,200}$/;

/** What `git log -p`, `git show` and `git diff` would show, asked of git itself, with nothing of the repository run. */
export async function answerHistory(question: HistoryQuestion): Promise<Answer> {
  const { root } = await repositoryPlace(question.path);
  if (root === undefined || !question.revisions.every((word) => revision.test(word))) return { type: 'unknown', reason: 'no such history' };
  const view = await openRepository(root);
  if ('reason' in view) return { type: 'unknown', reason: view.reason };
  if (question.command === 'object') return objectAnswer(view, question.revisions[0] ?? '');
  const files = question.files?.slice(0, maxFiles);
  const look = await view.look([...wordsOf(question, files === undefined), '--', ...(files ?? [])], {
    limit: files === undefined ? namesLimit : textLimit,
    timeoutMs,
  });
  if (!look.ok) return { type: 'unknown', reason: look.reason };
  const names = files === undefined ? [...new Set(look.output.split(/\0|\n/).filter((name) => name !== ''))] : [];
  return { type: 'history', root, names, text: files === undefined ? '' : look.output, truncated: look.truncated };
}

function wordsOf({ command, revisions, staged, all, count }: HistoryQuestion, names: boolean): readonly string[] {
  const what = names ? ['--name-only', '-z'] : ['--patch', '--no-ext-diff', '--no-textconv', '--no-color'];
  if (command === 'diff') return ['diff', ...what, '--no-renames', ...(staged ? ['--cached'] : []), ...revisions];
  const some =
    command === 'log' ? [`--max-count=${Math.max(1, Math.min(count ?? maxCommits, maxCommits))}`, ...(all ? ['--all'] : [])] : [];
  return [command, ...what, '--no-renames', '--format=', ...some, ...revisions];
}

async function objectAnswer(view: GitView, object: string): Promise<Answer> {
  const kind: GitLook = await view.look(['cat-file', '-t', object], { timeoutMs });
  if (!kind.ok) return { type: 'unknown', reason: kind.reason };
  if (kind.output.trim() !== 'blob') return { type: 'history', root: view.root, names: [], text: '', truncated: false };
  const look = await view.look(['cat-file', 'blob', object], { limit: textLimit, timeoutMs });
  if (!look.ok) return { type: 'unknown', reason: look.reason };
  return { type: 'history', root: view.root, names: [], text: look.output, truncated: look.truncated };
}

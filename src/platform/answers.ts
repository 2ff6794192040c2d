import { questionKey, assertNever, type Answer, type Question } from '../core/types.ts';
import { answerGit } from './gitAnswers.ts';
import { answerGlob } from './globAnswers.ts';
import { answerHistory } from './historyAnswers.ts';
import { answerPath, answerText, mountPoints } from './pathAnswers.ts';
import { answerRepository } from './repositoryAnswers.ts';

/**
 * Answers what a classification asks about the disk. Each answer stands by itself: what fails is `unknown`, which is judged by the
 * worst. Questions about one repository share their look at it.
 */
export async function answerQuestions(questions: readonly Question[]): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  const mounts = questions.some((question) => question.type === 'path') ? await mountPoints() : new Set<string>();
  const git = questions.flatMap((question) => (question.type === 'git' ? [question.path] : []));
  const gitAnswers = answerGit([...new Set(git)]);
  await Promise.all(
    questions.map(async (question) => {
      answers.set(questionKey(question), await guarded(() => answerOne(question, mounts, gitAnswers)));
    }),
  );
  return answers;
}

async function answerOne(question: Question, mounts: ReadonlySet<string>, git: Promise<ReadonlyMap<string, Answer>>): Promise<Answer> {
  switch (question.type) {
    case 'path':
      return answerPath(question.path, mounts);
    case 'git':
      return (await git).get(question.path) ?? { type: 'unknown', reason: 'not answered' };
    case 'repository':
      return answerRepository(question.path);
    case 'text':
      return answerText(question.path, question.limit);
    case 'glob':
      return answerGlob(question.pattern);
    case 'history':
      return answerHistory(question);
    default:
      return assertNever(question);
  }
}

async function guarded(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    return { type: 'unknown', reason: reasonOf(error) };
  }
}

/** The error's code alone: a message may hold text of files. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'an error';
}

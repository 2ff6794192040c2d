import { join } from 'node:path';
import { nowhere } from '../../core/rules/missing.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { noKnowledge, questionKey, type Answer, type Question } from '../../core/types.ts';
import { answerQuestions } from '../../platform/answers.ts';
import { createRoad, type Road } from '../../platform/road.ts';

/**
 * Judges a line of `check --batch` that names no directory: by its text, and by what this machine has at absolute paths. Nothing is
 * known of files beside it, nor of absolute paths that are not here (the line may be for another machine), so deletions there are
 * judged by the worst; scripts there are taken for missing.
 */
export function createNowhereRoad(): Road & { readonly cwd: string } {
  const root = '/no-folder-was-given';
  const cwd = join(root, 'project');
  const road = createRoad({
    knowledge: () => Promise.resolve(noKnowledge),
    policy: () => defaultPolicy,
    async answer(questions) {
      const open = questions.filter((question) => !isInside(question, root));
      const answers = new Map<string, Answer>();
      for (const [key, answer] of open.length > 0 ? await answerQuestions(open) : [])
        answers.set(key, isAbsent(answer) ? { type: 'unknown', reason: nowhere } : answer);
      for (const question of questions)
        if (isInside(question, root))
          answers.set(questionKey(question), { type: 'unknown', reason: question.type === 'text' ? 'ENOENT' : nowhere });
      return answers;
    },
    // No workspace, so no credential of it that a command could carry.
    fingerprint: () => '',
  });
  return { cwd, judge: (call, variables) => road.judge(call, variables) };
}

function isAbsent(answer: Answer): boolean {
  return answer.type === 'path' ? answer.kind === 'missing' : answer.type === 'glob' && answer.paths.length === 0;
}

function isInside(question: Question, root: string): boolean {
  const path = question.type === 'glob' ? question.pattern : question.path;
  return path === root || path.startsWith(`${root}/`);
}

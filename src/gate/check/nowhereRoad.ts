import { join } from 'node:path';
import { nowhere } from '../../core/rules/missing.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { noKnowledge, questionKey, type Answer, type Question } from '../../core/types.ts';
import { answerQuestions } from '../../platform/answers.ts';
import { createRoad, type Road } from '../../platform/road.ts';

/**
 * Judges a line of `check --batch` that names no directory: by its text, and by what this machine has at absolute paths. Nothing is
 * known of files beside it, so deletions there are judged by the worst, and scripts there are taken for missing.
 */
export function createNowhereRoad(): Road & { readonly cwd: string } {
  const root = '/no-folder-was-given';
  const cwd = join(root, 'project');
  const road = createRoad({
    knowledge: () => Promise.resolve(noKnowledge),
    policy: () => defaultPolicy,
    async answer(questions) {
      const open = questions.filter((question) => !isInside(question, root));
      const answers = open.length > 0 ? await answerQuestions(open) : new Map<string, Answer>();
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

function isInside(question: Question, root: string): boolean {
  const path = question.type === 'glob' ? question.pattern : question.path;
  return path === root || path.startsWith(`${root}/`);
}

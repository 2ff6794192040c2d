import { classify, type Classification } from '../../src/core/classify.ts';
import { questionKey, type Answer, type Facts, type Question } from '../../src/core/types.ts';
import { blindFacts, callOf } from './facts.ts';

/** Classifies a command on a made-up disk of text files: whatever else is asked cannot be found out. */
export function classifyOnDisk(
  command: string,
  files: Readonly<Record<string, string>>,
  overrides: Partial<Facts> = {},
  cwd = '/work/shop',
): Classification & { readonly asked: readonly Question[] } {
  const answers = new Map<string, Answer>();
  const asked: Question[] = [];
  for (let round = 0; round < 10; round++) {
    const found = classify(
      callOf({ type: 'command', command, shell: 'posix' }, cwd),
      blindFacts({ exhausted: false, ...overrides, answers }),
    );
    if (found.questions.length === 0) return { ...found, asked };
    for (const question of found.questions) {
      asked.push(question);
      answers.set(questionKey(question), answerTo(question, files));
    }
  }
  throw new Error(`the questions of ${command} never end`);
}

function answerTo(question: Question, files: Readonly<Record<string, string>>): Answer {
  if (question.type === 'text' && Object.hasOwn(files, question.path)) {
    const text = files[question.path]!;
    return { type: 'text', text: text.slice(0, question.limit), truncated: text.length > question.limit };
  }
  return { type: 'unknown', reason: 'ENOENT' };
}

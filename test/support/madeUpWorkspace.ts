import { classify } from '../../src/core/classify.ts';
import { assemble, recognise, recognisersFor, userFiles } from '../../src/core/environments/recognisers.ts';
import { userPath } from '../../src/core/environments/userFiles.ts';
import { questionKey, type Answer, type Facts, type Knowledge, type Operation, type Question } from '../../src/core/types.ts';
import { blindFacts, callOf } from './facts.ts';

const root = '/work/shop';
const home = '/home/ada';

/** A workspace of text files by their path: relative to `/work/shop`, or `~/…` for user-level state. */
export interface MadeUpWorkspace {
  readonly files: Readonly<Record<string, string>>;
  readonly knowledge: Knowledge;
}

export function madeUpWorkspace(files: Readonly<Record<string, string>>): MadeUpWorkspace {
  const absolute = Object.fromEntries(Object.entries(files).map(([name, text]) => [pathOf(name), text]));
  const found = Object.entries(files).flatMap(([name, text]) => {
    const path = pathOf(name);
    if (name.startsWith('~/'))
      return userFiles
        .filter(({ file }) => userPath(file, { home, platform: 'linux', variables: {} }) === path)
        .map(({ recogniser }) => recognise(recogniser, { path, text, home }));
    return recognisersFor(path).map((recogniser) => recognise(recogniser, { path, text, root, home }));
  });
  return { files: absolute, knowledge: { ...assemble(found), roots: [root], credentials: [] } };
}

function pathOf(name: string): string {
  return name.startsWith('~/') ? home + name.slice(1) : `${root}/${name}`;
}

/** What a command would do there, with every question answered from the files. */
export function operationsIn(
  workspace: MadeUpWorkspace,
  command: string,
  variables: Readonly<Record<string, string>> = {},
  overrides: Partial<Facts> = {},
): readonly Operation[] {
  const answers = new Map<string, Answer>();
  const call = callOf({ type: 'command', command, shell: 'posix' }, root);
  for (let round = 0; round < 12; round++) {
    const facts = blindFacts({ home, exhausted: false, variables, knowledge: workspace.knowledge, ...overrides, answers });
    const { operations, questions } = classify(call, facts);
    if (questions.length === 0) return operations;
    for (const question of questions) answers.set(questionKey(question), answerTo(question, workspace.files));
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

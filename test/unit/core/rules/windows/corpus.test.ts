import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { decide } from '../../../../../src/core/policy/decide.ts';
import { defaultPolicy } from '../../../../../src/core/policy/policy.ts';
import { classify } from '../../../../../src/core/classify.ts';
import { questionKey, type Answer, type ShellKind } from '../../../../../src/core/types.ts';
import { blindFacts, callOf } from '../../../../support/facts.ts';

interface Line {
  readonly shell: ShellKind;
  readonly command: string;
  readonly shown: string;
}

/** Lines of a corpus: `ps> …` and `cmd> …`, `⏎` for a line end. */
function linesOf(file: string): readonly Line[] {
  return readFileSync(join('test/corpus', file), 'utf8')
    .split('\n')
    .flatMap((shown) => {
      const match = /^(ps|cmd)> (.+)$/.exec(shown);
      if (!match) {
        assert.ok(shown === '' || shown.startsWith('#'), `${file}: ${shown}`);
        return [];
      }
      const command = match[2]!.replaceAll('⏎', '\n');
      return [{ shell: match[1] === 'ps' ? ('powershell' as const) : ('cmd' as const), command, shown }];
    });
}

/** On a machine where no file can be read and nobody knows what lies where. */
function judge({ command, shell }: Line): ReturnType<typeof decide> {
  const answers = new Map<string, Answer>();
  const facts = blindFacts({ platform: 'win32', home: 'C:/Users/ada', answers, exhausted: false });
  for (let pass = 0; pass < 8; pass++) {
    const { operations, questions } = classify(callOf({ type: 'command', command, shell }, 'C:/work/shop'), facts);
    if (questions.length === 0) return decide(operations, defaultPolicy);
    for (const question of questions)
      answers.set(questionKey(question), { type: 'unknown', reason: question.type === 'text' ? 'ENOENT' : 'EACCES' });
  }
  throw new Error(`asks without an end: ${command}`);
}

const everyday = linesOf('everyday-windows.txt');
const destructive = linesOf('destructive-windows.txt');

test('the corpora are large enough to mean something', () => {
  assert.ok(everyday.length >= 100, String(everyday.length));
  assert.ok(destructive.length >= 60, String(destructive.length));
});

for (const line of everyday)
  test(`passes: ${line.shown}`, () => {
    const { verdict, operations } = judge(line);
    assert.equal(verdict, 'allow', JSON.stringify(operations.map(({ rule, title, evidence }) => [rule, title, evidence[0]?.text])));
  });

for (const line of destructive) test(`held: ${line.shown}`, () => assert.notEqual(judge(line).verdict, 'allow'));

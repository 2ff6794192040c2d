import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { lineTest, type PatternOptions } from '../../../../../src/core/rules/credentials/linePattern.ts';

const plain: PatternOptions = { syntax: 'extended', ignoreCase: false, wholeWord: false, wholeLine: false };
const line = 'STRIPE_SECRET_KEY=abc123';

const rows: readonly (readonly [pattern: string, options: Partial<PatternOptions>, matches: boolean | undefined])[] = [
  ['STRIPE', {}, true],
  ['stripe', {}, false],
  ['stripe', { ignoreCase: true }, true],
  ['PORT|STRIPE', {}, true],
  ['PORT|STRIPE', { syntax: 'basic' }, false],
  ['PORT\\|STRIPE', { syntax: 'basic' }, true],
  ['^[A-Z_]+=', {}, true],
  ['^[[:upper:]_]*=', { syntax: 'basic' }, true],
  ['[^]x]', {}, true],
  ['a.c', { syntax: 'fixed' }, false],
  ['SECRET', { wholeWord: true }, false],
  ['STRIPE', { wholeLine: true }, false],
  ['\\bSTRIPE\\w+=', {}, true],
  ['(a|b)c', {}, true],
  ['(a+)+$', {}, undefined],
  ['(?=x)', {}, undefined],
  ['.*.*.*.*.*x', {}, undefined],
  ['\\p{Lu}', {}, undefined],
  ['[', {}, undefined],
  ['a{2}', {}, false],
];

for (const [pattern, options, matches] of rows)
  test(`${pattern} ${JSON.stringify(options)}`, () => {
    assert.equal(lineTest([pattern], { ...plain, ...options })?.(line), matches);
  });

test('what grep would print is never said not to be printed, whatever the pattern', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ab.*|()[\]^$\\+?{}1]{0,12}$/), fc.stringMatching(/^[ab1]{0,8}$/), (pattern, text) => {
      let truth: boolean;
      try {
        truth = new RegExp(pattern).test(text);
      } catch {
        return;
      }
      // JavaScript reads these otherwise than grep does.
      if (/\\[1dwsb]|^[*+?{]|[|(^][*+?{]|\{\d*,?\}|[*+?}][*+?{]|\\$|\[\]|\[\^\]|\[[^\]]*\\/.test(pattern)) return;
      const test = lineTest([pattern], plain);
      if (test) assert.equal(test(text), truth, `${pattern} on ${text}`);
    }),
    { numRuns: 3000 },
  );
});

test('a line that is too long counts as printed', () => {
  assert.equal(lineTest(['x'], plain)?.('y'.repeat(3000)), true);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialState, interpret } from '../../../../src/core/shell/interpret.ts';
import { defaultBudget, maxBraceWords, maxDepth, maxItems, maxLoopValues, maxTextLength } from '../../../../src/core/shell/limits.ts';
import { lines, portsOf, read } from './reading.ts';
import { assertLinear } from '../../../support/growth.ts';

function reasons(text: string): readonly string[] {
  return read(text).opaque.map(({ reason }) => reason);
}

test('a text of the greatest length is read, one unit more is not', () => {
  const command = 'rm x;';
  const padding = (length: number): string => `${command}#${'a'.repeat(length - command.length - 1)}`;
  assert.deepEqual(lines(padding(maxTextLength)), ['rm x']);
  assert.deepEqual(lines(padding(maxTextLength + 1)), ['!too long to read']);
});

test('the greatest number of commands is followed, one more is not', () => {
  const state = initialState('/', {});
  const ports = portsOf();
  const read3 = (text: string): readonly string[] =>
    interpret(text, state, ports, { ...defaultBudget, commands: 3 }).opaque.map(({ reason }) => reason);
  assert.deepEqual(read3('a;b;c'), []);
  assert.deepEqual(read3('a;b;c;d'), ['too many commands to follow']);
});

test('what was found before a spent budget is kept', () => {
  const { invocations } = interpret('rm x; b; c; d', initialState('/', {}), portsOf(), { ...defaultBudget, commands: 2 });
  assert.equal(invocations[0]!.program, 'rm');
});

test('the greatest number of texts is followed, one more is not', () => {
  const state = initialState('/', {});
  const ports = portsOf();
  const count = (texts: number): readonly string[] =>
    interpret("sh -c 'a'", state, ports, { ...defaultBudget, texts }).opaque.map(({ reason }) => reason);
  assert.deepEqual(count(2), []);
  assert.deepEqual(count(1), ['too many nested texts to follow']);
});

test('the greatest depth is followed, one level more is not', () => {
  const nested = (levels: number): string => `${'$('.repeat(levels)}rm x${')'.repeat(levels)}`;
  // The text itself is the first level.
  assert.deepEqual(reasons(nested(maxDepth - 1)), []);
  assert.ok(read(nested(maxDepth - 1)).invocations.some(({ program }) => program === 'rm'));
  assert.deepEqual(reasons(nested(maxDepth)), ['nested too deeply to follow']);
});

test('a loop over the greatest number of values is followed value by value', () => {
  const loop = (count: number): readonly string[] => lines(`for i in {1..${count}}; do rm $i; done`);
  assert.equal(loop(maxLoopValues).length, maxLoopValues);
  assert.deepEqual(loop(maxLoopValues + 1), ['rm ‹$i›']);
});

test('a brace expansion into the greatest number of words is made, one more is unknown', () => {
  assert.equal(lines(`rm {1..${maxBraceWords}}`)[0]!.split(' ').length, maxBraceWords + 1);
  assert.deepEqual(lines(`rm {1..${maxBraceWords + 1}}`), [`rm ‹{1..${maxBraceWords + 1}}›`]);
});

test('the greatest number of items is passed on, with one more they are unknown', () => {
  const items = (count: number): string => lines(`printf '%s ' {1..${count}} | xargs rm`).at(-1)!;
  assert.equal(items(maxItems).split(' ').length, maxItems + 1);
  assert.equal(items(maxItems + 1), 'rm ‹…›');
});

/** Texts made to cost time. Each ends in `opaque` or in a result, and `n` says how many of a thing there are. */
const hostile: Readonly<Record<string, (n: (count: number) => number) => string>> = {
  substitutions: (n) => '$('.repeat(n(100_000)),
  'substitutions that fit': (n) => '$('.repeat(n(32_000)),
  'quoted substitutions': (n) => '"$('.repeat(n(21_000)),
  megabyte: (n) => 'rm -rf / ;'.repeat(n(100_000)),
  commands: (n) => 'a;'.repeat(n(32_000)),
  assignments: (n) => Array.from({ length: n(7_000) }, (_, i) => `a${i}=${i};x`).join(';'),
  'here-documents': (n) => '<<E '.repeat(n(16_000)),
  doubling: (n) => `x=aaaaaaaaaaaaaaaa;${'x=$x$x;'.repeat(n(5_000))}rm $x`,
  braces: (n) => `rm ${'{a,b}'.repeat(n(12_000))}`,
  'open braces': (n) => `rm ${'{'.repeat(n(30_000))}`,
  loops: () => `${'for a in 1 2 3 4 5 6 7 8; do '.repeat(8)}rm $a${'; done'.repeat(8)}`,
  subshells: (n) => '('.repeat(n(60_000)),
  conditions: (n) => 'if a; then '.repeat(n(5_000)),
  bomb: () => ':(){ :|:& };:',
  recursion: () => 'f(){ f;f;f;f;f;f; }; f',
  functions: () => `${'f(){ f a;f b;f c; };'.repeat(100)}f`,
  'many functions': (n) => Array.from({ length: n(1_500) }, (_, i) => `if a; then f${i}(){ x; }; fi`).join(';'),
  quotes: (n) => '"'.repeat(n(64_000)),
  backticks: (n) => '`'.repeat(n(64_000)),
  evals: (n) => `${'eval '.repeat(n(12_000))}x`,
  sudos: (n) => `${'sudo '.repeat(n(12_000))}x`,
  patterns: (n) => `x=${'a'.repeat(4_000)};${'y=${x##*a*a*a*ab};'.repeat(n(1_000))}`,
  suffixes: (n) => `x=${'a'.repeat(4_000)};${'y=${x%%*b};'.repeat(n(3_000))}`,
  replacements: (n) => `x=${'a'.repeat(1_000)};${'y=${x//a*b/c};'.repeat(n(3_000))}`,
  splitting: (n) => `x="${'a '.repeat(10_000)}"; ${'echo $x;'.repeat(n(2_000))}`,
  arguments: (n) => `set -- ${'a '.repeat(8_000)};${'echo "$@";'.repeat(n(2_000))}`,
  directories: (n) => `${'cd a&&'.repeat(n(10_000))}b`,
  pipes: (n) => `${'a|'.repeat(n(30_000))}b`,
  finds: (n) => `find ${'-exec find '.repeat(n(5_000))}`,
  parallels: (n) => `${'parallel '.repeat(n(5_000))} ::: a b c d`,
  aliases: (n) => 'alias a="b";a;'.repeat(n(4_000)),
  coprocesses: (n) => 'coproc '.repeat(n(9_000)),
  arithmetic: (n) => `echo $((${'1+'.repeat(n(30_000))}1))`,
  'open arithmetic': (n) => 'echo $(('.repeat(n(8_000)),
  tildes: (n) => `a=${'~:'.repeat(n(30_000))}`,
  'split strings': (n) => "env -S '".repeat(n(8_000)),
  items: (n) => `printf '${'a'.repeat(30_000)}' | xargs -I{} ${'{}'.repeat(n(10_000))}`,
  translations: () => `printf '${'a'.repeat(30_000)}' | tr '\\001-\\377' b | rev | base64 -d | sh`,
};

for (const [name, textOf] of Object.entries(hostile)) {
  test(`hostile: ${name}`, () => {
    const { invocations } = read(textOf((count) => count));
    assert.ok(invocations.length <= defaultBudget.commands * 2);
    assertLinear(name, (share) => textOf((count) => Math.ceil(count * share)), read);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialState, interpret } from '../../../../src/core/shell/interpret.ts';
import { defaultBudget, maxBraceWords, maxDepth, maxItems, maxLoopValues, maxTextLength } from '../../../../src/core/shell/limits.ts';
import { lines, portsOf, read } from './reading.ts';

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

/** Texts made to cost time. Each ends in `opaque` or in a result; the deadline only tells a hang from a slow machine. */
const hostile: Readonly<Record<string, string>> = {
  substitutions: '$('.repeat(100_000),
  'substitutions that fit': '$('.repeat(32_000),
  'quoted substitutions': '"$('.repeat(21_000),
  megabyte: 'rm -rf / ;'.repeat(100_000),
  commands: 'a;'.repeat(32_000),
  assignments: Array.from({ length: 7_000 }, (_, i) => `a${i}=${i};x`)
    .join(';')
    .slice(0, 65_000),
  'here-documents': '<<E '.repeat(16_000),
  doubling: `x=aaaaaaaaaaaaaaaa;${'x=$x$x;'.repeat(5_000)}rm $x`,
  braces: `rm ${'{a,b}'.repeat(12_000)}`,
  'open braces': `rm ${'{'.repeat(30_000)}`,
  loops: `${'for a in 1 2 3 4 5 6 7 8; do '.repeat(8)}rm $a${'; done'.repeat(8)}`,
  subshells: '('.repeat(60_000),
  conditions: 'if a; then '.repeat(5_000),
  bomb: ':(){ :|:& };:',
  recursion: 'f(){ f;f;f;f;f;f; }; f',
  functions: `${'f(){ f a;f b;f c; };'.repeat(100)}f`,
  'many functions': Array.from({ length: 1_500 }, (_, i) => `if a; then f${i}(){ x; }; fi`).join(';'),
  quotes: '"'.repeat(64_000),
  backticks: '`'.repeat(64_000),
  evals: `${'eval '.repeat(12_000)}x`,
  sudos: `${'sudo '.repeat(12_000)}x`,
  patterns: `x=${'a'.repeat(4_000)};${'y=${x##*a*a*a*ab};'.repeat(1_000)}`,
  suffixes: `x=${'a'.repeat(4_000)};${'y=${x%%*b};'.repeat(3_000)}`,
  replacements: `x=${'a'.repeat(1_000)};${'y=${x//a*b/c};'.repeat(3_000)}`,
  splitting: `x="${'a '.repeat(10_000)}"; ${'echo $x;'.repeat(2_000)}`,
  arguments: `set -- ${'a '.repeat(8_000)};${'echo "$@";'.repeat(2_000)}`,
  directories: `${'cd a&&'.repeat(10_000)}b`,
  pipes: `${'a|'.repeat(30_000)}b`,
  finds: `find ${'-exec find '.repeat(5_000)}`,
  parallels: `${'parallel '.repeat(5_000)} ::: a b c d`,
  aliases: 'alias a="b";a;'.repeat(4_000),
  coprocesses: 'coproc '.repeat(9_000),
  arithmetic: `echo $((${'1+'.repeat(30_000)}1))`,
  'open arithmetic': 'echo $(('.repeat(8_000),
  tildes: `a=${'~:'.repeat(30_000)}`,
  'split strings': "env -S '".repeat(8_000),
  items: `printf '${'a'.repeat(30_000)}' | xargs -I{} ${'{}'.repeat(10_000)}`,
  translations: `printf '${'a'.repeat(30_000)}' | tr '\\001-\\377' b | rev | base64 -d | sh`,
};

for (const [name, text] of Object.entries(hostile)) {
  test(`hostile: ${name}`, () => {
    const start = performance.now();
    const { invocations } = read(text);
    assert.ok(performance.now() - start < 5_000);
    assert.ok(invocations.length <= defaultBudget.commands * 2);
  });
}

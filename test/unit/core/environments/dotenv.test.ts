import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { readDotenv } from '../../../../src/core/environments/dotenv.ts';
import { assertLinear, repeated } from '../../../support/growth.ts';

const rows: readonly (readonly [title: string, text: string, expected: readonly string[]])[] = [
  ['plain', 'A=1\nB=2', ['1 A=1', '2 B=2']],
  ['export and set', 'export A=1\n  export  B=2\nset C=3', ['1 A=1', '2 B=2', '3 C=3']],
  ['blanks around', 'A = 1 \n B=\t2', ['1 A=1', '2 B=2']],
  ['colon', 'A: 1\nhttp://x', ['1 A=1']],
  ['quotes', `A="x y"\nB='x # y'\nC=\`z\``, ['1 A=x y', '2 B=x # y', '3 C=z']],
  ['escapes in double quotes only', `A="a\\nb"\nB='a\\nb'`, ['1 A=a\nb', '2 B=a\\nb']],
  ['escaped quote', `A="a\\"b"\nB=1`, ['1 A=a"b', '2 B=1']],
  ['over several lines', 'A="one\ntwo\nthree"\nB=2', ['1 A=one\ntwo\nthree', '4 B=2']],
  [
    'key over several lines',
    'K="-----BEGIN X-----\nabc=\nQw==\n-----END X-----"\nB=2',
    ['1 K=-----BEGIN X-----\nabc=\nQw==\n-----END X-----', '5 B=2'],
  ],
  ['a forgotten quote does not swallow the next line', 'A="one\nB="two"', ['1 A="one', '2 B=two']],
  ['raw #', 'A=ab#cd\nB=ab #cd\nC=#x', ['1 A=ab#cd', '2 B=ab', '3 C=']],
  ['duplicates stay', 'A=1\nA=2', ['1 A=1', '2 A=2']],
  ['commented out', '#A=1\n# export B=2\n#C="x y"', ['1 #A=1', '2 #B=2', '3 #C=x y']],
  ['a comment that is prose', '# note: see the wiki\n# A = b', []],
  ['byte order mark and CRLF', '\uFEFFA=1\r\nB=2\r\n', ['1 A=1', '2 B=2']],
  ['empty value', 'A=\nB=""', ['1 A=', '2 B=']],
  ['no assignment', 'hello\n=x\n1A=2\n', []],
  ['dots and dashes in names', 'a.b-c=1', ['1 a.b-c=1']],
];

for (const [title, text, expected] of rows)
  test(`readDotenv: ${title}`, () => {
    assert.deepEqual(
      readDotenv(text).map((entry) => `${entry.line} ${entry.commented ? '#' : ''}${entry.key}=${entry.value}`),
      expected,
    );
  });

test('properties: never throws, offsets give the value back', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('A', 'b', '=', '"', "'", '#', ' ', '\n', '\\', '`', ':', 'export ') }), (text) => {
      let last = 0;
      for (const entry of readDotenv(text)) {
        assert.ok(entry.start >= last && entry.end >= entry.start && entry.end <= text.length);
        last = entry.start;
        if (entry.quote !== '"') assert.equal(text.slice(entry.start, entry.end), entry.value);
        assert.equal(text.slice(0, entry.start).split('\n').length, entry.line);
      }
    }),
    { numRuns: 500 },
  );
});

test('a megabyte of unfinished quotes is read in linear time', () => {
  assertLinear('quotes', repeated(`A="x\nB='y\n`, 1_000_000), readDotenv);
});

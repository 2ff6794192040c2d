import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJsonObject, readJson, stringsIn } from '../../../../src/core/payload/json.ts';
import type { Json } from '../../../../src/core/types.ts';

const rows: readonly (readonly [text: string, value: Json | undefined])[] = [
  ['{"a":[1,null,true]}', { a: [1, null, true] }],
  [' \n[1]', [1]],
  ['{}', {}],
  ['1', undefined],
  ['"a"', undefined],
  ['null', undefined],
  ['$A', undefined],
  ['', undefined],
  ['{"a":1', undefined],
  ['{a:1}', undefined],
  ['{"a":$ID}', { a: '$ID' }],
  ['{"a":$ID,"b":${B}}', { a: '$ID', b: '${B}' }],
  ['{"a": $ID_2 }', { a: '$ID_2' }],
  ['[$1]', ['$1']],
  ['{"a":${B:-{}}}', { a: '${B:-{}}' }],
  ['{"a":$(cat $(pwd)/x),"b":1}', { a: '$(cat $(pwd)/x)', b: 1 }],
  ['{"a":$(echo "b\\n")}', { a: '$(echo bn)' }],
  ['{"a":$(cat x}', undefined],
  ['{"a":${B', undefined],
  ['{"a":$', undefined],
  ['{"a":"$ID"}', { a: '$ID' }],
  ['{"a":"$ID","b":$B}', { a: '$ID', b: '$B' }],
  ['{"a":"\\"$ID","b":$B}', { a: '"$ID', b: '$B' }],
  ['{"a":"\\\\","b":$B}', { a: '\\', b: '$B' }],
  ['{"a":$B,"c":"\\', undefined],
  ['{$A:1}', { $A: 1 }],
];

for (const [text, value] of rows) test(`reads ${text}`, () => assert.deepEqual(readJson(text), value));

test('knows a plain object', () => {
  assert.ok(isJsonObject({}));
  for (const value of [null, [], 'a', 1, true, undefined]) assert.ok(!isJsonObject(value));
});

test('collects strings in their order, and not without end', () => {
  assert.deepEqual(stringsIn({ a: 'x', b: [1, 'y', { c: null, d: 'z' }], e: true }), ['x', 'y', 'z']);
  assert.deepEqual(stringsIn('x'), ['x']);
  assert.deepEqual(stringsIn(null), []);
  assert.deepEqual(stringsIn(['a', 'b', 'c'], 2), ['a', 'b']);
  assert.equal(stringsIn(Array.from({ length: 200 }, () => 'x')).length, 100);
  const long = Array.from({ length: 1001 }, (_, index) => (index < 1000 ? 1 : 'x'));
  assert.deepEqual(stringsIn(long), []);
  assert.deepEqual(stringsIn(Object.fromEntries(long.map((value, index) => [`k${index}`, value]))), []);
  const deep = Array.from({ length: 10 }, () => Array.from({ length: 1000 }, () => 1));
  assert.deepEqual(stringsIn([...deep, 'x']), []);
});

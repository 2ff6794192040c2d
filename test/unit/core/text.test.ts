import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { replaceBetween, upTo, withoutEnd, withoutLines } from '../../../src/core/text.ts';

const text = fc.array(fc.constantFrom('a', '/', '{{', '}}', '{', '}', ' ', '\n', '#', ';')).map((parts) => parts.join(''));

test('the text before a character', () => {
  assert.equal(upTo('host:80/path', '/', ':'), 'host');
  assert.equal(upTo('host', '/', ':'), 'host');
  assert.equal(upTo('', '/'), '');
  fc.assert(fc.property(text, (any) => upTo(any, '/', '#') === /^[^/#]*/.exec(any)![0]));
});

test('the text without characters at its end', () => {
  assert.equal(withoutEnd('a//', '/'), 'a');
  assert.equal(withoutEnd('//', '/'), '');
  fc.assert(fc.property(text, (any) => withoutEnd(any, '/;') === any.replace(/[/;]+$/, '')));
});

test('what stands between marks on one line', () => {
  assert.equal(
    replaceBetween('a {{ x }} b {{y}}', '{{', '}}', (inner) => `<${inner.trim()}>`),
    'a <x> b <y>',
  );
  assert.equal(
    replaceBetween('{{ x\n{{ y }}', '{{', '}}', () => '!'),
    '{{ x\n!',
  );
  assert.equal(
    replaceBetween('{{ x', '{{', '}}', () => '!'),
    '{{ x',
  );
  fc.assert(
    fc.property(text, (any) => {
      assert.equal(
        replaceBetween(any, '{{', '}}', (inner) => `<${inner}>`),
        any.replace(/\{\{(.*?)\}\}/g, '<$1>'),
      );
    }),
  );
});

test('lines of a template are left empty', () => {
  assert.equal(withoutLines('a: 1\n  {{- if x }}\nb: {{ y }}\n{{ end }}', '{{', '}}'), 'a: 1\n\nb: {{ y }}\n');
  assert.equal(withoutLines('<%= x %>\nb', '<%', '%>'), '\nb');
  assert.equal(withoutLines('a', '<%', '%>'), 'a');
  fc.assert(fc.property(text, (any) => withoutLines(any, '{{', '}}') === any.replaceAll(/^[^\S\n]*\{\{[^\n]*\}\}[^\S\n]*$/gm, '')));
});

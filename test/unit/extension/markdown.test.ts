import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escapeMarkdown } from '../../../src/extension/markdown.ts';

test('text from files cannot become a link, an image, a command or a heading', () => {
  assert.equal(escapeMarkdown('[x](command:evil) $(bug)'), '\\[x\\]\\(command\\:evil\\) \\$\\(bug\\)');
  for (const text of ['# a', '- a', '![a](http://b)', '<a href="x">', 'https://evil.example', '`a`', '**a**', 'a|b', '&amp;']) {
    assert.doesNotMatch(escapeMarkdown(text), /(?<!\\)[^\\\w\s]/, text);
  }
});

test('line ends and long blanks become one blank', () => {
  assert.equal(escapeMarkdown(' a \n\n b\tc '), 'a b c');
});

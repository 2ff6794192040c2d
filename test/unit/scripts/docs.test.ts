import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ruleDocs } from '../../../scripts/ruleDocs.ts';
import { settingsDocs, withSettings } from '../../../scripts/settingsDocs.ts';

test('docs/rules.md says what the tables say (npm run docs)', () => {
  assert.equal(readFileSync('docs/rules.md', 'utf8'), ruleDocs());
});

test('the README lists the settings of the manifest (npm run docs)', () => {
  const readme = readFileSync('README.md', 'utf8');
  assert.equal(readme, withSettings(readme, settingsDocs()));
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { environmentDocs } from '../../../scripts/environmentDocs.ts';
import { agentDocs } from '../../../scripts/agentDocs.ts';
import { incidentDocs } from '../../../scripts/incidentDocs.ts';
import { ruleDocs } from '../../../scripts/ruleDocs.ts';
import { withManifestTables } from '../../../scripts/manifestDocs.ts';

test('docs/rules.md says what the tables say (npm run docs)', () => {
  assert.equal(readFileSync('docs/rules.md', 'utf8'), ruleDocs());
});

test('docs/incidents.md says what the tests judge (npm run docs)', () => {
  assert.equal(readFileSync('docs/incidents.md', 'utf8'), incidentDocs());
  assert.equal(readFileSync('docs/agents.md', 'utf8'), agentDocs());
});

test('docs/environments.md says what the recognisers read (npm run docs)', () => {
  assert.equal(readFileSync('docs/environments.md', 'utf8'), environmentDocs());
});

test('the README lists the settings of the manifest (npm run docs)', () => {
  const readme = readFileSync('README.md', 'utf8');
  assert.equal(readme, withManifestTables(readme));
});

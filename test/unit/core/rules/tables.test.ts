import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../../../src/core/policy/decide.ts';
import { defaultPolicy } from '../../../../src/core/policy/policy.ts';
import { allRules } from '../../../../src/core/rules/all.ts';
import { existsSync } from 'node:fs';
import { sourceCounts } from '../../../../scripts/ruleDocs.ts';
import { classifyCommand } from '../../../support/facts.ts';

/** Rules of actions that are no commands have their examples in tests of their own. */
const withoutCommands = new Set(['mcp']);
/** So have those that depend on settings, or on what the workspace's files hold. */
const withoutExamples = new Set(['settings.changeProtected', 'credentials.write', 'credentials.prompt', 'credentials.use']);

for (const { family, rule } of allRules()) {
  test(`${rule.id} has examples, near misses and a source`, () => {
    assert.match(rule.id, /^[a-z][a-zA-Z0-9]*\.[a-z][a-zA-Z0-9]*$/);
    assert.ok(rule.source === 'unverified' || /^(https:\/\/|docs\/)/.test(rule.source), `source of ${rule.id}: ${rule.source}`);
    if (withoutCommands.has(family) || withoutExamples.has(rule.id)) return;
    assert.ok(rule.examples.length > 0, 'an example');
    assert.ok(rule.nearMisses.length > 0, 'a near miss');
  });
  for (const example of rule.examples)
    test(`${rule.id} finds: ${example}`, () => {
      const { operations } = classifyCommand(example);
      assert.ok(
        operations.some((operation) => operation.rule === rule.id),
        `found only ${JSON.stringify(operations.map((operation) => operation.rule))}`,
      );
    });
  for (const nearMiss of rule.nearMisses)
    test(`passes, near ${rule.id}: ${nearMiss}`, () => {
      const { operations } = classifyCommand(nearMiss);
      const decision = decide(operations, defaultPolicy);
      assert.equal(decision.verdict, 'allow', JSON.stringify(decision.operations.map((operation) => [operation.rule, operation.title])));
    });
}

test('rule ids are unique', () => {
  const ids = allRules().map(({ rule }) => rule.id);
  assert.deepEqual(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
  );
});

test('most rules name the documentation that they come from', (context) => {
  const rules = allRules().map(({ rule }) => rule);
  const { documented, ours, unverified } = sourceCounts(rules);
  context.diagnostic(`${documented} documented, ${ours} by a page of ours, ${unverified} unverified`);
  assert.equal(documented + ours + unverified, rules.length);
  assert.ok(unverified < rules.length / 3, `${unverified} of ${rules.length} are unverified`);
});

test('pages of ours that rules name are there', () => {
  for (const { rule } of allRules())
    if (rule.source.startsWith('docs/')) assert.ok(existsSync(rule.source.replace(/#.*/, '')), `${rule.id}: ${rule.source}`);
});

test('addresses of sources are written one way', () => {
  const addresses = allRules().flatMap(({ rule }) => (rule.source.startsWith('https://') ? [rule.source] : []));
  for (const address of addresses) assert.equal(new URL(address).href, address);
});

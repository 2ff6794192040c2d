import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decide } from '../../../../../src/core/policy/decide.ts';
import type { Markable } from '../../../../../src/core/policy/orders.ts';
import { defaultPolicy } from '../../../../../src/core/policy/policy.ts';
import { freezeRule } from '../../../../../src/core/rules/freeze/freeze.ts';
import { leavePinRule } from '../../../../../src/core/rules/freeze/leavePin.ts';
import type { Verdict } from '../../../../../src/core/types.ts';
import { classifyCommand } from '../../../../support/facts.ts';

function verdictOf(command: string, pin: Markable): Verdict {
  return decide(classifyCommand(command, { pin }).operations, { ...defaultPolicy, orders: { marks: [], pin } }).verdict;
}

describe('pinned to staging', () => {
  for (const command of leavePinRule.examples) test(`is held: ${command}`, () => assert.equal(verdictOf(command, 'staging'), 'confirm'));
  for (const command of leavePinRule.nearMisses) test(`passes: ${command}`, () => assert.equal(verdictOf(command, 'staging'), 'allow'));
  for (const command of [
    'npm test',
    'git push origin feature',
    'fly deploy -a acme-staging',
    'kubectl apply -f k8s --context acme-staging',
    'kubectl apply -n staging -f k8s',
    'docker compose up -d',
    'npx supabase db reset',
    'terraform fmt',
  ])
    test(`passes: ${command}`, () => {
      const verdict = verdictOf(command, 'staging');
      assert.ok(verdict === 'allow' || command.includes('reset'), verdict);
    });

  test('what was held anyway asks for the name', () => {
    const command = 'fly volumes destroy vol_1 -a acme-dev';
    assert.equal(verdictOf(command, 'development'), 'confirm');
    assert.equal(verdictOf(command, 'staging'), 'type');
  });
});

test('without a pin nothing is said of a deploy', () => {
  for (const command of leavePinRule.examples) assert.deepEqual(classifyCommand(command).operations, [], command);
});

test('the examples of the freeze', () => {
  const verdict = (command: string): Verdict =>
    decide(classifyCommand(command, { frozen: true }).operations, { ...defaultPolicy, orders: { marks: [], frozenAt: 1 } }).verdict;
  for (const command of freezeRule.examples) assert.equal(verdict(command), 'confirm', command);
  for (const command of freezeRule.nearMisses) assert.equal(verdict(command), 'allow', command);
});

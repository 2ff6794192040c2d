import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { decide } from '../../../../src/core/policy/decide.ts';
import { defaultPolicy, type Policy } from '../../../../src/core/policy/policy.ts';
import {
  effects,
  environments,
  verdicts,
  type Effect,
  type Environment,
  type Location,
  type Operation,
  type Recovery,
  type Verdict,
} from '../../../../src/core/types.ts';

function operation(
  effect: Effect,
  environment: Environment,
  location: Location,
  recovery: Recovery,
  more: Partial<Operation> = {},
): Operation {
  return {
    effect,
    environment,
    location,
    recovery,
    resource: { kind: 'thing', name: 'bookings' },
    rule: 'test.rule',
    title: 'Do it',
    evidence: [],
    notes: [],
    ...more,
  };
}

const credential = { path: '/w/scripts/domains/.env', line: 3, environment: 'unknown', outside: true } as const;

const table: readonly (readonly [Effect, Environment, Location, Recovery, Verdict])[] = [
  ['read', 'production', 'remote', 'none', 'allow'],
  ['change', 'production', 'remote', 'none', 'allow'],
  ['delete', 'local', 'local', 'recoverable', 'allow'],
  ['delete', 'local', 'local', 'snapshot', 'confirm'],
  ['delete', 'unknown', 'local', 'snapshot', 'confirm'],
  ['delete', 'unknown', 'remote', 'snapshot', 'type'],
  ['delete', 'production', 'remote', 'snapshot', 'type'],
  ['overwrite', 'development', 'remote', 'window', 'confirm'],
  ['delete', 'staging', 'remote', 'window', 'confirm'],
  ['delete', 'unknown', 'remote', 'window', 'confirm'],
  ['delete', 'production', 'remote', 'window', 'type'],
  ['delete', 'staging', 'remote', 'none', 'confirm'],
  ['delete', 'unknown', 'remote', 'none', 'type'],
  ['delete', 'production', 'remote', 'none', 'type'],
  ['expose', 'local', 'local', 'none', 'deny'],
  ['expose', 'production', 'remote', 'none', 'deny'],
  ['publish', 'unknown', 'remote', 'none', 'confirm'],
  ['send', 'staging', 'remote', 'none', 'confirm'],
  ['escalate', 'production', 'remote', 'none', 'type'],
  ['disarm', 'local', 'local', 'none', 'type'],
  ['opaque', 'local', 'local', 'none', 'confirm'],
  ['opaque', 'production', 'remote', 'none', 'type'],
  ['delete', 'production', 'remote', 'recoverable', 'confirm'],
  ['overwrite', 'staging', 'remote', 'recoverable', 'allow'],
  ['publish', 'development', 'remote', 'none', 'confirm'],
  ['delete', 'development', 'remote', 'none', 'confirm'],
];

for (const [effect, environment, location, recovery, verdict] of table)
  test(`${effect} of what is ${recovery} in ${environment} (${location}) - ${verdict}`, () => {
    const decision = decide([operation(effect, environment, location, recovery)], defaultPolicy);
    assert.deepEqual([decision.verdict, decision.operations[0]?.verdict], [verdict, verdict]);
  });

test('no operation - allow', () => assert.deepEqual(decide([], defaultPolicy), { verdict: 'allow', operations: [] }));

test('a change that is hard to undo - confirm in production, allow in staging', () => {
  assert.equal(decide([operation('change', 'production', 'remote', 'none', { hardToUndo: true })], defaultPolicy).verdict, 'confirm');
  assert.equal(decide([operation('change', 'staging', 'remote', 'none', { hardToUndo: true })], defaultPolicy).verdict, 'allow');
});

test('a credential from a file outside the session - one stricter', () => {
  const staging = operation('delete', 'staging', 'remote', 'none');
  assert.equal(decide([staging], defaultPolicy).verdict, 'confirm');
  assert.equal(decide([{ ...staging, credential }], defaultPolicy).verdict, 'type');
});

test('a production name of the settings - as production', () => {
  const policy: Policy = { ...defaultPolicy, productionNames: ['Bookings'] };
  assert.equal(decide([operation('delete', 'staging', 'remote', 'none')], policy).verdict, 'type');
});

test('a production name is found in any letter case, in the id and in the evidence', () => {
  const policy: Policy = { ...defaultPolicy, productionNames: ['rentals', 'Acme-Api'] };
  const verdictOf = (more: Partial<Operation>): Verdict => decide([operation('delete', 'staging', 'remote', 'none', more)], policy).verdict;
  assert.equal(verdictOf({}), 'confirm');
  assert.equal(verdictOf({ resource: { kind: 'thing', name: 'ACME-API-1' } }), 'type');
  assert.equal(verdictOf({ resource: { kind: 'thing', name: 'bookings', id: 'eu/acme-api' } }), 'type');
  assert.equal(verdictOf({ evidence: [{ text: 'host db.acme-api.example' }] }), 'type');
  const empty: Policy = { ...defaultPolicy, productionNames: [''] };
  assert.equal(decide([operation('delete', 'staging', 'remote', 'none')], empty).verdict, 'confirm');
});

test('a production name holds changes that are hard to undo, and leaves what else reads or changes alone', () => {
  const policy: Policy = { ...defaultPolicy, productionNames: ['bookings'] };
  assert.equal(decide([operation('change', 'staging', 'remote', 'none', { hardToUndo: true })], policy).verdict, 'confirm');
  for (const effect of ['read', 'change'] as const) {
    const [judged] = decide([operation(effect, 'staging', 'remote', 'none')], policy).operations;
    assert.equal(judged?.verdict, 'allow');
    assert.equal(judged.reasons.length, 1);
  }
});

test('strict settings ask for more, but not where nothing was asked', () => {
  const strict: Policy = { ...defaultPolicy, strictness: 'strict' };
  const verdictOf = (one: Operation): Verdict => decide([one], strict).verdict;
  assert.equal(verdictOf(operation('delete', 'staging', 'remote', 'none')), 'type');
  assert.equal(verdictOf(operation('delete', 'local', 'local', 'recoverable')), 'allow');
  assert.equal(verdictOf({ ...operation('read', 'local', 'local', 'none'), credential }), 'allow');
});

const production: Policy = { ...defaultPolicy, productionNames: ['bookings'] };
const reasons: readonly (readonly [Operation, Policy, readonly string[]])[] = [
  [
    operation('delete', 'unknown', 'remote', 'none'),
    defaultPolicy,
    ['deletes what cannot be brought back, in a remote place that nothing marks'],
  ],
  [operation('delete', 'development', 'remote', 'snapshot'), defaultPolicy, ['deletes what no other copy is known of, in development']],
  [operation('overwrite', 'staging', 'remote', 'window'), defaultPolicy, ['overwrites what its provider keeps for a while, in staging']],
  [operation('publish', 'production', 'remote', 'none'), production, ['publishes, in production']],
  [operation('send', 'staging', 'remote', 'none'), production, ['sends, in staging', 'its name is production by your settings']],
  [
    operation('delete', 'local', 'local', 'none', { least: 'type' }),
    defaultPolicy,
    ['deletes what cannot be brought back, in local', 'it reaches a root, a home folder or a disk'],
  ],
  [operation('delete', 'local', 'local', 'none', { least: 'confirm' }), defaultPolicy, ['deletes what cannot be brought back, in local']],
  [
    operation('delete', 'staging', 'remote', 'none'),
    { ...defaultPolicy, ignoredRules: ['test.rule'] },
    ['deletes what cannot be brought back, in staging', 'this rule is switched off in your settings'],
  ],
  [
    { ...operation('opaque', 'local', 'local', 'none'), credential },
    { ...defaultPolicy, strictness: 'strict' },
    ['cannot be read, in local', 'it carries a credential from a file that has nothing to do with it', 'strictness is set to strict'],
  ],
];

for (const [one, policy, expected] of reasons)
  test(`says why: ${expected.join('; ')}`, () => {
    const { operations } = decide([one], policy);
    assert.deepEqual(
      operations.map((judged) => [judged.rule, judged.reasons]),
      [['test.rule', expected]],
    );
  });

test('a least verdict of the rule holds in every environment', () => {
  assert.equal(decide([operation('delete', 'local', 'local', 'none', { least: 'type' })], defaultPolicy).verdict, 'type');
});

test('an ignored rule passes, but not one that protects the guard', () => {
  const policy: Policy = { ...defaultPolicy, ignoredRules: ['test.rule'] };
  const passed = decide([operation('delete', 'production', 'remote', 'none')], policy);
  assert.deepEqual([passed.verdict, passed.operations[0]?.verdict], ['allow', 'allow']);
  assert.equal(decide([operation('disarm', 'local', 'local', 'none')], policy).verdict, 'type');
});

test('the strictest operation comes first and decides', () => {
  const decision = decide(
    [
      operation('read', 'local', 'local', 'none'),
      operation('delete', 'local', 'local', 'snapshot'),
      operation('delete', 'production', 'remote', 'none'),
    ],
    defaultPolicy,
  );
  assert.equal(decision.verdict, 'type');
  assert.deepEqual(
    decision.operations.map((judged) => judged.verdict),
    ['type', 'confirm', 'allow'],
  );
});

const anyOperation = fc
  .record({
    effect: fc.constantFrom(...effects),
    environment: fc.constantFrom(...environments),
    location: fc.constantFrom<Location>('local', 'remote'),
    recovery: fc.constantFrom<Recovery>('recoverable', 'snapshot', 'window', 'none'),
    outside: fc.boolean(),
  })
  .map(({ effect, environment, location, recovery, outside }) =>
    operation(effect, environment, location, recovery, outside ? { credential } : {}),
  );
const rank = (verdict: Verdict): number => verdicts.indexOf(verdict);

test('another operation never weakens the verdict', () => {
  fc.assert(
    fc.property(fc.array(anyOperation, { maxLength: 5 }), anyOperation, (operations, more) => {
      assert.ok(rank(decide([...operations, more], defaultPolicy).verdict) >= rank(decide(operations, defaultPolicy).verdict));
    }),
  );
});

test('strict settings, production names and a foreign credential never weaken the verdict', () => {
  const strict: Policy = { ...defaultPolicy, strictness: 'strict', productionNames: ['bookings'] };
  fc.assert(
    fc.property(anyOperation, (one) => {
      assert.ok(rank(decide([one], strict).verdict) >= rank(decide([one], defaultPolicy).verdict));
      assert.ok(rank(decide([{ ...one, credential }], defaultPolicy).verdict) >= rank(decide([one], defaultPolicy).verdict));
    }),
  );
});

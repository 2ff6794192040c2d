import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  entriesFrom,
  maxEntries,
  maxEntryLength,
  mergePolicies,
  strictnessFrom,
  tighten,
  type Tightening,
} from '../../../../src/core/policy/merge.ts';
import { defaultPolicy, type Policy } from '../../../../src/core/policy/policy.ts';

const strictness: fc.Arbitrary<Policy['strictness']> = fc.constantFrom('standard', 'strict');
const entries = fc.array(fc.constantFrom('a', 'b', 'c', 'migrations/**', 'acme-api'), { maxLength: 4 });
const hiding: fc.Arbitrary<Policy['hideCredentials']> = fc.constantFrom('all', 'production', 'ask', 'off');
/** `production` and `ask` hide other things each. */
const hidden: Readonly<Record<Policy['hideCredentials'], readonly string[]>> = {
  off: [],
  production: ['production denied'],
  ask: ['production asked', 'others asked'],
  all: ['production denied', 'production asked', 'others asked', 'others denied'],
};
const policies: fc.Arbitrary<Policy> = fc
  .record(
    {
      strictness,
      protectedPaths: entries,
      credentialFiles: entries,
      productionNames: entries,
      ignoredRules: entries,
      hideCredentials: hiding,
      pausedUntil: fc.nat(9),
    },
    { requiredKeys: ['strictness', 'protectedPaths', 'credentialFiles', 'productionNames', 'ignoredRules', 'hideCredentials'] },
  )
  .map((policy) => policy as Policy);
const tightenings: fc.Arbitrary<Tightening> = fc
  .record(
    { strictness, protectedPaths: entries, credentialFiles: entries, productionNames: entries, hideCredentials: hiding },
    { requiredKeys: [] },
  )
  .map((tightening) => tightening as Tightening);

function atLeastAsStrict(policy: Policy, than: Policy): boolean {
  return (
    hidden[than.hideCredentials].every((one) => hidden[policy.hideCredentials].includes(one)) &&
    (than.strictness === 'standard' || policy.strictness === 'strict') &&
    than.protectedPaths.every((path) => policy.protectedPaths.includes(path)) &&
    than.credentialFiles.every((path) => policy.credentialFiles.includes(path)) &&
    than.productionNames.every((name) => policy.productionNames.includes(name)) &&
    policy.ignoredRules.every((rule) => than.ignoredRules.includes(rule)) &&
    (policy.pausedUntil === undefined || (than.pausedUntil !== undefined && policy.pausedUntil <= than.pausedUntil))
  );
}

test('a tightening never loosens, and twice is the same as once', () => {
  fc.assert(
    fc.property(policies, tightenings, (policy, by) => {
      const tightened = tighten(policy, by);
      assert.ok(atLeastAsStrict(tightened, policy));
      assert.deepEqual(tighten(tightened, by), tightened);
    }),
  );
});

test('what a tightening says beyond its own fields has no effect', () => {
  fc.assert(
    fc.property(policies, tightenings, entries, (policy, by, ignoredRules) => {
      const smuggled = { ...by, ignoredRules, pausedUntil: 1e15 };
      assert.deepEqual(tighten(policy, smuggled), tighten(policy, by));
    }),
  );
});

test('the order of scopes does not matter', () => {
  fc.assert(
    fc.property(policies, tightenings, tightenings, (policy, a, b) => {
      assert.deepEqual(tighten(tighten(policy, a), b), tighten(tighten(policy, b), a));
    }),
  );
});

test('merged policies are at least as strict as each of them, in any order', () => {
  fc.assert(
    fc.property(policies, policies, policies, (a, b, c) => {
      const merged = mergePolicies(a, b, c);
      for (const each of [a, b, c]) assert.ok(atLeastAsStrict(merged, each));
      assert.deepEqual(mergePolicies(c, a, b), merged);
      assert.deepEqual(mergePolicies(mergePolicies(a, b), c), merged);
    }),
  );
});

test('whatever stands in a settings file is read without a fault', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const { entries, rejected } = entriesFrom(value);
      assert.ok(entries.length <= maxEntries && rejected >= 0);
      assert.ok(entries.every((entry) => typeof entry === 'string' && entry !== '' && !entry.startsWith('!')));
      assert.ok([undefined, 'standard', 'strict'].includes(strictnessFrom(value)));
    }),
  );
});

test('negative and empty entries are left out and counted', () => {
  assert.deepEqual(entriesFrom(['db/**', '!db/tmp/**', ' ', 7, ' acme ']), { entries: ['db/**', 'acme'], rejected: 3 });
});

test('what is no list is left out and counted, what is too long too', () => {
  assert.deepEqual(entriesFrom(undefined), { entries: [], rejected: 0 });
  assert.deepEqual(entriesFrom('db/**'), { entries: [], rejected: 1 });
  const longest = 'a'.repeat(maxEntryLength);
  assert.deepEqual(entriesFrom([longest, `${longest}a`]), { entries: [longest], rejected: 1 });
  const many = Array.from({ length: maxEntries + 2 }, (_, index) => `entry-${index}`);
  assert.deepEqual(entriesFrom(many), { entries: many.slice(0, maxEntries), rejected: 2 });
});

test('nothing is added that no scope says', () => {
  assert.deepEqual(tighten(defaultPolicy, {}), defaultPolicy);
});

test('merged policies keep what loosens where all agree on it', () => {
  const first: Policy = { ...defaultPolicy, ignoredRules: ['a.a', 'b.b'], pausedUntil: 5 };
  const second: Policy = { ...defaultPolicy, ignoredRules: ['b.b', 'c.c'], pausedUntil: 3 };
  assert.deepEqual(mergePolicies(first, second), { ...defaultPolicy, ignoredRules: ['b.b'], pausedUntil: 3 });
  assert.deepEqual(mergePolicies(first, defaultPolicy), defaultPolicy);
});

test('a level nobody knows is the strictest', () => {
  assert.equal(strictnessFrom('stirct'), 'strict');
  assert.equal(strictnessFrom(null), 'strict');
  assert.equal(strictnessFrom('standard'), 'standard');
  assert.equal(strictnessFrom(undefined), undefined);
  assert.equal(tighten(defaultPolicy, {}).strictness, 'standard');
});

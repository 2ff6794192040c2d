import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  mergeOrganisations,
  noOrganisation,
  organisationFrom,
  strictestOrganisation,
  underOrganisation,
} from '../../../../src/core/policy/organisation.ts';
import { defaultPolicy, type Policy } from '../../../../src/core/policy/policy.ts';

const loose: Policy = { ...defaultPolicy, hideCredentials: 'off', ignoredRules: ['git.discardChanges', 'files.delete'] };

test('a file says what it says', () => {
  const { organisation, problems } = organisationFrom(
    JSON.stringify({
      strictness: 'strict',
      productionNames: ['acme-api'],
      protectedPaths: ['migrations/**'],
      credentialFiles: ['ops/*.key'],
      hideCredentials: 'production',
      keepRules: ['files.delete'],
      pause: false,
      export: { endpoint: 'https://collector.example/v1/logs', headersFile: '/etc/tenth-second/headers' },
    }),
  );
  assert.deepEqual(problems, []);
  assert.equal(organisation.pause, false);
  assert.deepEqual(organisation.export, {
    endpoint: 'https://collector.example/v1/logs',
    content: false,
    headersFile: '/etc/tenth-second/headers',
  });
  assert.deepEqual(underOrganisation(loose, organisation), {
    ...loose,
    strictness: 'strict',
    productionNames: ['acme-api'],
    protectedPaths: ['migrations/**'],
    credentialFiles: ['ops/*.key'],
    hideCredentials: 'production',
    ignoredRules: ['git.discardChanges'],
  });
});

test('it cannot loosen: an empty or permissive file changes nothing', () => {
  for (const text of ['{}', '{"strictness":"standard","pause":true,"keepRules":[],"productionNames":[]}']) {
    const { organisation, problems } = organisationFrom(text);
    assert.deepEqual(problems, []);
    const strict: Policy = { ...defaultPolicy, strictness: 'strict', productionNames: ['a'] };
    assert.deepEqual(underOrganisation(strict, organisation), strict);
    assert.deepEqual(underOrganisation(loose, organisation), loose);
  }
});

test('what cannot be followed counts as the strictest, and is named', () => {
  for (const text of ['', '{', '[]', 'null', '"x"']) {
    const { organisation, problems } = organisationFrom(text);
    assert.deepEqual(organisation, strictestOrganisation, text);
    assert.equal(problems.length, 1);
  }
  const { organisation, problems } = organisationFrom(
    '{"strictness":"lax","hideCredentials":"no","keepRules":7,"pause":"maybe","productionNames":[1],"export":{"endpoint":"ftp://x"},"allow":true}',
  );
  assert.equal(problems.length, 7);
  assert.equal(organisation.tightening.strictness, 'strict');
  assert.equal(organisation.tightening.hideCredentials, 'all');
  assert.equal(organisation.keepRules, 'all');
  assert.equal(organisation.pause, false);
  assert.equal(organisation.export, undefined);
});

test('several files add up', () => {
  const a = organisationFrom('{"productionNames":["a"],"pause":false}').organisation;
  const b = organisationFrom('{"productionNames":["b"],"keepRules":"all","strictness":"strict"}').organisation;
  const both = mergeOrganisations(a, b);
  assert.deepEqual(both.tightening.productionNames, ['a', 'b']);
  assert.deepEqual(
    { pause: both.pause, keep: both.keepRules, level: both.tightening.strictness },
    { pause: false, keep: 'all', level: 'strict' },
  );
  assert.deepEqual(underOrganisation(loose, mergeOrganisations(noOrganisation, noOrganisation)), loose);
});

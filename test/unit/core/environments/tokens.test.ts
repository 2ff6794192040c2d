import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { environmentFromBranch, environmentFromName, tokensOf, worseEnvironment } from '../../../../src/core/environments/tokens.ts';
import { environments } from '../../../../src/core/types.ts';
import { assertLinear, repeated } from '../../../support/growth.ts';

const names: Readonly<Record<string, readonly string[]>> = {
  production: [
    'production',
    'prod',
    'PROD',
    'prd',
    'live',
    'Production',
    'acme-prod',
    'prod_db',
    'acmeProd',
    'myAppPROD2',
    'prod1',
    'eu-west-1.prod.acme',
    'acme:production',
    'api/live',
    'live-db',
    'LIVE_DATABASE',
    'dev-portal-prod',
    'print-preview-production',
    'prod-canary',
    'arn:aws:s3:::acme-production-data',
    'prodEU',
    's3prod',
  ],
  staging: [
    'staging',
    'stage',
    'stg',
    'uat',
    'qa',
    'preprod',
    'pre-prod',
    'pre_production',
    'nonprod',
    'non-prod',
    'nonProd',
    'NON_PRODUCTION',
    'prod-staging-copy',
    'staging-prod',
    'not-production',
    'preview',
    'sandbox',
    'demo',
    'pr-42',
    'canary',
    'preProd',
  ],
  development: ['dev', 'development', 'develop', 'test', 'testing', 'ci', 'acme-dev', 'dev2', 'testDb'],
  local: ['local', 'localhost', 'acme-local'],
  none: [
    '',
    'product',
    'products',
    'productivity',
    'reproduce',
    'reproduction',
    'delivery',
    'alive',
    'olive',
    'liveblocks',
    'livekit',
    'LiveKit',
    'live-kit',
    'live-reload',
    'LIVE_VIEW_SALT',
    'liveReload',
    'live_blocks',
    'productId',
    'PRODUCT_ID',
    'post-production',
    'go-live-date',
    'main',
    'master',
    'latest',
    'device',
    'devices',
    'contest',
    'stages',
    'prodigy',
    'lived',
    'acme',
    'prods',
    'liveness-probe',
    'staged',
    '123',
    '---',
    'förprod'.slice(0, 3),
  ],
};

for (const [expected, rows] of Object.entries(names))
  for (const name of rows)
    test(`environmentFromName ${JSON.stringify(name)} - ${expected}`, () => assert.equal(environmentFromName(name) ?? 'none', expected));

test('tokensOf splits at separators, capitals and digits', () => {
  assert.deepEqual(tokensOf('my-App_PROD2.euWest/HTTPServer'), ['my', 'app', 'prod', 'eu', 'west', 'http', 'server']);
});

for (const [branch, expected] of [
  ['main', 'production'],
  ['master', 'production'],
  ['Main', 'production'],
  ['maintenance', 'none'],
  ['main-2', 'none'],
  ['dev', 'development'],
  ['prod', 'production'],
] as const)
  test(`environmentFromBranch ${branch} - ${expected}`, () => assert.equal(environmentFromBranch(branch) ?? 'none', expected));

test('unknown is worse than staging and better than production', () => {
  assert.equal(worseEnvironment('unknown', 'staging'), 'unknown');
  assert.equal(worseEnvironment('unknown', 'production'), 'production');
  assert.equal(worseEnvironment('local', 'development'), 'development');
});

test('properties: never throws, does not depend on case of separators, worse is commutative', () => {
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void environmentFromName(text)));
  fc.assert(
    fc.property(
      fc.constantFrom(...environments),
      fc.constantFrom(...environments),
      (a, b) => worseEnvironment(a, b) === worseEnvironment(b, a),
    ),
  );
  // A whole word between separators is found whatever stands around it.
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-cm-o]{2,8}$/),
      fc.constantFrom('-', '_', '.', '/', ':', '@', ' '),
      (word, separator) => environmentFromName(`${word}${separator}prod`) === 'production' || word === 'non',
    ),
  );
});

test('a long name is read in linear time', () => {
  assertLinear('a long name', repeated('aB-', 1_200_000), environmentFromName);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { hostEnvironment, isSharedHost, plainHost } from '../../../../src/core/environments/hosts.ts';

const rows: readonly (readonly [host: string, expected: string])[] = [
  ['localhost', 'local'],
  ['LOCALHOST.', 'local'],
  ['localhost:5432', 'local'],
  ['127.0.0.1', 'local'],
  ['127.12.3.4', 'local'],
  ['127.0.0.1.evil.com', 'unknown remote'],
  ['127.acme.com', 'unknown remote'],
  ['::1', 'local'],
  ['[::1]:5432', 'local'],
  ['::ffff:127.0.0.1', 'local'],
  ['2001:db8::1', 'unknown remote'],
  ['0.0.0.0', 'local'],
  ['host.docker.internal', 'local'],
  ['evil-host.docker.internal.acme.com', 'unknown remote'],
  ['mac.local', 'local'],
  ['app.localhost', 'local'],
  ['localhost.acme.com', 'unknown remote'],
  ['db.prod.corp.local', 'production remote'],
  ['payments.prod.svc.cluster.local', 'production remote'],
  ['redis.default.svc.cluster.local', 'unknown remote'],
  ['', 'local'],
  ['/var/run/postgresql', 'local'],
  ['%2Fvar%2Frun%2Fpostgresql', 'local'],
  ['10.0.0.4', 'unknown remote'],
  ['192.168.1.10', 'unknown remote'],
  ['db.acme.com', 'unknown remote'],
  ['db-prod.acme.com', 'production remote'],
  ['prod.db.acme.com', 'production remote'],
  ['acme-prod.c1x2.eu-west-1.rds.amazonaws.com', 'production remote'],
  ['acme.c1x2.eu-west-1.rds.amazonaws.com', 'unknown remote'],
  ['shop-production.up.railway.app', 'production remote'],
  ['db.staging.acme.com', 'staging remote'],
  ['nonprod.acme.com', 'staging remote'],
  ['sandbox.paypal.com', 'staging remote'],
  ['db.prod.internal', 'production remote'],
  ['prod.internal', 'production remote'],
  ['postgres.production', 'production remote'],
  ['prod', 'production remote'],
  ['db', 'unknown remote'],
  ['acme.dev', 'unknown remote'],
  ['acme.live', 'unknown remote'],
  ['login.live.com', 'unknown remote'],
  ['live.com', 'unknown remote'],
  ['prod.com', 'unknown remote'],
  ['products.acme.com', 'unknown remote'],
  ['dev.acme.com', 'development remote'],
  ['my-worker.acme.workers.dev', 'unknown remote'],
  ['user:secret@db-prod.acme.com:5432', 'production remote'],
];

for (const [host, expected] of rows)
  test(`hostEnvironment ${host || '(empty)'} - ${expected}`, () => {
    const { environment, remote } = hostEnvironment(host);
    assert.equal(remote ? `${environment} remote` : environment, expected);
  });

for (const [host, expected] of [
  ['backboard.railway.app', true],
  ['api.stripe.com', true],
  ['s3.eu-west-1.amazonaws.com', true],
  ['storage.googleapis.com', true],
  ['api.github.com', true],
  ['shop-production.up.railway.app', false],
  ['acme.c1x2.eu-west-1.rds.amazonaws.com', false],
  ['abcdefghijklmnopqrst.supabase.co', false],
  ['acme.com', false],
  ['api.acme.com', false],
  ['localhost', false],
] as const)
  test(`isSharedHost ${host} - ${expected}`, () => assert.equal(isSharedHost(host), expected));

test('properties: never throws, plain form is stable, remote or local', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.domain(), fc.ipV6(), fc.ipV4()), (host) => {
      const { environment, remote } = hostEnvironment(host);
      assert.equal(environment === 'local', !remote);
      assert.equal(plainHost(plainHost(host)).length <= plainHost(host).length, true);
    }),
  );
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { addressVariables, addressWithoutSecrets, decidingVariables, targetVariables } from '../../../../src/core/agents/variables.ts';

test('the launcher sends the same variables', () => {
  const launcher = readFileSync('src/gate/launcher.bash', 'utf8');
  const list = (name: string): string[] => new RegExp(`^${name}='([^']*)'`, 'm').exec(launcher)![1]!.trim().split(/\s+/);
  assert.deepEqual(list('targets'), [...targetVariables]);
  assert.deepEqual(list('addresses'), [...addressVariables]);
});

const rows: readonly (readonly [string, string | undefined])[] = [
  ['postgres://user:hunter2@db.prod.example:5432/shop', 'postgres://db.prod.example:5432/shop'],
  ['postgres://user:hunter2@db.prod.example/shop?sslmode=require&password=hunter2', 'postgres://db.prod.example/shop'],
  ['redis://:hunter2@cache:6379/0', 'redis://cache:6379/0'],
  ['mongodb+srv://u:hunter2@a.example,b.example/x', 'mongodb+srv://a.example,b.example/x'],
  ['https://vault.example:8200', 'https://vault.example:8200'],
  ['unix:///var/run/docker.sock', 'unix:///var/run/docker.sock'],
  ['ssh://deploy@build.example', 'ssh://build.example'],
  ['http://[::1]:8200/', 'http://[::1]:8200/'],
  ['libsql://x.turso.io?authToken=hunter2', 'libsql://x.turso.io'],
  // Where the password ends is not clear: nothing.
  ['postgres://user:hunt@er2@db/shop', undefined],
  ['postgres://user:hunt/er2@db/shop', undefined],
  ['postgres://user:hunt?er2@db/shop', undefined],
  ['postgres://db/shop?email=hunter2@x', undefined],
  ['jdbc:postgresql://db/shop;password=hunter2', undefined],
  ['hunter2', undefined],
  ['', undefined],
  ['://db', undefined],
  ['postgres://db/shop name', undefined],
];
for (const [address, expected] of rows)
  test(`${address} is sent as ${expected}`, () => {
    assert.equal(addressWithoutSecrets(address), expected);
  });

test('only named variables are sent, cleaned of what could end a frame', () => {
  assert.deepEqual(
    decidingVariables({
      KUBECONFIG: '/k',
      NODE_ENV: 'pro\x1e\nd',
      AWS_PROFILE: '',
      AWS_SECRET_ACCESS_KEY: 'hunter2',
      DATABASE_URL: 'postgres://u:hunter2@h/d',
      REDIS_URL: 'hunter2',
    }),
    { KUBECONFIG: '/k', NODE_ENV: 'pro  d', DATABASE_URL: 'postgres://h/d' },
  );
});

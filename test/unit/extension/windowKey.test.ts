import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { test } from 'node:test';
import { WindowKey, windowKeySecret, type Secrets } from '../../../src/extension/windowKey.ts';

class MemorySecrets implements Secrets {
  readonly values = new Map<string, string>();
  async get(key: string) {
    return this.values.get(key);
  }
  async store(key: string, value: string) {
    this.values.set(key, value);
  }
  async delete(key: string) {
    this.values.delete(key);
  }
}

function isValid(nonce: string, proof: { publicKey: string; signature: string }): boolean {
  const key = createPublicKey({ key: Buffer.from(proof.publicKey, 'base64'), type: 'spki', format: 'der' });
  assert.equal(key.asymmetricKeyType, 'ed25519');
  return verify(null, Buffer.from(`tenth-second window ${nonce}`), key, Buffer.from(proof.signature, 'base64'));
}

test('signs the challenge with a key that stays the same', async () => {
  const secrets = new MemorySecrets();
  const first = await new WindowKey(secrets).prove('n1');
  const second = await new WindowKey(secrets).prove('n2');
  assert.ok(isValid('n1', first) && isValid('n2', second));
  assert.ok(!isValid('n2', first));
  assert.equal(first.publicKey, second.publicKey);
  assert.deepEqual([...secrets.values.keys()], [windowKeySecret]);
});

test('a renewed key is another one', async () => {
  const key = new WindowKey(new MemorySecrets());
  const before = await key.prove('n');
  await key.renew();
  assert.notEqual((await key.prove('n')).publicKey, before.publicKey);
});

test('a damaged or foreign key is replaced', async () => {
  for (const damaged of ['', 'nonsense', Buffer.from('{}').toString('base64')]) {
    const secrets = new MemorySecrets();
    secrets.values.set(windowKeySecret, damaged);
    assert.ok(isValid('n', await new WindowKey(secrets).prove('n')));
  }
});

test('of two windows that make a key at once, the stored one is used', async () => {
  const secrets = new MemorySecrets();
  const other = new MemorySecrets();
  await new WindowKey(other).prove('n');
  const stored = other.values.get(windowKeySecret) ?? '';
  const racing: Secrets = {
    get: (key) => secrets.get(key),
    delete: (key) => secrets.delete(key),
    store: () => secrets.store(windowKeySecret, stored),
  };
  const proof = await new WindowKey(racing).prove('n');
  assert.equal(proof.publicKey, (await new WindowKey(other).prove('n')).publicKey);
});

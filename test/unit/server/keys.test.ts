import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { WindowKeys, isSignedBy } from '../../../src/server/keys.ts';
import { WindowAccess, productName } from '../../../src/server/windowAccess.ts';
import { Windows } from '../../../src/server/windows.ts';
import { createLog } from '../../../src/server/log.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenth-second-keys-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const freshPath = (): string => join(folder, `keys-${files++}.json`);

function keyPair(type: 'ed25519' | 'rsa' = 'ed25519') {
  const pair = type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const prove = (nonce: string) => ({
    publicKey,
    signature: sign(type === 'rsa' ? 'sha256' : null, Buffer.from(`tenth-second window ${nonce}`), pair.privateKey).toString('base64'),
    product: 'Editor',
    version: '1',
  });
  return { publicKey, prove };
}

describe('a signature', () => {
  test('counts for its own challenge and an ed25519 key only', () => {
    const key = keyPair();
    assert.equal(isSignedBy(key.prove('n'), 'n'), true);
    assert.equal(isSignedBy(key.prove('n'), 'm'), false);
    assert.equal(isSignedBy({ ...key.prove('n'), publicKey: keyPair().publicKey }, 'n'), false);
    assert.equal(isSignedBy(keyPair('rsa').prove('n'), 'n'), false);
    for (const text of ['', 'AAAA', 'x'.repeat(10_000)]) {
      assert.equal(isSignedBy({ ...key.prove('n'), publicKey: text }, 'n'), false);
      assert.equal(isSignedBy({ ...key.prove('n'), signature: text }, 'n'), false);
    }
  });
});

describe('the list of keys', () => {
  test('is kept over restarts, 0600', () => {
    const path = freshPath();
    const keys = new WindowKeys(path);
    assert.equal(keys.isEmpty, true);
    keys.add('one', 'Editor', 0);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(new WindowKeys(path).has('one'), true);
    assert.equal(new WindowKeys(path).isEmpty, false);
    assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), {
      keys: [{ publicKey: 'one', product: 'Editor', createdAt: '1970-01-01T00:00:00.000Z' }],
    });
  });

  test('a file that cannot be read trusts nobody', () => {
    for (const text of ['{', '[]', '{"keys":[1]}', '{"keys":[{"publicKey":1}]}']) {
      const path = freshPath();
      writeFileSync(path, text, { mode: 0o600 });
      const keys = new WindowKeys(path);
      assert.deepEqual([keys.readable, keys.isEmpty], [false, false], text);
      keys.restore();
      assert.equal(readFileSync(path, 'utf8'), text);
    }
    if (process.platform === 'win32') return;
    const path = freshPath();
    writeFileSync(path, '{"keys":[]}');
    chmodSync(path, 0o666);
    assert.equal(new WindowKeys(path).readable, false);
  });

  test('is put back when somebody else writes or removes it', () => {
    const path = freshPath();
    const keys = new WindowKeys(path);
    keys.add('one', 'Editor', 0);
    assert.equal(keys.changedBehindUs(), false);
    writeFileSync(path, '{"keys":[{"publicKey":"two","product":"x"}]}');
    assert.equal(keys.changedBehindUs(), true);
    assert.equal(keys.has('two'), false);
    keys.restore();
    assert.equal(new WindowKeys(path).has('one'), true);
    rmSync(path);
    assert.equal(keys.changedBehindUs(), true);
  });
});

describe('access', () => {
  const access = (path: string) => {
    const notes: string[] = [];
    const ports = { keys: new WindowKeys(path), windows: new Windows(), now: () => 0, note: async (text: string) => void notes.push(text) };
    return { access: new WindowAccess(ports), notes, keys: ports.keys };
  };

  test('first comes, then only known keys', async () => {
    const path = freshPath();
    const first = keyPair();
    const { access: gate, notes } = access(path);
    assert.deepEqual(await gate.admit(first.prove('n'), 'n'), { accepted: true });
    assert.deepEqual(await gate.admit(first.prove('m'), 'm'), { accepted: true });
    assert.deepEqual(await gate.admit(keyPair().prove('n'), 'n'), { accepted: false, reason: 'unknown key' });
    assert.deepEqual(await gate.admit(first.prove('n'), 'other'), { accepted: false, reason: 'signature' });
    for (const params of [null, 1, {}, { publicKey: 1, signature: 2 }])
      assert.deepEqual(await gate.admit(params, 'n'), { accepted: false, reason: 'signature' });
    assert.equal(notes.length, 2);
  });

  test('the name of an unknown program is harmless text', () => {
    assert.equal(productName('Cursor\n\u202e<script>'), 'Cursorscript');
    assert.equal(productName(undefined), 'An editor without a name');
    assert.equal(productName('x'.repeat(500)).length, 60);
  });
});

describe('the log', () => {
  test('redacts, stays on one line and below its limit', () => {
    const log = createLog(folder, (text) => text.replaceAll('secret', '•••'));
    log.error('what\nhappened', new Error('secret'));
    const text = readFileSync(join(folder, 'server.log'), 'utf8');
    assert.match(text, /error what \| happened: Error: •••/);
    for (let line = 0; line < 600; line++) log.info('x'.repeat(10_000));
    assert.ok(statSync(join(folder, 'server.log')).size < 1.1 * 1024 * 1024);
    assert.ok(statSync(join(folder, 'server.log.1')).size < 1.1 * 1024 * 1024);
  });
});

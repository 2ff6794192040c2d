import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { isLoopback, splitUrl } from '../../../../src/core/payload/request.ts';

const table: readonly (readonly [url: string, host: string, path: string, shown: string])[] = [
  ['https://api.example.com/v1/x?y=1#z', 'api.example.com', '/v1/x', 'https://api.example.com/v1/x'],
  ['https://user:secret@api.example.com/x', 'api.example.com', '/x', 'https://api.example.com/x'],
  ['https://user:pa/ss@api.example.com/x', 'api.example.com', '/x', 'https://api.example.com/x'],
  ['https://user:p@ss@api.example.com/x', 'api.example.com', '/x', 'https://api.example.com/x'],
  ['api.example.com/x', 'api.example.com', '/x', 'http://api.example.com/x'],
  ['HTTPS://API.Example.COM./x', 'api.example.com', '/x', 'https://api.example.com/x'],
  ['https://api.example.com:8443/x', 'api.example.com', '/x', 'https://api.example.com:8443/x'],
  ['http://[::1]:3000/x', '::1', '/x', 'http://[::1]:3000/x'],
  ['https://api.example.com/a/../b/./c', 'api.example.com', '/b/c', 'https://api.example.com/b/c'],
  ['https://api.example.com/%64elete', 'api.example.com', '/delete', 'https://api.example.com/delete'],
  ['https://api.example.com\\x', 'api.example.com', '/x', 'https://api.example.com/x'],
  ['https://api.example.com', 'api.example.com', '/', 'https://api.example.com'],
  ['$API_URL/users/1', '', '/users/1', '$API_URL/users/1'],
  ['${API_URL}/users/1', '', '/users/1', '$API_URL/users/1'],
  ['https://$HOST/users/1', '', '/users/1', '$HOST/users/1'],
  ['http://localhost:$PORT/users', 'localhost', '/users', 'http://localhost:$PORT/users'],
  ['', '', '/', ''],
];

for (const [url, host, path, shown] of table)
  test(`splits ${url}`, () => {
    const parts = splitUrl(url);
    assert.deepEqual([parts.host, parts.path, parts.shown], [host, path, shown]);
  });

test('knows this machine', () => {
  for (const host of ['localhost', 'shop.localhost', '127.0.0.1', '127.1', '::1', '0.0.0.0', 'host.docker.internal', '::ffff:127.0.0.1'])
    assert.ok(isLoopback(host), host);
  for (const host of ['localhost.example.com', '127.0.0.1.example.com', '10.0.0.1', '', 'example.com', '128.0.0.1'])
    assert.ok(!isLoopback(host), host);
});

test('never throws and never shows a password', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      splitUrl(text);
    }),
    { numRuns: 2000 },
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9:@!%_~.-]{8,30}$/), (password) => {
      const { shown, host } = splitUrl(`https://user:${password}-S3CRET@api.example.com/x`);
      assert.ok(!shown.includes('S3CRET') && host === 'api.example.com', shown);
    }),
  );
});

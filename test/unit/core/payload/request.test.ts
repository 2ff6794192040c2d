import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { headerOf, hostMatches, isLoopback, splitQuery, splitUrl } from '../../../../src/core/payload/request.ts';

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
  ['//api.example.com/x', 'api.example.com', '/x', 'http://api.example.com/x'],
  [' https://api.exa\nmple.com/a\tb ', 'api.example.com', '/ab', 'https://api.example.com/ab'],
  ['/x?next=https://api.example.com/', '', '/x', '/x'],
  ['?x=1', '', '/', ''],
  ['#x', '', '/', ''],
  ['api.example.com/x#y?z=1', 'api.example.com', '/x', 'http://api.example.com/x'],
  ['api.example.com/x?to=https://other.example.com/y', 'api.example.com', '/x', 'http://api.example.com/x'],
  ['https://api.example.com\\a/b', 'api.example.com', '/a/b', 'https://api.example.com/a/b'],
  ['https://api.example.com/a\\b', 'api.example.com', '/a/b', 'https://api.example.com/a/b'],
  ['https://api.example.com/a//b/', 'api.example.com', '/a/b/', 'https://api.example.com/a/b/'],
  ['https://api.example.com/a/../', 'api.example.com', '/', 'https://api.example.com'],
  ['https://api.example.com/%64elete/100%', 'api.example.com', '/delete/100%', 'https://api.example.com/delete/100%'],
  ['https://%61pi.example.com../x', 'api.example.com', '/x', 'https://api.example.com/x'],
  ['http://[FE80::1%25eth0]:$PORT/x', 'fe80::1', '/x', 'http://[fe80::1]:$PORT/x'],
  ['http://[::1', '::1', '/', 'http://[::1]'],
  ['https://$(hostname)/x', '', '/x', '/x'],
  ['', '', '/', ''],
];

for (const [url, host, path, shown] of table)
  test(`splits ${url}`, () => {
    const parts = splitUrl(url);
    assert.deepEqual([parts.host, parts.path, parts.shown], [host, path, shown]);
  });

test('tells scheme, port, credentials and the variable of the host', () => {
  const told = (url: string): readonly unknown[] => {
    const { scheme, port, credentials, hostVariable } = splitUrl(url);
    return [scheme, port, credentials, hostVariable];
  };
  assert.deepEqual(told('WSS://user@api.example.com:8443/x'), ['wss', '8443', true, undefined]);
  assert.deepEqual(told('api.example.com'), ['http', '', false, undefined]);
  assert.deepEqual(told('http://[::1]:3000'), ['http', '3000', false, undefined]);
  assert.deepEqual(told('${API_URL}/x'), ['http', '', false, 'API_URL']);
  assert.ok(!('hostVariable' in splitUrl('api.example.com')));
});

test('reads a query', () => {
  assert.deepEqual(splitUrl('https://a.example/x?all=true&&name=a+b%21&force&=1&c=d=e#f').query, [
    ['all', 'true'],
    ['name', 'a b!'],
    ['force', ''],
    ['', '1'],
    ['c', 'd=e'],
  ]);
  assert.deepEqual(splitUrl('https://a.example/x').query, []);
  assert.deepEqual(splitQuery(''), []);
  assert.equal(splitQuery('a&'.repeat(300)).length, 200);
});

test('matches a host with a pattern', () => {
  const matching = [
    ['api.example.com', 'api.example.com'],
    ['a.b.example.com', '*.example.com'],
    ['gitlab.acme.io', 'gitlab.*'],
    ['api.us5.datadoghq.com', 'api.*.datadoghq.com'],
  ] as const;
  for (const [host, pattern] of matching) assert.ok(hostMatches(host, pattern), `${host} ${pattern}`);
  const other = [
    ['api.example.com.evil.io', 'api.example.com'],
    ['example.com', '*.example.com'],
    ['evilexample.com', '*.example.com'],
    ['a.example.com.evil.io', '*.example.com'],
    ['my.gitlab.io', 'gitlab.*'],
    ['api.datadoghq.com', 'api.*.datadoghq.com'],
    ['api.us5.datadoghq.com.evil.io', 'api.*.datadoghq.com'],
    ['www.us5.datadoghq.com', 'api.*.datadoghq.com'],
  ] as const;
  for (const [host, pattern] of other) assert.ok(!hostMatches(host, pattern), `${host} ${pattern}`);
});

test('looks a header up', () => {
  const request = {
    method: 'GET',
    url: '',
    scheme: 'http',
    host: '',
    path: '/',
    query: [],
    files: [],
    headers: new Map([['accept', 'text/plain']]),
  };
  assert.equal(headerOf(request, 'accept'), 'text/plain');
  assert.equal(headerOf(request, 'authorization'), '');
});

test('knows this machine', () => {
  for (const host of [
    'localhost',
    'shop.localhost',
    '127.0.0.1',
    '127.1',
    '::1',
    '0.0.0.0',
    '::',
    'host.docker.internal',
    'ip6-localhost',
    '::ffff:127.0.0.1',
    '127.0.100.200',
  ])
    assert.ok(isLoopback(host), host);
  for (const host of ['localhost.example.com', '127.0.0.1.example.com', '10.0.0.1', '', 'example.com', '128.0.0.1', 'a.127.0.0.1'])
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

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { readAddress } from '../../../../src/core/environments/urls.ts';

const rows: readonly (readonly [text: string, expected: string])[] = [
  ['postgres://u:p@db.acme.com:5432/shop?sslmode=require', 'postgres db.acme.com /shop u'],
  ['postgresql://db.acme.com/shop', 'postgresql db.acme.com /shop'],
  ['postgres://u:p%40ss@db.acme.com/shop', 'postgres db.acme.com /shop u'],
  ['postgres://u:p@ss@db.acme.com/shop', 'postgres db.acme.com /shop u'],
  ['postgres://u:p/ss@db.acme.com/shop', 'postgres db.acme.com /shop u'],
  ['postgres://u:p#ss@db.acme.com/shop', 'postgres db.acme.com /shop u'],
  ['postgres://u:p@a.acme.com:5432,b.acme.com:5433/shop', 'postgres a.acme.com,b.acme.com /shop u'],
  ['postgres:///shop?host=/var/run/postgresql', 'postgres /var/run/postgresql /shop'],
  ['mongodb+srv://u:p@cluster0.ab1cd.mongodb.net/shop', 'mongodb+srv cluster0.ab1cd.mongodb.net /shop u'],
  ['redis://:p@cache.acme.com:6379/0', 'redis cache.acme.com /0'],
  ['jdbc:postgresql://db.acme.com/shop', 'postgresql db.acme.com /shop'],
  ['sqlserver://db.acme.com:1433;database=shop;password=p', 'sqlserver db.acme.com /shop'],
  ['Server=tcp:acme.database.windows.net,1433;Database=shop;User ID=u;Password=p;', 'keywords acme.database.windows.net /shop'],
  ['host=db.acme.com port=5432 dbname=shop password=p', 'keywords db.acme.com /shop'],
  ['https://user@api.acme.com/v1', 'https api.acme.com /v1 user'],
  ['https://api.acme.com:8443/a@b', 'https api.acme.com /a@b'],
  ['http://localhost:3000', 'http localhost'],
  ['hello world', 'none'],
  ['a=b', 'none'],
  ['mailto:x@acme.com', 'none'],
];

for (const [text, expected] of rows)
  test(`readAddress ${text} - ${expected}`, () => {
    const address = readAddress(text);
    assert.equal(
      address
        ? [
            address.scheme,
            address.hosts.join(','),
            ...(address.path ? [`/${address.path}`] : []),
            ...(address.user ? [address.user] : []),
          ].join(' ')
        : 'none',
      expected,
    );
  });

test('property: never throws, and no part of it is the password', () => {
  fc.assert(fc.property(fc.string(), (text) => void readAddress(text)));
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9%#!$^*_-]{8,24}$/), (password) => {
      assert.equal(JSON.stringify(readAddress(`postgres://u:${password}@db.acme.com/shop`)).includes(password), false);
    }),
  );
});

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { credentialsOfFile } from '../../../../src/core/credentials/credentialsOfFile.ts';
import { findCredentials, isCredential } from '../../../../src/core/credentials/findCredentials.ts';
import { fingerprintShape, isFingerprintable, secretForms } from '../../../../src/core/credentials/fingerprints.ts';
import { noKnowledge, type CredentialPlace, type Knowledge } from '../../../../src/core/types.ts';
import { fakes, letters, pem, uuid } from './fakes.ts';
import { assertLinear, repeated } from '../../../support/growth.ts';

const fingerprint = (value: string): string =>
  `${fingerprintShape(value)}.${createHmac('sha256', 'key').update(value).digest('hex').slice(0, 32)}`;
const encodeBase64 = (text: string): string => Buffer.from(text).toString('base64');
const decodeBase64 = (text: string): string | undefined => Buffer.from(text, 'base64').toString('utf8');

function place(value: string, variable: string): CredentialPlace {
  return {
    path: '/ws/.env',
    line: 1,
    variable,
    kind: 'generic.secret',
    environment: 'unknown',
    fingerprints: secretForms(value, encodeBase64).map(fingerprint),
  };
}

function knowing(...values: readonly string[]): {
  readonly knowledge: Knowledge;
  readonly fingerprint: typeof fingerprint;
  readonly decodeBase64: typeof decodeBase64;
} {
  return { knowledge: { ...noKnowledge, credentials: values.map((value, i) => place(value, `V${i}`)) }, fingerprint, decodeBase64 };
}

const token = uuid('railway');
const odd = 'p@ss:w/rd!4471';
const spaced = 'correct horse 77';

const carried: readonly (readonly [value: string, text: (value: string) => string])[] = [
  [token, (v) => `curl -H "Authorization: Bearer ${v}" https://backboard.railway.app/graphql/v2`],
  [token, (v) => `RAILWAY_TOKEN=${v} railway down`],
  [token, (v) => `curl -u ${v}: https://x`],
  [token, (v) => `curl https://x/?token=${v}&a=b`],
  [token, (v) => `curl -d '{"token":"${v}"}' https://x`],
  [token, (v) => `curl -d "{\\"token\\":\\"${v}\\"}" https://x`],
  [token, (v) => `printf 'a\\n${v}'`],
  [token, (v) => `tool --token=${v};ls`],
  [token, (v) => `x%3D${v}`],
  [token, (v) => `tool -p${v}`],
  [token, (v) => `curl -H "Authorization: Basic ${encodeBase64(`me:${v}`)}"`],
  [token, (v) => `echo ${encodeBase64(v)} | base64 -d`],
  [token, (v) => `echo ${encodeBase64(`${v}\n`)} | base64 -d`],
  [token, (v) => `echo ${Buffer.from(v).toString('hex')} | xxd -r -p`],
  [token, (v) => v],
  [odd, (v) => `psql postgres://me:${v}@db.acme.com/shop`],
  [odd, (v) => `psql "postgres://me:${encodeURIComponent(v)}@db.acme.com/shop"`],
  [odd, (v) => `PGPASSWORD='${v}' psql`],
  [odd, (v) => `mysql -p'${v}'`],
  [odd, (v) => `echo ${v}`],
  [spaced, (v) => `tool --password "${v}"`],
  [spaced, (v) => `tool --password ${encodeURIComponent(v)}`],
  ['quote"inside77', (v) => JSON.stringify({ password: v })],
  ["apostrophe'77", (v) => `tool '${v.replaceAll("'", String.raw`'\''`)}'`],
  ['with#hash4471', () => 'tool with#hash4471'],
];

for (const [i, [value, text]] of carried.entries())
  test(`carried ${i + 1}`, () => {
    const facts = knowing('another-secret-1', value, letters('mixed', 40));
    assert.deepEqual(
      findCredentials(text(value), facts).map((one) => one.variable),
      ['V1'],
    );
  });

test('near misses carry nothing', () => {
  const facts = knowing(token, odd);
  for (const text of [
    '',
    'ls',
    `echo ${token.slice(1)}`,
    `echo ${token.slice(0, -1)}`,
    `echo x${token}`,
    `echo ${token}x`,
    `echo ${token.toUpperCase()}`,
    `echo ${uuid('other')}`,
    `echo ${odd}x`,
    `echo ${encodeBase64('me:somebody else')}`,
  ])
    assert.deepEqual(findCredentials(text, facts), [], text.slice(0, 8));
});

test('all places of a value are given, each once', () => {
  const a = { ...place(token, 'A'), path: '/ws/a/.env' };
  const b = { ...place(token, 'B'), path: '/ws/b/.env' };
  const facts = { knowledge: { ...noKnowledge, credentials: [a, b] }, fingerprint };
  assert.deepEqual(findCredentials(`${token} ${token}`, facts), [a, b]);
});

test('fingerprints of another make are looked up as they are', () => {
  const credentials = [{ ...place(token, 'A'), fingerprints: [`plain ${token}`] }];
  assert.equal(
    findCredentials(`x ${token}`, { knowledge: { ...noKnowledge, credentials }, fingerprint: (value) => `plain ${value}` }).length,
    1,
  );
});

test('isCredential knows single words', () => {
  const facts = knowing(token, odd);
  assert.equal(isCredential(token, facts), true);
  assert.equal(isCredential(odd, facts), true);
  assert.equal(isCredential(`${token}x`, facts), false);
});

test('words that people write anyway are no fingerprints', () => {
  const rows = [
    ['postgres', false],
    ['changeme', false],
    ['short1', false],
    ['rental-shop', false],
    ['production', false],
    ['tide-low-4471', true],
    [token, true],
    [letters('mixed', 20), true],
  ] as const;
  for (const [value, expected] of rows)
    assert.equal(isFingerprintable({ value, kind: 'generic.password', local: false }), expected, value.slice(0, 6));
  assert.equal(isFingerprintable({ value: token, kind: 'generic.password', local: true }), false);
});

test('a private key is known by any of its lines', () => {
  const key = pem();
  const places = credentialsOfFile({ path: '/ws/deploy.pem', text: key, root: '/ws' }, fingerprint, encodeBase64);
  assert.equal(places.length, 1);
  const facts = { knowledge: { ...noKnowledge, credentials: places }, fingerprint };
  assert.equal(findCredentials(`echo ${key.split('\n')[2]} > x`, facts).length, 1);
  assert.equal(findCredentials(`echo ${letters('mixed', 64, 'else')} > x`, facts).length, 0);
});

test('places have file, line, variable and environment, and no value', () => {
  const text = `# x\nRAILWAY_TOKEN=${token}\nDB_PASSWORD=tide-low-4471\nLOCAL_URL=postgres://postgres:postgres@localhost/x\nSTRIPE_SECRET_KEY=sk_test_${letters('mixed', 24)}`;
  const at = (path: string): readonly string[] =>
    credentialsOfFile({ path, text, root: '/ws' }, fingerprint, encodeBase64).map(
      (one) => `${one.line} ${one.variable} ${one.kind} ${one.environment} ${one.fingerprints.length > 0}`,
    );
  assert.deepEqual(at('/ws/scripts/domains/.env'), [
    '2 RAILWAY_TOKEN railway.token unknown true',
    '3 DB_PASSWORD generic.password unknown true',
    '4 LOCAL_URL url.password local false',
    '5 STRIPE_SECRET_KEY stripe.key development true',
  ]);
  assert.deepEqual(
    at('/ws/.env.production').map((row) => row.split(' ')[3]),
    ['production', 'production', 'local', 'development'],
  );
  assert.deepEqual(
    at('/ws/.env.example').map((row) => row.split(' ')[2]),
    ['railway.token', 'stripe.key'],
  );
  assert.equal(
    JSON.stringify(credentialsOfFile({ path: '/ws/.env', text, root: '/ws' }, fingerprint, encodeBase64)).includes(token),
    false,
  );
});

test('properties: never throws; what is planted between boundaries is found', () => {
  fc.assert(fc.property(fc.string(), (text) => void findCredentials(text, knowing(token, odd, spaced))));
  const separator = fc.constantFrom(' ', '"', "'", '=', ':', '@', '/', '\n', '(', '&', ',', '\\"');
  fc.assert(
    fc.property(
      fc.string(),
      separator,
      separator,
      fc.string(),
      fc.constantFrom(token, odd, letters('mixed', 33)),
      (before, left, right, after, value) => {
        const facts = knowing(token, odd, letters('mixed', 33));
        assert.ok(findCredentials(`${before}${left}${value}${right}${after}`, facts).length > 0);
      },
    ),
  );
});

test('few words of a typical command are hashed, and none when nothing is known', () => {
  const facts = knowing(...fakes.slice(0, 15).map(([, value]) => value), token, odd, 'tide-low-4471', 'x+y/z=1234567', letters('hex', 32));
  const text = `curl -X POST https://backboard.railway.app/graphql/v2 -H "Authorization: Bearer ${uuid('other')}" -H "Content-Type: application/json" -d '{"query":"mutation { volumeDelete(volumeId: \\"3d2c42fb-7a1e-4f0b-9c55-60d8a1be27f4\\") }"}'`;
  let hashed = 0;
  const counting = (word: string): string => {
    hashed += 1;
    return facts.fingerprint(word);
  };
  findCredentials(text, { ...facts, fingerprint: counting });
  assert.ok(hashed <= 40, `${hashed} words`);
  hashed = 0;
  findCredentials(text, { knowledge: noKnowledge, fingerprint: counting });
  assert.equal(hashed, 0);
});

test('a megabyte is read in linear time', () => {
  const facts = knowing(...fakes.slice(0, 20).map(([, value]) => value), odd, spaced);
  for (const unit of ['a b ', 'aaaaaaaaaaaaaaaa', 'Ab1'.repeat(20) + ' ', '=;:', `${uuid()} `]) {
    assertLinear(unit.slice(0, 10), repeated(unit, 1_000_000), (text) => findCredentials(text, facts));
  }
});

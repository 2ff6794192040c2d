import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { recogniseSecrets } from '../../../../src/core/credentials/recogniseSecrets.ts';
import { secretRules } from '../../../../src/core/credentials/secretRules.ts';
import { fakePassword, fakes, jwt, letters, moreFakes, namedFakes, pem, placedFakes, uuid } from './fakes.ts';
import { assertLinear, repeated } from '../../../support/growth.ts';

const typed = [...fakes, ...moreFakes];

for (const [i, [kind, value]] of typed.entries())
  test(`typed ${i + 1}: ${kind}, in prose, in code and in a dotenv file`, () => {
    for (const [path, text] of [
      ['notes.txt', `see ${value} there`],
      ['a.ts', `const x = '${value}';`],
      ['.env', `VALUE=${/[\n"]/.test(value) ? `'${value}'` : value}\n`],
    ] as const) {
      const found = recogniseSecrets(path, text);
      assert.deepEqual(
        found.map((secret) => secret.kind),
        [kind],
        `${path}: ${found.map((secret) => secret.kind).join()}`,
      );
      assert.equal(text.slice(found[0]!.start, found[0]!.end), found[0]!.value);
      assert.ok(value.includes(found[0]!.value));
    }
  });

test('every typed rule has a fake', () => {
  assert.deepEqual(
    secretRules.map((rule) => rule.kind).filter((kind) => !typed.some(([one]) => one === kind)),
    [],
  );
});

for (const [kind, variable, value] of namedFakes)
  test(`named: ${kind} by ${variable}`, () => {
    for (const [path, text] of [
      ['.env', `${variable}="${value}"\n`],
      ['config.json', `{"${variable}": "${value}"}`],
      ['a.ts', `const ${variable} = '${value}';`],
      ['ci.yml', `env:\n  ${variable}: ${value}\n`],
    ] as const)
      assert.deepEqual(
        recogniseSecrets(path, text).map((secret) => `${secret.kind} ${secret.variable}`),
        [`${kind} ${variable}`],
        path,
      );
  });

for (const [i, [kind, path, text]] of placedFakes.entries())
  test(`placed ${i + 1}: ${kind} in ${path}`, () =>
    assert.deepEqual(
      recogniseSecrets(path, text(fakePassword))
        .filter((secret) => !secret.local)
        .map((secret) => secret.kind),
      [kind],
    ));

test('there are shape-correct values of more than 150 kinds', () => {
  const kinds = new Set([...typed, ...namedFakes, ...placedFakes].map(([kind]) => kind));
  assert.ok(kinds.size >= 150, String(kinds.size));
});

test('live and test keys are told apart', () => {
  const rows = [
    [`sk_live_${letters('mixed', 24)}`, 'production'],
    [`sk_test_${letters('mixed', 24)}`, 'development'],
    [`rzp_test_${letters('mixed', 14)}`, 'development'],
    [`access-sandbox-${uuid()}`, 'development'],
    [`dp.st.prd.${letters('mixed', 40)}`, 'production'],
    [`dp.st.dev.${letters('mixed', 40)}`, undefined],
  ] as const;
  for (const [value, environment] of rows) assert.equal(recogniseSecrets('x', value)[0]?.environment, environment, value.slice(0, 12));
});

const random = letters('mixed', 32);
const password = 'tide-low-4471';

/** Path, text, expected `line kind variable` of each. */
const found: readonly (readonly [path: string, text: string, expected: readonly string[]])[] = [
  ['scripts/domains/.env', `# for register.js\nRAILWAY_TOKEN=${uuid()}\nZONE=acme.com`, ['2 railway.token RAILWAY_TOKEN']],
  ['.env', `export HEROKU_API_KEY="${uuid()}"`, ['1 heroku.key HEROKU_API_KEY']],
  ['.env', `API_SECRET=${random}`, ['1 generic.secret API_SECRET']],
  ['.env', `DB_PASSWORD=${password}`, ['1 generic.password DB_PASSWORD']],
  ['.env', `DB_PASSWORD=summer`, ['1 generic.password DB_PASSWORD']],
  ['.env', `# OLD_TOKEN=${random}`, ['1 generic.token OLD_TOKEN']],
  ['.env', `SESSION_SECRET='with space and # in it 12'`, []],
  ['.env', `DATABASE_URL=postgres://u:${password}@db.acme.com/shop`, ['1 url.password DATABASE_URL']],
  ['.env', `REDIS_URL=rediss://:${password}@cache.acme.com:6379`, ['1 url.password REDIS_URL']],
  ['.env', `A_URL=postgres://u:p@ss-4471@db.acme.com/shop`, ['1 url.password A_URL']],
  ['.env', `KEY="${pem()}"\nB=1`, ['1 privateKey KEY']],
  ['.env', `SUPABASE_SERVICE_ROLE_KEY=${jwt({ role: 'service_role' })}`, ['1 supabase.serviceRoleKey SUPABASE_SERVICE_ROLE_KEY']],
  ['.env', `SUPABASE_ANON_KEY=${jwt({ role: 'anon' })}`, []],
  ['.env', `NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY=sb_publishable_${letters('mixed', 24)}`, []],
  ['config.json', `{"apiKey": "${random}"}`, ['1 generic.key apiKey']],
  ['config.yml', `db:\n  password: ${password}`, ['2 generic.password password']],
  ['main.tf', `secret_key = "${random}"`, ['1 generic.key secret_key']],
  ['a.ts', `const apiKey = '${random}';`, ['1 generic.key apiKey']],
  ['.npmrc', `//registry.acme.com/:_authToken=${uuid()}`, ['1 npm.token _authToken']],
  [
    '.aws/credentials',
    `[prod]\naws_access_key_id = AKIA${letters('base32', 16)}\naws_secret_access_key = ${letters('mixed', 40)}`,
    ['2 aws.accessKeyId aws_access_key_id', '3 aws.key aws_secret_access_key'],
  ],
  [
    '/home/me/.netrc',
    `machine api.heroku.com login me password ${random}\nmachine x.com login y password ${password}`,
    ['1 netrc.password api.heroku.com', '2 netrc.password x.com'],
  ],
  ['/home/me/.pgpass', `db.acme.com:5432:shop:me:${password}`, ['1 postgres.password db.acme.com']],
  ['/home/me/.docker/config.json', `{"auths":{"x":{"auth":"${letters('mixed', 40)}"}}}`, ['1 docker.auth auth']],
  ['/home/me/.railway/config.json', `{"user":{"token":"${random}"}}`, ['1 railway.token token']],
  ['/home/me/.vault-token', random, ['1 generic.secret -']],
  ['config/master.key', letters('hex', 32), ['1 generic.secret -']],
  [
    '/home/me/.kube/config',
    `users:\n- user:\n    token: ${random}\n    client-key-data: ${letters('mixed', 60)}`,
    ['3 generic.token token', '4 generic.key client-key-data'],
  ],
  ['/home/me/.git-credentials', `https://me:${random}@git.acme.com`, ['1 url.password -']],
  ['x.yaml', `RAILWAY_API_TOKEN: ${uuid()}`, ['1 railway.token RAILWAY_API_TOKEN']],
  ['a.sh', `curl -H "Authorization: Bearer x" https://u:${password}@api.acme.com`, ['1 url.password -']],
];

for (const [path, text, expected] of found)
  test(`found in ${path}: ${expected.join(', ') || 'nothing'}`, () => {
    const secrets = recogniseSecrets(path, text);
    assert.deepEqual(
      secrets.map((secret) => `${secret.line} ${secret.kind} ${secret.variable ?? '-'}`),
      expected,
    );
    for (const secret of secrets) assert.equal(text.slice(secret.start, secret.end), secret.value);
  });

/** Near misses: none of it is a secret. */
const benign: readonly (readonly [path: string, text: string])[] = [
  ['.env', 'API_KEY=your-api-key-here'],
  ['.env', 'API_KEY=<your key>'],
  ['.env', 'API_KEY=changeme'],
  ['.env', 'API_KEY=xxxxxxxxxxxxxxxx'],
  ['.env', 'API_KEY=${VAULT_KEY}'],
  ['.env', 'API_KEY='],
  ['.env', 'API_KEY=op://vault/item/field'],
  ['.env', 'TOKEN_URL=https://auth.acme.com/oauth/token'],
  ['.env', 'PASSWORD_MIN_LENGTH=12'],
  ['.env', `VOLUME_ID=${uuid()}`],
  ['.env', 'PRIMARY_KEY=bookings_id_1234567'],
  ['.env', `NEXT_PUBLIC_KEY=${letters('mixed', 32)}`],
  ['.env', 'DATABASE_URL=postgres://localhost/shop'],
  ['.env', 'DATABASE_URL=postgres://user:password@localhost/shop'],
  ['.env', 'DATABASE_URL=postgres://${USER}:${PASSWORD}@db.acme.com/shop'],
  ['a.ts', 'const token = getToken(request);'],
  ['a.ts', 'password: string;'],
  ['a.ts', "const key = 'translation.home.title';"],
  ['a.ts', 'const secret = process.env.API_SECRET;'],
  ['a.ts', 'interface A { apiKey: ApiKey1Options; token: TokenKind2 }'],
  ['a.py', 'password = get_password_from_vault()'],
  ['package.json', '{"keywords": ["token", "secret"], "version": "1.2.3"}'],
  ['package-lock.json', `"integrity": "sha512-${letters('mixed', 86)}=="`],
  ['a.md', 'Set `GITHUB_TOKEN` to ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'],
  ['a.yml', 'token: ${{ secrets.NPM_TOKEN }}'],
  ['a.yml', 'secretName: acme-tls'],
  ['a.yml', 'password_policy: strict'],
  ['a.html', '<input type="password" name="password" value="">'],
  ['a.css', '.token-list { color: #aabbcc }'],
  ['a.txt', 'http://localhost:8080/path@2x.png'],
  ['a.txt', `commit ${letters('hex', 40)}`],
  ['a.txt', 'The password is kept in the vault: ask Ana.'],
];

for (const [path, text] of benign)
  test(`nothing in ${path}: ${text.slice(0, 60)}`, () =>
    assert.deepEqual(
      recogniseSecrets(path, text)
        .filter((secret) => !secret.local)
        .map((secret) => secret.kind),
      [],
    ));

test("passwords of one's own machine are told apart", () => {
  const rows = [
    ['DATABASE_URL=postgres://postgres:postgres@localhost/shop', true],
    [`DATABASE_URL=postgres://u:${password}@localhost/shop`, true],
    [`DATABASE_URL=postgres://u:${password}@db.acme.com/shop`, false],
    ['DB_HOST=localhost\nDB_PASSWORD=rental-2024', true],
    ['DB_HOST=db.acme.com\nDB_PASSWORD=rental-2024', false],
    ['POSTGRES_PASSWORD=postgres', true],
    ['POSTGRES_PASSWORD=rental-2024', false],
  ] as const;
  for (const [text, local] of rows)
    assert.deepEqual(
      recogniseSecrets('.env', text).map((secret) => secret.local),
      [local],
      text.replace(/:[^:@]*@/, ':…@'),
    );
});

test('properties: never throws, spans are in order, apart and true', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(...fakes.map(([, value]) => value), 'API_KEY=', 'password: ', '"token": "', '://u:', '@host', '\n', "'", '"', ' '),
  );
  fc.assert(
    fc.property(fc.constantFrom('.env', 'a.json', 'a.ts', '.netrc', '.pgpass', 'x'), fc.array(piece, { maxLength: 12 }), (path, pieces) => {
      const text = pieces.join('');
      let last = 0;
      for (const secret of recogniseSecrets(path, text)) {
        assert.ok(secret.start >= last && secret.end > secret.start);
        assert.equal(text.slice(secret.start, secret.end), secret.value);
        assert.equal(text.slice(0, secret.start).split('\n').length, secret.line);
        last = secret.end;
      }
    }),
    { numRuns: 500 },
  );
});

test('hostile texts are read in linear time', () => {
  const size = 256 * 1024;
  for (const unit of [
    'a',
    'A=',
    'token=',
    'token: "',
    "key='\\",
    '://a:',
    'https://a:b',
    'eyJa.eyJ',
    '-----BEGIN RSA PRIVATE KEY-----',
    'password ',
    '"',
    '=\n',
    'sk_live_',
    'xoxb-',
    ' : ',
    'a.a.',
    'SG.a.',
    '?sv=1&sig=',
    'machine a password ',
  ]) {
    for (const path of ['.env', 'x.json', '.netrc', '.pgpass'])
      assertLinear(`${JSON.stringify(unit)} as ${path}`, repeated(unit, size), (text) => recogniseSecrets(path, text));
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { recogniseSecrets } from '../../../../src/core/credentials/recogniseSecrets.ts';
import { redact } from '../../../../src/core/credentials/redact.ts';
import { fakes, letters, uuid } from './fakes.ts';
import { assertLinear, repeated } from '../../../support/growth.ts';

const s = letters('mixed', 24);
const word = 'hunter2zebra';

/** What is written, with `§` for the secret; what must be left. */
const rows: readonly (readonly [text: string, expected: string, secret?: string])[] = [
  [
    'curl -H "Authorization: Bearer §" https://backboard.railway.app',
    'curl -H "Authorization: Bearer ‹token›" https://backboard.railway.app',
    uuid(),
  ],
  ["curl -H 'authorization: basic §' x", "curl -H 'authorization: basic ‹token›' x"],
  ['curl -H "Authorization: §" x', 'curl -H "Authorization: ‹token›" x'],
  ['curl -H "X-Api-Key: §" x', 'curl -H "X-Api-Key: ‹key›" x'],
  ['curl -H "PRIVATE-TOKEN: §" x', 'curl -H "PRIVATE-TOKEN: ‹token›" x'],
  ['curl -H "Cookie: session=§; a=b" x', 'curl -H "Cookie: ‹token›" x'],
  ['curl -u admin:§ https://x', 'curl -u admin:‹password› https://x', word],
  ['curl --user admin:§ x', 'curl --user admin:‹password› x', word],
  ["curl -u 'admin:§' x", "curl -u 'admin:‹password›' x", word],
  ['http -a admin:§ x', 'http -a admin:‹password› x', word],
  ['curl https://me:§@x.com/y', 'curl https://me:‹password›@x.com/y', word],
  ['psql postgres://me:§@db.acme.com/shop', 'psql postgres://me:‹password›@db.acme.com/shop', word],
  ['psql "host=x password=§"', 'psql "host=x password=‹password›"', word],
  ['PGPASSWORD=§ psql -h db', 'PGPASSWORD=‹secret› psql -h db', 'summer'],
  ['export API_TOKEN="§"', 'export API_TOKEN="‹secret›"', 'summer'],
  ['RAILWAY_TOKEN=§ railway up', 'RAILWAY_TOKEN=‹token› railway up', uuid()],
  ['mysql -u root -p§ shop', 'mysql -u root -p‹password› shop', word],
  ['mysqldump --host db -p§', 'mysqldump --host db -p‹password›', word],
  ['sshpass -p § ssh x', 'sshpass -p ‹password› ssh x', word],
  ['redis-cli -h x -a § FLUSHALL', 'redis-cli -h x -a ‹password› FLUSHALL', word],
  ['docker login -u me -p § x', 'docker login -u me -p ‹password› x', word],
  ['tool --password § x', 'tool --password ‹secret› x', word],
  ['tool --password=§ x', 'tool --password=‹secret› x', word],
  ['tool --api-key "§" x', 'tool --api-key "‹secret›" x', word],
  ['tool --token § x', 'tool --token ‹secret› x', word],
  [`curl -d '{"password":"§"}' x`, `curl -d '{"password":"‹password›"}' x`, word],
  [`curl -d "{\\"apiKey\\":\\"§\\"}" x`, `curl -d "{\\"apiKey\\":\\"‹secret›\\"}" x`, word],
  ['https://x.com/?access_token=§&a=b', 'https://x.com/?access_token=‹secret›&a=b'],
  ['https://x.com/?sig=§', 'https://x.com/?sig=‹secret›'],
  ['git clone https://§@github.com/a/b', 'git clone https://‹github.token›@github.com/a/b', `ghp_${letters('mixed', 36)}`],
  ['a: ‹token› § b', 'a: ‹token› ‹stripe.key› b', `sk_live_${letters('mixed', 24)}`],
  // Something that passes for a mark is none.
  ['‹§›', '‹‹github.token››', `ghp_${letters('mixed', 36)}`],
];

for (const [text, expected, secret = s] of rows)
  test(`redacts ${text}`, () => {
    const written = text.replaceAll('§', secret);
    const found = redact(written);
    assert.equal(found.includes(secret), false);
    // Which mark is a detail that the row may leave open.
    assert.equal(found.replaceAll(/‹(?:secret|token|key|password)›/g, '‹›'), expected.replaceAll(/‹(?:secret|token|key|password)›/g, '‹›'));
  });

/** Nothing in these is a secret. */
const plain = [
  'git status',
  'rm -rf node_modules dist',
  'mkdir -p src/app',
  'mysql -p shop',
  'mysql -u root -e "SELECT 1" -P 3306',
  'docker run -p 8080:80 -u 1000:1000 nginx',
  'tool --password-stdin < /dev/null',
  'tool --token-file ./x',
  'curl -H "Authorization: Bearer $TOKEN" x',
  'curl -H "Authorization: Bearer ${TOKEN}" x',
  'echo "${{ secrets.NPM_TOKEN }}"',
  'railway volume delete 3d2c42fb-7a1e-4f0b-9c55-60d8a1be27f4',
  `curl -d '{"query":"mutation { volumeDelete(volumeId: \\"3d2c42fb-7a1e-4f0b-9c55-60d8a1be27f4\\") }"}' x`,
  'git commit -m "Rotate the token of staging"',
  'psql postgres://db.acme.com/shop -c "DROP TABLE bookings"',
  'grep -r password src',
  'npm run test:token -- --watch',
  'scp -P 22 a b:/c',
  'https://acme.com/a?page=2&key_id=7',
];

for (const text of plain) test(`leaves ${text}`, () => assert.equal(redact(text), text));

test('a known word goes wherever it stands', () => {
  const known = (text: string): boolean => text === word;
  assert.equal(redact(`echo ${word}`, known), 'echo ‹credential›');
  assert.equal(redact(`x "${word}" '${word}'; a=${word}`, known), `x "‹credential›" '‹credential›'; a=‹credential›`);
  assert.equal(redact(`x/${word}?${word}`, known), 'x/‹credential›?‹credential›');
  assert.equal(redact(`tool -p${word}`, known), 'tool -p‹credential›');
  assert.equal(redact(`echo ${word}x`, known), `echo ${word}x`);
});

test('every typed secret is gone', () => {
  for (const [kind, value] of fakes) {
    const [secret] = recogniseSecrets('', value);
    assert.equal(redact(`run ${value} now`).includes(secret!.value), false, kind);
  }
});

const piece = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom(
    ...fakes.map(([, value]) => value),
    ...rows.map(([text, , secret = s]) => text.replaceAll('§', secret)),
    '--password ',
    '-u a:',
    'TOKEN=',
    '"token": "',
    "'",
    '"',
    '://u:',
    '@',
    '‹token›',
    '‹',
    '›',
    'Bearer ',
    'mysql -p',
    ' ',
    '\n',
    '\\',
    ':',
    '=',
  ),
);

test('properties: redacting twice is redacting once; no secret that is recognised is left', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), fc.boolean(), (pieces, knows) => {
      const text = pieces.join('');
      const known = knows ? (one: string): boolean => one.length === 12 : undefined;
      const once = redact(text, known);
      assert.equal(redact(once, known), once);
      assert.deepEqual(
        recogniseSecrets('', once).map((secret) => secret.kind),
        [],
      );
    }),
    { numRuns: 1500 },
  );
});

test('hostile texts are redacted in linear time', () => {
  const size = 128 * 1024;
  for (const unit of [
    'a',
    'A=',
    'token=a ',
    '--password ',
    '-u a:b ',
    'mysql ',
    'mysql -p',
    '"token": "',
    '://a:b@',
    'Bearer a',
    'Authorization: ',
    '‹',
    '‹a›',
    '?a=b&',
    ' -a ',
    'cookie:',
    'docker login -p ',
  ]) {
    assertLinear(JSON.stringify(unit), repeated(unit, size), (text) => redact(text, () => false));
  }
});

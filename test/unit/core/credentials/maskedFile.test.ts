import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskFile } from '../../../../src/core/credentials/maskedFile.ts';
import { letters, pem } from './fakes.ts';

const value = letters('mixed', 24);

const harmless: readonly (readonly [path: string, text: string])[] = [
  ['.env', 'PORT=3000\nNODE_ENV=production\nDEBUG=true\nURL=https://api.acme.com/v2\n'],
  ['.env', 'DATABASE_URL=postgres://postgres:postgres@localhost:5432/shop\n'],
  ['.env', 'API_KEY=\nSECRET=changeme\nTOKEN=<your token>\n'],
  ['.env', 'VOLUME_ID=3d2c42fb-1f0a-4c7e-9b1d-5f2c8a6e7d10\nREGION=eu-west-1\n'],
  ['.npmrc', 'registry=https://registry.npmjs.org/\nsave-exact=true\n'],
  ['config/secrets.yml', 'development:\n  port: 3000\n'],
  ['server.pem', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'],
];
const secret: readonly (readonly [path: string, text: string])[] = [
  ['.env', `API_KEY=${value}\n`],
  ['.env', `# API_KEY=${value}\n`],
  ['.env', `SOMETHING=${value}\n`],
  ['.env', `DATABASE_URL=postgres://shop:${value}@db.acme.com/shop\n`],
  ['.npmrc', `//registry.npmjs.org/:_authToken=npm_${letters('mixed', 36)}\n`],
  ['deploy.pem', pem()],
  ['id_ed25519', 'anything at all'],
  ['store.p12', 'a\0b'],
  ['terraform.tfvars', `db_password = "${value}"\n`],
];

for (const [path, text] of harmless)
  test(`nothing secret: ${path} ${text.slice(0, 30)}`, () => assert.equal(maskFile(path, text).harmless, true));
for (const [path, text] of secret)
  test(`secret: ${path} ${text.slice(0, 12)}`, () => {
    const masked = maskFile(path, text);
    assert.equal(masked.harmless, false);
    assert.ok(masked.lines.length > 0);
    assert.ok(!masked.lines.join('\n').includes(value));
  });

test('names, kinds, hosts and lengths are told, values are not', () => {
  const text = `PORT=3000\nLOG_LEVEL=debug\nDB=postgres://shop:${value}@db.acme.com:5432/shop\nSTRIPE_SECRET_KEY=sk_test_${value}\n`;
  assert.deepEqual(maskFile('.env', text).lines, [
    'PORT (number)',
    'LOG_LEVEL (text, 5 characters)',
    'DB (postgres address, host db.acme.com, database shop, password hidden)',
    'STRIPE_SECRET_KEY (stripe.key, test, 32 characters, development)',
  ]);
});

test('a long file is told shortly', () => {
  const text = Array.from({ length: 200 }, (_, i) => `KEY_${i}_SECRET=${letters('mixed', 20, String(i))}`).join('\n');
  const { lines } = maskFile('.env', text);
  assert.equal(lines.length, 41);
  assert.match(lines.at(-1) ?? '', /160 more/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHash } from 'node:crypto';
import { maskSecrets, secretMark } from '../../../../src/core/credentials/maskSecrets.ts';
import { noKnowledge } from '../../../../src/core/types.ts';
import { letters } from './fakes.ts';

const token = `sk_live_${letters('mixed', 24)}`;
const password = letters('mixed', 20);
const fingerprint = (value: string): string => createHash('sha256').update(value).digest('hex');
const knowledge = {
  ...noKnowledge,
  credentials: [
    { path: '/w/.env', line: 1, kind: 'generic.password', environment: 'production' as const, fingerprints: [fingerprint(password)] },
  ],
};
const known = [{ knowledge, fingerprint }];

test('secrets are masked and the rest stays as it is', () => {
  const text = `#!/bin/sh\nexport STRIPE_KEY="${token}"\nexec ./run\n`;
  assert.equal(maskSecrets('deploy.sh', text), `#!/bin/sh\nexport STRIPE_KEY="${secretMark}"\nexec ./run\n`);
});

test('a known value is masked wherever it stands', () => {
  assert.equal(maskSecrets('', `connected as shop with ${password}.`, { known }), `connected as shop with ${secretMark}.`);
  assert.equal(maskSecrets('', `connected with ${password}.`), `connected with ${password}.`);
});

test('what is not hidden stays', () => {
  assert.equal(maskSecrets('', `with ${password}.`, { known, hides: ({ path }) => path !== '/w/.env' }), `with ${password}.`);
});

test('code stays readable', () => {
  for (const text of [
    'const token = process.env.TOKEN;\nif (!token) throw new Error("no token");\n',
    'password: string;\n  secretName: z.string().min(8),\n',
    'curl -H "Authorization: Bearer $TOKEN" https://api.example.com',
    'DATABASE_URL=postgres://postgres:postgres@localhost:5432/shop',
    'commit 4f1d2c3b5a69788796a5b4c3d2e1f00112233445\nAuthor: Ada <ada@example.com>\n',
    '"integrity": "sha512-Hh0bS2Y1hZk0lXq0Xv6w8g1o6q1m9kqkq3mZ3Zk3o7wq0F5l7p0z2vQd1r6Z2s4u8xYbC9eT1fGhJkLmNoPqRs=="',
  ])
    assert.equal(maskSecrets('', text, { known }), text);
});

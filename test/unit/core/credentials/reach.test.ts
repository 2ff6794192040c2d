import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reachOf, widerThanItSeems } from '../../../../src/core/credentials/reach.ts';
import { reachLines } from '../../../../src/core/credentials/reachText.ts';
import { redact } from '../../../../src/core/credentials/redact.ts';
import { fakes, moreFakes, namedFakes, placedFakes } from './fakes.ts';

const kinds = new Set([...fakes, ...moreFakes, ...namedFakes, ...placedFakes].map(([kind]) => kind));

test('reach is known for at least fifty kinds, each with where it is written', () => {
  const known = [...kinds].filter((kind) => reachOf(kind) !== undefined);
  assert.ok(known.length >= 50, String(known.length));
  for (const kind of known) assert.match(reachOf(kind)!.source, /^https:\/\/|^unverified$/, kind);
});

test('a token of the account and one of a project differ by their variable', () => {
  assert.match(reachOf('railway.token', 'RAILWAY_API_TOKEN')!.destroys, /every project of every workspace/);
  assert.match(reachOf('railway.token', 'RAILWAY_TOKEN')!.destroys, /^at least one environment/);
  assert.equal(reachOf('generic.secret'), undefined);
});

test('what is said of a credential is not itself taken for one', () => {
  for (const kind of kinds)
    for (const variable of ['API_KEY', 'RAILWAY_TOKEN', 'RAILWAY_API_TOKEN'])
      for (const { text } of reachLines({ kind, variable, path: 'scripts/domains/.env', environment: 'staging' }))
        assert.equal(redact(text), text, kind);
});

const sites: readonly (readonly [string, Parameters<typeof widerThanItSeems>[0], RegExp | undefined])[] = [
  [
    'a folder that serves one thing',
    { kind: 'railway.token', variable: 'RAILWAY_TOKEN', path: 'scripts/domains/.env', environment: 'unknown' },
    /^scripts\/domains\/\.env holds a railway\.token that can reach the whole account, though it serves domains$/,
  ],
  ['a file for staging', { kind: 'digitalocean.token', path: '.env.staging', environment: 'staging' }, /though it is for staging$/],
  ['a name that says less', { kind: 'github.token', variable: 'GH_READONLY_TOKEN', path: '.env', environment: 'unknown' }, /only reads$/],
  ['the root', { kind: 'railway.token', path: '.env.production', environment: 'production' }, undefined],
  ['a folder for settings', { kind: 'railway.token', path: 'config/.env', environment: 'production' }, undefined],
  ['a narrow kind', { kind: 'upstash.token', path: 'scripts/domains/.env', environment: 'staging' }, undefined],
  ["the provider's own file at home", { kind: 'railway.token', path: '~/.railway/config.json', environment: 'unknown' }, undefined],
];
for (const [name, site, expected] of sites)
  test(`wider than it seems: ${name} - ${expected === undefined ? 'no' : 'yes'}`, () => {
    const said = widerThanItSeems(site);
    if (expected === undefined) assert.equal(said, undefined);
    else assert.match(said ?? '', expected);
  });

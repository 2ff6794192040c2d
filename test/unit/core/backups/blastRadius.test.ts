import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blastNotes, blastRadii, blastRadiusOf } from '../../../../src/core/backups/blastRadius.ts';
import { classify } from '../../../../src/core/classify.ts';
import { blindFacts, callOf } from '../../../support/facts.ts';

const id = '3d2c42fb-7a1e-4f0b-9c55-60d8a1be27f4';

/** What a command would do, and what its modal then says of backups. */
const rows: readonly (readonly [command: string, provider: string, says: RegExp])[] = [
  [
    `curl -X POST https://backboard.railway.app/graphql/v2 -d '{"query":"mutation { volumeDelete(volumeId: \\"${id}\\") }"}'`,
    'Railway',
    /backups stored inside the volume go with it[^]*48 hours[^]*another account or provider/,
  ],
  ['railway project delete --yes', 'Railway', /was not looked up/],
  ['fly volumes destroy vol_123', 'Fly.io', /five days[^]*--snapshot-id/],
  ['fly apps destroy acme-api --yes', 'Fly.io', /snapshots/],
  ['supabase projects delete abcdefghijklmnopqrst', 'Supabase', /backups go with it[^]*cannot restore/],
  ['supabase db reset --linked', 'Supabase', /Daily backups[^]*supabase db dump/],
  ['neonctl projects delete wild-sun-123', 'Neon', /history[^]*seven days/],
  ['pscale database delete shop --force', 'PlanetScale', /backups|not looked up/i],
  ['turso db destroy shop --yes', 'Turso', /five days[^]*turso db shell NAME \.dump/],
  ['atlas clusters delete bookings --force', 'MongoDB Atlas', /snapshots[^]*mongodump/],
  ['heroku addons:destroy heroku-postgresql -a acme-api', 'Heroku', /backups[^]*pg:backups:download/],
  ['aws rds delete-db-instance --db-instance-identifier prod-db --skip-final-snapshot', 'AWS', /backups[^]*AWS Backup/],
  ['aws dynamodb delete-table --table-name bookings', 'AWS', /35 days/],
  ['aws s3 rb s3://acme-uploads --force', 'AWS', /versioning/],
  ['gcloud sql instances delete main', 'Google Cloud', /--enable-final-backup/],
  ['gcloud projects delete acme', 'Google Cloud', /projects undelete/],
  ['az group delete -n rg-shop --yes', 'Azure', /vault/],
  ['kubectl delete ns payments', 'Kubernetes', /reclaim policy[^]*Velero/],
  ['wrangler d1 delete bookings', 'Cloudflare', /Time Travel[^]*No way to undo[^]*d1 export/],
  ['vercel remove acme-web --yes', 'Vercel', /No way to undo it is documented/],
];

for (const [command, provider, says] of rows)
  test(`${command.slice(0, 70)}: what its backups do`, () => {
    const { operations } = classify(callOf({ type: 'command', command, shell: 'posix' }), blindFacts());
    const operation = operations.find((one) => one.resource.provider === provider && one.location === 'remote');
    assert.ok(operation, operations.map(({ rule, resource }) => `${rule} ${resource.provider}`).join());
    assert.match(operation.notes.join('\n'), says);
    // One sentence each, and none twice.
    assert.equal(new Set(operation.notes).size, operation.notes.length);
    assert.ok(operation.notes.filter((note) => /backups?[^.]*(?:go|goes) with/i.test(note)).length <= 1, operation.notes.join('\n'));
  });

for (const command of [
  'docker volume rm shop_pgdata',
  'rm -rf build',
  'psql -c "drop table x"',
  'fly status',
  'heroku pg:backups:delete b101 -a acme-api',
])
  test(`${command}: nothing is said of a provider's backups`, () => {
    const { operations } = classify(callOf({ type: 'command', command, shell: 'posix' }), blindFacts());
    for (const operation of operations)
      assert.doesNotMatch(operation.notes.join('\n'), /another account or provider|No way to undo|not looked up/);
  });

test('every row has whole sentences and the address they are from', () => {
  for (const { provider, backups, undo, independent, source } of blastRadii) {
    for (const text of [backups, undo ?? 'None.', `X ${independent}.`]) assert.match(text, /^[A-Z].*[^.]\.$/, provider);
    assert.match(source, /^https:\/\/\S+(?: \(unverified\))?$/, provider);
  }
});

test('what a rule says already is not said again', () => {
  const operation = {
    effect: 'delete',
    location: 'remote',
    rule: 'x.delete',
    title: 'Delete',
    resource: { kind: 'database', name: 'x', provider: 'Neon' },
  } as const;
  assert.equal(blastNotes(operation, []).length, 3);
  assert.equal(blastNotes(operation, ['Its backups go with it.']).length, 2);
  assert.equal(blastRadiusOf({ ...operation, effect: 'read' }), undefined);
  assert.equal(blastRadiusOf({ ...operation, resource: { kind: 'backup', name: 'x', provider: 'Neon' } }), undefined);
});

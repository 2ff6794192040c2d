import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backupLine, backupsFrom, backupsOf, receivedBackups, timeFromOutput } from '../../../../src/core/backups/backups.ts';
import type { Judged } from '../../../../src/core/policy/verdict.ts';

test('settings: files, folders, commands, ages; what is none is counted', () => {
  const read = backupsFrom({
    'bookings-data': { file: '~/backups/bookings', maxAge: '36h' },
    'acme-*': { command: 'date +%s', maxAge: 12 },
    short: '~/dump.sql',
    week: { file: '/b', maxAge: '1w' },
    empty: {},
    wrong: { file: '/b', maxAge: 'soon' },
    negative: { file: '/b', maxAge: -1 },
    list: ['x'],
    nothing: null,
  });
  assert.deepEqual(read.backups, [
    { name: 'bookings-data', file: '~/backups/bookings', maxHours: 36 },
    { name: 'acme-*', command: 'date +%s', maxHours: 12 },
    { name: 'short', file: '~/dump.sql', maxHours: 24 },
    { name: 'week', file: '/b', maxHours: 168 },
  ]);
  assert.equal(read.rejected, 5);
  for (const value of [[], 'x', 1, null]) assert.deepEqual(backupsFrom(value), { backups: [], rejected: 1 });
  assert.deepEqual(backupsFrom(undefined), { backups: [], rejected: 0 });
  // The same after a window has sent them.
  assert.deepEqual(receivedBackups(JSON.parse(JSON.stringify(read.backups))), read.backups);
  assert.deepEqual(receivedBackups([1, { name: 2 }, { name: 'x' }, null]), []);
});

function judged(name: string, more: Partial<Judged> & { id?: string; provider?: string } = {}): Judged {
  const { id, provider, ...rest } = more;
  return {
    effect: 'delete',
    resource: { kind: 'volume', name, ...(id === undefined ? {} : { id }), ...(provider === undefined ? {} : { provider }) },
    environment: 'production',
    location: 'remote',
    recovery: 'none',
    rule: 'x.y',
    title: 'x',
    evidence: [],
    notes: [],
    verdict: 'type',
    reasons: [],
    ...rest,
  };
}

test('a backup belongs to an operation by name, id or provider', () => {
  const of = (name: string, operation: Judged) => backupsOf([operation], [{ name, file: '/b', maxHours: 1 }]).length;
  const volume = judged('bookings-data', { id: 'vol-1', provider: 'Railway' });
  for (const name of ['bookings-data', 'Bookings-Data', 'vol-1', 'railway', 'bookings-*', '*-data', '*', 'b*ing*ta'])
    assert.equal(of(name, volume), 1, name);
  for (const name of ['bookings', 'data', 'x*', '*x', 'b*z*a', 'bookings-data*-data']) assert.equal(of(name, volume), 0, name);
  assert.equal(of('*', judged('x', { effect: 'read' })), 0);
  assert.equal(of('*', judged('x', { verdict: 'allow' })), 0);
});

test('what a command prints', () => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['2026-10-01T12:00:00Z\n', '2026-10-01T12:00:00.000Z'],
    ['last snapshot: 2026-10-01 12:00:00+02:00 ok', '2026-10-01T10:00:00.000Z'],
    ['2026-10-01', '2026-10-01T00:00:00.000Z'],
    ['1790856000', '2026-10-01T12:00:00.000Z'],
    ['1790856000000\n', '2026-10-01T12:00:00.000Z'],
    ['no backup', undefined],
    ['12345', undefined],
    ['2026-99-99', undefined],
    ['', undefined],
  ];
  for (const [output, expected] of rows) {
    const time = timeFromOutput(output);
    assert.equal(time === undefined ? undefined : new Date(time).toISOString(), expected, output);
  }
});

test('sentences', () => {
  const backup = { name: 'bookings', file: '/b', maxHours: 24 };
  const line = (hours: number) => backupLine(backup, { type: 'age', hours });
  assert.equal(line(0.5), 'The independent backup bookings is 30 minutes old.');
  assert.equal(line(1), 'The independent backup bookings is 1 hour old.');
  assert.equal(line(25), 'The independent backup bookings is 25 hours old, older than your limit of 24 hours.');
  assert.equal(line(220), 'The independent backup bookings is 9 days old, older than your limit of 24 hours.');
  assert.match(line(-5), /in the future/);
  assert.equal(
    backupLine(backup, { type: 'unknown', reason: '/b is not there' }),
    'The independent backup bookings could not be found: /b is not there.',
  );
});

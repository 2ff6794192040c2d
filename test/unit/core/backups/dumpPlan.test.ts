import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dumpPlanOf } from '../../../../src/core/backups/dumpPlan.ts';
import type { Call, Operation } from '../../../../src/core/types.ts';

const operation = (rule: string, kind: string, name: string): Operation => ({
  effect: 'delete',
  resource: { kind, name },
  environment: 'unknown',
  location: 'remote',
  recovery: 'none',
  rule,
  title: 'x',
  evidence: [],
  notes: [],
});

function planOf(command: string, operations: readonly Operation[] = [operation('sql.dropTable', 'table', 'bookings')]) {
  const call: Call = { agent: 'claude-code', session: 's', cwd: '/w', action: { type: 'command', command, shell: 'posix' } };
  return dumpPlanOf(call, operations, '/home/jane');
}

test('the database and the way to it, as the command says them', () => {
  const database = [operation('sql.dropDatabase', 'database', 'rentals')];
  for (const [command, plan, operations] of [
    [
      `psql 'postgres://jane:p%40ss@db.example.com:5433/rentals?sslmode=require' -c 'DROP TABLE bookings'`,
      { kind: 'postgres', host: 'db.example.com', port: '5433', user: 'jane', password: 'p@ss', database: 'rentals', sslMode: 'require' },
    ],
    [
      `PGPASSWORD=secret psql -h db -p 6000 -U jane -d rentals -c "DROP TABLE bookings"`,
      { kind: 'postgres', host: 'db', port: '6000', user: 'jane', password: 'secret', database: 'rentals' },
    ],
    [`psql "host=db dbname=rentals user=jane" -c 'TRUNCATE bookings'`, { kind: 'postgres', host: 'db', user: 'jane', database: 'rentals' }],
    [`export PGHOST=db PGDATABASE=rentals; psql -c 'DROP TABLE bookings'`, { kind: 'postgres', host: 'db', database: 'rentals' }],
    [`psql -d rentals -c "DROP TABLE $T"`, { kind: 'postgres', database: 'rentals' }],
    [`psql -h db postgres -c 'DROP DATABASE rentals'`, { kind: 'postgres', host: 'db', database: 'rentals' }, database],
    ['dropdb -h db rentals', { kind: 'postgres', host: 'db', database: 'rentals' }, database],
    [
      `mysql -h db -P 3307 -u jane -psecret rentals -e 'DROP TABLE bookings'`,
      { kind: 'mysql', host: 'db', port: '3307', user: 'jane', password: 'secret', database: 'rentals' },
    ],
    [`mysqladmin -h db -u root drop rentals`, { kind: 'mysql', host: 'db', user: 'root', database: 'rentals' }, database],
  ] as const)
    assert.deepEqual(planOf(command, operations), plan, command);
});

test('nothing is offered where nobody can tell which database, or where it is not reached from here', () => {
  for (const command of [
    `psql "$DATABASE_URL" -c 'DROP TABLE bookings'`,
    `psql -h "$HOST" -d rentals -c 'DROP TABLE bookings'`,
    `psql -c 'DROP TABLE bookings'`,
    `psql -d a -c 'DROP TABLE x'; psql -d b -c 'DROP TABLE x'`,
    `ssh db psql -d rentals -c 'DROP TABLE bookings'`,
    `docker exec db psql -d rentals -c 'DROP TABLE bookings'`,
    `psql -d 'a b;c' -c 'DROP TABLE x'`,
    'rm -rf data',
  ])
    assert.equal(planOf(command), undefined, command);
  assert.equal(planOf(`psql -d rentals -c 'SELECT 1'`, [operation('files.delete', 'file', 'x')]), undefined);
});

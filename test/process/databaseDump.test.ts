import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { dumpPlanOf } from '../../src/core/backups/dumpPlan.ts';
import type { Call, Operation } from '../../src/core/types.ts';
import { dumpDatabase, keepDumps } from '../../src/platform/databaseDump.ts';
import { Dumps } from '../../src/server/dumps.ts';
import { startMariadb, type Mariadb } from '../support/mariadb.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';
import { judgeHere } from '../support/undo.ts';

describe('Back Up, Then Run', { skip: process.platform === 'win32' }, () => {
  let sandbox: Sandbox;
  let postgres: Postgres;
  let mariadb: Mariadb;
  let folder = '';
  before(async () => {
    sandbox = createSandbox('dump');
    folder = path.join(sandbox.folder, 'dumps');
    postgres = await startPostgres(sandbox);
    mariadb = await startMariadb(sandbox);
  });
  after(() => sandbox.dispose());

  test('a PostgreSQL database comes back from its dump as it was', async () => {
    const dumps = new Dumps({ folder, redact: (text) => text, days: () => 14, now: () => Date.now() });
    const judgement = await judgeHere(`psql ${postgres.url} -c 'DROP TABLE bookings'`, sandbox.folder);
    assert.equal(dumps.offer(judgement), 'pg_dump of rentals on 127.0.0.1');
    const dumped = await dumps.make(judgement, 'id1', 60_000);
    assert.ok(dumped.type === 'dumped', JSON.stringify(dumped));
    assert.equal(statSync(dumped.path).mode & 0o777, 0o600);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    const psql = (sql: string): string =>
      execFileSync('psql', ['-X', '-A', '-t', '-q', '-v', 'ON_ERROR_STOP=1', postgres.url, '-c', sql], { encoding: 'utf8' }).trim();
    const checksum = 'SELECT count(*), md5(string_agg(id || plate, $$,$$ ORDER BY id)) FROM bookings';
    const earlier = psql(checksum);
    psql('DROP TABLE bookings');
    execFileSync('pg_restore', ['--dbname', postgres.url, dumped.path]);
    assert.equal(psql(checksum), earlier);
    assert.match(earlier, /^120\|/);
  });

  test('a MariaDB database comes back from its dump as it was', async () => {
    const command = `mysql -h 127.0.0.1 -P ${mariadb.port} -u rentals -p${mariadb.password} rentals -e 'DROP TABLE bookings'`;
    const dumps = new Dumps({ folder, redact: (text) => text, days: () => 14, now: () => Date.now() });
    const judgement = await judgeHere(command, sandbox.folder);
    assert.equal(dumps.offer(judgement), 'mysqldump of rentals on 127.0.0.1');
    const dumped = await dumps.make(judgement, 'id2', 60_000);
    assert.ok(dumped.type === 'dumped', JSON.stringify(dumped));
    await mariadb.query('DROP TABLE rentals.bookings');
    await mariadb.query(`SOURCE ${dumped.path}`);
    assert.equal((await mariadb.query('SELECT * FROM rentals.bookings')).trim(), '1\tTW-1042');
  });

  test('a dump that fails leaves nothing behind and says why, without the password', async () => {
    const dumps = new Dumps({ folder, redact: (text) => text, days: () => 14, now: () => Date.now() });
    const before = readdirSync(folder);
    for (const command of [
      `psql postgres://rentals:wrong-made-up-word@127.0.0.1:${postgres.port}/no_such_database -c 'DROP TABLE bookings'`,
      `mysql -h 127.0.0.1 -P ${mariadb.port} -u rentals -pwrong-made-up-word rentals -e 'DROP TABLE bookings'`,
    ]) {
      const failed = await dumps.make(await judgeHere(command, sandbox.folder), 'id3', 60_000);
      assert.ok(failed.type === 'failed');
      assert.match(failed.reason, /no_such_database|denied/);
      assert.doesNotMatch(failed.reason, /wrong-made-up-word/);
    }
    assert.deepEqual(readdirSync(folder), before);
  });

  test('the password is on no command line, and a program that hangs is ended', async () => {
    const programs = path.join(sandbox.folder, 'programs');
    mkdirSync(programs);
    const program = path.join(programs, 'pg_dump');
    writeFileSync(program, `#!/bin/sh\necho "$*" > ${programs}/arguments\nprintenv PGPASSWORD > ${programs}/password\nexec sleep 600\n`);
    chmodSync(program, 0o755);
    const { PATH } = process.env;
    process.env['PATH'] = `${programs}:${PATH ?? ''}`;
    try {
      const plan = { kind: 'postgres', database: 'rentals', host: 'db', password: 'made-up-word' } as const;
      const failed = await dumpDatabase(plan, { folder, name: 'x', budget: 1500, home: sandbox.home });
      assert.deepEqual(failed, { type: 'failed', reason: 'it took longer than 2 seconds' });
    } finally {
      process.env['PATH'] = PATH;
    }
    assert.doesNotMatch(readFileSync(path.join(programs, 'arguments'), 'utf8'), /made-up-word/);
    assert.equal(readFileSync(path.join(programs, 'password'), 'utf8').trim(), 'made-up-word');
  });

  test('old dumps go with the old snapshots', () => {
    keepDumps(folder, 14, Date.now());
    assert.ok(readdirSync(folder).length > 0);
    keepDumps(folder, 14, Date.now() + 15 * 24 * 60 * 60_000);
    assert.deepEqual(readdirSync(folder), []);
  });

  test('what the guard finds of such commands is enough to offer a dump', async () => {
    for (const command of [
      'dropdb -h db rentals',
      `psql -h db -d rentals -c 'DELETE FROM bookings'`,
      `mysql -h db rentals -e 'DROP DATABASE rentals'`,
    ]) {
      const { call, decision } = await judgeHere(command, sandbox.folder);
      const plan = dumpPlanOf(call satisfies Call, decision.operations satisfies readonly Operation[], sandbox.home);
      assert.equal(plan?.database, 'rentals', `${command}: ${decision.operations.map(({ rule }) => rule).join()}`);
    }
  });
});

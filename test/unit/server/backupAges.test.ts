import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { BackupAge } from '../../../src/core/backups/backups.ts';
import { ageOf } from '../../../src/server/backupAges.ts';

const home = mkdtempSync(join(tmpdir(), 'tenth-second-backups-'));
after(() => rmSync(home, { recursive: true, force: true }));
const now = Date.parse('2026-10-01T12:00:00Z');

function put(path: string, hours: number): void {
  const file = join(home, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '');
  const time = new Date(now - hours * 3_600_000);
  utimesSync(file, time, time);
}

function hours(age: BackupAge): number | string {
  return age.type === 'age' ? Math.round(age.hours) : age.reason;
}

test('the age of a file, and of the newest file of a folder', async () => {
  put('dump.sql', 5);
  put('daily/a.dump', 50);
  put('daily/b.dump', 3);
  mkdirSync(join(home, 'daily/zzz'));
  mkdirSync(join(home, 'empty'));
  const age = async (file: string) => hours(await ageOf({ name: 'x', file, maxHours: 1 }, now, home));
  assert.equal(await age('~/dump.sql'), 5);
  assert.equal(await age(join(home, 'dump.sql')), 5);
  assert.equal(await age('~/daily'), 3);
  assert.equal(await age('~/empty'), 'there is no file in ~/empty');
  assert.equal(await age('~/gone'), '~/gone is not there');
});

test('the age that a command prints; its output is not kept', async () => {
  const age = async (command: string) => hours(await ageOf({ name: 'x', command, maxHours: 1 }, now, home));
  assert.equal(await age('echo newest 2026-10-01T02:00:00Z'), 10);
  assert.equal(await age('cat > /dev/null; echo 1790852400'), 1);
  assert.equal(await age('pwd; echo my-secret'), 'the command printed no time');
  assert.equal(await age('echo my-secret >&2; exit 3'), 'the command failed with 3');
  assert.match(String(await age('exec sleep 60')), /too long/);
});

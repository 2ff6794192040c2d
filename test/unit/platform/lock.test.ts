import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { acquireLock } from '../../../src/platform/lock.ts';
import { callerChain, identityOf, isAlive, isSameProcess } from '../../../src/platform/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenth-second-lock-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const freshPath = (): string => join(folder, `lock${files++}`);

/** Number of a process that has ended and was waited for. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  await new Promise((resolve) => child.once('exit', resolve));
  return child.pid!;
}

describe('the lock', () => {
  test('is taken once and released by its owner only', async () => {
    const path = freshPath();
    const first = await acquireLock(path);
    assert.ok(first.acquired);
    assert.equal(first.lock.tookOver, false);
    assert.deepEqual(await acquireLock(path), { acquired: false, holder: process.pid });
    writeFileSync(path, `${process.pid}\n\nanother\n`);
    assert.equal(first.lock.isOwn(), false);
    first.lock.release();
    assert.match(readFileSync(path, 'utf8'), /another/);
  });

  test('of a dead process is taken over by exactly one of many', async () => {
    for (const stale of [`${await deadProcess()}\nx\nold\n`, `${process.pid}\nanother start\nold\n`, '', 'not a lock', '0\n\n\n']) {
      const path = freshPath();
      writeFileSync(path, stale);
      const results = await Promise.all(Array.from({ length: 20 }, () => acquireLock(path)));
      const owners = results.filter((result) => result.acquired);
      assert.equal(owners.length, 1, JSON.stringify(stale));
      assert.ok(owners[0]?.acquired && owners[0].lock.isOwn() && owners[0].lock.tookOver);
      assert.deepEqual(
        readdirSync(folder).filter((name) => name.startsWith(`${path.slice(folder.length + 1)}.`)),
        [],
      );
    }
  });

  test('a claimant that died on the way is replaced, too', async () => {
    const path = freshPath();
    const dead = await deadProcess();
    writeFileSync(path, `${dead}\nx\nold\n`);
    // What a starter leaves behind that is killed between claiming and replacing.
    const { createHash } = await import('node:crypto');
    const claimOf = (nonce: string): string => `${path}.claim-${createHash('sha256').update(nonce).digest('hex').slice(0, 16)}`;
    writeFileSync(claimOf('old'), `${dead}\nx\nfirst\n`);
    writeFileSync(claimOf('first'), `${dead}\nx\nsecond\n`);
    const results = await Promise.all(Array.from({ length: 10 }, () => acquireLock(path)));
    assert.equal(results.filter((result) => result.acquired).length, 1);
  });

  test('a living claimant is left alone', async () => {
    const path = freshPath();
    writeFileSync(path, `${await deadProcess()}\nx\nold\n`);
    const { createHash } = await import('node:crypto');
    const own = await identityOf(process.pid);
    writeFileSync(`${path}.claim-${createHash('sha256').update('old').digest('hex').slice(0, 16)}`, `${own.pid}\n${own.start}\nme\n`);
    assert.deepEqual(await acquireLock(path), { acquired: false, holder: process.pid });
    assert.match(readFileSync(path, 'utf8'), /old/);
  });
});

describe('processes', () => {
  test('a number alone is not a process', async () => {
    const own = await identityOf(process.pid);
    assert.equal(await isSameProcess(own), true);
    assert.equal(await isSameProcess({ ...own, start: 'another' }), false);
    assert.equal(await isSameProcess({ pid: await deadProcess(), start: '' }), false);
    for (const pid of [0, -1, 1.5, Number.NaN]) assert.equal(isAlive(pid), false);
  });

  test('the chain of a hook ends at the first program that is no shell', { skip: process.platform === 'win32' }, async () => {
    // The command after it keeps the shell from becoming the sleep itself.
    const shell = spawn('sh', ['-c', 'sh -c "sleep 30; true"; true'], { stdio: 'ignore', detached: true });
    try {
      const deadline = Date.now() + 5000;
      const { execFileSync } = await import('node:child_process');
      const childOf = (pid: number): number =>
        Number(
          execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)])
            .toString()
            .trim(),
        );
      let inner = 0;
      while (inner === 0 && Date.now() < deadline) {
        try {
          inner = childOf(childOf(shell.pid!));
        } catch {
          inner = 0; // Not started yet.
        }
      }
      const chain = await callerChain(childOf(shell.pid!));
      assert.deepEqual(
        chain.map(({ pid }) => pid),
        [childOf(shell.pid!), shell.pid!, process.pid],
      );
      assert.equal(chain[0]!.name, 'sh');
    } finally {
      process.kill(-shell.pid!, 'SIGKILL');
    }
  });
});

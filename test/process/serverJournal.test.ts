import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Messages, type JournalCheck } from '../../src/core/protocol.ts';
import { callServer } from '../../src/platform/connection.ts';
import { readJournal } from '../../src/platform/journal/journalReader.ts';
import { verifyJournal } from '../../src/platform/journal/verifyJournal.ts';
import { isAlive } from '../../src/platform/processes.ts';
import { startServer } from '../../src/platform/serverProcess.ts';
import { ServerRig, decisionOf, until } from '../support/serverRig.ts';

function withRig(name: string, work: (rig: ServerRig) => Promise<void>): void {
  test(name, { timeout: 60_000, skip: process.platform === 'win32' }, async () => {
    const rig = new ServerRig(import.meta.url);
    try {
      await work(rig);
    } finally {
      await rig.dispose();
    }
  });
}

async function stop(rig: ServerRig): Promise<void> {
  const { pid } = rig.descriptor;
  await callServer(rig.descriptor, { type: 'stop' });
  await until('the server ends', () => !isAlive(pid));
}

function chainOf(rig: ServerRig): string {
  // Folders have chains of their own; the one of this home has its name.
  const name = readdirSync(rig.state.journal).find((file) => !file.startsWith('machine'));
  assert.ok(name);
  return join(rig.state.journal, name);
}

describe('the heads that an editor keeps', () => {
  withRig('are told as the journal grows, and a tail that was cut meanwhile is told and noted once', async (rig) => {
    await rig.start();
    const window = await rig.window([rig.home]);
    for (const name of ['one', 'two', 'three']) {
      const call = rig.hook(`rm ${name}`, rig.home);
      (await window.nextHold()).answer({ choice: 'confirm' });
      assert.equal(decisionOf(await call).decision, 'allow');
    }
    await until('the window keeps the heads', () =>
      Object.entries(window.kept).some(([file, { n }]) => !file.startsWith('machine') && n >= 6),
    );
    window.close();
    await stop(rig);
    const path = chainOf(rig);
    writeFileSync(path, `${readFileSync(path, 'utf8').split('\n').slice(0, 3).join('\n')}\n`);
    // Whoever cuts the one file may know of the other.
    rmSync(rig.state.heads);
    await rig.start();
    const again = await rig.window([rig.home], { kept: window.kept });
    await until('the person is warned', () => again.warnings.some((text) => /was cut: it held \d+ records/.test(text)));
    await until('the new head is kept instead', () => again.anchors.some(({ replaced }) => replaced.length === 1));
    const check: JournalCheck = await again.connection.sendRequest(Messages.verifyJournal, window.kept);
    assert.ok(
      check.problems.some((text) => text.includes('its tail was cut off')),
      JSON.stringify(check),
    );
    const third = await rig.window([rig.home], { kept: again.anchors.at(-1)!.heads });
    const whole: JournalCheck = await third.connection.sendRequest(Messages.verifyJournal, third.kept);
    assert.deepEqual(whole.problems, []);
    assert.deepEqual(third.warnings, []);
    assert.ok((await readJournal(rig.state.journal)).some(({ record }) => record.text?.startsWith('tampered: ') === true));
  });
});

describe('a full disk', () => {
  withRig('refuses what a person confirms, tells them, and keeps the journal whole', async (rig) => {
    // A limit on the size of files is a full disk that needs no rights to make; Node ignores the signal that comes with it.
    const runtime = join(rig.home, 'node');
    writeFileSync(runtime, `#!/bin/sh\nulimit -f 24\nexec '${process.execPath}' "$@"\n`);
    chmodSync(runtime, 0o755);
    const descriptor = await startServer({ script: rig.script, runtime }, { state: rig.state, arguments: ['--grace', '0'] });
    assert.ok(descriptor);
    rig.pids.add(descriptor.pid);
    const window = await rig.window([rig.home]);
    let refused = 0;
    for (let i = 0; i < 200 && refused === 0; i++) {
      const call = rig.hook(`rm file${i}${'x'.repeat(400)}`, rig.home);
      (await window.nextHold()).answer({ choice: 'confirm' });
      if (decisionOf(await call).decision === 'deny') refused++;
    }
    assert.equal(refused, 1, 'a confirmation that cannot be recorded is none');
    await until('the person is told', () => window.warnings.some((text) => text.startsWith('The journal cannot be written')));
    assert.equal(decisionOf(await rig.hook('ls', rig.home)).decision, 'none', 'what is harmless goes on');
    await stop(rig);
    assert.ok((await verifyJournal(rig.state.journal)).every(({ problems }) => problems.length === 0));
    await rig.start();
    const next = await rig.window([rig.home]);
    const call = rig.hook('rm later', rig.home);
    (await next.nextHold()).answer({ choice: 'confirm' });
    assert.equal(decisionOf(await call).decision, 'allow', 'and with room again it counts');
  });
});

// Mounting a small file system takes root; the limit above is what others can run.
if (process.platform === 'linux' && process.getuid?.() === 0)
  describe('a disk that is really full', () => {
    withRig('lets nothing through that needs a record, says so, and goes on once there is room', async (rig) => {
      const mount = (...args: readonly string[]): void => void execFileSync('mount', args, { stdio: 'pipe' });
      mount('-t', 'tmpfs', '-o', 'size=64k,mode=700', 'tmpfs', rig.state.journal);
      try {
        await rig.start();
        const window = await rig.window([rig.home]);
        const confirm = async (): Promise<string> => {
          const call = rig.hook(`rm file${'x'.repeat(400)}`, rig.home);
          (await window.nextHold()).answer({ choice: 'confirm' });
          return decisionOf(await call).decision;
        };
        let answers = '';
        for (let i = 0; i < 200 && !answers.endsWith('deny'); i++) answers = await confirm();
        assert.equal(answers, 'deny');
        await until('the person is told', () => window.warnings.some((text) => text.includes('(the disk is full)')));
        assert.equal(await confirm(), 'deny', 'as long as it is full');
        assert.equal(decisionOf(await rig.hook('ls', rig.home)).decision, 'none', 'what is harmless goes on');
        assert.ok((await verifyJournal(rig.state.journal)).every(({ problems }) => problems.length === 0));
        mount('-o', 'remount,size=4m', rig.state.journal);
        assert.equal(await confirm(), 'allow');
        await until('the person is told', () => window.warnings.includes('The journal is written again.'));
        assert.ok((await verifyJournal(rig.state.journal)).every(({ problems }) => problems.length === 0));
        await stop(rig);
      } finally {
        execFileSync('umount', ['--lazy', rig.state.journal]);
      }
    });
  });

describe('two servers at once', () => {
  withRig('a replaced one writes beside the journal, and what it wrote is taken over', async (rig) => {
    const old = await rig.start();
    const window = await rig.window([rig.home]);
    const call = rig.hook('rm slow', rig.home);
    const hold = await window.nextHold();
    assert.deepEqual(await callServer(old, { type: 'retire', version: '99.0.0' }), { accepted: true });
    await rig.start();
    const other = await rig.window([rig.home]);
    const fast = rig.hook('rm fast', rig.home);
    (await other.nextHold()).answer({ choice: 'confirm' });
    assert.equal(decisionOf(await fast).decision, 'allow');
    hold.answer({ choice: 'confirm' });
    assert.equal(decisionOf(await call).decision, 'allow');
    await until('the old one ends', () => !isAlive(old.pid));
    assert.ok(readdirSync(rig.state.journal).some((name) => name.startsWith(`alone-${old.pid}-`)));
    await stop(rig);
    await rig.start();
    assert.ok(!readdirSync(rig.state.journal).some((name) => name.startsWith('alone-')), 'the next start takes it over');
    const confirmed = (await readJournal(rig.state.journal, { outcome: 'confirmed' })).map(({ record }) => record.action);
    assert.deepEqual(new Set(confirmed), new Set(['rm fast', 'rm slow']));
    assert.equal(confirmed.length, 2);
    assert.ok((await verifyJournal(rig.state.journal)).every(({ problems }) => problems.length === 0));
  });
});

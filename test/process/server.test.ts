import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, readdirSync, readlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { Messages } from '../../src/core/protocol.ts';
import { callServer, connectToServer, openWindowStream, askHook } from '../../src/platform/connection.ts';
import { readDescriptor } from '../../src/platform/descriptor.ts';
import { isAlive } from '../../src/platform/processes.ts';
import { readJournal } from '../../src/platform/journal/journalReader.ts';
import { verifyJournal } from '../../src/platform/journal/verifyJournal.ts';
import { ensureServer, startServer } from '../../src/platform/serverProcess.ts';
import { secret } from '../support/serverParts.ts';
import { ServerRig, TestWindow, decisionOf, hookRequest, newKeys, until } from '../support/serverRig.ts';

/** A server of its own for the test, gone at its end. */
function withServer(name: string, work: (rig: ServerRig) => Promise<void>, ...args: string[]): void {
  test(name, { timeout: 60_000 }, async () => {
    const rig = new ServerRig(import.meta.url);
    try {
      await rig.start(...args);
      await work(rig);
    } finally {
      await rig.dispose();
    }
  });
}

describe('one server', () => {
  test('20 starters at once get one server', { timeout: 60_000 }, async () => {
    const rig = new ServerRig(import.meta.url);
    try {
      const found = await Promise.all(Array.from({ length: 20 }, () => rig.start()));
      assert.equal(new Set(found.map(({ pid }) => pid)).size, 1);
      await until('the other processes are gone', async () => (await serversOf(rig)).length === 1, 15_000);
      assert.deepEqual(readdirSync(rig.state.run).sort(), ['lock', 'server']);
    } finally {
      await rig.dispose();
    }
  });

  test('a killed server leaves a lock that the next one takes over, 10 at once', { timeout: 60_000 }, async () => {
    const rig = new ServerRig(import.meta.url);
    try {
      const first = await rig.start();
      process.kill(first.pid, 'SIGKILL');
      await until('it is dead', () => !isAlive(first.pid));
      const found = await Promise.all(Array.from({ length: 10 }, () => rig.start()));
      assert.equal(new Set(found.map(({ pid }) => pid)).size, 1);
      assert.notEqual(found[0]!.pid, first.pid);
      await until('the other processes are gone', async () => (await serversOf(rig)).length === 1, 15_000);
    } finally {
      await rig.dispose();
    }
  });

  withServer('stop removes descriptor and lock', async (rig) => {
    const { pid } = rig.descriptor;
    await callServer(rig.descriptor, { type: 'stop' });
    await until('it ends', () => !isAlive(pid));
    assert.deepEqual(readdirSync(rig.state.run), []);
  });

  withServer(
    'without windows and calls it goes by itself',
    async (rig) => {
      const { pid } = rig.descriptor;
      await until('it ends', () => !isAlive(pid));
      assert.deepEqual(readdirSync(rig.state.run), []);
    },
    '--idle',
    '300',
  );

  withServer('a server that finds another lock steps down and leaves the other files alone', async (rig) => {
    const { pid } = rig.descriptor;
    writeFileSync(rig.state.lock, `${process.pid}\n\nsomebody\n`);
    await until('it ends', () => !isAlive(pid));
    assert.match(readFileSync(rig.state.lock, 'utf8'), /somebody/);
  });

  withServer('it inherits no open file, no dangerous variable and its own process group', async (rig) => {
    if (process.platform !== 'linux') return;
    const { pid } = rig.descriptor;
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    assert.doesNotMatch(environment, /NODE_|LD_|BASH_ENV/);
    assert.equal(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[2], String(pid));
    // 0, 1 and 2 are nothing, and nothing of the starter's parents is left open (some harnesses and shells leave high numbers).
    assert.deepEqual(
      ['0', '1', '2'].map((number) => readlinkSync(`/proc/${pid}/fd/${number}`)),
      ['/dev/null', '/dev/null', '/dev/null'],
    );
    // One that is closed by now was the server's own: what is inherited stays.
    const flagsOf = (number: string): string | undefined => {
      try {
        return /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/${pid}/fdinfo/${number}`, 'utf8'))?.[1];
      } catch {
        return undefined;
      }
    };
    const marked = (number: string): boolean => {
      const flags = flagsOf(number);
      return flags === undefined || (Number.parseInt(flags, 8) & 0o2_000_000) !== 0;
    };
    assert.deepEqual(
      readdirSync(`/proc/${pid}/fdinfo`).filter((number) => Number(number) > 2 && !marked(number)),
      [],
    );
  });
});

async function serversOf(rig: ServerRig): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,args=']);
  return stdout.split('\n').filter((line) => line.includes(rig.state.root) && line.includes('serverProgram'));
}

describe('the handshake', () => {
  withServer('a stranger gets nothing', async (rig) => {
    const { port } = rig.descriptor;
    for (const text of ['', '\n', `${'0'.repeat(48)}\n`, 'GET / HTTP/1.1\r\n\r\n', 'x'.repeat(100_000)]) {
      const got = await new Promise<string>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1');
        let received = '';
        socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
        socket.on('close', () => resolve(received));
        socket.on('error', () => {});
        socket.setTimeout(8000, () => reject(new Error('a silent client is kept')));
        socket.write(text);
      });
      assert.equal(got, '');
    }
    assert.equal(decisionOf(await rig.hook('ls', rig.home)).decision, 'none');
  });

  withServer('a client that knows the token but says nothing, or nonsense, is dropped', async (rig) => {
    for (const text of ['', 'hello there\n', 'hook\x1f', 'call nonsense\n']) {
      const socket = await connectToServer(rig.descriptor);
      socket.resume();
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      socket.write(text);
      if (text === 'hook\x1f') socket.destroy();
      await closed;
    }
    assert.equal((await rig.status()).waiting, 0);
  });

  test('a stranger on the port never sees the input', { timeout: 20_000 }, async () => {
    const rig = new ServerRig(import.meta.url);
    let seen = '';
    const stranger = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
        socket.write(`${'0'.repeat(48)}\n0\n\n`);
      });
    });
    try {
      await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
      const port = (stranger.address() as { port: number }).port;
      const token = 'a'.repeat(48);
      const descriptor = { port, pid: process.pid, clientToken: token, serverToken: 'b'.repeat(48), version: '0.1.0' };
      await assert.rejects(askHook(descriptor, hookRequest(`rm ${secret}`, rig.home, {}), 5000), { reason: 'stranger' });
      assert.equal(seen.trim(), token);
    } finally {
      stranger.close();
      await rig.dispose();
    }
  });
});

describe('hook calls', () => {
  withServer('harmless ones are answered with no opinion', async (rig) => {
    assert.deepEqual(await rig.hook('ls', rig.home), { code: 0, stdout: '', stderr: '' });
  });

  withServer('what cannot be read is refused', async (rig) => {
    const send = (payload: string, agent = 'claude-code') => askHook(rig.descriptor, { agent, parent: 0, variables: {}, payload }, 20_000);
    for (const payload of ['', '{', '[]', '{"hook_event_name":"PreToolUse"}', '"text"', 'null']) {
      const reply = await send(payload);
      assert.equal(reply.code, 2, payload);
      assert.notEqual(reply.stderr, '');
    }
    assert.equal((await send('{}', 'unknown-agent')).code, 2);
    assert.equal((await send(`{"a":"${'x'.repeat(17 * 1024 * 1024)}"}`)).code, 2);
    const big = await rig.hook(`ls ${'x'.repeat(10 * 1024 * 1024)}`, rig.home);
    assert.equal(big.code, 0);
  });

  withServer('an exception ends in a refusal and a redacted line in the log', async (rig) => {
    const reply = await rig.hook(`crash ${secret}`, rig.home);
    assert.equal(reply.code, 2);
    const log = readFileSync(join(rig.state.log, 'server.log'), 'utf8');
    assert.match(log, /crashed over/);
    assert.doesNotMatch(log, new RegExp(secret));
    assert.doesNotMatch(reply.stderr, new RegExp(secret));
  });

  withServer('what is denied outright is never asked', async (rig) => {
    const window = await rig.window([rig.home]);
    assert.match(decisionOf(await rig.hook('expose x', rig.home)).reason, /Values of credentials never reach you/);
    assert.equal(window.holds.length, 0);
  });
});

describe('holds', () => {
  withServer('without a window: refused at once, parked, shown when one attaches, one retry', async (rig) => {
    const folder = rig.folder('shop');
    const refused = decisionOf(await rig.hook('rm data', folder));
    assert.equal(refused.decision, 'deny');
    assert.ok(refused.reason.includes(folder), refused.reason);
    assert.match(refused.reason, /Do not work around/);
    assert.equal((await rig.status()).parked, 1);
    const window = await rig.window([folder]);
    const hold = await window.nextHold();
    assert.equal(hold.view.parked, true);
    hold.answer({ choice: 'confirm' });
    await until('nothing is parked', async () => (await rig.status()).parked === 0);
    assert.equal(decisionOf(await rig.hook('rm data', folder)).decision, 'allow');
    const again = rig.hook('rm data', folder);
    (await window.nextHold()).answer({ choice: 'refuse' });
    assert.equal(decisionOf(await again).decision, 'deny');
  });

  withServer('confirmed once, then held again', async (rig) => {
    const window = await rig.window([rig.home]);
    const first = rig.hook('rm data', rig.home);
    const hold = await window.nextHold();
    assert.equal(hold.view.title, 'Delete data (local)');
    assert.equal(hold.view.verdict, 'confirm');
    hold.answer({ choice: 'confirm' });
    assert.equal(decisionOf(await first).decision, 'allow');
    const second = rig.hook('rm data', rig.home);
    (await window.nextHold()).answer({ choice: 'refuse' });
    assert.match(decisionOf(await second).reason, /declined/);
    await until('activity tells it', () => window.activity.some(({ outcome }) => outcome === 'refused'));
    assert.deepEqual(
      window.activity.map(({ outcome }) => outcome),
      ['waiting', 'confirmed', 'waiting', 'refused'],
    );
  });

  withServer('a wrong name does not confirm; the right one does', async (rig) => {
    const window = await rig.window([rig.home]);
    const call = rig.hook('drop bookings', rig.home);
    const first = await window.nextHold();
    assert.equal(first.view.verdict, 'type');
    assert.equal(first.view.name, 'bookings');
    first.answer({ choice: 'confirm', typed: 'booking' });
    const second = await window.nextHold();
    assert.match(second.view.again ?? '', /not the name/);
    second.answer({ choice: 'confirm' });
    (await window.nextHold()).answer({ choice: 'confirm', typed: ' bookings ' });
    assert.equal(decisionOf(await call).decision, 'allow');
    const third = rig.hook('drop bookings', rig.home);
    for (let tries = 0; tries < 3; tries++) (await window.nextHold()).answer({ choice: 'confirm', typed: 'no' });
    assert.equal(decisionOf(await third).decision, 'deny');
  });

  withServer('an answer that is none refuses', async (rig) => {
    const window = await rig.window([rig.home]);
    for (const answer of [null, 'confirm', { choice: 'yes' }, { choice: 'pause', minutes: 'all' }, {}]) {
      const call = rig.hook('rm data', rig.home);
      (await window.nextHold()).answer(answer as never);
      assert.equal(decisionOf(await call).decision, 'deny');
    }
  });

  withServer('what changed since the question is asked anew', async (rig) => {
    const script = join(rig.home, 'script');
    writeFileSync(script, 'staging');
    const window = await rig.window([rig.home]);
    const call = rig.hook('run script', rig.home);
    const first = await window.nextHold();
    writeFileSync(script, 'production');
    first.answer({ choice: 'confirm' });
    const second = await window.nextHold();
    assert.match(second.view.again ?? '', /production/);
    second.answer({ choice: 'confirm' });
    assert.equal(decisionOf(await call).decision, 'allow');
  });

  withServer('a confirmed retry that has changed is held anew', async (rig) => {
    const script = join(rig.home, 'script');
    writeFileSync(script, 'one');
    await rig.hook('run script', rig.home);
    const window = await rig.window([rig.home]);
    (await window.nextHold()).answer({ choice: 'confirm' });
    await until('nothing is parked', async () => (await rig.status()).parked === 0);
    appendFileSync(script, ' more');
    const retry = rig.hook('run script', rig.home);
    (await window.nextHold()).answer({ choice: 'refuse' });
    assert.equal(decisionOf(await retry).decision, 'deny');
  });

  withServer('50 at once, one question at a time', async (rig) => {
    const window = await rig.window([rig.home]);
    const calls = Array.from({ length: 50 }, (_, index) =>
      rig.hook(`rm data-${index}`, rig.home, { session: `s${index}`, deadline: 40_000 }),
    );
    await until('all wait', async () => (await rig.status()).waiting === 50);
    await until('one is shown', () => window.holds.length > 0);
    assert.equal(window.holds.length, 1);
    for (let index = 0; index < 50; index++) {
      const hold = await window.nextHold();
      hold.answer({ choice: index % 2 === 0 ? 'confirm' : 'refuse' });
    }
    const decisions = (await Promise.all(calls)).map((reply) => decisionOf(reply).decision);
    assert.equal(decisions.filter((decision) => decision === 'allow').length, 25);
    assert.equal(decisions.filter((decision) => decision === 'deny').length, 25);
    assert.deepEqual(await rig.status().then(({ waiting, parked }) => ({ waiting, parked })), { waiting: 0, parked: 0 });
  });

  withServer('two registrations of one call share a question; a repeat is another', async (rig) => {
    const window = await rig.window([rig.home]);
    const a = rig.hook('rm data', rig.home, { callId: 'call-1' });
    const b = rig.hook('rm data', rig.home, { callId: 'call-1' });
    const c = rig.hook('rm data', rig.home, { callId: 'call-2' });
    await until('two wait', async () => (await rig.status()).waiting === 2);
    (await window.nextHold()).answer({ choice: 'confirm' });
    (await window.nextHold()).answer({ choice: 'confirm' });
    assert.deepEqual(
      (await Promise.all([a, b, c])).map((reply) => decisionOf(reply).decision),
      ['allow', 'allow', 'allow'],
    );
  });

  withServer('refuse all: this session is not asked any more, another is', async (rig) => {
    const window = await rig.window([rig.home]);
    const a = rig.hook('rm a', rig.home, { session: 'one' });
    const b = rig.hook('rm b', rig.home, { session: 'one' });
    await until('both wait', async () => (await rig.status()).waiting === 2);
    (await window.nextHold()).answer({ choice: 'refuseAll' });
    assert.deepEqual(
      (await Promise.all([a, b])).map((reply) => decisionOf(reply).decision),
      ['deny', 'deny'],
    );
    assert.match(decisionOf(await rig.hook('rm c', rig.home, { session: 'one' })).reason, /refused all/);
    const other = rig.hook('rm c', rig.home, { session: 'two' });
    (await window.nextHold()).answer({ choice: 'confirm' });
    assert.equal(decisionOf(await other).decision, 'allow');
  });

  withServer('pause: what waits passes, the guard itself stays guarded', async (rig) => {
    const window = await rig.window([rig.home]);
    const a = rig.hook('rm a', rig.home);
    const disarm = rig.hook('disarm', rig.home);
    await until('both wait', async () => (await rig.status()).waiting === 2);
    (await window.nextHold()).answer({ choice: 'pause', minutes: 15 });
    assert.equal(decisionOf(await a).decision, 'none');
    assert.equal(decisionOf(await rig.hook('drop x', rig.home)).decision, 'none');
    await until('the window sees it', () => window.state?.pausedUntil !== undefined);
    (await window.nextHold()).answer({ choice: 'refuse' });
    assert.equal(decisionOf(await disarm).decision, 'deny');
    await window.connection.sendRequest(Messages.pause, { minutes: 0 });
    const b = rig.hook('rm b', rig.home);
    (await window.nextHold()).answer({ choice: 'refuse' });
    assert.equal(decisionOf(await b).decision, 'deny');
  });

  withServer('the modal says how old the independent backups of it are, by file and by command', async (rig) => {
    const dump = join(rig.home, 'dump.sql');
    writeFileSync(dump, '');
    const old = new Date(Date.now() - 9 * 86_400_000);
    utimesSync(dump, old, old);
    const window = await rig.window([rig.home], {
      backups: [
        { name: 'data', file: dump, maxHours: 24 },
        { name: 'da*', command: 'date +%s', maxHours: 24 },
        { name: 'other', file: dump, maxHours: 24 },
      ],
    });
    const call = rig.hook('drop data', rig.home);
    const hold = await window.nextHold();
    assert.match(hold.view.detail, /The independent backup data is 9 days old, older than your limit of 24 hours\./);
    assert.match(hold.view.detail, /The independent backup da\* is 1 minute old\./);
    assert.doesNotMatch(hold.view.detail, /backup other/);
    hold.answer({ choice: 'refuse' });
    assert.equal(decisionOf(await call).decision, 'deny');
  });

  withServer('nobody answers: refused at the deadline, the late answer does nothing, parked for a retry', async (rig) => {
    const window = await rig.window([rig.home], { holdMinutes: 0.05 });
    const call = rig.hook('rm data', rig.home);
    const live = await window.nextHold();
    assert.match(decisionOf(await call).reason, /Nobody answered/);
    await until('it is withdrawn', () => window.withdrawn.some(({ id }) => id === live.view.id));
    live.answer({ choice: 'confirm' });
    const parked = await window.nextHold();
    assert.equal(parked.view.parked, true);
    assert.equal((await rig.status()).parked, 1);
    parked.answer({ choice: 'refuse' });
    await until('nothing is parked', async () => (await rig.status()).parked === 0);
    const retry = rig.hook('rm data', rig.home);
    (await window.nextHold()).answer({ choice: 'refuse' });
    assert.equal(decisionOf(await retry).decision, 'deny');
  });

  withServer('a hook that hangs up is dropped and its question withdrawn', async (rig) => {
    const window = await rig.window([rig.home]);
    const { socket } = await rig.openHook('rm data', rig.home);
    const hold = await window.nextHold();
    socket.destroy();
    await until('it is withdrawn', () => window.withdrawn.some(({ id }) => id === hold.view.id));
    hold.answer({ choice: 'confirm' });
    await until('nothing waits', async () => (await rig.status()).waiting === 0);
    await until('activity tells it', () => window.activity.some(({ outcome }) => outcome === 'dropped'));
  });

  withServer('an agent that is killed while its launcher waits: dropped', async (rig) => {
    const window = await rig.window([rig.home]);
    const agent = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    try {
      const { reply } = await rig.openHook('rm data', rig.home, { parent: agent.pid! });
      const hold = await window.nextHold();
      agent.kill('SIGKILL');
      await until('it is withdrawn', () => window.withdrawn.some(({ id }) => id === hold.view.id));
      assert.equal(decisionOf(await reply).decision, 'deny');
    } finally {
      agent.kill('SIGKILL');
    }
  });

  withServer('killed while it holds: the hook sees the end and no answer', async (rig) => {
    const window = await rig.window([rig.home]);
    const { reply } = await rig.openHook('rm data', rig.home);
    await window.nextHold();
    process.kill(rig.descriptor.pid, 'SIGKILL');
    assert.equal(await reply, undefined);
  });

  withServer('stopped while it holds: refused', async (rig) => {
    const window = await rig.window([rig.home]);
    const call = rig.hook('rm data', rig.home);
    await window.nextHold();
    await callServer(rig.descriptor, { type: 'stop' });
    assert.match(decisionOf(await call).reason, /stopped/);
  });

  withServer('a fault that nobody catches refuses what waits and ends the server', async (rig) => {
    const { pid } = rig.descriptor;
    const window = await rig.window([rig.home]);
    const call = rig.hook('rm data', rig.home);
    await window.nextHold();
    await rig.hook('fatal', rig.home);
    assert.match(decisionOf(await call).reason, /stopped/);
    await until('it ends', () => !isAlive(pid));
    assert.deepEqual(readdirSync(rig.state.run), []);
    assert.doesNotMatch(readFileSync(join(rig.state.log, 'server.log'), 'utf8'), new RegExp(secret));
  });

  withServer('a window that reloads is asked again', async (rig) => {
    const window = await rig.window([rig.home]);
    const call = rig.hook('rm data', rig.home);
    const first = await window.nextHold();
    window.close();
    await until('it is gone', async () => (await rig.status()).windows === 0);
    first.answer({ choice: 'confirm' });
    assert.equal((await rig.status()).waiting, 1);
    const again = await rig.window([rig.home]);
    const second = await again.nextHold();
    assert.equal(second.view.id, first.view.id);
    second.answer({ choice: 'confirm' });
    assert.equal(decisionOf(await call).decision, 'allow');
  });

  withServer('each folder has its window; a session stays with the folder it began in', async (rig) => {
    const outer = await rig.window([rig.folder('work')]);
    const inner = await rig.window([rig.folder('work/inner')]);
    const a = rig.hook('rm a', rig.folder('work/other'), { session: 'outer' });
    (await outer.nextHold()).answer({ choice: 'confirm' });
    const b = rig.hook('rm b', rig.folder('work/inner/deep'), { session: 'inner' });
    (await inner.nextHold()).answer({ choice: 'confirm' });
    const c = rig.hook('rm c', rig.folder('elsewhere'), { session: 'inner' });
    (await inner.nextHold()).answer({ choice: 'confirm' });
    assert.deepEqual(
      (await Promise.all([a, b, c])).map((reply) => decisionOf(reply).decision),
      ['allow', 'allow', 'allow'],
    );
    assert.equal(decisionOf(await rig.hook('rm d', rig.folder('elsewhere'), { session: 'third' })).decision, 'deny');
  });
});

describe('windows', () => {
  withServer('an unproved stream gets nothing and can do nothing', async (rig) => {
    const keys = newKeys();
    await rig.window([rig.folder('real')]);
    const stranger = new TestWindow(await openWindowStream(rig.descriptor));
    const nonce = await stranger.initialize();
    await stranger.connection.sendNotification(Messages.configure, {
      folders: [rig.home],
      policy: { strictness: 'standard', protectedPaths: [], credentialFiles: [], productionNames: [], ignoredRules: ['test.delete'] },
      holdMinutes: 14,
      trusted: true,
    });
    await stranger.connection.sendRequest(Messages.pause, { minutes: 60 });
    assert.equal(decisionOf(await rig.hook('rm data', rig.home)).decision, 'deny');
    assert.deepEqual([stranger.holds, stranger.activity, stranger.state], [[], [], undefined]);
    assert.equal((await rig.status()).windows, 1);
    // Another window's public key with a signature of its own.
    const forged = await stranger.prove({ publicKey: rig.keys.publicKey, privateKey: keys.privateKey }, nonce);
    assert.deepEqual(forged, { accepted: false, reason: 'signature' });
    await until('it is dropped', () => stranger.closed);
  });

  withServer('a signature over another challenge is none', async (rig) => {
    const stranger = new TestWindow(await openWindowStream(rig.descriptor));
    await stranger.initialize();
    assert.deepEqual(await stranger.prove(rig.keys, 'another'), { accepted: false, reason: 'signature' });
  });

  withServer('the first key is trusted, an unknown one needs a known window', async (rig) => {
    const first = await rig.window([rig.home]);
    assert.ok(existsSync(rig.state.keys));
    const other = newKeys();
    const refused = new TestWindow(await openWindowStream(rig.descriptor));
    assert.deepEqual(await refused.prove(other, await refused.initialize(), 'Cursor\n<b>'), { accepted: false, reason: 'refused' });
    assert.deepEqual(first.approvals, ['Cursorb']);
    const again = new TestWindow(await openWindowStream(rig.descriptor));
    assert.deepEqual(await again.prove(other, await again.initialize()), { accepted: false, reason: 'refused' });
    assert.equal(first.approvals.length, 1);
    first.approve = true;
    const third = await rig.window([rig.folder('x')], { keys: newKeys() });
    assert.equal(first.approvals.length, 2);
    first.close();
    third.close();
    await until('no window is left', async () => (await rig.status()).windows === 0);
    const alone = new TestWindow(await openWindowStream(rig.descriptor));
    assert.deepEqual(await alone.prove(newKeys(), await alone.initialize()), { accepted: false, reason: 'unknown key' });
  });

  withServer('keys that somebody else writes are put back, and the windows say so', async (rig) => {
    const window = await rig.window([rig.home]);
    const before = readFileSync(rig.state.keys, 'utf8');
    const forged = newKeys();
    writeFileSync(rig.state.keys, JSON.stringify({ keys: [{ publicKey: forged.publicKey, product: 'x', createdAt: '' }] }));
    await until('a warning comes', () => window.warnings.length > 0, 15_000);
    await until('the list is put back', () => readFileSync(rig.state.keys, 'utf8') === before);
    const stranger = new TestWindow(await openWindowStream(rig.descriptor));
    assert.equal((await stranger.prove(forged, await stranger.initialize())).accepted, false);
  });

  withServer('a later window sees what happened in its folders, redacted', async (rig) => {
    await rig.hook(`ls ${secret}`, rig.folder('mine'));
    await rig.hook('ls', rig.folder('other'));
    const window = await rig.window([rig.folder('mine')]);
    await until('it is replayed', () => window.activity.length > 0);
    assert.equal(window.activity.length, 1);
    assert.doesNotMatch(JSON.stringify(window.activity), new RegExp(secret));
  });
});

describe('coming and going', () => {
  withServer('windows and hooks that leave at any moment leave nothing behind', async (rig) => {
    const { pid } = rig.descriptor;
    const open = (): number => (process.platform === 'linux' ? readdirSync(`/proc/${pid}/fd`).length : 0);
    const before = open();
    for (let round = 0; round < 25; round++) {
      const window = await rig.window([rig.home]);
      const { socket } = await rig.openHook(`rm a-${round}`, rig.home);
      await window.nextHold();
      const half = await openWindowStream(rig.descriptor);
      half.write('Content-Length: 100\r\n\r\n{');
      // In every order, and in the middle of messages.
      for (const each of round % 2 === 0 ? [socket, window.socket, half] : [window.socket, half, socket]) each.destroy();
      await rig.hook('ls', rig.home);
    }
    await until('all of it is gone', async () => {
      const { windows, waiting } = await rig.status();
      return windows === 0 && waiting === 0;
    });
    await until('nothing stays open', () => open() <= before + 3);
    const log = readFileSync(join(rig.state.log, 'server.log'), 'utf8');
    assert.deepEqual(
      log.split('\n').filter((line) => line.includes(' error ')),
      [],
    );
    assert.equal(rig.descriptor.pid, pid);
  });
});

describe('a stream of nonsense', () => {
  withServer('ends nothing but itself', async (rig) => {
    const { pid } = rig.descriptor;
    const message = (body: string): string => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    for (const text of [
      'GET / HTTP/1.1\r\n\r\n',
      'Content-Length: x\r\n\r\n',
      'Content-Length: -1\r\n\r\n{}',
      'Content-Length: 99999999999\r\n\r\n',
      'Content-Type: application/json; charset=nonsense\r\nContent-Length: 2\r\n\r\n{}',
      message('{'),
      message('null'),
      message('[]'),
      message('{"jsonrpc":"2.0"}'),
      message('{"jsonrpc":"2.0","id":7,"result":1}'),
      message('{"jsonrpc":"2.0","id":{},"method":{}}'),
      message('{"jsonrpc":"2.0","id":1,"method":"tenthSecond/prove","params":[1,2,3]}'),
      message('{"jsonrpc":"2.0","id":1,"method":"initialize","params":null}'),
      message('{"jsonrpc":"2.0","method":"tenthSecond/configure","params":{"folders":1}}'),
      message('{"jsonrpc":"2.0","method":"exit"}'),
      message('{"jsonrpc":"2.0","method":"$/cancelRequest","params":null}'),
      message('{"jsonrpc":"2.0","method":"$/setTrace","params":null}'),
      'x'.repeat(600_000),
    ]) {
      const socket = await openWindowStream(rig.descriptor);
      socket.resume();
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      socket.write(text);
      assert.equal(decisionOf(await rig.hook('ls', rig.home)).decision, 'none', text.slice(0, 60));
      socket.end();
      await closed;
    }
    assert.equal((await rig.status()).pid, pid);
    assert.equal(rig.descriptor.pid, pid);
  });
});

describe('replacement', () => {
  withServer('an older or equal version cannot retire it', async (rig) => {
    for (const version of ['0.0.1', '0.1.0', 'nonsense'])
      assert.deepEqual(await callServer(rig.descriptor, { type: 'retire', version }), { accepted: false, reason: 'not newer' });
  });

  withServer('a window of the same version attaches, of a newer one replaces', async (rig) => {
    const { pid } = rig.descriptor;
    const program = { script: rig.script, runtime: process.execPath };
    assert.equal((await ensureServer({ ...program, version: '0.1.0' }, { state: rig.state }))?.pid, pid);
    // The bundled program says 0.1.0 again; what counts here is that the old one made way.
    const next = await ensureServer({ ...program, version: '0.2.0' }, { state: rig.state });
    assert.ok(next !== undefined && next.pid !== pid);
    await until('the old one ends', () => !isAlive(pid));
  });

  withServer('a newer one takes over while a hold is answered by the old', async (rig) => {
    const old = rig.descriptor;
    const window = await rig.window([rig.home]);
    const call = rig.hook('rm data', rig.home);
    const hold = await window.nextHold();
    assert.deepEqual(await callServer(old, { type: 'retire', version: '0.2.0' }), { accepted: true });
    await until('the window is told', () => window.retiring);
    assert.equal(readDescriptor(rig.state.descriptor), undefined);
    const next = await startServer({ script: rig.script, runtime: process.execPath }, { state: rig.state });
    assert.ok(next);
    rig.pids.add(old.pid);
    assert.notEqual(next.pid, old.pid);
    const again = await rig.window([rig.home]);
    const other = rig.hook('rm other', rig.home);
    (await again.nextHold()).answer({ choice: 'confirm' });
    assert.equal(decisionOf(await other).decision, 'allow');
    assert.equal(isAlive(old.pid), true);
    hold.answer({ choice: 'confirm' });
    assert.equal(decisionOf(await call).decision, 'allow');
    await until('the old one ends', () => !isAlive(old.pid));
    assert.equal(readDescriptor(rig.state.descriptor)?.pid, next.pid);
    // Both wrote into the record for a while.
    await callServer(next, { type: 'stop' });
    await until('the new one ends', () => !isAlive(next.pid));
    assert.deepEqual(
      (await verifyJournal(rig.state.journal)).flatMap(({ problems }) => problems),
      [],
    );
  });
});

describe('the record', () => {
  withServer('each hold stands in an unbroken journal with who answered', async (rig) => {
    const window = await rig.window([rig.home]);
    const call = rig.hook(`drop x ${secret}`, rig.home);
    (await window.nextHold()).answer({ choice: 'confirm', typed: 'x' });
    await call;
    await callServer(rig.descriptor, { type: 'stop' });
    await until('it ends', () => readDescriptor(rig.state.descriptor) === undefined);
    const entries = (await readJournal(rig.state.journal)).map(({ record }) => record);
    const answer = entries.find(({ outcome }) => outcome === 'confirmed');
    assert.match(answer?.by ?? '', / in Visual Studio Code$/);
    assert.equal(answer?.typed, 'x');
    assert.match(answer?.window ?? '', /^Visual Studio Code 1\.0\.0$/);
    assert.equal(answer?.person?.git, 'Jane Doe <jane@example.com>');
    assert.ok(answer?.took !== undefined && answer.took >= 0);
    assert.ok(entries.some(({ outcome, id }) => outcome === 'held' && id === answer?.id));
    assert.ok((await verifyJournal(rig.state.journal)).every(({ problems }) => problems.length === 0));
    assert.doesNotMatch(JSON.stringify(entries), new RegExp(secret));
  });
});

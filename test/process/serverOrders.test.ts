import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { OrderChange } from '../../src/core/policy/orders.ts';
import { Messages } from '../../src/core/protocol.ts';
import { openWindowStream } from '../../src/platform/connection.ts';
import { TestWindow, decisionOf, ServerRig, until } from '../support/serverRig.ts';

function withServer(name: string, run: (rig: ServerRig) => Promise<void>): void {
  test(name, { timeout: 60_000 }, async () => {
    const rig = new ServerRig(import.meta.url);
    try {
      await rig.start();
      await run(rig);
    } finally {
      await rig.dispose();
    }
  });
}

const order = (window: TestWindow, change: OrderChange): Promise<unknown> => window.connection.sendRequest(Messages.order, change);

withServer('a freeze of a window holds through a pause, a restart and a closed window', async (rig) => {
  const folder = rig.folder('shop');
  const window = await rig.window([folder]);
  assert.deepEqual(await order(window, { type: 'freeze' }), { accepted: true });
  await until('the window shows it', () => window.state?.frozenAt !== undefined);
  await window.connection.sendRequest(Messages.pause, { minutes: 60 });
  const held = rig.hook('rm data', folder);
  const { view, answer } = await window.nextHold();
  assert.match(view.detail, /Stricter because a person froze this workspace/);
  answer({ choice: 'refuse' });
  const refused = decisionOf(await held);
  assert.equal(refused.decision, 'deny');
  assert.match(refused.reason, /agents may only read until they lift it/);
  // A folder beside it is none of it: there the pause counts.
  assert.equal(decisionOf(await rig.hook('rm data', rig.folder('other'), { session: 'another' })).decision, 'none');

  window.close();
  process.kill(rig.descriptor.pid, 'SIGTERM');
  await until('the server ends', () => readdirSync(rig.state.run).every((name) => name !== 'server'));
  await rig.start();
  const again = await rig.window([folder]);
  assert.notEqual(again.state?.frozenAt, undefined);
  assert.deepEqual(await order(again, { type: 'unfreeze' }), { accepted: true });
  await until('it is lifted', () => again.state?.frozenAt === undefined);
  assert.deepEqual(
    readdirSync(rig.state.policy).filter((name) => name.endsWith('.orders.json')),
    [],
  );
});

withServer('a session that leaves the frozen folder is still frozen', async (rig) => {
  const folder = rig.folder('shop');
  const window = await rig.window([folder]);
  await rig.hook('ls', folder, { session: 'wanderer' });
  await order(window, { type: 'freeze' });
  await window.connection.sendRequest(Messages.pause, { minutes: 60 });
  const held = rig.hook('rm data', rig.folder('elsewhere'), { session: 'wanderer' });
  (await window.nextHold()).answer({ choice: 'refuse' });
  assert.equal(decisionOf(await held).decision, 'deny');
});

withServer('only a proved window lays anything down', async (rig) => {
  const folder = rig.folder('shop');
  const window = await rig.window([folder]);
  const stranger = new TestWindow(await openWindowStream(rig.descriptor));
  await stranger.initialize();
  assert.deepEqual(await order(stranger, { type: 'freeze' }), { accepted: false });
  assert.deepEqual(await window.connection.sendRequest(Messages.order, { type: 'thaw' }), { accepted: false });
  assert.deepEqual(await window.connection.sendRequest(Messages.order, null), { accepted: false });
  assert.equal(window.state?.frozenAt, undefined);
  stranger.close();
});

withServer('what a program does to the files lifts nothing, and is told', async (rig) => {
  const folder = rig.folder('shop');
  const window = await rig.window([folder]);
  await order(window, { type: 'freeze' });
  const files = (): string[] => readdirSync(rig.state.policy).filter((name) => name.endsWith('.orders.json'));
  const before = files();
  assert.ok(before.length > 0);
  for (const name of before) rmSync(join(rig.state.policy, name));
  await until('a warning', () => window.warnings.length > 0);
  assert.match(window.warnings[0]!, /put back/);
  await until('the window shows the freeze', () => window.state?.frozenAt !== undefined);
  await until('they are back', () => files().join() === before.join());
});

withServer('a pin stands in the question and in the answer to the agent', async (rig) => {
  const folder = rig.folder('shop');
  const window = await rig.window([folder]);
  await order(window, { type: 'pin', environment: 'staging' });
  await until('the window shows it', () => window.state?.pin === 'staging');
  const held = rig.hook('drop bookings', folder);
  const { view, answer } = await window.nextHold();
  assert.match(view.detail, /Stricter because it leaves what agents may touch here, which a person pinned to staging/);
  answer({ choice: 'refuse' });
  assert.match(decisionOf(await held).reason, /pinned to staging/);
});

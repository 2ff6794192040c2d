import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Messages } from '../../src/core/protocol.ts';
import { gate } from '../support/guard.ts';
import { createSandbox } from '../support/sandbox.ts';
import { decisionOf, ServerRig, until } from '../support/serverRig.ts';

describe('the policy of an organisation', { skip: process.platform === 'win32' }, () => {
  test('tightens what windows say, forbids the pause, and sends the journal to a collector', { timeout: 60_000 }, async () => {
    const received: string[] = [];
    const collector = createServer((request, response) => {
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => void received.push(chunk));
      request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const rig = new ServerRig(import.meta.url);
    try {
      const file = join(rig.state.root, 'organisation.json');
      const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/v1/logs`;
      writeFileSync(file, JSON.stringify({ strictness: 'strict', pause: false, export: { endpoint } }));
      await rig.start();
      const window = await rig.window([rig.home]);
      const call = rig.hook('rm data', rig.home);
      const hold = await window.nextHold();
      assert.equal(hold.view.verdict, 'type', 'one level stricter than the window asks for');
      await window.connection.sendRequest(Messages.pause, { minutes: 15 });
      await until('the person is told', () => window.warnings.some((text) => text.includes('does not let the guard be paused')));
      hold.answer({ choice: 'confirm', typed: 'data' });
      assert.equal(decisionOf(await call).decision, 'allow');
      await until('the collector has the answer', () => received.join('').includes('confirmed'));
      assert.ok(!received.join('').includes('rm data'), 'metadata only');
      writeFileSync(file, '{ not json');
      const other = await rig.window([rig.home]);
      await until('a broken file is told', () => other.warnings.some((text) => text.includes('cannot be followed')));
    } finally {
      await rig.dispose();
      collector.closeAllConnections();
      await new Promise<void>((resolve) => collector.close(() => resolve()));
    }
  });

  test('is read by the gate alone', async () => {
    const sandbox = createSandbox('organisation');
    try {
      const workspace = sandbox.createWorkspace();
      const check = async (): Promise<number | null> =>
        (await gate(['check', '--cwd', workspace, '--', 'docker', 'volume', 'rm', 'scratchpad'], { environment: sandbox.environment }))
          .code;
      const before = await check();
      const state = join(sandbox.home, '.tenth-second');
      mkdirSync(state, { recursive: true, mode: 0o700 });
      writeFileSync(join(state, 'organisation.json'), '{"strictness":"strict"}');
      assert.deepEqual([before, await check()], [10, 11]);
    } finally {
      await sandbox.dispose();
    }
  });
});

import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root } from '../../scripts/rig.mjs';
import { copilotPluginHooks, copilotPluginManifest } from '../../src/core/agents/copilotPlugin.ts';
import { defaultPolicy } from '../../src/core/policy/policy.ts';
import { openWindowStream } from '../../src/platform/connection.ts';
import { readDescriptor } from '../../src/platform/descriptor.ts';
import { connectAgent, start, type Ended } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';
import { newKeys, TestWindow } from '../support/serverRig.ts';

describe('the plugin that the extension brings for Copilot in VS Code', { skip: process.platform === 'win32' }, () => {
  let sandbox: Sandbox;
  let workspace: string;
  let window: TestWindow;
  const shipped = (name: string): string => readFileSync(path.join(root, 'copilot-plugin', name), 'utf8');
  const { hooks } = JSON.parse(shipped('hooks.json')) as { hooks: { PreToolUse: { linux: string; command?: string; timeout: number }[] } };
  /** As VS Code runs it: the shell, in a directory of its own choice. */
  const run = (command: string, payload: object, cwd = '/'): Promise<Ended> =>
    start('/bin/sh', ['-c', command], { environment: sandbox.environment, cwd, input: JSON.stringify(payload), deadline: 30_000 }).ended;
  const payload = (command: string, id: string): object => ({
    timestamp: '2026-11-29T02:00:00.000Z',
    hook_event_name: 'PreToolUse',
    session_id: 'chat-1',
    transcript_path: '/x/t.json',
    cwd: workspace,
    tool_name: 'run_in_terminal',
    tool_input: { command, explanation: 'x', isBackground: false },
    tool_use_id: id,
  });
  const decision = ({ code, stdout, stderr }: Ended): string => {
    assert.equal(code, 0, stderr);
    const answer = JSON.parse(stdout) as { permissionDecision?: string; hookSpecificOutput?: { permissionDecision?: string } };
    assert.equal(answer.permissionDecision, answer.hookSpecificOutput?.permissionDecision, 'both runners read the same');
    return answer.permissionDecision ?? 'none';
  };
  const fileHook = (): string => {
    const text = readFileSync(path.join(sandbox.home, '.copilot/hooks/tenth-second.json'), 'utf8');
    return (JSON.parse(text) as { hooks: { preToolUse: { bash: string }[] } }).hooks.preToolUse[0]!.bash;
  };

  before(async () => {
    sandbox = createSandbox('copilot-plugin');
    workspace = sandbox.createWorkspace();
    await connectAgent('copilot', sandbox.environment);
    assert.equal(decision(await run(hooks.PreToolUse[0]!.linux, payload('ls', 'call_0'))), 'none');
    const descriptor = readDescriptor(path.join(sandbox.home, '.tenth-second/run/server'));
    assert.ok(descriptor);
    window = new TestWindow(await openWindowStream(descriptor));
    assert.deepEqual(await window.prove(newKeys(), await window.initialize()), { accepted: true });
    await window.configure({ folders: [workspace], policy: defaultPolicy, holdMinutes: 14, trusted: true });
  });
  after(async () => {
    window.close();
    await sandbox.dispose();
  });

  test('is what the source says, and names no other system', () => {
    assert.equal(shipped('hooks.json'), copilotPluginHooks());
    assert.equal(shipped('plugin.json'), copilotPluginManifest);
    assert.equal(hooks.PreToolUse[0]!.command, undefined);
    assert.equal(hooks.PreToolUse[0]!.timeout, 3600);
  });

  test('beside the file in the home it is one question, and both get the answer', async () => {
    const both = [
      run(hooks.PreToolUse[0]!.linux, payload('rm -r data', 'call_1'), '/tmp'),
      run(fileHook(), payload('rm -r data', 'call_1')),
    ];
    const { answer } = await window.nextHold();
    answer({ choice: 'refuse' });
    assert.deepEqual((await Promise.all(both)).map(decision), ['deny', 'deny']);
    assert.equal(window.holds.length, 1);
  });

  test('one after the other is one question, too; two calls of the agent are two', async () => {
    const first = run(hooks.PreToolUse[0]!.linux, payload('rm -r data', 'call_2'));
    const asked = await window.nextHold();
    const { name, verdict } = asked.view;
    asked.answer({ choice: 'confirm', ...(verdict === 'type' ? { typed: name } : {}) });
    assert.equal(decision(await first), 'allow');
    assert.equal(decision(await run(fileHook(), payload('rm -r data', 'call_2'))), 'allow');
    assert.equal(window.holds.length, 2);
    const again = run(hooks.PreToolUse[0]!.linux, payload('rm -r data', 'call_3'));
    (await window.nextHold()).answer({ choice: 'refuse' });
    assert.equal(decision(await again), 'deny');
  });

  test('without our programs it holds', async () => {
    rmSync(path.join(sandbox.home, '.tenth-second/bin/launcher'));
    assert.equal(decision(await run(hooks.PreToolUse[0]!.linux, payload('ls', 'call_4'))), 'deny');
  });
});

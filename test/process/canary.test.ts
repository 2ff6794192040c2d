import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createCanary, filesWithCanary, findCanary, maskedWays, plantCanary, uses, ways, type Way } from '../support/canary.ts';
import { connectAgent, registeredClaudeHook, start, type Ended } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

const canary = createCanary();

/** What Claude Code sends before it runs a tool (samples of version 2.1.329). */
function payload(sandbox: Sandbox, way: Way, event: object = { hook_event_name: 'PreToolUse' }): string {
  const { action } = way;
  const file = (name: string): string => path.resolve(sandbox.workspace, name.replace(/^~/, sandbox.home));
  const [tool, input] =
    action.type === 'shell'
      ? ['Bash', { command: action.command, description: 'Run a command' }]
      : action.type === 'read'
        ? ['Read', { file_path: file(action.path) }]
        : ['Grep', { pattern: action.pattern, path: file(action.path), output_mode: 'content' }];
  return JSON.stringify({
    session_id: '7f6f3f0e-6a0b-4c64-9d0f-2b6f0d6f9b10',
    transcript_path: path.join(sandbox.home, '.claude/projects/shop/transcript.jsonl'),
    cwd: sandbox.workspace,
    permission_mode: 'default',
    tool_name: tool,
    tool_input: input,
    tool_use_id: 'toolu_01',
    ...event,
  });
}

describe('a planted secret', () => {
  let sandbox: Sandbox;
  let hook: string;
  before(async () => {
    sandbox = createSandbox('canary');
    mkdirSync(sandbox.workspace);
    plantCanary(canary, {
      workspace: sandbox.workspace,
      home: sandbox.home,
      git: (...args) => void execFileSync('git', args, { cwd: sandbox.workspace, env: { ...sandbox.environment } }),
    });
    await connectAgent('claude-code', sandbox.environment);
    hook = registeredClaudeHook(sandbox.home);
  });
  after(() => sandbox.dispose());

  const call = (input: string): Promise<Ended> =>
    start('/bin/sh', ['-c', hook], { environment: sandbox.environment, cwd: sandbox.workspace, input, deadline: 45_000 }).ended;

  test('does not leave by any of the ways, and the masked view arrives', async () => {
    const failures: string[] = [];
    for (const way of [...ways, ...maskedWays]) {
      const { code, stdout, stderr } = await call(payload(sandbox, way));
      const found = findCanary(stdout + stderr, canary);
      if (code !== 2) failures.push(`runs: ${way.name}`);
      if (found !== undefined) failures.push(`the reply to ${way.name} holds the secret ${found}`);
      if (way.name === 'read .env' && !/STRIPE_SECRET_KEY \(stripe\.key, live/.test(stdout)) failures.push(`no masked view: ${stdout}`);
    }
    assert.deepEqual(failures, []);
  });

  test('may be used', async () => {
    const failures: string[] = [];
    for (const command of uses) {
      const { code, stdout } = await call(payload(sandbox, { name: command, action: { type: 'shell', command } }));
      if (code !== 0 || stdout.trim() !== '') failures.push(`${command}: ${stdout}`);
    }
    assert.deepEqual(failures, []);
  });

  test('is masked in results, and then files with a secret among code are read', async () => {
    const way: Way = { name: 'npm run debug', action: { type: 'shell', command: 'npm run debug' } };
    const response = { stdout: `listening with sk_live_${canary.value}\n`, stderr: '', interrupted: false, isImage: false };
    const masked = await call(payload(sandbox, way, { hook_event_name: 'PostToolUse', tool_response: response }));
    assert.equal(masked.code, 0);
    assert.equal(findCanary(masked.stdout, canary), undefined);
    const output = (JSON.parse(masked.stdout) as { hookSpecificOutput: { updatedToolOutput: typeof response } }).hookSpecificOutput
      .updatedToolOutput;
    assert.deepEqual({ ...output, stdout: '' }, { ...response, stdout: '' });
    assert.match(output.stdout, /^listening with ‹secret›\n$/);
    for (const one of maskedWays) assert.equal((await call(payload(sandbox, one))).code, 0, one.name);
    assert.equal((await call(payload(sandbox, ways[0]!))).code, 2);
  });

  test('stands in no file that the guard writes', () => {
    const found = filesWithCanary([path.join(sandbox.home, '.tenth-second'), path.join(sandbox.home, '.claude')], canary);
    assert.deepEqual(found, []);
  });

  test('goes over no socket between the hook and the server', async () => {
    const file = path.join(sandbox.home, '.tenth-second/run/server');
    const before = readFileSync(file, 'utf8');
    let seen = '';
    let connections = 0;
    const proxy = createServer((client) => {
      connections++;
      const server = connect(Number(before.split('\n')[0]), '127.0.0.1');
      client.on('data', (data) => (seen += data.toString('latin1')));
      server.on('data', (data) => (seen += data.toString('latin1')));
      for (const socket of [client, server]) socket.on('error', () => socket.destroy());
      client.pipe(server).pipe(client);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    try {
      writeFileSync(file, before.replace(/^\d+/, String((proxy.address() as AddressInfo).port)));
      const some = [...ways.filter((_, index) => index % 8 === 0), ...maskedWays];
      for (const way of some) await call(payload(sandbox, way));
      assert.ok(connections >= some.length, `${connections} calls went through`);
      assert.match(seen, /cat scripts\/deploy\.sh/);
      assert.equal(findCanary(seen, canary), undefined);
    } finally {
      writeFileSync(file, before);
      proxy.close();
    }
  });
});

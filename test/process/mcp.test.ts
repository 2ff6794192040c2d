import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { askHook } from '../../src/platform/connection.ts';
import { readDescriptor } from '../../src/platform/descriptor.ts';
import { stateFolderAt } from '../../src/platform/stateFolder.ts';
import { gate, gateProgram, start } from '../support/guard.ts';
import { callTool, connectBehindGuard, filesystemServer, openTestWindow, postgresServer } from '../support/mcp.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';
import type { TestWindow } from '../support/serverRig.ts';

const echo = [process.execPath, '-e', 'process.stdin.pipe(process.stdout)'];

describe('a PostgreSQL server from npm behind the guard', () => {
  let sandbox: Sandbox;
  let postgres: Postgres;
  let client: Client;
  let window: TestWindow;

  before(async () => {
    sandbox = createSandbox('mcp-postgres');
    postgres = await startPostgres(sandbox);
    client = await connectBehindGuard(sandbox, {
      server: 'postgres',
      command: [process.execPath, postgresServer],
      cwd: sandbox.createWorkspace(),
      environment: { DATABASE_URL: postgres.url, PG_ALLOW_WRITE: 'true' },
    });
    // The first call starts the guard's server.
    assert.match((await callTool(client, 'list_tables', {})).text, /bookings/);
    window = await openTestWindow(sandbox, [sandbox.workspace]);
  });
  after(() => sandbox.dispose());

  test('reading passes without a question', async () => {
    const { failed, text } = await callTool(client, 'query', { sql: 'select 40 + 2 as answer' });
    assert.equal(failed, false, text);
    assert.match(text, /42/);
    assert.equal(window.holds.length, 0);
  });

  test('DROP TABLE is held; refused, the table is there and the model is told', async () => {
    const call = callTool(client, 'execute', { sql: 'DROP TABLE bookings' });
    const hold = await window.nextHold();
    assert.match(hold.view.title, /bookings/);
    assert.match(hold.view.detail, /an MCP client/);
    hold.answer({ choice: 'refuse' });
    const { failed, text } = await call;
    assert.equal(failed, true);
    assert.match(text, /declined[\s\S]*not work around/i);
    assert.ok((await postgres.tables()).includes('bookings'));
  });

  test('a second call is answered while the first is held; the first, confirmed, runs once', async () => {
    const call = callTool(client, 'execute', { sql: 'DROP TABLE bookings' });
    const hold = await window.nextHold();
    assert.match((await callTool(client, 'query', { sql: 'select 1 as one' })).text, /1/);
    hold.answer({ choice: 'confirm', typed: hold.view.name });
    assert.equal((await call).failed, false);
    assert.ok(!(await postgres.tables()).includes('bookings'));
    const again = callTool(client, 'execute', { sql: 'DROP TABLE bookings' });
    (await window.nextHold()).answer({ choice: 'refuse' });
    assert.equal((await again).failed, true);
  });

  test("what a person confirmed in the agent's own hook is not asked again by the proxy, once", async () => {
    assert.equal((await callTool(client, 'execute', { sql: 'CREATE TABLE cars (id integer)' })).failed, false);
    const input = { sql: 'DELETE FROM cars' };
    const hook = askHook(readDescriptor(stateFolderAt(path.join(sandbox.home, '.tenth-second')).descriptor)!, claudeCall(input), 20_000);
    const hold = await window.nextHold();
    hold.answer({ choice: 'confirm', typed: hold.view.name });
    assert.equal((await hook).code, 0);
    assert.equal((await callTool(client, 'execute', input)).failed, false);
    const again = callTool(client, 'execute', input);
    (await window.nextHold()).answer({ choice: 'refuse' });
    assert.equal((await again).failed, true);
  });

  const claudeCall = (input: unknown) => ({
    agent: 'claude-code',
    parent: 0,
    variables: {},
    payload: JSON.stringify({
      hook_event_name: 'PreToolUse',
      session_id: 'session-1',
      cwd: sandbox.workspace,
      tool_name: 'mcp__postgres__execute',
      tool_input: input,
    }),
  });

  test('a call that the client takes back is withdrawn from the window', async () => {
    const abort = new AbortController();
    const call = client.callTool({ name: 'execute', arguments: { sql: 'DROP TABLE cars' } }, undefined, { signal: abort.signal });
    call.catch(() => undefined);
    const hold = await window.nextHold();
    abort.abort();
    await assert.rejects(call);
    for (const end = Date.now() + 10_000; !window.withdrawn.some(({ id }) => id === hold.view.id);) {
      assert.ok(Date.now() < end, 'the question is withdrawn');
      await new Promise(setImmediate);
    }
  });
});

describe('the filesystem server from npm behind the guard', () => {
  let sandbox: Sandbox;
  let folder: string;
  let client: Client;

  before(async () => {
    sandbox = createSandbox('mcp-files');
    folder = path.join(sandbox.folder, 'work');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'notes.txt'), 'the only copy\n');
    client = await connectBehindGuard(sandbox, {
      server: 'filesystem',
      command: [process.execPath, filesystemServer, folder],
      cwd: folder,
    });
  });
  after(() => sandbox.dispose());

  test('its tools are listed, and reading works', async () => {
    const { tools } = await client.listTools();
    assert.ok(tools.some(({ name }) => name === 'write_file'));
    assert.match((await callTool(client, 'read_text_file', { path: path.join(folder, 'notes.txt') })).text, /only copy/);
  });

  test('a new file is written; a git hook that would delete the home is not', async () => {
    assert.equal((await callTool(client, 'write_file', { path: path.join(folder, 'new.txt'), content: 'x' })).failed, false);
    const hooks = path.join(folder, '.git/hooks');
    mkdirSync(hooks, { recursive: true });
    const refused = await callTool(client, 'write_file', { path: path.join(hooks, 'post-commit'), content: '#!/bin/sh\nrm -rf ~\n' });
    assert.equal(refused.failed, true);
    assert.match(refused.text, /no editor window is open/);
    assert.ok(!existsSync(path.join(hooks, 'post-commit')));
  });
});

describe('what passes through', () => {
  let sandbox: Sandbox;
  before(() => {
    sandbox = createSandbox('mcp-through');
  });
  after(() => sandbox.dispose());

  const through = (input: string, command: readonly string[] = echo) =>
    start(process.execPath, [gateProgram, 'mcp', '--server', 'echo', '--', ...command], {
      environment: sandbox.environment,
      cwd: sandbox.folder,
      input,
    }).ended;

  test('everything but calls goes byte for byte, unknown messages of both eras included', async () => {
    const lines = [
      '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"clientInfo":{"name":"x","version":"1"}}}',
      '{ "jsonrpc" : "2.0", "method":"notifications/initialized" }',
      '{"jsonrpc":"2.0","id":"a","method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}',
      '{"jsonrpc":"2.0","id":12345678901234567890,"method":"x/y","params":{"n":1.0,"s":"\\u00e9"}}',
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":77}}',
      '',
      '{"jsonrpc":"2.0","id":9,"result":{"roots":[]}}',
      '{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"get_time","arguments":{"zone":"UTC"}, "_meta":{} }}',
    ];
    const text = `${lines.join('\n')}\n`;
    const { stdout, code } = await through(text);
    assert.equal(stdout, text);
    assert.equal(code, 0);
  });

  test('what cannot be read as JSON, and a call without an id, do not reach the server', async () => {
    const { stdout } = await through(
      '{"method":"tools/call"\n{"jsonrpc":"2.0","method":"tools/call","params":{"name":"delete_everything"}}\n',
    );
    assert.match(stdout, /Parse error/);
    assert.doesNotMatch(stdout, /delete_everything/);
  });

  test('a batch is taken apart: what is harmless runs, what destroys is refused', async () => {
    const call = (id: number, name: string): unknown => ({
      jsonrpc: '2.0',
      id,
      method: 'tools/call',
      params: { name, arguments: { id: 'x' } },
    });
    const { stdout } = await through(`${JSON.stringify([call(1, 'get_project'), call(2, 'delete_project')])}\n`);
    assert.match(stdout, /"id":1,"method":"tools\/call"/);
    assert.doesNotMatch(stdout, /"method":"tools\/call","params":\{"name":"delete_project"/);
    assert.match(stdout, /"id":2,"result":\{"content":\[\{"type":"text","text":"Tenth Second held/);
  });

  test('hints are raised where a name destroys, and never lowered', async () => {
    const tools = [
      { name: 'delete_branch', annotations: { readOnlyHint: true } },
      { name: 'get_branch', annotations: { readOnlyHint: true } },
      { name: 'drop_table', inputSchema: { type: 'object' } },
    ];
    const answer = JSON.stringify({ jsonrpc: '2.0', id: 5, result: { tools } });
    const server = `process.stdin.once('data', () => process.stdout.write(${JSON.stringify(`${answer}\n`)}, () => process.exit(0)))`;
    const { stdout } = await through('{"jsonrpc":"2.0","id":5,"method":"tools/list"}\n', [process.execPath, '-e', server]);
    const listed = JSON.parse(stdout) as { result: { tools: unknown[] } };
    assert.deepEqual(listed.result.tools, [
      { name: 'delete_branch', annotations: { readOnlyHint: false, destructiveHint: true } },
      { name: 'get_branch', annotations: { readOnlyHint: true } },
      { name: 'drop_table', inputSchema: { type: 'object' }, annotations: { readOnlyHint: false, destructiveHint: true } },
    ]);
  });

  test('the exit code of the server is ours, and one that cannot be started is said', async () => {
    assert.equal((await through('', [process.execPath, '-e', 'process.exit(7)'])).code, 7);
    const missing = await through('', ['/no/such/program']);
    assert.equal(missing.code, 127);
    assert.match(missing.stderr, /could not be started/);
  });
});

describe('settings of MCP clients', () => {
  let sandbox: Sandbox;
  before(() => {
    sandbox = createSandbox('mcp-wrap');
  });
  after(() => sandbox.dispose());

  test('stdio servers are put behind the guard and taken out again, comments and all', async () => {
    const folder = path.join(sandbox.folder, 'project');
    mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    const file = path.join(folder, '.vscode/mcp.json');
    const text =
      '{\n  // ours\n  "servers": {\n    "pg": { "type": "stdio", "command": "npx", "args": ["-y", "server-postgres"] },\n    "railway": { "type": "http", "url": "https://mcp.railway.com" }\n  }\n}\n';
    writeFileSync(file, text);
    const run = (...args: string[]) => gate(['mcp', ...args], { environment: sandbox.environment, cwd: folder });
    const dry = await run('wrap', '--dry-run');
    assert.match(dry.stdout, /railway is a remote server[\s\S]*\+ +"--server",/);
    assert.equal(readFileSync(file, 'utf8'), text);
    assert.equal((await run('wrap', '--yes')).code, 0);
    const wrapped = readFileSync(file, 'utf8');
    assert.match(wrapped, /\/\/ ours/);
    const { servers } = JSON.parse(wrapped.replace('// ours', '')) as {
      servers: Record<string, { command: string; args: string[]; url?: string }>;
    };
    assert.equal(servers['pg']!.command, process.execPath);
    assert.ok(existsSync(servers['pg']!.args[0]!), 'the gate is installed');
    assert.deepEqual(servers['pg']!.args.slice(1), ['mcp', '--server', 'pg', '--', 'npx', '-y', 'server-postgres']);
    assert.equal(servers['railway']!.url, 'https://mcp.railway.com');
    assert.match((await run('wrap', '--yes')).stdout, /No MCP server to wrap/);
    assert.equal((await run('unwrap', '--yes')).code, 0);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8').replace('// ours', '')), JSON.parse(text.replace('// ours', '')));
  });

  test('a broken file is left alone, with a word', async () => {
    const file = path.join(sandbox.folder, 'broken.json');
    writeFileSync(file, '{ "mcpServers": ');
    const { code, stderr } = await gate(['mcp', 'wrap', '--yes', file], { environment: sandbox.environment });
    assert.equal(code, 1);
    assert.match(stderr, /not valid JSON/);
    assert.equal(readFileSync(file, 'utf8'), '{ "mcpServers": ');
  });
});

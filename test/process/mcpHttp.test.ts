import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { after, before, describe, test } from 'node:test';
import { gateProgram } from '../support/guard.ts';
import { callTool, openTestWindow } from '../support/mcp.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';
import type { TestWindow } from '../support/serverRig.ts';

/** A remote server of projects in both transports, for one bearer token; it really keeps and deletes them. */
class ProjectServer {
  readonly projects = new Set(['acme-api', 'acme-web']);
  readonly seen: string[] = [];
  readonly #streams = new Map<string, SSEServerTransport>();
  readonly #http: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', this.origin);
    this.seen.push(`${request.method ?? ''} ${url.pathname}`);
    if (url.pathname === '/.well-known/oauth-protected-resource/mcp')
      return void response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ resource: `${this.origin}/mcp`, authorization_servers: ['https://auth.example.test'] }));
    if (request.headers.authorization !== 'Bearer made-up')
      return void response
        .writeHead(401, { 'www-authenticate': `Bearer resource_metadata="${this.origin}/.well-known/oauth-protected-resource/mcp"` })
        .end();
    if (url.pathname === '/sse') {
      const transport = new SSEServerTransport('/messages', response);
      this.#streams.set(transport.sessionId, transport);
      return void this.#mcp().connect(transport);
    }
    if (url.pathname === '/messages')
      return void this.#streams.get(url.searchParams.get('sessionId') ?? '')?.handlePostMessage(request, response);
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    void this.#mcp()
      .connect(transport as Transport)
      .then(() => transport.handleRequest(request, response));
  });

  get origin(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
  }

  close(): void {
    this.#http.close();
    this.#http.closeAllConnections();
  }

  #mcp(): McpServer {
    const server = new McpServer({ name: 'projects', version: '1.0.0' });
    server.registerTool('list_projects', {}, () => ({ content: [{ type: 'text', text: [...this.projects].join(',') }] }));
    server.registerTool('delete_all_projects', {}, () => {
      this.projects.clear();
      return { content: [{ type: 'text', text: 'deleted' }] };
    });
    return server;
  }
}

describe('a remote MCP server behind the guard', () => {
  let sandbox: Sandbox;
  let window: TestWindow;
  const remote = new ProjectServer();
  let address = '';
  const clients: Client[] = [];

  before(async () => {
    sandbox = createSandbox('mcp-http');
    await remote.listen();
    const proxy = spawn(process.execPath, [gateProgram, 'mcp', '--server', 'projects', '--url', `${remote.origin}/mcp`], {
      cwd: sandbox.createWorkspace(),
      env: { ...sandbox.environment },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    sandbox.defer(async () => {
      for (const client of clients) await client.close();
      process.kill(-proxy.pid!, 'SIGTERM');
      await new Promise((resolve) => proxy.once('exit', resolve));
      remote.close();
    });
    address = await new Promise<string>((resolve) => proxy.stdout.once('data', (line: Buffer) => resolve(line.toString().trim())));
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
  });
  after(() => sandbox.dispose());

  const connect = async (transport: Transport): Promise<Client> => {
    const client = new Client({ name: 'a-client', version: '1.0.0' });
    await client.connect(transport);
    clients.push(client);
    return client;
  };
  const headers = { authorization: 'Bearer made-up' };

  test('streamable HTTP: harmless calls pass, the hint of a deleting tool is raised, deleting is held', async () => {
    const client = await connect(new StreamableHTTPClientTransport(new URL(address), { requestInit: { headers } }));
    const { tools } = await client.listTools();
    assert.equal(tools.find(({ name }) => name === 'delete_all_projects')?.annotations?.destructiveHint, true);
    assert.equal((await callTool(client, 'list_projects', {})).text, 'acme-api,acme-web');
    window = await openTestWindow(sandbox, [sandbox.workspace]);
    const call = callTool(client, 'delete_all_projects', {});
    const hold = await window.nextHold();
    hold.answer({ choice: 'refuse' });
    const { failed, text } = await call;
    assert.equal(failed, true);
    assert.match(text, /declined/);
    assert.equal(remote.projects.size, 2);
  });

  test('the older transport with a stream of events: the refusal comes in the stream, a confirmed call runs', async () => {
    const transport = new SSEClientTransport(new URL('/sse', address), {
      requestInit: { headers },
      eventSourceInit: { fetch: withHeaders },
    });
    const client = await connect(transport);
    assert.equal((await callTool(client, 'list_projects', {})).text, 'acme-api,acme-web');
    const call = callTool(client, 'delete_all_projects', {});
    (await window.nextHold()).answer({ choice: 'refuse' });
    assert.equal((await call).failed, true);
    assert.equal(remote.projects.size, 2);
    const again = callTool(client, 'delete_all_projects', {});
    const hold = await window.nextHold();
    hold.answer({ choice: 'confirm', typed: hold.view.name });
    assert.deepEqual(await again, { failed: false, text: 'deleted' });
    assert.equal(remote.projects.size, 0);
  });

  test('without a token: the refusal of the server, and metadata that name our address', async () => {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"jsonrpc":"2.0","id":1,"method":"ping"}',
    });
    assert.equal(answer.status, 401);
    const metadata = /resource_metadata="([^"]+)"/.exec(answer.headers.get('www-authenticate') ?? '')?.[1] ?? '';
    assert.equal(new URL(metadata).origin, new URL(address).origin);
    assert.deepEqual(await (await fetch(metadata)).json(), { resource: address, authorization_servers: ['https://auth.example.test'] });
  });

  test('a call is a call whatever type, method or encoding its request names', async () => {
    const before = remote.seen.length;
    const call = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'delete_all_projects', arguments: {} } });
    for (const [method, more] of [
      ['POST', { 'content-type': 'text/plain' }],
      ['POST', { 'content-type': 'application/x-www-form-urlencoded' }],
      ['PUT', { 'content-type': 'application/json' }],
    ] as const) {
      const answer = fetch(address, { method, headers: { ...headers, ...more }, body: call });
      (await window.nextHold()).answer({ choice: 'refuse' });
      assert.match(await (await answer).text(), /declined/, JSON.stringify(more));
    }
    const packed = await fetch(address, { method: 'POST', headers: { ...headers, 'content-encoding': 'gzip' }, body: gzipSync(call) });
    assert.match(await packed.text(), /Parse error/);
    assert.equal(remote.seen.length, before);
  });

  test('pages of the web, by whatever name, get nothing', async () => {
    const before = remote.seen.length;
    const post = (more: Record<string, string>) =>
      fetch(address, { method: 'POST', headers: { 'content-type': 'application/json', ...more }, body: '{}' });
    assert.equal((await post({ origin: 'https://evil.example' })).status, 403);
    assert.equal((await fetch(address, { headers: { origin: 'null' } })).status, 403);
    assert.equal(remote.seen.length, before);
  });

  function withHeaders(url: string | URL | Request, init?: RequestInit): Promise<Response> {
    return fetch(url, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), ...headers } });
  }
});

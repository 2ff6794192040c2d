import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import path from 'node:path';
import { root } from '../../scripts/rig.mjs';
import { defaultPolicy } from '../../src/core/policy/policy.ts';
import { callServer, openWindowStream } from '../../src/platform/connection.ts';
import { readDescriptor } from '../../src/platform/descriptor.ts';
import { stateFolderAt } from '../../src/platform/stateFolder.ts';
import { gateProgram } from './guard.ts';
import type { Sandbox } from './sandbox.ts';
import { newKeys, TestWindow, until } from './serverRig.ts';

/** Public MCP servers from npm, as one starts them. */
export const filesystemServer = path.join(root, 'node_modules/@modelcontextprotocol/server-filesystem/dist/index.js');
export const postgresServer = path.join(root, 'node_modules/mcp-postgres-server/build/index.js');

/** The official client, connected to a server behind `tenth-second mcp`. */
export async function connectBehindGuard(
  sandbox: Sandbox,
  options: {
    readonly server: string;
    readonly command: readonly string[];
    readonly cwd: string;
    readonly environment?: Readonly<Record<string, string>>;
    readonly wait?: number;
    readonly client?: string;
  },
): Promise<Client> {
  const client = new Client({ name: options.client ?? 'a-client', version: '1.0.0' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [
      gateProgram,
      'mcp',
      '--server',
      options.server,
      ...(options.wait === undefined ? [] : ['--wait', String(options.wait)]),
      '--',
      ...options.command,
    ],
    env: { ...sandbox.environment, ...options.environment },
    cwd: options.cwd,
    stderr: 'ignore',
  });
  await client.connect(transport);
  sandbox.defer(() => client.close());
  return client;
}

/** The text of a tool's answer, and whether it is a failure. */
export async function callTool(
  client: Client,
  name: string,
  input: Readonly<Record<string, unknown>>,
): Promise<{ readonly failed: boolean; readonly text: string }> {
  const result = (await client.callTool({ name, arguments: input })) as CallToolResult;
  return {
    failed: result.isError === true,
    text: result.content.map((part) => (part.type === 'text' ? part.text : `[${part.type}]`)).join('\n'),
  };
}

/** A proved window on the guard's server of a sandbox; starts to answer when the server is there. */
export async function openTestWindow(sandbox: Sandbox, folders: readonly string[]): Promise<TestWindow> {
  const { descriptor } = stateFolderAt(path.join(sandbox.home, '.tenth-second'));
  await until('the server is there', () => readDescriptor(descriptor) !== undefined, 20_000);
  const found = readDescriptor(descriptor)!;
  await callServer(found, { type: 'status' });
  const window = new TestWindow(await openWindowStream(found));
  sandbox.defer(() => window.close());
  const result = await window.prove(newKeys(), await window.initialize());
  if (!result.accepted) throw new Error(`not accepted: ${result.reason}`);
  await window.configure({ folders, policy: defaultPolicy, holdMinutes: 14, trusted: true });
  return window;
}

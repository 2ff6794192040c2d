// A small MCP server over stdio with one tool, which leaves the file that it is given as its argument.
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** @type {(id: unknown, result: object) => void} */
const answer = (id, result) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
const tool = {
  name: 'delete_project',
  description: 'Deletes a project',
  inputSchema: { type: 'object', properties: { project: { type: 'string' } }, required: ['project'] },
};
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue;
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  if (method === 'initialize')
    answer(id, { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'probe', version: '1.0.0' } });
  else if (method === 'tools/list') answer(id, { tools: [tool] });
  else if (method === 'tools/call') {
    writeFileSync(process.argv[2] ?? 'ran', 'ran\n');
    answer(id, { content: [{ type: 'text', text: `deleted ${params.arguments.project}` }] });
  } else if (method === 'ping') answer(id, {});
  else process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'no such method' } })}\n`);
}

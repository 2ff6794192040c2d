import type { Json } from '../types.ts';
import { exitTwo, longestHold, type Decoded, type Dialect } from './adapter.ts';
import { callOf, directoryField, fieldsOf, guarded, InvalidPayload } from './payload.ts';

/** What `tenth-second mcp` asks about one message of a client. `waits` is how long that client waits for an answer, in seconds. */
export interface McpQuestion {
  readonly session: string;
  /** Absolute. */
  readonly cwd: string;
  readonly callId: string;
  readonly waits: number;
  /** Name of the server as its client knows it. */
  readonly server: string;
  readonly asks:
    | { readonly type: 'tool'; readonly tool: string; readonly input: Json; readonly destructiveHint: boolean }
    /** A `file:` resource, as a path. */
    | { readonly type: 'resource'; readonly path: string };
}

/** The dialect between our own MCP proxy and the server: JSON in, exit code 0 or a reason on stderr out. */
export const mcpClient: Dialect = {
  id: 'mcp-client',
  displayName: 'an MCP client',
  // Its callers are ours alone.
  recognise: () => true,
  decode: (payload) => guarded(() => decode(payload)),
  encode: (answer) => (answer.type === 'deny' ? exitTwo(answer.reason) : { code: 0, stdout: '', stderr: '' }),
  failure: (reason) => exitTwo(`Tenth Second could not judge this call, so it did not run: ${reason}`),
  waits: longestHold,
};

function decode(payload: Json): Decoded {
  const fields = fieldsOf(payload, 'question');
  const waits = fields.object['waits'];
  if (typeof waits !== 'number' || !(waits >= 0)) throw new InvalidPayload('question.waits is not a number');
  const about = { session: fields.text('session'), cwd: directoryField(fields, 'cwd'), callId: fields.text('callId') };
  const server = fields.text('server');
  const asks = fieldsOf(fields.object['asks'], 'question.asks');
  const kind = asks.text('type');
  if (kind === 'resource')
    return { type: 'call', waits, inner: true, call: callOf('mcp-client', about, { type: 'read', paths: [asks.text('path')] }) };
  if (kind !== 'tool') throw new InvalidPayload('question.asks.type is not known');
  const destructiveHint = asks.object['destructiveHint'] === true;
  const action = {
    type: 'mcp',
    server,
    tool: asks.text('tool'),
    input: asks.object['input'] ?? {},
    ...(destructiveHint ? { destructiveHint } : {}),
  } as const;
  return { type: 'call', waits, inner: true, call: callOf('mcp-client', about, action) };
}

import { homedir } from 'node:os';
import type { McpQuestion } from '../../core/agents/mcpClient.ts';
import { decidingVariables } from '../../core/agents/variables.ts';
import type { ClientMessage } from '../../core/mcp/message.ts';
import { patienceOf } from '../../core/mcp/clients.ts';
import { openStateFolder, type StateFolder } from '../../platform/stateFolder.ts';
import { decideAlone } from '../hook/alone.ts';
import { askReached, reachGuard } from '../hook/askGuard.ts';

export type Judged = Extract<ClientMessage, { readonly type: 'call' | 'resource' }>;

/** Undefined lets the message through; a text refuses it, in words for the model. */
export type JudgeMessage = (
  message: Judged,
  about: { readonly destructiveHint: boolean },
  signal: AbortSignal,
) => Promise<string | undefined>;

export interface JudgeOptions {
  readonly server: string;
  readonly cwd: string;
  /** Seconds that the client waits, where the person knows better. */
  readonly waits: number | undefined;
  readonly client: () => string | undefined;
  readonly state?: StateFolder;
}

/** Asks the guard about messages of one client, each over a connection of its own; decides alone when no server can be had. */
export function createMcpJudge(options: JudgeOptions): JudgeMessage {
  const state = options.state ?? openStateFolder();
  const variables = decidingVariables(process.env);
  const parent = process.ppid;
  return async (message, { destructiveHint }, signal) => {
    const client = message.client ?? options.client();
    const question: McpQuestion = {
      session: `${client ?? 'MCP'} ${process.pid}`,
      cwd: options.cwd,
      callId: String(message.id),
      waits: options.waits ?? patienceOf(client),
      server: options.server,
      asks:
        message.type === 'call'
          ? { type: 'tool', tool: message.tool, input: message.input, destructiveHint }
          : { type: 'resource', path: message.path.startsWith('~/') ? homedir() + message.path.slice(1) : message.path },
    };
    const request = { agent: 'mcp-client', parent, variables, payload: JSON.stringify(question) };
    const reached = await reachGuard(state);
    const reply = reached ? await askReached(reached, request, signal) : await decideAlone({ ...request, state });
    if (reply.code === 0) return undefined;
    return reply.stderr.trim() === '' ? 'Tenth Second held this call.' : reply.stderr.trim();
  };
}

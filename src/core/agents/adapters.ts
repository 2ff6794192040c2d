import type { AgentAdapter, Dialect } from './adapter.ts';
import { claudeCode } from './claudeCode.ts';
import { geminiCli } from './geminiCli.ts';
import { mcpClient } from './mcpClient.ts';

/** Every agent that can be connected, in the order in which they are listed to a person. */
export const adapters: readonly AgentAdapter[] = [claudeCode, geminiCli];

export function adapterFor(id: string): AgentAdapter | undefined {
  return adapters.find((adapter) => adapter.id === id);
}

const dialects: readonly Dialect[] = [...adapters, mcpClient];

/** The dialect of whoever asks; an agent that can be connected, or our own MCP proxy. */
export function dialectFor(id: string): Dialect | undefined {
  return dialects.find((dialect) => dialect.id === id);
}

import type { AgentAdapter } from './adapter.ts';
import { claudeCode } from './claudeCode.ts';
import { geminiCli } from './geminiCli.ts';

/** Every agent that can be connected, in the order in which they are listed to a person. */
export const adapters: readonly AgentAdapter[] = [claudeCode, geminiCli];

export function adapterFor(id: string): AgentAdapter | undefined {
  return adapters.find((adapter) => adapter.id === id);
}

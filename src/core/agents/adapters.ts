import type { Json } from '../types.ts';
import type { AgentAdapter, Dialect } from './adapter.ts';
import { amp } from './amp.ts';
import { antigravity } from './antigravity.ts';
import { augment } from './augment.ts';
import { claudeCode } from './claudeCode.ts';
import { cline } from './cline.ts';
import { codex } from './codex.ts';
import { continueCli } from './continueCli.ts';
import { copilot } from './copilot.ts';
import { copilotCli } from './copilotCli.ts';
import { cursor } from './cursor.ts';
import { geminiCli } from './geminiCli.ts';
import { kilo } from './kilo.ts';
import { kiro } from './kiro.ts';
import { mcpClient } from './mcpClient.ts';
import { opencode } from './opencode.ts';
import { qwenCode } from './qwenCode.ts';
import { terminal } from './terminal.ts';
import { windsurf } from './windsurf.ts';

/** Every agent that can be connected, in the order in which they are listed to a person. */
export const adapters: readonly AgentAdapter[] = [
  claudeCode,
  copilot,
  copilotCli,
  cursor,
  codex,
  geminiCli,
  antigravity,
  windsurf,
  cline,
  opencode,
  kilo,
  qwenCode,
  kiro,
  augment,
  amp,
  continueCli,
];

/** By the word of a command line: an id, or an id with its registration (`copilot/plugin`). */
export function adapterFor(word: string): AgentAdapter | undefined {
  const id = word.split('/', 1)[0];
  return adapters.find((adapter) => adapter.id === id);
}

const dialects: readonly Dialect[] = [...adapters, mcpClient, terminal];

/** The dialect of whoever asks; an agent that can be connected, or our own MCP proxy. */
export function dialectFor(word: string): Dialect | undefined {
  const id = word.split('/', 1)[0];
  return dialects.find((dialect) => dialect.id === id);
}

/** Who sent this payload, where the hook of one agent is run by another that reads its file. */
export function dialectOf(dialect: Dialect, payload: Json): Dialect {
  if (dialect.recognise(payload)) return dialect;
  return adapters.find((other) => other.recognise(payload)) ?? dialect;
}

/** The registration in the word of a command line; several of one agent join one hold. */
export function registrationOf(word: string): string {
  const at = word.indexOf('/');
  return at < 0 ? '' : word.slice(at + 1);
}

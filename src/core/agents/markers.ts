import type { AgentId } from '../types.ts';

type Environment = Readonly<Record<string, string | null | undefined>>;

/**
 * Which agent's shell an environment belongs to, by the variables that agents set for it; a hint and no proof. The same list stands in
 * gate/terminal/ask.bash and guard.zsh. `CLAUDECODE` alone is not in it: Claude Code's IDE extension sets it in every terminal.
 * VS Code: `AI_AGENT` in the built product 1.139.1; Claude Code: https://code.claude.com/docs/en/env-vars; the others as seen in the
 * shells of Codex 0.169.0, Gemini CLI 0.61.0, OpenCode 1.18.33, Qwen Code 0.24.4 and Copilot CLI 1.0.102; Cursor, Cline, Amp, Augment
 * and Antigravity unverified.
 */
export function agentOfEnvironment(environment: Environment): AgentId | undefined {
  const has = (...names: readonly string[]): boolean => names.some((name) => (environment[name] ?? '') !== '');
  const agent = environment['AI_AGENT'] ?? '';
  if (has('CLAUDE_CODE_CHILD_SESSION') || agent.startsWith('claude-code')) return 'claude-code';
  if (has('CODEX_THREAD_ID')) return 'codex';
  if (has('COPILOT_CLI')) return 'copilot-cli';
  if (has('QWEN_CODE')) return 'qwen-code';
  if (has('GEMINI_CLI')) return 'gemini-cli';
  if (has('OPENCODE')) return 'opencode';
  if (has('CURSOR_AGENT')) return 'cursor';
  if (has('CLINE_ACTIVE')) return 'cline';
  if (has('AMP_THREAD_ID', 'AMP_CURRENT_THREAD_ID')) return 'amp';
  if (has('AUGMENT_AGENT')) return 'augment';
  if (has('ANTIGRAVITY_AGENT')) return 'antigravity';
  return has('COPILOT_AGENT', 'AI_AGENT') ? 'copilot' : undefined;
}

import type { ConnectableId } from '../../src/core/agents/adapter.ts';
import type { Json } from '../../src/core/types.ts';

const claude = {
  session_id: '5a221879',
  transcript_path: '/home/user/.claude/projects/-workspace/5a221879.jsonl',
  cwd: '/workspace',
  permission_mode: 'default',
  hook_event_name: 'PreToolUse',
  tool_use_id: 'toolu_mwpaj',
};
const gemini = { session_id: '21ffb442', cwd: '/workspace', hook_event_name: 'BeforeTool', timestamp: '2026-11-20T18:17:48.297Z' };

/** A shell call of each agent: what surrounds it, and where its command stands. */
export const shells: Readonly<
  Record<ConnectableId, { readonly payload: Fields; readonly input: readonly string[]; readonly needs: readonly string[] }>
> = {
  'claude-code': {
    payload: { ...claude, tool_name: 'Bash' },
    input: ['tool_input', 'command'],
    needs: ['session_id', 'cwd', 'hook_event_name', 'tool_name'],
  },
  copilot: {
    payload: {
      timestamp: '2026-11-20T10:00:00.000Z',
      hook_event_name: 'PreToolUse',
      session_id: 'c-1',
      cwd: '/workspace',
      tool_name: 'run_in_terminal',
    },
    input: ['tool_input', 'command'],
    needs: ['session_id', 'cwd', 'hook_event_name', 'tool_name'],
  },
  'copilot-cli': {
    payload: { sessionId: 's', timestamp: 1, cwd: '/workspace', toolName: 'bash' },
    input: ['toolArgs', 'command'],
    needs: ['sessionId', 'cwd', 'toolName'],
  },
  cursor: {
    payload: {
      conversation_id: 'c',
      hook_event_name: 'preToolUse',
      cursor_version: '3.9.16',
      workspace_roots: ['/workspace'],
      tool_name: 'Shell',
    },
    input: ['tool_input', 'command'],
    needs: ['conversation_id', 'workspace_roots', 'hook_event_name', 'tool_name'],
  },
  codex: {
    payload: {
      session_id: 't',
      turn_id: 'u',
      cwd: '/workspace',
      hook_event_name: 'PreToolUse',
      model: 'm',
      permission_mode: 'default',
      tool_name: 'Bash',
    },
    input: ['tool_input', 'command'],
    needs: ['session_id', 'cwd', 'hook_event_name', 'tool_name'],
  },
  'gemini-cli': {
    payload: { ...gemini, tool_name: 'run_shell_command' },
    input: ['tool_input', 'command'],
    needs: ['session_id', 'cwd', 'hook_event_name', 'tool_name'],
  },
  antigravity: {
    payload: { toolCall: { name: 'run_command', args: {} }, workspacePaths: ['/workspace'], conversationId: 'c' },
    input: ['toolCall', 'args', 'CommandLine'],
    needs: ['conversationId', 'workspacePaths', 'toolCall'],
  },
  windsurf: {
    payload: { agent_action_name: 'pre_run_command', trajectory_id: 't', tool_info: { cwd: '/workspace' } },
    input: ['tool_info', 'command_line'],
    needs: ['agent_action_name', 'trajectory_id', 'tool_info'],
  },
  cline: {
    payload: {
      clineVersion: '',
      hookName: 'tool_call',
      taskId: 't',
      workspaceRoots: ['/workspace'],
      tool_call: { id: 'c', name: 'run_commands', input: {} },
    },
    input: ['tool_call', 'input', 'commands'],
    needs: ['hookName', 'taskId', 'workspaceRoots', 'tool_call'],
  },
  opencode: {
    payload: { tenthSecond: 'opencode', event: 'before', tool: 'bash', session: 's', call: 'c', cwd: '/workspace' },
    input: ['args', 'command'],
    needs: ['event', 'tool', 'session', 'cwd'],
  },
  kilo: {
    payload: { tenthSecond: 'kilo', event: 'before', tool: 'bash', session: 's', call: 'c', cwd: '/workspace' },
    input: ['args', 'command'],
    needs: ['event', 'tool', 'session', 'cwd'],
  },
  'qwen-code': {
    payload: { ...claude, transcript_path: '/home/u/.qwen/projects/w/chats/x.jsonl', tool_name: 'run_shell_command' },
    input: ['tool_input', 'command'],
    needs: ['session_id', 'cwd', 'hook_event_name', 'tool_name'],
  },
  kiro: {
    payload: { hook_event_name: 'preToolUse', cwd: '/workspace', session_id: 's', tool_name: 'execute_bash' },
    input: ['tool_input', 'command'],
    needs: ['cwd', 'hook_event_name', 'tool_name'],
  },
  augment: {
    payload: { hook_event_name: 'PreToolUse', conversation_id: 'c', workspace_roots: ['/workspace'], tool_name: 'launch-process' },
    input: ['tool_input', 'command'],
    needs: ['conversation_id', 'workspace_roots', 'hook_event_name', 'tool_name'],
  },
  amp: {
    payload: { tenthSecond: 'amp', event: 'before', tool: 'Bash', session: 's', call: 'c', cwd: '/workspace' },
    input: ['args', 'cmd'],
    needs: ['event', 'tool', 'session', 'cwd'],
  },
  continue: {
    payload: { ...claude, transcript_path: '/home/u/.continue/sessions/x.json', tool_name: 'Bash' },
    input: ['tool_input', 'command'],
    needs: ['session_id', 'cwd', 'hook_event_name', 'tool_name'],
  },
};

export type Fields = { readonly [key: string]: Json };

export function filled(payload: Fields, [key, ...rest]: readonly string[], value: Json): Fields {
  return { ...payload, [key!]: rest.length === 0 ? value : filled((payload[key!] ?? {}) as Fields, rest, value) };
}

/** What the agent sends for a shell command in a folder, as text on stdin. */
export function shellCall(id: ConnectableId, command: string, cwd: string, more: Fields = {}): string {
  const { payload, input } = shells[id];
  return JSON.stringify({ ...filled(payload, input, command), ...more }).replaceAll('"/workspace"', JSON.stringify(cwd));
}

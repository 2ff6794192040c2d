import { assertNever, type Action, type AgentId, type Json } from '../types.ts';
import { exitTwo, failureText, longestHold, noOpinion, type AgentAdapter, type Decoded } from './adapter.ts';
import type { HookEntry } from './connection.ts';
import { maskClaudeResult } from './maskResult.ts';
import { InvalidPayload, callOf, directoryField, fieldsOf, guarded, isObject, mcpName, within, type Fields } from './payload.ts';
import { byArguments } from './tools.ts';

/**
 * Tools that reach neither disk, shell nor network by themselves, or whose own calls fire this hook again (sub-agents). Their
 * arguments are prose that may well mention a dangerous command. Everything that is not named here is judged.
 */
const harmless: ReadonlySet<string> = new Set([
  'Agent',
  'AskUserQuestion',
  'BashOutput',
  'EnterPlanMode',
  'ExitPlanMode',
  'KillBash',
  'KillShell',
  'LSP',
  'ListMcpResourcesTool',
  'ReadMcpResourceTool',
  'SendMessage',
  'Skill',
  'SlashCommand',
  'StructuredOutput',
  'Task',
  'TaskCreate',
  'TaskGet',
  'TaskList',
  'TaskOutput',
  'TaskStop',
  'TaskUpdate',
  'TodoRead',
  'TodoWrite',
  'ToolSearch',
  'WebSearch',
]);

/** Groups with a matcher, as Claude Code and those that read its settings files have them. */
export function claudeGroup(event: string, handler: { readonly [key: string]: Json } = {}): HookEntry {
  return {
    path: ['hooks', event],
    value: (command) => ({ matcher: '*', hooks: [{ type: 'command', command, timeout: 3600, ...handler }] }),
  };
}

// `onFailure` since 2.1.295: a hook that is killed or times out holds the call; older versions ignore the key.
// Results pass through us, too, so that secrets in them can be masked: that asks nobody, and is done at once.
const entries = [
  claudeGroup('PreToolUse', { onFailure: 'block', statusMessage: 'Tenth Second' }),
  claudeGroup('PostToolUse', { timeout: 60 }),
];

/** Claude Code. Input and answers: https://code.claude.com/docs/en/hooks, and as captured from 2.1.329. */
export const claudeCode: AgentAdapter = {
  id: 'claude-code',
  displayName: 'Claude Code',
  recognise: (payload) =>
    isObject(payload) &&
    typeof payload['transcript_path'] === 'string' &&
    /[\\/]\.claude[\\/]projects[\\/]/.test(payload['transcript_path']) &&
    payload['cursor_version'] === undefined,
  decode: (payload) => guarded(() => decodeClaude('claude-code', payload)),
  encode(answer) {
    switch (answer.type) {
      case 'none':
        return noOpinion;
      case 'allow':
        return { code: 0, stdout: claudeDecision('allow', 'A person confirmed this action in Tenth Second.'), stderr: '' };
      case 'deny':
        // The model is shown the reason once, from the JSON; exit 2 holds even where the JSON is not understood.
        return exitTwo(answer.reason, claudeDecision('deny', answer.reason));
      default:
        return assertNever(answer);
    }
  },
  failure: (reason) => exitTwo(failureText(reason)),
  waits: longestHold,
  maskResult: maskClaudeResult,
  connection: {
    files: [{ type: 'settings', place: { folder: '.claude', variable: 'CLAUDE_CONFIG_DIR', name: 'settings.json' }, entries }],
    workspaceFiles: [{ type: 'settings', place: { folder: '.claude', name: 'settings.local.json' }, entries }],
    switches: [
      { at: 'home', place: { folder: '.claude', variable: 'CLAUDE_CONFIG_DIR', name: 'settings.json' } },
      { at: 'workspace', place: { folder: '.claude', name: 'settings.json' } },
      { at: 'workspace', place: { folder: '.claude', name: 'settings.local.json' } },
    ].map((each) => ({ ...each, at: each.at as 'home' | 'workspace', format: 'json' as const, path: ['disableAllHooks'], off: true })),
    presence: { programs: ['claude'], folders: ['.claude'], extensions: ['anthropic.claude-code'] },
    least: { version: '2.1.295', otherwise: 'a hook that is killed or times out lets the tool run' },
    note: 'Running Claude Code sessions pick the hook up by themselves. Hooks run once the folder is trusted.',
  },
  gaps: [
    'Files named with @ in a prompt, the open file and the selection reach the model without a tool call.',
    'claude --bare, --setting-sources without "user" and CLAUDE_CODE_SIMPLE=1 start it without hooks.',
    'Sessions in the cloud do not run on this machine.',
  ],
  proven: 'real',
};

export function claudeDecision(permissionDecision: 'allow' | 'deny', permissionDecisionReason: string): string {
  return JSON.stringify({ hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision, permissionDecisionReason } });
}

/** The payload of Claude Code, and of the agents that copied its hooks. */
function decodeClaude(agent: AgentId, payload: Json, via?: string): Decoded {
  const fields = fieldsOf(payload, 'input');
  const event = fields.text('hook_event_name');
  if (event !== 'PreToolUse' && event !== 'PostToolUse' && event !== 'PostToolUseFailure') return { type: 'pass' };
  const tool = fields.text('tool_name');
  if (tool === '') throw new InvalidPayload('input.tool_name is empty');
  const session = fields.text('session_id');
  const cwd = directoryField(fields, 'cwd');
  const input = fieldsOf(fields.object['tool_input'], 'tool_input');
  if (harmless.has(tool)) return { type: 'pass' };
  const call = callOf(
    agent,
    {
      session,
      cwd,
      callId: fields.optionalText('tool_use_id'),
      subagent: fields.optionalText('agent_id'),
      mode: fields.optionalText('permission_mode'),
      via,
    },
    claudeAction(tool, input, fields, cwd),
  );
  return event === 'PreToolUse' ? { type: 'call', call } : { type: 'after', call, ok: event === 'PostToolUse' };
}

export function claudeAction(tool: string, input: Fields, fields: Fields, cwd: string): Action {
  switch (tool) {
    case 'Bash':
      return { type: 'command', command: input.text('command'), shell: 'posix' };
    case 'PowerShell':
      return { type: 'command', command: input.text('command'), shell: 'powershell' };
    case 'Monitor': {
      const command = input.optionalText('command');
      return command === undefined ? { type: 'other', tool, input: input.object } : { type: 'command', command, shell: 'posix' };
    }
    case 'Read':
    case 'NotebookRead':
      return { type: 'read', paths: [input.text('file_path', 'notebook_path')] };
    case 'Write':
      return { type: 'write', path: input.text('file_path'), content: input.text('content') };
    case 'Edit':
      return { type: 'edit', path: input.text('file_path'), before: input.text('old_string'), after: input.text('new_string') };
    case 'MultiEdit': {
      const edits = (input.optionalList('edits') ?? []).map((edit) => fieldsOf(edit, 'edit'));
      return {
        type: 'edit',
        path: input.text('file_path'),
        before: edits.map((edit) => edit.text('old_string')).join('\n'),
        after: edits.map((edit) => edit.text('new_string')).join('\n'),
      };
    }
    case 'NotebookEdit':
      return { type: 'edit', path: input.text('notebook_path', 'file_path'), before: '', after: input.optionalText('new_source') ?? '' };
    case 'Glob':
      return { type: 'search', pattern: input.text('pattern'), paths: [within(cwd, input.optionalText('path'))], namesOnly: true };
    case 'Grep': {
      const folder = within(cwd, input.optionalText('path'));
      const glob = input.optionalText('glob');
      return {
        type: 'search',
        pattern: input.text('pattern'),
        paths: [glob === undefined ? folder : `${folder}/${glob}`],
        // Without `content` only file names or counts come back.
        namesOnly: input.optionalText('output_mode') !== 'content',
      };
    }
    case 'LS':
      return { type: 'search', pattern: '*', paths: [within(cwd, input.optionalText('path'))], namesOnly: true };
    case 'WebFetch':
      return { type: 'fetch', url: input.text('url'), method: 'GET' };
    default:
      return tool.startsWith('mcp__') ? mcpAction(tool, input, fields) : byArguments(tool, input);
  }
}

function mcpAction(tool: string, input: Fields, fields: Fields): Action {
  // A server's name may itself hold `__`; newer versions say which server it is.
  const known = fields.object['mcp_server'];
  const server = isObject(known) && typeof known['name'] === 'string' ? known['name'] : undefined;
  const prefix = `mcp__${server?.replaceAll(/[^a-z0-9_-]/gi, '_') ?? ''}__`;
  if (server !== undefined && tool.startsWith(prefix)) return { type: 'mcp', server, tool: tool.slice(prefix.length), input: input.object };
  return { type: 'mcp', ...mcpName(tool, 'mcp__', '__'), input: input.object };
}

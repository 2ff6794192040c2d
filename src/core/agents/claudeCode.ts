import { assertNever, type Action, type Json } from '../types.ts';
import { exitTwo, longestHold, type AgentAdapter, type Decoded } from './adapter.ts';
import { InvalidPayload, callOf, directoryField, fieldsOf, guarded, isObject, mcpName, within, type Fields } from './payload.ts';

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

/** Claude Code. Input and answers: https://code.claude.com/docs/en/hooks, and as captured from 2.1.329. */
export const claudeCode: AgentAdapter = {
  id: 'claude-code',
  displayName: 'Claude Code',
  decode: (payload) => guarded(() => decode(payload)),
  encode(answer) {
    switch (answer.type) {
      case 'none':
        return { code: 0, stdout: '', stderr: '' };
      case 'allow':
        return { code: 0, stdout: decision('allow', 'A person confirmed this action in Tenth Second.'), stderr: '' };
      case 'deny':
        // The model is shown the reason once, from the JSON; exit 2 holds even where the JSON is not understood.
        return exitTwo(answer.reason, decision('deny', answer.reason));
      default:
        return assertNever(answer);
    }
  },
  failure: (reason) => exitTwo(`Tenth Second could not judge this action, so it did not run: ${reason}`),
  waits: longestHold,
  connection: {
    file: { folder: '.claude', variable: 'CLAUDE_CONFIG_DIR', name: 'settings.json' },
    path: ['hooks', 'PreToolUse'],
    group: (command) => ({
      matcher: '*',
      // `onFailure` since 2.1.295: a hook that is killed or times out holds the call; older versions ignore the key.
      hooks: [{ type: 'command', command, timeout: 3600, onFailure: 'block', statusMessage: 'Tenth Second' }],
    }),
    switches: [{ path: ['disableAllHooks'], off: true }],
    note: 'Running Claude Code sessions pick the hook up by themselves. Hooks run once the folder is trusted.',
  },
};

function decision(permissionDecision: 'allow' | 'deny', permissionDecisionReason: string): string {
  return JSON.stringify({ hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision, permissionDecisionReason } });
}

function decode(payload: Json): Decoded {
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
    'claude-code',
    {
      session,
      cwd,
      callId: fields.optionalText('tool_use_id'),
      subagent: fields.optionalText('agent_id'),
      mode: fields.optionalText('permission_mode'),
    },
    actionOf(tool, input, fields, cwd),
  );
  return event === 'PreToolUse' ? { type: 'call', call } : { type: 'after', call, ok: event === 'PostToolUse' };
}

function actionOf(tool: string, input: Fields, fields: Fields, cwd: string): Action {
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
      return tool.startsWith('mcp__') ? mcpAction(tool, input, fields) : { type: 'other', tool, input: input.object };
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

import { assertNever, type Action, type Json } from '../types.ts';
import { exitTwo, failureText, longestHold, noOpinion, type AgentAdapter, type Decoded } from './adapter.ts';
import { patchActions } from './applyPatch.ts';
import { codexRules } from './codexRules.ts';
import { InvalidPayload, callOf, directoryField, fieldsOf, guarded, isObject, isWindowsPath, mcpName, type Fields } from './payload.ts';
import { byArguments } from './tools.ts';

/** Touch nothing by themselves, or their own calls fire this hook again (sub-agents). Everything else is judged. */
const harmless: ReadonlySet<string> = new Set(['update_plan', 'web_search', 'request_user_input', 'spawn_agent', 'wait', 'close_agent']);

/** Codex. Input and answers: https://developers.openai.com/codex/hooks, and as captured from 0.169.0. */
export const codex: AgentAdapter = {
  id: 'codex',
  displayName: 'Codex',
  recognise: (payload) =>
    isObject(payload) && typeof payload['turn_id'] === 'string' && typeof payload['model'] === 'string' && 'permission_mode' in payload,
  decode: (payload) => guarded(() => decode(payload)),
  encode(answer, payload) {
    switch (answer.type) {
      case 'none':
      // `allow` alone is an error of the hook here; where Codex asks by itself it goes on asking.
      case 'allow':
        return noOpinion;
      case 'deny':
        return exitTwo(answer.reason, isPermissionRequest(payload) ? permission(answer.reason) : decision(answer.reason));
      default:
        return assertNever(answer);
    }
  },
  failure: (reason) => exitTwo(failureText(reason)),
  waits: longestHold,
  connection: {
    files: [
      {
        type: 'settings',
        place: { folder: '.codex', variable: 'CODEX_HOME', name: 'hooks.json' },
        entries: ['PreToolUse', 'PermissionRequest'].map((event) => ({
          path: ['hooks', event],
          value: (command: string) => ({
            matcher: '*',
            hooks: [{ type: 'command', command, timeout: 3600, statusMessage: 'Tenth Second' }],
          }),
        })),
      },
      {
        type: 'own',
        place: { folder: '.codex', variable: 'CODEX_HOME', name: 'rules/tenth-second.rules' },
        text: codexRules,
        // Elsewhere it would refuse, or ask again, what a person has just confirmed. On Windows shell commands fire no hook:
        // https://github.com/openai/codex/issues/24453
        platforms: ['win32'],
      },
    ],
    workspaceFiles: [],
    switches: (['home', 'workspace'] as const).map((at) => ({
      at,
      place: { folder: '.codex', ...(at === 'home' ? { variable: 'CODEX_HOME' } : {}), name: 'config.toml' },
      format: 'toml',
      path: ['features', 'hooks'],
      off: false,
    })),
    presence: { programs: ['codex'], folders: ['.codex'], extensions: ['openai.chatgpt'] },
    note:
      'Codex runs no hook before you have reviewed it: start codex, type /hooks and trust the two of Tenth Second. ' +
      'Until then nothing of Codex is held.',
  },
  gaps: [
    'Text typed into a running session (write_stdin) fires no hook: opening an interactive shell, client or interpreter is held instead.',
    'A hook that is killed or outlives its timeout (an hour here) lets the tool run; the guard answers before.',
    'Searches on the web fire no hook.',
    'On Windows shell commands fire no hook; rules/tenth-second.rules is the second wall there.',
  ],
  proven: 'real',
};

function isPermissionRequest(payload: Json | undefined): boolean {
  return isObject(payload) && payload['hook_event_name'] === 'PermissionRequest';
}

function decision(permissionDecisionReason: string): string {
  // A deny without a reason runs the tool.
  return JSON.stringify({
    hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'deny', permissionDecisionReason },
  });
}

function permission(message: string): string {
  return JSON.stringify({ hookSpecificOutput: { hookEventName: 'PermissionRequest', decision: { behavior: 'deny', message } } });
}

function decode(payload: Json): Decoded {
  const fields = fieldsOf(payload, 'input');
  const event = fields.text('hook_event_name');
  if (event !== 'PreToolUse' && event !== 'PostToolUse' && event !== 'PermissionRequest') return { type: 'pass' };
  const tool = fields.text('tool_name');
  if (tool === '') throw new InvalidPayload('input.tool_name is empty');
  const session = fields.text('session_id');
  const cwd = directoryField(fields, 'cwd');
  const input = fieldsOf(fields.object['tool_input'], 'tool_input');
  if (harmless.has(tool)) return { type: 'pass' };
  const call = callOf(
    'codex',
    {
      session,
      cwd,
      callId: fields.optionalText('tool_use_id'),
      subagent: fields.optionalText('agent_id'),
      mode: fields.optionalText('permission_mode'),
      via: event,
    },
    actionOf(tool, input, cwd),
  );
  return event === 'PostToolUse' ? { type: 'after', call, ok: true } : { type: 'call', call };
}

function actionOf(tool: string, input: Fields, cwd: string): Action {
  switch (tool) {
    case 'Bash':
    case 'shell':
    case 'shell_command':
    case 'exec_command':
      return { type: 'command', command: input.text('command', 'cmd'), shell: isWindowsPath(cwd) ? 'powershell' : 'posix' };
    case 'apply_patch':
      return patchActions(input.text('command', 'input', 'patch'));
    case 'view_image':
      return { type: 'read', paths: [input.text('path')] };
    case 'write_stdin':
      // Fires no hook in 0.169.0; if it does one day, what is typed is what runs.
      return { type: 'command', command: input.optionalText('chars') ?? '', shell: 'posix' };
    default:
      return tool.startsWith('mcp__') ? { type: 'mcp', ...mcpName(tool, 'mcp__', '__'), input: input.object } : byArguments(tool, input);
  }
}

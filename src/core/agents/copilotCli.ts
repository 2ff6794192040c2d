import { assertNever, type Action, type AgentId, type Json } from '../types.ts';
import { exitTwo, longestHold, noOpinion, textOr, type AgentAdapter, type Decoded, type HookAnswer, type HookReply } from './adapter.ts';
import { patchActions } from './applyPatch.ts';
import { claudeAction, claudeDecision } from './claudeCode.ts';
import type { ConnectionFile, OffSwitch } from './connection.ts';
import { jsonFailure } from './hookCommand.ts';
import { InvalidPayload, callOf, directoryField, fieldsOf, guarded, isObject, within, type Fields } from './payload.ts';
import { byArguments, parsed } from './tools.ts';

/** Touch nothing of the user's by themselves (`sql` is a database of the session), or their own calls fire this hook again. */
const harmless: ReadonlySet<string> = new Set([
  'Agent',
  'Task',
  'ask_user',
  'exit_plan_mode',
  'fetch_copilot_cli_documentation',
  'list_agents',
  'list_bash',
  'list_powershell',
  'read_agent',
  'read_bash',
  'read_powershell',
  'report_intent',
  'skill',
  'sql',
  'stop_bash',
  'stop_powershell',
  'task',
  'task_complete',
  'update_todo',
  'web_search',
  'write_agent',
]);

/** Read by Copilot CLI and by both harnesses of Copilot in VS Code. https://docs.github.com/en/copilot/reference/hooks-configuration */
export const copilotHookFile: ConnectionFile = {
  type: 'own',
  place: { folder: '.copilot', variable: 'COPILOT_HOME', name: 'hooks/tenth-second.json' },
  text: (command, { windows }) =>
    `${JSON.stringify(
      {
        version: 1,
        hooks: {
          preToolUse: [{ type: 'command', ...(windows ? { powershell: `& ${command}` } : { bash: command }), timeoutSec: 3600 }],
        },
      },
      undefined,
      2,
    )}\n`,
};

export const copilotSwitches: readonly OffSwitch[] = [
  { at: 'home', place: { folder: '.copilot', variable: 'COPILOT_HOME', name: 'settings.json' } },
  { at: 'workspace', place: { folder: '.github/copilot', name: 'settings.json' } },
  { at: 'workspace', place: { folder: '.github/copilot', name: 'settings.local.json' } },
].map((each) => ({ ...each, at: each.at as 'home' | 'workspace', format: 'json' as const, path: ['disableAllHooks'], off: true }));

/** GitHub Copilot CLI. https://docs.github.com/en/copilot/reference/hooks-configuration, and as captured from 1.0.102. */
export const copilotCli: AgentAdapter = {
  id: 'copilot-cli',
  displayName: 'Copilot CLI',
  recognise: (payload) =>
    isObject(payload) &&
    ((typeof payload['toolName'] === 'string' && ('toolArgs' in payload || payload['hookName'] === 'permissionRequest')) ||
      // A trusted workspace's Claude hooks, run with Claude's names.
      (payload['hook_event_name'] === 'PreToolUse' &&
        typeof payload['timestamp'] === 'string' &&
        payload['transcript_path'] === undefined &&
        typeof payload['tool_name'] === 'string' &&
        /^[A-Z]|__/.test(payload['tool_name']))),
  decode: (payload) => guarded(() => decodeCopilot('copilot-cli', payload)),
  encode,
  // The Agent Host of VS Code sends the same payload and ignores exit 2.
  failure: (reason) => ({ code: 0, stdout: jsonFailure('copilot', reason), stderr: '' }),
  waits: longestHold,
  connection: {
    files: [copilotHookFile],
    workspaceFiles: [{ ...copilotHookFile, place: { folder: '.github/hooks', name: 'tenth-second.json' } }],
    switches: copilotSwitches,
    presence: { programs: ['copilot'], folders: ['.copilot'] },
    least: { version: '1.0.57', otherwise: 'a hook that crashes lets the tool run' },
    note: 'Start running Copilot CLI sessions anew. Copilot in VS Code reads the same file.',
  },
  gaps: [
    'A hook that outlives its timeout (an hour here) lets the tool run; the guard answers before.',
    'Sessions of the cloud agent do not run on this machine.',
  ],
  proven: 'real',
};

/** One dialect for each event: flat for camelCase, Claude's for PascalCase. */
function encode(answer: HookAnswer, payload?: Json): HookReply {
  const nested = isObject(payload) && payload['hook_event_name'] !== undefined;
  const say = (permissionDecision: 'allow' | 'deny', permissionDecisionReason: string): string =>
    nested
      ? claudeDecision(permissionDecision, permissionDecisionReason)
      : JSON.stringify({ permissionDecision, permissionDecisionReason: textOr(permissionDecisionReason) });
  switch (answer.type) {
    case 'none':
      return noOpinion;
    case 'allow':
      return { code: 0, stdout: say('allow', 'A person confirmed this action in Tenth Second.'), stderr: '' };
    case 'deny':
      return nested ? exitTwo(answer.reason, say('deny', answer.reason)) : { code: 0, stdout: say('deny', answer.reason), stderr: '' };
    default:
      return assertNever(answer);
  }
}

/** Copilot's own payload (`toolName`, `toolArgs`) and the one with Claude's names that it sends for PascalCase events. */
export function decodeCopilot(agent: AgentId, payload: Json): Decoded {
  const fields = fieldsOf(payload, 'input');
  const event = fields.optionalText('hook_event_name', 'hookName') ?? '';
  if (fields.object['toolName'] === undefined && fields.object['tool_name'] === undefined) {
    // Other events: a prompt, the end of a session. A tool call without a name is none of them.
    if (event === 'PreToolUse' || fields.object['toolArgs'] !== undefined) throw new InvalidPayload('input.toolName is missing');
    if (fields.optionalText('sessionId', 'session_id') === undefined) throw new InvalidPayload('input.sessionId is missing');
    return { type: 'pass' };
  }
  const tool = fields.text('toolName', 'tool_name');
  if (tool === '') throw new InvalidPayload('input.toolName is empty');
  const session = fields.text('sessionId', 'session_id');
  const cwd = directoryField(fields, 'cwd');
  const given = fields.object['toolArgs'] ?? fields.object['toolInput'] ?? fields.object['tool_input'];
  const value = parsed(given);
  // `apply_patch` takes its patch as a bare text.
  const input = fieldsOf(typeof value === 'string' && tool === 'apply_patch' ? { patch: value } : value, 'toolArgs');
  if (harmless.has(tool)) return { type: 'pass' };
  const action = /^[A-Z]|^mcp__/.test(tool) ? claudeAction(tool, input, fields, cwd) : actionOf(tool, input, cwd);
  const mode = fields.optionalText('permissionMode', 'permission_mode', 'mode');
  const call = callOf(agent, { session, cwd, callId: fields.optionalText('toolCallId', 'tool_use_id'), mode, via: event }, action);
  const result = fields.object['toolResult'] ?? fields.object['tool_result'] ?? fields.object['tool_response'];
  if (result === undefined) return { type: 'call', call };
  return { type: 'after', call, ok: !isObject(result) || result['resultType'] === undefined || result['resultType'] === 'success' };
}

function actionOf(tool: string, input: Fields, cwd: string): Action {
  switch (tool) {
    case 'bash':
    case 'shell':
      return { type: 'command', command: input.text('command'), shell: 'posix' };
    case 'powershell':
      return { type: 'command', command: input.text('command'), shell: 'powershell' };
    case 'write_bash':
    case 'write_powershell':
      // Typed into a session that runs: a line of a shell, or an answer to a program.
      return { type: 'command', command: typed(input.text('input')), shell: tool === 'write_bash' ? 'posix' : 'powershell' };
    case 'view':
    case 'read':
    case 'show_file':
      return { type: 'read', paths: [input.text('path', 'file_path')] };
    case 'create':
      return { type: 'write', path: input.text('path', 'file_path'), content: input.optionalText('file_text', 'content') ?? '' };
    case 'edit':
      // A permission request comes with a diff in place of the two texts.
      return {
        type: 'edit',
        path: input.text('path', 'file_path'),
        before: input.optionalText('old_str', 'old_string') ?? '',
        after: input.optionalText('new_str', 'new_string', 'diff') ?? '',
      };
    case 'str_replace_editor':
      return editorAction(input);
    case 'apply_patch':
      return patchActions(input.text('patch', 'input', 'command'));
    case 'grep':
    case 'rg': {
      const folder = within(cwd, input.optionalText('path'));
      const glob = input.optionalText('glob');
      return {
        type: 'search',
        pattern: input.text('pattern'),
        paths: [glob === undefined ? folder : `${folder}/${glob}`],
        namesOnly: input.optionalText('output_mode') !== 'content',
      };
    }
    case 'glob':
      return { type: 'search', pattern: input.text('pattern'), paths: [within(cwd, input.optionalText('path'))], namesOnly: true };
    case 'web_fetch':
      return { type: 'fetch', url: input.text('url'), method: 'GET' };
    default:
      return serverTool(tool, input) ?? byArguments(tool, input);
  }
}

/** The control characters that a terminal is sent (`{enter}`, `{up}`) are no part of a line. */
function typed(text: string): string {
  return text.replaceAll(/\{(?:enter|up|down|left|right|backspace|tab|esc(?:ape)?)\}/gi, '\n');
}

function editorAction(input: Fields): Action {
  const path = input.text('path');
  switch (input.text('command')) {
    case 'view':
      return { type: 'read', paths: [path] };
    case 'create':
      return { type: 'write', path, content: input.optionalText('file_text') ?? '' };
    case 'str_replace':
    case 'insert':
    case 'undo_edit':
      return { type: 'edit', path, before: input.optionalText('old_str') ?? '', after: input.optionalText('new_str') ?? '' };
    default:
      return { type: 'other', tool: 'str_replace_editor', input: input.object };
  }
}

/** `server-tool` in hooks, `server/tool` in permission requests. Servers' own names hold dashes, most tools' do not. */
function serverTool(tool: string, input: Fields): Action | undefined {
  const slash = tool.indexOf('/');
  if (slash > 0) return { type: 'mcp', server: tool.slice(0, slash), tool: tool.slice(slash + 1), input: input.object };
  const match = /^(.+?-mcp(?:-server)?)-(.+)$/is.exec(tool) ?? /^([^-]+)-(.+)$/.exec(tool);
  return match ? { type: 'mcp', server: match[1]!, tool: match[2]!, input: input.object } : undefined;
}

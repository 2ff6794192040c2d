import type { Action, Json } from '../types.ts';
import { longestHold, type AgentAdapter, type Decoded, type HookReply } from './adapter.ts';
import { patchActions } from './applyPatch.ts';
import { copilotHookFile, copilotSwitches, decodeCopilot } from './copilotCli.ts';
import { jsonFailure } from './hookCommand.ts';
import {
  InvalidPayload,
  callOf,
  fieldsOf,
  guarded,
  isAbsolute,
  isObject,
  isWindowsPath,
  mcpName,
  textsOf,
  within,
  type Fields,
} from './payload.ts';
import { byArguments, joined, moveAction, quoted, several } from './tools.ts';

/** Tools of VS Code that touch nothing by themselves, or whose own calls fire this hook again. Everything else is judged. */
const harmless: ReadonlySet<string> = new Set([
  'ask_questions',
  'execution_subagent',
  'get_changed_files',
  'get_errors',
  'get_project_setup_info',
  'get_search_view_results',
  'get_task_output',
  'get_terminal_output',
  'get_vscode_api',
  'github_repo',
  'list_code_usages',
  'manage_todo_list',
  'open_simple_browser',
  'runSubagent',
  'search_subagent',
  'test_failure',
  'test_search',
  'think',
  'vscode_searchExtensions_internal',
]);

/** Names of VS Code's own tools: nobody else has them. https://github.com/microsoft/vscode-copilot-chat (src/extension/tools/common/toolNames.ts) */
const ownTools =
  /^(?:run_in_terminal|create_and_run_task|run_task|runTests|run_vscode_command|run_notebook_cell|install_extension|read_file|grep_search|file_search|list_dir|semantic_search|view_image|create_file|replace_string_in_file|multi_replace_string_in_file|insert_edit_into_file|apply_patch|edit_notebook_file|create_new_jupyter_notebook|create_directory|create_new_workspace|fetch_webpage|mcp_.+)$/;

/**
 * Copilot in VS Code: the Local harness (https://code.visualstudio.com/docs/copilot/customization/hooks) with VS Code's tool names, and
 * the Agent Host with Copilot CLI's. Every answer is one JSON object with exit 0 that both read: the Agent Host ignores exit 2.
 */
export const copilot: AgentAdapter = {
  id: 'copilot',
  displayName: 'Copilot in VS Code',
  recognise: (payload) =>
    isObject(payload) &&
    (payload['hook_event_name'] === 'PreToolUse' || payload['hookEventName'] === 'PreToolUse') &&
    payload['cursor_version'] === undefined &&
    payload['permission_mode'] === undefined &&
    payload['timestamp'] !== undefined &&
    typeof payload['tool_name'] === 'string' &&
    ownTools.test(payload['tool_name']),
  decode: (payload) => guarded(() => decode(payload)),
  encode(answer) {
    if (answer.type === 'none') return { code: 0, stdout: '{}', stderr: '' };
    return say(answer.type, answer.type === 'deny' ? answer.reason : 'A person confirmed this action in Tenth Second.');
  },
  failure: (reason) => ({ code: 0, stdout: jsonFailure('copilot', reason), stderr: '' }),
  waits: longestHold,
  connection: {
    files: [copilotHookFile],
    workspaceFiles: [{ ...copilotHookFile, place: { folder: '.github/hooks', name: 'tenth-second.json' } }],
    switches: copilotSwitches,
    presence: {
      programs: [],
      folders: ['.vscode', '.config/Code', 'Library/Application Support/Code'],
      extensions: ['github.copilot-chat'],
    },
    note: 'Chat sessions started from now on are held, in the Local and the Copilot harness. Copilot CLI reads the same file.',
  },
  gaps: [
    'With chat.useHooks off, or under the policy ChatHooks or ChatAllowManagedHooksOnly, no hook of the Local harness runs.',
    'A hook that outlives its timeout (an hour here), or that VS Code cannot start, lets the tool run.',
    'Files added to the chat, open editors and the selection reach the model without a tool call.',
    'Sessions of the cloud agent do not run on this machine.',
  ],
  proven: 'documents',
};

function say(permissionDecision: 'allow' | 'deny', permissionDecisionReason: string): HookReply {
  const answer = { permissionDecision, permissionDecisionReason };
  return { code: 0, stdout: JSON.stringify({ ...answer, hookSpecificOutput: { hookEventName: 'PreToolUse', ...answer } }), stderr: '' };
}

function decode(payload: Json): Decoded {
  const fields = fieldsOf(payload, 'input');
  if (fields.object['toolName'] !== undefined) return decodeCopilot('copilot', payload);
  const event = fields.text('hook_event_name', 'hookEventName');
  if (event !== 'PreToolUse' && event !== 'PostToolUse') return { type: 'pass' };
  const tool = fields.text('tool_name');
  if (tool === '') throw new InvalidPayload('input.tool_name is empty');
  const input = fieldsOf(fields.object['tool_input'], 'tool_input');
  const session = fields.text('session_id', 'sessionId');
  if (harmless.has(tool)) return { type: 'pass' };
  const cwd = directoryOf(fields, input);
  const about = { session, cwd, callId: fields.optionalText('tool_use_id'), via: 'Local' };
  const call = callOf('copilot', about, actionOf(tool, input, cwd));
  return event === 'PreToolUse' ? { type: 'call', call } : { type: 'after', call, ok: true };
}

/** VS Code names the folder of the hook; where it does not, the path of the call says where it is. */
function directoryOf(fields: Fields, input: Fields): string {
  const cwd = fields.optionalText('cwd') ?? '';
  if (isAbsolute(cwd)) return cwd;
  const path = input.optionalText('filePath', 'path', 'dirPath') ?? '';
  if (!isAbsolute(path)) throw new InvalidPayload('input.cwd is not an absolute path');
  return path.replace(/[\\/][^\\/]*$/, '') || '/';
}

function actionOf(tool: string, input: Fields, cwd: string): Action {
  switch (tool) {
    case 'run_in_terminal':
    case 'runInTerminal':
      return { type: 'command', command: input.text('command'), shell: isWindowsPath(cwd) ? 'powershell' : 'posix' };
    case 'send_to_terminal':
      return { type: 'command', command: input.text('command', 'text', 'input'), shell: isWindowsPath(cwd) ? 'powershell' : 'posix' };
    case 'create_and_run_task': {
      const task = isObject(input.object['task']) ? fieldsOf(input.object['task'], 'task') : input;
      const args = textsOf(task.optionalList('args') ?? [], 'task.args');
      return { type: 'command', command: [task.text('command'), ...args.map(quoted)].join(' '), shell: 'posix' };
    }
    case 'read_file':
    case 'view_image':
    case 'read_notebook_cell_output':
      return { type: 'read', paths: [input.text('filePath', 'path')] };
    case 'create_file':
      return { type: 'write', path: input.text('filePath'), content: input.optionalText('content') ?? '' };
    case 'replace_string_in_file':
      return {
        type: 'edit',
        path: input.text('filePath'),
        before: input.optionalText('oldString') ?? '',
        after: input.optionalText('newString') ?? '',
      };
    case 'multi_replace_string_in_file':
      return several(
        (input.optionalList('replacements') ?? []).map((each): Action => {
          const edit = fieldsOf(each, 'replacement');
          return {
            type: 'edit',
            path: edit.text('filePath'),
            before: edit.optionalText('oldString') ?? '',
            after: edit.optionalText('newString') ?? '',
          };
        }),
      );
    case 'insert_edit_into_file':
    case 'edit_notebook_file':
    case 'editFiles':
      return {
        type: 'edit',
        path: input.text('filePath'),
        before: '',
        after: input.optionalText('code', 'newCode') ?? joined(input.optionalList('newCode', 'edits') ?? [], 'newText', 'text'),
      };
    case 'apply_patch':
      return patchActions(input.text('input', 'patch'));
    case 'rename_file':
    case 'move_file':
      return moveAction(input.text('oldPath', 'source', 'filePath'), input.text('newPath', 'destination'));
    case 'grep_search': {
      const include = input.optionalText('includePattern');
      return {
        type: 'search',
        pattern: input.text('query'),
        paths: [include === undefined ? cwd : within(cwd, include)],
        namesOnly: false,
      };
    }
    case 'semantic_search':
      return { type: 'search', pattern: input.text('query'), paths: [cwd], namesOnly: false };
    case 'file_search':
      return { type: 'search', pattern: input.text('query'), paths: [cwd], namesOnly: true };
    case 'list_dir':
      return { type: 'search', pattern: '*', paths: [within(cwd, input.optionalText('path'))], namesOnly: true };
    case 'fetch_webpage': {
      const urls = textsOf(input.optionalList('urls', 'url') ?? [], 'urls');
      return several(urls.map((url): Action => ({ type: 'fetch', url, method: 'GET' })));
    }
    default:
      return tool.startsWith('mcp_') ? { type: 'mcp', ...mcpName(tool, 'mcp_', '_'), input: input.object } : byArguments(tool, input);
  }
}

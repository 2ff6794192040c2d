import { assertNever, type Action, type Json } from '../types.ts';
import { textOr, type AgentAdapter, type Decoded } from './adapter.ts';
import { patchActions } from './applyPatch.ts';
import { jsonFailure } from './hookCommand.ts';
import { InvalidPayload, callOf, fieldsOf, guarded, isAbsolute, isObject, isWindowsPath, textsOf, within, type Fields } from './payload.ts';
import { byArguments, parsed, several, textsUnder } from './tools.ts';

/** Touch nothing by themselves, or their own calls fire this hook again (sub-agents). Everything else is judged. */
const harmless: ReadonlySet<string> = new Set([
  'act_mode_respond',
  'ask_followup_question',
  'ask_question',
  'attempt_completion',
  'focus_chain',
  'load_mcp_documentation',
  'new_task',
  'plan_mode_respond',
  'skills',
  'spawn_agent',
  'submit_and_exit',
  'use_skill',
  'use_subagents',
  'web_search',
]);

/**
 * Cline. Hooks: https://docs.cline.bot/features/hooks, and as captured from 3.0.65 of the command line. It gives up on a hook after 30
 * seconds in VS Code and 120 on the command line, and then runs the tool; only `cancel` in JSON holds, whatever the exit code.
 */
export const cline: AgentAdapter = {
  id: 'cline',
  displayName: 'Cline',
  recognise: (payload) => isObject(payload) && typeof payload['hookName'] === 'string' && 'clineVersion' in payload,
  decode: (payload) => guarded(() => decode(payload)),
  encode(answer) {
    switch (answer.type) {
      case 'none':
      case 'allow':
        return { code: 0, stdout: '{"cancel":false}', stderr: '' };
      case 'deny':
        return {
          code: 0,
          stdout: JSON.stringify({
            cancel: true,
            errorMessage: `${textOr(answer.reason)} Cline ends its run here: once a person has confirmed it in the editor, resume the task.`,
          }),
          stderr: '',
        };
      default:
        return assertNever(answer);
    }
  },
  failure: (reason) => ({ code: 0, stdout: jsonFailure('cline', reason), stderr: '' }),
  waits: 0,
  connection: {
    files: [
      {
        type: 'own',
        place: { folder: 'Documents/Cline/Hooks', name: 'PreToolUse' },
        text: (command) =>
          `#!/bin/bash\n# Tenth Second: asks the guard before each tool call. Removed by "tenth-second disconnect cline".\n${command}\n`,
        executable: true,
        platforms: ['linux', 'darwin'],
      },
      {
        type: 'own',
        place: { folder: 'Documents/Cline/Hooks', name: 'PreToolUse.ps1' },
        text: (command) =>
          `# Tenth Second: asks the guard before each tool call. Removed by "tenth-second disconnect cline".\r\n$input | & ${command}\r\n`,
        platforms: ['win32'],
      },
    ],
    workspaceFiles: [
      {
        type: 'own',
        place: { folder: '.clinerules/hooks', name: 'PreToolUse' },
        text: (command) => `#!/bin/bash\n# Tenth Second: asks the guard before each tool call.\n${command}\n`,
        executable: true,
        platforms: ['linux', 'darwin'],
      },
    ],
    switches: [],
    presence: { programs: ['cline'], folders: ['.cline', 'Documents/Cline'], extensions: ['saoudrizwan.claude-dev'] },
    note:
      'Switch hooks on in the settings of Cline. It cannot wait for a person: what is held is refused at once and ends the run; ' +
      'confirm it in the editor, then resume the task.',
  },
  gaps: [
    'Hooks must be switched on in its settings.',
    'It runs the tool when a hook crashes, is missing, prints no JSON or takes longer than 30 seconds (120 on the command line).',
    'It cannot wait for a person: what is held is refused at once, and the run ends.',
    'Files named with @ in a prompt reach the model without a tool call.',
  ],
  proven: 'real',
};

function decode(payload: Json): Decoded {
  const fields = fieldsOf(payload, 'input');
  const event = fields.text('hookName');
  const before = event === 'tool_call' || event === 'PreToolUse' || fields.object['preToolUse'] !== undefined;
  const after = event === 'tool_result' || event === 'PostToolUse' || fields.object['postToolUse'] !== undefined;
  if (!before && !after) return { type: 'pass' };
  const { tool, input, id } = callIn(fields, before);
  if (tool === '') throw new InvalidPayload('input.toolName is empty');
  if (harmless.has(tool)) return { type: 'pass' };
  const session = fields.text('taskId');
  const roots = textsOf(fields.optionalList('workspaceRoots') ?? [], 'workspaceRoots');
  const cwd = roots[0] ?? '';
  if (!isAbsolute(cwd)) throw new InvalidPayload('input.workspaceRoots names no absolute path');
  const call = callOf('cline', { session, cwd, callId: id, subagent: fields.optionalText('parent_agent_id') }, actionOf(tool, input, cwd));
  return before ? { type: 'call', call } : { type: 'after', call, ok: !isObject(fields.object['error']) };
}

/** The newer shape has the arguments as they are, the older one each as a text. */
function callIn(fields: Fields, before: boolean): { readonly tool: string; readonly input: Fields; readonly id: string | undefined } {
  const now = fields.object[before ? 'tool_call' : 'tool_result'];
  if (isObject(now)) {
    const call = fieldsOf(now, 'tool_call');
    return { tool: call.text('name'), input: fieldsOf(now['input'], 'tool_call.input'), id: call.optionalText('id') };
  }
  const older = fieldsOf(fields.object[before ? 'preToolUse' : 'postToolUse'], 'preToolUse');
  const parameters = older.object['parameters'];
  if (!isObject(parameters)) throw new InvalidPayload('preToolUse.parameters is not an object');
  const lists = new Set(['commands', 'paths', 'files', 'arguments', 'requests', 'queries']);
  const input = Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => [key, lists.has(key) ? (parsed(value) ?? null) : value]),
  );
  return { tool: older.text('toolName', 'tool'), input: fieldsOf(input, 'parameters'), id: undefined };
}

function actionOf(tool: string, input: Fields, cwd: string): Action {
  const shell = isWindowsPath(cwd) ? 'powershell' : 'posix';
  const path = (): string => input.text('path', 'absolutePath', 'file_path');
  switch (tool) {
    case 'run_commands':
    case 'bash':
    case 'execute_command': {
      const list = input.optionalList('commands', 'command') ?? [];
      if (list.length === 0) throw new InvalidPayload('commands is missing');
      return several(list.map((each): Action => ({ type: 'command', command: lineOf(each), shell })));
    }
    case 'read_files': {
      return { type: 'read', paths: textsUnder(input.optionalList('files', 'paths', 'path'), 'path') };
    }
    case 'read_file':
      return { type: 'read', paths: [path()] };
    case 'write_to_file':
      return { type: 'write', path: path(), content: input.text('content') };
    case 'replace_in_file':
      return { type: 'edit', path: path(), before: '', after: input.optionalText('diff') ?? '' };
    case 'editor':
      return input.object['old_text'] === undefined && input.object['old_str'] === undefined
        ? { type: 'write', path: path(), content: input.optionalText('new_text', 'new_str', 'content', 'file_text') ?? '' }
        : {
            type: 'edit',
            path: path(),
            before: input.optionalText('old_text', 'old_str') ?? '',
            after: input.optionalText('new_text', 'new_str') ?? '',
          };
    case 'apply_patch':
      return patchActions(input.text('input', 'patch'));
    case 'search_codebase':
    case 'search_files':
    case 'list_code_definition_names': {
      const queries = input.optionalList('queries', 'query', 'regex') ?? [];
      const pattern = queries.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join(' ');
      return {
        type: 'search',
        pattern,
        paths: [within(cwd, input.optionalText('path'))],
        namesOnly: tool === 'list_code_definition_names',
      };
    }
    case 'list_files':
      return { type: 'search', pattern: '*', paths: [within(cwd, input.optionalText('path'))], namesOnly: true };
    case 'fetch_web_content':
    case 'web_fetch':
    case 'browser_action': {
      const urls = textsUnder(input.optionalList('requests', 'url'), 'url');
      return urls.length === 0 ? byArguments(tool, input) : several(urls.map((url): Action => ({ type: 'fetch', url, method: 'GET' })));
    }
    case 'use_mcp_tool': {
      const given = parsed(input.object['arguments']) ?? {};
      return { type: 'mcp', server: input.text('server_name'), tool: input.text('tool_name'), input: given };
    }
    default: {
      const at = tool.indexOf('__');
      return at > 0 ? { type: 'mcp', server: tool.slice(0, at), tool: tool.slice(at + 2), input: input.object } : byArguments(tool, input);
    }
  }
}

/** A command is a line, or a program with its arguments. */
function lineOf(value: Json): string {
  if (typeof value === 'string') return value;
  const command = fieldsOf(value, 'command');
  const args = textsOf(command.optionalList('args') ?? [], 'args').map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`);
  return [command.text('command'), ...args].join(' ');
}

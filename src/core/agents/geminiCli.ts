import { assertNever, type Action, type Json } from '../types.ts';
import { exitTwo, failureText, longestHold, type AgentAdapter, type Decoded } from './adapter.ts';
import type { HookEntry } from './connection.ts';
import { maskGeminiResult } from './maskResult.ts';
import {
  InvalidPayload,
  callOf,
  directoryField,
  fieldsOf,
  guarded,
  isObject,
  isWindowsPath,
  mcpName,
  textsOf,
  within,
  type Fields,
} from './payload.ts';
import { addressesIn, byArguments } from './tools.ts';

/** Tools that touch nothing by themselves, or whose own calls fire this hook again (sub-agents). Everything else is judged. */
export const geminiHarmless: ReadonlySet<string> = new Set([
  'activate_skill',
  'ask_user',
  'codebase_investigator',
  'complete_task',
  'enter_plan_mode',
  'exit_plan_mode',
  'get_internal_docs',
  'google_web_search',
  'invoke_agent',
  'list_mcp_resources',
  'read_mcp_resource',
  'update_topic',
  'write_todos',
]);

/** Milliseconds here; the default of 60 s runs the tool while a person still thinks. */
function entry(event: string, timeout: number): HookEntry {
  return {
    path: ['hooks', event],
    value: (command) => ({ matcher: '*', hooks: [{ name: 'tenth-second', type: 'command', command, timeout }] }),
  };
}

// Results pass through us, too, so that secrets in them can be masked: that asks nobody, and is done at once.
const entries = [entry('BeforeTool', 3_600_000), entry('AfterTool', 60_000)];

/** Gemini CLI. Input and answers: https://geminicli.com/docs/hooks/reference/, and as captured from 0.61.0. */
export const geminiCli: AgentAdapter = {
  id: 'gemini-cli',
  displayName: 'Gemini CLI',
  recognise: (payload) => isObject(payload) && (payload['hook_event_name'] === 'BeforeTool' || payload['hook_event_name'] === 'AfterTool'),
  decode: (payload) => guarded(() => decode(payload)),
  encode(answer) {
    switch (answer.type) {
      case 'none':
        return { code: 0, stdout: '{}', stderr: '' };
      case 'allow':
        return { code: 0, stdout: JSON.stringify({ decision: 'allow' }), stderr: '' };
      case 'deny':
        return exitTwo(answer.reason, JSON.stringify({ decision: 'deny', reason: answer.reason }));
      default:
        return assertNever(answer);
    }
  },
  failure: (reason) => exitTwo(failureText(reason)),
  waits: longestHold,
  maskResult: maskGeminiResult,
  connection: {
    files: [{ type: 'settings', place: { folder: '.gemini', name: 'settings.json' }, entries }],
    workspaceFiles: [{ type: 'settings', place: { folder: '.gemini', name: 'settings.json' }, entries }],
    switches: (['home', 'workspace'] as const).flatMap((at) => [
      { at, place: { folder: '.gemini', name: 'settings.json' }, format: 'json' as const, path: ['hooksConfig', 'enabled'], off: false },
      { at, place: { folder: '.gemini', name: 'settings.json' }, format: 'json' as const, path: ['disableAllHooks'], off: true },
      {
        at,
        place: { folder: '.gemini', name: 'settings.json' },
        format: 'json' as const,
        path: ['hooksConfig', 'disabled'],
        off: ['tenth-second'],
      },
    ]),
    presence: { programs: ['gemini'], folders: ['.gemini'], extensions: ['google.gemini-cli-vscode-ide-companion'] },
    note: 'Restart running Gemini CLI sessions. In a folder that Gemini CLI does not trust, no hook runs.',
  },
  gaps: [
    'In a folder that Gemini CLI does not trust, hooks of that folder do not run.',
    'A hook that is killed or outlives its timeout (an hour here) lets the tool run; the guard answers before.',
  ],
  proven: 'real',
};

function decode(payload: Json): Decoded {
  const fields = fieldsOf(payload, 'input');
  const event = fields.text('hook_event_name');
  if (event !== 'BeforeTool' && event !== 'AfterTool') return { type: 'pass' };
  const tool = fields.text('tool_name');
  if (tool === '') throw new InvalidPayload('input.tool_name is empty');
  const session = fields.text('session_id');
  const directory = directoryField(fields, 'cwd');
  const input = fieldsOf(fields.object['tool_input'], 'tool_input');
  if (geminiHarmless.has(tool)) return { type: 'pass' };
  // `directory` was the name of `dir_path` before 0.20.
  const cwd = tool === 'run_shell_command' ? within(directory, input.optionalText('dir_path', 'directory')) : directory;
  const call = callOf('gemini-cli', { session, cwd }, geminiAction(tool, input, fields, cwd));
  if (event === 'BeforeTool') return { type: 'call', call };
  const response = fields.object['tool_response'];
  return { type: 'after', call, ok: !(isObject(response) && isObject(response['error'])) };
}

/** Tools of Gemini CLI, and of Qwen Code, which is a fork of it. */
export function geminiAction(tool: string, input: Fields, fields: Fields, cwd: string): Action {
  const folder = (): string => within(cwd, input.optionalText('dir_path', 'path'));
  switch (tool) {
    case 'run_shell_command':
      // https://geminicli.com/docs/tools/shell/: `bash -c`, on Windows PowerShell.
      return { type: 'command', command: input.text('command'), shell: isWindowsPath(cwd) ? 'powershell' : 'posix' };
    case 'read_file':
      return { type: 'read', paths: [input.text('file_path', 'absolute_path', 'path')] };
    case 'read_many_files':
      return { type: 'read', paths: textsOf(input.optionalList('include', 'paths') ?? [], 'tool_input.include') };
    case 'write_file':
      return { type: 'write', path: input.text('file_path'), content: input.text('content') };
    case 'replace':
      return { type: 'edit', path: input.text('file_path'), before: input.text('old_string'), after: input.text('new_string') };
    case 'glob':
      return { type: 'search', pattern: input.text('pattern'), paths: [folder()], namesOnly: true };
    case 'list_directory':
      return { type: 'search', pattern: '*', paths: [folder()], namesOnly: true };
    case 'grep_search':
    case 'search_file_content': {
      const include = input.optionalText('include_pattern', 'include');
      return {
        type: 'search',
        pattern: input.text('pattern'),
        paths: [include === undefined ? folder() : `${folder()}/${include}`],
        namesOnly: input.object['names_only'] === true,
      };
    }
    case 'web_fetch': {
      const urls = addressesIn(input.text('url', 'prompt'));
      return urls.length === 1 ? { type: 'fetch', url: urls[0]!, method: 'GET' } : { type: 'other', tool, input: input.object };
    }
    default:
      return isObject(fields.object['mcp_context']) || tool.startsWith('mcp_') ? mcpAction(tool, input, fields) : byArguments(tool, input);
  }
}

function mcpAction(tool: string, input: Fields, fields: Fields): Action {
  const context = fields.object['mcp_context'];
  if (isObject(context) && typeof context['server_name'] === 'string' && typeof context['tool_name'] === 'string')
    return { type: 'mcp', server: context['server_name'], tool: context['tool_name'], input: input.object };
  return { type: 'mcp', ...mcpName(tool, 'mcp_', '_'), input: input.object };
}

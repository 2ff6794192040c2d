import { assertNever, type Action, type Json } from '../types.ts';
import { longestHold, textOr, type AgentAdapter, type Decoded } from './adapter.ts';
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
import { byArguments, joined } from './tools.ts';
import type { ConnectionFile } from './connection.ts';

const harmless: ReadonlySet<string> = new Set([
  'browser_subagent',
  'command_status',
  'notify_user',
  'search_web',
  'task_boundary',
  'read_terminal',
]);

function hookFile(folder: string): ConnectionFile {
  return {
    type: 'settings',
    place: { folder, name: 'hooks.json' },
    entries: [],
    // Hooks have names here, and ours is the whole property. (One invalid entry drops the whole file.)
    properties: [
      {
        path: ['tenth-second'],
        value: (command) => ({ enabled: true, PreToolUse: [{ matcher: '*', hooks: [{ type: 'command', command }] }] }),
      },
    ],
  };
}

/**
 * Antigravity, editor and `agy`. From third-party runs of 1.1.2 to 1.2.3 (no page of the vendor's was at hand): `{}` and text that is
 * no JSON deny, an empty answer runs the tool, `ask` is its own flow.
 */
export const antigravity: AgentAdapter = {
  id: 'antigravity',
  displayName: 'Antigravity',
  recognise: (payload) => isObject(payload) && isObject(payload['toolCall']) && 'conversationId' in payload,
  decode: (payload) => guarded(() => decode(payload)),
  encode(answer) {
    switch (answer.type) {
      case 'none':
        return { code: 0, stdout: '{"decision":"ask"}', stderr: '' };
      case 'allow':
        return { code: 0, stdout: '{"decision":"allow"}', stderr: '' };
      case 'deny':
        return { code: 0, stdout: JSON.stringify({ decision: 'deny', reason: textOr(answer.reason) }), stderr: '' };
      default:
        return assertNever(answer);
    }
  },
  failure: (reason) => ({ code: 0, stdout: jsonFailure('antigravity', reason), stderr: '' }),
  waits: longestHold,
  connection: {
    files: [hookFile('.gemini/config')],
    workspaceFiles: [hookFile('.agents')],
    switches: (['home', 'workspace'] as const).map((at) => ({
      at,
      place: { folder: at === 'home' ? '.gemini/config' : '.agents', name: 'hooks.json' },
      format: 'json' as const,
      path: ['tenth-second', 'enabled'],
      off: false,
    })),
    presence: { programs: ['agy', 'antigravity'], folders: ['.gemini/antigravity', '.gemini/antigravity-cli', '.antigravity'] },
    note: 'Start running Antigravity sessions anew, and check with the canary that the hook fires: how long it waits is not documented.',
  },
  gaps: ['How long it waits for a hook is not documented.', 'One invalid entry in hooks.json switches every hook in it off.'],
  proven: 'documents',
};

function decode(payload: Json): Decoded {
  const fields = fieldsOf(payload, 'input');
  const session = fields.text('conversationId');
  if (fields.object['toolCall'] === undefined) {
    // A model call or the end of a run names its event; a tool call without a tool is none of them.
    if (fields.optionalText('hookEventName', 'eventName') === undefined) throw new InvalidPayload('input.toolCall is missing');
    return { type: 'pass' };
  }
  const toolCall = fieldsOf(fields.object['toolCall'], 'toolCall');
  const tool = toolCall.text('name');
  if (tool === '') throw new InvalidPayload('toolCall.name is empty');
  const input = fieldsOf(toolCall.object['args'], 'toolCall.args');
  if (harmless.has(tool)) return { type: 'pass' };
  const roots = textsOf(fields.optionalList('workspacePaths') ?? [], 'workspacePaths');
  const cwd = [input.optionalText('Cwd', 'cwd') ?? '', ...roots].find(isAbsolute) ?? '';
  if (cwd === '') throw new InvalidPayload('input.workspacePaths names no absolute path');
  const call = callOf('antigravity', { session, cwd, callId: toolCall.optionalText('id') }, actionOf(tool, input, cwd));
  return { type: 'call', call };
}

function actionOf(tool: string, input: Fields, cwd: string): Action {
  const path = (): string => input.text('AbsolutePath', 'TargetFile', 'Path', 'file_path', 'path');
  switch (tool) {
    case 'run_command':
      return { type: 'command', command: input.text('CommandLine', 'command'), shell: isWindowsPath(cwd) ? 'powershell' : 'posix' };
    case 'send_command_input':
      return { type: 'command', command: input.text('Input', 'input'), shell: isWindowsPath(cwd) ? 'powershell' : 'posix' };
    case 'view_file':
    case 'view_file_outline':
    case 'view_code_item':
    case 'view_content_chunk':
    case 'read_file':
      return { type: 'read', paths: [path()] };
    case 'write_to_file':
    case 'write_file':
      return { type: 'write', path: path(), content: input.optionalText('CodeContent', 'content') ?? '' };
    case 'replace_file_content':
    case 'multi_replace_file_content':
    case 'edit_file': {
      const chunks = input.optionalList('ReplacementChunks') ?? [];
      return {
        type: 'edit',
        path: path(),
        before: input.optionalText('TargetContent') ?? joined(chunks, 'TargetContent'),
        after: input.optionalText('ReplacementContent') ?? joined(chunks, 'ReplacementContent'),
      };
    }
    case 'delete_file':
      return { type: 'delete', path: path() };
    case 'grep_search':
      return {
        type: 'search',
        pattern: input.text('Query', 'query'),
        paths: [within(cwd, input.optionalText('SearchPath', 'path'))],
        namesOnly: input.object['MatchPerLine'] === false,
      };
    case 'find_by_name':
    case 'list_dir':
      return {
        type: 'search',
        pattern: input.optionalText('Pattern') ?? '*',
        paths: [within(cwd, input.optionalText('SearchDirectory', 'DirectoryPath'))],
        namesOnly: true,
      };
    case 'codebase_search':
      return { type: 'search', pattern: input.optionalText('Query') ?? '', paths: [cwd], namesOnly: false };
    case 'read_url_content':
      return { type: 'fetch', url: input.text('Url', 'url'), method: 'GET' };
    default:
      return tool.startsWith('mcp_') ? { type: 'mcp', ...mcpName(tool, 'mcp_', '_'), input: input.object } : byArguments(tool, input);
  }
}

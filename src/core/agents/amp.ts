import type { Action, Json } from '../types.ts';
import { exitTwo, failureText, longestHold, type AgentAdapter, type Decoded } from './adapter.ts';
import { patchActions } from './applyPatch.ts';
import type { HookPrograms } from './hookCommand.ts';
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
import { answerForPlugin, askingText } from './pluginText.ts';
import { byArguments } from './tools.ts';

const harmless: ReadonlySet<string> = new Set([
  'Task',
  'Librarian',
  'Mermaid',
  'Oracle',
  'codebase_search_agent',
  'finder',
  'get_diagnostics',
  'librarian',
  'mermaid',
  'oracle',
  'skill',
  'todo_read',
  'todo_write',
  'web_search',
]);

/** Amp. Plugins: https://ampcode.com/manual (unverified: from a third party's integration plan). A throw stops the thread. */
export const amp: AgentAdapter = {
  id: 'amp',
  displayName: 'Amp',
  recognise: (payload) => isObject(payload) && payload['tenthSecond'] === 'amp',
  decode: (payload) => guarded(() => decode(payload)),
  encode: answerForPlugin,
  failure: (reason) => exitTwo(failureText(reason)),
  waits: longestHold,
  connection: {
    files: [{ type: 'own', place: { folder: '.config/amp', name: 'plugins/tenth-second.js' }, text: (_, programs) => ampPlugin(programs) }],
    workspaceFiles: [
      { type: 'own', place: { folder: '.amp', name: 'plugins/tenth-second.js' }, text: (_, programs) => ampPlugin(programs) },
    ],
    switches: [],
    presence: { programs: ['amp'], folders: ['.config/amp'], extensions: ['sourcegraph.amp'] },
    note: 'Reload the plugins in running Amp sessions (command "plugins: reload"), and check with the canary that the plugin fires.',
  },
  gaps: ['Threads that run on its servers do not run on this machine.', 'A plugin that cannot be loaded is left out: the canary shows it.'],
  proven: 'documents',
};

function ampPlugin(programs: HookPrograms): string {
  return `// Tenth Second: asks the guard before each tool call (written by "tenth-second connect amp", removed by "disconnect amp").
${askingText('amp', programs)}
export default function (amp) {
  amp.on('tool.call', async (event) => {
    try {
      await ask({
        tenthSecond: 'amp',
        event: 'before',
        tool: event.tool,
        args: event.input ?? {},
        session: event.thread?.id ?? 'amp',
        call: event.toolUseID,
        cwd: process.cwd(),
      });
      return { action: 'allow' };
    } catch (error) {
      return { action: 'reject-and-continue', message: error instanceof Error ? error.message : String(error) };
    }
  });
}
`;
}

function decode(payload: Json): Decoded {
  const fields = fieldsOf(payload, 'input');
  if (fields.text('event') !== 'before') return { type: 'pass' };
  const tool = fields.text('tool');
  if (tool === '') throw new InvalidPayload('input.tool is empty');
  const session = fields.text('session');
  const directory = directoryField(fields, 'cwd');
  const input = fieldsOf(fields.object['args'], 'args');
  if (harmless.has(tool)) return { type: 'pass' };
  const shell = tool === 'Bash' || tool === 'shell_command';
  const cwd = shell ? within(directory, input.optionalText('cwd', 'workdir')) : directory;
  return { type: 'call', call: callOf('amp', { session, cwd, callId: fields.optionalText('call') }, actionOf(tool, input, cwd)) };
}

function actionOf(tool: string, input: Fields, cwd: string): Action {
  switch (tool) {
    case 'Bash':
    case 'shell_command':
      return { type: 'command', command: input.text('cmd', 'command'), shell: isWindowsPath(cwd) ? 'powershell' : 'posix' };
    case 'Read':
    case 'view_media':
      return { type: 'read', paths: [input.text('path', 'file_path')] };
    case 'create_file':
      return { type: 'write', path: input.text('path'), content: input.optionalText('content') ?? '' };
    case 'edit_file':
    case 'undo_edit':
      return {
        type: 'edit',
        path: input.text('path'),
        before: input.optionalText('old_str') ?? '',
        after: input.optionalText('new_str') ?? '',
      };
    case 'apply_patch':
      return patchActions(input.text('patchText', 'patch', 'input'));
    case 'delete_file':
      return { type: 'delete', path: input.text('path') };
    case 'Grep':
      return {
        type: 'search',
        pattern: input.text('pattern'),
        paths: [within(cwd, input.optionalText('path', 'glob'))],
        namesOnly: false,
      };
    case 'glob':
    case 'Glob':
    case 'list_directory':
      return {
        type: 'search',
        pattern: input.optionalText('filePattern', 'pattern') ?? '*',
        paths: [within(cwd, input.optionalText('path'))],
        namesOnly: true,
      };
    case 'read_web_page': {
      const urls = textsOf(input.optionalList('url', 'urls') ?? [], 'url');
      return urls.length === 1 ? { type: 'fetch', url: urls[0]!, method: 'GET' } : byArguments(tool, input);
    }
    default:
      return tool.startsWith('mcp__') ? { type: 'mcp', ...mcpName(tool, 'mcp__', '__'), input: input.object } : byArguments(tool, input);
  }
}

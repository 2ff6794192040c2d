import type { Action, AgentId, Json } from '../types.ts';
import { exitTwo, failureText, longestHold, type AgentAdapter, type Decoded } from './adapter.ts';
import { patchActions } from './applyPatch.ts';
import type { Connection } from './connection.ts';
import type { HookPrograms } from './hookCommand.ts';
import { InvalidPayload, callOf, directoryField, fieldsOf, guarded, isObject, isWindowsPath, within, type Fields } from './payload.ts';
import { answerForPlugin, askingText } from './pluginText.ts';
import { byArguments, joined } from './tools.ts';

/** Touch nothing by themselves, or their own calls come through the same plugin (sub-agents). Everything else is judged. */
const harmless: ReadonlySet<string> = new Set([
  'invalid',
  'question',
  'skill',
  'task',
  'todoread',
  'todowrite',
  'websearch',
  'plan_exit',
  'plan_enter',
]);

/** OpenCode. Plugins: https://opencode.ai/docs/plugins, and as captured from 1.18.33. */
export const opencode: AgentAdapter = openCodeAdapter({
  id: 'opencode',
  displayName: 'OpenCode',
  recognise: (payload) => isObject(payload) && payload['tenthSecond'] === 'opencode',
  connection: {
    files: [
      {
        type: 'own',
        place: { folder: '.config/opencode', variable: 'OPENCODE_CONFIG_DIR', name: 'plugins/tenth-second.js' },
        text: (_, programs) => pluginText('opencode', programs),
      },
    ],
    workspaceFiles: [
      {
        type: 'own',
        place: { folder: '.opencode', name: 'plugins/tenth-second.js' },
        text: (_, programs) => pluginText('opencode', programs),
      },
    ],
    switches: [],
    presence: { programs: ['opencode'], folders: ['.config/opencode', '.opencode'], extensions: ['sst-dev.opencode'] },
    note: 'Start running OpenCode sessions anew: plugins are loaded at the start.',
  },
  gaps: [
    'A plugin that cannot be loaded is left out without a word: the canary shows it.',
    'opencode --pure and OPENCODE_PURE=1 start it without plugins.',
    'Files named with @ in a prompt reach the model without a tool call.',
  ],
  proven: 'real',
});

/** OpenCode and its forks: a plugin of ours in their process asks, and throws to hold. */
export function openCodeAdapter(about: {
  readonly id: AgentAdapter['id'];
  readonly displayName: string;
  readonly recognise: (payload: Json) => boolean;
  readonly connection: Connection;
  readonly gaps: readonly string[];
  readonly proven: AgentAdapter['proven'];
}): AgentAdapter {
  return {
    ...about,
    decode: (payload) => guarded(() => decode(about.id, payload)),
    encode: answerForPlugin,
    failure: (reason) => exitTwo(failureText(reason)),
    waits: longestHold,
  };
}

/** The plugin file. It is awaited without a limit, and whatever it throws holds the tool. */
export function pluginText(agent: AgentId, programs: HookPrograms): string {
  return `// Tenth Second: asks the guard before each tool call (written by "tenth-second connect ${agent}", removed by "disconnect ${agent}").
${askingText(agent, programs)}
export const TenthSecond = async ({ directory }) => ({
  'tool.execute.before': async (input, output) => {
    await ask({
      tenthSecond: '${agent}',
      event: 'before',
      tool: input.tool,
      args: output.args ?? {},
      session: input.sessionID,
      call: input.callID,
      cwd: directory,
    });
  },
});
`;
}

function decode(agent: AgentId, payload: Json): Decoded {
  const fields = fieldsOf(payload, 'input');
  if (fields.text('event') !== 'before') return { type: 'pass' };
  const tool = fields.text('tool');
  if (tool === '') throw new InvalidPayload('input.tool is empty');
  const session = fields.text('session');
  const directory = directoryField(fields, 'cwd');
  const input = fieldsOf(fields.object['args'], 'args');
  if (harmless.has(tool)) return { type: 'pass' };
  const cwd = tool === 'bash' ? within(directory, input.optionalText('workdir')) : directory;
  return {
    type: 'call',
    call: callOf(
      agent,
      { session, cwd, callId: fields.optionalText('call'), mode: fields.optionalText('mode') },
      actionOf(tool, input, cwd),
    ),
  };
}

function actionOf(tool: string, input: Fields, cwd: string): Action {
  switch (tool) {
    case 'bash':
    case 'shell':
      return { type: 'command', command: input.text('command'), shell: isWindowsPath(cwd) ? 'powershell' : 'posix' };
    case 'read':
      return { type: 'read', paths: [input.text('filePath', 'path')] };
    case 'write':
      return { type: 'write', path: input.text('filePath', 'path'), content: input.text('content') };
    case 'edit':
      return {
        type: 'edit',
        path: input.text('filePath', 'path'),
        before: input.optionalText('oldString') ?? '',
        after: input.optionalText('newString') ?? '',
      };
    case 'multiedit': {
      const edits = input.optionalList('edits') ?? [];
      return { type: 'edit', path: input.text('filePath', 'path'), before: joined(edits, 'oldString'), after: joined(edits, 'newString') };
    }
    case 'patch':
    case 'apply_patch':
      return patchActions(input.text('patchText', 'patch', 'input'));
    case 'glob':
    case 'list':
      return {
        type: 'search',
        pattern: input.optionalText('pattern') ?? '*',
        paths: [within(cwd, input.optionalText('path'))],
        namesOnly: true,
      };
    case 'grep': {
      const folder = within(cwd, input.optionalText('path'));
      const include = input.optionalText('include');
      return {
        type: 'search',
        pattern: input.text('pattern'),
        paths: [include === undefined ? folder : `${folder}/${include}`],
        namesOnly: false,
      };
    }
    case 'lsp':
    case 'codesearch':
      return { type: 'other', tool, input: input.object };
    case 'webfetch':
      return { type: 'fetch', url: input.text('url'), method: 'GET' };
    default: {
      // Tools of MCP servers are `server_tool`; where the name of the server ends is not said.
      const at = tool.indexOf('_');
      return at > 0 ? { type: 'mcp', server: tool.slice(0, at), tool: tool.slice(at + 1), input: input.object } : byArguments(tool, input);
    }
  }
}

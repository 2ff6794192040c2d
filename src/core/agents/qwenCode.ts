import { exitTwo, failureText, type AgentAdapter, type Decoded } from './adapter.ts';
import { claudeCode, claudeGroup } from './claudeCode.ts';
import type { OffSwitch } from './connection.ts';
import { geminiAction, geminiHarmless } from './geminiCli.ts';
import { InvalidPayload, callOf, directoryField, fieldsOf, guarded, isObject, mcpName, within } from './payload.ts';
import { byArguments } from './tools.ts';
import type { Action, Json } from '../types.ts';
import type { Fields } from './payload.ts';

const harmless: ReadonlySet<string> = new Set([
  ...geminiHarmless,
  'agent',
  'ask_user_question',
  'exit_plan_mode',
  'skill',
  'task',
  'todo_write',
  'tool_search',
  'web_search',
]);

const switches: readonly OffSwitch[] = (['home', 'workspace'] as const).map((at) => ({
  at,
  place: { folder: '.qwen', name: 'settings.json' },
  format: 'json',
  path: ['disableAllHooks'],
  off: true,
}));

/**
 * Qwen Code, a fork of Gemini CLI with Claude's hooks. https://qwenlm.github.io/qwen-code-docs/en/users/features/hooks (unverified), and as
 * captured from 0.24.4. Every hook goes through a bus that gives up after 60 s whatever the timeout, and then runs the tool
 * (https://github.com/QwenLM/qwen-code/issues/11688): so it is denied at once and the question is parked.
 */
export const qwenCode: AgentAdapter = {
  id: 'qwen-code',
  displayName: 'Qwen Code',
  recognise: (payload) =>
    isObject(payload) && typeof payload['transcript_path'] === 'string' && /[\\/]\.qwen[\\/]/.test(payload['transcript_path']),
  decode: (payload) => guarded(() => decode(payload)),
  encode: (answer) => claudeCode.encode(answer),
  failure: (reason) => exitTwo(failureText(reason)),
  waits: 0,
  connection: {
    files: [
      {
        type: 'settings',
        place: { folder: '.qwen', name: 'settings.json' },
        entries: [claudeGroup('PreToolUse', { timeout: 60, name: 'tenth-second' })],
      },
    ],
    workspaceFiles: [
      {
        type: 'settings',
        place: { folder: '.qwen', name: 'settings.json' },
        entries: [claudeGroup('PreToolUse', { timeout: 60, name: 'tenth-second' })],
      },
    ],
    switches,
    presence: { programs: ['qwen'], folders: ['.qwen'], extensions: ['qwenlm.qwen-code-vscode-ide-companion'] },
    note: 'Restart running Qwen Code sessions. It cannot wait for a person: what is held is refused at once, and let through once when it is tried again after you confirmed it.',
  },
  gaps: [
    'It gives up on a hook after 60 seconds and runs the tool: so it is refused at once, and the question stays in the editor.',
    'A hook that is killed lets the tool run.',
    'qwen --bare and --safe-mode start it without hooks.',
  ],
  proven: 'real',
};

function decode(payload: Json): Decoded {
  const fields = fieldsOf(payload, 'input');
  const event = fields.text('hook_event_name');
  if (event !== 'PreToolUse' && event !== 'PostToolUse' && event !== 'PostToolUseFailure') return { type: 'pass' };
  const tool = fields.text('tool_name');
  if (tool === '') throw new InvalidPayload('input.tool_name is empty');
  const session = fields.text('session_id');
  const directory = directoryField(fields, 'cwd');
  const input = fieldsOf(fields.object['tool_input'], 'tool_input');
  if (harmless.has(tool)) return { type: 'pass' };
  const cwd = tool === 'run_shell_command' ? within(directory, input.optionalText('directory', 'dir_path')) : directory;
  const call = callOf(
    'qwen-code',
    {
      session,
      cwd,
      callId: fields.optionalText('tool_call_id', 'tool_use_id'),
      subagent: fields.optionalText('agent_id'),
      mode: fields.optionalText('permission_mode'),
    },
    actionOf(tool, input, fields, cwd),
  );
  return event === 'PreToolUse' ? { type: 'call', call } : { type: 'after', call, ok: event === 'PostToolUse' };
}

function actionOf(tool: string, input: Fields, fields: Fields, cwd: string): Action {
  switch (tool) {
    case 'edit':
      return geminiAction('replace', input, fields, cwd);
    case 'notebook_edit':
      return {
        type: 'edit',
        path: input.text('notebook_path', 'file_path'),
        before: '',
        after: input.optionalText('new_source') ?? '',
      };
    case 'monitor':
      return input.optionalText('command') === undefined
        ? byArguments(tool, input)
        : { type: 'command', command: input.text('command'), shell: 'posix' };
    default:
      return tool.startsWith('mcp__')
        ? { type: 'mcp', ...mcpName(tool, 'mcp__', '__'), input: input.object }
        : geminiAction(tool, input, fields, cwd);
  }
}

import type { Action, Json } from '../types.ts';
import { exitTwo, failureText, noOpinion, type AgentAdapter, type Decoded } from './adapter.ts';
import type { HookEntry } from './connection.ts';
import { InvalidPayload, callOf, fieldsOf, guarded, isAbsolute, isObject, isWindowsPath } from './payload.ts';
import { joined, parsed } from './tools.ts';

const entries: readonly HookEntry[] = ['pre_run_command', 'pre_read_code', 'pre_write_code', 'pre_mcp_tool_use'].map((event) => ({
  path: ['hooks', event],
  value: (command) => ({ command, show_output: true }),
}));

/**
 * Windsurf (Devin's Cascade). Hooks: https://docs.windsurf.com/windsurf/cascade/hooks. No limit is documented for a hook, and exit 2
 * is the only way to say no: it is denied at once and the question is parked.
 */
export const windsurf: AgentAdapter = {
  id: 'windsurf',
  displayName: 'Windsurf',
  recognise: (payload) => isObject(payload) && typeof payload['agent_action_name'] === 'string',
  decode: (payload) => guarded(() => decode(payload)),
  encode: (answer) => (answer.type === 'deny' ? exitTwo(answer.reason) : noOpinion),
  failure: (reason) => exitTwo(failureText(reason)),
  waits: 0,
  connection: {
    files: [{ type: 'settings', place: { folder: '.codeium/windsurf', name: 'hooks.json' }, entries }],
    workspaceFiles: [{ type: 'settings', place: { folder: '.windsurf', name: 'hooks.json' }, entries }],
    switches: [],
    presence: { programs: ['windsurf'], folders: ['.codeium/windsurf', '.windsurf'] },
    note: 'Start running Cascade conversations anew. What is held is refused at once, and let through once when it is tried again after you confirmed it.',
  },
  gaps: [
    'A hook that crashes or is missing lets the tool run.',
    'Searches and directory lists have no hook.',
    'How long it waits for a hook is not documented, so it is refused at once.',
  ],
  proven: 'documents',
};

function decode(payload: Json): Decoded {
  const fields = fieldsOf(payload, 'input');
  const event = fields.text('agent_action_name');
  const session = fields.text('trajectory_id');
  if (!event.startsWith('pre_') || event === 'pre_user_prompt') return { type: 'pass' };
  const info = fieldsOf(fields.object['tool_info'], 'tool_info');
  const path = info.optionalText('file_path') ?? '';
  const folder = path.replace(/[\\/][^\\/]*$/, '') || '/';
  const given = info.optionalText('cwd') ?? '';
  const cwd = isAbsolute(given) ? given : isAbsolute(path) ? folder : event === 'pre_mcp_tool_use' ? '/' : '';
  if (cwd === '') throw new InvalidPayload('tool_info.cwd is not an absolute path');
  const action = ((): Action => {
    switch (event) {
      case 'pre_run_command':
        return { type: 'command', command: info.text('command_line'), shell: isWindowsPath(cwd) ? 'powershell' : 'posix' };
      case 'pre_read_code':
        return { type: 'read', paths: [info.text('file_path')] };
      case 'pre_write_code': {
        const edits = info.optionalList('edits') ?? [];
        return { type: 'edit', path: info.text('file_path'), before: joined(edits, 'old_string'), after: joined(edits, 'new_string') };
      }
      case 'pre_mcp_tool_use':
        return {
          type: 'mcp',
          server: info.text('mcp_server_name'),
          tool: info.text('mcp_tool_name'),
          input: parsed(info.object['mcp_tool_arguments']) ?? {},
        };
      default:
        return { type: 'other', tool: event, input: info.object };
    }
  })();
  return { type: 'call', call: callOf('windsurf', { session, cwd, callId: fields.optionalText('execution_id') }, action) };
}

import { assertNever, type Action, type Json } from '../types.ts';
import { exitTwo, failureText, longestHold, textOr, type AgentAdapter, type Decoded } from './adapter.ts';
import { patchActions } from './applyPatch.ts';
import type { HookEntry } from './connection.ts';
import { InvalidPayload, callOf, fieldsOf, guarded, isAbsolute, isObject, isWindowsPath, textsOf, within, type Fields } from './payload.ts';
import { byArguments, joined, parsed, several } from './tools.ts';

/** Touch nothing by themselves, or their own calls fire these hooks again (sub-agents). Everything else is judged. */
const harmless: ReadonlySet<string> = new Set([
  'AskQuestion',
  'CreatePlan',
  'SwitchMode',
  'Task',
  'TodoRead',
  'TodoWrite',
  'UpdateTodos',
  'WebSearch',
]);

/** Every event that can say no. There is none for writes but `preToolUse`; the others cover what it may not show. */
const events = [
  'preToolUse',
  'beforeShellExecution',
  'beforeMCPExecution',
  'beforeReadFile',
  'beforeTabFileRead',
  'subagentStart',
] as const;

const entries: readonly HookEntry[] = events.map((event) => ({
  path: ['hooks', event],
  value: (command) => ({ command, timeout: 3600, failClosed: true }),
}));

const defaults = [{ path: ['version'], value: 1 }];

/**
 * Cursor. Hooks: https://cursor.com/docs/agent/hooks (unverified: from third-party runs of 3.9.16). An empty answer blocks under
 * `failClosed`, exit 2 with JSON shows the raw JSON to the model: so every answer is one JSON object with exit 0.
 */
export const cursor: AgentAdapter = {
  id: 'cursor',
  displayName: 'Cursor',
  recognise: (payload) => isObject(payload) && typeof payload['cursor_version'] === 'string',
  decode: (payload) => guarded(() => decode(payload)),
  encode(answer) {
    switch (answer.type) {
      case 'none':
      case 'allow':
        // Does not skip Cursor's own allowlist.
        return { code: 0, stdout: '{"permission":"allow"}', stderr: '' };
      case 'deny': {
        const reason = textOr(answer.reason);
        return { code: 0, stdout: JSON.stringify({ permission: 'deny', user_message: reason, agent_message: reason }), stderr: '' };
      }
      default:
        return assertNever(answer);
    }
  },
  failure: (reason) => exitTwo(failureText(reason)),
  waits: longestHold,
  connection: {
    files: [{ type: 'settings', place: { folder: '.cursor', name: 'hooks.json' }, entries, defaults }],
    workspaceFiles: [{ type: 'settings', place: { folder: '.cursor', name: 'hooks.json' }, entries, defaults }],
    switches: [],
    presence: { programs: ['cursor', 'cursor-agent'], folders: ['.cursor'] },
    note: 'Cursor picks the hooks up by itself; hooks of a folder run only where the workspace is trusted.',
  },
  gaps: [
    'Files named with @ and the open editor may reach the model without a hook.',
    'Writes are seen by preToolUse alone.',
    'Background agents in the cloud do not run on this machine.',
  ],
  proven: 'documents',
};

function decode(payload: Json): Decoded {
  const fields = fieldsOf(payload, 'input');
  const event = fields.text('hook_event_name');
  const session = fields.text('conversation_id', 'session_id');
  const roots = textsOf(fields.optionalList('workspace_roots') ?? [], 'workspace_roots');
  const cwd = [fields.optionalText('cwd') ?? '', ...roots].find(isAbsolute) ?? '';
  const about = {
    session,
    cwd,
    callId: fields.optionalText('tool_use_id'),
    mode: fields.optionalText('composer_mode', 'mode'),
    via: event,
  };
  const call = (action: Action, directory = cwd): Decoded => {
    if (directory === '') throw new InvalidPayload('input.workspace_roots names no absolute path');
    return { type: 'call', call: callOf('cursor', { ...about, cwd: directory }, action) };
  };
  switch (event) {
    case 'preToolUse':
    case 'PreToolUse': {
      const tool = fields.text('tool_name');
      if (tool === '') throw new InvalidPayload('input.tool_name is empty');
      const input = fieldsOf(parsed(fields.object['tool_input']), 'tool_input');
      if (harmless.has(tool)) return { type: 'pass' };
      const within_ = tool === 'Shell' ? within(cwd, input.optionalText('cwd', 'working_directory')) : cwd;
      return call(actionOf(tool, input, cwd), within_);
    }
    case 'beforeShellExecution':
      return call({ type: 'command', command: fields.text('command'), shell: isWindowsPath(cwd) ? 'powershell' : 'posix' });
    case 'beforeMCPExecution':
      return call({
        type: 'mcp',
        server: serverOf(fields),
        tool: fields.text('tool_name'),
        input: parsed(fields.object['tool_input']) ?? {},
      });
    case 'beforeReadFile':
    case 'beforeTabFileRead': {
      const path = fields.text('file_path');
      const folder = path.replace(/[\\/][^\\/]*$/, '') || '/';
      return call({ type: 'read', paths: [path] }, cwd === '' ? folder : cwd);
    }
    default:
      // Starts of sub-agents and sessions touch nothing by themselves.
      return { type: 'pass' };
  }
}

/** The event names the server by its command or address only. */
function serverOf(fields: Fields): string {
  return fields.optionalText('server_name', 'mcp_server', 'server', 'url', 'command') ?? 'mcp';
}

function actionOf(tool: string, input: Fields, cwd: string): Action {
  const path = (): string => input.text('file_path', 'path', 'target_file');
  switch (tool) {
    case 'Shell':
    case 'Bash':
      return { type: 'command', command: input.text('command'), shell: isWindowsPath(cwd) ? 'powershell' : 'posix' };
    case 'Read':
      return { type: 'read', paths: [path()] };
    case 'Write':
      return { type: 'write', path: path(), content: input.optionalText('content', 'contents', 'code_edit') ?? '' };
    case 'Edit':
    case 'StrReplace':
    case 'MultiEdit': {
      const edits = input.optionalList('edits') ?? [];
      return {
        type: 'edit',
        path: path(),
        before: input.optionalText('old_string') ?? joined(edits, 'old_string'),
        after: input.optionalText('new_string') ?? joined(edits, 'new_string'),
      };
    }
    case 'EditNotebook':
    case 'NotebookEdit':
      return {
        type: 'edit',
        path: input.text('target_notebook', 'notebook_path', 'file_path', 'path'),
        before: '',
        after: input.optionalText('new_string', 'new_source') ?? '',
      };
    case 'ApplyPatch':
      return patchActions(input.text('patch', 'input'));
    case 'Delete':
      return { type: 'delete', path: path() };
    case 'Grep': {
      const folder = within(cwd, input.optionalText('file_path', 'path'));
      const glob = input.optionalText('glob');
      return {
        type: 'search',
        pattern: input.text('pattern'),
        paths: [glob === undefined ? folder : `${folder}/${glob}`],
        namesOnly: input.optionalText('output_mode') === 'files_with_matches',
      };
    }
    case 'Glob':
    case 'LS':
    case 'ListDir':
      return {
        type: 'search',
        pattern: input.optionalText('glob_pattern', 'pattern') ?? '*',
        paths: [within(cwd, input.optionalText('target_directory', 'path'))],
        namesOnly: true,
      };
    case 'SemanticSearch':
      return { type: 'search', pattern: input.optionalText('query') ?? '', paths: [cwd], namesOnly: false };
    case 'WebFetch':
    case 'Fetch': {
      const urls = textsOf(input.optionalList('urls', 'url') ?? [], 'urls');
      return several(urls.map((url): Action => ({ type: 'fetch', url, method: 'GET' })));
    }
    default: {
      if (tool.startsWith('MCP:')) {
        const name = tool.slice(4);
        const at = name.indexOf(':');
        return { type: 'mcp', server: at > 0 ? name.slice(0, at) : 'mcp', tool: name.slice(at + 1), input: input.object };
      }
      return byArguments(tool, input);
    }
  }
}

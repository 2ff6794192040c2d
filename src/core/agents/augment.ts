import type { Action, Json } from '../types.ts';
import { exitTwo, failureText, longestHold, noOpinion, type AgentAdapter, type Decoded } from './adapter.ts';
import { claudeDecision } from './claudeCode.ts';
import type { ConnectionFile } from './connection.ts';
import { InvalidPayload, callOf, fieldsOf, guarded, isAbsolute, isObject, isWindowsPath, textsOf, within, type Fields } from './payload.ts';
import { byArguments, joined, several } from './tools.ts';

const harmless: ReadonlySet<string> = new Set([
  'add_tasks',
  'codebase-retrieval',
  'diagnostics',
  'list-processes',
  'read-process',
  'reorganize_tasklist',
  'remember',
  'render-mermaid',
  'sub-agent',
  'update_tasks',
  'view_tasklist',
  'wait-process',
  'web-search',
]);

/** Its hooks name a script, not a command line. The script lies with the programs of the guard, which the settings then name. */
const script: ConnectionFile = {
  type: 'own',
  place: { folder: '.augment', name: 'hooks/tenth-second.sh' },
  text: (command) =>
    `#!/bin/bash\n# Tenth Second: asks the guard before each tool call. Removed by "tenth-second disconnect augment".\n${command}\n`,
  executable: true,
};

/** Augment: Auggie, VS Code, IntelliJ. https://docs.augmentcode.com/cli/hooks */
export const augment: AgentAdapter = {
  id: 'augment',
  displayName: 'Augment',
  recognise: (payload) =>
    isObject(payload) &&
    'conversation_id' in payload &&
    'workspace_roots' in payload &&
    'tool_name' in payload &&
    payload['cursor_version'] === undefined,
  decode: (payload) => guarded(() => decode(payload)),
  // `allow` is not supported yet.
  encode: (answer) => (answer.type === 'deny' ? exitTwo(answer.reason, claudeDecision('deny', answer.reason)) : noOpinion),
  failure: (reason) => exitTwo(failureText(reason)),
  waits: longestHold,
  connection: {
    files: [
      script,
      {
        type: 'settings',
        place: { folder: '.augment', name: 'settings.json' },
        entries: [
          {
            path: ['hooks', 'PreToolUse'],
            value: (_, path) => ({
              matcher: '.*',
              // Milliseconds.
              hooks: [{ type: 'command', command: path, timeout: 3_600_000 }],
            }),
          },
        ],
      },
    ],
    switches: [],
    presence: { programs: ['auggie'], folders: ['.augment'], extensions: ['augment.vscode-augment'] },
    note: 'Start running Augment sessions anew.',
  },
  gaps: [
    'A hook that crashes or is missing lets the tool run.',
    'What it does when a hook outlives its timeout (an hour here) is not documented.',
  ],
  proven: 'documents',
};

function decode(payload: Json): Decoded {
  const fields = fieldsOf(payload, 'input');
  const event = fields.text('hook_event_name');
  if (event !== 'PreToolUse' && event !== 'PostToolUse') return { type: 'pass' };
  const tool = fields.text('tool_name');
  if (tool === '') throw new InvalidPayload('input.tool_name is empty');
  const session = fields.text('conversation_id');
  const input = fieldsOf(fields.object['tool_input'], 'tool_input');
  if (harmless.has(tool)) return { type: 'pass' };
  const roots = textsOf(fields.optionalList('workspace_roots') ?? [], 'workspace_roots');
  const cwd = [input.optionalText('cwd') ?? '', ...roots].find(isAbsolute) ?? '';
  if (cwd === '') throw new InvalidPayload('input.workspace_roots names no absolute path');
  const call = callOf('augment', { session, cwd, callId: fields.optionalText('tool_use_id') }, actionOf(tool, input, fields, cwd));
  return event === 'PreToolUse' ? { type: 'call', call } : { type: 'after', call, ok: fields.object['tool_error'] === undefined };
}

function actionOf(tool: string, input: Fields, fields: Fields, cwd: string): Action {
  switch (tool) {
    case 'launch-process':
      return { type: 'command', command: input.text('command'), shell: isWindowsPath(cwd) ? 'powershell' : 'posix' };
    case 'write-process':
      return { type: 'command', command: input.text('input_text', 'input'), shell: isWindowsPath(cwd) ? 'powershell' : 'posix' };
    case 'view':
    case 'view-range-untruncated':
    case 'read-file': {
      const pattern = input.optionalText('search_query_regex', 'pattern');
      return pattern === undefined
        ? { type: 'read', paths: [input.text('path', 'file_path')] }
        : { type: 'search', pattern, paths: [input.text('path', 'file_path')], namesOnly: false };
    }
    case 'str-replace-editor':
      return {
        type: 'edit',
        path: input.text('path'),
        before: strings(input, 'old_str'),
        after: strings(input, 'new_str'),
      };
    case 'save-file':
      return { type: 'write', path: input.text('path', 'file_path'), content: input.optionalText('file_content', 'content') ?? '' };
    case 'remove-files':
      return several(
        textsOf(input.optionalList('file_paths', 'paths') ?? [], 'file_paths').map((path): Action => ({
          type: 'delete',
          path: within(cwd, path),
        })),
      );
    case 'web-fetch':
      return { type: 'fetch', url: input.text('url'), method: 'GET' };
    case 'github-api':
    case 'linear':
    case 'jira':
    case 'confluence':
    case 'notion':
    case 'supabase':
      return { type: 'mcp', server: tool.replace('-api', ''), tool: input.optionalText('method') ?? tool, input: input.object };
    default: {
      const server = fields.optionalText('mcp_server', 'server_name');
      const at = tool.lastIndexOf('_');
      if (server !== undefined) return { type: 'mcp', server, tool, input: input.object };
      // MCP tools are `tool_server`. https://docs.augmentcode.com/setup-augment/mcp (unverified)
      return at > 0 ? { type: 'mcp', server: tool.slice(at + 1), tool: tool.slice(0, at), input: input.object } : byArguments(tool, input);
    }
  }
}

/** `old_str_1`, `old_str_2`, … or `str_replace_entries`. */
function strings(input: Fields, name: string): string {
  const numbered = Object.entries(input.object).flatMap(([key, value]) =>
    (key === name || key.startsWith(`${name}_`)) && typeof value === 'string' ? [value] : [],
  );
  return [...numbered, joined(input.optionalList('str_replace_entries', 'insert_line_entries') ?? [], name)]
    .filter((text) => text !== '')
    .join('\n');
}

import type { Action, Json } from '../types.ts';
import { exitTwo, failureText, longestHold, noOpinion, type AgentAdapter, type Decoded } from './adapter.ts';
import type { ConnectionFile } from './connection.ts';
import { InvalidPayload, callOf, directoryField, fieldsOf, guarded, isObject, isWindowsPath, within, type Fields } from './payload.ts';
import { byArguments, quoted, textsUnder } from './tools.ts';

const harmless: ReadonlySet<string> = new Set([
  'introspect',
  'knowledge',
  'report_issue',
  'subagent',
  'thinking',
  'todo_list',
  'use_subagent',
  'web_search',
]);

function hookFile(folder: string): ConnectionFile {
  return {
    type: 'own',
    place: { folder, name: 'hooks/tenth-second.json' },
    text: (command) =>
      `${JSON.stringify(
        {
          version: 'v1',
          hooks: [
            // 0: no limit. https://kiro.dev/docs/hooks (unverified)
            { name: 'tenth-second', trigger: 'PreToolUse', matcher: '.*', action: { type: 'command', command }, timeout: 0, enabled: true },
          ],
        },
        undefined,
        2,
      )}\n`,
  };
}

/** Kiro, editor and command line. From its documentation; what a hook prints with exit 0 goes into the model's context. */
export const kiro: AgentAdapter = {
  id: 'kiro',
  displayName: 'Kiro',
  recognise: (payload) => isObject(payload) && payload['hook_event_name'] === 'preToolUse' && payload['cursor_version'] === undefined,
  decode: (payload) => guarded(() => decode(payload)),
  encode: (answer) => (answer.type === 'deny' ? exitTwo(answer.reason) : noOpinion),
  failure: (reason) => exitTwo(failureText(reason)),
  waits: longestHold,
  connection: {
    files: [hookFile('.kiro')],
    workspaceFiles: [hookFile('.kiro')],
    switches: [],
    presence: { programs: ['kiro', 'kiro-cli'], folders: ['.kiro'] },
    least: { version: '3.0.0', otherwise: 'its command line reads no hook file, and exit 2 was reported not to stop a write' },
    note: 'Start running Kiro sessions anew, and check with the canary that the hook fires: command line 2 reads no such file.',
  },
  gaps: [
    'Command line 2 reads hooks from agent files only; there, nothing is held.',
    'Some versions of the editor gave their hooks no input: then everything is refused.',
  ],
  proven: 'documents',
};

function decode(payload: Json): Decoded {
  const fields = fieldsOf(payload, 'input');
  const event = fields.text('hook_event_name').toLowerCase();
  if (event !== 'pretooluse' && event !== 'posttooluse') return { type: 'pass' };
  const tool = fields.text('tool_name');
  if (tool === '') throw new InvalidPayload('input.tool_name is empty');
  const cwd = directoryField(fields, 'cwd');
  const input = fieldsOf(fields.object['tool_input'], 'tool_input');
  // The command line of version 2 names no session.
  const session = fields.optionalText('session_id', 'conversation_id') ?? cwd;
  if (harmless.has(tool)) return { type: 'pass' };
  const call = callOf('kiro', { session, cwd, callId: fields.optionalText('tool_use_id') }, actionOf(tool, input, cwd));
  return event === 'pretooluse' ? { type: 'call', call } : { type: 'after', call, ok: true };
}

function actionOf(tool: string, input: Fields, cwd: string): Action {
  switch (tool) {
    case 'execute_bash':
    case 'execute_cmd':
    case 'executeBash':
    case 'shell':
    case 'executePwsh':
      return {
        type: 'command',
        command: input.text('command'),
        shell: tool === 'executePwsh' || isWindowsPath(cwd) ? 'powershell' : 'posix',
      };
    case 'read':
    case 'fs_read':
    case 'fsRead':
    case 'readFile': {
      const listed = textsUnder(input.optionalList('operations', 'paths'), 'path');
      return { type: 'read', paths: listed.length > 0 ? listed : [input.text('path')] };
    }
    case 'write':
    case 'fs_write':
    case 'fsWrite': {
      const path = input.text('path');
      const content = input.optionalText('file_text', 'content', 'text');
      return content === undefined || input.optionalText('command') === 'str_replace'
        ? {
            type: 'edit',
            path,
            before: input.optionalText('old_str', 'oldStr') ?? '',
            after: input.optionalText('new_str', 'newStr') ?? '',
          }
        : { type: 'write', path, content };
    }
    case 'strReplace':
    case 'fsAppend':
      return {
        type: 'edit',
        path: input.text('path'),
        before: input.optionalText('oldStr', 'old_str') ?? '',
        after: input.optionalText('newStr', 'new_str', 'text', 'content') ?? '',
      };
    case 'deleteFile':
      return { type: 'delete', path: input.text('path', 'targetFile') };
    case 'grep':
    case 'grepSearch':
    case 'glob':
    case 'fileSearch':
    case 'listDirectory':
      return {
        type: 'search',
        pattern: input.optionalText('pattern', 'query') ?? '*',
        paths: [within(cwd, input.optionalText('path'))],
        namesOnly: !tool.startsWith('grep'),
      };
    case 'use_aws': {
      const words = [input.text('service_name'), input.text('operation_name')];
      const parameters = isObject(input.object['parameters']) ? Object.entries(input.object['parameters']) : [];
      const options = parameters.flatMap(([name, value]) => [
        `--${name.replace(/^-+/, '')}`,
        typeof value === 'string' ? quoted(value) : quoted(JSON.stringify(value)),
      ]);
      const region = input.optionalText('region');
      return {
        type: 'command',
        command: ['aws', ...words, ...options, ...(region === undefined ? [] : ['--region', region])].join(' '),
        shell: 'posix',
      };
    }
    case 'web_fetch':
    case 'webFetch':
      return { type: 'fetch', url: input.text('url'), method: 'GET' };
    default: {
      // `@server/tool`
      const match = /^@([^/]+)\/(.+)$/.exec(tool);
      return match ? { type: 'mcp', server: match[1]!, tool: match[2]!, input: input.object } : byArguments(tool, input);
    }
  }
}

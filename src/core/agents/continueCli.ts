import type { Action, Json } from '../types.ts';
import { exitTwo, failureText, longestHold, noOpinion, type AgentAdapter, type Decoded } from './adapter.ts';
import { claudeAction, claudeGroup } from './claudeCode.ts';
import { InvalidPayload, callOf, directoryField, fieldsOf, guarded, isObject, within, type Fields } from './payload.ts';
import { joined } from './tools.ts';

const harmless: ReadonlySet<string> = new Set([
  'AskQuestion',
  'Checklist',
  'Exit',
  'ReportFailure',
  'Skills',
  'Status',
  'Subagent',
  'UploadArtifact',
]);

/** Continue's command line `cn`, with Claude's hooks. From its source at 2.0.0, its last release: https://github.com/continuedev/continue */
export const continueCli: AgentAdapter = {
  id: 'continue',
  displayName: 'Continue CLI',
  recognise: (payload) =>
    isObject(payload) && typeof payload['transcript_path'] === 'string' && /[\\/]\.continue[\\/]/.test(payload['transcript_path']),
  decode: (payload) => guarded(() => decode(payload)),
  encode: (answer) =>
    answer.type === 'deny' ? exitTwo(answer.reason, JSON.stringify({ decision: 'block', reason: answer.reason })) : noOpinion,
  failure: (reason) => exitTwo(failureText(reason)),
  waits: longestHold,
  connection: {
    files: [{ type: 'settings', place: { folder: '.continue', name: 'settings.json' }, entries: [claudeGroup('PreToolUse')] }],
    workspaceFiles: [
      { type: 'settings', place: { folder: '.continue', name: 'settings.local.json' }, entries: [claudeGroup('PreToolUse')] },
    ],
    switches: (['home', 'workspace'] as const).map((at) => ({
      at,
      place: { folder: '.continue', name: 'settings.json' },
      format: 'json' as const,
      path: ['disableAllHooks'],
      off: true,
    })),
    presence: { programs: ['cn'], folders: ['.continue'], extensions: ['continue.continue'] },
    note: 'Start running cn sessions anew. The editor extension of Continue has no hooks: nothing it does is held.',
  },
  gaps: [
    'The editor extension of Continue has no hooks: use its tool policies, and put its MCP servers behind the guard.',
    'A hook that crashes, is missing or times out lets the tool run.',
  ],
  proven: 'documents',
};

function decode(payload: Json): Decoded {
  const fields = fieldsOf(payload, 'input');
  const event = fields.text('hook_event_name');
  if (event !== 'PreToolUse' && event !== 'PostToolUse') return { type: 'pass' };
  const tool = fields.text('tool_name');
  if (tool === '') throw new InvalidPayload('input.tool_name is empty');
  const session = fields.text('session_id');
  const cwd = directoryField(fields, 'cwd');
  const input = fieldsOf(fields.object['tool_input'], 'tool_input');
  if (harmless.has(tool)) return { type: 'pass' };
  const about = { session, cwd, callId: fields.optionalText('tool_use_id'), mode: fields.optionalText('permission_mode') };
  const call = callOf('continue', about, actionOf(tool, input, fields, cwd));
  return event === 'PreToolUse' ? { type: 'call', call } : { type: 'after', call, ok: true };
}

/** Claude's names where they have the same, with its own arguments. */
function actionOf(tool: string, input: Fields, fields: Fields, cwd: string): Action {
  const path = (): string => input.text('filepath', 'file_path', 'path');
  switch (tool) {
    case 'Read':
      return { type: 'read', paths: [path()] };
    case 'Write':
      return { type: 'write', path: path(), content: input.optionalText('content') ?? '' };
    case 'Edit':
    case 'MultiEdit': {
      const edits = input.optionalList('edits') ?? [];
      return {
        type: 'edit',
        path: path(),
        before: input.optionalText('old_string') ?? joined(edits, 'old_string'),
        after: input.optionalText('new_string') ?? joined(edits, 'new_string'),
      };
    }
    case 'List':
      return { type: 'search', pattern: '*', paths: [within(cwd, input.optionalText('dirpath', 'path'))], namesOnly: true };
    case 'Search':
      return { type: 'search', pattern: input.text('pattern'), paths: [within(cwd, input.optionalText('path'))], namesOnly: false };
    case 'Fetch':
      return { type: 'fetch', url: input.text('url'), method: 'GET' };
    default:
      return claudeAction(tool, input, fields, cwd);
  }
}

import type { Json } from '../types.ts';
import type { ConnectableId } from './adapter.ts';
import { isObject, type JsonObject } from './payload.ts';

/** Where an agent writes down its sessions: a file of JSON lines for each, below the home. As seen of the real programs. */
export interface Transcripts {
  readonly agent: ConnectableId;
  readonly place: { readonly folder: string; readonly variable?: string; readonly below: string };
  /**
   * Folders on the way to the files, from the place on: `*` is any, `project` one that belongs to a folder that is looked at, `newest`
   * one of the last two by name.
   */
  readonly way: readonly ('*' | 'project' | 'newest' | { readonly name: string })[];
  /** The name of a file. */
  readonly file: RegExp;
  /** The name of a `project` folder for a path; without it the folder says where it belongs, in `.project_root`. */
  readonly project?: (path: string) => string;
  /** The session of a file by its path, where no line says it. */
  readonly session?: (path: string) => string;
  /** What one line says. */
  readonly read: (line: JsonObject) => TranscriptLine;
}

export interface TranscriptLine {
  readonly session?: string;
  readonly cwd?: string;
  /** Calls that the model has made, by id. */
  readonly called?: readonly { readonly id: string; readonly tool: string }[];
  /** Ids of calls that have run and brought a result. */
  readonly ran?: readonly string[];
  /** Its calls reach us under another session's name: what it says is left aside. */
  readonly aside?: true;
}

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const list = (value: Json | undefined): readonly JsonObject[] => (Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : []);
const at = (value: Json | undefined, key: string): Json | undefined => (isObject(value) ? value[key] : undefined);
const dashed = (path: string): string => path.replaceAll(/[^a-zA-Z0-9]/g, '-');
const about = (line: JsonObject): { session?: string; cwd?: string } => {
  const session = text(line['sessionId']);
  const cwd = text(line['cwd']);
  return { ...(session === undefined ? {} : { session }), ...(cwd === undefined ? {} : { cwd }) };
};
const call = (id: Json | undefined, tool: Json | undefined): { readonly id: string; readonly tool: string }[] =>
  typeof id === 'string' && typeof tool === 'string' ? [{ id, tool }] : [];

export const transcripts: readonly Transcripts[] = [
  {
    // 2.1.329
    agent: 'claude-code',
    place: { folder: '.claude', variable: 'CLAUDE_CONFIG_DIR', below: 'projects' },
    way: ['project'],
    file: /^[^/]+\.jsonl$/,
    project: dashed,
    read(line) {
      const content = list(at(line['message'], 'content'));
      return {
        ...about(line),
        called: content.filter(({ type }) => type === 'tool_use').flatMap(({ id, name }) => call(id, name)),
        // A call whose input is not valid fires no hook, and brings an error.
        ran: content.flatMap((part) =>
          part['type'] === 'tool_result' && part['is_error'] !== true && typeof part['tool_use_id'] === 'string'
            ? [part['tool_use_id']]
            : [],
        ),
      };
    },
  },
  {
    // 0.169.0
    agent: 'codex',
    place: { folder: '.codex', variable: 'CODEX_HOME', below: 'sessions' },
    way: ['newest', 'newest', 'newest'],
    file: /^rollout-.*\.jsonl$/,
    read(line) {
      const payload = line['payload'];
      if (!isObject(payload)) return {};
      const cwd = text(payload['cwd']);
      if (line['type'] === 'session_meta') {
        const session = text(payload['session_id']) ?? text(payload['id']);
        // Sub-agents call under the session that started them.
        if (payload['thread_source'] !== undefined && payload['thread_source'] !== 'user') return { aside: true };
        return { ...(session === undefined ? {} : { session }), ...(cwd === undefined ? {} : { cwd }) };
      }
      if (line['type'] === 'turn_context') return cwd === undefined ? {} : { cwd };
      if (payload['type'] === 'function_call' || payload['type'] === 'custom_tool_call')
        return { called: call(payload['call_id'], payload['name']) };
      if (payload['type'] !== 'function_call_output' && payload['type'] !== 'custom_tool_call_output') return {};
      const id = text(payload['call_id']);
      return id === undefined ? {} : { ran: [id] };
    },
  },
  {
    // 0.61.0
    agent: 'gemini-cli',
    place: { folder: '.gemini', below: 'tmp' },
    way: ['project', { name: 'chats' }],
    file: /^session-.*\.jsonl$/,
    read(line) {
      const calls = list(line['toolCalls']);
      return {
        ...about(line),
        called: calls.flatMap(({ id, name }) => call(id, name)),
        ran: calls.flatMap(({ id, status }) => (status === 'success' && typeof id === 'string' ? [id] : [])),
      };
    },
  },
  {
    // 0.24.4
    agent: 'qwen-code',
    place: { folder: '.qwen', below: 'projects' },
    way: ['project', { name: 'chats' }],
    file: /^[^/]+\.jsonl$/,
    project: dashed,
    read(line) {
      if (line['type'] !== 'tool_result') return about(line);
      const { toolCallResult: result } = line;
      const done = at(result, 'status') === 'success' ? list(at(line['message'], 'parts')).map((part) => part['functionResponse']) : [];
      return {
        ...about(line),
        called: done.flatMap((part) => call(at(part, 'id'), at(part, 'name'))),
        ran: done.flatMap((part) => text(at(part, 'id')) ?? []),
      };
    },
  },
  {
    // 1.0.102
    agent: 'copilot-cli',
    place: { folder: '.copilot', variable: 'COPILOT_HOME', below: 'session-state' },
    way: ['*'],
    file: /^events\.jsonl$/,
    session: (path) => path.split('/').at(-2) ?? '',
    read(line) {
      const { data } = line;
      const id = at(data, 'toolCallId');
      if (line['type'] === 'session.start') {
        const cwd = text(at(at(data, 'context'), 'cwd'));
        return cwd === undefined ? {} : { cwd };
      }
      if (line['type'] === 'tool.execution_start') return { called: call(id, at(data, 'toolName')) };
      return line['type'] === 'tool.execution_complete' && at(data, 'success') === true && typeof id === 'string' ? { ran: [id] } : {};
    },
  },
];

/**
 * Tools that run only after a hook: what of a transcript proves that calls do not reach us. Names of MCP tools and of tools that may be
 * new say nothing; one of these is in every session that does anything.
 */
export const hookedTools: ReadonlySet<string> = new Set(
  `Bash PowerShell Read Write Edit NotebookEdit Glob Grep WebFetch
   exec_command shell shell_command apply_patch
   run_shell_command read_file write_file replace edit glob grep_search list_directory
   bash powershell view create grep`.split(/\s+/),
);

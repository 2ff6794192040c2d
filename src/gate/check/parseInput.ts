import { isAbsolute, resolve } from 'node:path';
import type { Action, AgentId, Call, Json } from '../../core/types.ts';
import { agentIds } from '../../core/types.ts';
import { InvalidPayload, fieldsOf, isObject, textsOf, type Fields } from '../../core/agents/payload.ts';

/** One line of `check --batch`, read. */
export type BatchInput =
  /** `placed` is false when the line names no directory. */
  { readonly id: Json; readonly call: Call; readonly placed: boolean } | { readonly id: Json; readonly error: string };

/** `{"id","command","cwd"?}`, `{"id","action":{…},"cwd"?}`, or an action's own fields beside the id. Never throws. */
export function parseBatchLine(line: string, directory: string): BatchInput {
  let value: Json;
  try {
    value = JSON.parse(line) as Json;
  } catch {
    return { id: null, error: 'not JSON' };
  }
  const id = isObject(value) ? (value['id'] ?? null) : null;
  try {
    const fields = fieldsOf(value, 'line');
    const given = fields.optionalText('cwd');
    const cwd = given ?? directory;
    const agent = fields.optionalText('agent') ?? 'claude-code';
    if (!isAgentId(agent)) throw new InvalidPayload(`line.agent is not an agent id`);
    return {
      id,
      placed: given !== undefined,
      call: {
        agent,
        session: fields.optionalText('session') ?? 'check',
        cwd: isAbsolute(cwd) ? cwd : resolve(directory, cwd),
        action: actionFrom(fields),
      },
    };
  } catch (error) {
    return { id, error: error instanceof InvalidPayload ? error.message : 'the line could not be read' };
  }
}

function isAgentId(text: string): text is AgentId {
  return (agentIds as readonly string[]).includes(text);
}

function actionFrom(line: Fields): Action {
  const given = line.object['action'];
  const fields = given === undefined ? line : fieldsOf(given, 'action');
  const type = fields.optionalText('type') ?? 'command';
  switch (type) {
    case 'command': {
      const shell = fields.optionalText('shell') ?? 'posix';
      if (shell !== 'posix' && shell !== 'powershell' && shell !== 'cmd')
        throw new InvalidPayload('shell is none of posix, powershell, cmd');
      return { type, command: fields.text('command'), shell };
    }
    case 'read':
      return { type, paths: pathsOf(fields) };
    case 'search':
      return {
        type,
        pattern: fields.text('pattern'),
        paths: pathsOf(fields),
        ...(fields.object['namesOnly'] === true ? { namesOnly: true } : {}),
      };
    case 'write':
      return { type, path: fields.text('path'), content: fields.text('content') };
    case 'edit':
      return { type, path: fields.text('path'), before: fields.text('before'), after: fields.text('after') };
    case 'delete':
      return { type, path: fields.text('path') };
    case 'mcp':
      return { type, server: fields.text('server'), tool: fields.text('tool'), input: fields.object['input'] ?? {} };
    case 'fetch': {
      const body = fields.optionalText('body');
      return { type, url: fields.text('url'), method: fields.optionalText('method') ?? 'GET', ...(body === undefined ? {} : { body }) };
    }
    case 'other':
      return { type, tool: fields.text('tool'), input: fields.object['input'] ?? {} };
    default:
      throw new InvalidPayload('type is not an action');
  }
}

function pathsOf(fields: Fields): readonly string[] {
  return textsOf(fields.optionalList('paths', 'path') ?? [], 'paths');
}

/** Words after `--` as one shell text: a single word is taken as the text itself, several are quoted as the shell had them. */
export function commandText(words: readonly string[]): string {
  if (words.length === 1) return words[0]!;
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}

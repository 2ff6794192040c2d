import { isJsonObject } from '../payload/json.ts';
import type { Json } from '../types.ts';

type JsonObject = { readonly [key: string]: Json };

/** JSON-RPC allows both; null answers nothing. */
export type RequestId = string | number;

/**
 * What one message of a client to its MCP server is, as far as the guard cares. The protocol has two eras (with `initialize`, and
 * stateless since 2026-07-28); `tools/call`, `tools/list` and `resources/read` are the same in both.
 * https://modelcontextprotocol.io/specification/2025-06-18/basic
 */
export type ClientMessage =
  | {
      readonly type: 'call';
      readonly id: RequestId;
      readonly tool: string;
      readonly input: Json;
      /** Present when the client wants to hear of progress. */
      readonly progressToken?: RequestId;
      readonly client?: string;
    }
  /** `path` of a `file:` address. */
  | { readonly type: 'resource'; readonly id: RequestId; readonly path: string; readonly client?: string }
  | { readonly type: 'list'; readonly id: RequestId; readonly client?: string }
  | { readonly type: 'cancel'; readonly id: RequestId }
  /** A call without an id, or with arguments that cannot be read: never passed on. */
  | { readonly type: 'invalid'; readonly id?: RequestId; readonly reason: string }
  /** Everything else goes through untouched. */
  | { readonly type: 'other'; readonly client?: string };

export function clientMessageFrom(value: Json): ClientMessage {
  if (!isJsonObject(value)) return { type: 'other' };
  const method = typeof value['method'] === 'string' ? value['method'] : '';
  const params = isJsonObject(value['params']) ? value['params'] : {};
  const id = idFrom(value['id']);
  const client = clientOf(params);
  const named = client === undefined ? {} : { client };
  switch (method) {
    case 'tools/call': {
      const tool = params['name'];
      if (id === undefined) return { type: 'invalid', reason: 'a call of a tool without an id' };
      if (typeof tool !== 'string') return { type: 'invalid', id, reason: 'a call without the name of a tool' };
      const meta = isJsonObject(params['_meta']) ? params['_meta'] : {};
      const progressToken = idFrom(meta['progressToken']);
      return {
        type: 'call',
        id,
        tool,
        input: params['arguments'] ?? {},
        ...(progressToken === undefined ? {} : { progressToken }),
        ...named,
      };
    }
    case 'resources/read': {
      const path = pathOfResource(params['uri']);
      if (path === undefined) return { type: 'other', ...named };
      return id === undefined ? { type: 'invalid', reason: 'a resource read without an id' } : { type: 'resource', id, path, ...named };
    }
    case 'tools/list':
      return id === undefined ? { type: 'other', ...named } : { type: 'list', id, ...named };
    case 'notifications/cancelled': {
      const cancelled = idFrom(params['requestId']);
      return cancelled === undefined ? { type: 'other' } : { type: 'cancel', id: cancelled };
    }
    default:
      return { type: 'other', ...named };
  }
}

function idFrom(value: Json | undefined): RequestId | undefined {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

/** `initialize` says who the client is; in the stateless era every request does. */
function clientOf(params: JsonObject): string | undefined {
  const meta = isJsonObject(params['_meta']) ? params['_meta'] : {};
  for (const info of [params['clientInfo'], meta['io.modelcontextprotocol/clientInfo']])
    if (isJsonObject(info) && typeof info['name'] === 'string') return info['name'].slice(0, 80);
  return undefined;
}

function pathOfResource(uri: Json | undefined): string | undefined {
  if (typeof uri !== 'string' || !/^file:/i.test(uri)) return undefined;
  let path = uri.replace(/^file:(?:\/\/[^/]*)?/i, '').replace(/[?#].*$/s, '');
  try {
    path = decodeURIComponent(path);
  } catch {
    // Kept as it stands: a file of that name is judged.
  }
  return /^\/[a-z]:\//i.test(path) ? path.slice(1) : path;
}

/** The answer to a call that was not let through: a result that the model sees, and not a fault of the protocol. */
export function refusedCall(id: RequestId, reason: string): string {
  return JSON.stringify({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: reason }], isError: true } });
}

/** The answer to any other request that was not let through. */
export function refusedRequest(id: RequestId | null, reason: string, code = -32_000): string {
  return JSON.stringify({ jsonrpc: '2.0', id, error: { code, message: reason } });
}

/**
 * Keeps a client that asked for progress waiting. Progress has to grow, and the server's own begins after ours, so ours stays tiny.
 * https://modelcontextprotocol.io/specification/2025-06-18/basic/utilities/progress
 */
export function holdProgress(progressToken: RequestId, seconds: number): string {
  const params = { progressToken, progress: seconds / 1e9, message: 'Held by Tenth Second until a person decides' };
  return JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params });
}

import type { HookReply } from './agents/adapter.ts';
import { recordSeparator, unitSeparator } from './protocol.ts';

/** One hook call as the launcher and the Node gate send it (protocol.ts, 2). */
export interface HookRequest {
  /** As written in the registered command line; may be an id that we do not know. */
  readonly agent: string;
  /** Process number of the launcher's parent; 0 when unknown. */
  readonly parent: number;
  readonly variables: Readonly<Record<string, string>>;
  /** The agent's input as it came on stdin. */
  readonly payload: string;
}

/** Ends a request. The token is new at every server start and unknown to the agent's text, so a payload cannot end its own frame. */
export function hookTerminator(clientToken: string): string {
  return `${recordSeparator}${clientToken}\n`;
}

export function encodeHookRequest(request: HookRequest, clientToken: string): string {
  const variables = Object.entries(request.variables).map(([name, value]) => clean(`${name}=${value}`));
  const head = ['hook', clean(request.agent), String(request.parent), ...variables].join(unitSeparator);
  return `${head}${recordSeparator}${request.payload.replaceAll('\n', ' ')}${hookTerminator(clientToken)}`;
}

/** A separator inside a value would move the borders of the frame. */
function clean(text: string): string {
  return text.replace(/[\x1e\x1f\r\n]/g, ' ');
}

/** Text of a whole frame without its terminator; undefined when it is not one. */
export function parseHookRequest(text: string): HookRequest | undefined {
  const end = text.indexOf(recordSeparator);
  if (end < 0) return undefined;
  const [kind, agent, parent, ...pairs] = text.slice(0, end).split(unitSeparator);
  if (kind !== 'hook' || agent === undefined || parent === undefined) return undefined;
  const variables: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals > 0) variables[pair.slice(0, equals)] = pair.slice(equals + 1);
  }
  return { agent, parent: /^\d{1,10}$/.test(parent) ? Number(parent) : 0, variables: { ...variables }, payload: text.slice(end + 1) };
}

export function encodeHookReply(reply: HookReply): string {
  return `${reply.code}\n${reply.stdout.replace(/[\r\n]+/g, ' ').trim()}\n${reply.stderr}`;
}

/** Undefined when the answer is not whole: then it is no answer. Blanks before it carried acknowledgements. */
export function parseHookReply(text: string): HookReply | undefined {
  const match = /^ *(\d{1,3})\n([^\n]*)\n([^]*)$/.exec(text);
  return match ? { code: Number(match[1]), stdout: match[2]!, stderr: match[3]! } : undefined;
}

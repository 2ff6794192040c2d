import { senseOfTool } from '../rules/mcp/mcpActions.ts';
import type { Json } from '../types.ts';
import { isJsonObject } from '../payload/json.ts';

/** What a server says of its tools, as far as a call of one is judged by it. */
export interface ToolList {
  /** The answer to pass on: annotations corrected where a name says that the tool destroys. Undefined when nothing is to be changed. */
  readonly corrected: Json | undefined;
  /** Tools that the server itself calls destructive, in so many words. */
  readonly destructive: readonly string[];
  /** Every tool with all that its description says, to notice when a server changes it later. */
  readonly descriptions: ReadonlyMap<string, string>;
}

/**
 * Reads a response to `tools/list`. Hints of a server are only ever raised: a tool whose name destroys and that says `readOnlyHint`
 * loses it and gets `destructiveHint`, so that clients that ask by hints do ask.
 * https://modelcontextprotocol.io/specification/2025-06-18/schema#toolannotations
 */
export function readToolList(server: string, response: Json): ToolList {
  const destructive: string[] = [];
  const descriptions = new Map<string, string>();
  const result = isJsonObject(response) ? response['result'] : undefined;
  const tools = isJsonObject(result) ? result['tools'] : undefined;
  if (!isJsonObject(response) || !isJsonObject(result) || !Array.isArray(tools)) return { corrected: undefined, destructive, descriptions };
  let changed = false;
  const corrected = (tools as readonly Json[]).map((tool) => {
    if (!isJsonObject(tool) || typeof tool['name'] !== 'string') return tool;
    const name = tool['name'];
    const annotations = isJsonObject(tool['annotations']) ? tool['annotations'] : {};
    descriptions.set(name, JSON.stringify([tool['description'] ?? null, tool['inputSchema'] ?? null, annotations]));
    if (annotations['destructiveHint'] === true && annotations['readOnlyHint'] !== true) destructive.push(name);
    if (senseOfTool(server, name) !== 'destroys') return tool;
    if (annotations['readOnlyHint'] !== true && annotations['destructiveHint'] === true) return tool;
    changed = true;
    return { ...tool, annotations: { ...annotations, readOnlyHint: false, destructiveHint: true } };
  });
  return { corrected: changed ? { ...response, result: { ...result, tools: corrected } } : undefined, destructive, descriptions };
}

import { createHash } from 'node:crypto';
import type { Json } from '../core/types.ts';
import type { Judgement } from '../platform/road.ts';

/**
 * What a confirmation opens for the processes of that action: one key for each operation that was held. The same operation comes once
 * more where a shim, the guard of a shell or our MCP proxy stands behind the agent's own hook. An agent and its client may have two
 * names for one MCP server, so a tool is known by its own name and its arguments, in whatever order their keys are.
 */
export function innerKeysOf({ call: { action }, decision }: Judgement): readonly string[] {
  const parts =
    action.type === 'mcp'
      ? [`${action.tool}\n${sortedJson(action.input)}`]
      : decision.operations
          .filter(({ verdict }) => verdict !== 'allow')
          .map(({ rule, resource, environment }) => [rule, resource.kind, resource.name, resource.id ?? '', environment].join('\n'));
  return [...new Set(parts)].map((part) => createHash('sha256').update(`${action.type}\n${part}`).digest('hex'));
}

function sortedJson(value: Json): string {
  return JSON.stringify(value, (_key, part: Json) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

import { agentIds } from '../../core/types.ts';
import type { TimelineFilter } from '../../core/journal/timeline.ts';

/** Of a session or an action of the Activity view; commands can be run with anything. */
export function sessionFilter(node: unknown): TimelineFilter | undefined {
  const { entry, ...own } = (node ?? {}) as { readonly entry?: unknown; readonly agent?: unknown; readonly session?: unknown };
  const { agent, session } = (typeof entry === 'object' && entry !== null ? entry : own) as typeof own;
  const known = agentIds.find((id) => id === agent);
  return known === undefined || typeof session !== 'string' || session === '' ? undefined : { agent: known, session };
}

import type { AgentId, Effect, Environment, Verdict } from '../types.ts';
import { evidenceText, type JournalRecord, type Outcome } from './record.ts';

/** Which records are wanted; every field that is there must match. */
export interface JournalFilter {
  /** ms since 1970, inclusive. */
  readonly since?: number;
  /** ms since 1970, exclusive. */
  readonly until?: number;
  /** The workspace folder or one that contains it. */
  readonly workspace?: string;
  readonly agent?: AgentId;
  readonly session?: string;
  readonly verdict?: Verdict;
  readonly outcome?: Outcome;
  readonly effect?: Effect;
  readonly environment?: Environment;
  /** Found in the action, a title, a resource, evidence or the note, in any case. */
  readonly search?: string;
}

export function matchesFilter(record: JournalRecord, filter: JournalFilter): boolean {
  const { since, until, workspace, agent, session, verdict, outcome, effect, environment, search } = filter;
  if (since !== undefined && record.time < since) return false;
  if (until !== undefined && record.time >= until) return false;
  if (workspace !== undefined && record.workspace !== workspace && !record.workspace.startsWith(`${workspace.replace(/[/\\]$/, '')}/`))
    return false;
  if (agent !== undefined && record.agent !== agent) return false;
  if (session !== undefined && record.session !== session) return false;
  if (verdict !== undefined && record.verdict !== verdict) return false;
  if (outcome !== undefined && record.outcome !== outcome) return false;
  const operations = record.operations ?? [];
  if (effect !== undefined && !operations.some((operation) => operation.effect === effect)) return false;
  if (environment !== undefined && !operations.some((operation) => operation.environment === environment)) return false;
  return search === undefined || textsOf(record).some((text) => text.toLowerCase().includes(search.toLowerCase()));
}

function textsOf(record: JournalRecord): readonly string[] {
  return [
    record.action ?? '',
    record.text ?? '',
    ...(record.operations ?? []).flatMap((operation) => [
      operation.title,
      operation.resource,
      operation.rule,
      ...operation.evidence.map(evidenceText),
    ]),
  ];
}

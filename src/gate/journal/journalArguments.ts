import { resolve } from 'node:path';
import { agentIds, effects, environments, verdicts } from '../../core/types.ts';
import type { JournalFilter } from '../../core/journal/filter.ts';
import { outcomes } from '../../core/journal/record.ts';

export const usage = `usage: tenth-second journal show [FILTER…] [--last N] [--json]
       tenth-second journal verify [--heads FILE] [--json]
       tenth-second journal export --format jsonl|csv|md|otlp [--content] [FILTER…] [--out FILE]
       tenth-second journal report [FILTER…] [--out FILE]
filters: --since TIME, --until TIME (2026-11-28, 2026-11-28T10:00, 30m, 12h, 7d), --workspace DIR, --agent AGENT, --session ID,
         --verdict VERDICT, --outcome OUTCOME, --effect EFFECT, --environment ENVIRONMENT, --search TEXT
`;

/** What a person typed cannot be followed. */
export class UsageError extends Error {}

export const filterOptions = {
  since: { type: 'string' },
  until: { type: 'string' },
  workspace: { type: 'string' },
  agent: { type: 'string' },
  session: { type: 'string' },
  verdict: { type: 'string' },
  outcome: { type: 'string' },
  effect: { type: 'string' },
  environment: { type: 'string' },
  search: { type: 'string' },
} as const;

export type FilterValues = { readonly [K in keyof typeof filterOptions]?: string | undefined };

export function filterFrom(values: FilterValues, now: number): JournalFilter {
  const { since, until, workspace, agent, session, verdict, outcome, effect, environment, search } = values;
  return {
    ...(since === undefined ? {} : { since: timeFrom('since', since, now) }),
    ...(until === undefined ? {} : { until: timeFrom('until', until, now) }),
    ...(workspace === undefined ? {} : { workspace: resolve(workspace) }),
    ...(agent === undefined ? {} : { agent: oneOf('agent', agent, agentIds) }),
    ...(session === undefined ? {} : { session }),
    ...(verdict === undefined ? {} : { verdict: oneOf('verdict', verdict, verdicts) }),
    ...(outcome === undefined ? {} : { outcome: oneOf('outcome', outcome, outcomes) }),
    ...(effect === undefined ? {} : { effect: oneOf('effect', effect, effects) }),
    ...(environment === undefined ? {} : { environment: oneOf('environment', environment, environments) }),
    ...(search === undefined ? {} : { search }),
  };
}

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function timeFrom(option: string, text: string, now: number): number {
  const span = /^(\d{1,6})([mhd])$/.exec(text);
  if (span) return now - Number(span[1]) * units[span[2]!]!;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new UsageError(`--${option} ${text} is no time`);
  return time;
}

function oneOf<T extends string>(option: string, text: string, values: readonly T[]): T {
  const found = values.find((value) => value === text);
  if (found === undefined) throw new UsageError(`--${option} ${text}: say one of ${values.join(', ')}`);
  return found;
}

export function countFrom(option: string, text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count < 1) throw new UsageError(`--${option} ${text} is no number of records`);
  return count;
}

import type { AgentId, Effect, Environment, Verdict } from '../types.ts';
import type { JournalFilter } from './filter.ts';
import type { JournalRecord, Outcome } from './record.ts';

/** What the timeline asks of the server and gets: plain data, shared by server, extension and the page in the webview. */

/** Which records the timeline shows; the workspace is said beside it. */
export type TimelineFilter = Omit<JournalFilter, 'workspace'>;

/** A chain, and how many of its records a query looks at: later ones would move the places of all others. */
export interface PinnedChain {
  readonly file: string;
  readonly records: number;
}

/** Names the same records at each request, so that the server may forget a query at any time. */
export interface TimelineQuery {
  /** Oldest first. */
  readonly chains: readonly PinnedChain[];
  readonly filter: TimelineFilter;
}

/** A journal that can be shown: that of one folder, or of the machine (the guard itself). */
export interface TimelineSource {
  /** Empty for the machine. */
  readonly workspace: string;
  readonly chains: readonly PinnedChain[];
  readonly records: number;
  /** Times of the first and last record, ms since 1970. */
  readonly from: number;
  readonly to: number;
}

/** Classes of effects as the chart stacks them, mildest first. */
export const chartClasses = ['harmless', 'lost', 'outside', 'guard'] as const;
export type ChartClass = (typeof chartClasses)[number];

const classes: Readonly<Record<Effect, ChartClass>> = {
  read: 'harmless',
  change: 'harmless',
  delete: 'lost',
  overwrite: 'lost',
  expose: 'outside',
  publish: 'outside',
  send: 'outside',
  escalate: 'outside',
  disarm: 'guard',
  opaque: 'guard',
};

/** The gravest class among the effects. */
export function chartClassOf(effects: readonly Effect[]): ChartClass {
  let gravest = 0;
  for (const effect of effects) gravest = Math.max(gravest, chartClasses.indexOf(classes[effect]));
  return chartClasses[gravest]!;
}

/** Actions over time, as far as they have been counted: the newest are counted first. */
export interface TimelineChart {
  readonly from: number;
  readonly to: number;
  /** One list for each span of the same length, oldest first; numbers in the order of `chartClasses`. */
  readonly buckets: readonly (readonly number[])[];
  readonly effects: Readonly<Partial<Record<Effect, number>>>;
  readonly actions: number;
}

export interface TimelineProgress {
  /** Records that match, as far as they were looked at; all of them at once where nothing is filtered. */
  readonly total: number;
  readonly looked: number;
  readonly of: number;
  readonly done: boolean;
  readonly chart: TimelineChart;
  /** Seen so far, the newest first. */
  readonly agents: readonly AgentId[];
  readonly sessions: readonly string[];
}

/** One line of the list. Text is redacted. */
export interface TimelineRow {
  readonly file: string;
  readonly n: number;
  readonly time: number;
  readonly type: JournalRecord['type'];
  readonly agent?: AgentId;
  readonly session?: string;
  readonly verdict?: Verdict;
  readonly outcome?: Outcome;
  readonly effects: readonly Effect[];
  readonly environment?: Environment;
  /** What it does, or the note. */
  readonly title: string;
  readonly snapshot?: string;
  /** There is no such record in the chain: it was taken out. */
  readonly missing?: true;
}

export type TimelineRequest =
  | { readonly type: 'sources' }
  /** Looks at a few thousand records more. */
  | { readonly type: 'advance'; readonly query: TimelineQuery }
  /** Places count from 0, the newest record. */
  | { readonly type: 'rows'; readonly query: TimelineQuery; readonly from: number; readonly count: number }
  | { readonly type: 'record'; readonly file: string; readonly n: number }
  | { readonly type: 'report'; readonly query: TimelineQuery };

export interface TimelineReplies {
  readonly sources: readonly TimelineSource[];
  readonly advance: TimelineProgress;
  readonly rows: readonly TimelineRow[];
  readonly record: JournalRecord | null;
  readonly report: string;
}

export const maxRows = 500;
const maxTitle = 300;

export function timelineRow(file: string, n: number, record: JournalRecord): TimelineRow {
  const { time, type, agent, session, verdict, outcome, snapshot } = record;
  const [first] = record.operations ?? [];
  const title = (first?.title ?? record.action ?? record.text ?? '').replace(/\s+/g, ' ').trim();
  return {
    file,
    n,
    time,
    type,
    effects: [...new Set((record.operations ?? []).map(({ effect }) => effect))],
    title: title.length > maxTitle ? `${title.slice(0, maxTitle - 1)}…` : title,
    ...(agent === undefined ? {} : { agent }),
    ...(session === undefined ? {} : { session }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(first === undefined ? {} : { environment: first.environment }),
    ...(snapshot === undefined ? {} : { snapshot }),
  };
}

export function missingRow(file: string, n: number): TimelineRow {
  return { file, n, time: 0, type: 'note', effects: [], title: '', missing: true };
}

export function isFiltered(filter: TimelineFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

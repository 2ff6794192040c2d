import type { TimelineFilter, TimelineQuery, TimelineRequest } from './timeline.ts';

/** What the timeline's page and the extension say to each other. Whatever comes from the page is checked before it is used. */

export type FromPage =
  | { readonly type: 'ask'; readonly id: number; readonly request: TimelineRequest }
  | { readonly type: 'open'; readonly path: string; readonly line?: number }
  | { readonly type: 'undo'; readonly snapshot: string }
  | { readonly type: 'report'; readonly query: TimelineQuery };

export type ToPage =
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly reason: string }
  /** So many records were written since it was last said. */
  | { readonly type: 'grew'; readonly records: number }
  /** The window has reached the guard (again): what was asked before got no answer. */
  | { readonly type: 'attached' }
  /** Show only this. */
  | { readonly type: 'show'; readonly filter: TimelineFilter };

/** What the page is given in its document. */
export interface PageStart {
  readonly texts: PageTexts;
  /** Names of agents by their ids. */
  readonly agents: Readonly<Record<string, string>>;
  /** Words for outcomes by their ids. */
  readonly outcomes: Readonly<Record<string, string>>;
  readonly language: string;
  readonly filter?: TimelineFilter;
}

/** Every text of the page; `{0}` stands for what is put in. */
export interface PageTexts {
  readonly journal: string;
  readonly machine: string;
  readonly search: string;
  readonly agent: string;
  readonly session: string;
  readonly effect: string;
  readonly verdict: string;
  readonly verdicts: string;
  readonly outcomes: string;
  readonly time: string;
  readonly any: string;
  readonly lastHour: string;
  readonly lastDay: string;
  readonly lastWeek: string;
  readonly lastMonth: string;
  readonly between: string;
  readonly from: string;
  readonly until: string;
  readonly clear: string;
  readonly report: string;
  readonly filters: string;
  readonly list: string;
  readonly loading: string;
  readonly missing: string;
  readonly records: string;
  readonly matching: string;
  readonly looked: string;
  readonly none: string;
  readonly noneMatch: string;
  readonly grew: string;
  readonly showNew: string;
  readonly failed: string;
  readonly chart: string;
  readonly chartTable: string;
  readonly chartSummary: string;
  readonly busiest: string;
  readonly count: string;
  readonly lanes: Readonly<Record<'harmless' | 'lost' | 'outside' | 'guard', string>>;
  readonly details: string;
  readonly choose: string;
  readonly undo: string;
  readonly onlySession: string;
  readonly evidence: string;
  readonly files: string;
  readonly note: string;
  readonly ran: string;
  readonly fields: Readonly<Record<DetailField, string>>;
}

export type DetailField =
  | 'time'
  | 'agent'
  | 'model'
  | 'session'
  | 'subagent'
  | 'directory'
  | 'verdict'
  | 'outcome'
  | 'by'
  | 'person'
  | 'typed'
  | 'factor'
  | 'took'
  | 'window'
  | 'why'
  | 'backup'
  | 'snapshot'
  | 'noSnapshot'
  | 'undoes'
  | 'rule'
  | 'environment'
  | 'credential'
  | 'record';

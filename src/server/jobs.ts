import type { TimelineReplies, TimelineRequest } from '../core/journal/timeline.ts';
import type { SnapshotPlan } from '../core/snapshots/plan.ts';
import { verifyJournal, type FileReport } from '../platform/journal/verifyJournal.ts';
import { headsFrom, type HeadsObject } from '../platform/journal/headsFile.ts';
import { answerTimeline } from '../platform/journal/answerTimeline.ts';
import { keepSnapshots, listSnapshots, type KeepOptions } from '../platform/snapshots/keepSnapshots.ts';
import type { SnapshotAbout, SnapshotHeader } from '../platform/snapshots/manifest.ts';
import { previewSnapshot, restoreSnapshot, type Preview, type Restored } from '../platform/snapshots/restoreSnapshot.ts';
import { estimateSnapshot, takeSnapshot, type Estimate, type Taken } from '../platform/snapshots/takeSnapshot.ts';

/** Work on many files or many records: never on the loop that decides. Parameters and results are plain data. */
export interface JobTypes {
  take: {
    readonly params: { readonly folder: string; readonly plan: SnapshotPlan; readonly about: SnapshotAbout; readonly durable: boolean };
    readonly result: Taken;
  };
  estimate: { readonly params: { readonly folder: string; readonly plan: SnapshotPlan }; readonly result: Estimate };
  list: { readonly params: { readonly folder: string }; readonly result: readonly SnapshotHeader[] };
  preview: { readonly params: { readonly folder: string; readonly id: string }; readonly result: Preview | undefined };
  restore: {
    readonly params: { readonly folder: string; readonly id: string; readonly overwrite: boolean };
    readonly result: Restored | undefined;
  };
  keep: {
    readonly params: { readonly folder: string; readonly options: KeepOptions };
    readonly result: { readonly removed: readonly string[] };
  };
  timeline: {
    readonly params: { readonly folder: string; readonly request: TimelineRequest; readonly workspaces: readonly string[] };
    readonly result: TimelineReplies[TimelineRequest['type']];
  };
  verify: { readonly params: { readonly folder: string; readonly heads: readonly HeadsObject[] }; readonly result: readonly FileReport[] };
}

export type JobType = keyof JobTypes;

/** Jobs that only read the journal: they do not stand in the way of a snapshot that an action waits for. */
export const readingJobs: ReadonlySet<JobType> = new Set<JobType>(['verify', 'timeline']);

export interface Jobs {
  /** Rejects when it takes longer than `budget` ms, when it throws, or when its thread ends. */
  run<T extends JobType>(type: T, params: JobTypes[T]['params'], budget: number): Promise<JobTypes[T]['result']>;
  close(): Promise<void>;
}

const work: { readonly [T in JobType]: (params: JobTypes[T]['params']) => Promise<JobTypes[T]['result']> } = {
  take: async ({ plan, about, folder, durable }) => takeSnapshot(plan, about, { folder, durable }),
  estimate: async ({ plan, folder }) => estimateSnapshot(plan, { folder }),
  list: async ({ folder }) => listSnapshots(folder),
  preview: async ({ folder, id }) => previewSnapshot(folder, id),
  restore: async ({ folder, id, overwrite }) => restoreSnapshot(folder, id, { overwrite }),
  keep: async ({ folder, options }) => keepSnapshots(folder, options),
  timeline: async ({ folder, request, workspaces }) => answerTimeline(folder, request, workspaces),
  verify: async ({ folder, heads }) => verifyJournal(folder, ...heads.map(headsFrom)),
};

export function runJob<T extends JobType>(type: T, params: JobTypes[T]['params']): Promise<JobTypes[T]['result']> {
  return work[type](params);
}

/** Jobs in this very thread: for tests, and where no thread can be started. */
export function createLocalJobs(): Jobs {
  return { run: (type, params) => runJob(type, params), close: async () => {} };
}

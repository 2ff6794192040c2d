import { planSnapshot, type SnapshotPlan } from '../core/snapshots/plan.ts';
import type { Retention } from '../core/protocol.ts';
import type { SnapshotHeader } from '../platform/snapshots/manifest.ts';
import type { Preview, Restored } from '../platform/snapshots/restoreSnapshot.ts';
import type { Estimate } from '../platform/snapshots/takeSnapshot.ts';
import type { Judgement } from '../platform/road.ts';
import { titleOf, type Redact } from './holdText.ts';
import type { Jobs } from './jobs.ts';

export interface SnapshotPorts {
  readonly jobs: Jobs;
  /** `<state>/snapshots`. */
  readonly folder: string;
  readonly redact: Redact;
  readonly workspaceOf: (cwd: string) => string;
  readonly retention: () => Retention;
  readonly now: () => number;
  readonly fault: (text: string, error: unknown) => void;
}

/** What stands in the record of an action about undoing it. */
export interface Undo {
  readonly snapshot?: string;
  readonly noSnapshot?: string;
}

/** An action may wait so long for its snapshot, ms: a tool that runs before it is whole could not be undone. */
export const confirmedBudget = 30_000;
export const passedBudget = 10_000;
/** An agent's own edit of a file: a copy of one file. */
export const editBudget = 2000;
const estimateBudget = 10_000;
const listBudget = 30_000;
const restoreBudget = 10 * 60_000;
/** So often, counted in snapshots, the old ones are looked through. */
const keepEvery = 20;

/** Snapshots before what destroys something on this disk, and the way back. */
export class Snapshots {
  readonly #ports: SnapshotPorts;
  #taken = 0;

  constructor(ports: SnapshotPorts) {
    this.#ports = ports;
  }

  /** Undefined when nothing local is lost, so that there is nothing to keep or to say. */
  planOf({ call, decision }: Judgement): SnapshotPlan | undefined {
    const plan = planSnapshot(call, decision.operations);
    return plan.steps.length === 0 && plan.uncovered.length === 0 ? undefined : plan;
  }

  /** What a snapshot would hold; what a person is told before they decide. */
  async estimate(judgement: Judgement): Promise<Estimate> {
    const plan = this.planOf(judgement);
    if (!plan) return { type: 'nothing' };
    if (this.#isOff) return { type: 'none', reason: 'snapshots are switched off in your settings' };
    const { jobs, folder } = this.#ports;
    try {
      return await jobs.run('estimate', { folder, plan }, estimateBudget);
    } catch (error) {
      return { type: 'none', reason: reasonOf(error) };
    }
  }

  /** Resolves when the snapshot is whole, or when there is none. Never rejects: what cannot be undone is said, not hidden. */
  async before(judgement: Judgement, action: string, budget: number): Promise<Undo> {
    const plan = this.planOf(judgement);
    if (!plan) return {};
    if (this.#isOff) return { noSnapshot: 'snapshots are switched off' };
    const { jobs, folder, redact, workspaceOf, fault } = this.#ports;
    const { call } = judgement;
    const { agent, session, cwd } = call;
    const about = { action, agent, session, cwd, workspace: workspaceOf(cwd), title: titleOf(judgement, redact) };
    try {
      const taken = await jobs.run('take', { folder, plan, about, durable: budget !== editBudget }, budget);
      if (taken.type === 'none') return { noSnapshot: taken.reason };
      if (taken.type === 'nothing') return {};
      if (++this.#taken % keepEvery === 0) void this.keep();
      return { snapshot: taken.header.id };
    } catch (error) {
      fault('a snapshot could not be taken', error);
      return { noSnapshot: reasonOf(error) };
    }
  }

  list(): Promise<readonly SnapshotHeader[]> {
    return this.#ports.jobs.run('list', { folder: this.#ports.folder }, listBudget);
  }

  preview(id: string): Promise<Preview | undefined> {
    return this.#ports.jobs.run('preview', { folder: this.#ports.folder, id }, restoreBudget);
  }

  restore(id: string, overwrite: boolean): Promise<Restored | undefined> {
    return this.#ports.jobs.run('restore', { folder: this.#ports.folder, id, overwrite }, restoreBudget);
  }

  /** Removes what is too old or too much. */
  async keep(): Promise<void> {
    const { jobs, folder, retention, now, fault } = this.#ports;
    const { snapshotDays, snapshotMegabytes } = retention();
    try {
      await jobs.run('keep', { folder, options: { days: snapshotDays, megabytes: snapshotMegabytes, now: now() } }, restoreBudget);
    } catch (error) {
      fault('old snapshots could not be removed', error);
    }
  }

  get #isOff(): boolean {
    return this.#ports.retention().snapshotMegabytes === 0;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'an error';
}

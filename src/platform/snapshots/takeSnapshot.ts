import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SnapshotPlan } from '../../core/snapshots/plan.ts';
import { Collector, defaultLimits, NoSnapshot, type SnapshotLimits } from './collector.ts';
import { rawPath, writeManifest, type RepositoryState, type SnapshotAbout, type SnapshotHeader } from './manifest.ts';
import { ObjectStore } from './objects.ts';
import { collectRefs, collectWork, repositoryAt } from './repositories.ts';

export type Taken =
  | { readonly type: 'taken'; readonly header: SnapshotHeader }
  /** There was nothing that could be lost. */
  | { readonly type: 'nothing' }
  | { readonly type: 'none'; readonly reason: string };

export interface TakeOptions {
  /** `<state>/snapshots`, 0700. */
  readonly folder: string;
  readonly limits?: SnapshotLimits;
  readonly now?: number;
  /** False: not waited for the disk. An agent's many small edits would feel it, and only a power cut could tell. */
  readonly durable?: boolean;
}

/** Names the hard links of a snapshot. */
export const linksName = 'links';
export const packName = (index: number): string => `commits-${index}.pack`;

/**
 * Keeps what the plan names. Nothing of the repository or the files is changed (a hard link raises the count of links, and with it
 * the time of the last change of status). Either the snapshot is there, whole, or it is not.
 */
export async function takeSnapshot(plan: SnapshotPlan, about: SnapshotAbout, options: TakeOptions): Promise<Taken> {
  const { folder } = options;
  const time = options.now ?? Date.now();
  const id = `${time.toString(36)}-${randomBytes(4).toString('hex')}`;
  const partial = join(folder, `.partial-${id}`);
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  try {
    const objects = new ObjectStore(folder);
    const collector = new Collector(objects, join(partial, linksName), [rawPath(folder)], options.limits ?? defaultLimits);
    const repositories = await collect(plan, collector, objects, partial);
    const gaps = [...plan.uncovered.map((title) => `Not covered: ${title}`), ...collector.gaps];
    if (repositories.length === 0 && collector.entries.every(({ type }) => type === 'absent')) {
      rmSync(partial, { recursive: true, force: true });
      return plan.uncovered.length === 0 ? { type: 'nothing' } : { type: 'none', reason: notOnDisk };
    }
    const header: SnapshotHeader = {
      version: 1,
      id,
      time,
      ...about,
      files: collector.files,
      bytes: collector.bytes,
      repositories,
      gaps,
    };
    writeManifest(partial, header, collector.entries, options.durable !== false);
    renameSync(partial, join(folder, id));
    return { type: 'taken', header };
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    return { type: 'none', reason: reasonOf(error) };
  }
}

export type Estimate =
  | { readonly type: 'possible'; readonly files: number; readonly bytes: number }
  | { readonly type: 'nothing' }
  | { readonly type: 'none'; readonly reason: string };

/** What a snapshot would hold, without taking it: what a person is told before they decide. */
export async function estimateSnapshot(plan: SnapshotPlan, options: TakeOptions): Promise<Estimate> {
  try {
    const { folder } = options;
    const collector = new Collector(undefined, join(folder, linksName), [rawPath(folder)], options.limits ?? defaultLimits);
    const repositories = await collect(plan, collector, undefined, folder);
    if (repositories.length === 0 && collector.entries.every(({ type }) => type === 'absent'))
      return plan.uncovered.length === 0 ? { type: 'nothing' } : { type: 'none', reason: notOnDisk };
    return { type: 'possible', files: collector.files, bytes: collector.bytes };
  } catch (error) {
    return { type: 'none', reason: reasonOf(error) };
  }
}

/** Step by step. Without a store nothing is kept. */
async function collect(
  plan: SnapshotPlan,
  collector: Collector,
  objects: ObjectStore | undefined,
  folder: string,
): Promise<readonly RepositoryState[]> {
  const repositories: RepositoryState[] = [];
  for (const step of plan.steps) {
    if (step.type === 'files') {
      collector.tree(rawPath(step.path), step.fate);
      continue;
    }
    const view = await repositoryAt(step.path);
    if (!view) continue; // No repository: git itself will refuse.
    const pack = join(folder, packName(repositories.length));
    repositories.push(
      step.type === 'work'
        ? await collectWork(step, view, collector, objects, pack)
        : await collectRefs(step, view, collector, objects, pack),
    );
  }
  return repositories;
}

const notOnDisk = 'what it touches is not a file on this disk';

/** Codes of the system in a person's words; its own messages name paths, which are fine here, but not much else. */
function reasonOf(error: unknown): string {
  if (error instanceof NoSnapshot) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return 'the disk is full';
  if (code === 'EACCES' || code === 'EPERM') return 'something in it cannot be read';
  return code ?? 'an error';
}

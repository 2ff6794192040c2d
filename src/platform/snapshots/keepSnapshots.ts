import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { linksName } from './takeSnapshot.ts';
import { manifestName, readEntries, readHeader, type SnapshotHeader } from './manifest.ts';

/** Snapshots that are whole, newest first. */
export function listSnapshots(snapshots: string): readonly SnapshotHeader[] {
  return namesIn(snapshots)
    .flatMap((name) => readHeader(join(snapshots, name)) ?? [])
    .sort((a, b) => b.time - a.time);
}

export interface KeepOptions {
  readonly days: number;
  readonly megabytes: number;
  readonly now: number;
}

/** Partial ones of a process that died; younger ones may still be taken. */
const litterAge = 60 * 60_000;

/**
 * Removes snapshots that are too old, then the oldest until the rest fits, then the contents that none names. The newest is kept
 * even if it is larger than all there should be: somebody may want it back in a minute.
 */
export function keepSnapshots(snapshots: string, options: KeepOptions): { readonly removed: readonly string[]; readonly bytes: number } {
  const removed: string[] = [];
  const remove = (id: string): void => {
    rmSync(join(snapshots, id), { recursive: true, force: true });
    removed.push(id);
  };
  for (const name of existsSync(snapshots) ? readdirSync(snapshots) : [])
    if (name.startsWith('.partial-') && options.now - statSync(join(snapshots, name)).mtimeMs > litterAge)
      rmSync(join(snapshots, name), { recursive: true, force: true });
  const kept: SnapshotHeader[] = [];
  const oldest = options.now - options.days * 24 * 60 * 60_000;
  for (const header of listSnapshots(snapshots)) {
    if (header.time < oldest) remove(header.id);
    else kept.push(header);
  }
  const used = new Map<string, number>();
  let bytes = 0;
  const limit = options.megabytes * 1024 * 1024;
  for (const [index, header] of kept.entries()) {
    const own = costOf(snapshots, header.id, used);
    if (index > 0 && bytes + own.bytes > limit) {
      for (const { id } of kept.slice(index)) remove(id);
      break;
    }
    bytes += own.bytes;
    for (const [digest, size] of own.objects) used.set(digest, size);
  }
  sweepObjects(snapshots, used, options.now);
  return { removed, bytes };
}

/** What a snapshot takes beside those before it: contents, links (whose files nobody else may hold), packs, its own list. */
function costOf(
  snapshots: string,
  id: string,
  used: ReadonlyMap<string, number>,
): { readonly bytes: number; readonly objects: ReadonlyMap<string, number> } {
  const folder = join(snapshots, id);
  const objects = new Map<string, number>();
  let bytes = 0;
  for (const entry of readEntries(folder)) {
    if (entry.type !== 'file') continue;
    if (entry.object === undefined) bytes += entry.size;
    else if (!used.has(entry.object) && !objects.has(entry.object)) {
      objects.set(entry.object, entry.size);
      bytes += entry.size;
    }
  }
  for (const { index } of readHeader(folder)?.repositories ?? []) if (index !== undefined) objects.set(index, 0);
  for (const name of readdirSync(folder)) if (name !== linksName) bytes += statSync(join(folder, name)).size;
  return { bytes, objects };
}

/** Contents that no snapshot names; young ones may belong to one that is being taken. */
function sweepObjects(snapshots: string, used: ReadonlyMap<string, number>, now: number): void {
  const folder = join(snapshots, 'objects');
  for (const prefix of existsSync(folder) ? readdirSync(folder) : []) {
    const inside = join(folder, prefix);
    if (prefix.startsWith('.')) {
      if (now - statSync(inside).mtimeMs > litterAge) rmSync(inside, { force: true });
      continue;
    }
    for (const name of readdirSync(inside)) {
      const path = join(inside, name);
      if (!used.has(prefix + name) && now - statSync(path).ctimeMs > litterAge) rmSync(path, { force: true });
    }
  }
}

function namesIn(snapshots: string): readonly string[] {
  if (!existsSync(snapshots)) return [];
  return readdirSync(snapshots).filter((name) => /^[0-9a-z]+-[0-9a-f]+$/.test(name) && existsSync(join(snapshots, name, manifestName)));
}

import type { SnapshotPreview, SnapshotRestored, SnapshotView } from '../core/protocol.ts';
import type { SnapshotHeader } from '../platform/snapshots/manifest.ts';
import type { Redact } from './holdText.ts';
import type { Snapshots } from './snapshots.ts';
import { contains } from './windows.ts';

const maxListed = 200;
const maxChanges = 500;

export interface UndoPorts {
  readonly snapshots: Pick<Snapshots, 'list' | 'preview' | 'restore'>;
  readonly redact: Redact;
  /** About the guard itself, into the journal of a folder. */
  readonly note: (text: string, workspace: string, more: { readonly undoes: string; readonly snapshot?: string }) => Promise<void>;
}

/** What a window may see and put back: the snapshots of its own folders. */
export class UndoRequests {
  readonly #ports: UndoPorts;

  constructor(ports: UndoPorts) {
    this.#ports = ports;
  }

  /** Newest first. */
  async list(folders: readonly string[]): Promise<readonly SnapshotView[]> {
    const headers = await this.#ports.snapshots.list();
    return headers
      .filter(({ cwd }) => folders.some((folder) => contains(folder, cwd)))
      .slice(0, maxListed)
      .map(viewOf);
  }

  async preview(id: string): Promise<SnapshotPreview | null> {
    const preview = await this.#ports.snapshots.preview(id);
    if (!preview) return null;
    const { header, changes, refs, same } = preview;
    const count = (...wanted: readonly string[]): number => [...changes, ...refs].filter(({ change }) => wanted.includes(change)).length;
    return {
      snapshot: viewOf(header),
      changes: changes.slice(0, maxChanges).map(({ path, change }) => ({ path, change })),
      refs: refs.slice(0, maxChanges).map(({ name, change }) => ({ name, change })),
      back: count('back', 'moves'),
      inTheWay: count('differs', 'extra', 'newer', 'blocked'),
      same,
      gaps: header.gaps,
    };
  }

  /** Recorded before it is answered. */
  async restore(id: string, overwrite: boolean, by: string): Promise<SnapshotRestored | null> {
    const header = (await this.#ports.snapshots.list()).find((each) => each.id === id);
    const restored = await this.#ports.snapshots.restore(id, overwrite);
    if (!header || !restored) return null;
    const { restored: count, left, refs, problems, before } = restored;
    const words = [
      `undone in ${by}: ${header.title} (snapshot ${id})`,
      `${count} files put back`,
      refs.length === 0 ? '' : `${refs.length} references put back`,
      left.length === 0 ? '' : `${left.length} left as they are`,
      problems.length === 0 ? '' : `${problems.length} could not be put back`,
      before === undefined ? '' : `what was there before is in snapshot ${before}`,
    ];
    const more = { undoes: id, ...(before === undefined ? {} : { snapshot: before }) };
    await this.#ports.note(words.filter((word) => word !== '').join('; '), header.workspace, more);
    return { restored: count, left: left.slice(0, maxChanges), refs, problems, ...(before === undefined ? {} : { before }) };
  }
}

function viewOf({ id, time, title, cwd, files, bytes, agent }: SnapshotHeader): SnapshotView {
  return { id, time, title, cwd, files, bytes, ...(agent === undefined ? {} : { agent }) };
}

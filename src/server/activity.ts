import type { ActivityEntry } from '../core/protocol.ts';
import type { Clock } from './clock.ts';
import { contains } from './windows.ts';

export const ringSize = 2000;
/** Entries go to the windows in groups: a window redraws its tree for each. */
const groupTime = 100;

export interface ActivityReader {
  readonly folders: readonly string[];
  activity(entries: readonly ActivityEntry[]): void;
}

interface Placed {
  readonly entry: ActivityEntry;
  /** The call's directory with links resolved. */
  readonly cwd: string;
}

/** The last actions, for windows that are there and for those that come later. */
export class Activity {
  readonly #clock: Clock;
  readonly #readers: () => readonly ActivityReader[];
  readonly #ring: (Placed | undefined)[] = Array.from({ length: ringSize });
  #next = 0;
  #group: Placed[] = [];
  #timer = false;

  constructor(clock: Clock, readers: () => readonly ActivityReader[]) {
    this.#clock = clock;
    this.#readers = readers;
  }

  add(entry: ActivityEntry, cwd: string): void {
    const placed = { entry, cwd };
    this.#ring[this.#next] = placed;
    this.#next = (this.#next + 1) % ringSize;
    this.#group.push(placed);
    if (this.#timer) return;
    this.#timer = true;
    this.#clock.after(groupTime, () => this.flush());
  }

  flush(): void {
    this.#timer = false;
    const group = this.#group.splice(0).slice(-ringSize);
    for (const reader of this.#readers()) send(reader, group);
  }

  /** What happened in its folders before it came. */
  replay(reader: ActivityReader): void {
    const all = [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)].filter((placed) => placed !== undefined);
    // What still waits in the group is sent with it.
    const pending = new Set(this.#group);
    send(
      reader,
      all.filter((placed) => !pending.has(placed)),
    );
  }
}

function send(reader: ActivityReader, group: readonly Placed[]): void {
  const entries = group.filter(({ cwd }) => reader.folders.some((folder) => contains(folder, cwd))).map(({ entry }) => entry);
  if (entries.length > 0) reader.activity(entries);
}

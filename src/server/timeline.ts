import type { JournalRecord } from '../core/journal/record.ts';
import type { TimelineReplies, TimelineRequest } from '../core/journal/timeline.ts';
import { timelineRequestFrom } from '../core/journal/timelineRequest.ts';
import type { Clock } from './clock.ts';
import type { Jobs } from './jobs.ts';
import { contains, type AttachedWindow } from './windows.ts';

export interface TimelinePorts {
  readonly jobs: Jobs;
  /** The journal's. */
  readonly folder: string;
  readonly clock: Clock;
}

const budget = 60_000;
/** Windows are told of new records in groups. */
const groupTime = 500;

/** What the timelines of windows ask. Nothing is read for a window that does not show one. */
export class TimelineRequests {
  readonly #ports: TimelinePorts;
  readonly #followers = new Map<AttachedWindow, number>();
  #timer = false;

  constructor(ports: TimelinePorts) {
    this.#ports = ports;
  }

  async answer(params: unknown, folders: readonly string[]): Promise<TimelineReplies[TimelineRequest['type']]> {
    const request = timelineRequestFrom(params);
    if (!request) return null;
    return this.#ports.jobs.run('timeline', { folder: this.#ports.folder, request, workspaces: folders }, budget);
  }

  follow(window: AttachedWindow, follows: boolean): void {
    if (follows) this.#followers.set(window, 0);
    else this.#followers.delete(window);
  }

  written(records: readonly JournalRecord[]): void {
    for (const [window, count] of this.#followers) {
      const more = records.filter(
        ({ workspace }) => workspace === '' || window.folders.some((folder) => contains(folder, workspace)),
      ).length;
      this.#followers.set(window, count + more);
    }
    if (this.#timer || [...this.#followers.values()].every((count) => count === 0)) return;
    this.#timer = true;
    this.#ports.clock.after(groupTime, () => this.#tell());
  }

  #tell(): void {
    this.#timer = false;
    for (const [window, count] of this.#followers) {
      if (count === 0) continue;
      this.#followers.set(window, 0);
      window.timelineGrew(count);
    }
  }
}

import { defaultRetention, type JournalCheck, type Retention } from '../core/protocol.ts';
import { headsObject } from '../platform/journal/headsFile.ts';
import type { Heads } from '../platform/journal/verifyJournal.ts';
import type { Clock } from './clock.ts';
import type { Jobs } from './jobs.ts';
import type { JournalKeeper } from './journalKeeper.ts';
import type { Snapshots } from './snapshots.ts';
import type { AttachedWindow, Windows } from './windows.ts';

export interface MemoryPorts {
  readonly journal: Pick<JournalKeeper, 'listen' | 'heads' | 'check' | 'retain'>;
  readonly jobs: Jobs;
  readonly snapshots: Pick<Snapshots, 'keep'>;
  /** The journal's. */
  readonly folder: string;
  readonly windows: Windows;
  readonly clock: Clock;
  /** About the guard itself, into the journal. */
  readonly note: (text: string) => Promise<void>;
  readonly fault: (text: string, error: unknown) => void;
}

const retentionTime = 24 * 60 * 60_000;
const verifyTime = 10 * 60_000;
const maxProblems = 200;

/** Ties the journal to the windows: they keep its heads where no file can be edited, say how long it is kept, and are told of faults. */
export class Memory {
  readonly #ports: MemoryPorts;
  #cancelRetention: (() => void) | undefined;
  #retained = '';

  constructor(ports: MemoryPorts) {
    this.#ports = ports;
  }

  listen(): () => void {
    const { journal, windows, fault } = this.#ports;
    const unlisten = journal.listen({
      heads: (heads, removed) => {
        for (const window of windows.all) window.anchor({ heads: headsObject(heads), replaced: [], removed });
      },
      failing: (reason) => {
        const text =
          reason === undefined
            ? 'The journal is written again.'
            : `The journal cannot be written (${reason === 'ENOSPC' ? 'the disk is full' : reason}). Until it can, whatever needs a record is refused.`;
        for (const window of windows.all) window.warning(text);
      },
      fault,
    });
    return () => {
      unlisten();
      this.#cancelRetention?.();
    };
  }

  /** The longest of what the windows say; the defaults while there is none. */
  get retention(): Retention {
    return strongest(this.#ports.windows.all.map(({ keep }) => keep));
  }

  configured(window: AttachedWindow, first: boolean): void {
    if (first) this.#compare(window).catch((error: unknown) => this.#ports.fault('a window gave no heads', error));
    const { retention } = this;
    if (JSON.stringify(retention) === this.#retained) return;
    this.#retained = JSON.stringify(retention);
    this.#retain();
  }

  /** The whole journal, against the heads that an editor keeps and those beside it. */
  async verify(heads: Heads): Promise<JournalCheck> {
    const { folder, jobs, journal } = this.#ports;
    const params = { folder, heads: [headsObject(journal.heads()), headsObject(heads)] };
    const reports = await jobs.run('verify', params, verifyTime);
    const problems = reports.flatMap(({ file, problems: found }) => found.map(({ text }) => `${file}, ${text}`));
    return {
      records: reports.reduce((sum, { lines }) => sum + lines, 0),
      files: reports.length,
      problems: problems.length > maxProblems ? [...problems.slice(0, maxProblems), `and ${problems.length - maxProblems} more`] : problems,
    };
  }

  /** A window is there: does the journal still pass through what its editor has kept? */
  async #compare(window: AttachedWindow): Promise<void> {
    const { journal, note } = this.#ports;
    const broken = await journal.check(await window.anchors());
    if (broken.length > 0) {
      const text = `The journal was changed behind the guard's back: ${broken.map((each) => each.text).join('; ')}.`;
      window.warning(text);
      await note(`tampered: ${text}`);
    }
    window.anchor({ heads: headsObject(journal.heads()), replaced: broken.map(({ file }) => file), removed: [] });
  }

  #retain(): void {
    this.#cancelRetention?.();
    const { windows, journal, snapshots, clock, fault } = this.#ports;
    // Without a window nobody has said how long.
    if (windows.all.length > 0) {
      const { journalMonths } = this.retention;
      void snapshots.keep();
      journal.retain(journalMonths).catch((error: unknown) => fault('old months of the journal could not be removed', error));
    }
    this.#cancelRetention = clock.after(retentionTime, () => this.#retain());
  }
}

/** The longest of all: one window's settings do not take away what another's keep. */
function strongest(all: readonly Retention[]): Retention {
  if (all.length === 0) return defaultRetention;
  const months = all.map(({ journalMonths }) => journalMonths);
  return {
    journalMonths: months.includes(0) ? 0 : Math.max(...months),
    snapshotDays: Math.max(...all.map(({ snapshotDays }) => snapshotDays)),
    snapshotMegabytes: Math.max(...all.map(({ snapshotMegabytes }) => snapshotMegabytes)),
  };
}

import { isWithin } from '../core/paths.ts';
import type { ActivityEntry, JournalAnchor, Retention, TerminalAlarm, WindowState } from '../core/protocol.ts';
import type { Heads } from '../platform/journal/verifyJournal.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { HoldWindow, Origin } from './holdTypes.ts';

/** A proved and configured window. */
export interface AttachedWindow extends HoldWindow {
  /** Absolute, as the editor names them and with symbolic links resolved. */
  readonly folders: readonly string[];
  readonly policy: Policy;
  readonly keep: Retention;
  state(state: WindowState): void;
  activity(entries: readonly ActivityEntry[]): void;
  warning(text: string): void;
  credentialsChanged(): void;
  alarm(alarm: TerminalAlarm): void;
  timelineGrew(records: number): void;
  retiring(): void;
  approveWindow(product: string): Promise<boolean>;
  /** The heads of the journal that this editor keeps in its secret storage. */
  anchors(): Promise<Heads>;
  anchor(anchor: JournalAnchor): void;
}

const maxSessions = 2000;

/** The windows that may be asked, and which of them a call belongs to. */
export class Windows {
  readonly #windows = new Map<number, AttachedWindow>();
  readonly #firstSeen = new Map<string, string>();

  get all(): readonly AttachedWindow[] {
    return [...this.#windows.values()];
  }

  /** Also after its folders changed. Later windows win where two have the same folder. */
  put(window: AttachedWindow): void {
    this.#windows.delete(window.id);
    this.#windows.set(window.id, window);
  }

  remove(id: number): void {
    this.#windows.delete(id);
  }

  /** A session keeps to the folder that it was first seen in: an agent that changes directory is still watched from there. */
  seen(origin: Origin): void {
    if (this.#firstSeen.has(origin.session)) return;
    this.#firstSeen.set(origin.session, origin.cwd);
    if (this.#firstSeen.size > maxSessions) this.#firstSeen.delete(this.#firstSeen.keys().next().value!);
  }

  beginningOf(session: string): string | undefined {
    return this.#firstSeen.get(session);
  }

  /** The window whose folder contains the directory, the deepest folder first; else the one on the session's first directory. */
  find(origin: Origin): AttachedWindow | undefined {
    const first = this.#firstSeen.get(origin.session);
    return this.#containing(origin.cwd) ?? (first === undefined ? undefined : this.#containing(first));
  }

  #containing(cwd: string): AttachedWindow | undefined {
    let found: AttachedWindow | undefined;
    let depth = -1;
    for (const window of this.#windows.values())
      for (const folder of window.folders)
        if (contains(folder, cwd) && folder.length >= depth) {
          found = window;
          depth = folder.length;
        }
    return found;
  }

  /** The deepest open folder that contains the directory. */
  folderOf(cwd: string): string | undefined {
    return deepest(
      this.all.flatMap(({ folders }) => folders),
      cwd,
    );
  }

  /** Every window with a folder that contains the directory. */
  on(cwd: string): readonly AttachedWindow[] {
    return this.all.filter((window) => window.folders.some((folder) => contains(folder, cwd)));
  }
}

export function deepest(folders: readonly string[], cwd: string): string | undefined {
  let found: string | undefined;
  for (const folder of folders) if (contains(folder, cwd) && folder.length > (found?.length ?? -1)) found = folder;
  return found;
}

/** Disks of macOS and Windows do not tell upper from lower case. */
const foldsCase = process.platform === 'darwin' || process.platform === 'win32';

export function contains(folder: string, path: string): boolean {
  return foldsCase ? isWithin(slashed(path).toLowerCase(), slashed(folder).toLowerCase()) : isWithin(path, folder);
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

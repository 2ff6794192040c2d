import { watch, type FSWatcher } from 'node:fs';

/** Says which names in a folder matter. */
export type NameFilter = (name: string) => boolean;

/** Every watcher costs the system something; whatever lies beyond is found by the timer. */
const maxFolders = 600;
/** An editor that saves makes several events. */
const settleTime = 80;
/** A build that writes thousands of files is looked at twice a second. */
const quietTime = 500;

/** Watches folders without what lies below them, and calls back when a name that matters has changed: at most twice a second. */
export class FolderWatch {
  readonly #onChange: () => void;
  readonly #watchers = new Map<string, { readonly watcher: FSWatcher; filter: NameFilter }>();
  #timer: NodeJS.Timeout | undefined;
  #last = 0;
  #closed = false;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** The folders that are watched from now on; the first ones when there are too many. */
  set(folders: ReadonlyMap<string, NameFilter>): void {
    if (this.#closed) return;
    const wanted = new Map([...folders].slice(0, maxFolders));
    for (const [folder, { watcher }] of this.#watchers) {
      if (wanted.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const [folder, filter] of wanted) {
      const known = this.#watchers.get(folder);
      if (known) known.filter = filter;
      else this.#watch(folder, filter);
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const { watcher } of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #watch(folder: string, filter: NameFilter): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name === null || this.#watchers.get(folder)?.filter(name) === true) this.#changed();
      });
      const forget = (): void => {
        watcher.close();
        if (this.#watchers.get(folder)?.watcher === watcher) this.#watchers.delete(folder);
      };
      // The folder is gone, or the system has no watchers left: the timer finds what changes then.
      watcher.on('error', forget);
      this.#watchers.set(folder, { watcher, filter });
    } catch {
      // Not there, or not ours to watch.
    }
  }

  #changed(): void {
    if (this.#timer !== undefined || this.#closed) return;
    const wait = Math.max(settleTime, this.#last + quietTime - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#last = Date.now();
      this.#onChange();
    }, wait);
  }
}

import { readFileSync, rmSync, watch } from 'node:fs';
import { changeOrders, joinOrders, type OrderChange, type Orders } from '../core/policy/orders.ts';
import type { Call } from '../core/types.ts';
import { fileOfOrders, ordersAt, ordersOf, readOrders, saveOrders, type StoredOrders } from '../platform/ordersStore.ts';

/** Some file systems report nothing: the timer finds it then. */
const checkTime = 5000;

/**
 * What persons have laid down for folders. What was read at the start and what windows said since stays in force: a program that
 * writes or removes the files while we run lifts nothing, and is found out.
 */
export class StandingOrders {
  readonly #folder: string;
  readonly #contents = new Map<string, string>();
  #stored: readonly StoredOrders[];

  constructor(policyFolder: string) {
    this.#folder = policyFolder;
    this.#stored = readOrders(policyFolder);
    this.#note();
  }

  of(call: Call, began: string | undefined): Orders {
    return ordersOf(this.#stored, call, began);
  }

  /** For the status bar of a window: its folders' together. */
  on(folders: readonly string[]): Orders {
    return joinOrders([...folders].sort((a, b) => b.length - a.length).map((folder) => ordersAt(this.#stored, folder)));
  }

  /** Throws when it cannot be written down: a freeze that ends with this process is none. */
  change(folders: readonly string[], change: OrderChange, now: number): void {
    for (const folder of folders) {
      const before = this.#stored.find((each) => each.folder === folder);
      const orders = changeOrders(before?.orders ?? { marks: [] }, change, now);
      saveOrders(this.#folder, { folder, orders });
      this.#stored = [...this.#stored.filter((each) => each !== before), { folder, orders }];
    }
    // What could not be understood froze everything: a person has lifted it.
    if (change.type === 'unfreeze') {
      for (const { unreadable } of this.#stored) if (unreadable !== undefined) rmSync(unreadable, { force: true });
      this.#stored = this.#stored.filter(({ unreadable }) => unreadable === undefined);
    }
    this.#note();
  }

  /** Writes what is in force over whatever is in the files. */
  restore(): void {
    for (const stored of this.#stored) if (stored.unreadable === undefined) saveOrders(this.#folder, stored);
    this.#note();
  }

  /** Calls back when a file was changed by somebody else; the result ends it. */
  watch(onChange: () => void): () => void {
    const check = (): void => {
      if ([...this.#contents].some(([path, content]) => read(path) !== content)) onChange();
    };
    const timer = setInterval(check, checkTime);
    const watcher = watch(this.#folder, (_event, name) => {
      if (name === null || name.endsWith('.orders.json')) check();
    });
    watcher.on('error', () => watcher.close());
    return () => {
      clearInterval(timer);
      watcher.close();
    };
  }

  #note(): void {
    this.#contents.clear();
    for (const { folder, unreadable } of this.#stored) {
      if (unreadable !== undefined) continue;
      const path = fileOfOrders(this.#folder, folder);
      this.#contents.set(path, read(path));
    }
  }
}

/** For the journal. */
export function orderText(change: OrderChange): string {
  switch (change.type) {
    case 'freeze':
      return 'the workspace was frozen';
    case 'unfreeze':
      return 'the freeze was lifted';
    case 'pin':
      return change.environment === undefined ? 'the pin was taken away' : `agents were pinned to ${change.environment}`;
    case 'mark': {
      const what = `${change.tool} ${change.resource}`;
      return change.environment === undefined ? `the mark of ${what} was taken away` : `${what} was marked ${change.environment}`;
    }
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // Gone, or made unreadable: not what we wrote, unless nothing was to be written.
  }
}

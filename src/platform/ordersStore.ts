import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isWithin } from '../core/paths.ts';
import { joinOrders, noOrders, ordersFrom, type Orders } from '../core/policy/orders.ts';
import type { Call } from '../core/types.ts';
import { writeFileAtomic } from './atomicFile.ts';
import { isPrivateFile } from './stateFolder.ts';

/** What a person has laid down for a workspace folder: in force with the window closed. */
export interface StoredOrders {
  readonly folder: string;
  readonly orders: Orders;
  /** Path of a file that cannot be understood: it may have held a freeze of any folder. */
  readonly unreadable?: string;
}

const ending = '.orders.json';

export function fileOfOrders(policyFolder: string, folder: string): string {
  return join(policyFolder, `${createHash('sha256').update(folder).digest('hex').slice(0, 32)}${ending}`);
}

/** One file for each workspace folder in `<state>/policy`, 0600; none when nothing is laid down. */
export function saveOrders(policyFolder: string, { folder, orders }: Pick<StoredOrders, 'folder' | 'orders'>): void {
  const path = fileOfOrders(policyFolder, folder);
  if (isEmpty(orders)) rmSync(path, { force: true });
  else writeFileAtomic(path, `${JSON.stringify({ folder, orders }, undefined, 2)}\n`);
}

function isEmpty(orders: Orders): boolean {
  return orders.frozenAt === undefined && orders.pin === undefined && orders.marks.length === 0;
}

/** A file that is there but cannot be understood may have held a freeze: then every workspace is frozen. */
export function readOrders(policyFolder: string): readonly StoredOrders[] {
  let names: readonly string[];
  try {
    names = readdirSync(policyFolder);
  } catch {
    return []; // No folder yet: nothing is laid down.
  }
  return names.filter((name) => name.endsWith(ending)).map((name) => readFile(join(policyFolder, name)));
}

function readFile(path: string): StoredOrders {
  try {
    if (isPrivateFile(path, false)) {
      const value = JSON.parse(readFileSync(path, 'utf8')) as { readonly folder?: unknown; readonly orders?: unknown };
      const orders = ordersFrom(value.orders);
      if (typeof value.folder === 'string' && orders && path.endsWith(fileOfOrders('', value.folder)))
        return { folder: value.folder, orders };
    }
  } catch {
    // Judged below.
  }
  return { folder: '/', orders: { ...noOrders, frozenAt: 0 }, unreadable: path };
}

/** What is laid down for a directory, by all stored folders that contain it. */
export function ordersAt(stored: readonly StoredOrders[], cwd: string): Orders {
  const found = stored.filter(({ folder }) => isWithin(cwd, folder)).sort((a, b) => b.folder.length - a.folder.length);
  return found.length === 0 ? noOrders : joinOrders(found.map(({ orders }) => orders));
}

/** What is laid down for a call: for its directory, for the one its session began in, and for the files that it would write. */
export function ordersOf(stored: readonly StoredOrders[], call: Call, began?: string): Orders {
  if (stored.length === 0) return noOrders;
  const { action, cwd } = call;
  const written = action.type === 'write' || action.type === 'edit' || action.type === 'delete' ? [resolve(cwd, action.path)] : [];
  return joinOrders([...new Set([cwd, ...(began === undefined ? [] : [began]), ...written])].map((place) => ordersAt(stored, place)));
}

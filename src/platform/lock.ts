import { createHash, randomBytes } from 'node:crypto';
import { linkSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeNewFile } from './atomicFile.ts';
import { identityOf, isSameProcess, type ProcessIdentity } from './processes.ts';

/** Who holds a lock: one line each, process number, its start, and a text that no other holder has. */
interface Holder extends ProcessIdentity {
  readonly nonce: string;
}

export interface Lock {
  /** False when the file is not ours any more: whoever finds that out must stop serving. */
  isOwn(): boolean;
  /** Removes the file if it is still ours. */
  release(): void;
  /** The holder before us died without releasing. */
  readonly tookOver: boolean;
}

export type LockResult = { readonly acquired: true; readonly lock: Lock } | { readonly acquired: false; readonly holder: number };

/** Longer chains of dead claimants do not happen by themselves. */
const maxRounds = 32;

/**
 * Takes the lock, or says who holds it.
 *
 * A lock file is only ever made by `link` of a complete file, so nobody reads a half one. A stale one is not deleted and made anew
 * (between looking and deleting, another may have taken it over): whoever links the *claim*, whose name follows from the stale
 * holder's nonce, is the only one entitled to replace it, and does so with one `rename`. A claimant that died is replaced in the
 * same way, by a claim on its claim.
 */
export async function acquireLock(path: string): Promise<LockResult> {
  const own: Holder = { ...(await identityOf(process.pid)), nonce: randomBytes(16).toString('hex') };
  const temporary = `${path}.${own.nonce}`;
  const claims: string[] = [];
  writeNewFile(temporary, holderText(own));
  try {
    for (let round = 0; round < maxRounds; round++) {
      if (tryLink(temporary, path)) return { acquired: true, lock: ownLock(path, own, false) };
      const holder = readHolder(path);
      if (!holder) continue; // Released between link and read.
      if (await isSameProcess(holder)) return { acquired: false, holder: holder.pid };
      const claimed = await claim(path, holder, temporary);
      if (claimed.type === 'held') return { acquired: false, holder: claimed.by };
      if (claimed.type === 'gone') continue;
      claims.push(...claimed.files);
      if (readHolder(path)?.nonce !== holder.nonce) {
        // Another finished its takeover and cleaned up before we made our claim.
        dropClaims(claims);
        continue;
      }
      renameSync(temporary, path);
      return { acquired: true, lock: ownLock(path, own, true) };
    }
    throw new Error(`the lock ${path} could not be taken: remove it when no Tenth Second server runs`);
  } finally {
    dropClaims(claims);
    rmSync(temporary, { force: true });
    sweep(path);
  }
}

type Claim =
  | { readonly type: 'own'; readonly files: readonly string[] }
  | { readonly type: 'gone' }
  | { readonly type: 'held'; readonly by: number };

/**
 * Follows the chain of claims on a stale holder to its end and takes it, or names the living claimant. Only who owns the end may
 * remove the dead claims before it: without them another could enter the chain at its head.
 */
async function claim(path: string, stale: Holder, temporary: string): Promise<Claim> {
  const files: string[] = [];
  let holder = stale;
  for (let depth = 0; depth < maxRounds; depth++) {
    const file = claimPath(path, holder);
    if (tryLink(temporary, file)) {
      return { type: 'own', files: [...files, file] };
    }
    const claimant = readHolder(file);
    if (!claimant) return { type: 'gone' };
    if (await isSameProcess(claimant)) return { type: 'held', by: claimant.pid };
    files.push(file);
    holder = claimant;
  }
  return { type: 'gone' };
}

function claimPath(path: string, holder: Holder): string {
  return `${path}.claim-${createHash('sha256').update(holder.nonce).digest('hex').slice(0, 16)}`;
}

/** Safe in any order once the lock has another nonce: who enters late sees that and leaves. */
function dropClaims(claims: string[]): void {
  for (const file of claims.splice(0)) rmSync(file, { force: true });
}

function ownLock(path: string, own: Holder, tookOver: boolean): Lock {
  const isOwn = (): boolean => readHolder(path)?.nonce === own.nonce;
  return {
    tookOver,
    isOwn,
    release: () => {
      if (isOwn()) rmSync(path, { force: true });
    },
  };
}

function tryLink(existing: string, path: string): boolean {
  try {
    linkSync(existing, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderText(holder: Holder): string {
  return `${holder.pid}\n${holder.start}\n${holder.nonce}\n`;
}

/** Undefined when there is no file. A file that is not in our shape counts as one of a dead process. */
function readHolder(path: string): Holder | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const [pid = '', start = '', nonce = ''] = text.split('\n');
  const number = /^\d{1,10}$/.test(pid) ? Number(pid) : 0;
  return { pid: number, start, nonce: nonce === '' ? createHash('sha256').update(text).digest('hex') : nonce };
}

const maxLitterAge = 60 * 60 * 1000;

/** Files of starters that were killed half-way; an hour old, they belong to nobody who still runs through `acquireLock`. */
function sweep(path: string): void {
  const folder = dirname(path);
  const prefix = `${path.slice(folder.length + 1)}.`;
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix)) continue;
    const file = join(folder, name);
    const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > maxLitterAge) rmSync(file, { force: true });
  }
}

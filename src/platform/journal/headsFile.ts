import { readFileSync } from 'node:fs';
import type { ChainHead } from '../../core/journal/chain.ts';
import { writeFileAtomic } from '../atomicFile.ts';
import type { Heads } from './verifyJournal.ts';

/** Heads as they cross processes: `{"shop-…-2026-11.jsonl": {"n": 12, "hash": "…"}}`. */
export type HeadsObject = Readonly<Record<string, ChainHead>>;

/** Data that crossed a process or lay in a file; what is no head is left out. */
export function headsFrom(value: unknown): Map<string, ChainHead> {
  const heads = new Map<string, ChainHead>();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return heads;
  for (const [file, head] of Object.entries(value as Readonly<Record<string, { readonly n?: unknown; readonly hash?: unknown } | null>>)) {
    const n = head?.n;
    const hash = head?.hash;
    if (typeof n === 'number' && Number.isSafeInteger(n) && n > 0 && typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash))
      heads.set(file, { n, hash });
  }
  return heads;
}

export function headsObject(heads: Heads): HeadsObject {
  return Object.fromEntries(heads);
}

/**
 * The heads as a file beside the journal: enough to see a tail that was cut by accident or by one who does not know of it. What one
 * who does know cannot reach is the copy in a window's secret storage.
 */
export function readHeads(path: string): Map<string, ChainHead> {
  try {
    return headsFrom(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return new Map(); // None yet, or damaged: the windows' copy still counts.
  }
}

export function writeHeads(path: string, heads: Heads): void {
  writeFileAtomic(path, `${JSON.stringify(headsObject(heads), undefined, 1)}\n`);
}

import type { FileHandle } from 'node:fs/promises';
import { decodeLine } from '../../core/journal/chain.ts';
import { matchesFilter, type JournalFilter } from '../../core/journal/filter.ts';
import type { JournalRecord } from '../../core/journal/record.ts';
import {
  chainHash,
  chainTail,
  journalFiles,
  lineStep,
  linesBackward,
  linesForward,
  monthOf,
  openForReading,
  type FileLine,
} from './journalFiles.ts';

export interface JournalEntry {
  readonly file: string;
  readonly n: number;
  readonly hash: string;
  readonly record: JournalRecord;
}

/** One chain as a list knows it, from its first and last record alone. */
export interface ChainInfo {
  readonly file: string;
  /** Of its last record. */
  readonly workspace: string;
  readonly records: number;
  readonly bytes: number;
  /** Times of the first and the last record, ms since 1970. */
  readonly from: number;
  readonly to: number;
}

/** What chains there are, by name. */
export async function listChains(folder: string): Promise<readonly ChainInfo[]> {
  const chains: ChainInfo[] = [];
  for (const file of await journalFiles(folder))
    await reading(folder, file, async (handle) => {
      const { end, head } = await chainTail(handle);
      const first = await firstOf(linesForward(handle, 0, undefined, lineStep), file);
      const last = await firstOf(linesBackward(handle, end), file);
      if (first && last)
        chains.push({ file, workspace: last.record.workspace, records: head.n, bytes: end, from: first.record.time, to: last.record.time });
    });
  return chains;
}

/**
 * Records `from` to `from + count - 1` of one chain (numbers count from 1). Finds the place by halving, since the numbers grow with
 * the file: a page of a million records costs as much as one of a thousand.
 */
export async function readPage(folder: string, file: string, from: number, count: number): Promise<readonly JournalEntry[]> {
  return reading(folder, file, async (handle) => {
    const entries: JournalEntry[] = [];
    for await (const line of linesForward(handle, await placeOf(handle, from))) {
      const entry = entryOf(file, line);
      if (!entry || entry.n < from) continue;
      if (entry.n >= from + count) break;
      entries.push(entry);
    }
    return entries;
  });
}

const searchStep = 64 * 1024;

/** A byte at which a line begins, at or before the one of record `n` and not far from it. */
async function placeOf(handle: FileHandle, n: number): Promise<number> {
  const { size } = await handle.stat();
  let low = 0;
  let high = size;
  while (high - low > searchStep) {
    const middle = low + Math.floor((high - low) / 2);
    const line = await lineAfter(handle, middle);
    const found = line === undefined ? undefined : /^\{"hash":"[^"]*","n":(\d+),/.exec(line.text)?.[1];
    if (line === undefined || found === undefined || line.start >= high) high = middle;
    else if (Number(found) <= n) low = line.start;
    else high = middle;
  }
  return low;
}

/** The byte at which record `n` begins, or that after the last record before it. */
export async function startOf(handle: FileHandle, n: number): Promise<number> {
  let end = await placeOf(handle, n);
  for await (const line of linesForward(handle, end)) {
    const found = Number(/^\{"hash":"[^"]*","n":(\d+),/.exec(line.text)?.[1] ?? 0);
    if (found >= n) return line.start;
    end = line.start + Buffer.byteLength(line.text) + 1;
  }
  return end;
}

/** The record whose line begins at this byte. */
export async function entryAt(folder: string, file: string, start: number): Promise<JournalEntry | undefined> {
  return reading(folder, file, (handle) => firstOf(linesForward(handle, start, undefined, lineStep), file));
}

async function lineAfter(handle: FileHandle, position: number): Promise<FileLine | undefined> {
  let partial = true;
  // The first one began before the position.
  for await (const line of linesForward(handle, position, undefined, lineStep)) {
    if (!partial) return line;
    partial = false;
  }
  return undefined;
}

export interface ScanOptions {
  readonly filter?: JournalFilter;
  readonly newestFirst?: boolean;
  /** Only these chains. */
  readonly files?: ReadonlySet<string>;
  /** Ends the scan. */
  readonly signal?: AbortSignal;
}

/** Records of every chain in the order of their times, read while they are taken. */
export async function* scanJournal(folder: string, options: ScanOptions = {}): AsyncGenerator<JournalEntry> {
  const { filter = {}, newestFirst = false, files, signal } = options;
  const before = (a: JournalEntry, b: JournalEntry): boolean =>
    newestFirst ? a.record.time > b.record.time : a.record.time < b.record.time;
  const streams: { readonly entries: AsyncGenerator<JournalEntry>; next: JournalEntry }[] = [];
  try {
    for (const file of await journalFiles(folder)) {
      if (files?.has(file) === false) continue;
      // A month is the file's name; a day on either side is left for records of a wrong clock.
      const month = /-(\d{4}-\d{2})\.jsonl$/.exec(file)?.[1];
      if (month !== undefined && filter.since !== undefined && month < monthOf(filter.since - day)) continue;
      if (month !== undefined && filter.until !== undefined && month > monthOf(filter.until + day)) continue;
      const entries = entriesOf(folder, file, newestFirst);
      const first = await nextMatch(entries, filter);
      if (first) streams.push({ entries, next: first });
    }
    while (streams.length > 0) {
      if (signal?.aborted === true) return;
      let at = 0;
      for (let i = 1; i < streams.length; i++) if (before(streams[i]!.next, streams[at]!.next)) at = i;
      const stream = streams[at]!;
      yield stream.next;
      const next = await nextMatch(stream.entries, filter);
      if (next) stream.next = next;
      else streams.splice(at, 1);
    }
  } finally {
    for (const { entries } of streams) await entries.return(undefined);
  }
}

const day = 24 * 60 * 60_000;

async function nextMatch(entries: AsyncGenerator<JournalEntry>, filter: JournalFilter): Promise<JournalEntry | undefined> {
  for (;;) {
    const next = await entries.next();
    if (next.done === true) return undefined;
    if (matchesFilter(next.value.record, filter)) return next.value;
  }
}

async function* entriesOf(folder: string, file: string, backward: boolean): AsyncGenerator<JournalEntry> {
  const handle = await openForReading(folder, file);
  try {
    const lines = backward ? linesBackward(handle, (await chainTail(handle)).end) : linesForward(handle, 0);
    for await (const line of lines) {
      const entry = entryOf(file, line);
      if (entry) yield entry;
    }
  } finally {
    await handle.close();
  }
}

/** Every readable record that the filter lets through, oldest first; for tests and small journals. */
export async function readJournal(folder: string, filter?: JournalFilter): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const entry of scanJournal(folder, filter === undefined ? {} : { filter })) entries.push(entry);
  return entries;
}

async function reading<T>(folder: string, file: string, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await openForReading(folder, file);
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

async function firstOf(lines: AsyncIterable<FileLine>, file: string): Promise<JournalEntry | undefined> {
  for await (const line of lines) {
    const entry = entryOf(file, line);
    if (entry) return entry;
  }
  return undefined;
}

/** Undefined for what is no record: reading shows what is there, `verify` names what is not. */
function entryOf(file: string, { text }: FileLine): JournalEntry | undefined {
  const found = text === '' ? undefined : decodeLine(text, noHash);
  return found && { file, n: found.n, hash: found.hash, record: found.record };
}

/** Reading does not check: hashing every line would cost as much again. */
const noHash: typeof chainHash = () => '';

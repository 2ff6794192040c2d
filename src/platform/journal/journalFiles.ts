import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { chainStart, decodeLine, type ChainHead, type Hash } from '../../core/journal/chain.ts';

export const chainHash: Hash = (text) => createHash('sha256').update(text).digest('hex');

/** `2026-11`, in UTC. A time that is none counts as now: a record is never lost for its clock. */
export function monthOf(time: number): string {
  const date = new Date(time);
  const year = date.getUTCFullYear();
  if (!Number.isFinite(year) || year < 1970 || year > 9999) return monthOf(Date.now());
  return date.toISOString().slice(0, 7);
}

/** `rental-shop-3f2a91c4`: readable, and different for two folders of the same name. */
export function workspaceName(workspace: string): string {
  if (workspace === '') return 'machine';
  const slug = basename(workspace)
    .replace(/[^\w.-]+/g, '_')
    .replace(/^[.-]+/, '')
    .slice(0, 40);
  return `${slug === '' ? 'root' : slug}-${chainHash(workspace).slice(0, 8)}`;
}

const shared = /^(?!alone-\d)(.+)-(\d{4}-\d{2})\.jsonl$/;

/** The parts of a shared chain's name; undefined for the chain of a gate or an old server, which is taken over later. */
export function chainNameOf(file: string): { readonly workspace: string; readonly month: string } | undefined {
  const match = shared.exec(file);
  return match ? { workspace: match[1]!, month: match[2]! } : undefined;
}

/** Names of all chains, sorted: the months of one workspace follow each other. */
export async function journalFiles(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Opens a chain for reading; a link is not followed. */
export function openForReading(folder: string, name: string): Promise<FileHandle> {
  return open(join(folder, name), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
}

const chunkSize = 64 * 1024;
/** For one line that is looked for. */
export const lineStep = 8 * 1024;
const lineFeed = 0x0a;

export interface FileLine {
  /** Without its line feed. */
  readonly text: string;
  /** Where it begins, in bytes. */
  readonly start: number;
}

/** Whole lines that end at or before the byte `end`, last first. Reads only as much as is taken. */
export async function* linesBackward(handle: FileHandle, end: number): AsyncGenerator<FileLine> {
  let pending: Buffer = Buffer.alloc(0);
  for (let position = end; position > 0;) {
    // A long line is not read again and again in small steps.
    const length = Math.min(position, Math.max(chunkSize, pending.length));
    const chunk = Buffer.allocUnsafe(length);
    const { bytesRead } = await handle.read(chunk, 0, length, position - length);
    if (bytesRead < length) return; // It became shorter while it was read.
    position -= length;
    const bytes = pending.length === 0 ? chunk : Buffer.concat([chunk, pending]);
    let stop = bytes.length;
    for (;;) {
      // The line feed at the very end closes the line before it.
      const at = stop < 2 ? -1 : bytes.lastIndexOf(lineFeed, stop - 2);
      if (at < 0) break;
      if (bytes[stop - 1] === lineFeed) yield { text: bytes.toString('utf8', at + 1, stop - 1), start: position + at + 1 };
      stop = at + 1;
    }
    pending = bytes.subarray(0, stop);
  }
  if (pending.length > 0 && pending.at(-1) === lineFeed) yield { text: pending.toString('utf8', 0, pending.length - 1), start: 0 };
}

/** Whole lines from the byte `start` on. `torn` is told of bytes after the last line feed; `step` is how much is read at once. */
export async function* linesForward(
  handle: FileHandle,
  start: number,
  torn?: (bytes: number) => void,
  step = 4 * chunkSize,
): AsyncGenerator<FileLine> {
  let pending: Buffer = Buffer.alloc(0);
  let position = start;
  for (;;) {
    const chunk = Buffer.allocUnsafe(Math.max(step, pending.length));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, position + pending.length);
    if (bytesRead === 0) break;
    const bytes = Buffer.concat([pending, chunk.subarray(0, bytesRead)]);
    let from = 0;
    for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, from)) {
      yield { text: bytes.toString('utf8', from, at), start: position + from };
      from = at + 1;
    }
    position += from;
    pending = bytes.subarray(from);
  }
  if (pending.length > 0) torn?.(pending.length);
}

export interface ChainTail {
  /** Of the last line that is one; `verify` reports those that are not. */
  readonly head: ChainHead;
  /** Bytes up to and with the last line feed. */
  readonly end: number;
  /** Of the last record; 0 without one. */
  readonly time: number;
}

/** Where a chain ends, from its last lines alone. */
export async function chainTail(handle: FileHandle): Promise<ChainTail> {
  const end = await endOfLines(handle);
  for await (const { text } of linesBackward(handle, end)) {
    const found = decodeLine(text, chainHash);
    if (found) return { head: { n: found.n, hash: found.hash }, end, time: found.record.time };
  }
  return { head: chainStart, end, time: 0 };
}

async function endOfLines(handle: FileHandle): Promise<number> {
  const { size } = await handle.stat();
  const chunk = Buffer.allocUnsafe(chunkSize);
  for (let position = size; position > 0;) {
    const length = Math.min(position, chunkSize);
    await handle.read(chunk, 0, length, position - length);
    const at = chunk.subarray(0, length).lastIndexOf(lineFeed);
    if (at >= 0) return position - length + at + 1;
    position -= length;
  }
  return 0;
}

import { createHash, randomBytes } from 'node:crypto';
import { closeSync, constants, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { open, readFile, readdir, rm, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { chainStart, decodeLine, encodeLine, verifyChain, type ChainHead, type ChainReport, type Hash } from '../core/journal/chain.ts';
import { redactRecord, type Redact } from '../core/journal/codec.ts';
import type { JournalRecord } from '../core/journal/record.ts';
import { isAlive } from './processes.ts';

export const chainHash: Hash = (text) => createHash('sha256').update(text).digest('hex');

export interface JournalOptions {
  /** `<state>/journal`, 0700. */
  readonly folder: string;
  /** Takes secrets out of every text before it is written. */
  readonly redact: Redact;
  /** Told when records that nobody waits for (`later`) could not be written. */
  readonly onError?: (error: Error, lost: number) => void;
}

export interface Journal {
  /** Resolves when the record is on disk (written and synced); rejects when it is not: the caller then turns stricter. */
  append(record: JournalRecord): Promise<void>;
  /** For what is harmless: written with the next batch, at most 200 ms later, and not synced. */
  later(record: JournalRecord): void;
  /** Heads of the chains written so far, by file name: what a window anchors outside of the files. */
  heads(): ReadonlyMap<string, ChainHead>;
  close(): Promise<void>;
}

const batchDelay = 200;
/** More harmless records than this in memory (a full disk) are dropped, and counted. */
const maxWaiting = 10_000;

interface Pending {
  readonly record: JournalRecord;
  readonly settle?: { readonly resolve: () => void; readonly reject: (error: Error) => void };
}

interface ChainFile {
  readonly handle: FileHandle;
  head: ChainHead;
  size: number;
}

/** The journal proper. Opens nothing until the first record. The server is its one writer: its election sees to that. */
export function createJournal(options: JournalOptions): Journal {
  const files = new Map<string, ChainFile>();
  let queue: Pending[] = [];
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let lost = 0;
  let closed = false;

  const nameFor = (record: JournalRecord): string => {
    const month = new Date(record.time).toISOString().slice(0, 7);
    return `${workspaceName(record.workspace)}-${month}.jsonl`;
  };

  const enqueue = (pending: Pending): void => {
    if (closed) {
      pending.settle?.reject(new Error('the journal is closed'));
      return;
    }
    if (!pending.settle && queue.length >= maxWaiting) {
      lost++;
      return;
    }
    queue.push(pending);
    if (pending.settle) flush();
    else timer ??= setTimeout(flush, batchDelay).unref();
  };

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    running ??= drain().finally(() => {
      running = undefined;
      if (queue.length > 0) flush();
    });
  };

  /** While one batch is being synced, the next gathers: concurrent appends share one sync. */
  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      const groups = new Map<string, Pending[]>();
      for (const pending of queue) {
        const name = nameFor(pending.record);
        const group = groups.get(name);
        if (group) group.push(pending);
        else groups.set(name, [pending]);
      }
      queue = [];
      for (const [name, group] of groups) {
        try {
          await write(name, group);
          for (const pending of group) pending.settle?.resolve();
        } catch (error) {
          for (const pending of group) pending.settle?.reject(error as Error);
          const dropped = group.filter((pending) => !pending.settle).length;
          lost += dropped;
          options.onError?.(error as Error, dropped);
        }
      }
    }
  };

  const write = async (name: string, group: readonly Pending[]): Promise<void> => {
    let file = files.get(name);
    if (file) {
      const now = await file.handle.stat();
      if (now.size !== file.size || now.nlink === 0) {
        // Somebody else wrote into it, cut it or took it away: go on from what is there, and let `verify` tell.
        await file.handle.close();
        files.delete(name);
        file = undefined;
      }
    }
    const notes: string[] = [];
    file ??= await openChain(options.folder, name, notes);
    files.set(name, file);
    if (lost > 0) notes.push(`${lost} records could not be written before this one`);
    const { record } = group[0]!;
    const time = record.time;
    const workspace = record.workspace;
    const records = [
      ...notes.map((text): JournalRecord => ({ type: 'note', time, workspace, by: 'server', text })),
      ...group.map((pending) => pending.record),
    ];
    let { head } = file;
    let text = '';
    for (const entry of records) {
      const encoded = encodeLine(redactRecord(entry, options.redact), head, chainHash);
      text += encoded.line;
      head = encoded.head;
    }
    const bytes = Buffer.from(text);
    try {
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await file.handle.write(bytes, done, bytes.length - done, file.size + done);
        done += bytesWritten;
      }
      if (group.some((pending) => pending.settle)) await file.handle.datasync();
    } catch (error) {
      // A part may be there (full disk): take it back, so that the chain still ends with a whole record.
      await file.handle.truncate(file.size).catch(() => files.delete(name));
      throw error;
    }
    file.size += bytes.length;
    file.head = head;
    lost = 0;
  };

  return {
    append: (record) => new Promise((resolve, reject) => enqueue({ record, settle: { resolve, reject } })),
    later: (record) => enqueue({ record }),
    heads: () => new Map([...files].map(([name, file]) => [name, file.head])),
    async close() {
      closed = true;
      if (queue.length > 0) flush();
      // The writer sets it to undefined when its queue is empty.
      for (let writing = running; writing; writing = running) await writing;
      for (const file of files.values()) await file.handle.close();
      files.clear();
    },
  };
}

/**
 * Writes one record into a chain of this process's own: for a gate that decides alone and has one record to write. Synchronous, as it
 * is half as fast otherwise; `durable` waits for the disk.
 */
export function writeAlone(folder: string, redact: Redact, record: JournalRecord, durable: boolean): void {
  const { line } = encodeLine(redactRecord(record, redact), chainStart, chainHash);
  const month = new Date(record.time).toISOString().slice(0, 7);
  const file = openSync(join(folder, `alone-${process.pid}-${randomBytes(4).toString('hex')}-${month}.jsonl`), 'wx', 0o600);
  try {
    const bytes = Buffer.from(line);
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    if (durable) fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
}

async function openChain(folder: string, name: string, notes: string[]): Promise<ChainFile> {
  const handle = await open(join(folder, name), constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0), 0o600);
  try {
    const bytes = await handle.readFile();
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end < bytes.length) {
      await handle.truncate(end);
      notes.push(`an incomplete last line of ${bytes.length - end} bytes was cut off: the writer had been stopped in it`);
    }
    const head = lastHead(bytes.toString('utf8', 0, end));
    if (end === 0) {
      const previous = await previousChain(folder, name);
      if (previous !== undefined) notes.unshift(previous);
    }
    return { handle, head, size: end };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Head of the last line that is one; `verify` reports those that are not. */
function lastHead(text: string): ChainHead {
  for (let end = text.length - 1; end > 0;) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const found = decodeLine(text.slice(start, end), chainHash);
    if (found) return { n: found.n, hash: found.hash };
    end = start - 1;
  }
  return chainStart;
}

const continues = /^continues (\S+) at record (\d+), ([0-9a-f]{64})$/;

/** The month before ends where this one begins: a file that is taken away as a whole is missed. */
async function previousChain(folder: string, name: string): Promise<string | undefined> {
  const prefix = name.slice(0, -'2026-11.jsonl'.length);
  const earlier = (await journalFiles(folder))
    .filter((file) => file.startsWith(prefix) && file < name && file.length === name.length)
    .at(-1);
  if (earlier === undefined) return undefined;
  const head = lastHead(await readFile(join(folder, earlier), 'utf8'));
  return head.n === 0 ? undefined : `continues ${earlier} at record ${head.n}, ${head.hash}`;
}

/** `rental-shop-3f2a91c4`: readable, and different for two folders of the same name. */
function workspaceName(workspace: string): string {
  if (workspace === '') return 'machine';
  const slug = basename(workspace)
    .replace(/[^\w.-]+/g, '_')
    .replace(/^[.-]+/, '')
    .slice(0, 40);
  return `${slug === '' ? 'root' : slug}-${chainHash(workspace).slice(0, 8)}`;
}

async function journalFiles(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

export interface JournalEntry {
  readonly file: string;
  readonly n: number;
  readonly record: JournalRecord;
}

/** Every readable record of every chain, oldest first. */
export async function readJournal(folder: string): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for (const file of await journalFiles(folder))
    for (const line of (await readFile(join(folder, file), 'utf8')).split('\n')) {
      const found = line === '' ? undefined : decodeLine(line, chainHash);
      if (found) entries.push({ file, n: found.n, record: found.record });
    }
  return entries.sort((a, b) => a.record.time - b.record.time);
}

export interface FileReport extends ChainReport {
  readonly file: string;
}

/** Checks every chain, and that each file of an earlier month still ends where the next one says. */
export async function verifyJournal(folder: string, anchors: ReadonlyMap<string, ChainHead> = new Map()): Promise<readonly FileReport[]> {
  const names = await journalFiles(folder);
  const texts = new Map<string, string>();
  const expected = new Map<string, ChainHead>(anchors);
  for (const name of names) {
    const text = await readFile(join(folder, name), 'utf8');
    texts.set(name, text);
    const first = decodeLine(text.slice(0, Math.max(0, text.indexOf('\n'))), chainHash);
    const match = continues.exec(first?.record.text ?? '');
    if (match && !expected.has(match[1]!)) expected.set(match[1]!, { n: Number(match[2]), hash: match[3]! });
  }
  const reports = names.map((file): FileReport => ({ file, ...verifyChain(texts.get(file)!, chainHash, expected.get(file)) }));
  for (const [file, head] of expected)
    if (!texts.has(file))
      reports.push({
        file,
        lines: 0,
        head: chainStart,
        problems: [{ fault: 'cut', line: 0, text: `the file is gone; it held ${head.n} records` }],
      });
  return reports;
}

/** Takes the chains that gates wrote alone into the journal, once their writers are gone, and removes them. For the server. */
export async function joinAlone(folder: string, journal: Journal): Promise<number> {
  let joined = 0;
  for (const name of await journalFiles(folder)) {
    const match = /^alone-(\d+)-/.exec(name);
    if (!match || isAlive(Number(match[1]))) continue;
    const path = join(folder, name);
    const text = await readFile(path, 'utf8');
    const { problems } = verifyChain(text, chainHash);
    const waiting: Promise<void>[] = [];
    let workspace = '';
    for (const line of text.split('\n')) {
      const found = line === '' ? undefined : decodeLine(line, chainHash);
      if (!found) continue;
      workspace = found.record.workspace;
      waiting.push(journal.append(found.record));
    }
    for (const problem of problems)
      waiting.push(journal.append({ type: 'note', time: Date.now(), workspace, text: `joined from ${name}: ${problem.text}` }));
    await Promise.all(waiting);
    await rm(path, { force: true });
    joined++;
  }
  return joined;
}

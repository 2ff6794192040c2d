import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeLine, type ChainHead } from '../../core/journal/chain.ts';
import { redactRecord, type Redact } from '../../core/journal/codec.ts';
import type { JournalRecord } from '../../core/journal/record.ts';
import { chainHash, chainNameOf, chainTail, journalFiles, monthOf, openForReading, workspaceName } from './journalFiles.ts';

export interface JournalOptions {
  /** `<state>/journal`, 0700. */
  readonly folder: string;
  /** Takes secrets out of every text before it is written. */
  readonly redact: Redact;
  /** Told when records that nobody waits for (`later`) could not be written. */
  readonly onError?: (error: Error, lost: number) => void;
  /** Told after each batch that was written, with the chains that grew. */
  readonly onWritten?: (heads: ReadonlyMap<string, ChainHead>, records: readonly JournalRecord[]) => void;
  /**
   * False when the shared chains belong to another server: this one then writes into a chain of its own, which the other takes over
   * (`joinAlone`). Asked before each batch.
   */
  readonly isOwner?: () => boolean;
}

export interface Journal {
  /** Resolves when the record is on disk (written and synced); rejects when it is not: the caller then turns stricter. */
  append(record: JournalRecord): Promise<void>;
  /** For what is harmless: written with the next batch, at most 200 ms later, and not synced. */
  later(record: JournalRecord): void;
  /** Heads of the chains written so far, by file name: what a window anchors outside of the files. */
  heads(): ReadonlyMap<string, ChainHead>;
  /** From now on another server writes the shared chains; resolves when what was begun is written. */
  handOver(): Promise<void>;
  close(): Promise<void>;
}

const batchDelay = 200;
/** More harmless records than this in memory (a full disk) are dropped, and counted. */
const maxWaiting = 10_000;
/** A clock that goes back by more than this is noted, ms. */
const clockTolerance = 60_000;

interface Pending {
  readonly record: JournalRecord;
  readonly settle?: { readonly resolve: () => void; readonly reject: (error: Error) => void };
}

interface ChainFile {
  readonly handle: FileHandle;
  head: ChainHead;
  size: number;
  /** Of its last record. */
  time: number;
}

/** The journal proper. Opens nothing until the first record. The server is its one writer: its election sees to that. */
export function createJournal(options: JournalOptions): Journal {
  const files = new Map<string, ChainFile>();
  const own = `alone-${process.pid}-${randomBytes(4).toString('hex')}`;
  let queue: Pending[] = [];
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let lost = 0;
  let closed = false;
  let handedOver = false;

  const isOwner = (): boolean => !handedOver && options.isOwner?.() !== false;

  const nameFor = (record: JournalRecord, shared: boolean): string =>
    `${shared ? workspaceName(record.workspace) : own}-${monthOf(record.time)}.jsonl`;

  const enqueue = (pending: Pending): void => {
    if (closed) {
      pending.settle?.reject(new Error('the journal is closed'));
      return;
    }
    if (!pending.settle && queue.length >= maxWaiting) {
      lost++;
      return;
    }
    queue.push(Number.isFinite(pending.record.time) ? pending : { ...pending, record: { ...pending.record, time: Date.now() } });
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
      const shared = isOwner();
      if (!shared) await closeShared();
      const groups = new Map<string, Pending[]>();
      for (const pending of queue) {
        const name = nameFor(pending.record, shared);
        const group = groups.get(name);
        if (group) group.push(pending);
        else groups.set(name, [pending]);
      }
      queue = [];
      for (const [name, group] of groups) {
        try {
          const written = await write(name, group, shared);
          for (const pending of group) pending.settle?.resolve();
          const file = files.get(name);
          if (file) options.onWritten?.(shared ? new Map([[name, file.head]]) : new Map(), written);
        } catch (error) {
          for (const pending of group) pending.settle?.reject(error as Error);
          const dropped = group.filter((pending) => !pending.settle).length;
          lost += dropped;
          options.onError?.(error as Error, dropped);
        }
      }
    }
  };

  const closeShared = async (): Promise<void> => {
    for (const [name, file] of files)
      if (chainNameOf(name)) {
        files.delete(name);
        await file.handle.close();
      }
  };

  const openChain = async (name: string, shared: boolean, notes: string[]): Promise<ChainFile> => {
    const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
    const handle = await open(join(options.folder, name), flags, 0o600);
    try {
      const { head, end, time } = await chainTail(handle);
      const torn = (await handle.stat()).size - end;
      if (torn > 0) {
        await handle.truncate(end);
        notes.push(`an incomplete last line of ${torn} bytes was cut off: the writer had been stopped in it`);
      }
      if (end === 0 && shared) {
        const previous = await previousChain(options.folder, name);
        if (previous !== undefined) notes.unshift(previous);
      }
      return { handle, head, size: end, time };
    } catch (error) {
      await handle.close();
      throw error;
    }
  };

  const write = async (name: string, group: readonly Pending[], shared: boolean): Promise<readonly JournalRecord[]> => {
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
    file ??= await openChain(name, shared, notes);
    files.set(name, file);
    if (lost > 0) notes.push(`${lost} records could not be written before this one`);
    const { record } = group[0]!;
    const { time, workspace } = record;
    const back = file.time - time;
    // Records that are taken over are older than what was written meanwhile.
    if (shared && back > clockTolerance && record.origin === undefined)
      notes.push(`the clock went back by ${Math.round(back / 1000)} seconds`);
    const records = [
      ...notes.map((text): JournalRecord => ({ type: 'note', time, workspace, by: 'server', text })),
      ...group.map((pending) => pending.record),
    ].map((entry) => redactRecord(entry, options.redact));
    let { head } = file;
    let text = '';
    for (const entry of records) {
      const encoded = encodeLine(entry, head, chainHash);
      text += encoded.line;
      head = encoded.head;
    }
    const bytes = Buffer.from(text);
    try {
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await file.handle.write(bytes, done, bytes.length - done);
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
    file.time = records.at(-1)!.time;
    lost = 0;
    return records;
  };

  const written = async (): Promise<void> => {
    if (queue.length > 0) flush();
    // The writer sets it to undefined when its queue is empty.
    for (let writing = running; writing; writing = running) await writing;
  };

  return {
    append: (record) => new Promise((resolve, reject) => enqueue({ record, settle: { resolve, reject } })),
    later: (record) => enqueue({ record }),
    heads: () => new Map([...files].filter(([name]) => chainNameOf(name)).map(([name, file]) => [name, file.head])),
    async handOver() {
      if (isOwner()) await written();
      handedOver = true;
      await written();
      await closeShared();
    },
    async close() {
      closed = true;
      await written();
      for (const file of files.values()) await file.handle.close();
      files.clear();
    },
  };
}

/** The month before ends where this one begins: a file that is taken away as a whole is missed. */
async function previousChain(folder: string, name: string): Promise<string | undefined> {
  const chain = chainNameOf(name);
  const earlier = (await journalFiles(folder)).filter((file) => file < name && chainNameOf(file)?.workspace === chain?.workspace).at(-1);
  if (earlier === undefined) return undefined;
  const handle = await openForReading(folder, earlier);
  try {
    const { head } = await chainTail(handle);
    return head.n === 0 ? undefined : `continues ${earlier} at record ${head.n}, ${head.hash}`;
  } finally {
    await handle.close();
  }
}

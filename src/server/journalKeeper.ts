import type { ChainHead } from '../core/journal/chain.ts';
import type { Redact } from '../core/journal/codec.ts';
import type { JournalRecord } from '../core/journal/record.ts';
import { joinAlone } from '../platform/journal/aloneChains.ts';
import { readHeads, writeHeads } from '../platform/journal/headsFile.ts';
import { journalFiles } from '../platform/journal/journalFiles.ts';
import { readPage } from '../platform/journal/journalReader.ts';
import { createJournal } from '../platform/journal/journalWriter.ts';
import { removeOldChains } from '../platform/journal/retention.ts';
import type { Heads } from '../platform/journal/verifyJournal.ts';
import type { StateFolder } from '../platform/stateFolder.ts';
import type { JournalPort } from './recorder.ts';

/** What the windows are told of the journal's state. */
export interface JournalListener {
  /** Chains grew; `removed` ones were taken away by their age. */
  heads(heads: Heads, removed: readonly string[]): void;
  /** It cannot be written; undefined once it can again. */
  failing(reason: string | undefined): void;
  /** Something beside the records themselves failed. */
  fault(text: string, error: unknown): void;
  /** Records that are on disk now. */
  written?(records: readonly JournalRecord[]): void;
}

/** A chain that does not pass through a head that was kept elsewhere. */
export interface BrokenChain {
  readonly file: string;
  readonly text: string;
}

export interface JournalKeeper extends JournalPort {
  listen(listener: JournalListener): () => void;
  /** Every chain's head as last written, from this server and those before it. */
  heads(): Heads;
  /** Looks up each head in its chain. Costs a few reads a chain, however long it is; `verifyJournal` checks all of it. */
  check(anchored: Heads): Promise<readonly BrokenChain[]>;
  /** Removes chains older than this; 0 keeps everything. */
  retain(months: number): Promise<void>;
  /** Another server writes from now on. */
  handOver(): Promise<void>;
  close(): Promise<void>;
}

const headsDelay = 1000;
/** How often chains of gates and replaced servers are looked for. */
const joinTime = 60_000;

export interface JournalKeeperOptions {
  readonly state: StateFolder;
  readonly redact: Redact;
  /** The shared chains are this server's to write. */
  readonly isOwner: () => boolean;
}

/** The journal with what keeps it whole over time: heads kept beside it, chains taken over, old months removed, faults told. */
export async function createJournalKeeper(options: JournalKeeperOptions): Promise<JournalKeeper> {
  const { state, redact, isOwner } = options;
  const listeners = new Set<JournalListener>();
  const heads = readHeads(state.heads);
  let failing: string | undefined;
  let changed: Map<string, ChainHead> = new Map();
  let removed: string[] = [];
  let timer: NodeJS.Timeout | undefined;

  /** Before anybody listens. */
  const early: { readonly text: string; readonly error: unknown }[] = [];
  const fault = (text: string, error: unknown): void => {
    if (listeners.size === 0) early.push({ text, error });
    for (const listener of listeners) listener.fault(text, error);
  };

  const setFailing = (reason: string | undefined): void => {
    if (failing === reason) return;
    failing = reason;
    for (const listener of listeners) listener.failing(reason);
  };

  const keepHeads = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (changed.size === 0 && removed.length === 0) return;
    const told = { heads: changed, removed };
    changed = new Map();
    removed = [];
    try {
      writeHeads(state.heads, heads);
    } catch (error) {
      // A full disk: the journal itself says so, and an older head is a head still.
      fault('the heads of the journal could not be kept', error);
    }
    for (const listener of listeners) listener.heads(told.heads, told.removed);
  };
  const keepHeadsSoon = (): void => {
    timer ??= setTimeout(keepHeads, headsDelay).unref();
  };

  const journal = createJournal({
    folder: state.journal,
    redact,
    isOwner,
    onError: (error) => setFailing((error as NodeJS.ErrnoException).code ?? 'an error'),
    onWritten(written, records) {
      setFailing(undefined);
      for (const [file, head] of written) {
        heads.set(file, head);
        changed.set(file, head);
      }
      if (written.size > 0) keepHeadsSoon();
      for (const listener of listeners) listener.written?.(records);
    },
  });

  let joining: Promise<unknown> = Promise.resolve();
  const join = (): Promise<unknown> => {
    joining = joining.then(() => joinAlone(state.journal, journal)).catch((error: unknown) => fault('chains could not be joined', error));
    return joining;
  };
  const joinTimer = setInterval(() => {
    if (isOwner()) void join();
  }, joinTime).unref();
  await join();

  return {
    append: (record) => journal.later(record),
    commit: (record) => journal.append(record),
    listen(listener) {
      listeners.add(listener);
      if (failing !== undefined) listener.failing(failing);
      for (const { text, error } of early.splice(0)) listener.fault(text, error);
      return () => listeners.delete(listener);
    },
    heads: () => heads,
    async check(anchored) {
      const broken: BrokenChain[] = [];
      const files = await journalFiles(state.journal);
      for (const [file, head] of anchored) {
        if (!files.includes(file)) {
          broken.push({ file, text: `${file} is gone; it held ${head.n} records` });
          continue;
        }
        const [entry] = await readPage(state.journal, file, head.n, 1);
        if (!entry) broken.push({ file, text: `${file} was cut: it held ${head.n} records` });
        else if (entry.hash !== head.hash) broken.push({ file, text: `${file} was written anew: record ${head.n} is another one` });
      }
      return broken;
    },
    async retain(months) {
      const gone = await removeOldChains(state.journal, journal, months, Date.now());
      for (const file of gone) {
        heads.delete(file);
        changed.delete(file);
      }
      removed.push(...gone);
      if (gone.length > 0) keepHeadsSoon();
    },
    async handOver() {
      clearInterval(joinTimer);
      await joining;
      await journal.handOver();
      keepHeads();
    },
    async close() {
      clearInterval(joinTimer);
      await joining;
      await journal.close();
      if (isOwner()) keepHeads();
    },
  };
}

import type { JournalRecord } from './record.ts';

/**
 * A journal file is lines, each one JSON object: `{"hash":"…","n":1,"prev":"…","record":{…}}`. The hash is of the exact text after
 * the hash field, so that any changed byte is seen; `prev` is the hash of the line before, `n` counts from 1 without a gap.
 * Unkeyed on purpose: whoever can write the file could read a key beside it. What a rewritten file cannot forge is the head that is
 * anchored outside of it.
 */
export type Hash = (text: string) => string;

/** Where a chain ends. */
export interface ChainHead {
  readonly n: number;
  readonly hash: string;
}

/** `prev` of a chain's first line. */
export const chainStart: ChainHead = { n: 0, hash: '0'.repeat(64) };

const prefixLength = '{"hash":"'.length;
const hashLength = 64;

/** The line (with its line feed) that continues a chain. */
export function encodeLine(record: JournalRecord, previous: ChainHead, hash: Hash): { readonly line: string; readonly head: ChainHead } {
  const n = previous.n + 1;
  const rest = `"n":${n},"prev":"${previous.hash}","record":${JSON.stringify(record)}}`;
  const own = hash(rest);
  return { line: `{"hash":"${own}",${rest}\n`, head: { n, hash: own } };
}

export interface ChainLine {
  readonly n: number;
  readonly prev: string;
  readonly hash: string;
  /** The hash is the one of the line's own text. */
  readonly intact: boolean;
  readonly record: JournalRecord;
}

/** Undefined when the text is not a line of a chain at all. */
export function decodeLine(line: string, hash: Hash): ChainLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined; // Reported by the caller, with its line number.
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { hash: own, n, prev, record } = value as Readonly<Record<string, unknown>>;
  if (typeof own !== 'string' || typeof prev !== 'string' || typeof n !== 'number' || !Number.isSafeInteger(n)) return undefined;
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return undefined;
  const start = prefixLength + hashLength + '",'.length;
  const canonical = line.startsWith(`{"hash":"${own}","n":${n},"prev":"${prev}","record":{`) && own.length === hashLength;
  return { n, prev, hash: own, intact: canonical && hash(line.slice(start)) === own, record: record as JournalRecord };
}

export type ChainFault = 'edited' | 'removed' | 'inserted' | 'reordered' | 'unreadable' | 'torn' | 'cut';

export interface ChainProblem {
  readonly fault: ChainFault;
  /** Line in the file, from 1. */
  readonly line: number;
  readonly text: string;
}

export interface ChainReport {
  readonly lines: number;
  readonly head: ChainHead;
  readonly problems: readonly ChainProblem[];
}

/**
 * Checks a whole file. `anchor` is a head that was noted outside the file: the chain must have passed through it. A torn last line
 * (no line feed: the writer died in it) is told apart from tampering.
 */
export function verifyChain(text: string, hash: Hash, anchor?: ChainHead): ChainReport {
  const lines = text.split('\n');
  const tail = lines.pop() ?? '';
  const problems: ChainProblem[] = [];
  let head = chainStart;
  let anchored = anchor === undefined || anchor.n === 0;
  const numbers = new Set<number>();
  lines.forEach((source, index) => {
    const line = index + 1;
    const add = (fault: ChainFault, words: string): number => problems.push({ fault, line, text: `line ${line}: ${words}` });
    const found = decodeLine(source, hash);
    if (!found) {
      add('unreadable', 'is not a record');
      return;
    }
    if (!found.intact) add('edited', `record ${found.n} was edited`);
    const expected = head.n + 1;
    if (found.n > expected) {
      const missing = found.n - 1 === expected ? `record ${expected} is` : `records ${expected} to ${found.n - 1} are`;
      add('removed', `${missing} missing before record ${found.n}`);
    } else if (found.n < expected) {
      if (numbers.has(found.n)) add('inserted', `a second record ${found.n} was inserted`);
      else add('reordered', `record ${found.n} stands after record ${head.n}`);
    } else if (found.prev !== head.hash && found.intact) {
      add('inserted', `record ${found.n} does not continue the record before it, which was replaced or inserted`);
    }
    numbers.add(found.n);
    if (anchor !== undefined && found.n === anchor.n) {
      anchored = true;
      if (found.hash !== anchor.hash) add('edited', `record ${found.n} is not the one that was anchored`);
    }
    head = { n: found.n, hash: found.hash };
  });
  if (tail !== '')
    problems.push({
      fault: 'torn',
      line: lines.length + 1,
      text: `line ${lines.length + 1}: is incomplete (the writer was stopped in it)`,
    });
  if (!anchored)
    problems.push({
      fault: 'cut',
      line: lines.length,
      text: `the file ends with record ${head.n}, but record ${anchor?.n ?? 0} was anchored: its tail was cut off`,
    });
  return { lines: lines.length, head, problems };
}

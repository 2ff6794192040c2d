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

/** Most problems that are named of one file; a file written anew from some record on has one for each. */
const maxProblems = 500;

/** Checks a chain line by line, so that a file of any size needs the memory of one line. */
export interface ChainCheck {
  /** One line without its line feed. */
  line(source: string): void;
  /** `torn`: bytes after the last line feed. */
  end(torn: boolean): ChainReport;
}

/** `anchors` are heads that were noted outside the file: the chain must have passed through each of them. */
export function createChainCheck(hash: Hash, anchors: readonly ChainHead[] = []): ChainCheck {
  const problems: ChainProblem[] = [];
  const open = new Map<number, Set<string>>();
  for (const { n, hash: wanted } of anchors) {
    if (n === 0) continue;
    const hashes = open.get(n) ?? new Set<string>();
    open.set(n, hashes.add(wanted));
  }
  let head = chainStart;
  let lines = 0;
  let highest = 0;
  let more = 0;
  // Numbers that were left out so far: one of them that comes later was moved, any other low number was there already.
  const missing: { from: number; to: number }[] = [];
  const add = (fault: ChainFault, words: string): void => {
    if (problems.length >= maxProblems) more++;
    else problems.push({ fault, line: lines, text: `line ${lines}: ${words}` });
  };
  const wasMissing = (n: number): boolean => {
    const index = missing.findIndex(({ from, to }) => n >= from && n <= to);
    if (index < 0) return false;
    const { from, to } = missing[index]!;
    missing.splice(index, 1, ...(n > from ? [{ from, to: n - 1 }] : []), ...(n < to ? [{ from: n + 1, to }] : []));
    return true;
  };
  return {
    line(source) {
      lines++;
      const found = decodeLine(source, hash);
      if (!found) {
        add('unreadable', 'is not a record');
        return;
      }
      const { n } = found;
      if (!found.intact) add('edited', `record ${n} was edited`);
      const expected = head.n + 1;
      if (n > expected) {
        const gone = n - 1 === expected ? `record ${expected} is` : `records ${expected} to ${n - 1} are`;
        add('removed', `${gone} missing before record ${n}`);
        if (n - 1 > highest) missing.push({ from: Math.max(expected, highest + 1), to: n - 1 });
      } else if (n < expected) {
        if (wasMissing(n)) add('reordered', `record ${n} stands after record ${head.n}`);
        else add('inserted', `a second record ${n} was inserted`);
      } else if (found.prev !== head.hash && found.intact) {
        add('inserted', `record ${n} does not continue the record before it, which was replaced or inserted`);
      }
      highest = Math.max(highest, n);
      const wanted = open.get(n);
      if (wanted) {
        open.delete(n);
        if (wanted.size > 1 || !wanted.has(found.hash)) add('edited', `record ${n} is not the one that was anchored`);
      }
      head = { n, hash: found.hash };
    },
    end(torn) {
      if (more > 0) problems.push({ fault: problems.at(-1)!.fault, line: lines, text: `and ${more} more problems` });
      if (torn)
        problems.push({
          fault: 'torn',
          line: lines + 1,
          text: `line ${lines + 1}: is incomplete (the writer was stopped in it)`,
        });
      const anchored = Math.max(0, ...open.keys());
      if (anchored > 0)
        problems.push({
          fault: 'cut',
          line: lines,
          text: `the file ends with record ${head.n}, but record ${anchored} was anchored: its tail was cut off`,
        });
      return { lines, head, problems };
    },
  };
}

/** Checks a whole file's text. A torn last line (no line feed: the writer died in it) is told apart from tampering. */
export function verifyChain(text: string, hash: Hash, anchor?: ChainHead): ChainReport {
  const check = createChainCheck(hash, anchor === undefined ? [] : [anchor]);
  const lines = text.split('\n');
  const tail = lines.pop() ?? '';
  for (const line of lines) check.line(line);
  return check.end(tail !== '');
}

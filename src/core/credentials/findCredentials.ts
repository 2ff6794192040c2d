import type { CredentialPlace, Facts, Knowledge } from '../types.ts';
import { checksum } from './fingerprints.ts';

/** Longest text that is searched; what is longer is too large to be judged at all. */
const maxText = 4 * 1024 * 1024;
/** Pieces that may be base64 and are looked into, at most. */
const maxDecoded = 16;

/** A value with letters that words end at, told by its longest plain run. */
interface Mixed {
  /** Where the run begins in the value. */
  readonly offset: number;
  readonly length: number;
  readonly sum: number;
}

interface Index {
  readonly places: ReadonlyMap<string, readonly CredentialPlace[]>;
  /** Length → checksums of values of plain letters. */
  readonly words: ReadonlyMap<number, ReadonlySet<number>>;
  /** Length of the longest plain run → values that have other letters, too. */
  readonly mixed: ReadonlyMap<number, readonly Mixed[]>;
  /** Fingerprints without a shape: every word has to be hashed. */
  readonly shapeless: boolean;
}

const indexes = new WeakMap<Knowledge, Index>();

function indexOf(knowledge: Knowledge): Index {
  const known = indexes.get(knowledge);
  if (known) return known;
  const places = new Map<string, CredentialPlace[]>();
  const words = new Map<number, Set<number>>();
  const mixed = new Map<number, Mixed[]>();
  let shapeless = false;
  for (const place of knowledge.credentials) {
    for (const fingerprint of place.fingerprints) {
      const list = places.get(fingerprint);
      if (list) {
        list.push(place);
        continue;
      }
      places.set(fingerprint, [place]);
      const shape = /^([0-9a-z]{1,4})(?:w|x([0-9a-z]{1,4})-([0-9a-z]{1,4})-)(\d{1,3})\./.exec(fingerprint);
      if (!shape) {
        shapeless = true;
        continue;
      }
      const length = Number.parseInt(shape[1]!, 36);
      const sum = Number(shape[4]);
      if (shape[3] === undefined) {
        const sums = words.get(length);
        if (sums) sums.add(sum);
        else words.set(length, new Set([sum]));
        continue;
      }
      const run = Number.parseInt(shape[3], 36);
      const value = { offset: Number.parseInt(shape[2]!, 36), length, sum };
      const values = mixed.get(run);
      if (values) values.push(value);
      else mixed.set(run, [value]);
    }
  }
  const index = { places, words, mixed, shapeless };
  indexes.set(knowledge, index);
  return index;
}

/** Letters of a plain word, by char code: `A-Za-z0-9_-`. */
const plainLetters = new Uint8Array(128);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-') plainLetters[letter.charCodeAt(0)] = 1;

type FindFacts = Pick<Facts, 'knowledge' | 'fingerprint'> & Partial<Pick<Facts, 'decodeBase64'>>;

/** Credentials of the workspace that stand in a text, in any of their common encodings; each place once, in order of appearance. */
export function findCredentials(text: string, facts: FindFacts): readonly CredentialPlace[] {
  if (facts.knowledge.credentials.length === 0 || text.length < 8) return [];
  const found = new Set<CredentialPlace>();
  scan(text.length > maxText ? text.slice(0, maxText) : text, indexOf(facts.knowledge), facts, found, true);
  return [...found];
}

/** Whether a single word is a known credential. For `redact`. */
export function isCredential(word: string, facts: Pick<Facts, 'knowledge' | 'fingerprint'>): boolean {
  if (facts.knowledge.credentials.length === 0) return false;
  const index = indexOf(facts.knowledge);
  if (!index.shapeless) {
    const known =
      index.words.has(word.length) || [...index.mixed.values()].some((values) => values.some((value) => value.length === word.length));
    if (!known) return false;
  }
  return index.places.has(facts.fingerprint(word));
}

function scan(text: string, index: Index, facts: FindFacts, found: Set<CredentialPlace>, decode: boolean): void {
  const look = (from: number, to: number): void => {
    const places = index.places.get(facts.fingerprint(text.slice(from, to)));
    if (places) for (const place of places) found.add(place);
  };
  const { length } = text;
  const tryRun = (from: number, to: number): void => {
    const size = to - from;
    if (size >= 8) {
      if (index.words.get(size)?.has(checksum(text, from, to))) look(from, to);
      else if (index.shapeless) look(from, to);
    }
    for (const value of index.mixed.get(size) ?? noValues) {
      const start = from - value.offset;
      const end = start + value.length;
      if (start >= 0 && end <= length && isApart(text, start) && isApart(text, end) && checksum(text, start, end) === value.sum)
        look(start, end);
    }
  };
  let decoded = 0;
  let at = 0;
  while (at < length) {
    if (!(plainLetters[text.charCodeAt(at)] ?? 0)) {
      at++;
      continue;
    }
    const from = at;
    while (at < length && (plainLetters[text.charCodeAt(at)] ?? 0)) at++;
    tryRun(from, at);
    // `-pS3cret` of mysql; the letter of an escape (`\n…`), the digits of `%3D…`.
    if (text.charCodeAt(from) === 45) {
      let dashes = 1;
      while (text.charCodeAt(from + dashes) === 45) dashes++;
      tryRun(from + dashes, at);
      tryRun(from + dashes + 1, at);
    } else if (from > 0) {
      const before = text.charCodeAt(from - 1);
      if (before === 92) tryRun(from + 1, at);
      else if (before === 37) tryRun(from + 2, at);
    }
    if (decode && at - from >= 16 && decoded < maxDecoded && facts.decodeBase64 && looksEncoded(text, from, at)) {
      decoded++;
      const plain = facts.decodeBase64(encodedRun(text, from));
      if (plain !== undefined) scan(plain, index, facts, found, false);
    }
  }
}

const noValues: readonly Mixed[] = [];

/** Whether a value may begin or end here: no plain letter goes on across it, but for an option's (`-p…`) or an escape's. */
function isApart(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length || !isInner(text.charCodeAt(at - 1)) || !isInner(text.charCodeAt(at))) return true;
  const before = text.charCodeAt(at - 2);
  return before === 45 || before === 92 || text.charCodeAt(at - 3) === 37;
}

function isInner(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** Upper and lower case and no dashes as in a UUID: may be base64. */
function looksEncoded(text: string, from: number, to: number): boolean {
  let upper = false;
  let lower = false;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code >= 65 && code <= 90) upper = true;
    else if (code >= 97 && code <= 122) lower = true;
    if (upper && lower) return true;
  }
  return false;
}

/** The whole run of base64 letters that begins here. */
function encodedRun(text: string, from: number): string {
  let to = from;
  while (to < text.length && to - from < 65_536) {
    const code = text.charCodeAt(to);
    if ((plainLetters[code] ?? 0) || code === 43 || code === 47 || code === 61) to++;
    else break;
  }
  return text.slice(from, to);
}

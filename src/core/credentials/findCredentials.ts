import type { CredentialPlace, Facts, Knowledge } from '../types.ts';
import { checksum } from './fingerprints.ts';

/** Longest text that is searched; what is longer is too large to be judged at all. */
const maxText = 4 * 1024 * 1024;
/** Pieces that may be base64 and are looked into, at most. */
const maxDecoded = 16;

interface Index {
  readonly places: ReadonlyMap<string, readonly CredentialPlace[]>;
  /** Length → checksums of values of plain letters. */
  readonly words: ReadonlyMap<number, ReadonlySet<number>>;
  /** The same for values with other letters in them, which may end anywhere. */
  readonly others: readonly (readonly [number, ReadonlySet<number>])[];
  /** Fingerprints without a shape: every word has to be hashed. */
  readonly shapeless: boolean;
}

const indexes = new WeakMap<Knowledge, Index>();

function indexOf(knowledge: Knowledge): Index {
  const known = indexes.get(knowledge);
  if (known) return known;
  const places = new Map<string, CredentialPlace[]>();
  const words = new Map<number, Set<number>>();
  const others = new Map<number, Set<number>>();
  let shapeless = false;
  for (const place of knowledge.credentials) {
    for (const fingerprint of place.fingerprints) {
      const list = places.get(fingerprint);
      if (list) list.push(place);
      else places.set(fingerprint, [place]);
      const shape = /^([0-9a-z]{1,4})([wx])(\d{1,3})\./.exec(fingerprint);
      if (!shape) {
        shapeless = true;
        continue;
      }
      const map = shape[2] === 'w' ? words : others;
      const length = Number.parseInt(shape[1]!, 36);
      const sums = map.get(length);
      if (sums) sums.add(Number(shape[3]));
      else map.set(length, new Set([Number(shape[3])]));
    }
  }
  const index = { places, words, others: [...others], shapeless };
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
    const sums = index.words.get(word.length) ?? index.others.find(([length]) => length === word.length)?.[1];
    if (!sums) return false;
  }
  return index.places.has(facts.fingerprint(word));
}

function scan(text: string, index: Index, facts: FindFacts, found: Set<CredentialPlace>, decode: boolean): void {
  const look = (from: number, to: number): void => {
    const places = index.places.get(facts.fingerprint(text.slice(from, to)));
    if (places) for (const place of places) found.add(place);
  };
  const tryWord = (from: number, to: number): void => {
    const sums = index.words.get(to - from);
    if (sums?.has(checksum(text, from, to))) look(from, to);
    else if (index.shapeless && to - from >= 8) look(from, to);
  };
  const { length } = text;
  const { others } = index;
  let decoded = 0;
  let at = 0;
  while (at < length) {
    if (!(plainLetters[text.charCodeAt(at)] ?? 0)) {
      at++;
      continue;
    }
    const from = at;
    while (at < length && (plainLetters[text.charCodeAt(at)] ?? 0)) at++;
    if (at - from >= 8) {
      tryWord(from, at);
      const before = text[from - 1];
      // `-pS3cret` of mysql; the letter of an escape (`\n…`), the digits of `%3D…`.
      if (text[from] === '-') {
        let dashes = 1;
        while (text[from + dashes] === '-') dashes++;
        tryWord(from + dashes, at);
        tryWord(from + dashes + 1, at);
      } else if (before === '\\') tryWord(from + 1, at);
      else if (before === '%') tryWord(from + 2, at);
      if (decode && decoded < maxDecoded && at - from >= 16 && facts.decodeBase64 && looksEncoded(text, from, at)) {
        decoded++;
        const whole = encodedRun(text, from);
        const plain = facts.decodeBase64(whole);
        if (plain !== undefined) scan(plain, index, facts, found, false);
      }
    }
  }
  if (others.length > 0) scanOthers(text, others, look);
}

/** Values with letters that words end at: from every boundary, exactly as long as one of them. */
function scanOthers(text: string, others: Index['others'], look: (from: number, to: number) => void): void {
  for (let from = 0; from < text.length; from++) {
    if (from > 0 && isInner(text.charCodeAt(from - 1)) && isInner(text.charCodeAt(from))) continue;
    for (const [size, sums] of others) {
      const to = from + size;
      if (to > text.length || (to < text.length && isInner(text.charCodeAt(to)) && isInner(text.charCodeAt(to - 1)))) continue;
      if (sums.has(checksum(text, from, to))) look(from, to);
    }
  }
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

import type { SecretFound } from './recogniseSecrets.ts';
import { entropyOf, isLocalPassword } from './names.ts';

/** Shorter values are too common as words to be looked for. */
const minSecretLength = 8;
/** Longer ones (PEM keys) are looked for by their first line of key material. */
const maxSecretLength = 512;

/** Letters that never end a value in a command, a header or a URL. */
const plain = /^[A-Za-z0-9_-]+$/;

/**
 * The unkeyed part of a fingerprint: length, place of the longest run of plain letters when there are others, and eight bits of a
 * checksum. It lets `findCredentials` pass over nearly every word without a keyed hash, and tells nothing of use about a secret.
 */
export function fingerprintShape(value: string): string {
  const sum = checksum(value, 0, value.length);
  if (plain.test(value)) return `${value.length.toString(36)}w${sum}`;
  let offset = 0;
  let length = 0;
  for (const match of value.matchAll(/[A-Za-z0-9_-]+/g)) {
    if (match[0].length <= length) continue;
    offset = match.index;
    length = match[0].length;
  }
  return `${value.length.toString(36)}x${offset.toString(36)}-${length.toString(36)}-${sum}`;
}

export function checksum(text: string, from: number, to: number): number {
  let sum = 0x811c9dc5;
  for (let i = from; i < to; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return (sum ^ (sum >>> 8) ^ (sum >>> 16) ^ (sum >>> 24)) & 255;
}

/** Whether a secret is peculiar enough to be recognised again: no local password, no word that people write anyway. */
export function isFingerprintable(secret: Pick<SecretFound, 'value' | 'kind' | 'local'>): boolean {
  const { value, kind, local } = secret;
  if (local || value.length < minSecretLength || isLocalPassword(value)) return false;
  // A provider's own shape is peculiar by itself.
  if (!/^generic\.|password$/.test(kind)) return true;
  if (/^[a-z]+(?:[-_. ][a-z]+){0,8}$/i.test(value)) return value.length >= 12 && entropyOf(value) >= 3.5 && !/[-_. ]/.test(value);
  return true;
}

/** A secret as it may stand in a command, a body or a header: itself and its common encodings. Each is to be hashed with the key. */
export function secretForms(value: string, encodeBase64: (text: string) => string): readonly string[] {
  const forms = new Set<string>();
  const add = (form: string): void => {
    if (form.length >= minSecretLength && form.length <= maxSecretLength) forms.add(form);
  };
  if (value.length > maxSecretLength) {
    // A PEM key: any of its full lines gives it away.
    for (const line of value.split(/\r?\n|\\n/)) if (/^[A-Za-z0-9+/=]{40,}$/.test(line)) add(line);
    return [...forms].slice(0, 8);
  }
  add(value);
  // `dotenv` cuts an unquoted value at its first `#`.
  const hash = value.indexOf('#');
  if (hash > 0) add(value.slice(0, hash));
  try {
    const encoded = encodeURIComponent(value);
    add(encoded);
    add(encoded.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()));
    if (value.includes('%')) add(decodeURIComponent(value));
  } catch {
    // A lone surrogate or a stray percent sign: there is no such form.
  }
  const json = JSON.stringify(value).slice(1, -1);
  add(json);
  // As PHP writes it.
  add(json.replaceAll('/', String.raw`\/`));
  add(value.replaceAll("'", String.raw`'\''`));
  // Padding is no letter of a word: without it both spellings are found.
  const base64 = encodeBase64(value).replace(/={1,2}$/, '');
  add(base64);
  add(base64.replaceAll('+', '-').replaceAll('/', '_'));
  // `echo $TOKEN | base64` encodes the line feed as well.
  add(encodeBase64(`${value}\n`).replace(/={1,2}$/, ''));
  if (/^[\x20-\x7e]+$/.test(value)) {
    const hex = Array.from(value, (letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('');
    add(hex);
    add(hex.toUpperCase());
  }
  return [...forms];
}

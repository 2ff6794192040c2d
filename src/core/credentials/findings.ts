import { lineFinder } from '../environments/paths.ts';
import type { Environment } from '../types.ts';

/** A secret in a text. The value lives in memory only, as long as the caller hashes or masks it. */
export interface SecretFound {
  /** From 1. */
  readonly line: number;
  /** Offsets of the value. */
  readonly start: number;
  readonly end: number;
  readonly variable?: string;
  /** `railway.token`, `url.password`, `generic.secret`, … */
  readonly kind: string;
  readonly value: string;
  /** What the value itself says: live or test mode, or the host beside it. */
  readonly environment?: Environment;
  /** Opens only something on one's own machine (`postgres:postgres@localhost`). */
  readonly local: boolean;
}

/** Most secrets that one text gives; what has more is a dump, and its first ones are enough to know that. */
const maxSecrets = 500;

/** Collects the secrets of one text: each letter belongs to one secret, the first that is found. */
export class Findings {
  readonly #found: SecretFound[] = [];
  readonly #text: string;
  #lineOf: ((offset: number) => number) | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get full(): boolean {
    return this.#found.length >= maxSecrets;
  }

  add(secret: Omit<SecretFound, 'line' | 'value'>): void {
    const { start, end } = secret;
    if (this.full || end <= start || this.#found.some((one) => start < one.end && end > one.start)) return;
    this.#lineOf ??= lineFinder(this.#text);
    this.#found.push({ ...secret, line: this.#lineOf(start), value: this.#text.slice(start, end) });
  }

  all(): readonly SecretFound[] {
    return this.#found.sort((a, b) => a.start - b.start);
  }
}

/** The name that is given the value at this offset: `TOKEN=`, `"token": "`, `token => '`. */
export function nameBefore(text: string, start: number): string | undefined {
  return /([A-Za-z_][\w.-]{0,80})\\?["']?[ \t]{0,8}(?:=>|[:=])[ \t]{0,8}\\?["'`]?$/.exec(text.slice(Math.max(0, start - 110), start))?.[1];
}

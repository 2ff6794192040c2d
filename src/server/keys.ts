import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { ProveParams } from '../core/protocol.ts';
import { writeFileAtomic } from '../platform/atomicFile.ts';
import { isPrivateFile } from '../platform/stateFolder.ts';

/** An editor that may answer holds: the private half lies in its SecretStorage. */
export interface WindowKey {
  /** ed25519, SPKI DER in base64. */
  readonly publicKey: string;
  readonly product: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

const maxKeys = 20;
const maxKeyLength = 200;
const maxProductLength = 80;

/** True when the key's owner signed this connection's challenge. */
export function isSignedBy(params: ProveParams, nonce: string): boolean {
  try {
    if (params.publicKey.length > maxKeyLength || params.signature.length > maxKeyLength) return false;
    const key = createPublicKey({ key: Buffer.from(params.publicKey, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, Buffer.from(`tenth-second window ${nonce}`), key, Buffer.from(params.signature, 'base64'));
  } catch {
    return false; // Not a key, or not a signature: not proved.
  }
}

/**
 * The list of known keys. What was read at the start stays in force: a program that writes the file while we run cannot make itself
 * a window, and is found out.
 */
export class WindowKeys {
  readonly #path: string;
  #keys: readonly WindowKey[];
  /** False when the file could not be read: then nobody is trusted on first use. */
  #readable: boolean;
  #content: string;

  constructor(path: string) {
    this.#path = path;
    const text = this.#read();
    this.#content = text ?? '';
    const keys = text === undefined ? undefined : text === '' ? [] : keysFrom(text);
    this.#readable = keys !== undefined;
    this.#keys = keys ?? [];
  }

  get readable(): boolean {
    return this.#readable;
  }

  get isEmpty(): boolean {
    return this.#readable && this.#keys.length === 0;
  }

  has(publicKey: string): boolean {
    return this.#keys.some((key) => key.publicKey === publicKey);
  }

  add(publicKey: string, product: string, now: number): void {
    const key = { publicKey, product: product.slice(0, maxProductLength), createdAt: new Date(now).toISOString() };
    this.#keys = [...this.#keys, key].slice(-maxKeys);
    this.restore();
  }

  /** Writes the list in force over whatever is in the file. */
  restore(): void {
    if (!this.#readable) return;
    this.#content = `${JSON.stringify({ keys: this.#keys }, undefined, 2)}\n`;
    writeFileAtomic(this.#path, this.#content);
  }

  /** Somebody else wrote, removed or opened up the file. */
  changedBehindUs(): boolean {
    return this.#readable && this.#read() !== this.#content;
  }

  /** Calls back on every change that is not ours; the result ends it. */
  watch(onChange: () => void): () => void {
    let last = '';
    const check = (): void => {
      if (!this.changedBehindUs()) return;
      const found = digestOf(this.#read() ?? '?');
      if (found !== last) onChange();
      last = this.changedBehindUs() ? found : '';
    };
    // Some file systems report nothing: the timer finds it then.
    const timer = setInterval(check, checkTime);
    const watcher = watch(dirname(this.#path), (_event, name) => {
      if (name === null || name === basename(this.#path)) check();
    });
    watcher.on('error', () => watcher.close());
    return () => {
      clearInterval(timer);
      watcher.close();
    };
  }

  /** Empty when there is no file, undefined when it is not to be trusted. */
  #read(): string | undefined {
    try {
      if (!isPrivateFile(this.#path, false)) return undefined;
      return readFileSync(this.#path, 'utf8');
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT' ? '' : undefined;
    }
  }
}

const checkTime = 5000;

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function keysFrom(text: string): readonly WindowKey[] | undefined {
  try {
    const parsed = JSON.parse(text) as { readonly keys?: unknown };
    if (!Array.isArray(parsed.keys)) return undefined;
    const keys = parsed.keys as readonly Partial<WindowKey>[];
    if (!keys.every((key) => typeof key.publicKey === 'string' && typeof key.product === 'string')) return undefined;
    return keys.map((key) => ({ publicKey: key.publicKey!, product: key.product!, createdAt: key.createdAt ?? '' }));
  } catch {
    return undefined;
  }
}

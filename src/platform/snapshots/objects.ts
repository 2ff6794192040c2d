import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** Up to this size a file is read once and written once; larger ones are copied by the system, which may share their blocks. */
const smallFile = 1024 * 1024;
const readStep = 4 * 1024 * 1024;

/** Contents by their digest, each once: `objects/ab/cdef…`, 0600 in a 0700 folder. */
export class ObjectStore {
  readonly #folder: string;
  readonly #made = new Set<string>();

  constructor(snapshots: string) {
    this.#folder = join(snapshots, 'objects');
  }

  pathOf(digest: string): string {
    return join(this.#folder, digest.slice(0, 2), digest.slice(2));
  }

  /** Keeps a file's content. `stable` is false when the file changed while it was read. */
  put(file: Buffer | string): { readonly digest: string; readonly size: number; readonly stable: boolean } {
    // A link in its place would lead elsewhere; a pipe would never end.
    const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      const before = fstatSync(descriptor);
      const found = before.size <= smallFile ? this.#putSmall(descriptor, before.size) : this.#putLarge(file);
      const after = fstatSync(descriptor);
      return { ...found, stable: after.size === before.size && after.mtimeMs === before.mtimeMs && found.size === before.size };
    } finally {
      closeSync(descriptor);
    }
  }

  /** Undefined when there is no such file (any more). */
  putIfThere(file: Buffer | string): ReturnType<ObjectStore['put']> | undefined {
    try {
      return this.put(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  putBytes(bytes: Buffer): string {
    const digest = createHash('sha256').update(bytes).digest('hex');
    const path = this.#placeOf(digest);
    if (!this.#isThere(path)) {
      const temporary = this.#temporary();
      writeFileSync(temporary, bytes, { mode: 0o600, flag: 'wx' });
      renameSync(temporary, path);
    }
    return digest;
  }

  #putSmall(descriptor: number, expected: number): { digest: string; size: number } {
    const bytes = Buffer.allocUnsafe(expected + 1);
    let length = 0;
    for (;;) {
      const count = readSync(descriptor, bytes, length, bytes.length - length, length);
      length += count;
      // One byte more than expected: it grew, and is taken again.
      if (count === 0 || length === bytes.length) break;
    }
    return { digest: this.putBytes(bytes.subarray(0, length)), size: length };
  }

  #putLarge(file: Buffer | string): { digest: string; size: number } {
    const temporary = this.#temporary();
    try {
      copyFileSync(file, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      // It has the mode of what was copied.
      chmodSync(temporary, 0o600);
      // Of the copy, which nobody else writes.
      const digest = digestOf(temporary);
      const { size } = statSync(temporary);
      const path = this.#placeOf(digest);
      if (!this.#isThere(path)) renameSync(temporary, path);
      return { digest, size };
    } finally {
      rmSync(temporary, { force: true });
    }
  }

  /** Touched, so that a clean-up at the same time takes it for new. */
  #isThere(path: string): boolean {
    if (!existsSync(path)) return false;
    const now = new Date();
    utimesSync(path, now, now);
    return true;
  }

  #placeOf(digest: string): string {
    const folder = join(this.#folder, digest.slice(0, 2));
    if (!this.#made.has(folder)) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      this.#made.add(folder);
    }
    return this.pathOf(digest);
  }

  #temporary(): string {
    if (!this.#made.has(this.#folder)) {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      this.#made.add(this.#folder);
    }
    return join(this.#folder, `.${process.pid}-${randomBytes(6).toString('hex')}`);
  }
}

/** SHA-256 of a file's content. */
export function digestOf(file: Buffer | string): string {
  const hash = createHash('sha256');
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(Math.min(readStep, Math.max(1, fstatSync(descriptor).size)));
    for (let count = readSync(descriptor, buffer); count > 0; count = readSync(descriptor, buffer)) hash.update(buffer.subarray(0, count));
  } finally {
    closeSync(descriptor);
  }
  return hash.digest('hex');
}

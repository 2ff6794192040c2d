import { closeSync, fdatasyncSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Paths of files as they are on disk, byte for byte, in a string with one character for each byte (latin1): names need not be UTF-8.
 */
export type RawPath = string;

export function rawPath(path: string): RawPath {
  return Buffer.from(path, 'utf8').toString('latin1');
}

/** For calls of the file system. */
export function bytesOf(path: RawPath): Buffer {
  return Buffer.from(path, 'latin1');
}

/** For people. */
export function shownPath(path: RawPath): string {
  return bytesOf(path).toString('utf8');
}

/** One thing of the file system as it was. */
export type Entry =
  /** `object`: digest of the content in the store. `link`: number of the hard link in the snapshot's own folder. */
  | {
      readonly type: 'file';
      readonly path: RawPath;
      readonly mode: number;
      readonly size: number;
      /** ms, with a fraction. */
      readonly modified: number;
      readonly object?: string;
      readonly link?: number;
    }
  | { readonly type: 'directory'; readonly path: RawPath; readonly mode: number }
  | { readonly type: 'symlink'; readonly path: RawPath; readonly target: string }
  /** Nothing was there: what is there afterwards has to go to undo it. */
  | { readonly type: 'absent'; readonly path: RawPath };

/** A repository's record as it was. */
export interface RepositoryState {
  /** Work tree. */
  readonly root: string;
  /** `refs/heads/main`, or the hash of a detached HEAD. */
  readonly head: string;
  readonly headCommit?: string;
  /** Local references: name → hash. */
  readonly refs: Readonly<Record<string, string>>;
  /** Newest first. */
  readonly stashes: readonly { readonly hash: string; readonly text: string }[];
  /** Digest of the index in the store. */
  readonly index?: string;
  /** `branch.*` configuration: pairs of name and value. */
  readonly branchConfig: readonly (readonly [string, string])[];
  /** A pack of the commits that only what is lost holds lies in the snapshot's folder. */
  readonly pack: boolean;
  /** Branches that the operation is about; all of them if empty. */
  readonly branches: readonly string[];
}

export interface SnapshotAbout {
  /** Of the action in the journal, if it has one. */
  readonly action?: string;
  readonly agent?: string;
  readonly session?: string;
  readonly workspace: string;
  readonly cwd: string;
  /** What is undone by it, redacted: the first line of the modal. */
  readonly title: string;
}

export interface SnapshotHeader extends SnapshotAbout {
  readonly version: 1;
  readonly id: string;
  /** ms since 1970. */
  readonly time: number;
  readonly files: number;
  /** Of all files; what it takes in the store is less. */
  readonly bytes: number;
  readonly repositories: readonly RepositoryState[];
  /** What it does not hold, one sentence each. */
  readonly gaps: readonly string[];
}

export const manifestName = 'manifest.jsonl';
const headerLimit = 4 * 1024 * 1024;

/** The header is the first line, so that a list of snapshots reads no entries. `durable` waits for the disk. */
export function writeManifest(folder: string, header: SnapshotHeader, entries: readonly Entry[], durable: boolean): void {
  const file = openSync(join(folder, manifestName), 'wx', 0o600);
  try {
    const write = (text: string): void => {
      const bytes = Buffer.from(text);
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    };
    write(`${JSON.stringify(header)}\n`);
    for (let at = 0; at < entries.length; at += 5000)
      write(
        entries
          .slice(at, at + 5000)
          .map((entry) => `${JSON.stringify(entry)}\n`)
          .join(''),
      );
    if (durable) fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Undefined for what is no snapshot of a version that we know. */
export function readHeader(folder: string): SnapshotHeader | undefined {
  let file: number;
  try {
    file = openSync(join(folder, manifestName), 'r');
  } catch {
    return undefined; // Being taken, or half removed.
  }
  try {
    const chunks: Buffer[] = [];
    for (let length = 0; length < headerLimit;) {
      const chunk = Buffer.alloc(64 * 1024);
      const count = readSync(file, chunk, 0, chunk.length, length);
      if (count === 0) return undefined;
      const end = chunk.subarray(0, count).indexOf(0x0a);
      chunks.push(chunk.subarray(0, end < 0 ? count : end));
      if (end >= 0) return headerFrom(Buffer.concat(chunks).toString('utf8'));
      length += count;
    }
    return undefined;
  } finally {
    closeSync(file);
  }
}

function headerFrom(text: string): SnapshotHeader | undefined {
  try {
    const header = JSON.parse(text) as SnapshotHeader;
    return header.version === 1 ? header : undefined;
  } catch {
    return undefined; // Damaged: not offered for undoing.
  }
}

export function readEntries(folder: string): readonly Entry[] {
  const lines = readFileSync(join(folder, manifestName), 'utf8').split('\n');
  return lines.slice(1).flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Entry]));
}

import { closeSync, existsSync, fstatSync, lstatSync, openSync, readSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { mayHoldCredentials } from '../core/credentials/credentialPaths.ts';
import { dotenvNames } from '../core/environments/dotenvFile.ts';
import { recognisersFor } from '../core/environments/recognisers.ts';
import { matchesGlob } from '../core/globs.ts';
import { baseName } from '../core/paths.ts';

export const maxEntries = 200_000;
export const maxFiles = 400;
/** Files of one name that are read before all others have had their turn: five hundred `schema.prisma` must not hide a `fly.toml`. */
export const maxOfOneName = 40;
const maxFileBytes = 256 * 1024;

/** What programs make and packages bring: never anybody's own settings, and most of all files. */
const skipped = new Set(
  `node_modules .git .hg .svn .jj dist build out target vendor .next .nuxt .output .svelte-kit .turbo .cache .parcel-cache .angular __pycache__ .venv venv
  virtualenv .tox .nox .mypy_cache .pytest_cache .ruff_cache .gradle .idea coverage .nyc_output bower_components .yarn .pnpm-store Pods DerivedData elm-stuff
  .dart_tool _build deps .stack-work .bundle site-packages .eggs .serverless .aws-sam cdk.out .docusaurus storybook-static .expo .vs .history .Trash`.split(
    /\s+/,
  ),
);
/** Folders that are skipped for their parent's sake: `.terraform/providers`. */
const skippedBelow: Readonly<Record<string, ReadonlySet<string>>> = { '.terraform': new Set(['providers', 'modules']) };

/** Whether a folder is passed over in a walk: what programs make, what packages bring. */
export function isSkippedFolder(name: string, parent: string): boolean {
  return skipped.has(name) || (skippedBelow[parent]?.has(name) ?? false);
}

/** With forward slashes, as core writes paths. */
export function corePath(path: string): string {
  return sep === '\\' ? path.replaceAll('\\', '/') : path;
}

export interface Candidate {
  readonly path: string;
  /** 0 is read first. */
  readonly priority: number;
  readonly depth: number;
}

/** The rank of a file worth reading; undefined for all others. */
export function candidateOf(path: string, root: string, depth: number, credentialFiles: readonly string[] = []): Candidate | undefined {
  const base = baseName(path);
  if (credentialFiles.length > 0 && matchesGlob(path, credentialFiles, { platform: process.platform as 'linux', roots: [root] }))
    return { path, priority: 0, depth };
  if (dotenvNames.some((name) => name.test(base))) return { path, priority: 0, depth };
  const wanted = recognisersFor(path).filter((recogniser) => recogniser.wants?.(path, root, depth) ?? true);
  // What is a link by being there, and what people write down where they look first.
  if (wanted.some((recogniser) => recogniser.wants === undefined && !recogniser.quiet)) return { path, priority: 1, depth };
  if (/^readme/i.test(base) && wanted.length > 0 && depth <= 2) return { path, priority: 1, depth };
  if (wanted.some((recogniser) => recogniser.wants === undefined)) return { path, priority: 2, depth };
  if (mayHoldCredentials(path)) return { path, priority: 3, depth };
  return wanted.length > 0 ? { path, priority: 4, depth } : undefined;
}

/** One folder of a workspace as it was when it was listed. */
export interface ListedFolder {
  readonly mtime: number;
  /** Changed so shortly before that a second change could have the same time: listed again at the next check. */
  readonly young: boolean;
  readonly folders: readonly string[];
  readonly candidates: readonly Candidate[];
  readonly entries: number;
}

/** Times closer than this may be equal for two changes (kernel ticks of 4 to 10 ms, and coarser file systems). */
const young = 50;

/** Whether a time is so near that another change could have the same. */
export function isRecent(time: number): boolean {
  return Date.now() - time < young;
}

export async function listFolder(
  folder: string,
  root: string,
  depth: number,
  descend: boolean,
  credentialFiles: readonly string[] = [],
): Promise<ListedFolder | undefined> {
  const mtime = modifiedAt(folder);
  if (mtime === undefined) return undefined;
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch {
    // Not ours to read: there is nothing to be known in it.
    return { mtime, young: false, folders: [], candidates: [], entries: 0 };
  }
  const listed = { mtime, young: isRecent(mtime), entries: entries.length };
  const parent = baseName(corePath(folder));
  // A Python environment of any name.
  if (depth > 0 && entries.some((entry) => entry.name === 'pyvenv.cfg')) return { ...listed, folders: [], candidates: [] };
  const folders: string[] = [];
  const candidates: Candidate[] = [];
  for (const entry of entries) {
    const path = corePath(join(folder, entry.name));
    if (entry.isDirectory()) {
      if (descend && !isSkippedFolder(entry.name, parent)) folders.push(path);
      // Remotes are links, the rest of `.git` is not ours to read.
      if (entry.name === '.git') {
        const config = candidateOf(`${path}/config`, root, depth);
        if (config) candidates.push(config);
      }
    } else if (entry.isFile() || entry.isSymbolicLink()) {
      const candidate = candidateOf(path, root, depth, credentialFiles);
      if (candidate) candidates.push(candidate);
    }
  }
  return { ...listed, folders, candidates };
}

/** Modification time of a folder that is no symbolic link. */
export function modifiedAt(folder: string): number | undefined {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  return stat?.isDirectory() ? stat.mtimeMs : undefined;
}

/** What tells that a file's content may have changed. */
export interface FileStamp {
  readonly mtime: number;
  readonly changed: number;
  readonly size: number;
  readonly inode: number;
}

/** Follows symbolic links to files: `.env` may point to the shared one. Undefined when it is no regular file. */
export function stampOf(path: string): FileStamp | undefined {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat?.isFile()) return undefined;
    return { mtime: stat.mtimeMs, changed: stat.ctimeMs, size: stat.size, inode: stat.ino };
  } catch {
    return undefined;
  }
}

export function sameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.mtime === b.mtime && a.changed === b.changed && a.size === b.size && a.inode === b.inode;
}

export function isYoung(stamp: FileStamp): boolean {
  return isRecent(Math.max(stamp.mtime, stamp.changed));
}

/** The first part of a file as text. Undefined when it cannot be read; empty for binary ones. */
export function readText(path: string): string | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    // Opened and asked again: a fifo put in its place meanwhile would block the read.
    if (!fstatSync(file).isFile()) return undefined;
    const buffer = Buffer.allocUnsafe(Math.min(maxFileBytes, Math.max(1, fstatSync(file).size)));
    let length = 0;
    for (let read = 1; length < buffer.length && read > 0; length += read)
      read = readSync(file, buffer, length, buffer.length - length, length);
    return textOf(buffer.subarray(0, length));
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}

function textOf(bytes: Buffer): string {
  // PowerShell writes UTF-16 with a byte order mark.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  return bytes.subarray(0, 8192).includes(0) ? '' : bytes.toString('utf8');
}

/** The workspace folder that a directory belongs to: an open one, else its repository's, else itself. */
export function rootFor(cwd: string, roots: readonly string[], home: string): string {
  let best: string | undefined;
  for (const root of roots)
    if ((cwd === root || cwd.startsWith(root.endsWith('/') ? root : `${root}/`)) && (best === undefined || root.length > best.length))
      best = root;
  if (best !== undefined) return best;
  for (let folder = cwd; ; folder = corePath(dirname(folder))) {
    if (isBroad(folder, home)) return cwd;
    if (existsSync(join(folder, '.git'))) return folder;
    if (corePath(dirname(folder)) === folder) return cwd;
  }
}

/** Folders that hold everything of somebody: only their own files are looked at, never what is below. */
export function isBroad(folder: string, home: string): boolean {
  return (
    folder === home ||
    home.startsWith(folder.endsWith('/') ? folder : `${folder}/`) ||
    corePath(dirname(folder)) === folder ||
    folder === corePath(tmpdir()) ||
    /^\/(?:tmp|var|var\/tmp|usr|etc|opt|mnt|media|srv|home|Users|private|Volumes|workspaces?)$/.test(folder)
  );
}

import type { Dirent } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { Minimatch, braceExpand } from 'minimatch';
import type { GlobAnswer } from '../core/types.ts';

const maxPaths = 200;
/** Directory entries looked at for one pattern. */
const maxEntries = 20_000;
const maxBraces = 64;
const maxDepth = 24;

interface Walk {
  readonly found: Set<string>;
  entries: number;
  truncated: boolean;
}

/** Paths that a shell glob matches now. `**` goes into every folder but `.git` and `node_modules`, hidden ones too, as `find` does. */
export async function answerGlob(pattern: string): Promise<GlobAnswer> {
  const walk: Walk = { found: new Set(), entries: 0, truncated: false };
  const patterns = braceExpand(pattern);
  if (patterns.length > maxBraces) walk.truncated = true;
  for (const plain of patterns.slice(0, maxBraces)) {
    const segments = plain.split('/').filter((segment) => segment !== '');
    const drive = /^[a-z]:$/i.test(segments[0] ?? '') ? `${segments.shift()}/` : '/';
    await expand(drive, segments, 0, walk);
  }
  return { type: 'glob', paths: [...walk.found].slice(0, maxPaths), truncated: walk.truncated || walk.found.size > maxPaths };
}

function full(walk: Walk): boolean {
  if (walk.found.size > maxPaths || walk.entries > maxEntries) walk.truncated = true;
  return walk.truncated && (walk.found.size > maxPaths || walk.entries > maxEntries);
}

async function expand(folder: string, segments: readonly string[], depth: number, walk: Walk): Promise<void> {
  if (full(walk)) return;
  const [segment, ...rest] = segments;
  if (segment === undefined) {
    walk.found.add(folder === '/' ? '/' : folder.replace(/\/$/, ''));
    return;
  }
  const base = folder.endsWith('/') ? folder : `${folder}/`;
  if (segment === '**') {
    await expand(folder, rest, depth, walk);
    if (depth >= maxDepth) {
      walk.truncated = true;
      return;
    }
    for (const entry of await entriesOf(base, walk))
      if (entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules')
        await expand(base + entry.name, segments, depth + 1, walk);
    return;
  }
  if (!/[*?[\]!+@()]/.test(segment)) {
    const next = base + segment.replace(/\\(.)/g, '$1');
    const there = await lstat(next).catch(() => undefined);
    if (there) await expand(next, rest, depth, walk);
    return;
  }
  const matcher = new Minimatch(segment, { dot: false, nocase: process.platform !== 'linux', nonegate: true, nocomment: true });
  for (const entry of await entriesOf(base, walk)) {
    const matches =
      matcher.match(entry.name) ||
      (segment.startsWith('.') &&
        entry.name.startsWith('.') &&
        new Minimatch(segment, { dot: true, nonegate: true, nocomment: true }).match(entry.name));
    if (matches && (rest.length === 0 || entry.isDirectory() || entry.isSymbolicLink())) await expand(base + entry.name, rest, depth, walk);
    if (full(walk)) return;
  }
}

/** Entries of a folder, within the budget. A folder that cannot be read has no matches that the shell could find. */
async function entriesOf(folder: string, walk: Walk): Promise<readonly Dirent[]> {
  const entries: Dirent[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      entries.push(entry);
      if (++walk.entries > maxEntries) {
        walk.truncated = true;
        break;
      }
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') walk.truncated = true;
  }
  return entries;
}

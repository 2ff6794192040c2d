import { constants } from 'node:fs';
import { lstat, open, opendir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PathAnswer, TextAnswer } from '../core/types.ts';

/** Largest text that is ever read for an answer, whatever the question's limit. */
const maxText = 4 * 1024 * 1024;

export async function answerPath(path: string, mounts: ReadonlySet<string>): Promise<PathAnswer> {
  const self = await lstat(path).catch(missing);
  if (self === undefined)
    return { type: 'path', kind: 'missing', real: await realOfMissing(path), link: false, size: 0, empty: false, mount: false };
  const link = self.isSymbolicLink();
  const target = link ? await stat(path).catch(missing) : self;
  // A link to nothing: what would be removed or written through is not there.
  if (target === undefined) return { type: 'path', kind: 'other', real: path, link, size: 0, empty: false, mount: false };
  const real = await realpath(path);
  const directory = target.isDirectory();
  const kind = directory ? 'directory' : target.isFile() ? 'file' : 'other';
  return {
    type: 'path',
    kind,
    real,
    link,
    size: kind === 'file' ? target.size : 0,
    empty: directory && (await isEmpty(real)),
    mount: directory && (mounts.has(real) || target.dev !== (await stat(dirname(real))).dev || real === dirname(real)),
  };
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}

/** The path with the links of its nearest existing parent resolved. */
export async function realOfMissing(path: string): Promise<string> {
  const parent = dirname(path);
  if (parent === path) return path;
  const real = await realpath(parent).catch(missing);
  return join(real ?? (await realOfMissing(parent)), path.slice(parent.length).replace(/^[/\\]+/, ''));
}

async function isEmpty(path: string): Promise<boolean> {
  const directory = await opendir(path);
  try {
    return (await directory.read()) === null;
  } finally {
    await directory.close();
  }
}

/** Mount points that a device number does not tell from their parent: bind mounts. Linux only. */
export async function mountPoints(): Promise<ReadonlySet<string>> {
  if (process.platform !== 'linux') return new Set();
  const table = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  const points = new Set<string>();
  // https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html: the fifth field, blanks as octal escapes.
  for (const line of table.split('\n')) {
    const point = line.split(' ')[4];
    if (point) points.add(point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))));
  }
  return points;
}

export async function answerText(path: string, limit: number): Promise<TextAnswer> {
  const wanted = Math.min(limit, maxText);
  // Without O_NONBLOCK opening a named pipe would wait for a writer.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const { size, isRegular } = await file.stat().then((stats) => ({ size: stats.size, isRegular: stats.isFile() }));
    if (!isRegular) throw Object.assign(new Error('not a file'), { code: 'EINVAL' });
    const buffer = Buffer.alloc(wanted + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    const truncated = length > wanted || size > wanted;
    return { type: 'text', text: buffer.subarray(0, Math.min(length, wanted)).toString('utf8'), truncated };
  } finally {
    await file.close();
  }
}

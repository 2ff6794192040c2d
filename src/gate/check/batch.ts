import type { Readable, Writable } from 'node:stream';
import type { Call } from '../../core/types.ts';
import type { Judgement } from '../../platform/road.ts';
import { parseBatchLine } from './parseInput.ts';
import { decisionJson } from './report.ts';

/** Judged at the same time; each may wait for the disk. */
const concurrency = 64;
/** A longer line is an error of its own and is skipped to its end. */
export const maxLine = 16 * 1024 * 1024;

/** One JSON line in, one JSON line out, in the same order; a bad line gets an error and the rest goes on. */
export async function runBatch(
  input: Readable,
  output: Writable,
  judge: (call: Call, placed: boolean) => Promise<Judgement>,
  cwd: string,
): Promise<number> {
  const waiting: Promise<string>[] = [];
  let text = '';
  const flush = async (force: boolean): Promise<void> => {
    if (text === '' || (!force && text.length < 65536)) return;
    const chunk = text;
    text = '';
    if (!output.write(chunk)) await new Promise((resolve) => output.once('drain', resolve));
  };
  const next = async (): Promise<void> => {
    text += await waiting.shift()!;
    // Nothing more is on its way that could be sent along.
    await flush(waiting.length === 0);
  };
  for await (const line of linesOf(input)) {
    if (line !== undefined && line.trim() === '') continue;
    waiting.push(line === undefined ? Promise.resolve(errorLine(null, 'the line is too long')) : answerTo(line, judge, cwd));
    if (waiting.length >= concurrency) await next();
  }
  while (waiting.length > 0) await next();
  await flush(true);
  return 0;
}

async function answerTo(line: string, judge: (call: Call, placed: boolean) => Promise<Judgement>, cwd: string): Promise<string> {
  const parsed = parseBatchLine(line, cwd);
  if ('error' in parsed) return errorLine(parsed.id, parsed.error);
  try {
    const { decision } = await judge(parsed.call, parsed.placed);
    return `${JSON.stringify({ id: parsed.id, ...decisionJson(decision) })}\n`;
  } catch {
    return errorLine(parsed.id, 'it could not be judged');
  }
}

function errorLine(id: unknown, error: string): string {
  return `${JSON.stringify({ id, error })}\n`;
}

/** Lines of a stream; undefined for one that is longer than the limit. */
async function* linesOf(input: Readable): AsyncGenerator<string | undefined> {
  input.setEncoding('utf8');
  let parts: string[] = [];
  let size = 0;
  let tooLong = false;
  for await (const chunk of input as AsyncIterable<string>) {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      const rest = chunk.slice(start, end);
      yield tooLong || size + rest.length > maxLine ? undefined : parts.join('') + rest;
      parts = [];
      size = 0;
      tooLong = false;
      start = end + 1;
    }
    const tail = chunk.slice(start);
    size += tail.length;
    if (size > maxLine) {
      tooLong = true;
      parts = [];
    } else if (tail !== '') parts.push(tail);
  }
  if (tooLong) yield undefined;
  else if (parts.length > 0) yield parts.join('');
}

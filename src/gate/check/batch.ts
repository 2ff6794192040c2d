import type { Readable, Writable } from 'node:stream';
import type { Call } from '../../core/types.ts';
import type { Judgement } from '../../platform/road.ts';
import { parseBatchLine } from './parseInput.ts';
import { decisionJson } from './report.ts';

/** Judged at the same time; each may wait for the disk. */
const concurrency = 64;
/** A longer line is an error of its own and is skipped to its end. */
const maxLine = 16 * 1024 * 1024;

/** One JSON line in, one JSON line out, in the same order; a bad line gets an error and the rest goes on. */
export async function runBatch(
  input: Readable,
  output: Writable,
  judge: (call: Call, placed: boolean) => Promise<Judgement>,
  cwd: string,
): Promise<number> {
  const writer = createWriter(output);
  const running = new Set<Promise<void>>();
  let written: Promise<void> = Promise.resolve();
  for await (const line of linesOf(input)) {
    if (line !== undefined && line.trim() === '') continue;
    const answer = line === undefined ? Promise.resolve(errorLine(null, 'the line is too long')) : answerTo(line, judge, cwd);
    // In the order of the lines, each as soon as it and all before it are known: who waits for an answer gets it.
    const turn = written.then(() => answer).then((text) => writer.add(text));
    written = turn;
    running.add(turn);
    void turn.then(() => running.delete(turn));
    if (running.size >= concurrency) await Promise.race(running);
    await writer.drained();
  }
  await written;
  await writer.end();
  return 0;
}

interface Writer {
  add(text: string): void;
  /** Waits while the reader is slower than we are. */
  drained(): Promise<void>;
  end(): Promise<void>;
}

/** Answers that are there at the same time go out in one write. */
function createWriter(output: Writable): Writer {
  let text = '';
  let full: Promise<void> = Promise.resolve();
  const flush = (): void => {
    const chunk = text;
    text = '';
    if (chunk !== '' && !output.write(chunk)) full = new Promise((resolve) => output.once('drain', resolve));
  };
  return {
    add(more) {
      if (text === '') setImmediate(flush);
      text += more;
    },
    drained: () => full,
    async end() {
      flush();
      await full;
    },
  };
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

import type { Readable, Writable } from 'node:stream';

/** Longest message, bytes. MCP sends files as base64 in one line; what is longer is no message. */
export const maxMessage = 64 * 1024 * 1024;

/** Calls `line` for every line with its line feed, as it came, and `end` once; a rest without a line feed is a line, too. */
export function onLines(stream: Readable, line: (bytes: Buffer) => void, end: (error?: Error) => void): void {
  let parts: Buffer[] = [];
  let size = 0;
  let ended = false;
  const finish = (error?: Error): void => {
    if (ended) return;
    ended = true;
    if (size > 0 && error === undefined) line(Buffer.concat(parts));
    end(error);
  };
  stream.on('data', (chunk: Buffer) => {
    if (ended) return;
    let from = 0;
    for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, from)) {
      const last = chunk.subarray(from, at + 1);
      const whole = parts.length === 0 ? last : Buffer.concat([...parts, last]);
      parts = [];
      size = 0;
      from = at + 1;
      line(whole);
    }
    if (from < chunk.length) {
      parts.push(chunk.subarray(from));
      size += chunk.length - from;
      if (size > maxMessage) {
        stream.destroy();
        finish(new Error('a message is longer than 64 MB'));
      }
    }
  });
  stream.once('end', () => finish());
  stream.once('close', () => finish());
  stream.once('error', (error) => finish(error));
}

/** Writes, and stops `source` while the other side does not read. */
export function writeTo(target: Writable, bytes: Buffer | string, source: Readable): void {
  if (target.destroyed || target.writableEnded) return;
  if (target.write(bytes)) return;
  source.pause();
  target.once('drain', () => source.resume());
}

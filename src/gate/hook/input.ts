import { read } from 'node:fs';
import { maxHookInput } from '../../core/protocol.ts';

/** Why there is no input to judge. */
export class InputError extends Error {}

/** An agent writes its input at once; one that never ends it must not hold the gate for ever. */
const inputDeadline = 60_000;

/** All of standard input as text. Rejects when it is empty, too large, not UTF-8, or does not end. */
export async function readInput(): Promise<string> {
  const bytes = await withDeadline(readAll());
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new InputError('its input is not UTF-8 text.');
  }
  if (text.trim() === '') throw new InputError('its input was empty.');
  return text;
}

async function readAll(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const add = (chunk: Buffer): void => {
    size += chunk.length;
    if (size > maxHookInput) throw new InputError('its input is larger than 16 MB.');
    chunks.push(chunk);
  };
  // Plain reads: `process.stdin` costs some milliseconds to set up. A non-blocking descriptor (some agents hand in a socket) needs it.
  for (;;) {
    let chunk: Buffer | 'again';
    try {
      chunk = await readChunk();
    } catch {
      throw new InputError('its input could not be read.');
    }
    if (chunk === 'again') break;
    if (chunk.length === 0) return Buffer.concat(chunks);
    add(chunk);
  }
  for await (const chunk of process.stdin) add(chunk as Buffer);
  return Buffer.concat(chunks);
}

function readChunk(): Promise<Buffer | 'again'> {
  return new Promise((resolve, reject) => {
    const buffer = Buffer.allocUnsafe(65536);
    read(0, buffer, 0, buffer.length, null, (error, count) => {
      if (error === null) resolve(buffer.subarray(0, count));
      else if (error.code === 'EAGAIN') resolve('again');
      else if (error.code === 'EOF') resolve(Buffer.alloc(0));
      else reject(error);
    });
  });
}

function withDeadline<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new InputError('its input did not arrive.')), inputDeadline);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

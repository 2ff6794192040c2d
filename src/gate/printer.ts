import type { Writable } from 'node:stream';
import { once } from 'node:events';

/** Writes to a stream no faster than its reader takes, so that a long list does not lie in memory. */
export function printer(stream: Writable): (text: string) => Promise<void> {
  return async (text) => {
    if (!stream.write(text)) await once(stream, 'drain');
  };
}

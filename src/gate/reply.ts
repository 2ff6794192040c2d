import { writeSync } from 'node:fs';
import { exitTwo, type HookReply } from '../core/agents/adapter.ts';
import { dialectFor } from '../core/agents/adapters.ts';

/** Leaves with a hook's answer. Synchronous: an answer half written when the process ends is none. */
export function leave(reply: HookReply): never {
  if (reply.stderr !== '') writeAll(2, `${reply.stderr}\n`);
  if (reply.stdout !== '') writeAll(1, `${reply.stdout}\n`);
  process.exit(reply.code);
}

/** The agent's own failure answer; exit 2 with a text for one that we do not know. */
export function failure(agent: string, reason: string): HookReply {
  return dialectFor(agent)?.failure(reason) ?? exitTwo(`Tenth Second could not judge this action, so it did not run: ${reason}`);
}

/** A pipe that the reader has set to non-blocking may be full: wait a little and go on, for at most ten seconds. */
function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let done = 0, tries = 0; done < bytes.length && tries < 1000; tries++) {
    try {
      done += writeSync(descriptor, bytes, done);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return; // The reader is gone; the exit code still says it.
      Atomics.wait(pause, 0, 0, 10);
    }
  }
}

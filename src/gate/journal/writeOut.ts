import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { printer } from '../printer.ts';

/** To a new file that only its owner reads, or to stdout. */
export async function writeOut(out: string | undefined, write: (print: (text: string) => Promise<void>) => Promise<void>): Promise<void> {
  const file = out === undefined ? undefined : createWriteStream(out, { mode: 0o600, flags: 'wx' });
  const failed = file && finished(file);
  // Reported where it is awaited.
  failed?.catch(() => undefined);
  const work = write(printer(file ?? process.stdout));
  await (failed ? Promise.race([work, failed]) : work);
  file?.end();
  await failed;
}

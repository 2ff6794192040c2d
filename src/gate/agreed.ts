import { createInterface } from 'node:readline/promises';

/** Asks the person at the terminal whether to write what was shown. */
export async function agreed(): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await lines.question('Write this change? [y/N] ')).trim());
  } finally {
    lines.close();
  }
}

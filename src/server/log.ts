import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Redact } from './holdText.ts';

const maxSize = 1024 * 1024;
const maxMessage = 4000;

/** What went wrong and when the server came and went. Never holds a secret: every text passes `redact`. */
export interface Log {
  info(text: string): void;
  error(text: string, error: unknown): void;
}

/** `server.log` and the one before it; together at most twice the size limit. */
export function createLog(folder: string, redact: Redact): Log {
  const path = join(folder, 'server.log');
  const write = (level: string, text: string): void => {
    try {
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > maxSize) renameSync(path, `${path}.1`);
      const line = redact(text.slice(0, maxMessage)).replace(/\s*\n\s*/g, ' | ');
      appendFileSync(path, `${new Date().toISOString()} ${process.pid} ${level} ${line}\n`, { mode: 0o600 });
    } catch {
      // A full disk must not turn a decision that was made into one that was not.
    }
  };
  return {
    info: (text) => write('info', text),
    error: (text, error) => write('error', `${text}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  };
}

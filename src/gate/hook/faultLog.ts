import { appendFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolderAt, stateFolderPath } from '../../platform/stateFolder.ts';

const maxLog = 256 * 1024;

/** Notes where the gate failed, for a bug report: the places in our code only, since a message may quote the agent's input. */
export function noteFault(error: unknown): void {
  const { name, stack = '' } = error instanceof Error ? error : new Error();
  const places = stack.split('\n').filter((line) => line.startsWith('    at '));
  try {
    const file = join(stateFolderAt(stateFolderPath()).log, 'gate.log');
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxLog) return;
    appendFileSync(file, `${[`${new Date().toISOString()} ${name}`, ...places].join('\n')}\n`, { mode: 0o600 });
  } catch {
    // The refusal goes out whether it can be noted or not.
  }
}

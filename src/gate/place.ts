import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { openStateFolder, type StateFolder } from '../platform/stateFolder.ts';

/** The home that a state folder belongs to: an installed gate lies in it, whatever HOME says in an agent's environment. */
export function homeOf(state: Pick<StateFolder, 'root'>): string {
  return basename(state.root) === '.tenth-second' ? dirname(state.root) : homedir();
}

/** The state folder, or a temporary one where the home cannot be written (containers, CI): then nothing is remembered. */
export function stateFolderForReading(): StateFolder {
  try {
    return openStateFolder();
  } catch {
    const folder = mkdtempSync(join(tmpdir(), 'tenth-second-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return openStateFolder(folder);
  }
}

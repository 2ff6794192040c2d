import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalRecord } from '../../core/journal/record.ts';
import { chainNameOf, chainTail, journalFiles, monthOf, openForReading } from './journalFiles.ts';
import type { Journal } from './journalWriter.ts';

const words = /^removed (\S+) by its age, as the settings say: it held (\d+) records and ended with [0-9a-f]{64}$/;

/** The note that the retention leaves in the machine's chain, so that `verify` does not miss the file. */
export const removedFile = {
  mark: '"text":"removed ',
  text: (file: string, n: number, hash: string): string =>
    `removed ${file} by its age, as the settings say: it held ${n} records and ended with ${hash}`,
  nameIn: (record: JournalRecord | undefined): string | undefined =>
    record?.type === 'note' && record.workspace === '' ? words.exec(record.text ?? '')?.[1] : undefined,
} as const;

/**
 * Removes chains of months that ended more than `months` months ago (0 keeps everything), each after a synced note that it will be.
 * Gives back the names of what was removed.
 */
export async function removeOldChains(folder: string, journal: Journal, months: number, now: number): Promise<readonly string[]> {
  if (!Number.isFinite(months) || months < 1) return [];
  const date = new Date(now);
  const oldest = monthOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - Math.trunc(months), 1));
  const written = journal.heads();
  const removed: string[] = [];
  for (const file of await journalFiles(folder)) {
    const chain = chainNameOf(file);
    // A chain that is being written is in use, whatever its name says: the clock may have been wrong.
    if (!chain || chain.month >= oldest || written.has(file)) continue;
    const handle = await openForReading(folder, file);
    const { head } = await chainTail(handle);
    await handle.close();
    await journal.append({ type: 'note', time: now, workspace: '', by: 'server', text: removedFile.text(file, head.n, head.hash) });
    await rm(join(folder, file), { force: true });
    removed.push(file);
  }
  return removed;
}

import { parseArgs } from 'node:util';
import type { JournalFilter } from '../../core/journal/filter.ts';
import { IncidentReport } from '../../core/journal/incidentReport.ts';
import { scanJournal, type JournalEntry } from '../../platform/journal/journalReader.ts';
import { stateFolderAt, stateFolderPath } from '../../platform/stateFolder.ts';
import { filterFrom, filterOptions } from './journalArguments.ts';
import { writeOut } from './writeOut.ts';

declare const PRODUCT_VERSION: string;

/** `journal report`: an incident report of what the filters let through. */
export async function reportJournal(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { ...filterOptions, out: { type: 'string' } }, strict: true });
  const filter = filterFrom(values, Date.now());
  const entries = scanJournal(stateFolderAt(stateFolderPath()).journal, { filter });
  await writeOut(values.out, async (print) => print(await reportOf(entries, filter)));
  return 0;
}

export async function reportOf(entries: AsyncIterable<JournalEntry>, { since, until }: JournalFilter): Promise<string> {
  const report = new IncidentReport({
    version: PRODUCT_VERSION,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  });
  for await (const entry of entries) report.add(entry);
  return report.text();
}

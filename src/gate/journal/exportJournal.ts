import { hostname } from 'node:os';
import { parseArgs } from 'node:util';
import { csvHeader, csvLine } from '../../core/journal/csv.ts';
import { otlpBody } from '../../core/journal/otlp.ts';
import { scanJournal, type JournalEntry } from '../../platform/journal/journalReader.ts';
import { stateFolderAt, stateFolderPath } from '../../platform/stateFolder.ts';
import { filterFrom, filterOptions, UsageError } from './journalArguments.ts';
import { reportOf } from './reportJournal.ts';
import { writeOut } from './writeOut.ts';

declare const PRODUCT_VERSION: string;

const otlpBatch = 500;

/** `journal export`: the records as JSON lines, CSV, a Markdown report, or OTLP/JSON requests, one a line. */
export async function exportJournal(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { ...filterOptions, format: { type: 'string' }, out: { type: 'string' }, content: { type: 'boolean' } },
    strict: true,
  });
  const { format } = values;
  if (format !== 'jsonl' && format !== 'csv' && format !== 'md' && format !== 'otlp')
    throw new UsageError('--format says jsonl, csv, md or otlp');
  const entries = scanJournal(stateFolderAt(stateFolderPath()).journal, { filter: filterFrom(values, Date.now()) });
  await writeOut(values.out, (print) => write(format, entries, print, values.content === true));
  return 0;
}

async function write(
  format: 'jsonl' | 'csv' | 'md' | 'otlp',
  entries: AsyncIterable<JournalEntry>,
  print: (text: string) => Promise<void>,
  content: boolean,
): Promise<void> {
  switch (format) {
    case 'jsonl':
      for await (const { file, n, record } of entries) await print(`${JSON.stringify({ file, n, ...record })}\n`);
      return;
    case 'csv':
      await print(csvHeader);
      for await (const entry of entries) await print(csvLine(entry));
      return;
    case 'md':
      await print(await reportOf(entries, {}));
      return;
    case 'otlp': {
      const options = { version: PRODUCT_VERSION, host: hostname(), content };
      let batch: JournalEntry[] = [];
      for await (const entry of entries) {
        if (batch.push(entry) < otlpBatch) continue;
        await print(`${JSON.stringify(otlpBody(batch, options))}\n`);
        batch = [];
      }
      if (batch.length > 0) await print(`${JSON.stringify(otlpBody(batch, options))}\n`);
    }
  }
}

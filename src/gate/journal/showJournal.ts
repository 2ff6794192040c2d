import { parseArgs } from 'node:util';
import type { JournalRecord } from '../../core/journal/record.ts';
import { scanJournal, type JournalEntry } from '../../platform/journal/journalReader.ts';
import { stateFolderAt, stateFolderPath } from '../../platform/stateFolder.ts';
import { printer } from '../printer.ts';
import { countFrom, filterFrom, filterOptions } from './journalArguments.ts';

/** `journal show`: records that the filters let through, oldest first; with `--last N` only the newest, found from the end. */
export async function showJournal(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { ...filterOptions, last: { type: 'string' }, json: { type: 'boolean' } },
    strict: true,
  });
  const filter = filterFrom(values, Date.now());
  const { journal } = stateFolderAt(stateFolderPath());
  const print = printer(process.stdout);
  const show = ({ file, n, record }: JournalEntry): Promise<void> =>
    print(values.json === true ? `${JSON.stringify({ file, n, ...record })}\n` : `${recordText(record)}\n`);
  if (values.last === undefined) {
    for await (const entry of scanJournal(journal, { filter })) await show(entry);
    return 0;
  }
  const count = countFrom('last', values.last);
  const newest: JournalEntry[] = [];
  for await (const entry of scanJournal(journal, { filter, newestFirst: true })) {
    newest.push(entry);
    if (newest.length >= count) break;
  }
  for (const entry of newest.reverse()) await show(entry);
  return 0;
}

function recordText(record: JournalRecord): string {
  const time = new Date(record.time).toISOString().slice(0, 19).replace('T', ' ');
  const what = record.type === 'note' ? 'note' : [record.verdict, record.outcome].filter(Boolean).join(', ');
  const action = record.action?.replaceAll(/\s+/g, ' ').slice(0, 200);
  const typed = record.typed === undefined ? undefined : `typed: ${record.typed}`;
  const undo = record.snapshot === undefined ? undefined : `snapshot ${record.snapshot}`;
  const words = [action, record.text, typed, undo].filter(Boolean).join('  | ');
  const who = [record.agent, record.by].filter(Boolean).join(', by ');
  return `${time}  ${what.padEnd(20)} ${words}${who === '' ? '' : `  (${who})`}${record.cwd === undefined ? '' : `  in ${record.cwd}`}`;
}

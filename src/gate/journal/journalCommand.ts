import { readJournal, verifyJournal } from '../../platform/journal.ts';
import { stateFolderAt, stateFolderPath } from '../../platform/stateFolder.ts';
import type { JournalRecord } from '../../core/journal/record.ts';

const usage = 'usage: tenth-second journal show|verify [--json]\n';

/** `journal show` prints every record, oldest first; `journal verify` exits 1 when a chain is broken. */
export async function journalCommand(args: readonly string[]): Promise<number> {
  const [what, ...flags] = args;
  if ((what !== 'show' && what !== 'verify') || flags.some((flag) => flag !== '--json')) {
    process.stderr.write(usage);
    return 64;
  }
  const json = flags.includes('--json');
  const folder = stateFolderAt(stateFolderPath()).journal;
  return what === 'show' ? show(folder, json) : verify(folder, json);
}

async function show(folder: string, json: boolean): Promise<number> {
  for (const { file, n, record } of await readJournal(folder))
    process.stdout.write(json ? `${JSON.stringify({ file, n, ...record })}\n` : `${recordText(record)}\n`);
  return 0;
}

function recordText(record: JournalRecord): string {
  const time = new Date(record.time).toISOString().slice(0, 19).replace('T', ' ');
  const what = record.type === 'note' ? 'note' : [record.verdict, record.outcome].filter(Boolean).join(', ');
  const words = [record.action?.replaceAll(/\s+/g, ' ').slice(0, 200), record.text].filter(Boolean).join('  | ');
  const who = [record.agent, record.by].filter(Boolean).join(', by ');
  return `${time}  ${what.padEnd(20)} ${words}${who === '' ? '' : `  (${who})`}${record.cwd === undefined ? '' : `  in ${record.cwd}`}`;
}

async function verify(folder: string, json: boolean): Promise<number> {
  const reports = await verifyJournal(folder);
  // A torn tail is a crash, not tampering: named, and no failure.
  const broken = reports.some(({ problems }) => problems.some(({ fault }) => fault !== 'torn'));
  if (json) process.stdout.write(`${JSON.stringify({ intact: !broken, files: reports }, undefined, 2)}\n`);
  else {
    for (const { file, lines, problems } of reports) {
      process.stdout.write(
        `${problems.length === 0 ? 'intact' : 'BROKEN'}  ${file}  ${lines} records\n`.replace(
          'BROKEN',
          problems.every(({ fault }) => fault === 'torn') ? 'torn  ' : 'BROKEN',
        ),
      );
      for (const { text } of problems) process.stdout.write(`        ${text}\n`);
    }
    if (reports.length === 0) process.stdout.write('There is no journal yet.\n');
  }
  return broken ? 1 : 0;
}

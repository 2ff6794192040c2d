import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { headsFrom, readHeads } from '../../platform/journal/headsFile.ts';
import { verifyJournal, type Heads } from '../../platform/journal/verifyJournal.ts';
import { stateFolderAt, stateFolderPath } from '../../platform/stateFolder.ts';
import { UsageError } from './journalArguments.ts';

/** `journal verify`: exits 1 when a chain is broken. `--heads` names heads that were kept elsewhere, beside the ones of this folder. */
export async function verifyCommand(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { heads: { type: 'string' }, json: { type: 'boolean' } }, strict: true });
  const state = stateFolderAt(stateFolderPath());
  const kept = values.heads === undefined ? new Map<string, never>() : headsOf(values.heads);
  const reports = await verifyJournal(state.journal, readHeads(state.heads), kept);
  // A torn tail is a crash, not tampering: named, and no failure.
  const isBroken = ({ problems }: (typeof reports)[number]): boolean => problems.some(({ fault }) => fault !== 'torn');
  const broken = reports.some(isBroken);
  if (values.json === true) process.stdout.write(`${JSON.stringify({ intact: !broken, files: reports }, undefined, 2)}\n`);
  else {
    for (const report of reports) {
      const state = isBroken(report) ? 'BROKEN' : report.problems.length > 0 ? 'torn  ' : 'intact';
      process.stdout.write(`${state}  ${report.file}  ${report.lines} records\n`);
      for (const { text } of report.problems) process.stdout.write(`        ${text}\n`);
    }
    if (reports.length === 0) process.stdout.write('There is no journal yet.\n');
  }
  return broken ? 1 : 0;
}

function headsOf(path: string): Heads {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new UsageError(`${path} cannot be read, or is not JSON`);
  }
  return headsFrom(value);
}

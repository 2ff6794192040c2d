import { parseArgs } from 'node:util';
import { redact } from '../../core/credentials/redact.ts';
import type { JournalRecord } from '../../core/journal/record.ts';
import { writeAlone } from '../../platform/journal/aloneChains.ts';
import type { SnapshotHeader } from '../../platform/snapshots/manifest.ts';
import { listSnapshots } from '../../platform/snapshots/keepSnapshots.ts';
import { previewSnapshot, restoreSnapshot, type Preview, type Restored } from '../../platform/snapshots/restoreSnapshot.ts';
import { openStateFolder, stateFolderAt, stateFolderPath } from '../../platform/stateFolder.ts';

const usage = `usage: tenth-second snapshot list [--json]
       tenth-second snapshot show [--json] ID
       tenth-second snapshot restore [--overwrite] [--json] ID
`;
const maxShown = 200;

/** `snapshot list`, `show`, `restore` (exits 1 when something was left as it is). */
export async function snapshotCommand(args: readonly string[]): Promise<number> {
  const [what = '', ...rest] = args;
  let values: { readonly json?: boolean; readonly overwrite?: boolean };
  let words: readonly string[];
  try {
    const options = { json: { type: 'boolean' }, overwrite: { type: 'boolean' } } as const;
    const parsed = parseArgs({ args: [...rest], options, allowPositionals: true, strict: true });
    values = parsed.values;
    words = parsed.positionals;
  } catch (error) {
    return refuse((error as Error).message);
  }
  const folder = stateFolderAt(stateFolderPath()).snapshots;
  const json = values.json === true;
  if (what === 'list' && words.length === 0) return list(folder, json);
  const [id] = words;
  if (values.overwrite === true && what !== 'restore') return refuse('--overwrite goes with restore');
  if ((what !== 'show' && what !== 'restore') || id === undefined || words.length > 1)
    return refuse('say list, or show or restore with one ID');
  if (what === 'show') {
    const preview = await previewSnapshot(folder, id);
    if (!preview) return unknown(id);
    process.stdout.write(json ? `${JSON.stringify(preview, undefined, 2)}\n` : previewText(preview));
    return 0;
  }
  const restored = await restoreSnapshot(folder, id, { overwrite: values.overwrite === true });
  if (!restored) return unknown(id);
  const header = listSnapshots(folder).find((each) => each.id === id);
  if (header) note(header, restored);
  process.stdout.write(json ? `${JSON.stringify(restored, undefined, 2)}\n` : restoredText(restored));
  return restored.left.length + restored.problems.length === 0 ? 0 : 1;
}

/** Into the journal, as an undo in the editor is; the server takes it over. */
function note(header: SnapshotHeader, { restored, before }: Restored): void {
  const record: JournalRecord = {
    type: 'note',
    time: Date.now(),
    workspace: header.workspace,
    by: 'command line',
    text: `undone on the command line: ${header.title} (snapshot ${header.id}); ${restored} files put back`,
    undoes: header.id,
    ...(before === undefined ? {} : { snapshot: before }),
  };
  try {
    writeAlone(openStateFolder(stateFolderPath()).journal, redact, record, true);
  } catch (error) {
    process.stderr.write(
      `tenth-second: it was put back, but could not be recorded (${(error as NodeJS.ErrnoException).code ?? 'an error'})\n`,
    );
  }
}

function list(folder: string, json: boolean): number {
  const headers = listSnapshots(folder);
  if (json) process.stdout.write(`${JSON.stringify(headers, undefined, 2)}\n`);
  else if (headers.length === 0) process.stdout.write('There are no snapshots.\n');
  else for (const header of headers) process.stdout.write(`${headerText(header)}\n`);
  return 0;
}

function headerText({ id, time, title, files, bytes, cwd }: SnapshotHeader): string {
  const when = new Date(time).toISOString().slice(0, 19).replace('T', ' ');
  return `${id}  ${when}  ${String(files).padStart(6)} files  ${(bytes / 1024 ** 2).toFixed(1).padStart(8)} MB  ${title}  in ${cwd}`;
}

const words = {
  back: 'comes back',
  differs: 'is something else now: only with --overwrite',
  extra: 'was not there then: goes only with --overwrite',
  blocked: 'cannot come back: a folder on the way is a link or a file now',
  same: 'is as it was',
  moves: 'goes back',
  newer: 'has commits since: only with --overwrite',
} as const;

function previewText({ header, changes, refs, same }: Preview): string {
  const lines = [
    headerText(header),
    ...header.gaps.map((gap) => `  not kept: ${gap}`),
    ...changes.slice(0, maxShown).map(({ path, change }) => `  ${path}  ${words[change]}`),
    ...(changes.length > maxShown ? [`  … and ${changes.length - maxShown} more`] : []),
    ...refs.map(({ name, change }) => `  ${name}  ${words[change]}`),
    `  ${same} are as they were`,
  ];
  return `${lines.join('\n')}\n`;
}

function restoredText({ restored, left, refs, problems, before }: Restored): string {
  const lines = [
    `${restored} files, folders and links were put back.`,
    ...refs.slice(0, maxShown).map((name) => `  ${name}`),
    ...(left.length === 0
      ? []
      : [`${left.length} were left as they are, since something newer is there; --overwrite replaces them, and keeps it in a snapshot:`]),
    ...left.slice(0, maxShown).map((path) => `  ${path}`),
    ...problems.map((text) => `  could not: ${text}`),
    ...(before === undefined ? [] : [`What was there before is in the snapshot ${before}.`]),
  ];
  return `${lines.join('\n')}\n`;
}

function unknown(id: string): number {
  process.stderr.write(`tenth-second: there is no snapshot ${id}\n`);
  return 66;
}

function refuse(message: string): number {
  process.stderr.write(`tenth-second snapshot: ${message}\n${usage}`);
  return 64;
}

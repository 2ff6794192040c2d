import { randomBytes } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chainStart, createChainCheck, decodeLine, encodeLine } from '../../core/journal/chain.ts';
import { redactRecord, type Redact } from '../../core/journal/codec.ts';
import type { JournalRecord } from '../../core/journal/record.ts';
import { isAlive } from '../processes.ts';
import {
  chainHash,
  chainNameOf,
  chainTail,
  journalFiles,
  linesBackward,
  linesForward,
  monthOf,
  openForReading,
  workspaceName,
} from './journalFiles.ts';
import type { Journal } from './journalWriter.ts';

/**
 * Writes one record into a chain of this process's own: for a gate that decides alone and has one record to write. Synchronous, as it
 * is half as fast otherwise; `durable` waits for the disk.
 */
export function writeAlone(folder: string, redact: Redact, record: JournalRecord, durable: boolean): void {
  const { line } = encodeLine(redactRecord(record, redact), chainStart, chainHash);
  const name = `alone-${process.pid}-${randomBytes(4).toString('hex')}-${monthOf(record.time)}.jsonl`;
  const file = openSync(join(folder, name), 'wx', 0o600);
  try {
    const bytes = Buffer.from(line);
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    if (durable) fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** So many of a chain's last records are looked at for what was taken over before a crash. */
const maxLookedAt = 2000;

/**
 * Takes the chains that gates and replaced servers wrote alone into the journal, once their writers are gone, and removes them. Each
 * record names where it came from, so that a server that died half-way does not write it twice.
 */
export async function joinAlone(folder: string, journal: Pick<Journal, 'append'>): Promise<number> {
  let joined = 0;
  for (const name of await journalFiles(folder)) {
    const pid = /^alone-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const check = createChainCheck(chainHash);
    const records: { readonly n: number; readonly record: JournalRecord }[] = [];
    let torn = false;
    const handle = await openForReading(folder, name);
    try {
      for await (const { text } of linesForward(handle, 0, () => (torn = true))) {
        check.line(text);
        const found = decodeLine(text, chainHash);
        if (found) records.push(found);
      }
    } finally {
      await handle.close();
    }
    const { problems } = check.end(torn);
    const done = await takenOver(folder, name, records);
    const waiting = records
      .map(({ n, record }) => ({ ...record, origin: `${name}#${n}` }))
      .filter(({ origin }) => !done.has(origin))
      .map((record) => journal.append(record));
    const workspace = records.at(-1)?.record.workspace ?? '';
    for (const problem of problems)
      waiting.push(journal.append({ type: 'note', time: Date.now(), workspace, text: `joined from ${name}: ${problem.text}` }));
    await Promise.all(waiting);
    await rm(join(folder, name), { force: true });
    joined++;
  }
  return joined;
}

/** `origin` of the records of this chain that stand in the journal already. */
async function takenOver(
  folder: string,
  name: string,
  records: readonly { readonly record: JournalRecord }[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const workspaces = new Set(records.map(({ record }) => workspaceName(record.workspace)));
  for (const file of await journalFiles(folder)) {
    if (!workspaces.has(chainNameOf(file)?.workspace ?? '')) continue;
    const handle = await openForReading(folder, file);
    try {
      let left = maxLookedAt;
      for await (const { text } of linesBackward(handle, (await chainTail(handle)).end)) {
        if (left-- <= 0) break;
        if (!text.includes(name)) continue;
        const origin = decodeLine(text, chainHash)?.record.origin;
        if (origin?.startsWith(`${name}#`)) found.add(origin);
      }
    } finally {
      await handle.close();
    }
  }
  return found;
}

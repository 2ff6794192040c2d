import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from '../../scripts/rig.mjs';
import type { JournalRecord } from '../../src/core/journal/record.ts';
import { listChains, readPage, scanJournal } from '../../src/platform/journal/journalReader.ts';
import { createJournal } from '../../src/platform/journal/journalWriter.ts';
import { verifyJournal } from '../../src/platform/journal/verifyJournal.ts';

/** A journal of a million records: what opening, a page, the last records and the next append cost beside one of a thousand. */
const count = Number(process.argv[2] ?? 1_000_000);

const record = (i: number): JournalRecord => ({
  type: 'action',
  time: Date.UTC(2026, 10, 1) + i,
  workspace: '/work/rental-shop',
  id: `id${i}`,
  agent: 'claude-code',
  session: `session-${i % 50}`,
  cwd: '/work/rental-shop',
  action: `npm run test -- --filter bookings ${i}`,
  verdict: 'allow',
  outcome: 'allowed',
  operations: [],
  digest: 'd'.repeat(64),
  by: 'server',
});

async function fill(folder: string, records: number): Promise<void> {
  const journal = createJournal({ folder, redact: (text) => text });
  for (let i = 0; i < records; i++) {
    if (i % 5000 === 4999 || i === records - 1) await journal.append(record(i));
    else journal.later(record(i));
  }
  await journal.close();
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const begin = performance.now();
  const result = await work();
  return [performance.now() - begin, result];
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 7; i++) times.push((await timed(work))[0]);
  return times.sort((a, b) => a - b)[3]!;
}

async function last(folder: string): Promise<void> {
  let left = 100;
  for await (const _ of scanJournal(folder, { newestFirst: true })) if (--left === 0) break;
}

mkdirSync(path.join(root, '.tmp'), { recursive: true });
const places = [1000, count].map((records) => ({ records, folder: mkdtempSync(path.join(root, '.tmp', 'journal-size-')) }));
try {
  const figures: Record<string, number>[] = [];
  for (const { records, folder } of places) {
    const [filling] = await timed(() => fill(folder, records));
    const [file] = readdirSync(folder);
    console.log(
      `${records} records, ${(statSync(path.join(folder, file!)).size / 1e6).toFixed(1)} MB, written in ${(filling / 1000).toFixed(1)} s`,
    );
    const appending = await median(async () => {
      const journal = createJournal({ folder, redact: (text) => text });
      await journal.append(record(records));
      await journal.close();
    });
    figures.push({
      'list of chains': await median(() => listChains(folder)),
      'a page of 100 in the middle': await median(() => readPage(folder, file!, Math.floor(records / 2), 100)),
      'the last 100': await median(() => last(folder)),
      'open and append one': appending,
    });
    const [checking, reports] = await timed(() => verifyJournal(folder));
    if (reports.some(({ problems }) => problems.length > 0)) throw new Error('it does not verify');
    console.log(`verify: ${(checking / 1000).toFixed(2)} s, ${Math.round(process.memoryUsage().rss / 1e6)} MB resident`);
  }
  for (const [name, small] of Object.entries(figures[0]!)) {
    const large = figures[1]![name]!;
    console.log(`${name}: ${large.toFixed(1)} ms at ${count} records, ${(large / small).toFixed(1)} × that at 1000`);
    if (large > 1000) throw new Error(`${name} takes longer than a second`);
  }
} finally {
  for (const { folder } of places) rmSync(folder, { recursive: true, force: true });
}

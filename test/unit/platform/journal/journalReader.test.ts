import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { JournalRecord } from '../../../../src/core/journal/record.ts';
import { listChains, readPage, scanJournal, type ScanOptions } from '../../../../src/platform/journal/journalReader.ts';
import { createJournal } from '../../../../src/platform/journal/journalWriter.ts';
import { removeOldChains } from '../../../../src/platform/journal/retention.ts';
import { verifyJournal } from '../../../../src/platform/journal/verifyJournal.ts';

const start = Date.UTC(2026, 10, 20);

function folderFor(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'tenth-second-reader-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const record = (i: number, more: Partial<JournalRecord> = {}): JournalRecord => ({
  type: 'action',
  time: start + i,
  workspace: '/w/shop',
  action: `command ${i}${'é'.repeat(i % 50)}`,
  verdict: 'allow',
  ...more,
});

async function write(folder: string, records: readonly JournalRecord[]): Promise<void> {
  const journal = createJournal({ folder, redact: (text) => text });
  for (const [i, each] of records.entries()) {
    if (i % 5000 === 4999 || i === records.length - 1) await journal.append(each);
    else journal.later(each);
  }
  await journal.close();
}

async function scanned(folder: string, options: ScanOptions, limit = Number.POSITIVE_INFINITY): Promise<string[]> {
  const actions: string[] = [];
  for await (const { record: found } of scanJournal(folder, options)) {
    // Where a month goes on, a note says from where.
    if (found.type !== 'note') actions.push(found.action?.split('é')[0] ?? '');
    if (actions.length >= limit) break;
  }
  return actions;
}

test('a page anywhere in a long chain is found by its number', async (context) => {
  const folder = folderFor(context);
  await write(
    folder,
    Array.from({ length: 12_000 }, (_, i) => record(i + 1)),
  );
  const [chain] = await listChains(folder);
  assert.deepEqual(
    { records: chain?.records, from: chain?.from, to: chain?.to, workspace: chain?.workspace },
    { records: 12_000, from: start + 1, to: start + 12_000, workspace: '/w/shop' },
  );
  for (const from of [1, 2, 777, 5999, 11_990, 12_000]) {
    const page = await readPage(folder, chain!.file, from, 20);
    assert.deepEqual(
      page.map(({ n }) => n),
      Array.from({ length: Math.min(20, 12_001 - from) }, (_, i) => from + i),
    );
    assert.ok(page[0]!.record.action?.startsWith(`command ${from}`));
  }
  assert.deepEqual(await readPage(folder, chain!.file, 12_001, 5), []);
});

test('chains are read as one, oldest or newest first, with filters', async (context) => {
  const folder = folderFor(context);
  await write(folder, [
    record(1, { agent: 'claude-code', session: 'a' }),
    record(2, { workspace: '/w/api', agent: 'codex', session: 'b', outcome: 'denied' }),
    record(3, { workspace: '/w/shop' }),
    record(4, { workspace: '/w/api', time: start + 4 }),
    record(5, { time: Date.UTC(2026, 11, 3) }),
  ]);
  assert.deepEqual(await scanned(folder, {}), ['command 1', 'command 2', 'command 3', 'command 4', 'command 5']);
  assert.deepEqual(await scanned(folder, { newestFirst: true }, 2), ['command 5', 'command 4']);
  assert.deepEqual(await scanned(folder, { filter: { workspace: '/w/api' } }), ['command 2', 'command 4']);
  assert.deepEqual(await scanned(folder, { filter: { workspace: '/w' } }).then((all) => all.length), 5);
  assert.deepEqual(await scanned(folder, { filter: { session: 'a', agent: 'claude-code' } }), ['command 1']);
  assert.deepEqual(await scanned(folder, { filter: { outcome: 'denied' } }), ['command 2']);
  assert.deepEqual(await scanned(folder, { filter: { search: 'MMAND 3' } }), ['command 3']);
  assert.deepEqual(await scanned(folder, { filter: { since: start + 3, until: start + 100 } }), ['command 3', 'command 4']);
});

test('a clock that goes back is noted, and the chain goes on', async (context) => {
  const folder = folderFor(context);
  await write(folder, [record(0)]);
  await write(folder, [record(1, { time: start - 3_600_000 })]);
  await write(folder, [record(2, { time: Number.NaN })]);
  const journal = createJournal({ folder, redact: (text) => text });
  await journal.append(record(3, { time: start - 7_200_000 }));
  await journal.close();
  assert.ok((await verifyJournal(folder)).every(({ problems }) => problems.length === 0));
  const texts: string[] = [];
  for await (const { record: found } of scanJournal(folder)) if (found.type === 'note') texts.push(found.text ?? '');
  assert.ok(
    texts.some((text) => /^the clock went back by \d+ seconds$/.test(text)),
    texts.join('; '),
  );
});

test('months that are older than the settings keep are removed, noted, and not missed', async (context) => {
  const folder = folderFor(context);
  const months = [8, 9, 10].map((month) => Date.UTC(2026, month, 15));
  await write(
    folder,
    months.map((time, i) => record(i, { time })),
  );
  const journal = createJournal({ folder, redact: (text) => text });
  const heads = new Map((await verifyJournal(folder)).map(({ file, head }) => [file, head]));
  assert.deepEqual(await removeOldChains(folder, journal, 0, months[2]!), []);
  const removed = await removeOldChains(folder, journal, 1, months[2]!);
  await journal.close();
  assert.equal(removed.length, 1);
  assert.match(removed[0]!, /-2026-09\.jsonl$/);
  assert.equal(readdirSync(folder).length, 3, 'two months and the note about the third');
  assert.deepEqual(
    (await verifyJournal(folder, heads)).flatMap(({ problems }) => problems),
    [],
  );
  rmSync(
    join(
      folder,
      readdirSync(folder).find((name) => name.endsWith('-2026-10.jsonl'))!,
    ),
  );
  assert.deepEqual(
    (await verifyJournal(folder, heads)).flatMap(({ problems }) => problems.map(({ fault }) => fault)),
    ['cut'],
  );
});

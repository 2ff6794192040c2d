import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { JournalRecord } from '../../../../src/core/journal/record.ts';
import type { TimelineFilter, TimelineProgress, TimelineQuery } from '../../../../src/core/journal/timeline.ts';
import { timelineRequestFrom } from '../../../../src/core/journal/timelineRequest.ts';
import { readJournal } from '../../../../src/platform/journal/journalReader.ts';
import { matchesFilter } from '../../../../src/core/journal/filter.ts';
import { createJournal } from '../../../../src/platform/journal/journalWriter.ts';
import { TimelineReader } from '../../../../src/platform/journal/timelineReader.ts';
import { madeUpRecord } from '../../../support/bigJournal.ts';

const start = Date.UTC(2026, 10, 20);
const workspace = '/w/shop';

async function write(folder: string, records: readonly JournalRecord[]): Promise<void> {
  const journal = createJournal({ folder, redact: (text) => text });
  for (const [i, each] of records.entries()) {
    if (i % 2000 === 1999 || i === records.length - 1) await journal.append(each);
    else journal.later(each);
  }
  await journal.close();
}

/** Three months, 45,000 records. */
async function bigFolder(context: TestContext): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tenth-second-timeline-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const months = [Date.UTC(2026, 8, 1), Date.UTC(2026, 9, 1), start];
  await write(
    folder,
    months.flatMap((month, at) => Array.from({ length: 15_000 }, (_, i) => madeUpRecord(at * 15_000 + i, workspace, month + i * 1000))),
  );
  await write(folder, [madeUpRecord(1, '/w/other', start), { type: 'note', time: start, workspace: '', text: 'server started' }]);
  return folder;
}

async function all(reader: TimelineReader, query: TimelineQuery): Promise<TimelineProgress> {
  for (let turn = 0; turn < 100; turn++) {
    const progress = await reader.advance(query);
    if (progress.done) return progress;
  }
  throw new Error('it does not end');
}

test('rows at any place, filters, the chart and the report agree with a plain reading of everything', async (context) => {
  const folder = await bigFolder(context);
  const reader = new TimelineReader(folder);
  const sources = await reader.sources((each) => each === workspace || each === '');
  assert.deepEqual(sources.map((source) => source.workspace).sort(), ['', workspace]);
  const source = sources.find((each) => each.workspace === workspace)!;
  // Two notes: where a month goes on.
  assert.equal(source.records, 45_002);
  assert.equal(source.chains.length, 3);
  const wanted = [...(await readJournal(folder, { workspace }))].reverse();
  const plain = { chains: source.chains, filter: {} };
  for (const from of [0, 1, 14_990, 15_000, 29_995, 44_990]) {
    const rows = await reader.rows(plain, from, 20);
    assert.deepEqual(
      rows.map(({ file, n }) => `${file}#${n}`),
      wanted.slice(from, from + 20).map(({ file, n }) => `${file}#${n}`),
      String(from),
    );
  }
  const first = await reader.advance(plain);
  assert.equal(first.total, 45_002, 'nothing is waited for');
  assert.equal(first.done, false);
  const counted = await all(reader, plain);
  assert.equal(counted.chart.actions, 45_000);
  assert.equal(
    counted.chart.buckets.flat().reduce((sum, count) => sum + count, 0),
    45_000,
  );
  assert.deepEqual([...counted.agents].sort(), ['claude-code', 'codex', 'gemini-cli']);
  const filters: readonly TimelineFilter[] = [
    { effect: 'delete' },
    { outcome: 'refused', agent: 'codex' },
    { session: 'session-40' },
    { verdict: 'confirm', since: Date.UTC(2026, 9, 1), until: start },
    { environment: 'local' },
    { search: 'export-29100' },
    { search: 'BOOKINGS 2999', agent: 'gemini-cli' },
    { search: 'nowhere' },
  ];
  // With what was remembered, and from the files alone.
  for (const each of [reader, new TimelineReader(folder)])
    for (const filter of filters) {
      const query = { chains: source.chains, filter };
      const matching = wanted.filter(({ record }) => matchesFilter(record, filter));
      const progress = await all(each, query);
      assert.equal(progress.total, matching.length, JSON.stringify(filter));
      const from = Math.max(0, matching.length - 10);
      assert.deepEqual(
        (await each.rows(query, from, 10)).map(({ file, n }) => `${file}#${n}`),
        matching.slice(from).map(({ file, n }) => `${file}#${n}`),
        JSON.stringify(filter),
      );
    }
  const report = await reader.report({ chains: source.chains, filter: { since: start, until: start + 100_000 } });
  assert.match(report, /\| Actions \| 100; held, refused or able to lose something: [12] \|/);
});

test('records that come later do not move the places of a query; a record that was taken out is a gap', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'tenth-second-timeline-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  await write(
    folder,
    Array.from({ length: 100 }, (_, i) => madeUpRecord(i + 1, workspace, start + i)),
  );
  const reader = new TimelineReader(folder);
  const [source] = await reader.sources(() => true);
  const query = { chains: source!.chains, filter: {} };
  const before = await reader.rows(query, 0, 3);
  await all(reader, query);
  await write(folder, [madeUpRecord(500, workspace, start + 500)]);
  assert.deepEqual(await reader.rows(query, 0, 3), before);
  assert.equal((await all(reader, query)).total, 100);
  const [now] = await reader.sources(() => true);
  assert.equal((await all(reader, { chains: now!.chains, filter: { search: 'bookings 500' } })).total, 1);

  const file = join(folder, source!.chains[0]!.file);
  const lines = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, [...lines.slice(0, 49), ...lines.slice(52)].join('\n'));
  const fresh = new TimelineReader(folder);
  const gap = await fresh.rows(query, 47, 6);
  assert.deepEqual(
    gap.map(({ n, missing }) => [n, missing === true]),
    [
      [53, false],
      [52, true],
      [51, true],
      [50, true],
      [49, false],
      [48, false],
    ],
  );
  // Lines that are no records, and numbers that do not fall.
  appendFileSync(file, `no record\n${lines[5]}\n${lines[5]}\n`);
  const broken = new TimelineReader(folder);
  const progress = await all(broken, { chains: [{ file: source!.chains[0]!.file, records: 101 }], filter: { search: 'npm' } });
  assert.ok(progress.total > 0);
});

test('what is no request is none, and no file outside of the journal can be named', () => {
  const query = {
    chains: [{ file: 'shop-2026-11.jsonl', records: 3 }],
    filter: { agent: 'codex', effect: 'nonsense', search: '', since: 'x' },
  };
  assert.deepEqual(timelineRequestFrom({ type: 'advance', query }), {
    type: 'advance',
    query: { chains: [{ file: 'shop-2026-11.jsonl', records: 3 }], filter: { agent: 'codex' } },
  });
  for (const file of ['../keys-2026-11.jsonl', '/etc/x-2026-11.jsonl', 'heads.json', 'a\\b-2026-11.jsonl', 'alone-7-aa-2026-11.jsonl', 7])
    assert.equal(timelineRequestFrom({ type: 'record', file, n: 1 }), undefined, String(file));
  for (const value of [undefined, null, {}, { type: 'rows' }, { type: 'rows', query, from: -1, count: 2 }, { type: 'x' }])
    assert.equal(timelineRequestFrom(value), undefined);
});

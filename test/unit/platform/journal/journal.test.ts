import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { JournalRecord } from '../../../../src/core/journal/record.ts';
import { joinAlone, writeAlone } from '../../../../src/platform/journal/aloneChains.ts';
import { readJournal } from '../../../../src/platform/journal/journalReader.ts';
import { createJournal, type Journal } from '../../../../src/platform/journal/journalWriter.ts';
import { verifyJournal } from '../../../../src/platform/journal/verifyJournal.ts';

const november = Date.UTC(2026, 10, 20);

function folderFor(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'tenth-second-journal-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function journalIn(folder: string): Journal {
  return createJournal({ folder, redact: (text) => text.replaceAll('hunter2', '<masked>') });
}

const record = (action: string, time = november): JournalRecord => ({
  type: 'action',
  time,
  workspace: '/w/shop',
  action,
  verdict: 'confirm',
});

async function actions(folder: string): Promise<string[]> {
  return (await readJournal(folder)).map((entry) => entry.record.action ?? entry.record.text ?? '');
}

async function problems(folder: string): Promise<string[]> {
  return (await verifyJournal(folder)).flatMap((report) => report.problems.map((problem) => problem.fault));
}

test('an appended record is on disk when append resolves, private and redacted', async (context) => {
  const folder = folderFor(context);
  const journal = journalIn(folder);
  await journal.append(record('login hunter2'));
  const [name] = readdirSync(folder);
  assert.match(name!, /^shop-[0-9a-f]{8}-2026-11\.jsonl$/);
  const text = readFileSync(join(folder, name!), 'utf8');
  assert.ok(text.includes('login <masked>') && !text.includes('hunter2'));
  if (process.platform !== 'win32') assert.equal(statSync(join(folder, name!)).mode & 0o777, 0o600);
  await journal.close();
});

test('concurrent appends and later ones keep their order in one chain', async (context) => {
  const folder = folderFor(context);
  const journal = journalIn(folder);
  const names = Array.from({ length: 500 }, (_, i) => `command ${i}`);
  await Promise.all(names.map((name, i) => (i % 2 === 0 ? journal.append(record(name)) : Promise.resolve(journal.later(record(name))))));
  await journal.close();
  assert.deepEqual(await actions(folder), names);
  assert.deepEqual(await problems(folder), []);
});

test('a chain goes on in the next process and the next month', async (context) => {
  const folder = folderFor(context);
  for (const [action, time] of [
    ['one', november],
    ['two', november],
    ['three', Date.UTC(2026, 11, 1)],
  ] as const) {
    const journal = journalIn(folder);
    await journal.append(record(action, time));
    await journal.close();
  }
  const files = readdirSync(folder).sort();
  assert.equal(files.length, 2);
  assert.deepEqual(await problems(folder), []);
  rmSync(join(folder, files[0]!));
  assert.deepEqual(await problems(folder), ['cut']);
});

test('a file whose tail was cut no longer ends where the next month says', async (context) => {
  const folder = folderFor(context);
  const journal = journalIn(folder);
  await journal.append(record('one'));
  await journal.append(record('two'));
  await journal.append(record('three', Date.UTC(2026, 11, 1)));
  await journal.close();
  const first = join(folder, readdirSync(folder).sort()[0]!);
  writeFileSync(first, `${readFileSync(first, 'utf8').split('\n')[0]!}\n`);
  assert.deepEqual(await problems(folder), ['cut']);
});

test('a torn last line is cut off on opening, and noted', async (context) => {
  const folder = folderFor(context);
  const journal = journalIn(folder);
  await journal.append(record('one'));
  await journal.close();
  const path = join(folder, readdirSync(folder)[0]!);
  appendFileSync(path, '{"hash":"0123');
  assert.deepEqual(await problems(folder), ['torn']);
  const next = journalIn(folder);
  await next.append(record('two'));
  await next.close();
  assert.deepEqual(await problems(folder), []);
  assert.deepEqual(await actions(folder), [
    'one',
    'an incomplete last line of 13 bytes was cut off: the writer had been stopped in it',
    'two',
  ]);
});

test('a file that is cut or taken away under the writer is gone on with, and verify tells', async (context) => {
  const folder = folderFor(context);
  const journal = journalIn(folder);
  await journal.append(record('one'));
  await journal.append(record('two'));
  const path = join(folder, readdirSync(folder)[0]!);
  const heads = journal.heads();
  truncateSync(path, readFileSync(path, 'utf8').indexOf('\n') + 1);
  assert.deepEqual(
    (await verifyJournal(folder, heads)).flatMap((report) => report.problems.map((problem) => problem.fault)),
    ['cut'],
  );
  await journal.append(record('three'));
  assert.deepEqual(await actions(folder), ['one', 'three']);
  rmSync(path);
  await journal.append(record('four'));
  assert.deepEqual(await actions(folder), ['four']);
  await journal.close();
});

test('append rejects when the folder cannot be written, and later ones are counted', async (context) => {
  const folder = folderFor(context);
  const target = join(folder, 'gone');
  const errors: number[] = [];
  const journal = createJournal({ folder: target, redact: (text) => text, onError: (_, lost) => errors.push(lost) });
  journal.later(record('harmless'));
  await assert.rejects(journal.append(record('one')), /ENOENT/);
  assert.deepEqual(errors, [1]);
  await journal.close();
  await assert.rejects(journal.append(record('two')), /closed/);
});

test(
  'append rejects on a full disk, leaves no part behind and goes on when there is room',
  { skip: process.platform !== 'linux' },
  async (context) => {
    const folder = folderFor(context);
    // A file size limit is the full disk that a test can make without root: writes beyond it fail with EFBIG.
    const script = `
    process.on('SIGXFSZ', () => {});
    const { createJournal } = await import(process.env.MODULE);
    const journal = createJournal({ folder: process.env.FOLDER, redact: (text) => text });
    const record = (action) => ({ type: 'action', time: ${november}, workspace: '/w/shop', action });
    await journal.append(record('fits'));
    const error = await journal.append(record('x'.repeat(3900))).then(() => undefined, (e) => e.code);
    await journal.append(record('fits again'));
    await journal.close();
    console.log(error);`;
    const bundle = join(folder, 'journal.mjs');
    const { buildSync } = await import('esbuild');
    buildSync({
      entryPoints: ['src/platform/journal/journalWriter.ts'],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: bundle,
      logLevel: 'error',
    });
    const result = spawnSync('/bin/sh', ['-c', 'ulimit -f 4; exec "$0" --input-type=module -e "$SCRIPT"', process.execPath], {
      env: { ...process.env, MODULE: bundle, FOLDER: folder, SCRIPT: script },
      encoding: 'utf8',
    });
    rmSync(bundle);
    assert.equal(result.stdout.trim(), 'EFBIG', result.stderr);
    assert.deepEqual(await actions(folder), ['fits', 'fits again']);
    assert.deepEqual(await problems(folder), []);
  },
);

test('chains of gates that decided alone are joined once their writers are gone', async (context) => {
  const folder = folderFor(context);
  writeAlone(folder, (text) => text.replaceAll('hunter2', '<masked>'), record('denied alone hunter2'), true);
  const server = journalIn(folder);
  assert.equal(await joinAlone(folder, server), 0, 'its writer is this process, which lives');
  const [name] = readdirSync(folder);
  const text = readFileSync(join(folder, name!), 'utf8');
  rmSync(join(folder, name!));
  writeFileSync(join(folder, `alone-999999999-00000000-2026-11.jsonl`), `${text}{"torn`);
  assert.equal(await joinAlone(folder, server), 1);
  await server.close();
  assert.deepEqual((await actions(folder)).sort(), [
    'denied alone <masked>',
    'joined from alone-999999999-00000000-2026-11.jsonl: line 2: is incomplete (the writer was stopped in it)',
  ]);
  assert.deepEqual(await problems(folder), []);
});

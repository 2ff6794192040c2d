import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createJournal } from '../../../../src/platform/journal/journalWriter.ts';
import { verifyJournal } from '../../../../src/platform/journal/verifyJournal.ts';
import { randomFrom, tamper } from '../../../support/tamper.ts';

test('each of 200 random edits, removals, insertions, reorderings and cut tails is found', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tenth-second-tamper-'));
  try {
    const journal = createJournal({ folder, redact: (text) => text });
    for (let i = 0; i < 40; i++)
      await journal.append({
        type: 'action',
        time: 1_764_000_000_000 + i,
        workspace: '/w/shop',
        action: `command ${i}`,
        verdict: 'confirm',
      });
    const heads = journal.heads();
    await journal.close();
    const path = join(folder, readdirSync(folder)[0]!);
    const text = readFileSync(path, 'utf8');
    assert.deepEqual((await verifyJournal(folder, heads))[0]!.problems, []);
    const random = randomFrom(20261128);
    for (let round = 0; round < 200; round++) {
      const { what, text: changed } = tamper(text, random);
      if (changed === text) continue;
      writeFileSync(path, changed);
      const problems = (await verifyJournal(folder, heads)).flatMap((report) => report.problems);
      assert.ok(
        problems.some(({ fault }) => fault !== 'torn'),
        `${round}: ${what} was not found`,
      );
      assert.ok(
        problems.every(({ text: words, line }) => words !== '' && line >= 0),
        'each says where',
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { JournalRecord } from '../../src/core/journal/record.ts';
import { writeHeads } from '../../src/platform/journal/headsFile.ts';
import { createJournal } from '../../src/platform/journal/journalWriter.ts';
import { openStateFolder, type StateFolder } from '../../src/platform/stateFolder.ts';
import { gate, type Ended } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

let sandbox: Sandbox;
let state: StateFolder;

const journal = (...args: readonly string[]): Promise<Ended> => gate(['journal', ...args], { environment: sandbox.environment });

before(async () => {
  sandbox = createSandbox('gate-journal');
  state = openStateFolder(path.join(sandbox.home, '.tenth-second'));
  const writer = createJournal({ folder: state.journal, redact: (text) => text });
  const hour = 3_600_000;
  for (let i = 0; i < 30; i++) {
    const record: JournalRecord = {
      type: 'action',
      time: Date.now() - (30 - i) * hour,
      workspace: '/w/shop',
      agent: i % 2 === 0 ? 'claude-code' : 'gemini-cli',
      session: 's1',
      cwd: '/w/shop',
      action: `command ${i}`,
      verdict: i % 3 === 0 ? 'confirm' : 'allow',
      outcome: i % 3 === 0 ? 'denied' : 'allowed',
      operations: [],
    };
    await writer.append(record);
  }
  writeHeads(state.heads, writer.heads());
  await writer.close();
});

after(() => sandbox.dispose());

describe('journal', () => {
  test('show filters by time, agent and outcome, and shows the last ones', async () => {
    const last = await journal('show', '--last', '2', '--json');
    assert.deepEqual(
      last.stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as JournalRecord).action),
      ['command 28', 'command 29'],
    );
    const filtered = await journal('show', '--since', '750m', '--agent', 'claude-code', '--outcome', 'denied');
    assert.deepEqual(
      [...filtered.stdout.matchAll(/command \d+/g)].map(([text]) => text),
      ['command 18', 'command 24'],
    );
    const searched = await journal('show', '--search', 'COMMAND 7');
    assert.equal(searched.stdout.trim().split('\n').length, 1);
  });

  test('says what it cannot follow', async () => {
    for (const args of [['show', '--since', 'yesterday-ish'], ['show', '--agent', 'nobody'], ['export'], ['show', '--nonsense'], ['fly']]) {
      const ended = await journal(...args);
      assert.equal(ended.code, 64, args.join(' '));
      assert.match(ended.stderr, /usage: tenth-second journal/);
    }
  });

  test('exports each format, into a private file too', async () => {
    assert.equal((await journal('export', '--format', 'jsonl')).stdout.trim().split('\n').length, 30);
    assert.equal((await journal('export', '--format', 'csv')).stdout.trim().split('\r\n').length, 31);
    const report = (await journal('report', '--outcome', 'denied')).stdout;
    assert.match(report, /\| Actions \| 10; held, refused or able to lose something: 10 \|/);
    assert.equal((await journal('export', '--format', 'md', '--outcome', 'denied')).stdout, report);
    assert.match((await journal('report', '--verdict', 'nonsense')).stderr, /say one of allow, confirm, type, deny/);
    const out = path.join(sandbox.folder, 'otlp.json');
    assert.equal((await journal('export', '--format', 'otlp', '--out', out)).code, 0);
    assert.ok(Array.isArray((JSON.parse(readFileSync(out, 'utf8')) as { resourceLogs: unknown }).resourceLogs));
    assert.equal(statSync(out).mode & 0o777, 0o600);
    assert.notEqual((await journal('export', '--format', 'otlp', '--out', out)).code, 0, 'never over a file that is there');
  });

  test('verify finds a cut tail by the heads beside it', async () => {
    assert.equal((await journal('verify')).code, 0);
    const file = path.join(state.journal, readdirSync(state.journal)[0]!);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, `${text.split('\n').slice(0, -3).join('\n')}\n`);
    const ended = await journal('verify');
    assert.equal(ended.code, 1);
    assert.match(ended.stdout, /BROKEN .*\n.*its tail was cut off/);
    writeFileSync(file, text);
  });
});

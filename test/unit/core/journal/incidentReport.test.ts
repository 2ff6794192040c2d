import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IncidentReport } from '../../../../src/core/journal/incidentReport.ts';
import type { JournalRecord } from '../../../../src/core/journal/record.ts';

const file = 'shop-00000000-2026-11.jsonl';
const time = Date.UTC(2026, 10, 28, 10, 30);

function reportOf(records: readonly JournalRecord[]): string {
  const report = new IncidentReport({ version: '0.1.0' });
  for (const [index, record] of records.entries()) report.add({ file, n: index + 1, hash: `hash${index + 1}`, record });
  return report.text();
}

const base = { workspace: '/w/shop', agent: 'claude-code', session: 's1', cwd: '/w/shop', version: '0.1.0' } as const;
const harmless: JournalRecord = {
  ...base,
  type: 'action',
  time,
  action: 'read /w/shop/src/a.js',
  verdict: 'allow',
  outcome: 'allowed',
  operations: [],
};
const asked: JournalRecord = {
  ...base,
  type: 'action',
  time: time + 2000,
  id: 'x1',
  callId: 'c1',
  action: 'psql -c "DROP TABLE bookings" ```',
  verdict: 'type',
  outcome: 'held',
  operations: [
    {
      effect: 'delete',
      resource: 'bookings | <b>',
      kind: 'table',
      environment: 'production',
      rule: 'sql.dropTable',
      title: 'Drop the table bookings',
      verdict: 'type',
      evidence: ['a sentence', { text: '.env:3 names <db>', path: '/w/shop/.env', line: 3 }],
      notes: ['Rows go with it.'],
      credential: { path: '/w/shop/.env', line: 4, variable: 'PGPASSWORD', kind: 'postgres.password', environment: 'production' },
    },
  ],
};
const confirmed: JournalRecord = {
  ...asked,
  type: 'answer',
  time: time + 6200,
  outcome: 'confirmed',
  person: { user: 'jane', git: 'Jane Doe <jane@example.com>' },
  window: 'Visual Studio Code 1.139.0',
  typed: 'bookings',
  took: 4200,
  snapshot: 'snap1',
};

test('facts in order, evidence, who decided, the credential by its name, and what was undone', () => {
  const undone: JournalRecord = { type: 'note', time: time + 60_000, workspace: '/w/shop', text: 'undone in Code: Drop', undoes: 'snap1' };
  const after: JournalRecord = { ...base, type: 'after', time: time + 7000, callId: 'c1', outcome: 'failed', action: 'psql' };
  const text = reportOf([harmless, asked, confirmed, after, undone]);
  assert.match(text, /\| Time \| 2026-11-28 10:30:00 to 2026-11-28 10:31:00 \(UTC\) \|/);
  assert.match(text, /\| Actions \| 2; held, refused or able to lose something: 1 \|/);
  assert.match(text, /\| In production \| table bookings \\\| \\<b\\> \|/);
  assert.match(text, /- 10:30:02 Drop the table bookings \(production\): jane confirmed it\./);
  assert.match(text, /\| 10:30:00 \| \+0\.0 s \| claude-code \| read src\/a\.js \| passed \|/);
  assert.match(text, /\| 10:30:02 \| \+2\.0 s \|.*\[1\]\(#1\)/);
  for (const line of [
    '- Decided by: jane, Jane Doe \\<jane@example.com\\>',
    '- Typed: bookings',
    '- Took: 4.2 s',
    '- It then: failed',
    '- Undone: 2026-11-28 10:31:00 (UTC)',
    '  - .env:3 names \\<db\\>',
    '  - Rows go with it.',
    '| PGPASSWORD | .env:4 | postgres.password | production | [1](#1) |',
    '- jane, Jane Doe \\<jane@example.com\\>: confirmed [1](#1)',
    '| `shop-00000000-2026-11.jsonl` | 1 to 5 | 5 | `hash5` |',
  ])
    assert.ok(text.split('\n').includes(line), `${line}\n${text}`);
  assert.ok(text.includes('````sh\npsql -c "DROP TABLE bookings" ```\n````'), text);
});

test('an answer without its question, a snapshot that was not used, and nothing at all', () => {
  const text = reportOf([{ ...confirmed, type: 'answer' }]);
  assert.match(text, /Not undone, though there is a snapshot: \[1\]\(#1\)/);
  assert.match(text, /\| Actions \| 1;/);
  assert.equal(reportOf([]), '# Incident report\n\nThe journal holds no records of this time.\n');
  assert.match(reportOf([harmless]), /## In short\n\nNothing was held, refused or lost\./);
});

test('text of an agent stays text, and a very long incident stays readable', () => {
  const evil = { ...harmless, action: '# heading\n| cell | [link](http://x) <script> *bold*' };
  const row = reportOf([evil])
    .split('\n')
    .find((line) => line.includes('heading'))!;
  assert.equal(row, '| 10:30:00 | +0.0 s | claude-code | \\# heading \\| cell \\| \\[link\\](http://x) \\<script\\> \\*bold\\* | passed |');
  const many = Array.from({ length: 700 }, (_, i) => ({ ...asked, id: `y${i}`, time: time + i }));
  const text = reportOf(many);
  assert.match(text, /### <a id="500"><\/a>500\. /);
  assert.doesNotMatch(text, /### <a id="501">/);
  assert.match(text, /200 more actions are in the journal and not listed here/);
  assert.match(text, /able to lose something: 700/);
});

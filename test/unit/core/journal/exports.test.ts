import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvHeader, csvLine } from '../../../../src/core/journal/csv.ts';
import { otlpBody, type PlacedRecord } from '../../../../src/core/journal/otlp.ts';

const entry: PlacedRecord = {
  file: 'shop-00000000-2026-11.jsonl',
  n: 7,
  record: {
    type: 'answer',
    time: Date.UTC(2026, 10, 28, 10, 30),
    workspace: '/w/shop',
    id: 'x1',
    agent: 'claude-code',
    session: 's1',
    cwd: '/w/shop',
    action: 'psql -c "DROP TABLE bookings" ```',
    verdict: 'type',
    outcome: 'confirmed',
    operations: [
      {
        effect: 'delete',
        resource: 'bookings',
        kind: 'table',
        environment: 'production',
        rule: 'sql.dropTable',
        title: 'Drop the table bookings',
        verdict: 'type',
        evidence: ['.env:3 names <db>'],
      },
    ],
    by: 'jane in Visual Studio Code',
    person: { user: 'jane', git: 'Jane Doe <jane@example.com>' },
    typed: 'bookings',
    took: 4200,
    version: '0.1.0',
  },
};

test('CSV has one field for each column, quoted where it must be, and no formulas', () => {
  const columns = csvHeader.trim().split(',').length;
  const line = csvLine({ ...entry, record: { ...entry.record, text: '=HYPERLINK("http://x")', action: 'a,b' } });
  assert.ok(line.endsWith('\r\n'));
  const fields = [...line.trim().matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    (match) => match[1]?.replaceAll('""', '"') ?? match[2],
  );
  assert.equal(fields.length, columns);
  assert.ok(fields.includes('a,b'));
  assert.ok(fields.includes(`'=HYPERLINK("http://x")`));
});

test('OTLP carries metadata only, unless the content is asked for', () => {
  const options = { version: '0.1.0', host: 'box', content: false };
  const plain = JSON.stringify(otlpBody([entry], options));
  for (const word of ['DROP TABLE', 'Drop the table', 'jane', '/w/shop', '.env:3', 'psql']) assert.ok(!plain.includes(word), word);
  for (const word of ['sql.dropTable', 'production', 'confirmed', 'claude-code', '"intValue":"4200"'])
    assert.ok(plain.includes(word), word);
  const full = JSON.stringify(otlpBody([entry], { ...options, content: true }));
  for (const word of ['DROP TABLE', 'Drop the table', 'jane', '/w/shop', '.env']) assert.ok(full.includes(word), word);
  const body = otlpBody([entry], options) as {
    resourceLogs: { scopeLogs: { logRecords: { timeUnixNano: string; severityNumber: number; attributes: { key: string }[] }[] }[] }[];
  };
  const [log] = body.resourceLogs[0]!.scopeLogs[0]!.logRecords;
  assert.equal(log?.timeUnixNano, `${entry.record.time}000000`);
  assert.equal(log?.severityNumber, 13);
  assert.equal(new Set(log?.attributes.map(({ key }) => key)).size, log?.attributes.length);
});

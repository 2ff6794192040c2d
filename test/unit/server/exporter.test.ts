import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { JournalRecord } from '../../../src/core/journal/record.ts';
import { createJournal, type Journal } from '../../../src/platform/journal/journalWriter.ts';
import { Exporter } from '../../../src/server/exporter.ts';

interface LogRecord {
  readonly timeUnixNano: string;
  readonly severityNumber: number;
  readonly body: { readonly stringValue: string };
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

/** A receiver that looks at each request as the OTLP schema does. */
async function collector(context: TestContext, status: () => number) {
  const received: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const problems: string[] = [];
  let requests = 0;
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      requests++;
      headers.push(request.headers);
      const code = status();
      if (code === 200) problems.push(...take(text, received));
      response.writeHead(code, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/logs`,
    received,
    headers,
    problems,
    requests: () => requests,
  };
}

/** https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/collector/logs/v1/logs_service.proto */
function take(text: string, received: string[]): readonly string[] {
  const problems: string[] = [];
  const body = JSON.parse(text) as { resourceLogs: { scopeLogs: { logRecords: LogRecord[] }[]; resource: { attributes: unknown[] } }[] };
  for (const { resource, scopeLogs } of body.resourceLogs) {
    if (!Array.isArray(resource.attributes)) problems.push('resource');
    for (const { logRecords } of scopeLogs)
      for (const { timeUnixNano, severityNumber, body: words, attributes } of logRecords) {
        if (!/^\d{19}$/.test(timeUnixNano)) problems.push(`time ${timeUnixNano}`);
        if (severityNumber < 1 || severityNumber > 24) problems.push(`severity ${severityNumber}`);
        if (typeof words.stringValue !== 'string') problems.push('body');
        for (const { key, value } of attributes)
          if (typeof key !== 'string' || !['stringValue', 'intValue', 'arrayValue'].includes(Object.keys(value).join())) problems.push(key);
        const place = attributes.find(({ key }) => key === 'tenth_second.record')?.value['stringValue'];
        received.push(String(place).split('#')[1]!);
      }
  }
  return problems;
}

const record = (i: number): JournalRecord => ({
  type: 'action',
  time: Date.UTC(2026, 10, 20) + i,
  workspace: '/w/shop',
  agent: 'claude-code',
  action: `secret words ${i}`,
  verdict: 'confirm',
  outcome: 'denied',
  operations: [],
});

async function rig(context: TestContext, count: number) {
  const folder = mkdtempSync(join(tmpdir(), 'tenth-second-export-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const journal: Journal = createJournal({ folder, redact: (text) => text });
  context.after(() => journal.close());
  for (let i = 1; i < count; i++) journal.later(record(i));
  await journal.append(record(count));
  const faults: string[] = [];
  const start = (endpoint: string | undefined, headersFile?: string): Exporter => {
    const exporter = new Exporter({
      folder,
      cursors: join(folder, 'cursors.json'),
      version: '0.1.0',
      target: () =>
        endpoint === undefined ? undefined : { endpoint, content: false, ...(headersFile === undefined ? {} : { headersFile }) },
      fault: (text) => void faults.push(text),
      firstWait: 5,
    });
    exporter.changed();
    return exporter;
  };
  /** How many of the records the exporter has written down as taken: what it would not send again. */
  const taken = (): number => {
    try {
      return Object.values(JSON.parse(readFileSync(join(folder, 'cursors.json'), 'utf8')) as Record<string, number>)[0] ?? 0;
    } catch {
      return 0; // Not written yet.
    }
  };
  return { folder, journal, faults, start, taken };
}

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 15_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i + 1));

test('every record reaches the collector once and in order, metadata only', async (context) => {
  const { folder, faults, start } = await rig(context, 450);
  const target = await collector(context, () => 200);
  writeFileSync(join(folder, 'headers'), 'Authorization: Bearer abc\n');
  const exporter = start(target.endpoint, join(folder, 'headers'));
  await until(() => target.received.length >= 450);
  await exporter.close();
  assert.deepEqual(target.received, numbers(450));
  assert.deepEqual(target.problems, []);
  assert.deepEqual(faults, []);
  assert.equal(target.headers[0]?.authorization, 'Bearer abc');
});

test('a collector that does not answer loses nothing, over restarts too', async (context) => {
  const { journal, faults, start, taken } = await rig(context, 250);
  let down = true;
  const target = await collector(context, () => (down ? 503 : 200));
  const first = start(target.endpoint);
  await until(() => target.requests() >= 3);
  await first.close();
  assert.equal(faults.length, 1, 'said once, not at every try');
  const second = start(target.endpoint);
  await until(() => target.requests() >= 5);
  down = false;
  await until(() => taken() >= 250);
  await second.close();
  await journal.append(record(251));
  const third = start(target.endpoint);
  await until(() => target.received.length >= 251);
  await third.close();
  assert.deepEqual(target.received, numbers(251));
});

test('without a target nothing is sent', async (context) => {
  const { start } = await rig(context, 3);
  const exporter = start(undefined);
  await exporter.close();
});

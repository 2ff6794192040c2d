import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNowhereRoad } from '../../../src/gate/check/nowhereRoad.ts';
import type { Verdict } from '../../../src/core/types.ts';

const cases: readonly (readonly [string, Verdict])[] = [
  ['rm -rf data', 'confirm'],
  ['rm -rf node_modules dist', 'allow'],
  ['npm test > out.txt', 'allow'],
  ['> bookings.csv', 'confirm'],
  ['cp .env.example .env', 'allow'],
  ['git reset --hard', 'confirm'],
  ['bash scripts/build.sh', 'allow'],
  ['psql -f migrations/1.sql', 'allow'],
  ['shred -u secrets.txt', 'confirm'],
];

for (const [command, verdict] of cases)
  test(`without a directory: ${command} - ${verdict}`, async () => {
    const road = createNowhereRoad();
    const { decision } = await road.judge(
      { agent: 'claude-code', session: 'check', cwd: road.cwd, action: { type: 'command', command, shell: 'posix' } },
      {},
    );
    assert.equal(decision.verdict, verdict, JSON.stringify(decision.operations));
  });

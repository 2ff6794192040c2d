import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Incident } from './incident.ts';
import { humanIncidents } from './humanIncidents.ts';
import { incidents, unseen } from './incidents.ts';
import { judgeIncident } from './judgeIncident.ts';

test('at least 28 incidents with agents, each with an address of its own', () => {
  assert.ok(incidents.length >= 28, `${incidents.length}`);
  const all = [...incidents, ...humanIncidents, ...unseen];
  assert.equal(new Set(all.map(({ source }) => source)).size, all.length);
  for (const { date, source } of all) {
    assert.match(date, /^20\d\d-\d\d(-\d\d)?$/);
    assert.match(source, /^https?:\/\/[^\s]+$/);
  }
});

function checks(incident: Incident): void {
  const { date, agent, source, command, verdict, rule, shell } = incident;
  test(`${date} ${agent}: ${command} (${source})`, async () => {
    const decision = await judgeIncident(incident);
    const held = decision.operations.filter((operation) => operation.verdict !== 'allow').map((operation) => operation.rule);
    if (shell === undefined) {
      assert.equal(decision.verdict, verdict);
      assert.ok(held.includes(rule), held.join(', '));
      return;
    }
    // The readers of PowerShell and cmd may also say that they cannot read it, which is held as well.
    assert.match(decision.verdict, /^(confirm|type)$/);
    assert.match(held[0] ?? '', /^(files\.\w+|shell\.opaque)$/);
  });
}

for (const incident of [...incidents, ...humanIncidents]) checks(incident);

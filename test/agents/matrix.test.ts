import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { root } from '../../scripts/rig.mjs';
import { faultsOf, matrixAgents, runFault, runTools, type Cell, type Held } from '../support/matrix.ts';

/** What is known of each agent; docs/agents.md is made from it. `TENTH_SECOND_MATRIX=write` runs all and writes it anew. */
const file = path.join(root, 'test/agents/matrix.json');
const known = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Partial<Record<Cell, Held>> & { readonly wait?: string }>;

const mode = process.env['TENTH_SECOND_MATRIX'] ?? '';
const all = mode === 'all' || mode === 'write';
/**
 * A sample by default: the tools of every agent (of those that end their run at each refusal only two), and one fault of every third agent,
 * others every day. `TENTH_SECOND_AGENTS=codex,cline` names the agents.
 */
const only = (process.env['TENTH_SECOND_AGENTS'] ?? '').split(',').filter((id) => id !== '');
const seed = /^\d+$/.test(mode) ? Number(mode) : Math.floor(Date.now() / 86_400_000);
const found: Record<string, Partial<Record<Cell, Held>>> = {};

describe(`what each agent does (${all ? 'all' : `sample ${seed}`})`, () => {
  after(() => {
    if (mode !== 'write') return;
    // What waits for long is from the soak.
    const all = Object.entries(found).map(([id, cells]) => [
      id,
      { ...cells, ...(known[id]?.wait === undefined ? {} : { wait: known[id].wait }) },
    ]);
    writeFileSync(file, `${JSON.stringify(Object.fromEntries(all), undefined, 2)}\n`);
  });
  for (const [index, agent] of matrixAgents.entries()) {
    if (only.length > 0 && !only.includes(agent.kind.id)) continue;
    const { title } = agent.kind;
    const id = agent.row ?? agent.kind.id;
    const note = (cells: Partial<Record<Cell, Held>>): void => {
      found[id] = { ...found[id], ...cells };
      if (mode === 'write') return;
      for (const [cell, held] of Object.entries(cells)) assert.equal(held, known[id]?.[cell as Cell], `${id}: ${cell}`);
    };
    test(`${title}: its tools are held`, async () => {
      const tools = await runTools(agent, true, all ? undefined : seed);
      note(tools);
      for (const [cell, held] of Object.entries(tools)) assert.equal(held, 'held', cell);
    });
    const faults = faultsOf(agent);
    for (const [at, fault] of faults.entries())
      if (all || ((seed + index) % 3 === 0 && at === Math.floor((seed + index) / 3) % faults.length))
        test(`${title}: ${fault}`, async () => note({ [fault]: await runFault(agent, fault) }));
    if (all)
      test(`${title}: without the guard every tool runs`, async () => {
        for (const [cell, held] of Object.entries(await runTools(agent, false))) assert.equal(held, 'ran', cell);
      });
  }
});

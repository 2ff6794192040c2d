import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { linksOf, summarise } from '../../../src/core/environments/summary.ts';
import { createKnowledgeStore } from '../../../src/platform/knowledge.ts';
import { stacks, writeStack } from '../../support/stacks.ts';

for (const stack of stacks)
  test(`the ${stack.name} sample is ${stack.environment}`, async () => {
    const home = realpathSync(mkdtempSync(join(tmpdir(), 'tenth-second-stack-')));
    mkdirSync(join(home, '.state'));
    const store = createKnowledgeStore({ home, stateFolder: join(home, '.state') });
    try {
      const folder = writeStack(stack, home);
      const knowledge = await store.for(folder, [folder]);
      const links = linksOf(knowledge, [folder]);
      const shown = links.map(({ tool, kind, resource, environment, evidence }) =>
        [tool, kind, resource, environment, evidence.text].join(' '),
      );
      assert.equal(summarise(knowledge, [folder]).environment, stack.environment, shown.join('\n'));
      assert.ok(
        links.some(({ tool }) => tool === stack.tool),
        shown.join('\n'),
      );
      for (const { evidence } of links) assert.ok(!evidence.text.includes('made-up'), evidence.text);
    } finally {
      await store.flush();
      store.dispose();
      rmSync(home, { recursive: true, force: true });
    }
  });

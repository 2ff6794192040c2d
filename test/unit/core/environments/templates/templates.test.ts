import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { summarise } from '../../../../../src/core/environments/summary.ts';
import { createKnowledgeStore } from '../../../../../src/platform/knowledge.ts';
import { templates } from './templates.ts';

const top = realpathSync(mkdtempSync(join(tmpdir(), 'tenth-second-templates-')));
after(() => rmSync(top, { recursive: true, force: true }));

test('there are more than thirty', () => assert.ok(Object.keys(templates).length >= 30));

let count = 0;
for (const [name, files] of Object.entries(templates))
  test(`${name}: nothing of it is production`, async () => {
    const home = join(top, `home-${count++}`);
    // In a folder whose own name is one people choose.
    const root = join(home, 'projects/product-live-demo');
    for (const [path, text] of Object.entries(files)) {
      const file = join(root, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    mkdirSync(join(home, '.tenth-second'));
    const store = createKnowledgeStore({ home, stateFolder: join(home, '.tenth-second') });
    const knowledge = await store.for(root, [root]);
    const red = knowledge.links.filter((link) => link.environment === 'production' && link.kind !== 'settings file');
    assert.deepEqual(
      red.map((link) => link.evidence.text),
      [],
    );
    assert.notEqual(summarise(knowledge, [root]).environment, 'production');
    await store.flush();
    store.dispose();
  });

test('the same reading finds production where it is', async () => {
  const home = join(top, 'control');
  const root = join(home, 'shop');
  mkdirSync(join(root, 'config'), { recursive: true });
  mkdirSync(join(home, '.tenth-second'));
  writeFileSync(
    join(root, 'config/database.yml'),
    templates['rails new']!['config/database.yml']!.replace('username: shop\n    pass', 'host: db.acme.com\n    pass'),
  );
  const store = createKnowledgeStore({ home, stateFolder: join(home, '.tenth-second') });
  assert.equal(summarise(await store.for(root, [root]), [root]).environment, 'production');
  await store.flush();
  store.dispose();
});

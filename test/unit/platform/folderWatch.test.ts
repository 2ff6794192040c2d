import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FolderWatch } from '../../../src/platform/folderWatch.ts';
import { createKnowledgeStore } from '../../../src/platform/knowledge.ts';

describe('watching folders', () => {
  let root = '';
  // A watcher does not keep its process alive.
  const alive = setInterval(() => {}, 1000);
  before(() => (root = realpathSync(mkdtempSync(join(tmpdir(), 'tenth-second-watch-')))));
  after(() => clearInterval(alive));
  after(() => rmSync(root, { recursive: true, force: true }));

  /** Resolves at the next call back. */
  function watching(): { readonly watch: FolderWatch; readonly next: () => Promise<void>; readonly count: () => number } {
    let count = 0;
    let resolve = (): void => {};
    const watch = new FolderWatch(() => {
      count++;
      resolve();
    });
    return { watch, next: () => new Promise((done) => (resolve = done)), count: () => count };
  }

  test('a name that matters is told once for a burst, others never', async () => {
    const folder = join(root, 'a');
    mkdirSync(folder);
    const { watch, next, count } = watching();
    watch.set(new Map([[folder, (name) => name === '.env']]));
    const told = next();
    for (let i = 0; i < 200; i++) writeFileSync(join(folder, `log-${i}.txt`), 'x');
    for (let i = 0; i < 20; i++) writeFileSync(join(folder, '.env'), `A=${i}`);
    await told;
    assert.equal(count(), 1);
    watch.close();
  });

  test('folders that are not there, and more of them than can be watched, are no error', () => {
    const { watch } = watching();
    watch.set(new Map(Array.from({ length: 2000 }, (_, i) => [join(root, `missing-${i}`), () => true] as const)));
    watch.set(new Map());
    watch.close();
  });

  test('what a store wants watched are the folders of its files and of user-level state', async () => {
    const home = join(root, 'home');
    const workspace = join(home, 'shop');
    mkdirSync(join(workspace, 'api/src'), { recursive: true });
    mkdirSync(join(workspace, 'node_modules/x'), { recursive: true });
    mkdirSync(join(home, '.kube'));
    writeFileSync(join(workspace, 'api/.env'), 'A=1');
    mkdirSync(join(home, '.state'));
    const store = createKnowledgeStore({ home, stateFolder: join(home, '.state') });
    await store.for(workspace, [workspace]);
    const watched = store.watched([workspace]);
    assert.equal(watched.get(join(home, '.kube'))?.('config'), true);
    assert.equal(watched.get(join(home, '.kube'))?.('http-cache'), false);
    const api = watched.get(join(workspace, 'api'))!;
    assert.deepEqual(
      ['.env', '.env.production', 'wrangler.toml', 'src', 'index.ts', 'a.log'].map((name) => api(name)),
      [true, true, true, true, false, false],
    );
    assert.ok(![...watched.keys()].some((folder) => folder.includes('node_modules')));
    await store.flush();
    store.dispose();
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JournalAnchors, journalAnchorSecret } from '../../../src/extension/journalAnchor.ts';

const head = (n: number) => ({ n, hash: String(n % 10).repeat(64) });

function memory() {
  const values = new Map<string, string>();
  return {
    values,
    get: async (key: string) => values.get(key),
    store: async (key: string, value: string) => void values.set(key, value),
    delete: async (key: string) => void values.delete(key),
  };
}

test('heads are kept, only move on, and go when their chain was removed by its age', async () => {
  const secrets = memory();
  const anchors = new JournalAnchors(secrets);
  assert.deepEqual(await anchors.read(), {});
  await Promise.all([
    anchors.keep({ heads: { a: head(3), b: head(1) }, replaced: [], removed: [] }),
    anchors.keep({ heads: { a: head(5) }, replaced: [], removed: [] }),
  ]);
  assert.deepEqual(await new JournalAnchors(secrets).read(), { a: head(5), b: head(1) });
  await anchors.keep({ heads: { a: head(2) }, replaced: [], removed: ['b'] });
  assert.deepEqual(await anchors.read(), { a: head(5) });
});

test('a head that the person was told of is replaced, and a chain that is gone forgotten', async () => {
  const anchors = new JournalAnchors(memory());
  await anchors.keep({ heads: { a: head(5), b: head(7) }, replaced: [], removed: [] });
  await anchors.keep({ heads: { a: head(2) }, replaced: ['a', 'b'], removed: [] });
  assert.deepEqual(await anchors.read(), { a: head(2) });
});

test('damaged memory counts as none', async () => {
  const secrets = memory();
  for (const text of ['{', '[]', 'null', '1']) {
    secrets.values.set(journalAnchorSecret, text);
    assert.deepEqual(await new JournalAnchors(secrets).read(), {}, text);
  }
});

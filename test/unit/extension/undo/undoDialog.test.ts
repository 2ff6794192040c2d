import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SnapshotPreview } from '../../../../src/core/protocol.ts';
import { undoWithPreview, type UndoServer } from '../../../../src/extension/undo/undoDialog.ts';
import { english } from '../english.ts';

const snapshot = { id: 's-1', time: 0, title: 'Delete the folder docs', cwd: '/w', files: 2, bytes: 10 };
const preview: SnapshotPreview = {
  snapshot,
  changes: [
    { path: '/w/docs/a', change: 'back' },
    { path: '/w/docs/b', change: 'differs' },
  ],
  refs: [],
  back: 1,
  inTheWay: 1,
  same: 4,
  gaps: ['/w/pipe is a pipe, socket or device'],
};

function rig(found: SnapshotPreview | null, press: string | undefined) {
  const log: string[] = [];
  const server: UndoServer = {
    snapshots: async () => [snapshot],
    previewSnapshot: async () => found,
    restoreSnapshot: async (id, overwrite) => {
      log.push(`restore ${id} ${overwrite}`);
      return { restored: 1, left: [], refs: [], problems: [] };
    },
  };
  const ui: Parameters<typeof undoWithPreview>[2] = {
    modal: async (message, detail, buttons) => {
      log.push(message, detail, buttons.map(({ title }) => title).join(' | '));
      return buttons.find(({ title }) => title === press)?.value ?? buttons[0].value;
    },
    pick: async (_, items) => items[0]?.value,
    inform: (message) => void log.push(message),
  };
  return { log, run: (id?: string) => undoWithPreview(server, id, ui, english, () => 'then') };
}

test('shows what comes back before anything does; the first button leaves all as it is', async () => {
  const { log, run } = rig(preview, undefined);
  await run('s-1');
  assert.equal(log[0], 'Undo: Delete the folder docs?');
  assert.match(log[1]!, /\/w\/docs\/a: comes back\n\/w\/docs\/b: is something newer now/);
  assert.match(log[1]!, /1 come back, 1 are newer now, 4 are as they were\./);
  assert.match(log[1]!, /Not kept: \/w\/pipe/);
  assert.equal(log[2], 'Leave As It Is | Put Back What Is Gone | Put Back and Replace 1 Newer');
  assert.equal(log.length, 3);
});

test('newer work is only replaced by its own button', async () => {
  const careful = rig(preview, 'Put Back What Is Gone');
  await careful.run();
  assert.ok(careful.log.includes('restore s-1 false'));
  const bold = rig(preview, 'Put Back and Replace 1 Newer');
  await bold.run();
  assert.ok(bold.log.includes('restore s-1 true'));
});

test('a snapshot that is gone, or that has nothing to bring back, is said', async () => {
  const gone = rig(null, undefined);
  await gone.run('s-1');
  assert.match(gone.log[0]!, /This snapshot is gone/);
  const same = rig({ ...preview, changes: [], back: 0, inTheWay: 0 }, undefined);
  await same.run('s-1');
  assert.match(same.log[0]!, /There is nothing to undo/);
});

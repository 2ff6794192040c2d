import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../../scripts/processes.mjs';
import { root } from '../../scripts/rig.mjs';
import { defaultPolicy } from '../../src/core/policy/policy.ts';
import { Messages, type SnapshotPreview, type SnapshotRestored, type SnapshotView } from '../../src/core/protocol.ts';
import { askHook, openWindowStream } from '../../src/platform/connection.ts';
import type { Descriptor } from '../../src/core/protocol.ts';
import { readJournal } from '../../src/platform/journal/journalReader.ts';
import { startServer } from '../../src/platform/serverProcess.ts';
import { openStateFolder, type StateFolder } from '../../src/platform/stateFolder.ts';
import { gate } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';
import { decisionOf, hookRequest, newKeys, TestWindow } from '../support/serverRig.ts';
import { shell, treeOf } from '../support/undo.ts';

let sandbox: Sandbox;
let state: StateFolder;
let descriptor: Descriptor;
let window: TestWindow;
let work: string;

before(async () => {
  sandbox = createSandbox('server-undo');
  state = openStateFolder(path.join(sandbox.home, '.tenth-second'));
  work = path.join(sandbox.folder, 'work');
  mkdirSync(work);
  const started = await startServer(
    { script: path.join(root, 'dist/server.js'), runtime: process.execPath },
    { state, arguments: ['--grace', '0'] },
  );
  assert.ok(started);
  descriptor = started;
  window = await attach(14);
});

after(async () => {
  window.close();
  await sandbox.dispose();
});

async function attach(snapshotDays: number, snapshotMegabytes = 2048): Promise<TestWindow> {
  const attached = new TestWindow(await openWindowStream(descriptor));
  const nonce = await attached.initialize();
  const result = await attached.prove(keys, nonce);
  assert.ok(result.accepted);
  await attached.configure({
    folders: [work],
    policy: defaultPolicy,
    holdMinutes: 14,
    trusted: true,
    keep: { journalMonths: 24, snapshotDays, snapshotMegabytes },
  });
  return attached;
}

const keys = newKeys();

function write(name: string, content: string) {
  return {
    agent: 'claude-code',
    parent: 0,
    variables: {},
    payload: JSON.stringify({
      hook_event_name: 'PreToolUse',
      session_id: 's1',
      cwd: work,
      tool_name: 'Write',
      tool_input: { file_path: path.join(work, name), content },
    }),
  };
}

describe('through the server', { skip: process.platform === 'win32' }, () => {
  test('what a person confirms is kept before the tool runs, and put back from the window', async () => {
    shell('git init -q .; mkdir -p data/deep; echo one > data/one.txt; echo two > data/deep/two.txt; chmod 640 data/one.txt', work);
    const earlier = treeOf(work);
    const call = askHook(descriptor, hookRequest('rm -rf data', work, {}), 30_000);
    const hold = await window.nextHold();
    assert.match(hold.view.detail, /Can be undone: a snapshot \(2 files, 8 bytes\) is taken before it runs\./);
    hold.answer({ choice: 'confirm' });
    assert.equal(decisionOf(await call).decision, 'allow');
    shell('rm -rf data', work);
    await eventually('the Activity view knows the snapshot', () => window.activity.some(({ snapshot }) => snapshot !== undefined));
    const id = window.activity.find(({ snapshot }) => snapshot !== undefined)!.snapshot!;
    const [view] = await window.connection.sendRequest<SnapshotView[]>(Messages.snapshots, null);
    assert.equal(view?.id, id);
    const preview = await window.connection.sendRequest<SnapshotPreview>(Messages.previewSnapshot, { id });
    assert.deepEqual({ back: preview.back, inTheWay: preview.inTheWay }, { back: 4, inTheWay: 0 });
    const restored = await window.connection.sendRequest<SnapshotRestored>(Messages.restoreSnapshot, { id, overwrite: false });
    assert.deepEqual(
      { restored: restored.restored, problems: restored.problems, left: restored.left },
      { restored: 4, problems: [], left: [] },
    );
    assert.deepEqual(treeOf(work), earlier);
    const records = (await readJournal(state.journal)).map(({ record }) => record);
    assert.ok(records.some(({ outcome, snapshot }) => outcome === 'confirmed' && snapshot === id));
    assert.ok(
      records.some(
        ({ type, text, workspace }) => type === 'note' && workspace === work && text?.startsWith('undone in Visual Studio Code: ') === true,
      ),
    );
  });

  test("an agent's own write over a file can be undone, and a new file needs nothing", async () => {
    writeFileSync(path.join(work, 'notes.md'), 'mine');
    assert.equal(decisionOf(await askHook(descriptor, write('notes.md', 'its own'), 10_000)).decision, 'none');
    writeFileSync(path.join(work, 'notes.md'), 'its own');
    assert.equal(decisionOf(await askHook(descriptor, write('new.md', 'new'), 10_000)).decision, 'none');
    const listed = await gate(['snapshot', 'list', '--json'], { environment: sandbox.environment });
    const [newest] = JSON.parse(listed.stdout) as { id: string; title: string }[];
    const shown = await gate(['snapshot', 'show', newest!.id], { environment: sandbox.environment });
    assert.match(shown.stdout, /notes\.md {2}is something else now: only with --overwrite/);
    assert.equal((await gate(['snapshot', 'restore', newest!.id], { environment: sandbox.environment })).code, 1);
    assert.equal(readFileSync(path.join(work, 'notes.md'), 'utf8'), 'its own');
    const restored = await gate(['snapshot', 'restore', newest!.id, '--overwrite'], { environment: sandbox.environment });
    assert.equal(restored.code, 0, restored.stdout);
    assert.equal(readFileSync(path.join(work, 'notes.md'), 'utf8'), 'mine');
    assert.equal((await gate(['snapshot', 'show', 'nothing-0'], { environment: sandbox.environment })).code, 66);
    assert.equal((await gate(['snapshot', 'nonsense'], { environment: sandbox.environment })).code, 64);
  });

  test('a window of another folder does not see it, and what is switched off is said in the modal', async () => {
    rmSync(path.join(work, 'data'), { recursive: true, force: true });
    shell('mkdir data; echo x > data/x', work);
    window.close();
    window = await attach(14, 0);
    const call = askHook(descriptor, hookRequest('rm -rf data', work, {}), 30_000);
    const hold = await window.nextHold();
    assert.match(hold.view.detail, /No undo: snapshots are switched off in your settings\./);
    hold.answer({ choice: 'refuse' });
    assert.equal(decisionOf(await call).decision, 'deny');
  });
});

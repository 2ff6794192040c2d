import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { incidentCommand } from '../../src/gate/rehearsal/rentalShop.ts';
import { Editor } from '../support/editor.ts';
import { callClaudeHook, connectAgent } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

describe('with the window closed', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = createSandbox('parked');
    sandbox.createWorkspace();
    await connectAgent('claude-code', sandbox.environment);
  });
  afterEach(() => sandbox.dispose());

  const call = (command: string) => callClaudeHook(sandbox, { cwd: sandbox.workspace, command });

  test('a deletion is denied and parked, shown when the window opens, and one confirmed retry runs', async () => {
    const editor = await Editor.start(sandbox);
    const before = await editor.open(sandbox.workspace);
    await before.statusItem(/production: rental-shop/);
    await before.close();

    assert.deepEqual(await call('git status').verdict, { type: 'none' });
    const parked = await call(incidentCommand()).verdict;
    assert.equal(parked.type, 'deny');
    assert.match(parked.type === 'deny' ? parked.reason : '', /rental-shop/);

    const window = await editor.open(sandbox.workspace);
    const modal = await window.modal(/bookings-data/);
    await window.screenshot('parked-modal');
    await modal.click('Type the Name to Confirm…');
    const box = await window.inputBox();
    await box.type('bookings-data');
    await box.enter();
    await box.closed();

    assert.deepEqual(await call(incidentCommand()).verdict, { type: 'allow' });
    const again = call(incidentCommand());
    await (await window.modal(/bookings-data/)).click('Refuse');
    assert.equal((await again.verdict).type, 'deny');
  });

  test('a window that is reloaded shows the hold again', async () => {
    const editor = await Editor.start(sandbox);
    const window = await editor.open(sandbox.workspace);
    await window.statusItem(/production: rental-shop/);
    const hook = call(incidentCommand());
    await window.modal(/bookings-data/);
    await window.close();
    const again = await editor.open(sandbox.workspace);
    await (await again.modal(/bookings-data/)).click('Refuse');
    assert.equal((await hook.verdict).type, 'deny');
  });
});

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { incidentCommand, rentalShop, rentalShopToken } from '../../src/gate/rehearsal/rentalShop.ts';
import { Editor, type EditorWindow } from '../support/editor.ts';
import { callClaudeHook, connectAgent, type HookCall } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

describe('a hold in the window', () => {
  let sandbox: Sandbox;
  let editor: Editor;
  let window: EditorWindow;
  let session = 0;

  before(async () => {
    sandbox = createSandbox('hold');
    sandbox.createWorkspace();
    editor = await Editor.start(sandbox);
    window = await editor.open(sandbox.workspace);
    await connectAgent('claude-code', sandbox.environment);
    await window.statusItem(/production: rental-shop/);
  });
  after(() => sandbox.dispose());
  afterEach(async () => {
    session += 1;
    await window.closeModals();
  });

  const call = (command: string): HookCall => callClaudeHook(sandbox, { cwd: sandbox.workspace, command, session: `session-${session}` });

  test('the modal says what would be lost, where, and where the token came from', async () => {
    const hook = call(incidentCommand());
    const modal = await window.modal();
    await window.screenshot('hold-modal');
    assert.equal(modal.title, 'Delete the Railway volume bookings-data (production)');
    assert.match(modal.detail, /README\.md:\d+/);
    assert.match(modal.detail, new RegExp(`${rentalShop.tokenVariable}.*scripts/domains/\\.env:2`));
    assert.match(modal.detail, /backups/);
    assert.match(modal.detail, /volumeDelete/);
    assert.ok(!modal.detail.includes(rentalShopToken()), 'the token is not shown');
    for (const button of ['Refuse', 'Type the Name to Confirm…', 'Refuse All from This Session', 'More…']) {
      assert.ok(modal.buttons.includes(button), button);
    }
    assert.equal(modal.focused, 'Refuse');
    await modal.escape();
    const verdict = await hook.verdict;
    assert.equal(verdict.type, 'deny');
  });

  test('refused: the agent is told what was held, that a person declined, and not to work around it', async () => {
    const hook = call(incidentCommand());
    await (await window.modal()).click('Refuse');
    const verdict = await hook.verdict;
    assert.equal(verdict.type, 'deny');
    assert.match(verdict.type === 'deny' ? verdict.reason : '', /bookings-data/);
    assert.match(verdict.type === 'deny' ? verdict.reason : '', /declined|refused/i);
  });

  test('a wrong name cannot be confirmed, the right one opens the call once', async () => {
    const first = call(incidentCommand());
    await (await window.modal()).click('Type the Name to Confirm…');
    const box = await window.inputBox();
    await box.type('bookings-data-staging');
    await box.enter();
    assert.match(await box.message(), /not the name/i);
    assert.ok(await box.isOpen());
    await box.type('bookings-data');
    await box.enter();
    assert.deepEqual(await first.verdict, { type: 'allow' });

    const second = call(incidentCommand());
    await (await window.modal()).click('Refuse');
    assert.equal((await second.verdict).type, 'deny');
  });

  test('Escape in the name box refuses', async () => {
    const hook = call(incidentCommand());
    await (await window.modal()).click('Type the Name to Confirm…');
    await (await window.inputBox()).escape();
    assert.equal((await hook.verdict).type, 'deny');
  });

  test('Refuse All from This Session answers what else that session asks', async () => {
    const first = call(incidentCommand());
    const second = call('git push --force origin main');
    await (await window.modal()).click('Refuse All from This Session');
    assert.equal((await first.verdict).type, 'deny');
    assert.equal((await second.verdict).type, 'deny');
    await window.expectNoModal();
  });

  test('harmless commands pass without a question', async () => {
    for (const command of [
      'ls -la',
      'git status',
      'npm test',
      'rm -rf node_modules dist',
      'curl -s https://example.com/',
      'cat README.md',
    ]) {
      assert.deepEqual(await call(command).verdict, { type: 'none' }, command);
    }
    await window.expectNoModal();
  });

  test('two holds are asked one after the other', async () => {
    const first = call('rm -rf data');
    const shown = await window.modal(/data/);
    const second = call(incidentCommand());
    await shown.click('Refuse');
    await (await window.modal(/bookings-data/)).click('Refuse');
    assert.deepEqual([(await first.verdict).type, (await second.verdict).type], ['deny', 'deny']);
  });

  test('the Activity view lists what was held and what passed', async () => {
    await window.activityRow(/bookings-data/);
    // The session before, with what passed, is folded in.
    await (await window.activityRow(/Claude Code/, 1)).locator('.monaco-tl-twistie').click();
    await window.activityRow(/cat README.md/);
    await window.screenshot('activity');
  });

  test('the question goes when the agent is killed, and its answer does nothing', async () => {
    const hook = call(incidentCommand());
    const modal = await window.modal();
    hook.kill();
    await assert.rejects(hook.verdict);
    await modal.click('Refuse');
    await window.expectNoModal();
  });
});

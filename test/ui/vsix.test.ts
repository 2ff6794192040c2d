import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { incidentCommand } from '../../src/gate/rehearsal/rentalShop.ts';
import { Editor, type EditorWindow } from '../support/editor.ts';
import { callClaudeHook } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';
import { packVsix } from '../support/vsix.ts';

const geminiSettings = '{\n  // mine\n  "theme": "Default"\n}\n';

describe('installed from the VSIX', () => {
  let sandbox: Sandbox;
  let editor: Editor;
  let window: EditorWindow;

  before(async () => {
    sandbox = createSandbox('vsix');
    sandbox.createWorkspace();
    // Two agents of a person who has never heard of the guard.
    mkdirSync(path.join(sandbox.home, '.claude'));
    mkdirSync(path.join(sandbox.home, '.gemini'));
    writeFileSync(path.join(sandbox.home, '.gemini/settings.json'), geminiSettings);
    editor = await Editor.start(sandbox, { extension: await packVsix(sandbox) });
    window = await editor.open(sandbox.workspace);
    await window.statusItem(/production: rental-shop/);
  });
  after(() => sandbox.dispose());

  test('three clicks from the install to guarded agents, each change shown before it is written', async () => {
    const offer = window.page.locator('.notification-toast', { hasText: 'guards no agent yet' });
    await offer.waitFor();
    assert.match(await offer.innerText(), /Claude Code, Gemini CLI/);
    await window.screenshot('first-run');
    await offer.getByRole('button', { name: 'Connect…' }).click();
    await (await window.inputBox()).choose('Connect All 2');
    await window.page.locator('.tab', { hasText: 'settings.json' }).nth(1).waitFor();
    await window.screenshot('first-run-change');
    await (await window.inputBox()).choose('Write the Change');
    await window.page.locator('.notification-toast', { hasText: 'Connected: Claude Code, Gemini CLI' }).waitFor();
  });

  test('it holds the request of the incident', async () => {
    const hook = callClaudeHook(sandbox, { cwd: sandbox.workspace, command: incidentCommand() });
    const modal = await window.modal(/bookings-data/);
    await modal.click('Refuse');
    assert.equal((await hook.verdict).type, 'deny');
  });

  test('the walkthrough has four steps with pictures, and knows that the first is done', async () => {
    await window.executeCommand('tenthSecond.getStarted');
    const steps = window.page.locator('.getting-started-step');
    await steps.nth(3).waitFor();
    assert.equal(await steps.count(), 4);
    await window.page.locator('[data-done-step-id$="#connect"][aria-checked="true"]').first().waitFor({ state: 'attached' });

    // Beside the Explorer there is no room for it.
    await window.executeCommand('workbench.action.closeSidebar');
    const picture = window.page.locator('.getting-started-media img');
    await picture.waitFor();
    assert.ok(
      await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth > 300)),
      'the picture is there',
    );
    await window.screenshot('walkthrough');
  });

  test('everything is disconnected at once, and settings are as before', async () => {
    window.executeCommand('tenthSecond.disconnectEverything').catch(() => undefined);
    const modal = await window.modal(/Disconnect everything/);
    assert.equal(modal.focused, 'Keep Connected');
    await modal.click('Disconnect');
    await window.page.locator('.notification-toast', { hasText: 'Everything is disconnected' }).waitFor();
    assert.equal(readFileSync(path.join(sandbox.home, '.gemini/settings.json'), 'utf8'), geminiSettings);
    // Who has disconnected is not asked again.
    await window.close();
    window = await editor.open(sandbox.workspace);
    await window.statusItem(/production: rental-shop/);
    assert.equal(await window.page.locator('.notification-toast', { hasText: 'guards no agent yet' }).count(), 0);
  });
});

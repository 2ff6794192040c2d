import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/rig.mjs';
import { createRentalShop } from '../../src/gate/rehearsal/rentalShop.ts';
import { Editor } from '../support/editor.ts';
import { createSandbox } from '../support/sandbox.ts';

/** Takes the pictures of docs/credentials.md anew: `npm run pictures`. Values are masked or made up. */

const place = '/var/lib/tenth-second-shop';
const workspace = path.join(place, 'rental-shop');
const sandbox = createSandbox('credential-pictures');
try {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  createRentalShop(workspace);
  const key = `sk_live_${'Tide4Wave'.repeat(3)}`;
  writeFileSync(path.join(workspace, '.env'), `# production\nSTRIPE_SECRET_KEY=${key}\nPORT=3000\nLOG_LEVEL=info\n`);
  writeFileSync(path.join(workspace, 'src/payments.js'), `'use strict';\n\nconst key = "${key}";\nmodule.exports = { key };\n`);
  const settings = { 'workbench.colorTheme': 'Default Light Modern', 'window.commandCenter': false, 'tenthSecond.maskValues': true };
  const editor = await Editor.start(sandbox, { settings });
  const window = await editor.open(workspace);
  await window.page.setViewportSize({ width: 900, height: 460 });
  await window.statusItem(/production: rental-shop/);
  const open = (name: string): Promise<void> =>
    window.evaluate('await vscode.window.showTextDocument(vscode.Uri.file(args[0]), { preview: false });', path.join(workspace, name));
  const save = (name: string): Promise<Buffer> => window.page.screenshot({ path: path.join(root, 'media', `${name}.png`) });
  await window.executeCommand('tenthSecond.credentials.focus');
  // The other views are folded: this picture is about one.
  for (const title of ['Activity', 'Coverage', 'Resources']) {
    const header = window.page.locator('.pane-header', { hasText: title }).first();
    if ((await header.getAttribute('aria-expanded')) === 'true') await header.click();
  }
  await window.page
    .locator('.pane-body .monaco-list-row', { hasText: /^\.env/ })
    .first()
    .click();
  await window.page.locator('.pane-body .monaco-list-row', { hasText: 'STRIPE_SECRET_KEY' }).first().waitFor();
  await open('.env');
  await window.page.locator('.codelens-decoration', { hasText: 'hidden from agents' }).first().waitFor({ timeout: 20_000 });
  await window.executeCommand('notifications.clearAll');
  await save('credentials');
  await window.executeCommand('workbench.action.toggleSidebarVisibility');
  await open('src/payments.js');
  await window.evaluate(
    `const editor = vscode.window.activeTextEditor;
     editor.selection = new vscode.Selection(2, 16, 2, 16);
     await vscode.commands.executeCommand('editor.action.showHover');`,
  );
  await window.page.locator('.monaco-hover:visible', { hasText: 'Narrower' }).first().waitFor({ timeout: 20_000 });
  await window.executeCommand('notifications.clearAll');
  await save('credentials-hover');
} finally {
  await sandbox.dispose();
  rmSync(place, { recursive: true, force: true });
}

import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/rig.mjs';
import { createRentalShop, incidentCommand } from '../../src/gate/rehearsal/rentalShop.ts';
import { Editor } from '../support/editor.ts';
import { callClaudeHook, connectAgent } from '../support/guard.ts';
import { TimelineView } from '../support/timeline.ts';
import { createSandbox } from '../support/sandbox.ts';

/** Takes the pictures of the README anew: `npm run pictures`. Look at them before you commit them. */

// A path that a person could have; the real one of the machine is nobody's business.
const place = '/var/lib/tenth-second-pictures';
const workspace = path.join(place, 'rental-shop');

for (const theme of ['Default Light Modern', 'Default Dark Modern']) {
  const suffix = theme.includes('Dark') ? '-dark' : '';
  const sandbox = createSandbox('pictures');
  try {
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place, { recursive: true });
    createRentalShop(workspace);
    const editor = await Editor.start(sandbox, { settings: { 'workbench.colorTheme': theme, 'window.commandCenter': false } });
    const window = await editor.open(workspace);
    await window.page.setViewportSize({ width: 1100, height: 720 });
    await connectAgent('claude-code', sandbox.environment);
    await window.statusItem(/production: rental-shop/);
    const call = (command: string): ReturnType<typeof callClaudeHook> =>
      callClaudeHook(sandbox, { cwd: workspace, command, session: 'a893f216' });
    const save = (name: string): Promise<Buffer> => window.page.screenshot({ path: path.join(root, 'media', `${name}${suffix}.png`) });
    for (const command of ['npm test', 'git status --short', 'git diff --stat', 'ls scripts/domains']) await call(command).verdict;
    const held = call(incidentCommand());
    const modal = await window.modal(/bookings-data/);
    await save('modal-type');
    await modal.click('Type the Name to Confirm…');
    const box = await window.inputBox();
    await box.type('bookings-data-staging');
    await box.enter();
    await box.message();
    await save('type-the-name');
    await box.escape();
    await held.verdict;
    await window.activityRow(/bookings-data/);
    const item = await window.statusItem(/production/);
    await item.item.hover();
    await window.page.locator('.monaco-hover', { hasText: 'RAILWAY_ENVIRONMENT' }).first().waitFor();
    await save('activity');
    await window.executeCommand('workbench.action.closeSidebar');
    const timeline = await TimelineView.open(window);
    await timeline.status(/records/);
    await timeline.list.focus();
    const shown = timeline.page.locator('.row', { hasText: 'Delete the Railway volume' }).first();
    await shown.click();
    await timeline.details.getByText('railway.deleteVolume').waitFor();
    await save('timeline');
  } finally {
    await sandbox.dispose();
    rmSync(place, { recursive: true, force: true });
  }
}

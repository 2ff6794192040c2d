import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../../scripts/rig.mjs';
import { incidentCommand } from '../../src/gate/rehearsal/rentalShop.ts';
import { Editor } from '../support/editor.ts';
import { callClaudeHook, connectAgent } from '../support/guard.ts';
import { createSandbox } from '../support/sandbox.ts';

/** Takes the pictures of the walkthrough anew: `npm run pictures`. They are part of the extension, so small: WebP, one part of the window, dark for every theme. */

// A path that a person could have; the real one of the machine is nobody's business.
const place = '/var/lib/tenth-second-pictures';
const folder = path.join(root, 'media/walkthrough');

interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

rmSync(place, { recursive: true, force: true });
const sandbox = createSandbox('home-', place);
try {
  mkdirSync(folder, { recursive: true });
  const workspace = sandbox.createWorkspace();
  mkdirSync(path.join(sandbox.home, '.claude'));
  const editor = await Editor.start(sandbox, {
    settings: { 'workbench.colorTheme': 'Default Dark Modern', 'window.commandCenter': false },
  });
  const window = await editor.open(workspace);
  const { page } = window;
  await page.setViewportSize({ width: 880, height: 960 });
  const save = async (name: string, clip: Part): Promise<void> => {
    writeFileSync(path.join(folder, `${name}.webp`), await webp(page, await page.screenshot({ clip })));
  };
  await window.statusItem(/production: rental-shop/);
  await window.executeCommand('notifications.clearAll');
  await window.executeCommand('workbench.action.closeSidebar');

  const item = await window.statusItem(/production/);
  await page.mouse.move(440, 300);
  await item.item.hover();
  const hover = page.locator('.monaco-hover', { hasText: /rental-shop/ }).first();
  await hover.waitFor();
  const top = (await hover.boundingBox())?.y ?? 0;
  // The lower end, with the item itself.
  await save('production', { x: 0, y: Math.max(top - 8, 560), width: 680, height: 960 - Math.max(top - 8, 560) });

  await page.mouse.move(440, 300);
  window.executeCommand('tenthSecond.connectAgents').catch(() => undefined);
  await (await window.inputBox()).choose('Claude Code');
  await page.locator('.quick-input-widget', { hasText: 'Write the Change' }).waitFor();
  await page.locator('.modified-in-monaco-diff-editor, .monaco-diff-editor').first().waitFor();
  await save('connect', { x: 48, y: 0, width: 832, height: 320 });
  await (await window.inputBox()).escape();
  await connectAgent('claude-code', sandbox.environment);
  await window.executeCommand('notifications.clearAll');

  await window.executeCommand('tenthSecond.credentials.focus');
  for (const other of ['Activity', 'Coverage', 'Resources']) await page.locator('.pane-header', { hasText: other }).click();
  for (const name of ['scripts/domains', '.env.production']) {
    const file = page.locator('.monaco-list-row', { hasText: name }).first();
    await file.locator('.monaco-tl-twistie').click();
  }
  await page.locator('.monaco-list-row', { hasText: 'DATABASE_URL' }).first().waitFor();
  await page.mouse.move(700, 300);
  const pane = await page.locator('.pane', { has: page.locator('.pane-header', { hasText: /^Credentials/ }) }).boundingBox();
  if (pane === null) throw new Error('the view has no place');
  await save('credentials', { x: 0, y: pane.y - 4, width: pane.x + pane.width + 4, height: Math.min(pane.height, 260) });

  const held = callClaudeHook(sandbox, { cwd: workspace, command: incidentCommand(), session: 'a893f216' });
  const modal = await window.modal(/bookings-data/);
  const box = await page.locator('.monaco-dialog-box').boundingBox();
  if (box === null) throw new Error('the question has no place');
  await save('rehearse', { x: box.x - 8, y: box.y - 8, width: box.width + 16, height: box.height + 16 });
  await modal.click('Refuse');
  await held.verdict;
} finally {
  await sandbox.dispose();
  rmSync(place, { recursive: true, force: true });
}

/** The browser that took the picture packs it, too. */
async function webp(page: Page, png: Buffer): Promise<Buffer> {
  const packed = await page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.15 });
    let letters = '';
    for (const byte of new Uint8Array(await blob.arrayBuffer())) letters += String.fromCharCode(byte);
    return btoa(letters);
  }, png.toString('base64'));
  return Buffer.from(packed, 'base64');
}

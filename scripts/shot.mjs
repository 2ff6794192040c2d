// Opens the built extension on the sample workspace in the rig and saves a screenshot: to look at what one is building.
//   node scripts/shot.mjs OUT.png [--theme NAME] [--command "Palette Command"]… [--hover CSS-SELECTOR] [--wait CSS-SELECTOR]
//     [--after MILLISECONDS] [--host]
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { editorAddress, startBrowser, startEditor } from './editor.mjs';
import { endGuardServer, eventually } from './processes.mjs';

const { programs, importSource } = createRequire(import.meta.url)('../esbuild.js');
const [out = 'shot.png', ...rest] = process.argv.slice(2);
const values = (/** @type {string} */ name) => rest.flatMap((each, index) => (each === name ? [rest[index + 1] ?? ''] : []));

await programs().catch((/** @type {unknown} */ error) => console.log(`build: ${String(error).split('\n')[0]}`));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tenth-second-shot-'));
const sample = path.join(folder, 'rental-shop');
const { createRentalShop } = await importSource('src/gate/rehearsal/rentalShop.ts');
createRentalShop(sample);
const [theme] = values('--theme');
const server = await startEditor({
  folder: path.join(folder, 'editor'),
  ...(theme === undefined ? {} : { settings: { 'workbench.colorTheme': theme, 'window.autoDetectHighContrast': false } }),
});
const browser = await startBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  if (rest.includes('--host')) page.on('console', (message) => console.log(`[${message.type()}] ${message.text().slice(0, 400)}`));
  await page.goto(editorAddress(server, sample));
  await page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: 60_000 });
  const item = page.locator('.statusbar-item[id^="tenth-second."]').first();
  await item.waitFor({ timeout: 20_000 }).catch(() => console.log('no status bar item of the extension'));
  if (await item.count()) console.log(`status bar: ${JSON.stringify(await item.innerText())} (${await item.getAttribute('aria-label')})`);
  for (const command of values('--command')) {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input.input').waitFor();
    await page.keyboard.type(command);
    await eventually('the palette finds it', async () =>
      (await page.locator('.quick-input-list .monaco-list-row').first().innerText()).toLowerCase().includes(command.toLowerCase()),
    );
    await page.keyboard.press('Enter');
  }
  for (const selector of values('--hover')) await page.locator(selector).first().hover();
  for (const selector of values('--wait')) await page.locator(selector).first().waitFor({ timeout: 20_000 });
  await page.waitForTimeout(Number(values('--after')[0] ?? 1500));
  await page.screenshot({ path: out });
  console.log(`saved ${out}`);
  for (const name of fs.readdirSync(path.join(server.folder, 'data/logs'), { recursive: true })) {
    if (!String(name).endsWith('remoteexthost.log')) continue;
    const log = fs.readFileSync(path.join(server.folder, 'data/logs', String(name)), 'utf8');
    for (const line of log.split('\n')) if (/tenth-second|\[error\]/.test(line)) console.log(line.slice(0, 400));
  }
} finally {
  await browser.close();
  await server.stop();
  await endGuardServer(server.home);
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/rig.mjs';
import { Editor, type EditorWindow } from '../support/editor.ts';
import { callClaudeHook, connectAgent } from '../support/guard.ts';
import { createSandbox } from '../support/sandbox.ts';
import { kubeconfig } from '../support/stacks.ts';

/** Pictures of what is known to be production, in every kind of theme. The few that the documentation shows go to media/, all to .tmp/shots. */

// A path that a person could have.
const place = '/var/lib/tenth-second-environments';
const themes = { light: 'Default Light Modern', dark: 'Default Dark Modern', contrast: 'Default High Contrast' } as const;
const shown = new Set(['environments-light', 'environments-dark', 'resources-light', 'resources-dark']);
const user = ['app', 'made-up'].join(':');
const volume = '7c0a1f52-3b1e-4d7a-9a55-60d8a1be27f4';

const folders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'acme-api': {
    'kustomization.yaml': 'resources: [deployment.yaml]\n',
    'fly.toml': 'app = "acme-api-staging"\nprimary_region = "ams"\n',
    '.env.production': `# the live one\nVOLUME_ID=${volume}\nDATABASE_URL=postgres://${user}@db.prod.acme.example/bookings\n`,
    '.env.staging': `VOLUME_ID=${volume}\nDATABASE_URL=postgres://${user}@db.staging.acme.example/bookings\n`,
    'services/billing-and-invoicing/infrastructure/environments/europe-west/.terraform/environment': 'prod',
    'services/billing-and-invoicing/infrastructure/environments/europe-west/main.tf':
      'terraform {\n  backend "s3" {\n    bucket = "acme-terraform-state-europe-west-billing-and-invoicing"\n    key    = "billing/terraform.tfstate"\n  }\n}\n',
  },
  'acme-web': { 'supabase/.temp/project-ref': 'abcdefghijklmnopqrst' },
  'acme-docs': { 'fly.toml': 'app = "acme-docs-staging"\n' },
};

for (const [name, theme] of Object.entries(themes)) {
  const sandbox = createSandbox('pictures');
  try {
    rmSync(place, { recursive: true, force: true });
    for (const [folder, files] of Object.entries(folders))
      for (const [file, text] of Object.entries(files)) {
        const target = path.join(place, folder, file);
        mkdirSync(path.dirname(target), { recursive: true });
        writeFileSync(target, text);
      }
    mkdirSync(path.join(sandbox.home, '.kube'), { recursive: true });
    writeFileSync(path.join(sandbox.home, '.kube/config'), kubeconfig('prod'));
    const editor = await Editor.start(sandbox, { settings: { 'workbench.colorTheme': theme, 'window.commandCenter': false } });
    await connectAgent('claude-code', sandbox.environment);
    const shots = path.join(root, '.tmp/shots');
    mkdirSync(shots, { recursive: true });
    const save = async (
      window: EditorWindow,
      what: string,
      clip?: { x: number; y: number; width: number; height: number },
    ): Promise<void> => {
      const picture = `${what}-${name}`;
      const file = shown.has(picture) ? path.join(root, 'media', `${picture}.png`) : path.join(shots, `${picture}.png`);
      await window.page.screenshot({ path: file, ...(clip ? { clip } : {}) });
    };

    for (const folder of ['acme-web', 'acme-docs']) {
      const window = await editor.open(path.join(place, folder));
      await window.page.setViewportSize({ width: 800, height: 400 });
      await window.statusItem(folder === 'acme-web' ? /unknown environment/ : /staging/);
      await save(window, folder === 'acme-web' ? 'status-unknown' : 'status-staging', { x: 0, y: 372, width: 480, height: 28 });
      await window.close();
    }

    const window = await editor.open(path.join(place, 'acme-api'));
    const { page } = window;
    await page.setViewportSize({ width: 1280, height: 640 });
    await window.statusItem(/production/);
    await save(window, 'status-production', { x: 0, y: 612, width: 480, height: 28 });
    await window.executeCommand('tenthSecond.resources.focus');
    for (const view of ['activity', 'credentials', 'coverage']) {
      const header = page.locator('.pane-header', { hasText: new RegExp(`^${view}`, 'i') }).first();
      if ((await header.getAttribute('aria-expanded')) === 'true') await header.click();
    }
    const rows = page.locator('.pane-body .monaco-list-row');
    await rows.first().waitFor({ timeout: 20_000 });
    for (const label of ['production,', 'staging,', 'prod, context', 'prod, workspace']) {
      const row = page.locator(`.pane-body .monaco-list-row[aria-label^="${label}"]`).first();
      if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
    }
    await page.mouse.move(900, 200);
    await save(window, 'resources', { x: 0, y: 30, width: 480, height: 610 });
    const { item } = await window.statusItem();
    await item.hover();
    await page.locator('.monaco-hover', { hasText: 'Show Resources' }).first().waitFor();
    await save(window, 'environments', { x: 0, y: 200, width: 600, height: 440 });
    await page.mouse.move(900, 200);

    await page.setViewportSize({ width: 460, height: 640 });
    await item.hover();
    await page.locator('.monaco-hover', { hasText: 'Show Resources' }).first().waitFor();
    await save(window, 'narrow');
    await page.mouse.move(300, 100);
    await page.setViewportSize({ width: 1280, height: 640 });

    const choose = async (label: string): Promise<void> => {
      await (await window.statusItem()).item.click();
      await (await window.inputBox()).choose(label);
    };
    await choose('Pin Agents to an Environment');
    await (await window.inputBox()).choose('staging');
    await window.statusItem(/agents: staging/);
    const held = callClaudeHook(sandbox, {
      cwd: path.join(place, 'acme-api'),
      command: `curl -X POST https://backboard.railway.app/graphql/v2 -d '{"query":"mutation { volumeDelete(volumeId: \\"${volume}\\") }"}'`,
      session: 'a893f216',
    });
    const modal = await window.modal(/Delete/);
    await save(window, 'pinned');
    await modal.click('Refuse');
    await held.verdict;
    await choose('Freeze Agents');
    await window.statusItem(/frozen/);
    await (await window.statusItem()).item.click();
    await window.inputBox();
    // It fades in.
    await page.waitForFunction(() => {
      const menu = document.querySelector('.quick-input-widget');
      return menu !== null && menu.getAnimations({ subtree: true }).every(({ playState }) => playState === 'finished');
    });
    await save(window, 'frozen');
  } finally {
    await sandbox.dispose();
    rmSync(place, { recursive: true, force: true });
  }
}

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { eventually } from '../../scripts/processes.mjs';
import { Editor, type EditorWindow } from '../support/editor.ts';
import { callClaudeHook, connectAgent } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

/** Made at run time: no file of ours looks like a secret. */
const token = `sk_live_${randomBytes(24)
  .toString('base64')
  .replaceAll(/[^A-Za-z0-9]/g, 'x')
  .slice(0, 24)}`;

describe('what a person sets about credentials', () => {
  let sandbox: Sandbox;
  let window: EditorWindow;
  const file = (name: string): string => path.join(sandbox.workspace, name);

  before(async () => {
    sandbox = createSandbox('credential-settings');
    sandbox.createWorkspace();
    writeFileSync(file('.env'), `# production\nSTRIPE_SECRET_KEY=${token}\nPORT=3000\n`);
    const editor = await Editor.start(sandbox);
    window = await editor.open(sandbox.workspace);
    await connectAgent('claude-code', sandbox.environment);
    await window.statusItem(/production: rental-shop/);
  });
  after(() => sandbox.dispose());
  afterEach(async () => {
    await window.closeModals();
    await window.executeCommand('workbench.action.closeAllEditors');
    await window.executeCommand('notifications.clearAll');
  });

  const set = (name: string, value: unknown): Promise<void> =>
    window.evaluate(
      `await vscode.workspace.getConfiguration('tenthSecond').update(args[0], args[1] ?? undefined, vscode.ConfigurationTarget.Global)`,
      name,
      value ?? null,
    );
  const open = (name: string): Promise<void> =>
    window.evaluate('await vscode.window.showTextDocument(vscode.Uri.file(args[0]), { preview: false });', file(name));
  const cursorTo = (line: number): Promise<void> =>
    window.evaluate('vscode.window.activeTextEditor.selection = new vscode.Selection(args[0], 0, args[0], 0);', line);
  const tabs = (): Promise<readonly string[]> =>
    window.evaluate('return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label))');

  /** The colour in which the editor draws the value, as the page computes it. */
  const colour = (): Promise<string | undefined> =>
    window.page.evaluate((value) => {
      const parts = [...document.querySelectorAll('.view-line span span')];
      const part = parts.find(({ textContent }) => textContent !== null && textContent.length > 5 && value.includes(textContent));
      return part ? getComputedStyle(part).color : undefined;
    }, token);

  test('values of a dotenv file are drawn without their letters, but on the line of the cursor', async () => {
    await open('.env');
    await cursorTo(0);
    const plain = await eventually('the value is drawn', () => colour(), 20_000);
    assert.doesNotMatch(plain, /, 0\)$/);
    await set('maskValues', true);
    await eventually('it is masked', async () => (await colour())?.endsWith(', 0)'), 20_000);
    await window.screenshot('credentials-masked');
    await cursorTo(1);
    await eventually('the line of the cursor is not', async () => (await colour()) === plain, 20_000);
    await cursorTo(0);
    await eventually('it is masked again', async () => (await colour())?.endsWith(', 0)'), 20_000);
    await set('maskValues', undefined);
    await eventually('it is drawn again', async () => (await colour()) === plain, 20_000);
  });

  test('a tab of such a file is warned about once while an agent is at work, and closed when the person says so', async () => {
    await set('credentialTabs', 'warn');
    await callClaudeHook(sandbox, { cwd: sandbox.workspace, command: 'ls', session: 'tabs' }).verdict;
    await open('.env');
    const toast = window.page.locator('.notification-toast', { hasText: '.env holds credentials' });
    await toast.first().waitFor({ timeout: 20_000 });
    assert.ok((await tabs()).includes('.env'), 'it is not closed without being asked');
    await window.screenshot('credentials-tab-warning');
    await toast.locator('.monaco-button', { hasText: 'Close Tab' }).click();
    await eventually('the tab is closed', async () => !(await tabs()).includes('.env'), 20_000);
    await toast.first().waitFor({ state: 'detached' });
    await open('.env');
    await open('README.md');
    await eventually('both are open', async () => (await tabs()).length === 2, 20_000);
    assert.equal(await toast.count(), 0, 'told once');
    await set('credentialTabs', undefined);
  });

  test('a scan can be cancelled, and says so', async () => {
    // Some gigabytes to read, by names of one file: it cannot be over before the button is found.
    const many = file('many');
    mkdirSync(many, { recursive: true });
    const one = path.join(many, 'one.ts');
    writeFileSync(one, `export const n = "${'token word '.repeat(90_000)}";\n`);
    for (let i = 0; i < 4000; i++) linkSync(one, path.join(many, `${i}.ts`));
    try {
      window.executeCommand('tenthSecond.scanCredentials').catch(() => undefined);
      await window.page
        .locator('.notification-toast', { hasText: 'Scanning for credentials' })
        .locator('.monaco-button', { hasText: 'Cancel' })
        .click();
      await window.page.locator('.notification-toast', { hasText: 'The scan was cancelled' }).first().waitFor({ timeout: 20_000 });
    } finally {
      rmSync(many, { recursive: true, force: true });
    }
  });

  test('the agents’ own ignore rules are shown before they are written, and taken out again', async () => {
    const ignore = file('.cursorignore');
    /** Those on this machine are chosen beforehand: Claude Code always, Cursor for its file until it is written. */
    const rules = async (click: readonly RegExp[], shot: string): Promise<void> => {
      window.executeCommand('tenthSecond.writeIgnoreRules').catch(() => undefined);
      const box = await window.inputBox();
      for (const label of click) await window.page.locator('.quick-input-widget .monaco-list-row', { hasText: label }).first().click();
      await window.screenshot(shot);
      await box.enter();
    };
    writeFileSync(ignore, 'dist/\n');
    await rules([/Claude Code/], 'ignore-rules-pick');
    const ask = await window.inputBox();
    await window.page.locator('.tab', { hasText: '.cursorignore' }).waitFor();
    assert.equal(readFileSync(ignore, 'utf8'), 'dist/\n', 'nothing is written before the person says so');
    await window.screenshot('ignore-rules-preview');
    await ask.choose('Write the Change');
    await eventually('it is written', () => readFileSync(ignore, 'utf8').includes('\n.env\n'), 20_000);
    assert.ok(readFileSync(ignore, 'utf8').endsWith('dist/\n'));
    await window.page.locator('.tab', { hasText: '.cursorignore' }).waitFor({ state: 'detached' });
    await rules([/Claude Code/, /\.cursorignore/], 'ignore-rules-written');
    const modal = await window.modal(/Take the ignore rules of Cursor out/);
    assert.equal(modal.focused, 'Keep Them');
    await modal.click('Take Out');
    await eventually('it is taken out', () => readFileSync(ignore, 'utf8') === 'dist/\n', 20_000);
  });

  test('the editor asks before it runs cat on a credential file in a chat, by a rule that comes with the extension', async () => {
    const rules = await window.evaluate<Readonly<Record<string, unknown>>>(
      `return vscode.workspace.getConfiguration('chat.tools.terminal').inspect('autoApprove')?.defaultValue ?? {}`,
    );
    assert.equal(rules['cat'], true, 'the editor’s own rules are still there');
    const ours = Object.entries(rules).filter(([key, value]) => value === false && key.includes('env'));
    assert.equal(ours.length, 1, JSON.stringify(rules));
    assert.match('cat .env', new RegExp(ours[0]![0].slice(1, -1)));
  });
});

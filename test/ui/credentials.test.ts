import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { eventually } from '../../scripts/processes.mjs';
import { filesWithCanary } from '../support/canary.ts';
import { Editor, type EditorWindow } from '../support/editor.ts';
import { callClaudeHook, connectAgent, type HookVerdict } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

/** Made at run time: no file of ours looks like a secret. */
const token = `sk_live_${randomBytes(24)
  .toString('base64')
  .replaceAll(/[^A-Za-z0-9]/g, 'x')
  .slice(0, 24)}`;

interface DiagnosticView {
  readonly message: string;
  readonly code: string;
  readonly line: number;
}

describe('credentials in the window', () => {
  let sandbox: Sandbox;
  let window: EditorWindow;
  const file = (name: string): string => path.join(sandbox.workspace, name);

  before(async () => {
    sandbox = createSandbox('credentials');
    sandbox.createWorkspace();
    writeFileSync(file('.env'), `# production\nSTRIPE_SECRET_KEY=${token}\nPORT=3000\n`);
    writeFileSync(file('src/payments.js'), `'use strict';\n\nconst key = "${token}";\nmodule.exports = { key };\n`);
    const editor = await Editor.start(sandbox);
    window = await editor.open(sandbox.workspace);
    await connectAgent('claude-code', sandbox.environment);
    await window.statusItem(/production: rental-shop/);
  });
  after(() => sandbox.dispose());
  afterEach(async () => {
    await window.closeModals();
    await window.executeCommand('workbench.action.closeAllEditors');
  });

  const call = (command: string, session = 'one'): Promise<HookVerdict> =>
    callClaudeHook(sandbox, { cwd: sandbox.workspace, command, session }).verdict;
  const open = (name: string): Promise<void> =>
    window.evaluate('await vscode.window.showTextDocument(vscode.Uri.file(args[0]), { preview: false });', file(name));
  const diagnostics = (name: string): Promise<readonly DiagnosticView[]> =>
    window.evaluate(
      `return vscode.languages.getDiagnostics(vscode.Uri.file(args[0])).filter((one) => one.source === 'Tenth Second')
        .map((one) => ({ message: one.message, code: String(one.code), line: one.range.start.line }))`,
      file(name),
    );

  test('the view lists environment, file and key', async () => {
    await window.executeCommand('tenthSecond.credentials.focus');
    const rows = window.page.locator('.pane-body .monaco-list-row');
    await eventually('the production files are listed', async () => (await rows.allInnerTexts()).join('\n').includes('.env'), 20_000);
    await window.page
      .locator('.pane-body .monaco-list-row', { hasText: /^\.env/ })
      .first()
      .click();
    await eventually('its keys are listed', async () => (await rows.allInnerTexts()).join('\n').includes('STRIPE_SECRET_KEY'), 20_000);
    await window.screenshot('credentials-view');
    const text = (await rows.allInnerTexts()).join('\n');
    assert.match(text, /production/);
    assert.ok(!text.includes(token));
  });

  test('the Explorer marks the files', async () => {
    await window.executeCommand('workbench.view.explorer');
    const label = window.page.locator('.explorer-folders-view .monaco-list-row', { hasText: /^\s*\.env\b/ }).first();
    await eventually(
      'the badge is there',
      async () => ((await label.innerHTML()) ?? '').length > 0 && (await label.getAttribute('aria-label')) !== null,
      20_000,
    );
    await eventually(
      'it says why',
      async () => /hidden from agents/i.test(`${(await label.getAttribute('aria-label')) ?? ''} ${await label.innerHTML()}`),
      20_000,
    );
    await window.screenshot('credentials-explorer');
  });

  test('a credential in a file that git tracks or agents read is a problem, as it is typed', async () => {
    await open('src/payments.js');
    const [found] = await eventually(
      'a problem is told',
      async () => {
        const all = await diagnostics('src/payments.js');
        return all.length > 0 ? all : undefined;
      },
      20_000,
    );
    assert.deepEqual([found?.code, found?.line], ['stripe.key', 2]);
    await window.screenshot('credentials-problem');
    await window.evaluate(
      `const editor = vscode.window.activeTextEditor;
       await editor.edit((edit) => edit.replace(new vscode.Range(2, 0, 3, 0), 'const key = process.env.STRIPE_SECRET_KEY;\\n'));`,
    );
    await eventually('it is gone', async () => (await diagnostics('src/payments.js')).length === 0, 20_000);
    await window.executeCommand('workbench.action.files.revert');
  });

  test('a credential in a hidden file is none', async () => {
    await open('.env');
    await open('src/payments.js');
    await eventually('the other file is read', async () => (await diagnostics('src/payments.js')).length > 0, 20_000);
    assert.deepEqual(await diagnostics('.env'), []);
  });

  test('the hover says what it is and where else it stands', async () => {
    await open('src/payments.js');
    const text = await eventually(
      'a hover',
      async () => {
        const hovers = await window.evaluate<readonly string[]>(
          `const found = await vscode.commands.executeCommand('vscode.executeHoverProvider', vscode.Uri.file(args[0]), new vscode.Position(2, 16));
         return found.flatMap((one) => one.contents.map((content) => typeof content === 'string' ? content : content.value));`,
          file('src/payments.js'),
        );
        return hovers.find((one) => one.includes('stripe'));
      },
      20_000,
    );
    assert.match(text, /stripe\.key.*live.*32 characters/);
    assert.match(text, /\.env:2 \(STRIPE/);
    assert.ok(!text.includes(token));
    await window.evaluate(
      `const editor = vscode.window.activeTextEditor;
       editor.selection = new vscode.Selection(2, 16, 2, 16);
       await vscode.commands.executeCommand('editor.action.showHover');`,
    );
    await window.page.locator('.monaco-hover:visible', { hasText: 'stripe' }).first().waitFor({ timeout: 20_000 });
    await window.screenshot('credentials-hover');
  });

  test('it can be replaced by a variable', async () => {
    await open('src/payments.js');
    const titles = await eventually(
      'actions',
      async () => {
        const found = await window.evaluate<readonly string[]>(
          `const actions = await vscode.commands.executeCommand('vscode.executeCodeActionProvider', vscode.Uri.file(args[0]), new vscode.Range(2, 16, 2, 16));
         const one = actions.find(({ title }) => /^Replace by/.test(title));
         if (one) await vscode.workspace.applyEdit(one.edit);
         return actions.map(({ title }) => title);`,
          file('src/payments.js'),
        );
        return found.some((title) => title.startsWith('Replace by')) ? found : undefined;
      },
      20_000,
    );
    assert.ok(
      titles.some((title) => title.startsWith('Hide this file from agents')),
      titles.join('; '),
    );
    const text = await window.evaluate<string>('return vscode.window.activeTextEditor.document.getText()');
    assert.match(text, /const key = process\.env\.KEY;/);
    await window.executeCommand('workbench.action.files.revert');
  });

  test('a dotenv file says its environment, and can be marked and ignored', async () => {
    await open('.env');
    const lenses = await eventually(
      'a lens',
      async () => {
        const found = await window.evaluate<readonly string[]>(
          `const lenses = await vscode.commands.executeCommand('vscode.executeCodeLensProvider', vscode.Uri.file(args[0]), 10);
         return lenses.flatMap(({ command }) => command ? [command.title] : []);`,
          file('.env'),
        );
        return found.find((one) => one.includes('hidden from agents'));
      },
      20_000,
    );
    assert.match(lenses, /^production · 1 secret · hidden from agents$/);
    const titles = await window.evaluate<readonly string[]>(
      `const actions = await vscode.commands.executeCommand('vscode.executeCodeActionProvider', vscode.Uri.file(args[0]), new vscode.Range(0, 0, 0, 0));
       return actions.map(({ title }) => title);`,
      file('.env'),
    );
    assert.ok(titles.includes('Mark this file as staging'), titles.join('; '));
    await window.page.locator('.codelens-decoration', { hasText: 'hidden from agents' }).first().waitFor({ timeout: 20_000 });
    await window.screenshot('credentials-lens');
  });

  test('it is given to one session, with a reason, after a modal', async () => {
    assert.equal((await call('cat .env', 'given')).type, 'deny');
    assert.equal((await call('cat .env', 'other')).type, 'deny');
    window
      .evaluate(`await vscode.commands.executeCommand('tenthSecond.giveToSession', vscode.Uri.file(args[0]))`, file('.env'))
      .catch(() => undefined);
    const box = await window.inputBox();
    await box.choose('given');
    await eventually(
      'the reason is asked',
      async () => /Why Does/.test(await window.page.locator('.quick-input-title').innerText()),
      20_000,
    );
    const reason = await window.inputBox();
    await reason.type('Needs the key to call the payment API');
    await reason.enter();
    const modal = await window.modal(/Give \.env to Claude Code/);
    await window.screenshot('credentials-give');
    assert.equal(modal.focused, 'Keep Hidden');
    await modal.click('Give to This Session');
    await eventually('it is open to that session', async () => (await call('cat .env', 'given')).type === 'none', 20_000);
    assert.equal((await call('cat .env', 'other')).type, 'deny');

    await window.evaluate(`await vscode.commands.executeCommand('tenthSecond.hideFromAgents', vscode.Uri.file(args[0]))`, file('.env'));
    assert.equal((await call('cat .env', 'given')).type, 'deny');
    const journal = path.join(sandbox.home, '.tenth-second/journal');
    const text = readdirSync(journal, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => readFileSync(path.join(journal, name), 'utf8'))
      .join('\n');
    assert.match(text, /was given to session given of claude-code in .*: Needs the key to call the payment API/);
    assert.ok(!text.includes(token));
  });

  test('Escape in the modal keeps it hidden', async () => {
    assert.equal((await call('cat .env', 'kept')).type, 'deny');
    window
      .evaluate(`await vscode.commands.executeCommand('tenthSecond.giveToSession', vscode.Uri.file(args[0]))`, file('.env'))
      .catch(() => undefined);
    await (await window.inputBox()).choose('kept');
    await eventually(
      'the reason is asked',
      async () => /Why Does/.test(await window.page.locator('.quick-input-title').innerText()),
      20_000,
    );
    const reason = await window.inputBox();
    await reason.type('x');
    await reason.enter();
    await (await window.modal(/Give \.env/)).escape();
    assert.equal((await call('cat .env', 'kept')).type, 'deny');
  });

  test('tabs of such files are closed while an agent is at work, if the person wants that', async () => {
    await window.evaluate(
      `await vscode.workspace.getConfiguration('tenthSecond').update('credentialTabs', 'close', vscode.ConfigurationTarget.Global)`,
    );
    await call('ls');
    await open('README.md');
    await open('.env');
    const tabs = (): Promise<readonly string[]> =>
      window.evaluate(`return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label))`);
    await eventually('the tab is closed', async () => !(await tabs()).includes('.env'), 20_000);
    assert.ok((await tabs()).includes('README.md'));
    await window.evaluate(
      `await vscode.workspace.getConfiguration('tenthSecond').update('credentialTabs', undefined, vscode.ConfigurationTarget.Global)`,
    );
  });

  test('the whole workspace is scanned on request', async () => {
    window.executeCommand('tenthSecond.scanCredentials').catch(() => undefined);
    await eventually('the file is a problem though it is not open', async () => (await diagnostics('src/payments.js')).length > 0, 30_000);
    await window.page
      .locator('.notification-toast', { hasText: /credentials in \d+ files/ })
      .first()
      .waitFor({ timeout: 30_000 });
    await window.screenshot('credentials-scan');
  });

  test('after all that, its value stands in no file that the guard or the extension wrote', () => {
    const own = (name: string): boolean => /tenth-second/i.test(name);
    const folders = [path.join(sandbox.home, '.tenth-second')];
    for (const name of readdirSync(sandbox.folder, { recursive: true }).map(String))
      if (own(path.basename(name)) && !name.includes('node_modules')) folders.push(path.join(sandbox.folder, name));
    const storages = folders.filter((folder) => statSync(folder).isDirectory());
    assert.ok(storages.length > 1, 'the log or the storage of the extension is among them');
    assert.deepEqual(filesWithCanary(storages, { value: token.slice('sk_live_'.length) }), []);
  });
});

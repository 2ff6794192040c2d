import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../../scripts/processes.mjs';
import { writeBigJournal } from '../support/bigJournal.ts';
import { Editor, type EditorWindow } from '../support/editor.ts';
import { callClaudeHook, connectAgent } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';
import { TimelineView } from '../support/timeline.ts';

const count = 12_000;

describe('the timeline', () => {
  let sandbox: Sandbox;
  let editor: Editor;
  let window: EditorWindow;
  let timeline: TimelineView;
  before(async () => {
    sandbox = createSandbox('timeline');
    sandbox.createWorkspace();
    const journal = path.join(sandbox.home, '.tenth-second/journal');
    mkdirSync(journal, { recursive: true, mode: 0o700 });
    await writeBigJournal(journal, sandbox.workspace, count);
    editor = await Editor.start(sandbox, { settings: { 'workbench.colorTheme': 'Default Light Modern' } });
    window = await editor.open(sandbox.workspace);
    window.page.setDefaultTimeout(10_000);
    await connectAgent('claude-code', sandbox.environment);
    await window.statusItem(/production/);
    timeline = await TimelineView.open(window);
  });
  after(() => sandbox.dispose());

  test('shows a long journal with a few elements, and goes to its ends by keyboard alone', async () => {
    await timeline.status(/^12,\d{3} records$/);
    await timeline.list.focus();
    await timeline.current(/^1 of 12\d{3}: /);
    assert.ok((await timeline.rows.count()) < 80);
    await timeline.list.press('End');
    await timeline.current(/^(12\d{3}) of \1: .*npm run test -- --filter bookings 1$/);
    await timeline.list.press('PageUp');
    await timeline.list.press('ArrowUp');
    await timeline.current(/bookings [1-9]\d$/);
    await timeline.list.press('Enter');
    assert.equal(await timeline.details.evaluate((element) => element === element.ownerDocument.activeElement), true);
    await eventually('the details are there', async () => (await timeline.details.innerText()).includes('session-0'));
    await timeline.details.press('Escape');
    await timeline.list.press('Home');
    await timeline.current(/^1 of /);
    const frame = await timeline.frame();
    const active = await frame.evaluate(() => document.querySelector('.list')?.getAttribute('aria-activedescendant'));
    assert.equal(await frame.evaluate((id) => document.getElementById(id ?? '')?.getAttribute('aria-selected'), active), 'true');
  });

  test('filters by effect, verdict and agent, searches, and says how many', async () => {
    await timeline.field('Effect').selectOption('delete');
    await timeline.status(/^123 of 12,\d{3} records match$/);
    await timeline.field('Verdict').selectOption({ label: 'refused' });
    await timeline.status(/^62 of /);
    await timeline.field('Agent').selectOption({ label: 'Gemini CLI' });
    await timeline.status(/^26 of /);
    await timeline.field('Search').fill('export-5');
    await timeline.status(/^5 of /);
    await timeline.field('Search').press('ArrowDown');
    await timeline.current(/^1 of 5: .*Gemini CLI refused Delete the folder data\/export-5\d{3} delete/);
    await timeline.button('Clear Filters').click();
    await timeline.status(/^12,\d{3} records$/);
    await timeline.field('Search').fill('no such thing');
    await timeline.status(/^0 of /);
    await timeline.page.getByText('No record matches.').waitFor();
    await timeline.button('Clear Filters').click();
    await timeline.status(/^12,\d{3} records$/);
  });

  test('the chart has words and a table, and a bar narrows the time', async () => {
    const picture = timeline.page.getByRole('img', { name: /^12000 actions from .* delete, overwrite: 123/ });
    await picture.waitFor();
    await timeline.page.getByText('As a table').click();
    const table = await timeline.page.locator('table').innerText();
    assert.match(table, /delete, overwrite\s+123/);
    await timeline.page.getByText('As a table').click();
    await timeline.page.locator('svg.lost rect').first().click();
    await timeline.status(/^\d{2,3} of 12,\d{3} records match$/);
    assert.equal(await timeline.field('From').isVisible(), true);
    await timeline.button('Clear Filters').click();
    await timeline.status(/^12,\d{3} records$/);
  });

  test('what an agent does shows by itself; its evidence opens at the line; Undo shows what comes back', async () => {
    await timeline.list.press('Home');
    const held = callClaudeHook(sandbox, { cwd: sandbox.workspace, command: 'rm -rf data/exports', session: 'a893f216' });
    await (await window.modal(/data\/exports/)).click('Confirm Once');
    assert.notEqual((await held.verdict).type, 'deny');
    rmSync(path.join(sandbox.workspace, 'data/exports'), { recursive: true });
    await timeline.field('Session').selectOption('a893f216', { timeout: 20_000 });
    await timeline.status(/^2 of /);
    await timeline.list.focus();
    await timeline.current(/^1 of 2: .*Claude Code confirmed Delete .*data\/exports/);
    await timeline.list.press('Enter');
    await timeline.button('Undo…').click();
    const modal = await window.modal(/^Undo: /);
    assert.match(modal.detail, /data\/exports\/north\.csv: comes back/);
    await modal.click('Put Back What Is Gone');
    await eventually('it is back', () => existsSync(path.join(sandbox.workspace, 'data/exports/north.csv')));
    await timeline.button('Clear Filters').click();
    await timeline.status(/^12,\d{3} records$/);

    const curl = callClaudeHook(sandbox, {
      cwd: sandbox.workspace,
      command: `curl -X POST https://backboard.railway.app/graphql/v2 -d '{"query":"mutation { volumeDelete(volumeId: \\"3d2c42fb-7a1e-4f0b-9c55-60d8a1be27f4\\") }"}'`,
      session: 'b1',
    });
    await (await window.modal(/bookings-data/)).click('Refuse');
    assert.equal((await curl.verdict).type, 'deny');
    await timeline.field('Session').selectOption('b1', { timeout: 20_000 });
    await timeline.status(/^2 of /);
    await timeline.list.focus();
    await timeline.current(/^1 of 2: .*refused Delete the Railway volume bookings-data delete production/);
    await timeline.list.press('Enter');
    await timeline.details.getByRole('button', { name: /^\.env\.production:\d+ / }).click();
    await eventually('the file is open at its line', async () =>
      /\.env\.production:[1-9]/.test(
        await window.evaluate<string>(
          'const e = vscode.window.activeTextEditor; return e ? e.document.fileName + ":" + e.selection.active.line : ""',
        ),
      ),
    );
    await window.executeCommand('tenthSecond.showTimeline');
    await timeline.status(/^2 of /);
  });

  test('the report is a document of what the filters show', async () => {
    await timeline.button('Incident Report').click();
    const text = await eventually('the report is open', async () => {
      const open = await window.evaluate<string>('return vscode.window.activeTextEditor?.document.getText() ?? ""');
      return open.startsWith('# Incident report') ? open : undefined;
    });
    assert.match(text, /Delete the Railway volume bookings-data/);
    assert.doesNotMatch(text, /data\/exports/);
    await window.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await window.executeCommand('tenthSecond.showTimeline');
  });

  test('has no fault that axe-core knows, in every kind of theme and at 200 %, and nothing is cut off', async () => {
    await timeline.button('Clear Filters').click();
    await timeline.status(/^12,\d{3} records$/);
    await timeline.field('Search').fill('export');
    await timeline.status(/match$/);
    await timeline.list.focus();
    await timeline.current(/^1 of /);
    for (const theme of ['Default Light Modern', 'Default Dark Modern', 'Default High Contrast', 'Default High Contrast Light']) {
      await setTheme(theme);
      assert.deepEqual(await timeline.violations(), [], theme);
      await window.screenshot(`timeline-${theme}`);
    }
    await setTheme('Default Dark Modern');
    await window.page.setViewportSize({ width: 640, height: 400 });
    assert.deepEqual(await timeline.violations(), []);
    const frame = await timeline.frame();
    assert.ok(
      await frame.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
      'no sideways scrolling',
    );
    assert.ok(await frame.evaluate(() => (document.querySelector('.list')?.clientHeight ?? 0) >= 150));
    await window.screenshot('timeline-200-percent');
    await window.page.setViewportSize({ width: 1280, height: 800 });
  });

  test('nothing of it is there while it is hidden, and it comes back as it was', async () => {
    await timeline.button('Clear Filters').click();
    await timeline.field('Effect').selectOption('delete');
    await timeline.status(/^12\d of /);
    await timeline.list.focus();
    await timeline.list.press('End');
    const was = await timeline.current(/^12\d of 12\d: Nov/);
    await window.evaluate('await vscode.window.showTextDocument(vscode.Uri.file(args[0]))', path.join(sandbox.workspace, 'README.md'));
    await eventually('the page is gone', async () => (await window.page.locator('iframe.webview').count()) === 0);
    await window.executeCommand('tenthSecond.showTimeline');
    assert.equal(await timeline.current(/^12\d of 12\d: Nov/), was);
    assert.equal(await timeline.field('Effect').inputValue(), 'delete');
  });

  async function setTheme(theme: string): Promise<void> {
    await window.evaluate(
      'await vscode.workspace.getConfiguration("workbench").update("colorTheme", args[0], vscode.ConfigurationTarget.Global)',
      theme,
    );
    const frame = await timeline.frame();
    const wanted = theme.includes('High Contrast') ? 'high-contrast' : theme.includes('Dark') ? 'dark' : 'light';
    await eventually(`the page is ${theme}`, () =>
      frame.evaluate(
        ([kind, name]) => document.body.className.includes(kind) && name.endsWith(document.body.dataset['vscodeThemeId'] ?? '?'),
        [wanted, theme] as const,
      ),
    );
  }
});

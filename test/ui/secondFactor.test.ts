import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import { eventually } from '../../scripts/processes.mjs';
import { incidentCommand } from '../../src/gate/rehearsal/rentalShop.ts';
import { readJournal } from '../../src/platform/journal/journalReader.ts';
import { Editor, type EditorWindow } from '../support/editor.ts';
import { callClaudeHook, connectAgent } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

describe('a second factor', () => {
  let sandbox: Sandbox;
  let editor: Editor;
  let window: EditorWindow;
  let secret = '';
  let recovery: readonly string[] = [];
  const used = new Set<string>();
  before(async () => {
    sandbox = createSandbox('factor');
    sandbox.createWorkspace();
    editor = await Editor.start(sandbox);
    window = await editor.open(sandbox.workspace);
    window.page.setDefaultTimeout(15_000);
    await connectAgent('claude-code', sandbox.environment);
    await window.statusItem(/production/);
  });
  after(() => sandbox.dispose());

  /** What the authenticator shows; the next one when this one was used. */
  const code = (): Promise<string> =>
    eventually(
      'the authenticator shows a fresh code',
      () => {
        // One step ahead is taken, too: nobody waits half a minute here.
        for (const ahead of [0, 30_000]) {
          const shown = TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + ahead });
          if (used.has(shown)) continue;
          used.add(shown);
          return shown;
        }
        return undefined;
      },
      40_000,
    );
  const page = () => window.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  const hold = () => callClaudeHook(sandbox, { cwd: sandbox.workspace, command: incidentCommand(), session: 's1' });
  const typeName = async (): Promise<void> => {
    await (await window.modal(/bookings-data/)).click('Type the Name to Confirm…');
    const box = await window.inputBox();
    await box.type('bookings-data');
    await box.enter();
  };
  const give = async (text: string): Promise<void> => {
    const box = await window.inputBox();
    await eventually('the box asks for a code', async () => (await box.message()).includes('code'));
    await box.type(text);
    await box.enter();
  };

  test('is set up with a picture that is drawn here, a first code, and recovery codes', async () => {
    const done = window.executeCommand('tenthSecond.setUpSecondFactor');
    const box = await window.inputBox();
    await box.choose('Add My Authenticator…');
    await box.type('jane');
    await box.enter();
    await page().locator('svg[role="img"] path').waitFor();
    secret = (await page().locator('li').innerText()).replace(/\s/g, '');
    assert.match(secret, /^[A-Z2-7]{32}$/);
    await window.screenshot('second-factor-qr');
    await box.type(await code());
    await box.enter();
    await page().getByRole('heading', { name: 'Recovery Codes' }).waitFor();
    await done;
    recovery = await page().locator('li').allInnerTexts();
    assert.equal(recovery.length, 8);
    await window.screenshot('second-factor-recovery');
    await window.executeCommand('workbench.action.closeActiveEditor');
  });

  test('production takes name and code; a wrong code asks again, a right one lets it through', async () => {
    const call = hold();
    await typeName();
    await give('000000');
    const again = await window.modal(/bookings-data/);
    assert.match(again.detail, /Asked again: the code is not right/);
    await again.click('Type the Name to Confirm…');
    const box = await window.inputBox();
    await box.type('bookings-data');
    await box.enter();
    await give(await code());
    assert.equal((await call.verdict).type, 'allow');
    const records = await readJournal(path.join(sandbox.home, '.tenth-second/journal'));
    const answer = records.map(({ record }) => record).findLast(({ outcome }) => outcome === 'confirmed');
    assert.equal(answer?.factor, 'a code of jane');
    assert.equal(answer?.typed, 'bookings-data');
  });

  test('a recovery code stands for a code once', async () => {
    const call = hold();
    await typeName();
    await give(recovery[0]!);
    assert.equal((await call.verdict).type, 'allow');
    const second = hold();
    await typeName();
    await give(recovery[0]!);
    await (await window.modal(/bookings-data/)).click('Refuse');
    assert.equal((await second.verdict).type, 'deny');
  });

  test('no secret and no code is in any file of the guard', () => {
    const root = path.join(sandbox.home, '.tenth-second');
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.ok(files.some(({ name }) => name === 'factor.json'));
    for (const file of files) {
      const text = readFileSync(path.join(file.parentPath, file.name), 'utf8');
      if (/(commands|server|gate|scan)\.js$/.test(file.name)) continue;
      for (const word of [secret, ...recovery, ...used]) assert.ok(!text.includes(word), `${file.name} holds a code or secret`);
    }
    assert.ok(![secret, ...recovery].some((word) => editor.logs().includes(word)));
  });
});

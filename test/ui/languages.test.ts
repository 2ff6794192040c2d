import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../../scripts/rig.mjs';
import { incidentCommand } from '../../src/gate/rehearsal/rentalShop.ts';
import { Editor } from '../support/editor.ts';
import { callClaudeHook, connectAgent } from '../support/guard.ts';
import { createSandbox } from '../support/sandbox.ts';

const read = (name: string): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(path.join(root, name), 'utf8')) as Readonly<Record<string, string>>;
const languages = readdirSync(path.join(root, 'l10n')).flatMap((name) => /^bundle\.l10n\.(.+)\.json$/.exec(name)?.[1] ?? []);

describe('the editor in another language', () => {
  for (const language of languages) {
    test(`${language}: the question is asked, refused and confirmed in it`, async () => {
      const texts = read(`l10n/bundle.l10n.${language}.json`);
      const word = (english: string): string => texts[english] ?? assert.fail(`no text for ${english}`);
      const sandbox = createSandbox(`language-${language}`);
      try {
        sandbox.createWorkspace();
        const editor = await Editor.start(sandbox, { language });
        const window = await editor.open(sandbox.workspace);
        await connectAgent('claude-code', sandbox.environment);
        await window.statusItem(/production: rental-shop/);
        await window.executeCommand('tenthSecond.activity.focus');
        const names = read(`package.nls.${language}.json`);
        for (const view of ['activity', 'credentials', 'coverage', 'resources'])
          await window.page.locator('.pane-header', { hasText: names[`view.${view}.name`] ?? view }).waitFor();

        const call = (session: string) => callClaudeHook(sandbox, { cwd: sandbox.workspace, command: incidentCommand(), session });
        const refused = call('refused');
        const modal = await window.modal();
        await window.screenshot(`language-${language}`);
        for (const button of ['Refuse', 'Type the Name to Confirm…', 'Refuse All from This Session', 'More…'])
          assert.ok(modal.buttons.includes(word(button)), `${word(button)} is none of ${modal.buttons.join(', ')}`);
        assert.equal(modal.focused, word('Refuse'));
        await modal.click(word('Refuse'));
        assert.equal((await refused.verdict).type, 'deny');

        const confirmed = call('confirmed');
        await (await window.modal()).click(word('Type the Name to Confirm…'));
        const box = await window.inputBox();
        await box.type('bookings-data-staging');
        await box.enter();
        const name = 'bookings-data';
        assert.equal(await box.message(), word('This is not the name. Type {0}, or press Escape to refuse.').replace('{0}', name));
        await box.type(name);
        await box.enter();
        assert.deepEqual(await confirmed.verdict, { type: 'allow' });
      } finally {
        await sandbox.dispose();
      }
    });
  }
});

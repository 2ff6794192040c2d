import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createRentalShop } from '../../src/gate/rehearsal/rentalShop.ts';
import { claudeCode, codex, copilotCli, geminiCli, prepareGemini, type AgentKind, type AgentRun } from '../support/agents.ts';
import { Editor, type EditorWindow } from '../support/editor.ts';
import { connectAgent, gate } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

interface Shown {
  readonly type: string;
  readonly action: string;
  readonly outcome: string;
  readonly workspace: string;
}

describe('four agents at once in one window, and another window with a fifth', () => {
  let sandbox: Sandbox;
  let other: string;
  let first: EditorWindow;
  let second: EditorWindow;
  const kinds: readonly AgentKind[] = [claudeCode, codex, geminiCli, copilotCli];

  before(async () => {
    sandbox = createSandbox('crowd');
    sandbox.createWorkspace();
    other = path.join(sandbox.folder, 'harbour-shop');
    mkdirSync(other);
    createRentalShop(other);
    prepareGemini(sandbox);
    const editor = await Editor.start(sandbox);
    for (const { id } of kinds) await connectAgent(id, sandbox.environment);
    first = await editor.open(sandbox.workspace);
    await first.statusItem(/production: rental-shop/);
    second = await editor.open(other);
    await second.statusItem(/production: harbour-shop/);
  });
  after(() => sandbox.dispose());

  test('each question is asked in the window of its folder, none is lost, none comes twice', async () => {
    const keep = (folder: string, name: string): string => {
      mkdirSync(path.join(folder, name));
      writeFileSync(path.join(folder, name, 'ledger.csv'), 'the only copy\n');
      return path.join(folder, name);
    };
    const ledgers = kinds.map(({ id }) => keep(sandbox.workspace, `ledger-${id}`));
    const elsewhere = keep(other, 'ledger-elsewhere');
    const runs: AgentRun[] = await Promise.all([
      ...kinds.map((kind) => kind.run(sandbox, [kind.shell(`rm -rf ledger-${kind.id}`)])),
      claudeCode.run({ ...sandbox, workspace: other }, [claudeCode.shell('rm -rf ledger-elsewhere')]),
    ]);

    await first.statusItem(/4 waiting/);
    await second.statusItem(/1 waiting/);
    await first.page.bringToFront();
    const asked = new Set<string>();
    for (let at = 0; at < kinds.length; at++) {
      const modal = await first.modal(/ledger-/);
      const [name] = /ledger-[\w-]+/.exec(modal.title)!;
      assert.ok(!asked.has(name), `${name} is asked about twice`);
      asked.add(name);
      // Every second one is confirmed.
      if (at % 2 === 0) await modal.click('Refuse');
      else if (modal.buttons.includes('Confirm Once')) await modal.click('Confirm Once');
      else {
        await modal.click('Type the Name to Confirm…');
        const box = await first.inputBox();
        await box.type(name);
        await box.enter();
        await box.closed();
      }
    }
    assert.deepEqual([...asked].sort(), kinds.map(({ id }) => `ledger-${id}`).sort());
    await first.expectNoModal();

    await second.page.bringToFront();
    const modal = await second.modal(/ledger-/);
    assert.match(modal.title, /ledger-elsewhere/);
    await modal.click('Refuse');
    await Promise.all(runs.map(({ ended }) => ended));
    await second.expectNoModal();
    await first.page.bringToFront();
    await first.expectNoModal();

    assert.equal(ledgers.filter((ledger) => existsSync(ledger)).length, 2, 'two were refused, two confirmed');
    assert.ok(existsSync(elsewhere));
    const { stdout } = await gate(['journal', 'show', '--json', '--search', 'ledger-'], { environment: sandbox.environment });
    const records = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Shown);
    const held = records.filter(({ type, outcome }) => type === 'action' && outcome === 'held');
    assert.equal(new Set(held.map(({ action }) => action)).size, kinds.length + 1);
    assert.equal(held.length, kinds.length + 1);
    assert.deepEqual(
      held.filter(({ workspace }) => workspace === other).map(({ action }) => action),
      ['rm -rf ledger-elsewhere'],
    );
    const answers = records.filter(({ type }) => type === 'answer').map(({ outcome }) => outcome);
    assert.deepEqual(answers.sort(), ['confirmed', 'confirmed', 'refused', 'refused', 'refused']);
  });
});

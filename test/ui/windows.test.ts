import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createRentalShop } from '../../src/gate/rehearsal/rentalShop.ts';
import { Editor, type EditorWindow } from '../support/editor.ts';
import { callClaudeHook, connectAgent } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

describe('two windows on two folders', () => {
  let sandbox: Sandbox;
  let other: string;
  let first: EditorWindow;
  let second: EditorWindow;

  before(async () => {
    sandbox = createSandbox('windows');
    sandbox.createWorkspace();
    other = path.join(sandbox.folder, 'harbour-shop');
    mkdirSync(other);
    createRentalShop(other);
    const editor = await Editor.start(sandbox);
    await connectAgent('claude-code', sandbox.environment);
    first = await editor.open(sandbox.workspace);
    await first.statusItem(/production: rental-shop/);
    second = await editor.open(other);
    await second.statusItem(/production: harbour-shop/);
  });
  after(() => sandbox.dispose());

  const call = (cwd: string, session: string) => callClaudeHook(sandbox, { cwd, command: 'rm -rf data', session });

  test('each is asked what its own folder is about, at the same time', async () => {
    const one = call(sandbox.workspace, 'one');
    const two = call(other, 'two');
    await first.page.bringToFront();
    const left = await first.modal(/data/);
    await second.page.bringToFront();
    const right = await second.modal(/data/);
    assert.match(left.detail, /rental-shop/);
    assert.match(right.detail, /harbour-shop/);
    await right.click(right.buttons.includes('Confirm Once') ? 'Confirm Once' : 'Refuse');
    await first.page.bringToFront();
    await left.click('Refuse');
    assert.equal((await one.verdict).type, 'deny');
    assert.equal((await two.verdict).type, right.buttons.includes('Confirm Once') ? 'allow' : 'deny');
  });

  test('below a folder counts as the folder', async () => {
    const hook = call(path.join(other, 'src'), 'three');
    assert.notEqual((await hook.verdict).type, 'deny');
    const deletion = callClaudeHook(sandbox, { cwd: path.join(other, 'src'), command: 'rm -rf ../data', session: 'three' });
    await second.page.bringToFront();
    await (await second.modal(/data/)).click('Refuse');
    assert.equal((await deletion.verdict).type, 'deny');
    await first.expectNoModal();
  });
});

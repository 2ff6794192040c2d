import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { callClaudeHook, connectAgent, gate } from '../support/guard.ts';
import { Editor, type EditorWindow } from '../support/editor.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

describe('a connected agent whose hook stops working', () => {
  let sandbox: Sandbox;
  let window: EditorWindow;
  before(async () => {
    sandbox = createSandbox('coverage');
    sandbox.createWorkspace();
    const editor = await Editor.start(sandbox);
    window = await editor.open(sandbox.workspace);
    await connectAgent('claude-code', sandbox.environment);
    await window.statusItem(/production: rental-shop/);
  });
  after(() => sandbox.dispose());

  test('is shown as unguarded while its hook is gone, and journaled', async () => {
    const file = path.join(sandbox.home, '.claude/settings.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, '{}\n');
    await window.statusItem(/unguarded: Claude Code/);
    const shown = await gate(['journal', 'show', '--json'], { environment: sandbox.environment });
    assert.match(shown.stdout, /disarm: Claude Code is unguarded: Its hook is gone from /);
    writeFileSync(file, text);
    await window.statusItem(/^(?!.*unguarded).*production: rental-shop/);
  });

  test('is shown as unguarded while a repository switches hooks off', async () => {
    const file = path.join(sandbox.workspace, '.claude/settings.json');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '{ "disableAllHooks": true }\n');
    await window.statusItem(/unguarded: Claude Code/);
    rmSync(file);
    await window.statusItem(/^(?!.*unguarded).*production: rental-shop/);
  });

  test('its canary is heard', async () => {
    const call = callClaudeHook(
      { home: sandbox.home, environment: sandbox.environment },
      { cwd: sandbox.workspace, command: 'echo tenth-second-canary' },
    );
    assert.deepEqual(await call.verdict, { type: 'none' });
    await window.evaluate("await vscode.commands.executeCommand('tenthSecond.showCoverage')");
    await window.screenshot('coverage');
  });
});

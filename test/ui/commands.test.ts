import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { endGroup, eventually } from '../../scripts/processes.mjs';
import { incidentCommand } from '../../src/gate/rehearsal/rentalShop.ts';
import { Editor, type EditorWindow } from '../support/editor.ts';
import { callClaudeHook, connectAgent, type HookCall } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

describe('what a person does beside answering', () => {
  let sandbox: Sandbox;
  let editor: Editor;
  let window: EditorWindow;
  let session = 0;

  before(async () => {
    sandbox = createSandbox('commands');
    sandbox.createWorkspace();
    editor = await Editor.start(sandbox);
    window = await editor.open(sandbox.workspace);
    await connectAgent('gemini-cli', sandbox.environment);
    await connectAgent('claude-code', sandbox.environment);
    await window.statusItem(/production: rental-shop/);
  });
  after(() => sandbox.dispose());
  afterEach(async () => {
    session += 1;
    await window.closeModals();
  });

  const call = (command: string): HookCall => callClaudeHook(sandbox, { cwd: sandbox.workspace, command, session: `session-${session}` });
  /** Not awaited: the command ends when the person has answered. */
  const run = (command: string): void => {
    window.executeCommand(command).catch(() => undefined);
  };

  test('a false alarm is copied without the secret, and the question comes back', async () => {
    const hook = call(incidentCommand());
    await (await window.modal()).click('More…');
    await (await window.inputBox()).choose('Report a False Alarm');
    const again = await window.modal(/bookings-data/);
    assert.match(again.detail, /^The report is in the clipboard/);
    const report = JSON.parse(await window.evaluate<string>('return vscode.env.clipboard.readText()')) as { verdict: string };
    assert.equal(report.verdict, 'type');
    await again.click('Refuse');
    assert.equal((await hook.verdict).type, 'deny');
  });

  test('Escape in More… and in every step of a pause leads back to the question', async () => {
    const hook = call(incidentCommand());
    await (await window.modal()).click('More…');
    await (await window.inputBox()).escape();
    await (await window.modal(/bookings-data/)).click('More…');
    await (await window.inputBox()).choose('Pause Guard…');
    await (await window.inputBox()).choose('15 Minutes');
    const sure = await window.modal(/Pause the guard/);
    assert.equal(sure.focused, 'Keep Guarding');
    await sure.escape();
    await (await window.modal(/bookings-data/)).escape();
    assert.equal((await hook.verdict).type, 'deny');
  });

  test('a pause is asked twice, seen in the status bar, and ended by a command', async () => {
    run('tenthSecond.pauseGuard');
    await (await window.inputBox()).choose('15 Minutes');
    const sure = await window.modal(/Pause the guard for 15 minutes/);
    assert.equal(sure.focused, 'Keep Guarding');
    await sure.click('Pause for 15 minutes');
    assert.equal((await window.statusItem(/paused until .* · production: rental-shop/)).severity, 'error');
    assert.notEqual((await call(incidentCommand()).verdict).type, 'deny');
    await window.expectNoModal();
    await window.executeCommand('tenthSecond.resumeGuard');
    await window.statusItem(/^(?!.*paused)/);
    const hook = call(incidentCommand());
    await (await window.modal()).click('Refuse');
    assert.equal((await hook.verdict).type, 'deny');
  });

  test('a server that dies takes its question with it, and the window attaches to the next one', async () => {
    const descriptor = path.join(sandbox.home, '.tenth-second/run/server');
    const pid = (): number => (existsSync(descriptor) ? Number(readFileSync(descriptor, 'utf8').split('\n')[1]) : 0);
    const killed = pid();
    const hook = call(incidentCommand());
    const modal = await window.modal();
    await endGroup(killed);
    assert.equal((await hook.verdict).type, 'deny');
    await modal.click('Type the Name to Confirm…');
    await window.page.locator('.notification-toast', { hasText: 'came too late' }).waitFor();
    const next = call(incidentCommand());
    await (await window.modal(/bookings-data/)).click('Refuse');
    assert.equal((await next.verdict).type, 'deny');
    assert.notEqual(pid(), killed);
  });

  test('an agent is connected and disconnected with the change shown first, and the file is as before', async () => {
    const file = path.join(sandbox.home, '.gemini/settings.json');
    const choose = async (): Promise<void> => {
      run('tenthSecond.connectAgents');
      await (await window.inputBox()).choose('Gemini CLI');
    };
    await choose();
    const kept = await window.modal(/Disconnect Gemini CLI/);
    assert.equal(kept.focused, 'Keep Connected');
    await kept.escape();
    assert.match(readFileSync(file, 'utf8'), /tenth-second/);
    await choose();
    await (await window.modal(/Disconnect Gemini CLI/)).click('Disconnect');
    await window.page.locator('.notification-toast', { hasText: 'disconnected' }).waitFor();

    const mine = '{\n  // mine\n  "theme": "Default"\n}\n';
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, mine);
    await choose();
    const ask = await window.inputBox();
    await window.page.locator('.tab', { hasText: 'settings.json' }).waitFor();
    assert.equal(readFileSync(file, 'utf8'), mine, 'nothing is written before the person says so');
    await ask.choose('Write the Change');
    await window.page.locator('.notification-toast', { hasText: 'Connected: Gemini CLI' }).waitFor();
    assert.match(readFileSync(file, 'utf8'), /\/\/ mine[\s\S]*tenth-second/);
    // The preview is closed.
    await window.page.locator('.tab', { hasText: 'settings.json' }).waitFor({ state: 'detached' });
    await choose();
    await (await window.modal(/Disconnect Gemini CLI/)).click('Disconnect');
    // The message of the first time may still be on the screen, so it is the file that says when it is done.
    await eventually('the file is as before', () => readFileSync(file, 'utf8') === mine);
  });

  test('an agent is connected in this folder alone, and its own file is shown first', async () => {
    const user = path.join(sandbox.home, '.gemini/settings.json');
    const file = path.join(sandbox.workspace, '.gemini/settings.json');
    run('tenthSecond.connectAgents');
    await (await window.inputBox()).choose('Gemini CLI');
    await (await window.inputBox()).choose(`Only in ${path.basename(sandbox.workspace)}…`);
    assert.ok(!existsSync(file), 'nothing is written before the person says so');
    await (await window.inputBox()).choose('Write the Change');
    await eventually('it is written', () => existsSync(file) && /tenth-second/.test(readFileSync(file, 'utf8')));
    assert.doesNotMatch(readFileSync(user, 'utf8'), /tenth-second/);
    run('tenthSecond.connectAgents');
    await (await window.inputBox()).choose('Gemini CLI');
    await (await window.modal(/Disconnect Gemini CLI/)).click('Disconnect');
    await eventually('it is gone', () => !existsSync(file));
  });

  test('MCP servers are put behind the guard and taken out again, with the change shown first', async () => {
    const file = path.join(sandbox.workspace, '.mcp.json');
    const mine = '{ "mcpServers": { "files": { "command": "npx", "args": ["-y", "server"] } } }\n';
    writeFileSync(file, mine);
    run('tenthSecond.wrapMcpServers');
    await (await window.inputBox()).choose('Put MCP Servers behind the Guard');
    const ask = await window.inputBox();
    await window.page.locator('.tab', { hasText: '.mcp.json' }).waitFor();
    await window.screenshot('mcp-wrap');
    assert.equal(readFileSync(file, 'utf8'), mine);
    await ask.choose('Write the Change');
    await eventually('it is written', () => /gate\.js[\s\S]*"--"/.test(readFileSync(file, 'utf8')));
    run('tenthSecond.wrapMcpServers');
    await (await window.inputBox()).choose('Take MCP Servers Out Again');
    await (await window.modal(/out of the guard/)).click('Take Them Out');
    await eventually('it is as before', () => readFileSync(file, 'utf8') === mine);
  });

  test('the key is reset only by a modal, and the window attaches with the new one', async () => {
    const keys = path.join(sandbox.home, '.tenth-second/keys.json');
    const before = readFileSync(keys, 'utf8');
    run('tenthSecond.resetWindowKey');
    await (await window.modal(/Reset the key/)).escape();
    assert.equal(readFileSync(keys, 'utf8'), before);
    run('tenthSecond.resetWindowKey');
    const modal = await window.modal(/Reset the key/);
    assert.equal(modal.focused, 'Keep the Key');
    await modal.click('Reset Window Key');
    await eventually('the new key is known', () => existsSync(keys) && readFileSync(keys, 'utf8') !== before);
    const hook = call(incidentCommand());
    await (await window.modal(/bookings-data/)).click('Refuse');
    assert.equal((await hook.verdict).type, 'deny');
  });
});

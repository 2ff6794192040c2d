import assert from 'node:assert/strict';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { eventually } from '../../scripts/processes.mjs';
import { ensureAgents } from '../../scripts/rig.mjs';
import { claudeCode, codex, copilotCli, geminiCli, prepareGemini, type AgentRun } from '../support/agents.ts';
import { Editor, type EditorWindow } from '../support/editor.ts';
import { connectAgent, gate } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

describe('sessions whose calls do not reach the guard, in the editor', () => {
  let sandbox: Sandbox;
  let window: EditorWindow;
  let run: AgentRun | undefined;

  before(async () => {
    const { programs } = await ensureAgents();
    sandbox = createSandbox('unguarded');
    sandbox.createWorkspace();
    prepareGemini(sandbox);
    // Where the guard finds Codex, to ask it about its hooks.
    const bin = path.join(sandbox.home, '.local/bin');
    mkdirSync(bin, { recursive: true });
    symlinkSync(programs.codex, path.join(bin, 'codex'));
    const editor = await Editor.start(sandbox);
    window = await editor.open(sandbox.workspace);
    for (const agent of ['claude-code', 'copilot-cli']) await connectAgent(agent, sandbox.environment);
    await window.statusItem(/production: rental-shop/);
  });
  after(() => sandbox.dispose());
  afterEach(() => run?.kill());

  const journal = async (pattern: RegExp): Promise<void> => {
    await eventually(`the journal says ${pattern.source}`, async () =>
      pattern.test((await gate(['journal', 'show', '--json'], { environment: sandbox.environment })).stdout),
    );
  };

  test('claude --bare: while it runs, and by its transcript when it has ended', async () => {
    // A command that is still there when the status item is read. It has a process group of its own, which outlives its agent.
    const stop = path.join(sandbox.folder, 'stop');
    sandbox.defer(() => writeFileSync(stop, ''));
    run = await claudeCode.run(sandbox, [claudeCode.shell(`until [ -e '${stop}' ]; do sleep 0.2; done`)], {
      flags: ['--bare'],
      anyEnd: true,
    });
    await window.statusItem(/unguarded: Claude Code/);
    await journal(/disarm: Claude Code is unguarded: A session runs without hooks: --bare skips hooks/);
    run.kill();
    await run.ended.catch(() => []);
    await window.statusItem(/^(?!.*unguarded).*production: rental-shop/);
    await journal(/no longer: Claude Code is unguarded/);
    run = await claudeCode.run(sandbox, [claudeCode.shell('ls')], { flags: ['--bare'] });
    await run.ended;
    await window.statusItem(/unguarded: Claude Code/);
    await journal(/Its session [0-9a-f]{8} ran Bash, and no hook had asked/);
  });

  test('a session that asks says nothing', async () => {
    run = await copilotCli.run(sandbox, [copilotCli.shell('ls')]);
    assert.match((await run.ended)[0]?.text ?? '', /README/);
    const { text } = await window.statusItem(/./);
    assert.doesNotMatch(text, /Copilot/);
  });

  test('an agent that nobody connected', async () => {
    run = await geminiCli.run(sandbox, [geminiCli.shell('ls')]);
    await window.statusItem(/unguarded: .*Gemini CLI/);
    await run.ended;
    await journal(/Gemini CLI is unguarded/);
  });

  test('Codex whose hooks nobody has reviewed: it says so itself', async () => {
    await connectAgent('codex', sandbox.environment);
    await window.statusItem(/unguarded: .*Codex/);
    await journal(/Codex is unguarded: Codex runs no hook before you have reviewed it/);
    run = await codex.run(sandbox, [codex.shell('rm -r data')], { withoutPermission: true });
    await run.ended;
    assert.equal(existsSync(path.join(sandbox.workspace, 'data')), false, 'it does not hold before');
    await journal(/Codex is unguarded: Its session [0-9a-f]{8} ran exec_command/);
    await window.evaluate("await vscode.commands.executeCommand('tenthSecond.showCoverage')");
    await window.screenshot('unguarded');
  });
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../../scripts/processes.mjs';
import { Editor, type EditorWindow } from '../support/editor.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

/**
 * Lines of many kinds, with the exit code that the shell integration reports. A comment, a subshell
 * and text over several lines have no events in bash, or not always, with the guard or without.
 */
const lines: readonly (readonly [string, number | undefined])[] = [
  ['echo one', 0],
  ['false', 1],
  ['echo a; echo b', 0],
  ['true && false', 1],
  ["sh -c 'exit 7'", 7],
  ['f() { return 4; }; f', 4],
  ['for i in 1 2; do echo $i; done', 0],
  ['echo "two words" | wc -w', 0],
  ['cat <<< here', 0],
  ['no-such-program-at-all', 127],
  ['export SOME=value', 0],
  ['printf "%s\\n" $(echo sub)', 0],
  ['[[ -e /nowhere ]] || echo no', 0],
  ['sleep 0 & wait', 0],
  ["echo 'two; words' && :", 0],
  ['alias two="echo two"; true', 0],
  ['echo long | cat | cat > /dev/null', 0],
  ['if true; then false; fi', 1],
];

/** The same for fish, whose language is another. */
const fishLines: typeof lines = [
  ['echo one', 0],
  ['false', 1],
  ['echo a; echo b', 0],
  ['true; and false', 1],
  ["sh -c 'exit 7'", 7],
  ['for i in 1 2; echo $i; end', 0],
  ['no-such-program-at-all', 127],
  // Keeps the status from before.
  ['set -gx SOME value', undefined],
  ['echo (echo sub)', 0],
  ['sleep 0 &; wait', 0],
];

describe('terminals of agents', () => {
  let sandbox: Sandbox;
  let editor: Editor;
  let window: EditorWindow;
  let folder: string;

  before(async () => {
    sandbox = createSandbox('terminals-ui');
    folder = path.join(sandbox.folder, 'work');
    mkdirSync(folder);
    execFileSync('git', ['init', '--quiet', folder], { env: sandbox.environment });
    // Without one zsh asks a new user what to do.
    writeFileSync(path.join(sandbox.home, '.zshrc'), '');
    editor = await Editor.start(sandbox);
    window = await editor.open(folder);
    await window.statusItem();
    await window.evaluate(`
      globalThis.ends = [];
      vscode.window.onDidEndTerminalShellExecution((event) => globalThis.ends.push([event.execution.commandLine.value, event.exitCode]));
    `);
  });
  after(() => sandbox.dispose());

  const agent = { AI_AGENT: 'github_copilot_vscode_agent', COPILOT_AGENT: '1' };

  /** A terminal with shell integration; resolves when it can run commands. */
  const open = (
    name: string,
    shellPath: string,
    env: Readonly<Record<string, string>> = agent,
    shellArgs: readonly string[] = [],
  ): Promise<void> =>
    window.evaluate(
      `const terminal = vscode.window.createTerminal({ name: args[0], shellPath: args[1], env: args[2], cwd: args[3], shellArgs: args[4] });
       for (const end = Date.now() + 20000; !terminal.shellIntegration; ) {
         if (Date.now() > end) throw new Error('no shell integration in ' + args[0]);
         await new Promise((resolve) => setTimeout(resolve, 50));
       }`,
      name,
      shellPath,
      env,
      folder,
      shellArgs,
    );
  /** Runs a line and gives its exit code as the editor's own event has it; undefined when the editor tells no end of it. */
  const run = (name: string, line: string): Promise<number | null> =>
    window.evaluate(
      `const terminal = vscode.window.terminals.find((each) => each.name === args[0]);
       return await new Promise((resolve, reject) => {
         const seen = [];
         const timer = setTimeout(() => reject(new Error('the command did not end: ' + args.join(' ') + ' ' + JSON.stringify(seen))), 20000);
         const listener = vscode.window.onDidEndTerminalShellExecution((event) => {
           seen.push([event.terminal.name, event.execution.commandLine.value, event.exitCode, event.execution === execution]);
           if (event.terminal !== terminal) return;
           clearTimeout(timer);
           listener.dispose();
           resolve(event.exitCode ?? null);
         });
         const execution = terminal.shellIntegration.executeCommand(args[1]);
       });`,
      name,
      line,
    );
  const keep = (name: string): string => {
    writeFileSync(path.join(folder, name), 'the only copy');
    return path.join(folder, name);
  };
  const guardTerminals = (mode: string): Promise<void> =>
    window.evaluate(
      `await vscode.workspace.getConfiguration('tenthSecond').update('terminalGuard', args[0], vscode.ConfigurationTarget.Global)`,
      mode,
    );

  test('without the guard: a deletion that no hook held raises an alarm, and is in the Activity view', async () => {
    const file = keep('unguarded.db');
    await open('watched', '/bin/bash');
    await run('watched', 'rm unguarded.db');
    assert.ok(!existsSync(file));
    const alarm = window.page.locator('.notification-toast', { hasText: 'no hook held it' });
    await alarm.waitFor();
    assert.match((await alarm.textContent()) ?? '', /Delete the file unguarded\.db/);
    assert.equal(await alarm.getByRole('button', { name: 'Interrupt' }).count(), 1);
  });

  test('what a person types in a terminal of their own is nobody’s business', async () => {
    keep('mine.db');
    await open('mine', '/bin/bash', {});
    await run('mine', 'rm mine.db');
    // Told in order: when this one is there, the other would be.
    keep('second.db');
    await run('watched', 'rm second.db');
    await window.page.locator('.notification-toast', { hasText: 'second.db' }).waitFor();
    assert.equal(await window.page.locator('.notification-toast', { hasText: 'mine.db' }).count(), 0);
  });

  for (const [shell, shellArgs] of [
    ['bash', []],
    ['bash', ['-l']],
    ['zsh', []],
    ['zsh', ['-l']],
    ['fish', []],
  ] as const) {
    const title = [shell, ...shellArgs].join(' ');
    test(`${title}: with the guard a deletion is held by the modal, and every other line ends as it does without`, async () => {
      const kinds = shell === 'fish' ? fishLines : lines;
      const results = async (name: string): Promise<readonly (number | null)[]> => {
        const codes: (number | null)[] = [];
        for (const [line] of kinds) codes.push(await run(name, line));
        return codes;
      };
      await guardTerminals('off');
      await open(`plain ${title}`, `/usr/bin/${shell}`, agent, shellArgs);
      const plain = await results(`plain ${title}`);
      await guardTerminals('agents');
      await eventually('the guard is installed', () => existsSync(path.join(sandbox.home, '.tenth-second/shims/railway')));
      await open(`guarded ${title}`, `/usr/bin/${shell}`, agent, shellArgs);
      const guarded = await results(`guarded ${title}`);
      for (const [index, [line, code]] of kinds.entries()) {
        // The editor's own events lack the code of some lines, with the guard and without.
        if (code !== undefined)
          assert.ok(guarded[index] === code || guarded[index] === null, `${line} ended with ${String(guarded[index])}`);
        assert.ok(guarded[index] === plain[index] || plain[index] === null || guarded[index] === null, line);
      }
      assert.ok(
        guarded.filter((code) => code === null).length <= plain.filter((code) => code === null).length + 1,
        'events keep their codes',
      );

      const file = keep('guarded.db');
      const refused = run(`guarded ${title}`, 'rm guarded.db');
      await (await window.modal(/guarded\.db/)).click('Refuse');
      assert.notEqual(await refused, 0);
      assert.ok(existsSync(file));
      const confirmed = run(`guarded ${title}`, 'rm guarded.db');
      await (await window.modal(/guarded\.db/)).click('Confirm Once');
      assert.equal(await confirmed, 0);
      assert.ok(!existsSync(file));
    });
  }
});

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Editor } from '../support/editor.ts';
import { createSandbox } from '../support/sandbox.ts';

/**
 * How long twenty terminals take to open in the real editor, each until its shell integration answers, with the guard of terminals and
 * without, in turns so that a busy machine is busy for both. `npm run bench -- terminals [-- ROUNDS]`. More than 10 % slower is a failure.
 */
const rounds = Number(process.argv[2] ?? 5);
const count = 20;
const sandbox = createSandbox('bench-terminals');
let slow = false;
try {
  const folder = path.join(sandbox.folder, 'work');
  mkdirSync(folder);
  writeFileSync(path.join(sandbox.home, '.zshrc'), '');
  const window = await (await Editor.start(sandbox)).open(folder);
  await window.statusItem();
  const opened = (shell: string, mode: string): Promise<number> =>
    window.evaluate<number>(
      `await vscode.workspace.getConfiguration('tenthSecond').update('terminalGuard', args[1], vscode.ConfigurationTarget.Global);
       const env = { AI_AGENT: 'github_copilot_vscode_agent', COPILOT_AGENT: '1' };
       const begun = performance.now();
       const terminals = [];
       for (let at = 0; at < args[3]; at++) {
         const terminal = vscode.window.createTerminal({ shellPath: args[0], env, cwd: args[2] });
         terminals.push(terminal);
         for (const end = Date.now() + 20000; !terminal.shellIntegration; ) {
           if (Date.now() > end) throw new Error('no shell integration');
           await new Promise((resolve) => setTimeout(resolve, 5));
         }
       }
       const took = performance.now() - begun;
       for (const terminal of terminals) terminal.dispose();
       return took;`,
      shell,
      mode,
      folder,
      count,
    );
  const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
  for (const shell of ['/bin/bash', '/usr/bin/zsh', '/usr/bin/fish']) {
    const times: { readonly plain: number[]; readonly guarded: number[] } = { plain: [], guarded: [] };
    await opened(shell, 'off');
    for (let round = 0; round < rounds; round++) {
      times.plain.push(await opened(shell, 'off'));
      times.guarded.push(await opened(shell, 'agents'));
    }
    const ratio = median(times.guarded) / median(times.plain);
    slow ||= ratio > 1.1;
    const [plain, guarded] = [median(times.plain), median(times.guarded)].map((ms) => `${ms.toFixed(0)} ms`);
    console.log(`${path.basename(shell)}: ${count} terminals ${plain}, with the guard ${guarded}, ratio ${ratio.toFixed(2)}`);
  }
} finally {
  await sandbox.dispose();
}
process.exitCode = slow ? 1 : 0;

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from '../../scripts/rig.mjs';
import { stateFolderAt } from '../../src/platform/stateFolder.ts';
import { installTerminalGuard } from '../../src/platform/terminalGuard.ts';
import { connectAgent, start } from '../support/guard.ts';
import { createSandbox } from '../support/sandbox.ts';

/**
 * How much longer twenty shells take to start and end with the guard of terminals than without: interactive, as a terminal's, in turns so
 * that a busy machine is busy for both. `npm run bench -- terminals [-- ROUNDS]`.
 */
const rounds = Number(process.argv[2] ?? 15);
const count = 20;
const sandbox = createSandbox('bench-terminals');
try {
  await connectAgent('claude-code', sandbox.environment);
  const guard = installTerminalGuard(stateFolderAt(path.join(sandbox.home, '.tenth-second')), path.join(root, 'dist'));
  const folder = path.join(sandbox.folder, 'work');
  mkdirSync(folder);
  writeFileSync(path.join(sandbox.home, '.zshrc'), '');
  const plain: Readonly<Record<string, string>> = { ...sandbox.environment, SHLVL: '1', TERM: 'xterm', COPILOT_AGENT: '1' };
  const guarded = {
    ...plain,
    PATH: `${guard.shims}:${plain['PATH'] ?? ''}`,
    BASH_ENV: guard.bash,
    TENTH_SECOND_BASH: guard.bash,
    PROMPT_COMMAND: `. '${guard.bash}';`,
    TENTH_SECOND_ZSH: guard.zsh,
    ZDOTDIR: guard.zdotdir,
    XDG_DATA_DIRS: `${guard.data}:/usr/local/share:/usr/share`,
  };
  const opened = async (shell: string, environment: Readonly<Record<string, string>>): Promise<number> => {
    const begun = performance.now();
    // Three lines, so that the first prompt has come and gone.
    const input = 'true\necho $?\nexit\n';
    for (let at = 0; at < count; at++) await start(shell, ['-i'], { environment, cwd: folder, input, deadline: 20_000 }).ended;
    return performance.now() - begun;
  };
  const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
  let slow = false;
  for (const shell of ['bash', 'zsh', 'fish']) {
    const times: { readonly plain: number[]; readonly guarded: number[] } = { plain: [], guarded: [] };
    for (let round = 0; round < rounds; round++) {
      times.plain.push(await opened(shell, plain));
      times.guarded.push(await opened(shell, guarded));
    }
    const ratio = median(times.guarded) / median(times.plain);
    slow ||= ratio > 1.1 && median(times.guarded) - median(times.plain) > count * 20;
    console.log(
      `${shell}: ${count} shells ${median(times.plain).toFixed(0)} ms, with the guard ${median(times.guarded).toFixed(0)} ms, ratio ${ratio.toFixed(2)}`,
    );
  }
  process.exitCode = slow ? 1 : 0;
} finally {
  await sandbox.dispose();
}

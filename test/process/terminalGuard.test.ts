import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { root } from '../../scripts/rig.mjs';
import { stateFolderAt } from '../../src/platform/stateFolder.ts';
import { installTerminalGuard, removeTerminalGuard, type TerminalGuard } from '../../src/platform/terminalGuard.ts';
import { callClaudeHook, connectAgent, start, type Ended } from '../support/guard.ts';
import { openTestWindow } from '../support/mcp.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';
import type { TestWindow } from '../support/serverRig.ts';

/** What the editor gives a guarded terminal, without the editor. */
describe('the guard of terminals', () => {
  let sandbox: Sandbox;
  let guard: TerminalGuard;
  let folder: string;
  let programs: string;
  const marker = { COPILOT_AGENT: '1' };

  before(async () => {
    sandbox = createSandbox('terminals');
    await connectAgent('claude-code', sandbox.environment);
    guard = installTerminalGuard(stateFolderAt(path.join(sandbox.home, '.tenth-second')), path.join(root, 'dist'));
    folder = path.join(sandbox.folder, 'work');
    programs = path.join(sandbox.folder, 'programs');
    mkdirSync(programs);
    // A railway that tells what it was asked.
    writeFileSync(path.join(programs, 'railway'), '#!/bin/sh\nprintf "railway ran: %s\\n" "$*"\nexit 3\n');
    chmodSync(path.join(programs, 'railway'), 0o755);
  });
  after(() => sandbox.dispose());
  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    // A repository of its own: what lies in an ignored folder of ours could be made again.
    execFileSync('git', ['init', '--quiet', folder], { env: sandbox.environment });
    writeFileSync(path.join(folder, 'data.db'), 'the only copy');
  });

  const environment = (more: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
    ...sandbox.environment,
    // As in every shell's child. Without it bash takes a socket as standard input for a remote shell, and reads .bashrc instead.
    SHLVL: '1',
    PATH: `${guard.shims}:${programs}:${sandbox.environment['PATH'] ?? ''}`,
    BASH_ENV: guard.bash,
    ZDOTDIR: guard.zdotdir,
    TENTH_SECOND_ZSH: guard.zsh,
    ...more,
  });
  const run = (program: string, args: readonly string[], more: Readonly<Record<string, string>> = marker): Promise<Ended> =>
    start(program, args, { environment: environment(more), cwd: folder }).ended;
  /** What was parked before is refused on the way. */
  const nextLive = async (window: TestWindow): Promise<Awaited<ReturnType<TestWindow['nextHold']>>> => {
    for (;;) {
      const hold = await window.nextHold();
      if (!hold.view.parked) return hold;
      hold.answer({ choice: 'refuse' });
    }
  };
  const dataIsThere = (): boolean => existsSync(path.join(folder, 'data.db'));

  for (const shell of ['bash', 'zsh']) {
    for (const [name, text] of [
      ['a command', 'rm -f data.db'],
      ['after another', 'true; rm -f data.db'],
      ['in a list', 'true && rm -f data.db'],
      ['in a function', 'clean() { rm -f data.db; }; clean'],
      ['in a loop', 'for f in *.db; do rm -f "$PWD/data.db"; done'],
      ['in a substitution', 'echo $(rm -f data.db)'],
      ['in a subshell', '( rm -f data.db )'],
      ['in a pipeline', 'echo y | rm -f data.db'],
    ] as const)
      test(`${shell}: ${name} that deletes the only copy is held, and says why`, async () => {
        const { stderr } = await run(shell, ['-c', text]);
        assert.ok(dataIsThere());
        assert.match(stderr, /Tenth Second held this action/);
      });

    test(`${shell}: what is harmless runs as ever: output, exit codes, errexit, traps`, async () => {
      const text = [
        'echo one; false; echo "status $?"',
        '(exit 7); echo "status $?"',
        'f() { return 4; }; f; echo "status $?"',
        'echo a | grep -q b; echo "status $?"',
        'printf "%s\\n" "$(printf two)"',
        'echo new > fresh.txt && cat fresh.txt; echo "status $?"',
        'trap "echo bye" EXIT',
        'set -e; false; echo never',
      ].join('\n');
      const guarded = await run(shell, ['-c', text]);
      const plain = await start(shell, ['-c', text], { environment: sandbox.environment, cwd: folder }).ended;
      assert.deepEqual(guarded, plain);
    });
  }

  test('a script of bash is held where it deletes, and ends there', async () => {
    writeFileSync(path.join(folder, 'clean.sh'), '#!/bin/bash\necho before\nrm -f data.db\necho after\n');
    const { stdout, code } = await run('bash', ['clean.sh']);
    assert.equal(stdout, 'before\n');
    assert.equal(code, 126);
    assert.ok(dataIsThere());
  });

  test('without an agent in the environment nothing is asked, unless everywhere is guarded', async () => {
    const { code } = await run('bash', ['-c', 'rm data.db; railway volume delete --yes x'], {});
    assert.ok(!dataIsThere());
    assert.equal(code, 3);
    writeFileSync(path.join(folder, 'data.db'), 'again');
    await run('bash', ['-c', 'rm data.db'], { TENTH_SECOND_TERMINALS: 'everywhere' });
    assert.ok(dataIsThere());
  });

  test('a shim holds what a program in another language starts, with the words as they are', async () => {
    const python = await run('python3', [
      '-c',
      "import subprocess; subprocess.run(['railway', 'volume', 'delete', '--yes', 'bookings data'])",
    ]);
    assert.doesNotMatch(python.stdout, /railway ran/);
    assert.match(python.stderr, /Tenth Second held this action: Delete the Railway volume/);
    const dash = await run('sh', ['-c', 'a=volume; railway $a delete --yes x']);
    assert.doesNotMatch(dash.stdout, /railway ran/);
    assert.equal(dash.code, 126);
  });

  test('a shim becomes the program: words, input, exit code', async () => {
    const { stdout, code } = await run('sh', ['-c', 'railway status "two words" ""']);
    assert.equal(stdout, 'railway ran: status two words \n');
    assert.equal(code, 3);
    writeFileSync(path.join(programs, 'psql'), '#!/bin/sh\ncat\n');
    chmodSync(path.join(programs, 'psql'), 0o755);
    assert.equal(
      (await start('psql', ['--version'], { environment: environment(marker), cwd: folder, input: 'from stdin\n' }).ended).stdout,
      'from stdin\n',
    );
    const missing = await run('sh', ['-c', 'linode-cli regions list']);
    assert.equal(missing.code, 127);
    assert.match(missing.stderr, /linode-cli: command not found/);
  });

  test('control characters and quotes in a word break nothing', async () => {
    const { stdout } = await run('bash', ['-c', `railway status $'a"b\\\\c\\nd\\te\\x01f'`]);
    assert.equal(stdout, 'railway ran: status a"b\\c\nd\te\x01f\n');
  });

  test('each wall asks for itself, unless a person has confirmed the whole at the hook of the agent', async () => {
    const window = await openTestWindow(sandbox, [folder]);
    const hook = callClaudeHook(sandbox, { cwd: folder, command: 'railway volume delete --yes bookings' });
    const hold = await nextLive(window);
    hold.answer({ choice: 'confirm', typed: hold.view.name });
    assert.notEqual((await hook.verdict).type, 'deny');
    const { stdout } = await run('sh', ['-c', 'railway volume delete --yes bookings']);
    assert.match(stdout, /railway ran: volume delete --yes bookings/);
    const again = run('sh', ['-c', 'railway volume delete --yes bookings']);
    (await nextLive(window)).answer({ choice: 'refuse' });
    assert.doesNotMatch((await again).stdout, /railway ran/);
    window.close();
  });

  test('taken away, open shells go on as if it had never been there', async () => {
    removeTerminalGuard(stateFolderAt(path.join(sandbox.home, '.tenth-second')));
    const { stdout, stderr } = await run('bash', ['-c', 'rm data.db; railway status']);
    assert.equal(stderr, '');
    assert.match(stdout, /railway ran/);
    assert.equal(readFileSync(guard.bash, 'utf8'), '');
  });
});

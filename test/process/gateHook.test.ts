import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { eventually } from '../../scripts/processes.mjs';
import { parseHookRequest } from '../../src/core/hookFrame.ts';
import { startFakeServer, type FakeServer } from '../support/fakeServer.ts';
import { claudePayload, gate, registeredClaudeHook, start, type Ended, type Started } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

const pushed = 'git push --force origin main';

let sandbox: Sandbox;
let workspace: string;
let bin: string;

function startHook(input: string | Buffer, environment: Readonly<Record<string, string>> = {}): Started {
  const command = registeredClaudeHook(sandbox.home);
  return start('/bin/sh', ['-c', command], {
    environment: { ...sandbox.environment, ...environment },
    cwd: workspace,
    input: input as string,
    deadline: 30_000,
  });
}

function hook(input: string | Buffer, environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return startHook(input, environment).ended;
}

const payload = (command: string): string => claudePayload({ cwd: workspace, command });

function passes(ended: Ended): void {
  assert.deepEqual({ code: ended.code, stdout: ended.stdout, stderr: ended.stderr }, { code: 0, stdout: '', stderr: '' });
}

/** Held as every agent that was tried holds: exit 2, with a text on stderr. */
function held(ended: Ended, text: RegExp = /Tenth Second/): void {
  assert.equal(ended.code, 2, JSON.stringify(ended));
  assert.match(ended.stderr, text);
}

before(async () => {
  sandbox = createSandbox('gate-hook');
  workspace = sandbox.createWorkspace();
  const connected = await gate(['connect', 'claude-code'], { environment: sandbox.environment });
  assert.equal(connected.code, 0, connected.stderr);
  bin = path.join(sandbox.home, '.tenth-second/bin');
});

after(() => sandbox.dispose());

describe('a hook call with the server', { skip: process.platform === 'win32' }, () => {
  test('starts it, passes what is harmless without a word, and holds what destroys', async () => {
    passes(await hook(payload('ls -la')));
    assert.ok(existsSync(path.join(sandbox.home, '.tenth-second/run/server')));
    passes(await hook(payload('npm test')));
    const push = await hook(payload(pushed));
    held(push);
    const { hookSpecificOutput } = JSON.parse(push.stdout) as { hookSpecificOutput: Record<string, string> };
    assert.equal(hookSpecificOutput['permissionDecision'], 'deny');
    assert.match(hookSpecificOutput['permissionDecisionReason']!, /Do not work around this/);
    const verified = await gate(['journal', 'verify'], { environment: sandbox.environment });
    assert.equal(verified.code, 0, verified.stdout);
    const shown = await gate(['journal', 'show', '--json'], { environment: sandbox.environment });
    assert.ok(shown.stdout.includes('git push --force origin main'));
  });

  hostileInput();

  test('a command after a megabyte of text is still found', async () => {
    held(await hook(payload(`echo ${'x'.repeat(1_000_000)}; ${pushed}`)));
  });

  test('a file of 10 MB is written without a question', async () => {
    const write = JSON.parse(payload('x')) as Record<string, unknown>;
    const input = JSON.stringify({
      ...write,
      tool_name: 'Write',
      tool_input: { file_path: `${workspace}/notes.txt`, content: 'a\n'.repeat(5_000_000) },
    });
    passes(await hook(input));
  });
});

/** The same with and without a server. */
function hostileInput(): void {
  const rows: readonly (readonly [string, string | Buffer])[] = [
    ['nothing', ''],
    ['blanks', ' \n\t \n'],
    ['half a JSON', '{"hook_event_name":"PreToolUse","tool_name":"Bash"'],
    ['null', 'null'],
    ['a list', '[]'],
    ['an empty object', '{}'],
    ['no tool input', '{"hook_event_name":"PreToolUse","session_id":"s","cwd":"/","tool_name":"Bash"}'],
    [
      'a command that is no text',
      '{"hook_event_name":"PreToolUse","session_id":"s","cwd":"/","tool_name":"Bash","tool_input":{"command":1}}',
    ],
    ['bytes that are no UTF-8', Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])],
    ['two objects', '{} {}'],
    ['more than 16 MB', `{"a":"${'x'.repeat(17 * 1024 * 1024)}"}`],
  ];
  for (const [name, input] of rows) test(`${name} on stdin is held`, async () => held(await hook(input)));

  test('100 000 nested substitutions are held, soon', async () => {
    const started = Date.now();
    held(await hook(payload(`echo ${'$('.repeat(100_000)}ls${')'.repeat(100_000)}`)));
    assert.ok(Date.now() - started < 10_000);
  });

  test('10 MB of command are held', async () => {
    held(await hook(payload(`: ${'$(ls) '.repeat(1_700_000)}`)));
  });
}

describe('a hook call without a server', { skip: process.platform === 'win32' }, () => {
  before(async () => {
    await stopServer();
    // A folder in the descriptor's place: it can neither be read nor replaced (root could read a file without permissions).
    mkdirSync(path.join(sandbox.home, '.tenth-second/run/server'));
  });
  after(() => rmSync(path.join(sandbox.home, '.tenth-second/run/server'), { recursive: true, force: true }));

  test('is decided by the same rules, and what needs a person is denied', async () => {
    passes(await hook(payload('ls -la')));
    const push = await hook(payload(pushed));
    held(push, /nobody could be asked/);
    assert.match(push.stdout, /"permissionDecision":"deny"/);
    const shown = await gate(['journal', 'show', '--json'], { environment: sandbox.environment });
    assert.ok(shown.stdout.split('\n').some((line) => line.includes('gate alone') && line.includes('git push --force')));
  });

  hostileInput();

  test('no Node.js on PATH: the recorded one is used', async () => {
    const empty = path.join(sandbox.folder, 'empty');
    mkdirSync(empty, { recursive: true });
    passes(await hook(payload('ls'), { PATH: empty }));
    held(await hook(payload(pushed), { PATH: empty }));
  });
});

describe('what is planted in the environment', { skip: process.platform === 'win32' }, () => {
  const mark = (): string => path.join(sandbox.folder, 'mark');
  const recorded = (): string => path.join(bin, 'runtime');
  let runtimes: string;

  before(async () => {
    await stopServer();
    runtimes = readFileSync(recorded(), 'utf8');
  });
  beforeEach(() => rmSync(mark(), { force: true }));
  after(() => writeFileSync(recorded(), runtimes));

  test('NODE_OPTIONS, BASH_ENV and shell functions run nothing', async () => {
    const evil = path.join(sandbox.folder, 'evil.js');
    writeFileSync(evil, `require('node:fs').writeFileSync(${JSON.stringify(mark())}, 'ran');`);
    const script = path.join(sandbox.folder, 'evil.sh');
    writeFileSync(script, `touch ${mark()}\n`);
    const planted = {
      NODE_OPTIONS: `--require ${evil}`,
      NODE_PATH: sandbox.folder,
      BASH_ENV: script,
      ENV: script,
      'BASH_FUNC_printf%%': `() { touch ${mark()}; }`,
      'BASH_FUNC_read%%': `() { touch ${mark()}; }`,
    };
    passes(await hook(payload('ls'), planted));
    held(await hook(payload(pushed), planted));
    await stopServer();
    assert.ok(!existsSync(mark()));
  });

  test('nothing of it reaches the Node gate', async () => {
    // A stand-in for the runtime that only writes down what it was given.
    const runtime = path.join(sandbox.folder, 'node');
    writeFileSync(runtime, `#!/bin/sh\n{ env; printf 'ARGUMENT=%s\\n' "$@"; } > ${mark()}\n`);
    chmodSync(runtime, 0o755);
    writeFileSync(recorded(), `${runtime}\n`);
    const planted = [
      'NODE_OPTIONS',
      'NODE_EXTRA_CA_CERTS',
      'NODE_PATH',
      'LD_PRELOAD',
      'LD_LIBRARY_PATH',
      'DYLD_INSERT_LIBRARIES',
      'ELECTRON_RUN_AS_NODE',
      'OPENSSL_CONF',
      'BASH_ENV',
      'ENV',
      'GLIBC_TUNABLES',
      'TMPDIR',
    ];
    const values = Object.fromEntries(planted.map((name) => [name, name === 'GLIBC_TUNABLES' ? 'glibc.malloc.check=0' : '/planted']));
    await hook(payload('ls'), { ...values, NODE_ENV: 'production' });
    const given = readFileSync(mark(), 'utf8');
    for (const name of planted) assert.doesNotMatch(given, new RegExp(`^${name}=`, 'm'));
    assert.match(given, /^NODE_ENV=production$/m);
    assert.match(given, /^ARGUMENT=hook\nARGUMENT=claude-code\n/m);
  });

  test("an editor's own runtime is told to be Node.js", async () => {
    const runtime = path.join(sandbox.folder, 'code');
    writeFileSync(runtime, `#!/bin/sh\nenv > ${mark()}\n`);
    chmodSync(runtime, 0o755);
    writeFileSync(recorded(), `/gone/node\nrelative/node\n${runtime}\n`);
    await hook(payload('ls'));
    assert.match(readFileSync(mark(), 'utf8'), /^ELECTRON_RUN_AS_NODE=1$/m);
  });
});

describe('what is missing', { skip: process.platform === 'win32' }, () => {
  before(stopServer);

  test('launcher deleted: the registered command holds and says what to do', async () => {
    renameSync(path.join(bin, 'launcher'), path.join(bin, 'launcher.away'));
    try {
      held(await hook(payload('ls')), /missing or broken \(exit 127\).*To repair it.*To remove it/s);
    } finally {
      renameSync(path.join(bin, 'launcher.away'), path.join(bin, 'launcher'));
    }
  });

  test('gate deleted: held, with what to do', async () => {
    renameSync(path.join(bin, 'gate.js'), path.join(bin, 'gate.away'));
    try {
      held(await hook(payload('ls')), /gate\.js is missing.*repair/s);
    } finally {
      renameSync(path.join(bin, 'gate.away'), path.join(bin, 'gate.js'));
    }
  });

  test('no runtime anywhere: held, with what to do', async () => {
    // The well-known places of this machine cannot be emptied by a test: the launcher is given others.
    const text = readFileSync(path.join(bin, 'launcher'), 'utf8');
    const places = '/usr/local/bin/node /opt/homebrew/bin/node /usr/bin/node';
    assert.ok(text.includes(places));
    const copy = path.join(sandbox.folder, 'elsewhere/.tenth-second/bin');
    mkdirSync(copy, { recursive: true });
    writeFileSync(path.join(copy, 'launcher'), text.replace(places, '/gone/node'), { mode: 0o755 });
    writeFileSync(path.join(copy, 'gate.js'), '');
    for (const runtimes of [undefined, '', '/gone/node\n']) {
      rmSync(path.join(copy, 'runtime'), { force: true });
      if (runtimes !== undefined) writeFileSync(path.join(copy, 'runtime'), runtimes);
      const { ended } = start(path.join(copy, 'launcher'), ['claude-code'], { environment: sandbox.environment, input: payload('ls') });
      held(await ended, /no Node\.js was found.*install Node\.js/s);
    }
  });

  test('a gate that does not even start is held by the registered command', async () => {
    const text = readFileSync(path.join(bin, 'gate.js'), 'utf8');
    writeFileSync(path.join(bin, 'gate.js'), 'syntax error');
    try {
      held(await hook(payload('ls')), /missing or broken \(exit 1\)/);
    } finally {
      writeFileSync(path.join(bin, 'gate.js'), text);
    }
  });

  test('an agent that nobody knows is held', async () => {
    const { ended } = start(path.join(bin, 'launcher'), ['no-such-agent'], { environment: sandbox.environment, input: payload('ls') });
    held(await ended);
  });
});

describe('a stranger on the port', { skip: process.platform === 'win32' }, () => {
  const strangers: readonly (readonly [string, (stranger: FakeServer) => string | undefined])[] = [
    ['says nothing', () => undefined],
    ['answers allow', () => '0\n\n'],
    ['answers allow as JSON', () => '{"hookSpecificOutput":{"permissionDecision":"allow"}}\n0\n\n'],
    ['sends the token back', (stranger) => `${stranger.clientToken}\n0\n\n`],
    ['floods', () => 'x'.repeat(1_000_000)],
  ];
  for (const [name, words] of strangers)
    test(`that ${name} gets the token once, no input, and decides nothing`, async () => {
      await stopServer();
      const stranger: FakeServer = await startFakeServer(false, (socket) => {
        const text = words(stranger);
        if (text !== undefined) socket.write(text);
      });
      try {
        stranger.describe(sandbox.home);
        held(await hook(payload(pushed)));
        passes(await hook(payload('ls')));
        assert.deepEqual(stranger.received, [`${stranger.clientToken}\n`]);
      } finally {
        await stranger.close();
      }
    });

  test('that hangs up at once decides nothing', async () => {
    await stopServer();
    const stranger = await startFakeServer(false, (socket) => socket.destroy());
    try {
      stranger.describe(sandbox.home);
      held(await hook(payload(pushed)));
      assert.equal(stranger.received.length, 1);
    } finally {
      await stranger.close();
    }
  });

  test('gone again: nobody answers, and the call is decided all the same', async () => {
    await stopServer();
    const stranger = await startFakeServer(false, () => undefined);
    stranger.describe(sandbox.home);
    await stranger.close();
    held(await hook(payload(pushed)));
    passes(await hook(payload('ls')));
  });

  test('is not trusted by the Node gate either', async () => {
    await stopServer();
    const stranger = await startFakeServer(false, (socket) => socket.write('0\n\n'));
    try {
      stranger.describe(sandbox.home);
      const { ended } = start(process.execPath, [path.join(bin, 'gate.js'), 'hook', 'claude-code'], {
        environment: sandbox.environment,
        cwd: workspace,
        input: payload(pushed),
      });
      held(await ended);
      assert.deepEqual(stranger.received, [`${stranger.clientToken}\n`]);
    } finally {
      await stranger.close();
    }
  });
});

describe('a server that fails while it decides', { skip: process.platform === 'win32' }, () => {
  const replies: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['half a code', '0'],
    ['a code without an answer', '0\n'],
    ['an answer that is cut', '0\n{"hookSpecificOutput"'],
    ['a word', 'allow\n\n'],
    ['a code that wraps to 0', '256\n\n'],
    ['a negative code', '-2\n\n'],
  ];
  for (const [name, reply] of replies)
    test(`${name} and the end: held`, async () => {
      await stopServer();
      const server = await startFakeServer(true, (socket, text, token) => {
        if (text.endsWith(`\x1e${token}\n`)) socket.end(reply);
      });
      try {
        server.describe(sandbox.home);
        held(await hook(payload('ls')));
      } finally {
        await server.close();
      }
    });

  test('killed during a hold: held, and not asked elsewhere', async () => {
    await stopServer();
    const server = await startFakeServer(true, () => undefined);
    server.describe(sandbox.home);
    const call = startHook(payload('ls'));
    await eventually('the call arrived', () => server.received[0]?.includes('PreToolUse'));
    await server.close();
    held(await call.ended, /the guard ended/);
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    for (const program of ['launcher', 'gate.js'])
      test(`${signal} to a waiting ${program}: answered with a refusal`, async () => {
        await stopServer();
        const server = await startFakeServer(true, () => undefined);
        try {
          server.describe(sandbox.home);
          const options = { environment: sandbox.environment, cwd: workspace, input: payload('ls') };
          const call =
            program === 'launcher'
              ? start(path.join(bin, 'launcher'), ['claude-code'], options)
              : start(process.execPath, [path.join(bin, 'gate.js'), 'hook', 'claude-code'], options);
          await eventually('the call arrived', () => server.received[0]?.includes('PreToolUse'));
          call.kill(signal);
          held(await call.ended, /interrupted/);
        } finally {
          await server.close();
        }
      });

  test('Ctrl-C to the whole group of the registered command: refused', async () => {
    await stopServer();
    const server = await startFakeServer(true, () => undefined);
    try {
      server.describe(sandbox.home);
      const call = startHook(payload('ls'));
      await eventually('the call arrived', () => server.received[0]?.includes('PreToolUse'));
      call.kill('SIGINT');
      held(await call.ended, /interrupted/);
    } finally {
      await server.close();
    }
  });

  test('launcher and Node gate send the same', async () => {
    await stopServer();
    const server = await startFakeServer(true, (socket, text, token) => {
      if (text.endsWith(`\x1e${token}\n`)) socket.end('0\n\n');
    });
    try {
      server.describe(sandbox.home);
      const environment = {
        ...sandbox.environment,
        KUBECONFIG: '/k',
        AWS_PROFILE: 'produ\nction\x1e',
        DATABASE_URL: 'postgres://user:hunter2@db.prod/shop?password=hunter2',
        REDIS_URL: 'redis://:hun@ter2@cache/0',
        MYSQL_URL: 'mysql://u:hunter2@[::1]:3306/x',
        VAULT_ADDR: 'https://vault/',
      };
      const input = `${payload('ls')}\n \n`;
      for (const [program, args] of [
        [path.join(bin, 'launcher'), ['claude-code']],
        [process.execPath, [path.join(bin, 'gate.js'), 'hook', 'claude-code']],
      ] as const)
        passes(await start(program, args, { environment, input }).ended);
      const [first, second] = server.received.map((text) => parseHookRequest(text.slice(server.clientToken.length + 1)));
      assert.deepEqual(first, second);
      assert.equal(first?.parent, process.pid);
      assert.deepEqual(
        Object.entries(first?.variables ?? {}).filter(([name]) => name in environment && !(name in sandbox.environment)),
        [
          ['AWS_PROFILE', 'produ ction '],
          ['KUBECONFIG', '/k'],
          ['DATABASE_URL', 'postgres://db.prod/shop'],
          ['MYSQL_URL', 'mysql://[::1]:3306/x'],
          ['VAULT_ADDR', 'https://vault/'],
        ],
      );
    } finally {
      await server.close();
    }
  });
});

/** Ends the sandbox's server and takes away whatever stands in its descriptor's place. */
async function stopServer(): Promise<void> {
  const file = path.join(sandbox.home, '.tenth-second/run/server');
  let pid = 0;
  try {
    pid = Number(readFileSync(file, 'utf8').split('\n')[1]);
  } catch {
    return; // None runs.
  }
  if (pid > 1 && pid !== process.pid) {
    process.kill(pid, 'SIGTERM');
    await eventually('the server ended', () => {
      try {
        process.kill(pid, 0);
        return false;
      } catch {
        return true;
      }
    });
  }
  rmSync(file, { force: true });
}

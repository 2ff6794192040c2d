import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { rentalShopToken } from '../../src/gate/rehearsal/rentalShop.ts';
import { gate, gateProgram } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

interface Result {
  readonly id?: unknown;
  readonly error?: string;
  readonly verdict?: string;
  readonly operations?: readonly { readonly effect: string; readonly rule: string; readonly evidence: readonly unknown[] }[];
}

describe('check', () => {
  let sandbox: Sandbox;
  let workspace: string;
  before(() => {
    sandbox = createSandbox('gate-check');
    workspace = sandbox.createWorkspace();
  });
  after(() => sandbox.dispose());

  const check = (args: readonly string[], input = '') =>
    gate(['check', ...args], { environment: sandbox.environment, cwd: workspace, input });

  const rows: readonly (readonly [readonly string[], number])[] = [
    [['--', 'ls', '-la'], 0],
    [['--', 'git status'], 0],
    [['--', 'rm -rf data'], 10],
    [['--', 'git', 'push', '--force'], 11],
    [['--shell', 'powershell', '--', 'Get-ChildItem'], 0],
  ];
  for (const [args, code] of rows)
    test(`${args.join(' ')} - exit ${code}`, async () => {
      const ended = await check(args);
      assert.equal(ended.code, code, `${ended.stdout}${ended.stderr}`);
      assert.match(ended.stdout, /^(allow|confirm|type|deny): /);
    });

  test('the words of a command are the words that the shell had', async () => {
    // One argument is a shell text, several are words: a file called `a; git push --force` is a file.
    assert.equal((await check(['--', 'cat', 'a; git push --force'])).code, 0);
    assert.equal((await check(['--', 'cat a; git push --force'])).code, 11);
  });

  test('--cwd is where it would run, and --json says all of it', async () => {
    const ended = await gate(['check', '--cwd', path.join(workspace, 'data'), '--json', '--', 'rm -rf ../data'], {
      environment: sandbox.environment,
    });
    assert.equal(ended.code, 10, ended.stdout);
    const result = JSON.parse(ended.stdout) as Result;
    assert.equal(result.verdict, 'confirm');
    assert.equal(result.operations?.[0]?.effect, 'delete');
  });

  test('no secret value is printed', async () => {
    const command = `curl -X DELETE -H "Authorization: Bearer ${rentalShopToken()}" https://backboard.railway.app/x`;
    for (const args of [
      ['--', command],
      ['--json', '--', command],
    ]) {
      const { code, stdout } = await check(args);
      assert.notEqual(code, 0, 'there is something to print');
      assert.ok(!stdout.includes(rentalShopToken()));
    }
  });

  for (const args of [[], ['ls'], ['--'], ['--nope', '--', 'ls'], ['--batch', '--', 'ls'], ['--cwd']])
    test(`check ${args.join(' ')} - usage`, async () => {
      const { code, stderr } = await check(args);
      assert.equal(code, 64);
      assert.match(stderr, /^usage:/);
    });

  test('needs no server and starts none', async () => {
    const home = path.join(sandbox.folder, 'other');
    mkdirSync(home);
    const { code } = await gate(['check', '--', 'ls'], { environment: { ...sandbox.environment, HOME: home } });
    assert.equal(code, 0);
  });

  describe('--batch', () => {
    const batch = async (lines: readonly string[]): Promise<readonly Result[]> => {
      const { code, stdout, stderr } = await check(['--batch'], `${lines.join('\n')}\n`);
      assert.equal(code, 0, stderr);
      return stdout
        .trimEnd()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Result);
    };

    test('answers in order, whatever takes longer, and goes on after bad lines', async () => {
      const results = await batch([
        '{"id":1,"command":"git push --force"}',
        '{bad',
        '{"id":"two","command":"ls"}',
        '{"id":3}',
        'null',
        '{"id":4,"command":5}',
        '',
        '{"id":5,"action":{"type":"delete","path":"data"},"cwd":"."}',
        '{"id":6,"type":"write","path":"notes.txt","content":"x"}',
        '{"id":7,"action":{"type":"explode"}}',
        '{"id":8,"command":"ls","agent":"nobody"}',
        '{"id":[9],"command":"rm -rf ../data","cwd":"data"}',
      ]);
      assert.deepEqual(
        results.map(({ id, verdict, error }) => [id, verdict ?? error]),
        [
          [1, 'type'],
          [null, 'not JSON'],
          ['two', 'allow'],
          [3, 'line.command is missing'],
          [null, 'line is not an object'],
          [4, 'line.command is not a string'],
          [5, 'confirm'],
          [6, 'allow'],
          [7, 'type is not an action'],
          [8, 'line.agent is not an agent id'],
          [[9], 'confirm'],
        ],
      );
      const keys = ['effect', 'resource', 'environment', 'rule', 'evidence'];
      for (const { operations } of results)
        for (const operation of operations ?? []) for (const key of keys) assert.ok(key in operation, key);
    });

    test('a line without an end is answered, and none is no error', async () => {
      assert.deepEqual(await batch([]), []);
      const { stdout } = await check(['--batch'], '{"id":1,"command":"ls"}');
      assert.equal((JSON.parse(stdout) as Result).verdict, 'allow');
    });

    test('a line that is too long is an error of its own', async () => {
      const results = await batch([`{"id":1,"command":"${'x'.repeat(17 * 1024 * 1024)}"}`, '{"id":2,"command":"ls"}']);
      assert.deepEqual(
        results.map(({ id, verdict, error }) => [id, verdict ?? error]),
        [
          [null, 'the line is too long'],
          [2, 'allow'],
        ],
      );
    });

    test('each line is answered before the next one is sent', async () => {
      const child = spawn(process.execPath, [gateProgram, 'check', '--batch'], {
        env: sandbox.environment,
        cwd: workspace,
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      try {
        const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
        for (let id = 1; id <= 3; id++) {
          child.stdin.write(`{"id":${id},"command":"ls"}\n`);
          const { value } = (await lines.next()) as { value: string };
          assert.equal((JSON.parse(value) as Result).id, id);
        }
        const ended = new Promise((resolve) => child.on('close', resolve));
        child.stdin.end();
        assert.equal(await ended, 0);
      } finally {
        child.kill('SIGKILL');
      }
    });

    test('thousands keep their order', async () => {
      const commands = ['ls', 'git status', 'rm -rf dist', 'cat .env', 'echo x > /tmp/y', 'npm test'];
      const results = await batch(Array.from({ length: 3000 }, (_, id) => JSON.stringify({ id, command: commands[id % commands.length] })));
      assert.deepEqual(
        results.map(({ id }) => id),
        Array.from({ length: 3000 }, (_, id) => id),
      );
      assert.ok(results.every(({ error }) => error === undefined));
    });
  });
});

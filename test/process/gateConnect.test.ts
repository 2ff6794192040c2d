import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { gate, type Ended } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

const agents = [
  { id: 'claude-code', folder: '.claude', event: 'PreToolUse' },
  { id: 'gemini-cli', folder: '.gemini', event: 'BeforeTool' },
] as const;

for (const { id, folder, event } of agents)
  describe(`connect ${id}`, () => {
    let sandbox: Sandbox;
    let file: string;
    before(() => {
      sandbox = createSandbox(`connect-${id}`);
    });
    after(() => sandbox.dispose());
    beforeEach(() => {
      for (const name of [folder, '.tenth-second', 'elsewhere']) rmSync(path.join(sandbox.home, name), { recursive: true, force: true });
      mkdirSync(path.join(sandbox.home, folder));
      file = path.join(sandbox.home, folder, 'settings.json');
    });

    const run = (command: string, ...flags: readonly string[]): Promise<Ended> =>
      gate([command, id, ...flags], { environment: sandbox.environment });
    const others = `{
  // mine
  "theme": "dark",
  "hooks": {
    "${event}": [ {"matcher":"Bash", "hooks":[{"type":"command","command":"/opt/other"}]} ], // theirs
  },
}
`;

    test('--dry-run shows the change as a diff and writes nothing', async () => {
      writeFileSync(file, others);
      const { code, stdout } = await run('connect', '--dry-run');
      assert.equal(code, 0);
      assert.match(stdout, /^--- .*settings\.json\n\+\+\+ .*settings\.json\n@@ /);
      assert.match(stdout, /^\+.*tenth-second\/bin\/launcher/m);
      assert.equal(readFileSync(file, 'utf8'), others);
      assert.ok(!existsSync(path.join(sandbox.home, '.tenth-second')));
    });

    test('twice is once, and disconnecting gives back the very bytes', async () => {
      writeFileSync(file, others);
      assert.equal((await run('connect')).code, 0);
      const connected = readFileSync(file, 'utf8');
      assert.ok(connected.includes('{"matcher":"Bash", "hooks":[{"type":"command","command":"/opt/other"}]}'));
      const again = await run('connect');
      assert.equal(again.code, 0);
      assert.match(again.stdout, /connected already/);
      assert.equal(readFileSync(file, 'utf8'), connected);
      assert.equal((await run('disconnect')).code, 0);
      assert.equal(readFileSync(file, 'utf8'), others);
      assert.match((await run('disconnect')).stdout, /not connected/);
    });

    test('without a settings file one is made, private, and goes again', async () => {
      assert.equal((await run('connect')).code, 0);
      assert.doesNotThrow(() => JSON.parse(readFileSync(file, 'utf8')) as unknown);
      if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
      assert.equal((await run('disconnect')).code, 0);
      assert.ok(!existsSync(file));
    });

    test('what changed since is kept on disconnecting', async () => {
      writeFileSync(file, '{\n  "theme": "dark"\n}\n');
      await run('connect');
      writeFileSync(file, readFileSync(file, 'utf8').replace('"dark"', '"light"'));
      await run('disconnect');
      assert.equal(readFileSync(file, 'utf8'), '{\n  "theme": "light"\n}\n');
    });

    test('a backup of the file as it was lies in the state folder', async () => {
      writeFileSync(file, others);
      await run('connect');
      const backup = path.join(sandbox.home, '.tenth-second/backup');
      const kept = readdirSync(backup).filter((name) => name.endsWith('settings.json'));
      assert.equal(kept.length, 1);
      assert.equal(readFileSync(path.join(backup, kept[0]!), 'utf8'), others);
    });

    test('mode and symbolic link of the file stay', { skip: process.platform === 'win32' }, async () => {
      const target = path.join(sandbox.home, 'elsewhere/dotfiles.json');
      mkdirSync(path.dirname(target));
      writeFileSync(target, others);
      chmodSync(target, 0o640);
      symlinkSync(target, file);
      await run('connect');
      assert.ok(lstatSync(file).isSymbolicLink());
      assert.ok(readFileSync(target, 'utf8').includes('tenth-second'));
      assert.equal(statSync(target).mode & 0o777, 0o640);
      await run('disconnect');
      assert.equal(readFileSync(target, 'utf8'), others);
    });

    for (const [name, text] of [
      ['not JSON', '{"theme": '],
      ['of another shape', '{"hooks": []}'],
      ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ] as const)
      test(`a settings file that is ${name} is left alone, with a word`, async () => {
        writeFileSync(file, text);
        for (const command of ['connect', 'disconnect']) {
          const { code, stderr } = await run(command);
          assert.equal(code, 1);
          assert.match(stderr, /settings\.json was left as it is: /);
          assert.deepEqual(readFileSync(file), Buffer.from(text));
        }
      });

    test('agents tells what is connected and what switches hooks off', async () => {
      const coverage = async (): Promise<{ connected: boolean; found: boolean; notes: readonly string[] } | undefined> => {
        const { stdout } = await gate(['agents', '--json'], { environment: sandbox.environment });
        return (JSON.parse(stdout) as { id: string; connected: boolean; found: boolean; notes: readonly string[] }[]).find(
          (agent) => agent.id === id,
        );
      };
      assert.deepEqual([(await coverage())?.found, (await coverage())?.connected], [true, false]);
      writeFileSync(file, '{ "disableAllHooks": true }');
      await run('connect');
      const now = await coverage();
      assert.equal(now?.connected, true);
      assert.match(now?.notes.join() ?? '', /disableAllHooks is true/);
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll('launcher', 'old-launcher'));
      assert.match((await coverage())?.notes.join() ?? '', /not as this version writes it/);
    });

    test('an unknown agent or flag is refused', async () => {
      for (const args of [['connect'], ['connect', 'nobody'], ['connect', id, '--force']])
        assert.equal((await gate(args, { environment: sandbox.environment })).code, 64);
      assert.ok(!existsSync(file));
    });
  });

describe('connect claude-code', () => {
  let sandbox: Sandbox;
  before(() => {
    sandbox = createSandbox('connect-variable');
  });
  after(() => sandbox.dispose());

  test('follows CLAUDE_CONFIG_DIR', async () => {
    const folder = path.join(sandbox.folder, 'claude');
    const environment = { ...sandbox.environment, CLAUDE_CONFIG_DIR: folder };
    assert.equal((await gate(['connect', 'claude-code'], { environment })).code, 0);
    assert.ok(existsSync(path.join(folder, 'settings.json')));
    assert.ok(!existsSync(path.join(sandbox.home, '.claude/settings.json')));
  });

  test('installs programs that only this user can change, and records a runtime', { skip: process.platform === 'win32' }, () => {
    const bin = path.join(sandbox.home, '.tenth-second/bin');
    for (const name of ['launcher', 'gate.js', 'commands.js', 'scan.js', 'server.js', 'runtime', 'version'])
      assert.equal(statSync(path.join(bin, name)).mode & 0o077, 0, name);
    const runtimes = readFileSync(path.join(bin, 'runtime'), 'utf8').trimEnd().split('\n');
    assert.equal(runtimes[0], process.execPath);
    assert.ok(runtimes.every((runtime) => path.isAbsolute(runtime)));
  });
});

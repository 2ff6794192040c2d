import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { adapters } from '../../src/core/agents/adapters.ts';
import type { Json } from '../../src/core/types.ts';
import { shellCall } from '../support/agentCalls.ts';
import { gate, start, type Ended } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

const pushed = 'git push --force origin main';

/** Every file below a folder, with its text. */
function filesBelow(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  if (!existsSync(folder)) return found;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) {
      const file = path.join(entry.parentPath, entry.name);
      if (!file.includes(`${path.sep}.tenth-second${path.sep}`)) found.set(file, readFileSync(file, 'utf8'));
    }
  return found;
}

/** The command of ours in what was written: a line of JSON, or the file itself. */
function commandIn(file: string, text: string): string {
  if (!file.endsWith('.json')) return `'${file}'`;
  const commands: string[] = [];
  JSON.parse(text, (_, value: unknown) => {
    if (typeof value === 'string' && /tenth-second\/bin\/|hooks\/tenth-second\./.test(value)) commands.push(value);
    return value;
  });
  const [command] = commands;
  assert.ok(command !== undefined, `${file} names no command of ours`);
  return command;
}

describe('every agent', { skip: process.platform === 'win32' }, () => {
  let sandbox: Sandbox;
  let workspace: string;
  before(() => {
    sandbox = createSandbox('gate-agents');
    workspace = sandbox.createWorkspace();
  });
  after(() => sandbox.dispose());
  for (const { id, encode, failure, connection } of adapters) {
    describe(id, () => {
      const run = (...args: readonly string[]): Promise<Ended> => gate(args, { environment: sandbox.environment, cwd: workspace });
      const coverage = async (): Promise<{ connected: boolean; state: string; notes: readonly string[] }> => {
        const { stdout } = await run('agents', '--json');
        return (JSON.parse(stdout) as { id: string; connected: boolean; state: string; notes: readonly string[] }[]).find(
          (each) => each.id === id,
        )!;
      };

      test('connects, is held and passes in its own dialect, and goes without a trace', async () => {
        const before = filesBelow(sandbox.home);
        const dry = await run('connect', id, '--dry-run');
        assert.equal(dry.code, 0, dry.stderr);
        assert.match(dry.stdout, /tenth-second/);
        assert.deepEqual(filesBelow(sandbox.home), before);
        const connected = await run('connect', id);
        assert.equal(connected.code, 0, connected.stderr);
        assert.match((await run('connect', id)).stdout, /connected already/);
        const now = await coverage();
        assert.deepEqual([now.connected, now.state, now.notes], [true, 'guarded', []]);

        const written = [...filesBelow(sandbox.home)].filter(([file]) => !before.has(file));
        const own = connection.files.find((file) => file.type === 'own');
        const entry = written.find(([file]) => file.endsWith('.json')) ?? written[0]!;
        const held = await ask(entry, id, pushed);
        const expected = encode({ type: 'deny', reason: 'x' });
        assert.equal(held.code, expected.code, JSON.stringify(held));
        if (expected.stdout !== '') assert.deepEqual(shapeOf(held.stdout), shapeOf(expected.stdout));
        assert.match(held.stdout + held.stderr, /Do not work around this/);
        assert.match(held.stdout + held.stderr, /origin\/main/);
        const passes = await ask(entry, id, 'git status');
        assert.deepEqual({ code: passes.code, stdout: passes.stdout.trim() }, { code: 0, stdout: encode({ type: 'none' }).stdout });

        // A call that cannot be read is held in the agent's own way, too.
        const broken = await askText(entry, '{"broken"');
        assert.equal(broken.code, failure('x').code);
        assert.match(broken.stdout + broken.stderr, /could not judge/);
        if (own?.executable === true)
          for (const [file] of written) if (!file.endsWith('.json')) assert.equal(statSync(file).mode & 0o777, 0o700);

        // Without its programs everything is refused.
        rmSync(path.join(sandbox.home, '.tenth-second/bin/launcher'));
        const missing = await ask(entry, id, 'git status');
        assert.equal(missing.code, failure('x').code);
        assert.match(missing.stdout + missing.stderr, /missing/);

        assert.equal((await run('disconnect', id)).code, 0);
        assert.deepEqual(filesBelow(sandbox.home), before);
        assert.equal((await coverage()).connected, false);
      });

      test('what somebody else put at its place is left alone', async () => {
        for (const file of connection.files) {
          if (file.type !== 'own' || (file.platforms && !file.platforms.includes(process.platform as 'linux'))) continue;
          const place = path.join(sandbox.home, file.place.folder, file.place.name);
          mkdirSync(path.dirname(place), { recursive: true });
          writeFileSync(place, '#!/bin/sh\necho mine\n');
          const refused = await run('connect', id);
          assert.equal(refused.code, 1);
          assert.match(refused.stderr, /left as it is/);
          await run('disconnect', id);
          assert.equal(readFileSync(place, 'utf8'), '#!/bin/sh\necho mine\n');
          rmSync(place);
        }
      });

      async function ask(entry: readonly [string, string], agent: typeof id, command: string): Promise<Ended> {
        return askText(entry, shellCall(agent, command, workspace));
      }

      /** As the agent runs what was written: a plugin by calling its launcher, anything else through a shell. */
      function askText([file, text]: readonly [string, string], input: string): Promise<Ended> {
        const launcher = /\["([^"]+\/bin\/launcher)","([a-z-]+)"\]/.exec(text);
        const command = file.endsWith('.js')
          ? `'${launcher?.[1]}' ${launcher?.[2]} || { [ $? = 2 ] || echo missing >&2; exit 2; }`
          : commandIn(file, text);
        return start('/bin/sh', ['-c', command], { environment: sandbox.environment, cwd: workspace, input, deadline: 30_000 }).ended;
      }
    });
  }
});

/** The object with every text cut out: what an agent's parser looks at. */
function shapeOf(text: string): Json {
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' && value.includes(' ') ? '…' : value === 'x' ? '…' : value,
  ) as Json;
}

import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { adapterFor } from '../../../../src/core/agents/adapters.ts';
import type { Json } from '../../../../src/core/types.ts';

interface Plugin {
  readonly 'tool.execute.before': (input: object, output: object) => Promise<void>;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tenth-second-plugin-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The plugin as `connect opencode` writes it, on a launcher that does what the script says. */
async function pluginWith(script: string): Promise<Plugin> {
  const launcher = path.join(folder, 'launcher');
  writeFileSync(launcher, `#!/bin/bash\n${script}\n`);
  chmodSync(launcher, 0o700);
  const [file] = adapterFor('opencode')!.connection.files;
  assert.ok(file?.type === 'own');
  const text = file.text('', { launcher, runtime: '', gate: '', windows: false });
  const place = path.join(folder, 'tenth-second.mjs');
  writeFileSync(place, text);
  const { TenthSecond } = (await import(pathToFileURL(place).href)) as { TenthSecond: (about: object) => Promise<Plugin> };
  return TenthSecond({ directory: '/workspace' });
}

/** As OpenCode 1.18.33 calls it. */
const bash = [{ tool: 'bash', sessionID: 'ses_1', callID: 'call_1' }, { args: { command: 'rm -rf data', description: 'x' } }] as const;

test('what the launcher lets through runs, and what it was asked decodes', async () => {
  const asked = path.join(folder, 'asked');
  const plugin = await pluginWith(`cat > '${asked}'; echo '{"tenthSecond":"none"}'`);
  await plugin['tool.execute.before'](...bash);
  const decoded = adapterFor('opencode')!.decode(JSON.parse(readFileSync(asked, 'utf8')) as Json);
  assert.deepEqual(decoded, {
    type: 'call',
    call: {
      agent: 'opencode',
      session: 'ses_1',
      callId: 'call_1',
      cwd: '/workspace',
      action: { type: 'command', command: 'rm -rf data', shell: 'posix' },
    },
  });
});

test('a refusal throws what the agent is to read', async () => {
  const plugin = await pluginWith("echo 'Tenth Second held this.' >&2; exit 2");
  await assert.rejects(plugin['tool.execute.before'](...bash), { message: 'Tenth Second held this.' });
});

for (const [name, script] of [
  ['exits 0 without an answer', 'exit 0'],
  ['answers something else', 'echo \'{"decision":"allow"}\''],
  ['answers no JSON', 'echo allowed'],
  ['exits 1 after an answer', 'echo \'{"tenthSecond":"none"}\'; exit 1'],
  ['is killed', 'kill -9 $$'],
] as const)
  test(`a launcher that ${name} holds the tool`, async () => {
    const plugin = await pluginWith(script);
    await assert.rejects(plugin['tool.execute.before'](...bash), /Tenth Second is missing or broken/);
  });

test('without a launcher the tool is held', async () => {
  const plugin = await pluginWith('exit 0');
  rmSync(path.join(folder, 'launcher'));
  await assert.rejects(plugin['tool.execute.before'](...bash), /Tenth Second is missing or broken/);
});

import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { hookPrograms, installPrograms, removePrograms, type InstallSource } from '../../../src/platform/install.ts';
import { openStateFolder, type StateFolder } from '../../../src/platform/stateFolder.ts';

interface Place {
  readonly folder: string;
  readonly state: StateFolder;
  readonly source: (version: string, runtime?: string, searchPath?: string) => InstallSource;
  readonly installed: (name: string) => string;
}

function placeFor(context: TestContext): Place {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tenth-second-install-')));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const state = openStateFolder(path.join(folder, '.tenth-second'));
  return {
    folder,
    state,
    source(version, runtime = process.execPath, searchPath) {
      const dist = path.join(folder, `dist-${version}`);
      mkdirSync(dist, { recursive: true });
      for (const name of ['gate.js', 'commands.js', 'scan.js', 'server.js', 'launcher.bash'])
        writeFileSync(path.join(dist, name), `${name} ${version}`);
      return { dist, version, runtime, path: searchPath };
    },
    installed: (name) => readFileSync(path.join(state.bin, name), 'utf8'),
  };
}

test('copies the programs, for this user alone', async (context) => {
  const { state, source, installed } = placeFor(context);
  await installPrograms(state, source('1.0.0'));
  assert.equal(installed('launcher'), 'launcher.bash 1.0.0');
  assert.equal(installed('gate.js'), 'gate.js 1.0.0');
  assert.deepEqual(readdirSync(state.bin).sort(), ['commands.js', 'gate.js', 'launcher', 'runtime', 'scan.js', 'server.js', 'version']);
  if (process.platform !== 'win32') assert.equal(statSync(path.join(state.bin, 'launcher')).mode & 0o777, 0o700);
});

test('what is shipped packed is installed unpacked', async (context) => {
  const { state, source, installed } = placeFor(context);
  const from = source('1.0.0');
  writeFileSync(path.join(from.dist, 'commands.js.br'), brotliCompressSync('the program itself'));
  await installPrograms(state, from);
  assert.equal(installed('commands.js'), 'the program itself');
});

test('a newer version replaces, an older one does not, and a missing part is put back', async (context) => {
  const { state, source, installed } = placeFor(context);
  await installPrograms(state, source('1.2.0'));
  await installPrograms(state, source('1.10.0'));
  assert.equal(installed('gate.js'), 'gate.js 1.10.0');
  await installPrograms(state, source('1.9.0'));
  assert.equal(installed('gate.js'), 'gate.js 1.10.0');
  rmSync(path.join(state.bin, 'launcher'));
  await installPrograms(state, source('1.9.0'));
  assert.equal(installed('launcher'), 'launcher.bash 1.9.0');
  assert.equal(installed('gate.js'), 'gate.js 1.9.0');
});

test(
  'records runtimes that exist: who installs first, then those from before, then Node on PATH',
  { skip: process.platform === 'win32' },
  async (context) => {
    const { folder, state, source, installed } = placeFor(context);
    const runtime = (name: string): string => {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, '');
      chmodSync(file, 0o755);
      return file;
    };
    const first = runtime('editor/code');
    const second = runtime('other/node');
    const onPath = runtime('path/node');
    await installPrograms(state, source('1.0.0', first, `relative:${path.join(folder, 'none')}:${path.join(folder, 'path')}`));
    assert.equal(installed('runtime'), `${first}\n${onPath}\n`);
    await installPrograms(state, source('1.0.0', second));
    assert.equal(installed('runtime'), `${second}\n${first}\n${onPath}\n`);
    rmSync(first);
    await installPrograms(state, source('1.0.0', second));
    assert.equal(installed('runtime'), `${second}\n${onPath}\n`);
  },
);

test('removing takes the programs and what was compiled of them, and nothing else', async (context) => {
  const { state, source } = placeFor(context);
  await installPrograms(state, source('1.0.0'));
  writeFileSync(path.join(state.bin, 'commands.v20-x64-1-2-3.cache'), '');
  writeFileSync(path.join(state.bin, 'mine'), '');
  removePrograms(state);
  assert.deepEqual(readdirSync(state.bin), ['mine']);
});

test('a hook runs the launcher where there is bash', (context) => {
  const { state } = placeFor(context);
  const programs = hookPrograms(state, '/usr/bin/node');
  assert.equal(programs.launcher !== undefined, process.platform !== 'win32' && existsSync('/bin/bash'));
});

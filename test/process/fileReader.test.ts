import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root } from '../../scripts/rig.mjs';
import { readWorkspaceFile } from '../../src/platform/fileKnowledge.ts';
import { openFingerprint } from '../../src/platform/fingerprint.ts';
import { FileReader } from '../../src/server/fileReader.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

describe('files of a workspace, read in a thread', () => {
  let sandbox: Sandbox;
  let state: string;
  const paths: string[] = [];
  before(() => {
    sandbox = createSandbox('reader');
    state = path.join(sandbox.home, '.tenth-second');
    mkdirSync(state, { mode: 0o700 });
    sandbox.createWorkspace();
    for (const name of ['.env', 'package.json', 'railway.json', 'README.md', 'nowhere.env']) paths.push(path.join(sandbox.workspace, name));
    writeFileSync(paths[0]!, `STRIPE_SECRET_KEY=sk_live_${'Ab3'.repeat(8)}\n`);
  });
  after(() => sandbox.dispose());

  const reader = (program: string, time?: number): FileReader => new FileReader(program, state, time);
  const here = () => paths.map((file) => readWorkspaceFile(file, sandbox.workspace, sandbox.home, openFingerprint(state)));
  const withoutYoung = (files: readonly (object | undefined)[]) => files.map((file) => (file ? { ...file, young: false } : file));

  test('it finds what reading here finds, list after list', async () => {
    const thread = reader(path.join(root, 'dist/server.js'));
    const [one, two] = await Promise.all([
      thread.read(paths, sandbox.workspace, sandbox.home),
      thread.read(paths.slice(0, 1), sandbox.workspace, sandbox.home),
    ]);
    assert.deepEqual(withoutYoung(one), withoutYoung(here()));
    assert.equal(two.length, 1);
    assert.equal(one[0]?.credentials.length, 1);
    assert.equal(one.at(-1), undefined);
    thread.dispose();
  });

  test('a file that blocks the thread counts as unreadable, and the rest is read', async () => {
    const program = path.join(sandbox.folder, 'blocks.cjs');
    writeFileSync(
      program,
      `const { parentPort } = require('node:worker_threads');
       parentPort.postMessage('ready');
       parentPort.on('message', ({ paths }) => { for (const path of paths) { if (path.endsWith('package.json')) for (;;); parentPort.postMessage({ path }); } });`,
    );
    const thread = reader(program, 300);
    const files = (await thread.read(paths, sandbox.workspace, sandbox.home)) as readonly (
      | { readonly path?: string; readonly credentials?: readonly unknown[] }
      | undefined
    )[];
    assert.deepEqual(
      files.map((file) => file?.path && path.basename(file.path)),
      ['.env', undefined, 'railway.json', 'README.md', 'nowhere.env'],
    );
    assert.deepEqual(files[1]?.credentials, []);
    thread.dispose();
  });

  test('a thread that cannot be started costs nothing but the loop’s time', async () => {
    const thread = reader(path.join(sandbox.folder, 'nowhere.cjs'));
    assert.deepEqual(withoutYoung(await thread.read(paths, sandbox.workspace, sandbox.home)), withoutYoung(here()));
    thread.dispose();
  });

  test('the process can end while the thread is there', () => {
    const program = path.join(root, 'dist/server.js');
    execFileSync(
      process.execPath,
      [
        '-e',
        `const { Worker } = require('node:worker_threads'); new Worker(${JSON.stringify(program)}, { workerData: { fileReader: true, stateFolder: ${JSON.stringify(state)} } }).unref();`,
      ],
      { timeout: 20_000 },
    );
  });
});

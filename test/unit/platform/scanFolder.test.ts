import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { root } from '../../../scripts/rig.mjs';
import { scanFolder } from '../../../src/platform/scan/scanFolder.ts';
import { letters } from '../core/credentials/fakes.ts';

const program = path.join(root, 'dist/scan.js');

function folderWith(context: TestContext, files: Readonly<Record<string, string | Buffer>>): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tenth-second-scan-')));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

const home = '/home/nobody';
const key = `ghp_${letters('mixed', 36)}`;

test('many files are read by several workers, in the order of their paths', async (context) => {
  const files = Object.fromEntries(
    Array.from({ length: 300 }, (_, i) => [`d${i % 7}/f${String(i).padStart(3, '0')}.txt`, i % 3 === 0 ? `x ${key}` : 'nothing']),
  );
  const folder = folderWith(context, files);
  const scan = await scanFolder({ root: folder, home, program });
  assert.equal(scan.files, 300);
  const paths = scan.findings.map((finding) => finding.path);
  assert.equal(paths.length, 100);
  assert.deepEqual(paths, [...paths].sort());
});

test('binaries, links and what is skipped are left out; UTF-16 is read', async (context) => {
  const folder = folderWith(context, {
    'a.png': key,
    'binary.txt': Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from(key)]),
    'node_modules/x.js': key,
    'utf16.txt': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(key, 'utf16le')]),
    '.git/config': `[remote]\nurl = https://me:${letters('mixed', 20)}@git.acme.com/x.git\n`,
    '.git/objects/x': key,
  });
  symlinkSync('/etc', path.join(folder, 'link'));
  const scan = await scanFolder({ root: folder, home, program });
  assert.deepEqual(
    scan.findings.map(({ path: file, kind }) => `${file} ${kind}`),
    ['.git/config url.password', 'utf16.txt github.token'],
  );
});

test('the limit of files is kept and told', async (context) => {
  const folder = folderWith(context, Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${i}.txt`, 'x'])));
  const scan = await scanFolder({ root: folder, home, program, maxFiles: 20 });
  assert.equal(scan.files, 20);
  assert.equal(scan.truncated, true);
});

test('a scan can be cancelled', async (context) => {
  const folder = folderWith(context, Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`d${i}/f.txt`, 'x'])));
  const controller = new AbortController();
  controller.abort();
  const scan = await scanFolder({ root: folder, home, program, signal: controller.signal });
  assert.equal(scan.truncated, true);
  assert.ok(scan.files < 200);
});

test('a file that blocks or ends a worker is told as unreadable, and the others are read', async (context) => {
  const folder = folderWith(context, { 'a.txt': 'x', 'hang.txt': 'x', 'crash.txt': 'x', 'z.txt': 'x' });
  const stub = path.join(folder, '..', `${path.basename(folder)}.cjs`);
  context.after(() => rmSync(stub, { force: true }));
  writeFileSync(
    stub,
    `const { parentPort, workerData } = require('node:worker_threads');
     const progress = new Int32Array(workerData.progress);
     parentPort.on('message', (paths) => {
       paths.forEach((path, i) => {
         Atomics.store(progress, 0, i);
         if (path.endsWith('hang.txt')) for (;;);
         if (path.endsWith('crash.txt')) process.exit(1);
       });
       parentPort.postMessage({ findings: [], servers: [], unreadable: [] });
     });`,
  );
  const scan = await scanFolder({ root: folder, home, program: stub, deadline: 500 });
  assert.deepEqual(scan.unreadable, ['crash.txt', 'hang.txt']);
  assert.equal(scan.files, 4);
});

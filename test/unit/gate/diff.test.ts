import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { unifiedDiff } from '../../../src/gate/connect/diff.ts';

const numbered = (count: number): string => Array.from({ length: count }, (_, i) => `line ${i + 1}\n`).join('');

const rows: readonly (readonly [string, string, string])[] = [
  ['one line changed', numbered(20), numbered(20).replace('line 10\n', 'changed\n')],
  ['two places far apart', numbered(40), numbered(40).replace('line 3\n', '').replace('line 30\n', 'line 30\nnew\n')],
  ['two places close together', numbered(20), numbered(20).replace('line 8\n', '').replace('line 12\n', 'new\n')],
  ['added at the end', numbered(5), `${numbered(5)}more\n`],
  ['added at the start', numbered(5), `more\n${numbered(5)}`],
  ['emptied', numbered(3), ''],
  ['filled', '', numbered(3)],
  ['moved', 'a\nb\nc\nd\n', 'c\nd\na\nb\n'],
];
for (const [name, before, after] of rows)
  test(`patch understands the diff of: ${name}`, { skip: process.platform === 'win32' }, (context) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tenth-second-diff-'));
    context.after(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(path.join(folder, 'file'), before);
    // git needs no `patch` program to be there.
    execFileSync('git', ['apply', '--unsafe-paths', '--unidiff-zero', '-p0', '-'], {
      cwd: folder,
      input: unifiedDiff('file', before, after),
      env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_CEILING_DIRECTORIES: tmpdir() },
    });
    assert.equal(readFileSync(path.join(folder, 'file'), 'utf8'), after);
  });

test('no file is /dev/null', () => {
  assert.equal(unifiedDiff('/x', undefined, 'a\n'), '--- /dev/null\n+++ /x\n@@ -0,0 +1,1 @@\n+a\n');
  assert.equal(unifiedDiff('/x', 'a\n', undefined), '--- /x\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a\n');
});

test('texts too large to compare are shown as replaced', () => {
  const text = unifiedDiff('/x', 'a\n'.repeat(3000), 'b\n'.repeat(3000));
  assert.equal(text.split('\n').length, 6000 + 4);
});

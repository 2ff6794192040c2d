import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root } from '../../scripts/rig.mjs';
import { start } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

describe('the package', () => {
  let sandbox: Sandbox;
  before(() => {
    sandbox = createSandbox('package');
  });
  after(() => sandbox.dispose());

  const vsce = (...args: readonly string[]) =>
    start(process.execPath, [path.join(root, 'node_modules/@vscode/vsce/vsce'), ...args], {
      environment: sandbox.environment,
      cwd: root,
      deadline: 120_000,
    }).ended;

  test('holds what is shipped and nothing else', async () => {
    const { code, stdout, stderr } = await vsce('ls', '--no-dependencies');
    assert.equal(code, 0, stderr);
    const files = stdout.trim().split('\n').sort();
    const allowed =
      /^(package\.json|package\.nls(\.[a-z-]+)?\.json|README\.md|CHANGELOG\.md|LICENSE|l10n\/.*\.json|media\/.*|dist\/(extension|server|gate|commands|scan)\.js|dist\/extension\/[\w-]+\.js|dist\/timeline\.(js|css)|dist\/launcher\.bash|dist\/(commands|scan)\.js\.br|dist\/terminal\/.*\.(bash|zsh|fish)|copilot-plugin\/[\w-]+\.json)$/;
    assert.deepEqual(
      files.filter((file) => !allowed.test(file)),
      [],
    );
    for (const file of [
      'package.json',
      'dist/extension.js',
      'dist/server.js',
      'dist/gate.js',
      'dist/commands.js',
      'dist/scan.js',
      'dist/timeline.js',
      'dist/timeline.css',
      'dist/launcher.bash',
      'LICENSE',
    ]) {
      assert.ok(files.includes(file), file);
    }
  });

  test('is made without a warning, under 1 MB, and carries no secret of the sample', async () => {
    const out = path.join(sandbox.folder, 'tenth-second.vsix');
    const { code, stdout, stderr } = await vsce('package', '--no-dependencies', '--out', out);
    assert.equal(code, 0, stdout + stderr);
    assert.doesNotMatch(stdout + stderr, /warning/i);
    assert.ok(statSync(out).size < 1024 * 1024, `${statSync(out).size} bytes`);
    assert.ok(readFileSync(out).includes('extension/dist/launcher.bash'));
  });
});

import assert from 'node:assert/strict';
import path from 'node:path';
import { root } from '../../scripts/rig.mjs';
import { start } from './guard.ts';
import type { Sandbox } from './sandbox.ts';

/** Packs the extension as a release does, into the sandbox. */
export async function packVsix(sandbox: Sandbox): Promise<string> {
  const vsix = path.join(sandbox.folder, 'tenth-second.vsix');
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const packed = await start(process.execPath, [vsce, 'package', '--no-dependencies', '--out', vsix], {
    environment: sandbox.environment,
    cwd: root,
    deadline: 120_000,
  }).ended;
  assert.equal(packed.code, 0, packed.stdout + packed.stderr);
  assert.doesNotMatch(packed.stdout + packed.stderr, /warn/i);
  return vsix;
}

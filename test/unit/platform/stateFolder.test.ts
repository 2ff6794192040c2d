import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { defaultPolicy } from '../../../src/core/policy/policy.ts';
import { parseDescriptor, readDescriptor, removeDescriptor, writeDescriptor } from '../../../src/platform/descriptor.ts';
import { policyAt, policyFrom, readPolicies, savePolicy } from '../../../src/platform/policyStore.ts';
import { cleanEnvironment } from '../../../src/platform/serverProcess.ts';
import { StateFolderError, openStateFolder, stateFolderPath } from '../../../src/platform/stateFolder.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tenth-second-state-')));
after(() => rmSync(folder, { recursive: true, force: true }));
const posix = { skip: process.platform === 'win32' ? 'mode bits' : false };
const mode = (path: string): number => statSync(path).mode & 0o777;

describe('the state folder', () => {
  test('an installed program uses the folder it lies in, others the home', () => {
    assert.equal(stateFolderPath('/somewhere/.tenth-second/bin'), '/somewhere/.tenth-second');
    for (const place of ['/somewhere/bin', '/somewhere/.tenth-second', '/x/.tenth-second/bin/deep', undefined])
      assert.equal(stateFolderPath(place), join(homedir(), '.tenth-second'));
  });

  test('is made 0700 with its parts, and closed again when others may enter', posix, () => {
    const root = join(folder, 'fresh');
    const state = openStateFolder(root);
    for (const path of [root, state.run, state.bin, state.journal, state.policy, state.knowledge, state.log])
      assert.equal(mode(path), 0o700);
    chmodSync(root, 0o777);
    chmodSync(state.run, 0o770);
    openStateFolder(root);
    assert.deepEqual([mode(root), mode(state.run)], [0o700, 0o700]);
  });

  test('a link or a file in its place is refused', posix, () => {
    mkdirSync(join(folder, 'target'));
    symlinkSync(join(folder, 'target'), join(folder, 'link'));
    writeFileSync(join(folder, 'file'), '');
    assert.throws(() => openStateFolder(join(folder, 'link')), StateFolderError);
    assert.throws(() => openStateFolder(join(folder, 'file')));
    const root = join(folder, 'linked');
    mkdirSync(root);
    symlinkSync(join(folder, 'target'), join(root, 'run'));
    assert.throws(() => openStateFolder(root), StateFolderError);
  });
});

describe('the descriptor', () => {
  const own = { port: 4711, pid: 12, clientToken: 'a'.repeat(48), serverToken: 'b'.repeat(48), version: '0.1.0' };

  test('is five lines, 0600, and read back', () => {
    const path = join(folder, 'descriptor');
    writeDescriptor(path, own);
    assert.equal(readFileSync(path, 'utf8'), `4711\n12\n${own.clientToken}\n${own.serverToken}\n0.1.0\n`);
    assert.deepEqual(readDescriptor(path), own);
    removeDescriptor(path, { ...own, serverToken: 'c'.repeat(48) });
    assert.deepEqual(readDescriptor(path), own);
    removeDescriptor(path, own);
    assert.equal(readDescriptor(path), undefined);
  });

  test('one that others may read or that is not in shape is none', posix, () => {
    const path = join(folder, 'open');
    writeDescriptor(path, own);
    chmodSync(path, 0o644);
    assert.equal(readDescriptor(path), undefined);
    const lines = ['4711', '12', own.clientToken, own.serverToken, '0.1.0'];
    for (const [at, bad] of [
      [0, '0'],
      [0, '99999'],
      [0, '-1'],
      [1, 'x'],
      [2, ''],
      [2, 'short'],
      [3, 'g'.repeat(48)],
    ] as const)
      assert.equal(parseDescriptor([...lines.slice(0, at), bad, ...lines.slice(at + 1)].join('\n')), undefined, `${at} ${bad}`);
    assert.equal(parseDescriptor(''), undefined);
    assert.equal(parseDescriptor(lines.slice(0, 3).join('\n')), undefined);
  });
});

describe('the environment of the server', () => {
  const planted = {
    HOME: '/planted',
    PATH: './bin:/work/node_modules/.bin:/usr/bin',
    NODE_OPTIONS: '--require /work/evil.js',
    NODE_PATH: '/work',
    LD_PRELOAD: '/work/evil.so',
    DYLD_INSERT_LIBRARIES: '/work/evil.dylib',
    BASH_ENV: '/work/evil',
    ELECTRON_RUN_AS_NODE: '0',
    RAILWAY_TOKEN: 'secret',
    LANG: 'de_DE.UTF-8',
  };

  test('holds nothing that a workspace could plant', posix, () => {
    assert.deepEqual(cleanEnvironment('/usr/bin/node', '/home/me/.tenth-second', planted), {
      HOME: '/home/me',
      LANG: 'de_DE.UTF-8',
      PATH: '/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin:/usr/sbin:/sbin:/work/node_modules/.bin',
    });
  });

  test('an editor runs as Node', posix, () => {
    assert.equal(cleanEnvironment('/usr/share/code/code', '/home/me/.tenth-second', {})['ELECTRON_RUN_AS_NODE'], '1');
    assert.equal(cleanEnvironment('/usr/bin/node', '/home/me/.tenth-second', {})['ELECTRON_RUN_AS_NODE'], undefined);
  });
});

describe('stored policies', () => {
  test('the strictest of the folders that contain the directory, without a pause', () => {
    const place = join(folder, 'policies');
    mkdirSync(place);
    assert.deepEqual(policyAt(readPolicies(place), '/w'), defaultPolicy);
    savePolicy(place, { folder: '/w', policy: { ...defaultPolicy, strictness: 'strict', ignoredRules: ['a', 'b'], pausedUntil: 1 } });
    savePolicy(place, { folder: '/w/a', policy: { ...defaultPolicy, productionNames: ['shop'], ignoredRules: ['b'] } });
    savePolicy(place, { folder: '/x', policy: { ...defaultPolicy, ignoredRules: ['c'] } });
    writeFileSync(join(place, 'bad.json'), '{');
    const stored = readPolicies(place);
    assert.equal(stored.length, 3);
    assert.deepEqual(policyAt(stored, '/w/a/b'), {
      strictness: 'strict',
      protectedPaths: [],
      credentialFiles: [],
      productionNames: ['shop'],
      ignoredRules: ['b'],
      hideCredentials: 'all',
    });
    assert.deepEqual(policyAt(stored, '/y'), defaultPolicy);
  });

  test('what is not a policy is none', () => {
    for (const value of [null, 1, 'x', undefined]) assert.equal(policyFrom(value), undefined);
    assert.deepEqual(policyFrom({ strictness: 'typo', ignoredRules: 'all' }), { ...defaultPolicy, strictness: 'strict' });
  });
});

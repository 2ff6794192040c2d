import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root } from '../../scripts/rig.mjs';
import { Messages } from '../../src/core/protocol.ts';
import { ServerRig, until, type TestWindow } from '../support/serverRig.ts';
import { kubeconfig } from '../support/stacks.ts';

/** So seldom that no test lives to see it: what is found is not found by looking again. */
const never = ['--look', '3600000'];

describe('what is linked, in the shipped server that never looks by itself', () => {
  let rig: ServerRig;
  let folder: string;
  let window: TestWindow;

  before(async () => {
    rig = new ServerRig(import.meta.url, path.join(root, 'dist/server.js'));
    folder = rig.folder('work/shop');
    writeFileSync(path.join(folder, 'kustomization.yaml'), 'resources: []\n');
    await rig.start(...never);
    window = await rig.window([folder]);
  });
  after(() => rig.dispose());

  const shows = (environment: string): Promise<void> =>
    until(`the window is told ${environment}`, () => window.state?.environment === environment, 20_000);

  test('user-level state in a folder that is new is seen when the window gets the focus', async () => {
    assert.equal(window.state?.environment, 'none');
    mkdirSync(path.join(rig.home, '.kube'));
    writeFileSync(path.join(rig.home, '.kube/config'), kubeconfig('prod'));
    // Nobody watches for a folder that was not there; an agent's call would find it, too.
    assert.equal(window.state.environment, 'none');
    await window.connection.sendNotification(Messages.focused);
    await shows('production');
  });

  test('a change of user-level state is seen by watching', async () => {
    writeFileSync(path.join(rig.home, '.kube/config'), kubeconfig('dev'));
    await shows('development');
  });

  test('a new file, a changed one, one in a new folder and one that goes are seen by watching', async () => {
    writeFileSync(path.join(folder, 'fly.toml'), 'app = "shop-staging"\n');
    await shows('staging');
    writeFileSync(path.join(folder, 'fly.toml'), 'app = "shop-production"\n');
    await shows('production');
    rmSync(path.join(folder, 'fly.toml'));
    await shows('development');
    mkdirSync(path.join(folder, 'deploy'));
    writeFileSync(path.join(folder, 'deploy/fly.toml'), 'app = "shop-production"\n');
    await shows('production');
  });
});

import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { isolatedEnvironment } from '../../scripts/processes.mjs';
import { root } from '../../scripts/rig.mjs';
import { Messages } from '../../src/core/protocol.ts';
import type { Evidence, Link } from '../../src/core/types.ts';
import { gate } from '../support/guard.ts';
import { ServerRig, until, type TestWindow } from '../support/serverRig.ts';
import { kubeconfig } from '../support/stacks.ts';

/** So seldom that no test lives to see it: what is found is not found by looking again. */
const never = ['--look', '3600000'];

interface Told {
  readonly environment: string;
  readonly links: readonly Link[];
}

interface Checked {
  readonly verdict: string;
  readonly operations: readonly { readonly environment: string; readonly evidence: readonly Evidence[] }[];
}

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

  test('the command line has the same facts as the window, and the same command goes to the same place', async () => {
    const environment = { ...isolatedEnvironment(rig.home) };
    const told = JSON.parse((await gate(['links', '--json', folder], { environment })).stdout) as Told;
    assert.equal(told.environment, window.state?.environment);
    const facts = (links: readonly Link[]): readonly string[] =>
      links.map(({ tool, kind, resource, environment: where, evidence }) => [tool, kind, resource, where, evidence.text].join(' ')).sort();
    assert.ok(facts(told.links).length >= 2);
    assert.deepEqual(facts(told.links), facts(window.state?.links ?? []));

    const command = 'fly apps destroy shop-production --yes';
    const check = await gate(['check', '--cwd', folder, '--json', '--', command], { environment });
    const { verdict, operations } = JSON.parse(check.stdout) as Checked;
    const [operation] = operations;
    const reply = rig.hook(command, folder);
    const { view, answer } = await window.nextHold();
    assert.equal(view.verdict, verdict);
    assert.equal(operation?.environment, 'production');
    assert.match(view.title, /\(production\)/);
    for (const { text } of operation.evidence) assert.ok(JSON.stringify(view).includes(JSON.stringify(text).slice(1, -1)), text);
    answer({ choice: 'refuse' });
    await reply;
  });
});

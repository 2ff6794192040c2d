import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { changeOrders, noOrders, type OrderChange } from '../../src/core/policy/orders.ts';
import { saveOrders } from '../../src/platform/ordersStore.ts';
import { openStateFolder } from '../../src/platform/stateFolder.ts';
import { gate } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

interface Facts {
  readonly folder: string;
  readonly environment: string;
  readonly label: string;
  readonly pin?: string;
  readonly frozenAt?: number;
  readonly links: readonly {
    readonly tool: string;
    readonly resource: string;
    readonly environment: string;
    readonly evidence: { path?: string; line?: number };
  }[];
}

describe('links', () => {
  let sandbox: Sandbox;
  let workspace: string;
  before(() => {
    sandbox = createSandbox('gate-links');
    workspace = sandbox.createWorkspace();
  });
  after(() => sandbox.dispose());

  const run = (...args: readonly string[]) => gate(args, { environment: sandbox.environment, cwd: workspace });
  const links = async (): Promise<Facts> => JSON.parse((await run('links', '--json')).stdout) as Facts;

  /** As the server leaves it when a person in a window says so. */
  function lay(...changes: readonly OrderChange[]): void {
    const orders = changes.reduce((before, change) => changeOrders(before, change, 1), noOrders);
    saveOrders(openStateFolder(path.join(sandbox.home, '.tenth-second')).policy, { folder: workspace, orders });
  }

  test('the worst environment, the name, and each link with file and line', async () => {
    const facts = await links();
    assert.equal(facts.environment, 'production');
    assert.equal(facts.label, 'rental-shop');
    const first = facts.links[0]!;
    assert.equal(first.environment, 'production');
    assert.ok(first.evidence.path?.startsWith(workspace) && first.evidence.line! > 0, JSON.stringify(first));
    const text = (await run('links')).stdout;
    assert.match(text, /^production/);
    assert.match(text, /\.env\.production:\d+/);
  });

  test('no secret value is printed', async () => {
    const token = ['rw', 'made-up', 'token', '0123456789abcdef'].join('_');
    writeFileSync(path.join(workspace, '.env.local'), `RAILWAY_TOKEN=${token}\nDATABASE_URL=postgres://u:${token}@db.acme.example/x\n`);
    for (const args of [
      ['links'],
      ['links', '--json'],
      ['check', '--json', '--', `psql postgres://u:${token}@db.acme.example/x -c 'DROP TABLE x'`],
    ])
      assert.ok(!(await run(...args)).stdout.includes(token), args.join(' '));
  });

  test('check --json names the same workspace', async () => {
    const facts = await links();
    const { workspace: told } = JSON.parse((await run('check', '--json', '--', 'ls')).stdout) as { workspace: Facts };
    assert.deepEqual([told.folder, told.environment, told.label], [facts.folder, facts.environment, facts.label]);
  });

  test('with the window closed: a mark, a pin and a freeze of the person hold', async () => {
    mkdirSync(path.join(sandbox.home, '.kube'), { recursive: true });
    writeFileSync(
      path.join(sandbox.home, '.kube/config'),
      "current-context: eu-1\ncontexts:\n  - { name: eu-1, context: { cluster: eu-1 } }\nclusters:\n  - { name: eu-1, cluster: { server: 'https://k8s.acme.example' } }\n",
    );
    const verdict = async (command: string): Promise<{ verdict: string; environment: string | undefined; ordered: string }> => {
      const told = JSON.parse((await run('check', '--json', '--', command)).stdout) as {
        verdict: string;
        operations: readonly { environment: string; ordered?: readonly string[] }[];
      };
      return {
        verdict: told.verdict,
        environment: told.operations[0]?.environment,
        ordered: told.operations[0]?.ordered?.join('; ') ?? '',
      };
    };
    const command = 'kubectl delete deployment web';
    assert.deepEqual(await verdict(command), { verdict: 'type', environment: 'unknown', ordered: '' });
    lay({ type: 'mark', tool: 'kubernetes', resource: 'eu-1', environment: 'staging' });
    assert.deepEqual(await verdict(command), { verdict: 'confirm', environment: 'staging', ordered: '' });
    lay({ type: 'mark', tool: 'kubernetes', resource: 'eu-1', environment: 'staging' }, { type: 'pin', environment: 'development' });
    const pinned = await verdict(command);
    assert.equal(pinned.verdict, 'type');
    assert.match(pinned.ordered, /pinned to development/);
    assert.equal((await verdict('npm test')).verdict, 'allow');
    lay({ type: 'freeze' });
    const frozen = await verdict('npm test');
    assert.equal(frozen.verdict, 'confirm');
    assert.match(frozen.ordered, /may only read/);
    assert.equal((await verdict('git log --oneline')).verdict, 'allow');
    const hook = await gate(['hook', 'claude-code'], {
      environment: sandbox.environment,
      cwd: workspace,
      input: JSON.stringify({
        hook_event_name: 'PreToolUse',
        session_id: 's',
        cwd: workspace,
        tool_name: 'Bash',
        tool_input: { command: 'touch a' },
      }),
    });
    assert.equal(hook.code, 2);
    assert.match(hook.stderr, /may only read/);
    assert.match((await run('links')).stdout, /Frozen: agents may only read here/);
  });

  test('wrong words', async () => {
    assert.equal((await run('links', '--frob')).code, 64);
    assert.equal((await run('links', 'a', 'b')).code, 64);
  });
});

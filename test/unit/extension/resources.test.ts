import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Link } from '../../../src/core/types.ts';
import { evidenceRow, resourcesOf } from '../../../src/extension/resources/resourcesModel.ts';

const link = (part: Partial<Link>): Link => ({
  tool: 'railway',
  resource: 'shop',
  kind: 'project',
  environment: 'staging',
  scope: '/w',
  remote: true,
  evidence: { text: 'railway.json:1', path: '/w/railway.json', line: 1 },
  ...part,
});

test('environment, tool, resource, evidence; the one that asks for most care first', () => {
  const nodes = resourcesOf([
    link({ environment: 'local' }),
    link({ environment: 'staging' }),
    link({ environment: 'staging', evidence: { text: '.env:2' } }),
    link({ environment: 'unknown', tool: 'postgres', kind: 'database' }),
    link({ environment: 'production', tool: 'vercel' }),
    link({ environment: 'production', tool: 'aws', marked: true }),
  ]);
  assert.deepEqual(
    nodes.map(({ environment }) => environment),
    ['production', 'unknown', 'staging', 'local'],
  );
  assert.deepEqual(
    nodes[0]!.tools.map(({ tool, resources }) => [tool, resources[0]!.marked]),
    [
      ['aws', true],
      ['vercel', false],
    ],
  );
  const [resource] = nodes[2]!.tools[0]!.resources;
  assert.deepEqual(
    resource!.evidence.map(({ evidence }) => evidence.text),
    ['railway.json:1', '.env:2'],
  );
  assert.equal(new Set(resource!.evidence.map(({ id }) => id)).size, 2);
});

test('nothing linked is nothing to show', () => assert.deepEqual(resourcesOf([]), []));

test('a row of evidence begins with the file, however deep it lies', () => {
  const row = (text: string, path?: string): unknown => evidenceRow(path === undefined ? { text } : { text, path });
  assert.deepEqual(
    row('services/billing/.terraform/environment:1 selects the workspace prod', '/w/services/billing/.terraform/environment'),
    {
      label: 'environment:1 selects the workspace prod',
      folder: 'services/billing/.terraform',
    },
  );
  assert.deepEqual(row('~/.kube/config:3 has prod as current context', '/home/ada/.kube/config'), {
    label: 'config:3 has prod as current context',
    folder: '~/.kube',
  });
  assert.deepEqual(row('my apps/web/fly.toml:1 deploys', '/w/my apps/web/fly.toml'), {
    label: 'fly.toml:1 deploys',
    folder: 'my apps/web',
  });
  for (const [text, path] of [
    ['fly.toml:1 deploys the app', '/w/fly.toml'],
    ['FLY_APP is set to acme', undefined],
    ['the flag --app', '/w/fly.toml'],
  ] as const)
    assert.deepEqual(row(text, path), { label: text });
});

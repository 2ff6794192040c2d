import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Link } from '../../../src/core/types.ts';
import { resourcesOf } from '../../../src/extension/resources/resourcesModel.ts';

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

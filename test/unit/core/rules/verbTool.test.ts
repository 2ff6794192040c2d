import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Draft, RuleContext } from '../../../../src/core/rules/rule.ts';
import { deletes, verbTool, type VerbToolSpec } from '../../../../src/core/rules/verbTool.ts';
import { read } from '../shell/reading.ts';

const row = { resource: 'volume', title: 'Delete the volume {name}', source: 'unverified', examples: [], nearMisses: [] } as const;

const spec: VerbToolSpec = {
  names: ['host'],
  family: 'hosting',
  provider: 'Host',
  tool: 'host',
  syntax: { valued: new Set(['-e', '--project', '--server', '--volume', '--id']) },
  environmentOptions: ['-e', '--environment'],
  productionOptions: ['--prod'],
  idOptions: ['--project'],
  hostOptions: ['--server'],
  rules: [
    deletes({ ...row, id: 'host.delete', words: ['volume delete|rm', 'volume * purge'], nameOptions: ['--volume', '--id'] }),
    deletes({ ...row, id: 'host.deleteAll', words: ['volume delete all'] }),
    deletes({ ...row, id: 'host.detach', words: ['detach'], nameWord: 1, unless: ['--keep'] }),
    deletes({ ...row, id: 'host.drop', words: ['drop'], each: true, needs: ['--force', '-f'] }),
    deletes({ ...row, id: 'host.empty', words: ['empty'], when: (_args, rest) => rest[0]?.text !== 'bin' }),
    { ...deletes({ ...row, id: 'host.bare', words: [''] }), needs: ['--wipe'] },
  ],
};

const noContext = {} as RuleContext;

function find(command: string, more: Partial<VerbToolSpec> = {}): readonly Draft[] {
  const [invocation] = read(command).invocations;
  assert.ok(invocation);
  return verbTool({ ...spec, ...more }).find(invocation, noContext);
}

const table: readonly (readonly [command: string, ...found: string[]])[] = [
  ['host'],
  ['host volume'],
  ['host volume list'],
  ['host volume delete data', 'delete data'],
  ['host volume rm data', 'delete data'],
  ['host volume rm data more', 'delete data'],
  ['host volume eu purge data', 'delete data'],
  ['host volume delete', 'delete the linked volume'],
  ['host volume delete ""', 'delete volume'],
  ['host volume delete --volume data', 'delete data'],
  ['host volume delete --volume data other', 'delete data'],
  ['host volume delete --id=7', 'delete 7'],
  ['host --project shop volume delete', 'delete shop'],
  ['host volume delete all', 'deleteAll the linked volume'],
  ['host volume delete all other', 'deleteAll other'],
  ['host detach shop data', 'detach data'],
  ['host detach shop', 'detach the linked volume'],
  ['host detach shop data --keep'],
  ['host drop a b'],
  ['host drop a b --force', 'drop a', 'drop b'],
  ['host drop -f a', 'drop a'],
  ['host empty trash', 'empty trash'],
  ['host empty bin'],
  ['host --wipe', 'bare the linked volume'],
  ['host empty bin --wipe', 'bare empty'],
  ['host volume delete data --dry-run'],
  ['host volume delete data --dryrun'],
  ['host volume delete data --help'],
  ['host volume delete data --what-if'],
  ['host volume delete data --check-only'],
  ['host volume delete data --dry-run=server'],
  ['host volume delete data --dry-run=none', 'delete data'],
  ['host volume delete data --dry-run=false', 'delete data'],
  ['host volume delete data --dry-run=no', 'delete data'],
  ['host volume delete data --dry-run=0', 'delete data'],
  ['host volume delete data --dry-run=nonesuch'],
  ['host volume delete data --dry-run=10'],
  // The last one holds, but which one that is depends on the tool.
  ['host volume delete data --dry-run --dry-run=false', 'delete data'],
];

for (const [command, ...found] of table)
  test(`finds in ${command}: ${found.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(
      find(command).map((draft) => `${draft.rule.id.replace('host.', '')} ${draft.resource.name}`),
      found,
    );
  });

const targets: readonly (readonly [command: string, target: Draft['target']])[] = [
  ['host detach x', { tool: 'host', ids: [] }],
  ['host volume rm data', { tool: 'host', ids: ['data'] }],
  ['host volume rm data --project shop --project=api', { tool: 'host', ids: ['shop', 'api', 'data'] }],
  ['host volume rm data -e staging', { tool: 'host', says: 'staging', ids: ['data'] }],
  ['host volume rm data --environment=staging', { tool: 'host', says: 'staging', ids: ['data'] }],
  ['host volume rm data -e staging --prod', { tool: 'host', says: 'production', ids: ['data'] }],
  ['host volume rm data --server db.example.com', { tool: 'host', hosts: ['db.example.com'], ids: ['data'] }],
  ['host volume rm data --project', { tool: 'host', ids: ['data'] }],
  ['host volume rm data --server', { tool: 'host', ids: ['data'] }],
];

for (const [command, target] of targets)
  test(`knows where it goes: ${command}`, () => {
    assert.deepEqual(
      find(command).map((draft) => draft.target),
      [target],
    );
  });

test('a resource without a name is called what its tool says', () => {
  const [draft] = find('host volume rm', { nameless: 'the database of this folder' });
  assert.deepEqual(draft?.resource, { kind: 'volume', name: 'the database of this folder', provider: 'Host' });
  const { environmentOptions: _e, productionOptions: _p, idOptions: _i, hostOptions: _h, ...bare } = spec;
  const [invocation] = read('host volume rm --prod -e staging').invocations;
  assert.ok(invocation);
  assert.deepEqual(verbTool(bare).find(invocation, noContext)[0]?.target, { tool: 'host', ids: [] });
});

test('a row deletes something remote for good unless it says otherwise', () => {
  const { effect, location, recovery } = deletes({ ...row, id: 'host.x', words: [] });
  assert.deepEqual([effect, location, recovery], ['delete', 'remote', 'none']);
  assert.equal(deletes({ ...row, id: 'host.x', words: [], recovery: 'window' }).recovery, 'window');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../../../../src/core/policy/decide.ts';
import { defaultPolicy } from '../../../../../src/core/policy/policy.ts';
import { railwayHarmless, railwayRules } from '../../../../../src/core/rules/railway/rules.ts';
import type { Facts, Operation } from '../../../../../src/core/types.ts';
import { classifyOnDisk } from '../../../../support/diskFacts.ts';
import { classifyCommand } from '../../../../support/facts.ts';

const volume = '3d2c42fb-1f0a-4c7e-9b1d-5f2c8a6e7d10';
const incident = `curl -X POST https://backboard.railway.app/graphql/v2 -H "Authorization: Bearer 0f0f0f0f" -H "Content-Type: application/json" -d '{"query":"mutation { volumeDelete(volumeId: \\"${volume}\\") }"}'`;

const knowledge: Facts['knowledge'] = {
  roots: ['/work/shop'],
  links: [],
  credentials: [],
  identifiers: {
    [volume]: [
      {
        name: 'bookings-data',
        kind: 'volume',
        environment: 'production',
        evidence: { text: 'README.md:9 names it', path: '/work/shop/README.md', line: 9 },
      },
    ],
  },
};

function only(command: string, overrides: Partial<Facts> = {}): Operation {
  const { operations } = classifyCommand(command, overrides);
  assert.equal(operations.length, 1, JSON.stringify(operations));
  return operations[0]!;
}

test('the request that deleted PocketOS names the volume, production and the backups', () => {
  const operation = only(incident, { knowledge });
  assert.equal(operation.rule, 'railway.deleteVolume');
  assert.equal(operation.environment, 'production');
  assert.equal(operation.title, 'Delete the Railway volume bookings-data');
  assert.deepEqual([operation.resource.name, operation.resource.id, operation.resource.provider], ['bookings-data', volume, 'Railway']);
  assert.equal(operation.notes[0], 'The backups stored inside the volume go with it.');
  assert.match(operation.notes.slice(1).join(' '), /48 hours .* A copy out of its reach: a dump/);
  assert.equal(decide([operation], defaultPolicy).verdict, 'type');
});

test('it is asked for by name even where nothing says which environment it is', () => {
  assert.equal(decide(classifyCommand(incident).operations, defaultPolicy).verdict, 'type');
});

/** The same request in other clothes. */
const clothes: readonly string[] = [
  incident.replace('railway.app', 'railway.com'),
  incident.replace('volumeDelete', 'x: volumeDelete'),
  incident.replace('mutation {', 'mutation Clean @a {'),
  incident.replace('-X POST ', ''),
  incident.replace('curl', '/usr/bin/curl'),
  incident.replace('https://backboard.railway.app/graphql/v2', '"https://backboard.railway.app/graphql/v2?x=1"'),
  incident.replace('https://backboard.railway.app', 'https://BACKBOARD.Railway.app:443'),
  incident.replace('https://backboard.railway.app', 'https://user:pw@backboard.railway.app'),
  `bash -c ${JSON.stringify(incident).replaceAll('$', '\\$')}`,
  `H=https://backboard.railway.app/graphql/v2\n${incident.replace('https://backboard.railway.app/graphql/v2', '$H')}`,
  `curl https://backboard.railway.app/graphql/v2 -d '[{"query":"query { me { id } }"},{"query":"mutation { volumeDelete(volumeId: \\"${volume}\\") }"}]'`,
  `curl https://backboard.railway.app/graphql/v2 -d '{"query":"mutation { ...F } fragment F on Mutation { volumeDelete(volumeId: \\"${volume}\\") }"}'`,
  `curl https://backboard.railway.app/graphql/v2 -d '{"query":"mutation D($v: String!) { volumeDelete(volumeId: $v) }","variables":{"v":"${volume}"}}'`,
  `curl https://backboard.railway.app/graphql/v2 -d '{"query":"mutation { volumeInstanceUpdate(volumeId: \\"${volume}\\", input: { state: DELETED }) }"}'`,
  `http POST https://backboard.railway.app/graphql/v2 query='mutation { volumeDelete(volumeId: "${volume}") }'`,
  `wget -qO- --post-data '{"query":"mutation { volumeDelete(volumeId: \\"${volume}\\") }"}' https://backboard.railway.app/graphql/v2`,
  `railway volume delete --volume ${volume} --yes`,
  `railway api 'mutation { volumeDelete(volumeId: "${volume}") }'`,
  `railway api 'mutation D($v: String!) { volumeDelete(volumeId: $v) }' --raw-var v=${volume}`,
  `railway api 'mutation D($v: String!) { volumeDelete(volumeId: $v) }' --variables '{"v":"${volume}"}'`,
  `echo 'mutation { volumeDelete(volumeId: "${volume}") }' | railway api`,
];

for (const command of clothes)
  test(`still held: ${command.slice(0, 120)}`, () => {
    const operation = only(command, { knowledge });
    assert.deepEqual(
      [operation.rule, operation.resource.name, operation.environment],
      ['railway.deleteVolume', 'bookings-data', 'production'],
    );
  });

/** Command → rule and name, or nothing. */
const table: readonly (readonly [command: string, found: string | undefined])[] = [
  ['railway volume delete', 'railway.deleteVolume the linked volume'],
  ['railway volumes rm -v data -y', 'railway.deleteVolume data'],
  ['railway -e production volume delete -v data', 'railway.deleteVolume data'],
  ['railway environment delete', 'railway.deleteEnvironment the linked environment'],
  ['railway env rm pr-42 -y', 'railway.deleteEnvironment pr-42'],
  ['railway delete -p rentals -y', 'railway.deleteProject rentals'],
  ['railway down', 'railway.removeDeployment the linked service'],
  ['railway variable delete A', 'railway.deleteVariable A'],
  ['railway variables --set KEY=hunter2', 'railway.setVariable KEY'],
  ['railway variable set KEY=hunter2 OTHER=hunter2', 'railway.setVariable KEY, OTHER'],
  ['railway api --file delete.graphql', 'railway.deleteProject prj-7'],
  ['railway api --file nowhere.graphql', undefined],
  ['railway api "$QUERY"', 'shell.opaque railway'],
  ['railway api search volumeDelete --kind mutation', undefined],
  ['railway api describe volumeDelete', undefined],
  ["railway api 'query { me { id } }'", undefined],
  ['railway volume list', undefined],
  ['railway variables', 'credentials.showStored Railway'],
  ['railway variables --kv -e production', 'credentials.showStored Railway'],
  ['railway up', undefined],
  ['railway logs -d', undefined],
  ['railway run npm start', undefined],
  ['railway volume delete --help', undefined],
  ['railway', undefined],
];

for (const [command, found] of table)
  test(command, () => {
    const { operations } = classifyOnDisk(command, { '/work/shop/delete.graphql': 'mutation { projectDelete(id: "prj-7") }' });
    assert.deepEqual(
      operations.map((operation) => `${operation.rule} ${operation.resource.name}`),
      found === undefined ? [] : [found],
    );
    assert.ok(!JSON.stringify(operations).includes('hunter2'));
  });

test('an environment that is named decides', () => {
  assert.equal(only('railway volume delete -v data -e staging -y').environment, 'staging');
  assert.equal(only('railway environment delete production -y').environment, 'production');
  assert.equal(only("railway run -e production psql -c 'DROP TABLE a'").environment, 'production');
  assert.equal(only("railway run psql -c 'DROP TABLE a'").environment, 'unknown');
});

test('every mutation of the API that takes something away is in the table or known to be harmless', () => {
  // Names from the introspection that the CLI's source carries (src/gql/schema.json), those with a verb that takes away.
  const mutations =
    'apiTokenDelete botScopeBindingRemove cloudAgentDelete customDomainDelete deploymentRemove deploymentTriggerDelete environmentDelete ' +
    'featureFlagRemove integrationDelete notificationRuleDelete passkeyDelete pluginDelete privateNetworkEndpointDelete ' +
    'privateNetworksForEnvironmentDelete projectDelete projectFeatureFlagRemove projectInvitationDelete projectMemberRemove ' +
    'projectScheduleDelete projectScheduleDeleteForce projectTokenDelete providerAuthRemove purgeServiceCache railwayDomainDnsRecordDelete ' +
    'sandboxCheckpointDelete sandboxDestroy serviceDelete serviceDomainDelete serviceFeatureFlagRemove serviceRemoveUpstreamUrl ' +
    'sessionDelete signalDelete sshPublicKeyDelete tcpProxyDelete templateDelete trustedDomainDelete twoFactorInfoDelete usageLimitRemove ' +
    'userDelete userFlagsRemove variableDelete volumeDelete volumeInstanceBackupDelete volumeInstanceBackupBatchDelete workspaceDelete ' +
    'workspacePolicyDeploySourceAllowlistRemove';
  const known = new Set(railwayRules.flatMap((rule) => (rule.mutations ?? []).flatMap((row) => row.fields)));
  for (const name of mutations.split(' ')) assert.ok(known.has(name) !== railwayHarmless.has(name), name);
});

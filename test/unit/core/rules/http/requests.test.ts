import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { classify } from '../../../../../src/core/classify.ts';
import { decide } from '../../../../../src/core/policy/decide.ts';
import { defaultPolicy } from '../../../../../src/core/policy/policy.ts';
import { mutationDestroys, pathDestroys } from '../../../../../src/core/rules/http/verbs.ts';
import type { Operation } from '../../../../../src/core/types.ts';
import { classifyOnDisk } from '../../../../support/diskFacts.ts';
import { blindFacts, callOf, classifyCommand } from '../../../../support/facts.ts';

const files = {
  '/work/shop/delete.json': '{"query":"mutation { volumeDelete(volumeId: \\"vol-7\\") }"}',
  '/work/shop/read.json': '{"query":"query { me { id } }"}',
  '/work/shop/delete.graphql': 'mutation { projectDelete(id: "prj-7") }',
  '/work/shop/curlrc': '# clean up\nurl = "https://api.example.com/customers/42"\nrequest = "DELETE"\n',
  '/work/shop/get.curlrc': 'url = "https://api.example.com/customers/42"\n-s\n',
};

function shown(operation: Operation): string {
  return `${operation.rule} ${operation.resource.name}`;
}

/** What is written to files is the business of other tables. */
function ofRequests(operations: readonly Operation[]): readonly Operation[] {
  return operations.filter((operation) => !operation.rule.startsWith('files.'));
}

const railway = 'https://backboard.railway.com/graphql/v2';

/** Command → rule and name of each operation. */
const table: readonly (readonly [command: string, found: readonly string[]])[] = [
  // Methods.
  ['curl -X DELETE https://api.example.com/a', ['http.delete https://api.example.com/a']],
  ['curl -sSfXDELETE https://api.example.com/a', ['http.delete https://api.example.com/a']],
  ['curl --request DELETE --url https://api.example.com/a', ['http.delete https://api.example.com/a']],
  ['curl --req DELETE https://api.example.com/a', ['http.delete https://api.example.com/a']],
  ['curl --request=DELETE https://api.example.com/a', ['http.delete https://api.example.com/a']],
  ['curl -X delete https://api.example.com/a', ['http.delete https://api.example.com/a']],
  [`curl -X 'DEL''ETE' https://api.example.com/a`, ['http.delete https://api.example.com/a']],
  ['M=DELETE; curl -X $M https://api.example.com/a', ['http.delete https://api.example.com/a']],
  [
    'curl -X DELETE https://api.example.com/a https://api.example.com/b',
    ['http.delete https://api.example.com/a', 'http.delete https://api.example.com/b'],
  ],
  ['curl https://api.example.com/a --next -X DELETE https://api.example.com/b', ['http.delete https://api.example.com/b']],
  ['curl -X DELETE https://api.example.com/a --next https://api.example.com/b', ['http.delete https://api.example.com/a']],
  ['curl -I -X DELETE https://api.example.com/a', ['http.delete https://api.example.com/a']],
  ['curl https://api.example.com/a', []],
  ['curl -I https://api.example.com/a/delete', []],
  ['curl -T dump.tar https://api.example.com/a', []],
  ['curl -G -d x=1 https://api.example.com/a/delete', []],
  ['curl -X PUT -d x=1 https://api.example.com/a', []],
  ['curl -X POST -d x=1 https://api.example.com/orders', []],
  ['curl -H "X-Note: DELETE everything" https://api.example.com/a', []],
  ['curl -A "-X DELETE" https://api.example.com/a', []],
  ['curl -o DELETE https://api.example.com/a', []],
  ['curl --help', []],
  ['curl -X DELETE', []],
  ['curl -X POST "https://api.example.com/a?_method=DELETE"', ['http.delete https://api.example.com/a']],
  ['curl -X DELETE "$API/customers/42"', ['http.delete $API/customers/42']],
  ['curl -K curlrc', ['http.delete https://api.example.com/customers/42']],
  ['curl -K get.curlrc', []],
  ['curl --config nowhere', []],
  ['./make > x; curl --config x', ['shell.opaque curl --config x']],
  ['wget --method DELETE https://api.example.com/a', ['http.delete https://api.example.com/a']],
  ['wget https://api.example.com/a/delete', []],
  ['wget --post-data x=1 https://api.example.com/a/delete', ['http.postVerb https://api.example.com/a/delete']],
  ['http DELETE api.example.com/a', ['http.delete http://api.example.com/a']],
  ['https DELETE api.example.com/a', ['http.delete https://api.example.com/a']],
  ['http api.example.com/a/delete', []],
  ['http api.example.com/a/delete x=1', ['http.postVerb http://api.example.com/a/delete']],
  ['xh DELETE :3000/a', ['http.delete http://localhost:3000/a']],
  // Bodies.
  [`curl ${railway} -d @delete.json`, ['railway.deleteVolume vol-7']],
  [`curl ${railway} --data-binary @read.json`, []],
  [`curl ${railway} -d @- < delete.json`, ['railway.deleteVolume vol-7']],
  [`cat delete.json | curl ${railway} -d @-`, ['railway.deleteVolume vol-7']],
  [`echo '{"query":"mutation { volumeDelete(volumeId: \\"a\\") }"}' | curl ${railway} -d @-`, ['railway.deleteVolume a']],
  [`curl ${railway} -d @- <<'E'\n{"query":"mutation { volumeDelete(volumeId: \\"a\\") }"}\nE`, ['railway.deleteVolume a']],
  [`curl ${railway} --json '{"query":"mutation { volumeDelete(volumeId: \\"a\\") }"}'`, ['railway.deleteVolume a']],
  [`curl ${railway} -F 'operations={"query":"mutation { volumeDelete(volumeId: \\"a\\") }"}'`, ['railway.deleteVolume a']],
  [`curl ${railway} --data-urlencode 'query=mutation { volumeDelete(volumeId: "a") }'`, ['railway.deleteVolume a']],
  [`curl ${railway} --data-urlencode query@delete.graphql`, ['railway.deleteProject prj-7']],
  [`V=vol-9; curl ${railway} -d '{"query":"mutation { volumeDelete(volumeId: \\"'"$V"'\\") }"}'`, ['railway.deleteVolume vol-9']],
  [`curl ${railway} -d '{"query":"mutation { volumeDelete(volumeId: \\"'"$V"'\\") }"}'`, ['railway.deleteVolume $V']],
  [`curl ${railway} -d "$BODY"`, ['shell.opaque backboard.railway.com']],
  [`curl ${railway} -d @nowhere.json`, []],
  [`./make && curl ${railway} -d @nowhere.json`, ['shell.opaque backboard.railway.com']],
  [`./make-body | curl ${railway} -d @-`, ['shell.opaque backboard.railway.com']],
  ['curl https://api.example.com/orders -d "$BODY"', []],
  ['curl https://api.example.com/orders -d @nowhere.json', []],
  [`curl ${railway} -d '{"query":"mutation { volumeDelete(volumeId: "}'`, ['shell.opaque backboard.railway.com']],
  [`http POST ${railway} query='mutation { volumeDelete(volumeId: "a") }'`, ['railway.deleteVolume a']],
  [`http ${railway} query=@delete.graphql`, ['railway.deleteProject prj-7']],
  [`http ${railway} < delete.json`, ['railway.deleteVolume vol-7']],
  [`xh ${railway} query='mutation($i:ID!){volumeDelete(volumeId:$i)}' variables:='{"i":"a"}'`, ['railway.deleteVolume a']],
  [`wget -qO- --post-data='{"query":"mutation { volumeDelete(volumeId: \\"a\\") }"}' ${railway}`, ['railway.deleteVolume a']],
  [
    'curl https://gql.example.com/ -d \'{"query":"mutation { a: deleteShop(id: 1) b: updateShop(id: 2) }"}\'',
    ['http.graphqlMutation 1'].map(() => 'http.graphqlMutation deleteShop'),
  ],
  // SQL in bodies.
  [`curl https://db.example.com/sql -d '{"statement":"DROP TABLE bookings"}'`, ['sql.dropTable bookings']],
  [`curl https://api.supabase.com/v1/projects/abc/database/query -d '{"query":"drop table bookings"}'`, ['sql.dropTable bookings']],
  [
    `curl https://db.example.com/v2/pipeline -d '{"requests":[{"type":"execute","stmt":{"sql":"DELETE FROM bookings"}}]}'`,
    ['sql.deleteRows bookings'],
  ],
  [`curl https://search.example.com/v1/search -d '{"query":"drop table syntax"}'`, []],
  [`curl https://api.openai.com/v1/responses -d '{"input":"DROP TABLE bookings"}'`, []],
];

for (const [command, found] of table)
  test(command, () => assert.deepEqual(ofRequests(classifyOnDisk(command, files).operations).map(shown), found));

test('a body is read at most once and counts as read', () => {
  const found = classifyOnDisk(`curl ${railway} -d @delete.json`, files);
  assert.deepEqual(
    found.asked.map((question) => question.type),
    ['text', 'path'],
  );
  assert.ok(found.reads.includes('/work/shop/delete.json'));
});

test('a server of this machine passes, unless it is sent an identifier that is known from elsewhere', () => {
  const command = `curl http://127.0.0.1:4010/graphql -d '{"query":"mutation { volumeDelete(volumeId: \\"3d2c42fb-1f0a-4c7e-9b1d-5f2c8a6e7d10\\") }"}'`;
  assert.equal(decide(classifyCommand(command).operations, defaultPolicy).verdict, 'allow');
  const place = { environment: 'production' as const, evidence: { text: 'README.md:3' } };
  const knowledge = { roots: [], links: [], credentials: [], identifiers: { '3d2c42fb-1f0a-4c7e-9b1d-5f2c8a6e7d10': [place] } };
  assert.equal(decide(classifyCommand(command, { knowledge }).operations, defaultPolicy).verdict, 'type');
});

test('passwords of addresses are never shown', () => {
  for (const command of [
    'curl -X DELETE https://ada:hunter2@api.example.com/a',
    'curl -X DELETE -u ada:hunter2 https://api.example.com/a',
    'curl -X DELETE -H "Authorization: Bearer hunter2" "https://api.example.com/a?token=hunter2"',
    'http DELETE https://ada:hunter2@api.example.com/a',
    'http -a ada:hunter2 DELETE https://api.example.com/a',
  ]) {
    const { operations } = classifyCommand(command);
    assert.equal(operations.length, 1, command);
    assert.ok(!JSON.stringify(operations).includes('hunter2'), command);
  }
});

test('verbs of mutations', () => {
  for (const name of [
    'deleteUser',
    'userDelete',
    'delete_users_by_pk',
    'DeleteVPC',
    'removeMember',
    'databaseDestroy',
    'purgeQueue',
    'wipeDevice',
    'dropCollection',
    'bulkDeleteOrders',
  ])
    assert.ok(mutationDestroys(name), name);
  for (const name of [
    'createUser',
    'undeleteUser',
    'restoreDeletedUser',
    'cancelDelete',
    'markDeleted',
    'addStar',
    'removeStar',
    'removeLabelsFromLabelable',
    'dropdownUpdate',
    'deletedUsers',
    'purgeCache',
    'previewDelete',
  ])
    assert.ok(!mutationDestroys(name), name);
});

test('verbs of paths', () => {
  for (const path of [
    '/a/delete',
    '/a/delete/',
    '/a/42/delete',
    '/a/delete/42',
    '/queues/purge',
    '/a/_delete_by_query',
    '/v1/documents:batchDelete',
    '/a/bulk_delete',
    '/api/deleteUser',
    '/db/drop',
    '/a/delete.php',
  ])
    assert.ok(pathDestroys(path), path);
  for (const path of [
    '/',
    '/a',
    '/a/deleted',
    '/posts/delete-your-account-guide',
    '/cache/purge',
    '/purge_cache',
    '/dropbox',
    '/a/delete/comments',
    '/a/undelete',
    '/removebg',
  ])
    assert.ok(!pathDestroys(path), path);
});

test('no command line of a client makes it throw', () => {
  const word = fc.constantFrom(
    '-X',
    '-XDELETE',
    '-d',
    '@-',
    '@x',
    '--next',
    '-K',
    '-',
    '--json',
    '-F',
    'a=@b',
    '-G',
    '--url',
    'https://a/b',
    '$X',
    '"$X"',
    '--data-urlencode',
    '=',
    ':=',
    'a:=1',
    '-T',
    '--',
    '-',
    '[::1',
    '%',
    'http://',
    'http://a:b@c',
    ':3',
    '{}',
    '<x',
    '\'{"query":"mutation{del}"}\'',
  );
  const program = fc.constantFrom('curl', 'wget', 'http', 'xh');
  fc.assert(
    fc.property(program, fc.array(word, { maxLength: 8 }), (name, words) => {
      const command = `${name} ${words.join(' ')}`;
      const { operations } = classify(callOf({ type: 'command', command, shell: 'posix' }), blindFacts());
      for (const operation of operations)
        assert.ok(!operation.evidence.some((evidence) => evidence.text.includes('could not be read (')), command);
    }),
    { numRuns: 2000 },
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutationDestroys, nameWords, pathDestroys } from '../../../../../src/core/rules/http/verbs.ts';

test('takes a name apart into words', () => {
  assert.deepEqual(nameWords('volumeDelete'), ['volume', 'delete']);
  assert.deepEqual(nameWords('delete_users__by-pk'), ['delete', 'users', 'by', 'pk']);
  assert.deepEqual(nameWords('DeleteVPCRoute'), ['delete', 'vpc', 'route']);
  assert.deepEqual(nameWords('s3BucketDelete'), ['s3', 'bucket', 'delete']);
  assert.deepEqual(nameWords('_deleteAll'), ['delete', 'all']);
  assert.deepEqual(nameWords('DELETE'), ['delete']);
  assert.deepEqual(nameWords('__'), []);
});

const destroying = [
  '/users/42/delete',
  '/users/42/DELETE',
  '/queues/purge/',
  '/delete/42',
  '/users/delete/1b4e28ba-2fa1-11d2-883f-0016d3cca427',
  '/users/delete/$ID',
  '/users/delete/${USER_ID}',
  '/files/batch_delete',
  '/files/bulkRemove',
  '/users/hard-delete',
  '/users/delete.php',
  '/users/delete.asp',
  '/users/delete.aspx',
  '/users/delete.json',
  '/users/deleteUser',
  '/users/delete_all_users',
  '/my-index/_delete_by_query',
  '/cluster/flushall',
  '/db/deleteMany',
  '/db/DropDatabase',
  '/v1/documents:batchDelete',
  '/v1/documents:purge',
  '/42/delete',
  'delete',
];

const other = [
  '',
  '/',
  '/42',
  '/users',
  '/users/42',
  '/users/delete/confirm',
  '/users/42/undelete',
  '/users/cancel-delete',
  '/users/delete-cancel',
  '/users/delete-preview',
  '/posts/delete-your-account-guide',
  '/users/deleted',
  '/users/phpdelete.x',
  '/posts/42/like/delete',
  '/repos/x/labels/remove',
  '/users/user-delete',
  '/users/rebatch-delete',
  '/users/batched-delete',
  '/v1/delete:list',
  '/delete/names',
];

for (const path of destroying) test(`a path that destroys: ${path}`, () => assert.ok(pathDestroys(path)));
for (const path of other) test(`a path that does not: ${path}`, () => assert.ok(!pathDestroys(path)));

test('knows the names of mutations', () => {
  for (const name of ['volumeDelete', 'delete_users_by_pk', 'dropDatabase', 'PURGE', 'teamMembersRemoveAll'])
    assert.ok(mutationDestroys(name), name);
  for (const name of ['volumeCreate', 'undelete', 'cancelDelete', 'restoreDeletedUser', 'removeReaction', 'deleted', ''])
    assert.ok(!mutationDestroys(name), name);
});

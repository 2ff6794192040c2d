import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Action, Json } from '../../../../../src/core/types.ts';
import { createRepository, type Sandbox, type Sentence } from '../../../../support/repository.ts';

let sandbox: Sandbox;
before(() => {
  sandbox = createRepository();
  sandbox.write({ 'draft.md': 'new', 'README.md': 'three\n' });
  sandbox.write({ '../home/notes.md': 'mine' });
});
after(() => sandbox.remove());

const mcp = (server: string, tool: string, input: Json = {}): Action => ({ type: 'mcp', server, tool, input });
const other = (tool: string, input: Json = {}): Action => ({ type: 'other', tool, input });

const passes: readonly Action[] = [
  mcp('supabase', 'list_projects'),
  mcp('supabase', 'list_branches', { project_id: 'delete' }),
  mcp('supabase', 'execute_sql', { project_id: 'abc', query: "select * from bookings where state = 'deleted'" }),
  mcp('supabase', 'execute_sql', { query: 'delete from bookings where id = 7' }),
  mcp('supabase', 'apply_migration', { name: 'add_index', query: 'create index on bookings (day)' }),
  mcp('supabase', 'search_docs', { graphql_query: '{ searchDocs(query: "delete user") { nodes { title } } }' }),
  mcp('supabase', 'create_branch', { name: 'dev' }),
  mcp('supabase', 'deploy_edge_function', { name: 'hello', files: [{ name: 'index.ts', content: 'Deno.remove("x")' }] }),
  mcp('supabase', 'get_logs', { service: 'api' }),
  mcp('postgres', 'query', { sql: 'SELECT 1' }),
  mcp('postgres', 'explain_query', { sql: 'SELECT * FROM bookings' }),
  mcp('sqlite', 'read_query', { query: 'SELECT name FROM sqlite_master' }),
  mcp('mysql', 'mysql_query', { sql: 'SHOW TABLES' }),
  mcp('neon', 'run_sql', { sql: 'select now()' }),
  mcp('neon', 'describe_branch', { branchId: 'br-1' }),
  mcp('neon', 'create_branch', { branchName: 'feature' }),
  mcp('railway-mcp-server', 'list-variables', { workspacePath: '/x' }),
  mcp('railway-mcp-server', 'deploy', { workspacePath: '/x' }),
  mcp('railway', 'deployment_list', { serviceId: 'x' }),
  mcp('github', 'create_pull_request', { title: 'Delete the old API', body: 'rm -rf old' }),
  mcp('github', 'search_code', { query: 'DROP TABLE users' }),
  mcp('github', 'get_file_contents', { path: 'delete.sql' }),
  mcp('github', 'delete_file', { path: 'old.md', branch: 'x', message: 'x' }),
  mcp('github', 'create_or_update_file', { path: 'a.sql', content: 'DROP TABLE users;' }),
  mcp('github', 'merge_pull_request', { pull_number: 3 }),
  mcp('github', 'add_issue_comment', { body: 'please run DROP DATABASE shop' }),
  mcp('github', 'remove_sub_issue', { issue_number: 3 }),
  mcp('linear', 'list_issues', { query: 'delete account' }),
  mcp('linear', 'create_issue', { title: 'Delete the database', description: 'DROP TABLE x' }),
  mcp('linear', 'delete_comment', { id: 'x' }),
  mcp('slack', 'slack_post_message', { channel_id: 'C1', text: 'rm -rf /' }),
  mcp('stripe', 'list_customers', { limit: 3 }),
  mcp('stripe', 'create_product', { name: 'Van' }),
  mcp('stripe', 'search_stripe_documentation', { question: 'how to cancel_subscription' }),
  mcp('awslabs.aws-api-mcp-server', 'call_aws', { cli_command: 'aws s3 ls' }),
  mcp('awslabs.aws-api-mcp-server', 'suggest_aws_commands', { query: 'delete a bucket' }),
  mcp('aws', 'use_aws', { service_name: 'ec2', operation_name: 'describe_instances' }),
  mcp('kubernetes', 'kubectl_get', { resourceType: 'pods' }),
  mcp('kubernetes', 'kubectl_delete', { resourceType: 'pod', name: 'api-1' }),
  mcp('kubernetes', 'kubectl_generic', { command: 'rollout', subCommand: 'status', resourceType: 'deployment', name: 'api' }),
  mcp('kubernetes', 'pods_list_in_namespace', { namespace: 'delete' }),
  mcp('kubernetes', 'pods_delete', { name: 'api-1' }),
  { type: 'mcp', server: 'unknown', tool: 'create_note', input: {}, destructiveHint: true },
  { type: 'mcp', server: 'unknown', tool: 'list_notes', input: {}, destructiveHint: true },
  mcp('kubernetes', 'pods_exec', { name: 'api-1', command: ['ls', '-la'] }),
  mcp('filesystem', 'read_text_file', { path: 'data/bookings.csv' }),
  mcp('filesystem', 'write_file', { path: 'src/new.ts', content: 'x' }),
  mcp('filesystem', 'write_file', { path: 'draft.md', content: 'more' }),
  mcp('filesystem', 'write_file', { path: '/HOME/fresh.md', content: 'more' }),
  mcp('filesystem', 'edit_file', { path: 'src/app.ts', edits: [{ oldText: 'a', newText: 'b' }] }),
  mcp('filesystem', 'move_file', { source: 'draft.md', destination: 'docs.md' }),
  mcp('filesystem', 'list_directory', { path: '/' }),
  mcp('filesystem', 'create_directory', { path: 'src/x' }),
  mcp('filesystem', 'delete_file', { path: 'dist/app.js' }),
  mcp('desktop-commander', 'start_process', { command: 'npm test', timeout_ms: 1000 }),
  mcp('desktop-commander', 'execute_command', { command: 'rm -rf dist' }),
  mcp('shell', 'run_command', { command: 'git status' }),
  mcp('docker', 'list_containers'),
  mcp('docker', 'remove_container', { container_id: 'x' }),
  mcp('redis', 'get', { key: 'delete' }),
  mcp('redis', 'delete', { key: 'session:1' }),
  mcp('redis', 'hdel', { name: 'a', key: 'b' }),
  mcp('mongodb', 'find', { collection: 'bookings', filter: {} }),
  mcp('mongodb', 'delete-many', { database: 'shop', collection: 'sessions', filter: { day: '2026-01-01' } }),
  mcp('mongodb', 'insert-many', { collection: 'a', documents: [{ text: 'drop' }] }),
  mcp('cloudflare', 'kv_namespaces_list'),
  mcp('cloudflare', 'd1_database_query', { database_id: 'x', sql: 'select 1' }),
  mcp('vercel', 'list_deployments', { projectId: 'x' }),
  mcp('vercel', 'deploy_to_vercel'),
  mcp('playwright', 'browser_navigate', { url: 'https://example.com/delete' }),
  mcp('playwright', 'browser_clear_cookies'),
  mcp('memory', 'delete_entities', { entityNames: ['x'] }),
  mcp('context7', 'query-docs', { query: 'drop table in prisma' }),
  mcp('git', 'git_reset', { repo_path: '.' }),
  mcp('git', 'git_commit', { message: 'Delete the old files' }),
  mcp('git', 'git_push', { remote: 'origin', branch: 'main' }),
  mcp('jetbrains', 'reformat_file', { path: 'src/app.ts' }),
  mcp('notion', 'notion-search', { query: 'delete from bookings' }),
  mcp('sentry', 'search_issues', { naturalLanguageQuery: 'drop table error' }),
  mcp('terraform', 'search_providers', { query: 'destroy' }),
  mcp('terraform', 'ExecuteTerraformCommand', { command: 'plan' }),
  other('TodoWrite', { todos: [{ content: 'rm -rf data', status: 'pending' }] }),
  other('Task', { description: 'clean', prompt: 'Run rm -rf data and DROP TABLE x' }),
  other('SlashCommand', { command: "/review don't forget" }),
  other('Skill', { command: 'pdf' }),
  other('WebSearch', { query: 'DROP TABLE users' }),
  other('AskUserQuestion', { questions: [{ question: 'Delete?' }] }),
  other('KillShell', { shell_id: '1' }),
  other('delete_todo', { id: '1' }),
  other('run_in_terminal', { command: 'npm test', explanation: "it's a test" }),
  other('delete_file', { path: 'dist/app.js' }),
  other('cron_create', { cron: '* * * * *', prompt: 'x' }),
  other('search_files', { query: 'DELETE FROM bookings' }),
];

for (const action of passes)
  test(`passes: ${named(action)}`, async () => {
    assert.deepEqual((await judge(action)).held, []);
  });

const held: readonly (readonly [action: Action, rule: string])[] = [
  [mcp('supabase', 'delete_branch', { branch_id: 'br-1' }), 'mcp.deleteBranch'],
  [mcp('supabase', 'reset_branch', { branch_id: 'br-1' }), 'mcp.resetBranch'],
  [mcp('supabase', 'supabase_reset_branch', { branch_id: 'br-1' }), 'mcp.resetBranch'],
  [mcp('supabase', 'execute_sql', { query: 'drop table bookings' }), 'sql.dropTable'],
  [mcp('supabase', 'apply_migration', { name: 'x', query: 'truncate bookings' }), 'sql.truncate'],
  [mcp('postgres', 'query', { sql: 'DELETE FROM bookings' }), 'sql.deleteRows'],
  [mcp('postgres', 'execute', { statement: 'DROP DATABASE shop' }), 'sql.dropDatabase'],
  [mcp('neon', 'run_sql_transaction', { sqlStatements: ['select 1', 'drop table bookings'] }), 'sql.dropTable'],
  [mcp('neon', 'delete_project', { projectId: 'p-1' }), 'mcp.deleteProject'],
  [mcp('neon', 'reset_from_parent', { branchName: 'main' }), 'mcp.resetBranch'],
  [mcp('sqlite', 'write_query', { query: 'DELETE FROM bookings' }), 'sql.deleteRows'],
  [mcp('railway', 'volume_delete', { volumeId: '3d2c42fb' }), 'mcp.deleteVolume'],
  [mcp('railway', 'project_delete', { projectId: 'p' }), 'mcp.deleteProject'],
  [mcp('railway', 'service_delete', { serviceId: 's' }), 'mcp.destroyByName'],
  [mcp('railway', 'graphql', { query: 'mutation { volumeDelete(volumeId: "3d2c42fb") }' }), 'railway.deleteVolume|http.graphqlMutation'],
  [mcp('github', 'delete_repository', { owner: 'a', repo: 'shop' }), 'mcp.deleteRepository'],
  [mcp('linear', 'delete_issue', { id: 'SHOP-1' }), 'mcp.trash'],
  [mcp('mongodb', 'aggregate', { collection: 'carts', pipeline: [{ $match: {} }, { $out: 'users' }] }), 'mcp.replaceCollection'],
  [mcp('heroku', 'maintenance_on', { app: 'shop' }), 'mcp.takeDown'],
  [mcp('neon', 'run_sql', { params: { sql: 'truncate users', projectId: 'p' } }), 'sql.truncate|sql.emptyTable'],
  [mcp('shell', 'run', { cmd: ['git', 'push', '--force'] }), 'git.forcePush'],
  [mcp('terminal', 'execute', { args: ['terraform', 'destroy', '-auto-approve'] }), 'terraform.destroy'],
  [mcp('shell', 'process', { executable: 'git', args: ['push', '--force'] }), 'git.forcePush'],
  [mcp('gcp', 'run_gcloud_command', { args: ['sql', 'instances', 'delete', 'prod'] }), 'gcloud.deleteDatabase|gcloud.delete'],
  [mcp('azure', 'azmcp_extension_az', { command: 'group delete -n rg -y' }), 'azure.deleteGroup|azure.delete'],
  [mcp('redis', 'call', { args: ['FLUSHDB'] }), 'redis.flush'],
  [mcp('elasticsearch', 'es_request', { method: 'DELETE', path: '/users' }), 'mcp.destroyByName'],
  [mcp('convex', 'run', { functionName: 'clearAll', args: '{}' }), 'mcp.destroyByName'],
  [mcp('jupyter', 'execute_code', { code: "import os; os.system('dropdb shop')" }), 'sql.dropDatabase'],
  [mcp('tool', 'execute_script', { script: 'dropdb shop', language: 'bash' }), 'sql.dropDatabase'],
  [mcp('firebase', 'auth_disable_user', { uid: 'u1' }), 'mcp.destroyByName'],
  [mcp('stripe', 'create_refund', { payment_intent: 'pi_1' }), 'mcp.moveMoney'],
  [mcp('stripe', 'cancel_subscription', { subscription: 'sub_1' }), 'mcp.cancelSubscription'],
  [mcp('resend', 'send_email', { to: 'all@example.com' }), 'mcp.sendMessage'],
  [
    mcp('awslabs.aws-api-mcp-server', 'call_aws', { cli_command: 'aws rds delete-db-instance --db-instance-identifier shop' }),
    'aws.deleteDatabase',
  ],
  [
    mcp('aws', 'use_aws', { service_name: 'rds', operation_name: 'delete_db_instance', parameters: { db_instance_identifier: 'shop' } }),
    'aws.deleteDatabase',
  ],
  [mcp('kubernetes', 'kubectl_delete', { resourceType: 'namespace', name: 'payments' }), 'kubernetes.deleteNamespace'],
  [
    mcp('kubernetes', 'kubectl_generic', { command: 'delete', resourceType: 'pvc', name: 'data', namespace: 'prod' }),
    'kubernetes.deleteObject',
  ],
  [mcp('kubernetes', 'resources_delete', { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: 'data' }), 'kubernetes.deleteObject'],
  [mcp('kubernetes', 'helm_uninstall', { name: 'shop' }), 'helm.uninstall'],
  [mcp('kubernetes', 'pods_exec', { name: 'db-0', command: ['psql', '-c', 'DROP DATABASE shop'] }), 'sql.dropDatabase'],
  [mcp('kubernetes', 'exec_in_pod', { name: 'db-0', command: 'rm -rf /data' }), 'files.delete|files.deleteRoot'],
  [mcp('filesystem', 'delete_directory', { path: 'data' }), 'files.delete'],
  [mcp('filesystem', 'delete_file', { path: 'draft.md' }), 'files.delete'],
  [mcp('filesystem', 'write_file', { path: '/HOME/notes.md', content: 'other' }), 'files.overwrite'],
  [mcp('filesystem', 'write_file', { path: 'draft.md', content: '' }), 'files.overwrite'],
  [mcp('filesystem', 'write_file', { path: '.git/hooks/pre-push', content: '#!/bin/sh\nrm -rf data\n' }), 'files.delete'],
  [mcp('filesystem', 'write_file', { path: '/HOME/.tenth-second/keys.json', content: '{}' }), 'guard.changeFiles'],
  [mcp('filesystem', 'move_file', { source: 'src/app.ts', destination: 'draft.md' }), 'files.overwriteByMove'],
  [mcp('my-files', 'remove_file', { path: './draft.md' }), 'files.delete'],
  [mcp('desktop-commander', 'start_process', { command: 'rm -rf data' }), 'files.delete'],
  [mcp('shell', 'run_command', { command: 'rm', args: ['-rf', 'data'] }), 'files.delete'],
  [mcp('shell', 'run_command', { command: ['rm', '-rf', 'data'] }), 'files.delete'],
  [mcp('shell', 'execute', { command: 'rm -rf .', cwd: 'data' }), 'files.delete'],
  [mcp('python', 'execute_python', { code: 'import shutil\nshutil.rmtree("data")' }), 'files.delete'],
  [mcp('ssh', 'exec', { host: 'db.example.com', command: 'rm -rf /var/lib/postgresql' }), 'files.delete|files.deleteRoot'],
  [mcp('docker', 'remove_volume', { volume_name: 'shop_pgdata' }), 'docker.removeVolume'],
  [mcp('docker', 'compose_down', { volumes: true }), 'docker.composeDownVolumes|docker.composeDownVolumesV1'],
  [mcp('redis', 'flushdb'), 'mcp.flushKeys'],
  [mcp('redis', 'delete', { key: 'booking:*' }), 'mcp.deleteKeys'],
  [mcp('mongodb', 'drop-database', { database: 'shop' }), 'mcp.deleteDatabase'],
  [mcp('mongodb', 'drop-collection', { database: 'shop', collection: 'bookings' }), 'mcp.deleteCollection'],
  [mcp('mongodb', 'delete-many', { database: 'shop', collection: 'bookings', filter: {} }), 'mcp.deleteDocuments'],
  [mcp('cloudflare', 'd1_database_delete', { database_id: 'x' }), 'mcp.deleteDatabase'],
  [mcp('cloudflare', 'd1_database_query', { database_id: 'x', sql: 'DROP TABLE bookings' }), 'sql.dropTable'],
  [mcp('cloudflare', 'kv_namespace_delete', { namespace_id: 'x' }), 'mcp.deleteStore'],
  [mcp('cloudflare', 'r2_bucket_delete', { name: 'photos' }), 'mcp.deleteStore'],
  [mcp('vercel', 'delete_project', { name: 'shop' }), 'mcp.deleteProject'],
  [mcp('git', 'git_reset', { mode: 'hard', commit: 'HEAD~3' }), 'git.discardChanges'],
  [mcp('git', 'git_push', { force: true, remote: 'origin', branch: 'main' }), 'git.forcePush'],
  [mcp('terraform', 'ExecuteTerraformCommand', { command: 'destroy', working_directory: '.' }), 'terraform.destroy'],
  [mcp('digitalocean', 'droplet-delete', { ID: 3 }), 'mcp.destroyByName'],
  [mcp('unknown', 'purgeQueue', { name: 'bookings' }), 'mcp.destroyByName'],
  [{ type: 'mcp', server: 'unknown', tool: 'recycle', input: { name: 'bookings' }, destructiveHint: true }, 'mcp.destroyByHint'],
  [other('run_in_terminal', { command: 'rm -rf data' }), 'files.delete'],
  [other('execute', { script: 'git push --force' }), 'git.forcePush'],
  [other('db', { sql: 'DROP TABLE bookings' }), 'sql.dropTable'],
  [other('delete_file', { path: 'draft.md' }), 'files.delete|files.deleteRoot'],
  [other('run_code', { language: 'python', code: 'import os\nos.system("rm -rf data")' }), 'files.delete'],
];

for (const [action, rule] of held)
  test(`held: ${named(action)}`, async () => {
    const { operations, held: found } = await judge(action);
    assert.ok(
      operations.some((operation) => operation.verdict !== 'allow' && rule.split('|').includes(operation.rule)),
      `held only ${JSON.stringify(found)}`,
    );
  });

test('every row of the tables of MCP tools is met by a test', async () => {
  const met = new Set(held.flatMap(([, rule]) => rule.split('|')));
  const { mcpActions } = await import('../../../../../src/core/rules/mcp/mcpActions.ts');
  // Changes that are held in production alone.
  const quiet = new Set(['mcp.mergeBranch', 'mcp.pauseProject']);
  assert.deepEqual(
    mcpActions.rules.map((rule) => rule.id).filter((id) => !met.has(id) && !quiet.has(id)),
    [],
  );
});

test('what an id of the arguments is known as decides the environment', async () => {
  const { operations } = await judge(mcp('supabase', 'merge_branch', { branch_id: 'br-1', environment: 'production' }));
  assert.deepEqual(
    operations.map(({ rule, environment, verdict }) => [rule, environment, verdict]),
    [['mcp.mergeBranch', 'production', 'confirm']],
  );
});

function named(action: Action): string {
  return action.type === 'mcp'
    ? `${action.server} ${action.tool} ${JSON.stringify(action.input).slice(0, 80)}`
    : `${action.type === 'other' ? action.tool : action.type} ${'input' in action ? JSON.stringify(action.input).slice(0, 80) : ''}`;
}

/** `/HOME` stands for the sandbox's home. */
function judge(action: Action): Promise<Sentence> {
  return sandbox.judgeAction(JSON.parse(JSON.stringify(action).replaceAll('/HOME', join(sandbox.home))) as Action);
}

test('a server for files does not read a credential file', async () => {
  sandbox.write({ 'config/.env.production': 'API_SECRET=k3JxQ9vT2mZp7LwRb8\n' });
  const files = ['src/app.ts', 'config/.env.production'];
  for (const [tool, input] of [
    ['read_file', { path: files[1]! }],
    ['read_text_file', { path: files[1]! }],
    ['read_multiple_files', { paths: files }],
    ['get_file_contents', { path: files[1]! }],
  ] as const) {
    const { held } = await sandbox.judgeAction(mcp('filesystem', tool, input));
    assert.deepEqual(held, ['deny credentials.read config/.env.production'], tool);
  }
  assert.equal((await sandbox.judgeAction(mcp('filesystem', 'read_file', { path: files[0]! }))).verdict, 'allow');
});

import type { Rule } from '../rule.ts';
import type { Json } from '../../types.ts';
import { textsOf, valueOf, type JsonObject } from './input.ts';

/** A tool of a known server that destroys. Examples of MCP calls stand in test/unit/core/rules/mcp. */
export interface McpRow {
  readonly rule: Rule;
  /** Of the server's name, lower case. */
  readonly servers: RegExp;
  /** Of the tool's name, lower case, with `_` for every separator and without the server's own prefix. */
  readonly tools: RegExp;
  readonly names: readonly string[];
  readonly when?: (input: JsonObject) => boolean;
}

type Fields = Pick<Rule, 'id' | 'resource' | 'title' | 'source'> & Partial<Rule>;

function row(fields: Fields, match: Omit<McpRow, 'rule'>): McpRow {
  return { rule: { effect: 'delete', location: 'remote', recovery: 'none', examples: [], nearMisses: [], ...fields }, ...match };
}

const supabase = 'https://github.com/supabase-community/supabase-mcp';
const neon = 'https://neon.com/docs/ai/neon-mcp-server';
const cloudflare = 'https://github.com/cloudflare/mcp-server-cloudflare/tree/main/apps/workers-bindings';
const railway = 'https://github.com/jason-tan-swe/railway-mcp';

const mongodb = 'https://www.mongodb.com/docs/mcp-server/tools/';

const every = /./;
const keyStores = /redis|upstash|valkey|dragonfly/;
const manyDocuments = /^(?:delete_many|mongo(?:db)?_delete|delete_documents?)$/;

/** Tools that take a name of their own for what they do. Names are those of the vendors' documentation. */
export const mcpRows: readonly McpRow[] = [
  row(
    {
      id: 'mcp.deleteVolume',
      resource: 'volume',
      title: 'Delete the volume {name}',
      source: railway,
      takes: 'Backups stored inside the volume go with it.',
    },
    {
      servers: /railway|fly|render/,
      tools: /^(?:volume_delete|delete_volume|volume_remove|remove_volume)$/,
      names: ['volumeName', 'volumeId', 'id', 'name'],
    },
  ),
  row(
    {
      id: 'mcp.deleteProject',
      resource: 'project',
      title: 'Delete the project {name}',
      source: neon,
      takes: 'Every database, service and deployment in it goes with it.',
    },
    {
      servers: every,
      tools: /^(?:delete_project|project_delete|remove_project|destroy_project)$/,
      names: ['projectName', 'name', 'projectId', 'projectRef', 'ref', 'id'],
    },
  ),
  row(
    { id: 'mcp.deleteDatabase', resource: 'database', title: 'Delete the database {name}', source: cloudflare },
    {
      servers: every,
      tools:
        /^(?:d1_database_delete|d1_delete_database|delete_database|database_delete|drop_database|delete_cluster|delete_instance|delete_db_instance)$/,
      names: ['database', 'databaseName', 'name', 'databaseId', 'clusterName', 'id'],
    },
  ),
  row(
    { id: 'mcp.deleteBranch', resource: 'branch', title: 'Delete the branch {name} with its database', source: neon },
    {
      servers: /supabase|neon|planetscale|xata/,
      tools: /^(?:delete_branch|branch_delete)$/,
      names: ['branchName', 'name', 'branchId', 'branch'],
    },
  ),
  row(
    { id: 'mcp.resetBranch', resource: 'branch', title: 'Reset the branch {name}: its data is lost', source: supabase },
    {
      servers: /supabase|neon|planetscale|xata/,
      tools: /^(?:reset_branch|reset_from_parent|rebase_branch)$/,
      names: ['branchName', 'name', 'branchId', 'branchIdOrName', 'branch'],
    },
  ),
  row(
    {
      id: 'mcp.mergeBranch',
      effect: 'change',
      hardToUndo: true,
      resource: 'branch',
      title: 'Merge the database branch {name} into production',
      source: supabase,
    },
    {
      servers: /supabase|neon/,
      tools: /^(?:merge_branch|complete_database_migration)$/,
      names: ['branchName', 'name', 'branchId', 'migrationId'],
    },
  ),
  row(
    {
      id: 'mcp.pauseProject',
      effect: 'change',
      hardToUndo: true,
      resource: 'project',
      title: 'Pause the project {name}',
      source: supabase,
    },
    { servers: /supabase/, tools: /^pause_project$/, names: ['projectId', 'projectRef', 'id'] },
  ),
  row(
    { id: 'mcp.deleteStore', resource: 'store', title: 'Delete the store {name}', source: cloudflare },
    {
      servers: /cloudflare|wrangler|r2|s3|aws|minio|gcs|storage/,
      tools:
        /^(?:kv_namespace_delete|r2_bucket_delete|r2_delete_bucket|delete_bucket|bucket_delete|hyperdrive_config_delete|vectorize_delete_index|queue_delete)$/,
      names: ['bucketName', 'bucket', 'name', 'namespaceId', 'namespace_id', 'id'],
    },
  ),
  row(
    {
      id: 'mcp.deleteRepository',
      resource: 'repository',
      title: 'Delete the repository {name}',
      source: 'https://docs.github.com/en/rest/repos/repos#delete-a-repository',
    },
    {
      servers: /git|bitbucket|gitea/,
      tools: /^(?:delete_repo|delete_repository|repo_delete|repository_delete|delete_project)$/,
      names: ['repo', 'repository', 'projectId', 'name'],
    },
  ),
  row(
    { id: 'mcp.moveMoney', effect: 'send', resource: 'payment', title: 'Move money: {name}', source: 'https://docs.stripe.com/mcp' },
    {
      servers: /stripe|paypal|square|adyen|razorpay/,
      tools:
        /^(?:create_refund|refund\w*|create_payout|create_transfer|capture_\w+|pay_\w+|finalize_invoice|void_invoice|update_dispute|accept_dispute_claim)$/,
      names: ['paymentIntent', 'payment_intent', 'charge', 'invoice', 'invoiceId', 'dispute', 'destination', 'id'],
    },
  ),
  row(
    {
      id: 'mcp.cancelSubscription',
      resource: 'subscription',
      title: 'Cancel the subscription {name}',
      source: 'https://docs.stripe.com/mcp',
    },
    { servers: /stripe|paypal|chargebee|paddle/, tools: /^cancel_subscription$/, names: ['subscription', 'subscriptionId', 'id'] },
  ),
  row(
    { id: 'mcp.sendMessage', effect: 'send', resource: 'message', title: 'Send a message to {name}', source: 'unverified' },
    {
      servers: /mail|resend|sendgrid|postmark|mailgun|twilio|brevo|mailchimp|sms/,
      tools: /^(?:send_(?=\w*(?:email|mail|sms|message|campaign|batch))\w*|batch_send_\w+|send)$/,
      names: ['to', 'recipient', 'subject', 'audienceId'],
    },
  ),
  row(
    {
      id: 'mcp.trash',
      resource: 'item',
      title: 'Delete {name}',
      recovery: 'window',
      source: 'https://linear.app/docs/delete-archive-issues',
    },
    {
      servers: /linear|jira|atlassian|asana|trello|notion|clickup|shortcut|gdrive|google-drive|slack|gmail|confluence/,
      tools:
        /^(?:delete|remove|trash)_(?:issue|page|task|card|board|project|database|file|document|doc|channel|message|email|story|cycle|space|block|item)s?$/,
      names: ['title', 'name', 'issueId', 'issueKey', 'pageId', 'taskId', 'channel', 'id'],
    },
  ),
  row(
    {
      id: 'mcp.replaceCollection',
      effect: 'overwrite',
      resource: 'collection',
      title: 'Replace a collection by the output of a pipeline on {name}',
      source: 'https://www.mongodb.com/docs/manual/reference/operator/aggregation/out/',
    },
    {
      servers: /mongo|atlas/,
      tools: /^(?:mongo(?:db)?_)?aggregate$/,
      names: ['collection', 'database'],
      when: (input) => /"\$(?:out|merge)"/.test(JSON.stringify(valueOf(input, 'pipeline') ?? '')),
    },
  ),
  row(
    {
      id: 'mcp.takeDown',
      recovery: 'window',
      resource: 'app',
      title: 'Take down {name}',
      source: 'https://devcenter.heroku.com/articles/heroku-mcp-server',
    },
    {
      servers: /heroku|fly|render|railway|koyeb/,
      tools: /^(?:maintenance_on|scale_to_zero|suspend_\w+|pg_kill_all|stop_app)$/,
      names: ['app', 'name', 'serviceId', 'id'],
    },
  ),
  row(
    { id: 'mcp.deleteCollection', resource: 'collection', title: 'Delete the collection {name}', source: mongodb },
    {
      servers: /mongo|atlas|firestore|qdrant|chroma|weaviate|milvus/,
      tools: /^(?:\w+_)?(?:drop|delete)_collection$/,
      names: ['collection', 'collectionName', 'name', 'database'],
    },
  ),
  row(
    { id: 'mcp.deleteDocuments', resource: 'collection', title: 'Delete every document of {name}', source: mongodb },
    {
      servers: /mongo|atlas/,
      tools: manyDocuments,
      names: ['collection', 'database'],
      when: (input) => isEmptyFilter(valueOf(input, 'filter') ?? valueOf(input, 'query')),
    },
  ),
  row(
    {
      id: 'mcp.flushKeys',
      resource: 'keys',
      title: 'Delete the keys {name} of a store',
      source: 'https://redis.io/docs/latest/commands/flushall/',
    },
    { servers: keyStores, tools: /^(?:redis_)?(?:flush_?all|flush_?db|clear_all|flush)$/, names: ['database', 'db', 'host'] },
  ),
  row(
    {
      id: 'mcp.deleteKeys',
      resource: 'keys',
      title: 'Delete the keys {name} of a store',
      source: 'https://redis.io/docs/latest/commands/del/',
    },
    {
      servers: keyStores,
      tools: /^(?:redis_)?(?:delete|del|unlink|delete_keys|delete_pattern|delete_by_pattern)$/,
      names: ['pattern', 'key', 'keys'],
      when: (input) => textsOf(input, 'pattern', 'key', 'keys').some((key) => key.includes('*')),
    },
  ),
];

/** Tools whose names sound worse than what they do, on the servers that are known to have them. */
export const mildTools: readonly (readonly [servers: RegExp, tools: RegExp])[] = [
  // A deletion through the API is a commit: https://docs.github.com/en/rest/repos/contents#delete-a-file
  [
    /git(?:hub|lab|ea)|bitbucket/,
    /^(?:delete_file|remove_(?:issue|pull)_\w+|remove_sub_issue|dismiss_\w+|unstar_\w+|rollback_\w*deploy\w*)$/,
  ],
  // One key, field or document, as one row with its key would be.
  [/redis|upstash|valkey/, /^(?:redis_)?(?:delete|del|unlink|hdel|json_del|xdel|zrem|srem|lrem|remove|expire)$/],
  [/mongo|atlas/, /^(?:delete_one|delete_many|mongo(?:db)?_delete|delete_documents?)$/],
  [/cloudflare|wrangler/, /^(?:purge_cache|cache_purge|kv_delete|kv_key_delete)$/],
  [/kube|k8s/, /^(?:pods?_delete|delete_pod)$/],
  // `git reset` without --hard only takes things out of the index: https://github.com/modelcontextprotocol/servers/tree/main/src/git
  [/^git$|git[_-]?(?:mcp|server)|mcp[_-]?(?:server[_-])?git$/, /^git_(?:reset|remove|rm)$/],
  [/docker|podman/, /^(?:remove|delete|rm|prune)_(?:container|containers|image|images|network|networks)$/],
];

function isEmptyFilter(filter: Json | undefined): boolean {
  if (filter === undefined || filter === null) return true;
  if (typeof filter === 'string') return /^(?:\{\s*\})?$/.test(filter.trim());
  return typeof filter === 'object' && Object.keys(filter).length === 0;
}

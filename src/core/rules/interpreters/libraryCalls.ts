import type { Code } from '../../payload/code.ts';
import type { Draft, Rule } from '../rule.ts';

export const libraryRule: Rule = {
  id: 'code.deleteByLibrary',
  effect: 'delete',
  resource: 'resource',
  title: 'Delete through {name}',
  location: 'remote',
  recovery: 'window',
  source: 'docs/architecture.md',
  safer: 'List what it would delete first.',
  examples: [
    'python3 -c "from kubernetes import client; client.CoreV1Api().delete_namespace(\'prod\')"',
    'python3 -c "from google.cloud import storage; storage.Client().bucket(\'b\').delete(force=True)"',
    'python3 -c "import docker; docker.from_env().volumes.prune()"',
    "python3 -c \"from elasticsearch import Elasticsearch; Elasticsearch('x').indices.delete(index='*')\"",
    'python3 -c "import stripe; stripe.Customer.delete(\'cus_1\')"',
    'python3 -c "from app import db; db.drop_all()"',
    "python3 -c \"import boto3; boto3.resource('s3').Bucket('b').objects.all().delete()\"",
    'node -e "sequelize.sync({force:true})"',
    "ruby -e \"require 'net/http'; Net::HTTP.new('example.com').delete('/y')\"",
  ],
  nearMisses: [
    'python3 -c "from kubernetes import client; print(client.CoreV1Api().list_namespace())"',
    'python3 -c "import docker; print(docker.from_env().containers.list())"',
    'python3 -c "import stripe; print(stripe.Customer.list())"',
    'python3 -c "from app import db; db.create_all()"',
    'node -e "sequelize.sync()"',
    'node -e "new Map([[1,2]]).delete(1)"',
  ],
};

interface Library {
  readonly name: string;
  /** What the text has to mention for the calls to be this library's. */
  readonly mentions: RegExp;
  /** Calls that destroy, in the text with its strings blanked. */
  readonly calls: RegExp;
}

/** Libraries that speak to servers, and their calls that destroy. */
const libraries: readonly Library[] = [
  {
    name: 'the Kubernetes client',
    mentions: /kubernetes|@kubernetes\/client-node|client-go/,
    calls:
      /\.delete_?(?:collection_)?(?:namespaced|cluster|namespace|persistent|node|custom|Namespaced|Namespace|Persistent|Node|Cluster|Custom)\w*\s?\(/,
  },
  {
    name: 'a Google Cloud client',
    mentions: /google\.cloud|googleapiclient|firebase_admin|firebase-admin|@google-cloud|\badmin\.(?:firestore|auth|database|storage)\b/,
    calls: /\.(?:delete|delete_\w{1,40}|recursive_?[dD]elete|deleteFiles|bulk_?[dD]elete\w*|deleteUsers?|deleteAll)\s?\(/,
  },
  {
    name: 'an Azure client',
    mentions: /azure\.(?:mgmt|storage|identity|cosmos|keyvault)|@azure\//,
    calls: /\.(?:begin_delete\w{0,40}|beginDelete\w{0,40}|delete_\w{1,40}|purge_\w{1,40}|deleteContainer|deleteBlob|deleteIfExists)\s?\(/,
  },
  {
    name: 'the Docker client',
    mentions: /\bdocker(?:ode)?\b|from_env/,
    calls:
      /(?:volumes|containers|images|system)\s?\.prune\s?\(|\.(?:pruneVolumes|pruneContainers|pruneImages)\s?\(|\.remove\s?\([^)]{0,40}(?:force|v)\s?[=:]\s?[Tt]rue/,
  },
  {
    name: 'the search client',
    mentions: /elasticsearch|opensearch|meilisearch|typesense|algoliasearch|pysolr/i,
    calls:
      /indices\s?\.(?:delete|close)\w*\s?\(|\.(?:delete_by_query|deleteByQuery|delete_index|deleteIndex|delete_all_documents|deleteAllDocuments|clearObjects|clear_objects)\s?\(|collections\s?\([^)]{0,40}\)\s?\.delete\s?\(/,
  },
  {
    name: 'Stripe',
    mentions: /\bstripe\b/i,
    calls: /\.(?:delete|del|cancel|void_invoice|voidInvoice)\s?\(|(?:Refund|Payout|Transfer|refunds|payouts|transfers)\s?\.create\s?\(/,
  },
  {
    name: 'AWS',
    mentions: /boto3|aws-sdk|aioboto3|Aws::/,
    calls:
      /\bAws::[\w:]{1,40}\.new(?:\([^()]{0,80}\))?\.(?:delete!?|clear!|terminate|batch_delete!)(?![\w(])|\b(?:objects|object_versions)\s?\.(?:all|filter)\s?\([^)]{0,80}\)\s?\.delete\s?\(|\.(?:terminate|schedule_key_deletion|purge_queue|stop_logging|deregister_image|release_address|disable_key|delete)\s?\(\s?\)|\.(?:schedule_key_deletion|purge_queue|stop_logging|deregister_image|batch_delete_\w+|release_address|disable_key)\s?\(|\.(?:scheduleKeyDeletion|purgeQueue|terminateInstances|deleteBucket|deleteTable|deleteDBInstance|deleteStack|deleteFunction)\s?\(/,
  },
  {
    name: 'MongoDB',
    mentions: /mongo/i,
    calls: /\bdatabase\.drop\b|\.drop(?:_collection|Collection|_index(?:es)?|Indexes)?\s?\(|\.remove\s?\(\s?\{\s?\}\s?\)/,
  },
  {
    name: 'the message broker',
    mentions: /kafka|pika|amqp|celery|confluent_kafka|nats|rq\b|bull|sidekiq|resque/i,
    calls:
      /\.(?:delete_topics|deleteTopics|delete_consumer_groups|deleteGroups|queue_delete|queue_purge|deleteQueue|purgeQueue|exchange_delete|obliterate|purge|empty)\s?\(|\bSidekiq::\w{1,20}(?:\.new(?:\("?\s*\))?)?\.clear\b|\bResque\.remove_queue\b/,
  },
  {
    name: 'the vector store',
    mentions: /pinecone|qdrant|weaviate|chromadb|milvus|lancedb/i,
    calls:
      /\.(?:delete_index|deleteIndex|delete_collection|deleteCollection|drop_collection|drop_table|delete_all|deleteAll|reset|delete_class)\s?\(|deleteAll\s?[:=]\s?[Tt]rue|delete_all\s?=\s?True/,
  },
  {
    name: 'the secret store',
    mentions: /hvac|node-vault|SecretClient|secretmanager/i,
    calls: /\.(?:delete_\w{1,50}|destroy_\w{1,50}|disable_secrets_engine|begin_delete_secret|purge_deleted_secret)\s?\(/,
  },
  {
    name: 'the shell library',
    mentions: /shelljs/,
    calls: /\.rm\s?\("\s{0,20},\s?"/,
  },
  {
    name: 'Git',
    mentions: /\bgit\b|simple-git|nodegit|dulwich|rugged/i,
    calls: /\.git\s?\.(?:clean)\s?\(|\.delete_?(?:repo|repository|Repository|ref|branch|Branch)\s?\(/,
  },
  {
    name: 'a database schema',
    mentions: /./,
    calls:
      /\.(?:drop_all|dropAllTables|dropSchema|drop_schema|dropAll)\s?\(|\bsequelize\s?\.\s?drop\s?\(|\.db_drop\s?\(|\bsync\s?\(\s?\{\s?force\s?:\s?true|\.synchronize\s?\(\s?true|\bdropTable(?:IfExists)?\s?\(|\.drop_table\b/,
  },
  {
    name: 'a model',
    mentions: /./,
    calls: /\.objects\s?\.exclude\s?\([^)]{0,80}\)\s?\.delete\s?\(|\.query\s?\.delete\s?\(|\bquery\s?\(\w+\)\s?\.delete\s?\(/,
  },
  {
    name: 'HTTP',
    mentions: /https?:\/\/|Net::HTTP|axios|node-fetch|superagent|requests|httpx|aiohttp|got\b|ky\b/,
    calls: /\bNet::HTTP::Delete\b|\bNet::HTTP[^;\n]{0,60}\.delete\s?\(|\b(?:http|client|session|conn|api)\s?\.delete\s?\(\s?"/,
  },
];

/** Git and graph calls whose words stand in strings. */
const telling: readonly Library[] = [
  {
    name: 'Git',
    mentions: /\bgit\b/i,
    calls:
      /\.git\s?\.(?:reset\s?\(\s?['"]--hard|clean\s?\(\s?['"]-|push\s?\([^)\n]{0,60}(?:--force|['"]-f['"]|['"]\+))|\.reset\s?\(\s?\[?\s?['"]--hard|\.clean\s?\(\s?['"]f/,
  },
  {
    name: 'the graph',
    mentions: /neo4j|memgraph|gremlin|janus/i,
    calls: /\bDETACH\s+DELETE\b|\bDROP\s+(?:DATABASE|GRAPH)\b|\.drop\(\)\.iterate/i,
  },
];

const maxCalls = 200_000;

/** What libraries are told to delete. One-liners only: a program in a file may do so in a branch that is never taken. */
export function libraryDrafts(code: Code): readonly Draft[] {
  const masked = code.masked.slice(0, maxCalls);
  const text = code.text.slice(0, maxCalls);
  const found =
    libraries.find(({ mentions, calls }) => mentions.test(text) && calls.test(masked)) ??
    telling.find(({ mentions, calls }) => mentions.test(text) && calls.test(text));
  if (!found) return [];
  return [
    {
      rule: libraryRule,
      resource: { kind: 'resource', name: found.name },
      target: { tool: 'code' },
      evidence: [{ text: `The code calls ${found.name}` }],
    },
  ];
}

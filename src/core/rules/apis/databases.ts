import type { Api } from '../http/api.ts';
import { restApi } from './restApi.ts';

/** Databases and search as a service. */
export const databaseApis: readonly Api[] = [
  restApi({
    family: 'neonApi',
    provider: 'Neon',
    tool: 'neon',
    hosts: ['console.neon.tech', 'api.neon.tech'],
    source: 'https://api-docs.neon.tech/reference/getting-started-with-neon-api',
    rows: [
      { id: 'deleteProject', resource: 'project', paths: ['/api/v2/projects/{name}'], takes: 'Its branches and their history go with it.' },
      { id: 'deleteBranch', resource: 'branch', paths: ['/api/v2/projects/{project}/branches/{name}'] },
      {
        id: 'deleteDatabase',
        resource: 'database',
        paths: [
          '/api/v2/projects/{project}/branches/{branch}/databases/{name}',
          '/api/v2/projects/{project}/branches/{branch}/roles/{name}',
          '/api/v2/projects/{project}/endpoints/{name}',
        ],
      },
      {
        id: 'restoreBranch',
        resource: 'branch',
        title: 'Overwrite the Neon branch {name}',
        methods: ['POST'],
        effect: 'overwrite',
        recovery: 'window',
        paths: ['/api/v2/projects/{project}/branches/{name}/restore', '/api/v2/projects/{project}/branches/{name}/reset_to_parent'],
      },
    ],
  }),
  restApi({
    family: 'planetscaleApi',
    provider: 'PlanetScale',
    tool: 'planetscale',
    hosts: ['api.planetscale.com'],
    source: 'https://planetscale.com/docs/api/reference/getting-started-with-planetscale-api',
    rows: [
      {
        id: 'deleteDatabase',
        resource: 'database',
        paths: ['/v1/organizations/{org}/databases/{name}'],
        takes: 'Its branches and backups go with it.',
      },
      {
        id: 'deleteBranch',
        resource: 'branch',
        paths: [
          '/v1/organizations/{org}/databases/{db}/branches/{name}',
          '/v1/organizations/{org}/databases/{db}/branches/{branch}/backups/{name}',
          '/v1/organizations/{org}/databases/{db}/branches/{branch}/passwords/{name}',
        ],
      },
    ],
  }),
  restApi({
    family: 'tursoApi',
    provider: 'Turso',
    tool: 'turso',
    hosts: ['api.turso.tech'],
    source: 'https://docs.turso.tech/api-reference/introduction',
    rows: [
      {
        id: 'deleteDatabase',
        resource: 'database',
        paths: ['/v1/organizations/{org}/databases/{name}', '/v1/organizations/{org}/groups/{name}'],
        takes: 'A group takes all its databases with it.',
      },
    ],
  }),
  restApi({
    family: 'atlasApi',
    provider: 'MongoDB Atlas',
    tool: 'mongodb',
    hosts: ['cloud.mongodb.com'],
    source: 'https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/',
    rows: [
      {
        id: 'deleteCluster',
        resource: 'cluster',
        paths: [
          '/api/atlas/v2/groups/{group}/clusters/{name}',
          '/api/atlas/v2/groups/{group}/flexClusters/{name}',
          '/api/atlas/v2/groups/{group}/serverless/{name}',
          '/api/atlas/v1.0/groups/{group}/clusters/{name}',
        ],
        takes: 'Its backups go with it unless retainBackups is set.',
      },
      {
        id: 'deleteBackup',
        resource: 'backup',
        paths: [
          '/api/atlas/v2/groups/{group}/clusters/{cluster}/backup/snapshots/{name}',
          '/api/atlas/v2/groups/{group}/clusters/{cluster}/backup/schedule',
        ],
      },
      {
        id: 'deleteProject',
        resource: 'project',
        paths: ['/api/atlas/v2/groups/{name}', '/api/atlas/v2/groups/{group}/databaseUsers/admin/{name}', '/api/atlas/v2/orgs/{name}'],
      },
    ],
  }),
  restApi({
    family: 'upstashApi',
    provider: 'Upstash',
    tool: 'upstash',
    hosts: ['api.upstash.com', '*.upstash.io'],
    source: 'https://upstash.com/docs/devops/developer-api/introduction',
    rows: [
      {
        id: 'deleteDatabase',
        resource: 'database',
        paths: ['/v2/redis/database/{name}', '/v2/kafka/cluster/{name}', '/v2/vector/index/{name}', '/v2/search/index/{name}'],
      },
      {
        id: 'flush',
        resource: 'database',
        title: 'Delete every key of the Upstash Redis',
        methods: ['POST'],
        paths: ['/flushall', '/flushdb', '/FLUSHALL'],
      },
    ],
  }),
  restApi({
    family: 'elasticApi',
    provider: 'Elasticsearch',
    tool: 'elasticsearch',
    hosts: ['*.es.io', '*.elastic-cloud.com', '*.found.io', 'api.elastic-cloud.com', '*.es.amazonaws.com'],
    source: 'https://www.elastic.co/docs/api/doc/elasticsearch/',
    rows: [
      { id: 'deleteDeployment', resource: 'deployment', paths: ['/api/v1/deployments/{name}'], takes: 'Its snapshots go with it.' },
      {
        id: 'shutdownDeployment',
        resource: 'deployment',
        title: 'Shut down the Elastic deployment {name}',
        methods: ['POST'],
        paths: ['/api/v1/deployments/{name}/_shutdown'],
      },
      {
        id: 'deleteIndex',
        resource: 'index',
        paths: ['/{name}'],
        source: 'https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-indices-delete',
      },
      {
        id: 'deleteByQuery',
        resource: 'documents',
        title: 'Delete documents of the index {name} by query',
        methods: ['POST'],
        paths: ['/{name}/_delete_by_query'],
      },
      { id: 'deleteSnapshot', resource: 'backup', paths: ['/_snapshot/{repository}/{name}', '/_snapshot/{name}'] },
      { id: 'deleteStream', resource: 'data stream', paths: ['/_data_stream/{name}', '/_index_template/{name}', '/_ilm/policy/{name}'] },
    ],
    light: ['/_search/scroll', '/_search/scroll/{id}', '/_pit', '/_async_search/{id}'],
  }),
  restApi({
    family: 'algoliaApi',
    provider: 'Algolia',
    tool: 'algolia',
    hosts: ['*.algolia.net', '*.algolianet.com'],
    source: 'https://www.algolia.com/doc/rest-api/search/',
    rows: [
      { id: 'deleteIndex', resource: 'index', paths: ['/1/indexes/{name}'] },
      {
        id: 'clearIndex',
        resource: 'index',
        title: 'Delete all records of the Algolia index {name}',
        methods: ['POST'],
        paths: ['/1/indexes/{name}/clear', '/1/indexes/{name}/deleteByQuery'],
      },
      { id: 'deleteKey', resource: 'key', paths: ['/1/keys/{name}'] },
    ],
  }),
  restApi({
    family: 'convexApi',
    provider: 'Convex',
    tool: 'convex',
    hosts: ['api.convex.dev', '*.convex.cloud'],
    source: 'https://docs.convex.dev/management-api',
    rows: [
      {
        id: 'deleteProject',
        resource: 'project',
        methods: ['POST', 'DELETE'],
        paths: ['/v1/projects/{name}/delete', '/v1/deployments/{name}/delete'],
        takes: 'Its data and backups go with it.',
      },
    ],
  }),
  restApi({
    family: 'pineconeApi',
    provider: 'Pinecone',
    tool: 'pinecone',
    hosts: ['api.pinecone.io', '*.pinecone.io'],
    source: 'https://docs.pinecone.io/reference/api/introduction',
    rows: [
      { id: 'deleteIndex', resource: 'index', paths: ['/indexes/{name}', '/collections/{name}', '/backups/{name}', '/namespaces/{name}'] },
      { id: 'deleteVectors', resource: 'vectors', title: 'Delete vectors from Pinecone', methods: ['POST'], paths: ['/vectors/delete'] },
    ],
  }),
  restApi({
    family: 'qdrantApi',
    provider: 'Qdrant',
    tool: 'qdrant',
    hosts: ['*.cloud.qdrant.io'],
    source: 'https://api.qdrant.tech/',
    rows: [
      { id: 'deleteCollection', resource: 'collection', paths: ['/collections/{name}', '/collections/{collection}/snapshots/{name}'] },
      {
        id: 'deletePoints',
        resource: 'points',
        title: 'Delete points of the Qdrant collection {name}',
        methods: ['POST'],
        paths: ['/collections/{name}/points/delete'],
      },
    ],
  }),
];

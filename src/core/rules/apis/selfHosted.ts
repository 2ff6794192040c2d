import type { Api } from '../http/api.ts';
import { restApi } from './restApi.ts';

/** APIs that one runs oneself: known by host name only where that is telling. Elsewhere DELETE counts by its verb. */
export const selfHostedApis: readonly Api[] = [
  restApi({
    family: 'vaultApi',
    provider: 'Vault',
    tool: 'vault',
    hosts: ['vault.*', '*.vault.azure.net', '*.hashicorp.cloud'],
    source: 'https://developer.hashicorp.com/vault/api-docs',
    rows: [
      {
        id: 'deleteSecret',
        resource: 'secret',
        paths: [
          '/v1/secret/metadata/{name}',
          '/v1/{mount}/metadata/{name}',
          '/v1/sys/mounts/{name}',
          '/v1/sys/auth/{name}',
          '/v1/sys/policies/acl/{name}',
        ],
      },
      {
        id: 'destroySecret',
        resource: 'secret',
        title: 'Destroy versions of the Vault secret {name}',
        methods: ['POST', 'PUT'],
        paths: ['/v1/secret/destroy/{name}', '/v1/{mount}/destroy/{name}'],
      },
    ],
  }),
  restApi({
    family: 'consulApi',
    provider: 'Consul',
    tool: 'consul',
    hosts: ['consul.*'],
    source: 'https://developer.hashicorp.com/consul/api-docs',
    rows: [
      { id: 'deleteKeys', resource: 'keys', paths: ['/v1/kv/{name}', '/v1/kv/*/{name}', '/v1/acl/token/{name}', '/v1/acl/policy/{name}'] },
    ],
  }),
  restApi({
    family: 'dockerHubApi',
    provider: 'Docker Hub',
    tool: 'docker',
    hosts: ['hub.docker.com'],
    source: 'https://docs.docker.com/reference/api/hub/latest/',
    rows: [
      {
        id: 'deleteRepository',
        resource: 'repository',
        paths: [
          '/v2/repositories/{namespace}/{name}',
          '/v2/repositories/{namespace}/{repository}/tags/{name}',
          '/v2/namespaces/{namespace}/repositories/{name}',
        ],
      },
    ],
  }),
];

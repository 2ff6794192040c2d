/**
 * Nomad, Consul and Vault keep nothing in a workspace: their address is a variable.
 * Sources: https://developer.hashicorp.com/vault/docs/commands#environment-variables,
 * https://github.com/hashicorp/nomad/blob/main/website/content/docs/commands/index.mdx; https://developer.hashicorp.com/consul/commands
 * (unverified).
 */
import { Findings } from '../findings.ts';
import { hostEnvironment } from '../hosts.ts';
import type { Recogniser } from '../recogniser.ts';
import type { Environment } from '../../types.ts';
import { readAddress } from '../urls.ts';

/** `https://vault.prod.acme.com:8200`, `consul.acme.com:8500`. */
function addressEnvironment(value: string): Environment | undefined {
  const where = hostEnvironment(readAddress(value)?.hosts[0] ?? value);
  return where.remote ? where.environment : 'local';
}

export const hashicorp: Recogniser = {
  tool: 'vault',
  files: [],
  quiet: true,
  variables: [{ name: 'VAULT_NAMESPACE', kind: 'namespace' }],
  recognise: (file) => new Findings(file, 'vault'),
};

export const nomad: Recogniser = {
  ...hashicorp,
  tool: 'nomad',
  variables: [
    { name: 'NOMAD_ADDR', kind: 'server', environmentOf: addressEnvironment },
    { name: 'NOMAD_NAMESPACE', kind: 'namespace' },
  ],
};

export const consul: Recogniser = {
  ...hashicorp,
  tool: 'consul',
  variables: [{ name: 'CONSUL_HTTP_ADDR', kind: 'server', environmentOf: addressEnvironment }],
};

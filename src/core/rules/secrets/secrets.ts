import { hasOption } from '../arguments.ts';
import type { Tool } from '../rule.ts';
import { deletes, verbTool } from '../verbTool.ts';

/** Secret stores: what is deleted there is often the only copy of a credential that things depend on. */
export const secretTools: readonly Tool[] = [
  verbTool({
    names: ['vault', 'bao'],
    family: 'secrets',
    provider: 'Vault',
    tool: 'vault',
    syntax: { singleDashLong: true, valued: new Set(['-address', '-mount', '-namespace', '-versions', '-field', '-format', '-path']) },
    hostOptions: ['-address'],
    rules: [
      deletes({ id: 'vault.destroy', words: ['kv destroy', 'kv metadata delete', 'secrets disable', 'auth disable', 'namespace delete', 'policy delete', 'audit disable', 'token revoke', 'lease revoke', 'operator seal', 'operator rekey', 'plugin deregister', 'operator raft remove-peer', 'operator raft snapshot restore'], resource: 'secret', title: 'Destroy or disable in Vault: {name}', source: 'https://developer.hashicorp.com/vault/docs/commands/kv/destroy', examples: ['vault kv destroy -versions=1 secret/prod', 'vault kv metadata delete secret/prod', 'vault secrets disable kv/'], nearMisses: ['vault kv list secret', 'vault secrets list', 'vault status'], when: (args) => !(args.words[0]?.text === 'token' && hasOption(args, '-self')) }),
      deletes({ id: 'vault.delete', words: ['kv delete', 'delete'], recovery: 'window', resource: 'secret', title: 'Delete from Vault: {name}', source: 'https://developer.hashicorp.com/vault/docs/commands/kv/delete', examples: ['vault kv delete secret/prod', 'vault delete secret/data/prod'], nearMisses: ['vault kv metadata get secret/prod', 'vault kv undelete -versions=1 secret/prod'] }),
    ],
  }),
  verbTool({
    names: ['doppler'],
    family: 'secrets',
    provider: 'Doppler',
    tool: 'doppler',
    syntax: { valued: new Set(['-p', '--project', '-c', '--config', '-e', '--environment', '-t', '--token', '--scope']) },
    environmentOptions: ['-c', '--config', '-e', '--environment'],
    idOptions: ['-p', '--project'],
    rules: [deletes({ id: 'doppler.delete', words: ['secrets|configs|projects|environments|folders delete', 'configs tokens revoke', 'secrets upload'], each: true, resource: 'secret', title: 'Delete from Doppler: {name}', source: 'https://docs.doppler.com/docs/cli', when: (args) => args.words[1]?.text !== 'upload', examples: ['doppler secrets delete DATABASE_URL -c prd', 'doppler projects delete acme -y'], nearMisses: ['doppler secrets --only-names', 'doppler run -- npm start'] })],
  }),
  verbTool({
    names: ['infisical', 'op', 'bw', 'pass', 'gopass', 'chamber', 'sops', 'phase'],
    family: 'secrets',
    provider: 'the secret store',
    tool: 'secrets',
    syntax: { valued: new Set(['--env', '-e', '--vault', '--account', '--projectId', '--path']) },
    environmentOptions: ['--env', '-e'],
    rules: [deletes({ id: 'secrets.delete', words: ['secrets delete', 'item|vault|document|user|group delete', 'delete', 'rm', 'folders delete'], nameWord: 0, resource: 'secret', title: 'Delete from the secret store: {name}', source: 'https://developer.1password.com/docs/cli/reference/management-commands/item/#item-delete', unless: ['--archive'], examples: ['infisical secrets delete DATABASE_URL --env prod', 'op item delete "Railway"', 'op vault delete Prod', 'pass rm prod/db'], nearMisses: ['op item list', 'op item delete "Railway" --archive', 'pass ls', 'infisical run -- npm start'] })],
  }),
  verbTool({
    names: ['stripe'],
    family: 'payments',
    provider: 'Stripe',
    tool: 'stripe',
    syntax: { valued: new Set(['--api-key', '-p', '--project-name', '-d', '--data', '-s', '--stripe-version', '--stripe-account']) },
    productionOptions: ['--live'],
    rules: [
      deletes({ id: 'stripe.delete', words: ['delete', '* delete|cancel|void_invoice|archive|reject', '* * delete', 'customers|products|coupons|plans|subscriptions|webhook_endpoints|prices delete|cancel'], nameWord: 0, resource: 'object', title: 'Delete or cancel in Stripe: {name}', source: 'https://docs.stripe.com/cli', when: (args) => args.words[0]?.text !== 'logs', examples: ['stripe customers delete cus_123 --live', 'stripe subscriptions cancel sub_123', 'stripe delete /v1/products/prod_1'], nearMisses: ['stripe customers list', 'stripe listen', 'stripe logs tail'] }),
      deletes({ id: 'stripe.move', words: ['refunds|payouts|transfers|charges create', 'payment_intents confirm|capture', 'invoices pay|send_invoice|finalize_invoice'], effect: 'send', resource: 'money', title: 'Move money with Stripe: {name}', source: 'https://docs.stripe.com/cli', needs: ['--live'], examples: ['stripe refunds create --charge ch_1 --live', 'stripe payouts create --amount 100 --live'], nearMisses: ['stripe refunds create --charge ch_1', 'stripe refunds list --live'] }),
    ],
  }),
];

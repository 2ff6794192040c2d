import { commandTable, remoteRow } from '../commandTable.ts';

/** Platforms that an application builds on: its backend, shop, telephone numbers, tunnels, search. */
export const appPlatformTools = [
  commandTable('services', [
    remoteRow({
      id: 'hasura.delete',
      resource: 'metadata',
      title: 'Delete migrations or metadata of Hasura: {name}',
      on: { hasura: ['migrate delete', 'migrate apply --down', 'metadata clear|drop'] },
      safer: 'hasura metadata export first.',
      examples: ['hasura metadata clear', 'hasura migrate delete --all', 'hasura migrate apply --down all'],
      nearMisses: ['hasura metadata export', 'hasura migrate status', 'hasura migrate apply --up 1'],
    }),
    remoteRow({
      id: 'shopify.replace',
      resource: 'theme',
      title: 'Replace or delete in a Shopify shop: {name}',
      source: 'https://shopify.dev/docs/api/shopify-cli/theme/theme-push',
      on: {
        shopify: [
          'theme push --live|--allow-live|-a|-l',
          'theme delete|publish',
          'app env|config|function … delete',
          'app deploy --reset',
          'app deploy … delete',
        ],
      },
      safer: 'shopify theme push --unpublished.',
      examples: ['shopify theme push --live --allow-live', 'shopify theme delete -t 1 -f', 'shopify theme publish'],
      nearMisses: ['shopify theme push --unpublished', 'shopify theme list', 'shopify app deploy'],
    }),
    remoteRow({
      id: 'twilio.undeploy',
      resource: 'service',
      title: 'Take away from Twilio: {name}',
      on: { twilio: ['serverless:undeploy', 'api:*:remove'] },
      examples: ['twilio serverless:undeploy', 'twilio api:core:messages:remove --sid 1'],
      nearMisses: ['twilio serverless:list', 'twilio api:core:messages:list'],
    }),
    remoteRow({
      id: 'ngrok.delete',
      resource: 'domain',
      title: 'Delete from ngrok: {name}',
      on: { ngrok: ['api * delete'] },
      examples: ['ngrok api reserved-domains delete rd_1'],
      nearMisses: ['ngrok api reserved-domains list', 'ngrok http 3000'],
    }),
    remoteRow({
      id: 'algolia.deleteWithCli',
      resource: 'index',
      title: 'Delete from Algolia: {name}',
      source: 'https://www.algolia.com/doc/tools/cli/commands/indices',
      on: { algolia: ['indices|objects|rules|synonyms|apikeys|profile delete|clear|remove'] },
      examples: ['algolia indices clear bookings -y', 'algolia objects delete bookings --object-ids 1', 'algolia rules delete bookings'],
      nearMisses: ['algolia indices list', 'algolia objects browse bookings'],
    }),
  ]),
];

import { commandTable, remoteRow } from '../commandTable.ts';

/** What watches over systems: monitors, alerts, dashboards, stored logs and traces. */
export const observabilityTools = [
  commandTable('services', [
    remoteRow({
      id: 'datadog.delete',
      resource: 'monitor',
      title: 'Delete or mute in Datadog: {name}',
      on: {
        dog: ['monitor|timeboard|screenboard|dashboard|downtime|host|tag|service_check|comment|event delete|delete_all|remove|cancel|mute'],
      },
      examples: ['dog monitor delete 1', 'dog host mute web-1'],
      nearMisses: ['dog monitor show 1', 'dog monitor post "metric alert" q', 'dog host unmute web-1'],
    }),
    remoteRow({
      id: 'newrelic.delete',
      resource: 'entity',
      title: 'Delete from New Relic: {name}',
      on: { newrelic: ['… delete'] },
      examples: ['newrelic workload delete --guid abc', 'newrelic entity tags delete --guid abc --tag team'],
      nearMisses: ['newrelic entity search --name shop', 'newrelic workload list'],
    }),
    remoteRow({
      id: 'sentry.deleteWithCli',
      resource: 'release',
      title: 'Delete from Sentry, or close all of its issues: {name}',
      source: 'https://docs.sentry.io/cli/releases/',
      valued: { 'sentry-cli': ['--org', '-o', '--project', '-p', '--url', '--auth-token', '--log-level'] },
      on: {
        'sentry-cli': [
          'issues resolve|mute -a|--all',
          'releases|monitors|sourcemaps|debug-files|repos delete|archive',
          'releases files * delete',
        ],
      },
      examples: [
        'sentry-cli issues resolve --all',
        'sentry-cli --org acme releases delete v1',
        'sentry-cli releases files v1 delete --all',
      ],
      nearMisses: ['sentry-cli issues list', 'sentry-cli releases new v1', 'sentry-cli issues resolve -i 12'],
    }),
    remoteRow({
      id: 'grafana.reset',
      resource: 'settings',
      title: "Change Grafana's administrator or remove plugins: {name}",
      on: { 'grafana-cli': ['… admin reset-admin-password', '… plugins remove|uninstall'] },
      examples: ['grafana-cli admin reset-admin-password new', 'grafana-cli plugins remove grafana-clock-panel'],
      nearMisses: ['grafana-cli plugins ls', 'grafana-cli plugins install grafana-clock-panel'],
    }),
    remoteRow({
      id: 'elasticsearch.reset',
      resource: 'cluster',
      title: 'Reset access to Elasticsearch, or take a node apart: {name}',
      on: {
        'elasticsearch-reset-password': ['*', '-u|--username|-a|--auto|-i|--interactive|-b|--batch'],
        'elasticsearch-users': ['userdel'],
        'elasticsearch-node': ['unsafe-bootstrap|detach-cluster|repurpose|remove-*'],
      },
      examples: ['elasticsearch-reset-password -u elastic', 'elasticsearch-users userdel ada', 'elasticsearch-node unsafe-bootstrap'],
      nearMisses: ['elasticsearch-users list', 'elasticsearch-reset-password --help'],
    }),
    remoteRow({
      id: 'elasticsearch.curate',
      resource: 'indices',
      title: 'Delete indices or snapshots of Elasticsearch with Curator: {name}',
      valued: { curator: ['--config'], curator_cli: ['--config', '--host', '--port'] },
      on: {
        curator: ['*delete* !--dry-run', '*purge* !--dry-run'],
        curator_cli: ['… delete-*|delete_* !--dry-run'],
      },
      safer: 'curator has --dry-run.',
      examples: ['curator --config c.yml delete_old_logs.yml', "curator_cli delete-indices --filter_list '{}'"],
      nearMisses: [
        'curator --dry-run --config c.yml delete_old_logs.yml',
        'curator_cli show-indices',
        'curator --config c.yml rollover.yml',
      ],
    }),
    remoteRow({
      id: 'prometheus.deleteRules',
      resource: 'alert rules',
      title: 'Delete alert rules or silences: {name}',
      valued: { amtool: ['--alertmanager.url', '--config.file', '-o', '--output'] },
      on: {
        mimirtool: ['… delete|delete-namespace'],
        cortextool: ['… delete|delete-namespace'],
        amtool: ['silence expire'],
      },
      examples: ['mimirtool rules delete shop alerts', 'mimirtool alertmanager delete', 'amtool silence expire 1a2b'],
      nearMisses: ['mimirtool rules list', 'amtool silence query', 'mimirtool rules lint a.yml'],
    }),
  ]),
];

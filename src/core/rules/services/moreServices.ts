import type { Tool } from '../rule.ts';
import { deletes, verbTool } from '../verbTool.ts';

/** What is said of a program whose deleting subcommands fit in one row. */
interface Small {
  readonly names: readonly string[];
  readonly provider: string;
  readonly id: string;
  readonly words: readonly string[];
  readonly resource: string;
  readonly source: string;
  readonly examples: readonly string[];
  readonly nearMisses: readonly string[];
}

function small({ names, provider, ...row }: Small): Tool {
  return verbTool({
    names,
    family: 'services',
    provider,
    tool: names[0] ?? provider,
    rules: [deletes({ title: `Delete with ${provider}: {name}`, ...row })],
  });
}

/** Sites, virtual machines, clusters and other services that have a command line of their own. */
export const moreServiceTools: readonly Tool[] = [
  small({
    names: ['wp'],
    provider: 'WP-CLI',
    id: 'wordpress.deleteSite',
    words: ['db reset|drop|clean', 'site empty|delete'],
    resource: 'site',
    source: 'https://developer.wordpress.org/cli/commands/',
    examples: ['wp db reset --yes', 'wp site empty --yes'],
    nearMisses: ['wp db export', 'wp site list', 'wp plugin list'],
  }),
  small({
    names: ['drush'],
    provider: 'Drush',
    id: 'drush.deleteData',
    words: ['sql:drop|sql-drop', 'entity:delete|edel'],
    resource: 'database',
    source: 'unverified',
    examples: ['drush sql:drop -y', 'drush entity:delete node'],
    nearMisses: ['drush cache:rebuild', 'drush sql:dump'],
  }),
  small({
    names: ['virsh'],
    provider: 'virsh',
    id: 'virsh.delete',
    words: ['undefine', 'vol-delete|vol-wipe', 'pool-delete', 'snapshot-delete'],
    resource: 'machine',
    source: 'https://www.libvirt.org/manpages/virsh.html',
    examples: ['virsh undefine web --remove-all-storage', 'virsh vol-delete disk.qcow2 default'],
    nearMisses: ['virsh list --all', 'virsh start web'],
  }),
  small({
    names: ['qm', 'pct'],
    provider: 'Proxmox',
    id: 'proxmox.destroy',
    words: ['destroy', 'delsnapshot', 'rollback'],
    resource: 'machine',
    source: 'unverified',
    examples: ['qm destroy 100 --purge', 'pct destroy 101'],
    nearMisses: ['qm list', 'pct start 101'],
  }),
  small({
    names: ['incus', 'lxc'],
    provider: 'Incus or LXD',
    id: 'incus.delete',
    words: ['delete|rm', 'storage delete', 'storage volume delete', 'project delete', 'image delete'],
    resource: 'machine',
    source: 'unverified',
    examples: ['incus delete web -f', 'lxc delete web --force'],
    nearMisses: ['incus list', 'lxc start web'],
  }),
  small({
    names: ['ceph', 'rbd'],
    provider: 'Ceph',
    id: 'ceph.delete',
    words: ['osd pool delete|rm', 'osd purge|destroy', 'fs rm', 'rm|remove', 'snap purge|rm'],
    resource: 'pool',
    source: 'unverified',
    examples: ['ceph osd pool delete data data --yes-i-really-really-mean-it', 'rbd rm pool/img'],
    nearMisses: ['ceph status', 'rbd ls pool'],
  }),
  small({
    names: ['kops'],
    provider: 'kOps',
    id: 'kops.delete',
    words: ['delete cluster|instancegroup|ig|instance|secret'],
    resource: 'cluster',
    source: 'unverified',
    examples: ['kops delete cluster --name x --yes'],
    nearMisses: ['kops get cluster', 'kops validate cluster'],
  }),
  small({
    names: ['talosctl'],
    provider: 'Talos',
    id: 'talos.reset',
    words: ['reset', 'cluster destroy'],
    resource: 'node',
    source: 'unverified',
    examples: ['talosctl reset --graceful=false'],
    nearMisses: ['talosctl health', 'talosctl version'],
  }),
  small({
    names: ['databricks'],
    provider: 'Databricks',
    id: 'databricks.delete',
    words: [
      'clusters permanent-delete',
      'fs rm',
      'catalogs|schemas|tables|volumes|jobs|warehouses|pipelines|repos delete',
      'secrets delete-scope|delete-secret',
      'workspace delete',
      'bundle destroy',
    ],
    resource: 'resource',
    source: 'unverified',
    examples: ['databricks fs rm -r dbfs:/data', 'databricks catalogs delete main --force', 'databricks clusters permanent-delete x'],
    nearMisses: ['databricks fs ls dbfs:/', 'databricks clusters list'],
  }),
  small({
    names: ['airflow'],
    provider: 'Airflow',
    id: 'airflow.delete',
    words: ['db reset|clean', 'dags delete', 'connections|variables|pools|users delete'],
    resource: 'data',
    source: 'unverified',
    examples: ['airflow db reset -y', 'airflow dags delete etl -y'],
    nearMisses: ['airflow dags list', 'airflow db check'],
  }),
  small({
    names: ['modal'],
    provider: 'Modal',
    id: 'modal.delete',
    words: ['volume delete|rm', 'secret delete', 'app stop', 'environment delete', 'dict|queue delete|clear', 'nfs delete|rm'],
    resource: 'resource',
    source: 'unverified',
    examples: ['modal volume delete data -y', 'modal secret delete x', 'modal app stop prod'],
    nearMisses: ['modal volume ls data', 'modal deploy app.py'],
  }),
  small({
    names: ['yc'],
    provider: 'Yandex Cloud',
    id: 'yandexCloud.delete',
    words: ['* * delete', '* delete', '* * * delete'],
    resource: 'resource',
    source: 'unverified',
    examples: ['yc compute instance delete web'],
    nearMisses: ['yc compute instance list'],
  }),
  small({
    names: ['multipass'],
    provider: 'Multipass',
    id: 'multipass.delete',
    words: ['delete', 'purge'],
    resource: 'machine',
    source: 'unverified',
    examples: ['multipass delete --all --purge'],
    nearMisses: ['multipass list', 'multipass launch'],
  }),
  small({
    names: ['cloudflared'],
    provider: 'cloudflared',
    id: 'cloudflared.deleteTunnel',
    words: ['tunnel delete'],
    resource: 'tunnel',
    source: 'unverified',
    examples: ['cloudflared tunnel delete prod'],
    nearMisses: ['cloudflared tunnel list', 'cloudflared tunnel run prod'],
  }),
  small({
    names: ['goose', 'sea-orm-cli', 'mikro-orm', 'db-migrate', 'soda', 'hasura', 'payload', 'encore', 'wasp'],
    provider: 'the migration tool',
    id: 'migrations.resetOther',
    words: [
      '* * reset|down-to',
      'migrate fresh|reset',
      'schema:drop|schema:fresh',
      'reset',
      'drop',
      'migrate:fresh|migrate:reset',
      'db reset',
    ],
    resource: 'database',
    source: 'unverified',
    examples: ['goose postgres "$DSN" reset', 'sea-orm-cli migrate fresh', 'npx mikro-orm schema:drop --run', 'soda drop -e production'],
    nearMisses: ['goose postgres "$DSN" status', 'sea-orm-cli migrate up', 'npx mikro-orm schema:create'],
  }),
];

import { commandTable, remoteRow } from '../commandTable.ts';

/** What the verbs of the clouds' own command lines do not say by `delete` alone. */
export const moreCloudTools = [
  commandTable('clouds', [
    remoteRow({
      id: 'openstack.delete',
      resource: 'server',
      title: 'Delete or rebuild with a client of OpenStack: {name}',
      on: {
        nova: ['delete|force-delete|rebuild|reset-state'],
        cinder: ['delete|force-delete|reset-state|snapshot-delete|backup-delete'],
        swift: ['delete'],
      },
      examples: ['nova delete web', 'cinder backup-delete 1', 'swift delete bookings'],
      nearMisses: ['nova list', 'cinder list', 'swift list'],
    }),
    remoteRow({
      id: 'gcloud.importOver',
      effect: 'overwrite',
      resource: 'database',
      title: 'Import over what is there in Google Cloud: {name}',
      source: 'https://cloud.google.com/sdk/gcloud/reference/firestore/import',
      tool: 'gcloud',
      safer: 'Export or back up the database first.',
      on: {
        gcloud: [
          'sql import sql|bak|csv',
          'firestore import',
          'datastore import',
          'compute project-info remove-metadata --all',
          'compute instances remove-metadata * --all',
          'alpha|beta firestore import',
          'compute instances reset|detach-disk',
          'sql instances promote-replica|clone|failover',
        ],
      },
      examples: [
        'gcloud sql import sql prod gs://b/dump.sql --database=shop',
        'gcloud firestore import gs://b/x',
        'gcloud compute project-info remove-metadata --all',
      ],
      nearMisses: ['gcloud sql export sql prod gs://b/dump.sql', 'gcloud firestore export gs://b', 'gcloud compute project-info describe'],
    }),
    remoteRow({
      id: 'linode.rebuild',
      resource: 'server',
      title: 'Delete, rebuild or stop backups at Linode: {name}',
      on: { 'linode-cli': ['* *delete|*-destroy|rebuild|backups-cancel|rm|rb|del'] },
      examples: ['linode-cli linodes rebuild 1 --image debian', 'linode-cli linodes backups-cancel 1'],
      nearMisses: ['linode-cli linodes list', 'linode-cli volumes view 1'],
    }),
    remoteRow({
      id: 'hetzner.rebuild',
      resource: 'server',
      title: 'Rebuild, switch off or unprotect at Hetzner: {name}',
      on: {
        hcloud: [
          'server rebuild|reset|poweroff|disable-backup|disable-protection|detach-*',
          'volume detach',
          'load-balancer remove-target',
          '* disable-protection',
        ],
      },
      examples: ['hcloud server rebuild web --image debian-12', 'hcloud volume disable-protection data delete'],
      nearMisses: ['hcloud server list', 'hcloud server poweron web'],
    }),
    remoteRow({
      id: 'vultr.reinstall',
      resource: 'server',
      title: 'Reinstall or stop at Vultr: {name}',
      on: {
        'vultr-cli': ['* reinstall|halt|destroy'],
        vultr: ['* reinstall|halt|destroy'],
        esxcli: ['vm process kill', 'storage * remove|delete', 'system shutdown *'],
      },
      examples: ['vultr-cli instance reinstall 1'],
      nearMisses: ['vultr-cli instance list', 'vultr-cli instance start 1'],
    }),
    remoteRow({
      id: 'digitalocean.rebuild',
      resource: 'droplet',
      title: 'Rebuild, restore or take down at DigitalOcean: {name}',
      on: {
        doctl: ['… droplet-action rebuild|power-off|restore|shutdown', '… delete-tag|delete-manifest|undeploy|cancel', '… cdn flush'],
      },
      examples: [
        'doctl compute droplet-action rebuild 1 --image ubuntu',
        'doctl registry repository delete-tag shop 1',
        'doctl serverless undeploy --all',
      ],
      nearMisses: ['doctl compute droplet list', 'doctl registry repository list-tags shop', 'doctl compute droplet-action reboot 1'],
    }),
    remoteRow({
      id: 'objectStores.remove',
      resource: 'objects',
      title: 'Remove stored objects: {name}',
      on: {
        exo: ['storage rb|rm|delete'],
        ossutil: ['rm', 'set-acl … public*'],
        coscli: ['rm'],
        coscmd: ['delete'],
        obsutil: ['rm'],
      },
      examples: ['exo storage rb sos://bookings -rf', 'ossutil rm oss://bookings -r -f', 'coscli rm cos://bookings -r -f'],
      nearMisses: ['exo storage ls', 'ossutil ls oss://bookings', 'coscli ls cos://bookings'],
    }),
    remoteRow({
      id: 'clouds.deleteByAction',
      resource: 'resource',
      title: 'Delete or terminate in a cloud: {name}',
      on: {
        tccli: ['* Terminate*|Delete*|Isolate*|Destroy*|Remove*|Return*|Reset*'],
        hcloudcli: ['* Delete*|Remove*|Batch*Delete*'],
        volcengine: ['* Delete*|Terminate*'],
        ibmcloud: ['… user-remove|*-delete|*-remove|*-destroy'],
        oci: ['… schedule-deletion|schedule-key-deletion'],
      },
      examples: [
        'tccli cvm TerminateInstances --InstanceIds i-1',
        'ibmcloud ks-delete shop',
        'oci kms management key schedule-deletion --key-id 1',
      ],
      nearMisses: ['tccli cvm DescribeInstances', 'ibmcloud resource list', 'oci kms management key list'],
    }),
  ]),
];

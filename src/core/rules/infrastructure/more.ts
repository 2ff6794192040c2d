import type { Tool } from '../rule.ts';
import { deletes, verbTool } from '../verbTool.ts';

const local = { location: 'local', recovery: 'snapshot' } as const;

/** Smaller tools of infrastructure and clusters. */
export const moreInfrastructureTools: readonly Tool[] = [
  verbTool({
    names: ['eb'],
    family: 'infrastructure',
    provider: 'Elastic Beanstalk',
    tool: 'aws',
    syntax: { valued: new Set(['--profile', '-r', '--region', '--timeout']) },
    environmentOptions: ['--profile'],
    rules: [
      deletes({
        id: 'beanstalk.terminate',
        words: ['terminate'],
        resource: 'environment',
        title: 'Terminate the Elastic Beanstalk environment {name}',
        source: 'https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/eb3-terminate.html',
        takes: 'A database that is part of the environment goes with it, unless its deletion policy keeps it; --all takes the application.',
        examples: ['eb terminate shop-prod --force', 'eb terminate --all'],
        nearMisses: ['eb status', 'eb list', 'eb deploy'],
      }),
    ],
  }),
  verbTool({
    names: ['aliyun'],
    family: 'clouds',
    provider: 'Alibaba Cloud',
    tool: 'aliyun',
    syntax: { valued: new Set(['--profile', '-p', '--region', '--RegionId', '--InstanceId', '--DBInstanceId', '--output']) },
    environmentOptions: ['--profile', '-p'],
    idOptions: ['--InstanceId', '--DBInstanceId'],
    rules: [
      deletes({
        id: 'aliyun.delete',
        words: ['*'],
        nameOptions: ['--InstanceId', '--DBInstanceId'],
        resource: 'resource',
        title: 'Delete in Alibaba Cloud: {name}',
        source: 'unverified',
        when: (args) =>
          /^(?:Delete|Release|Remove|Terminate|Destroy|Purge)[A-Z]/.test(args.words[1]?.text ?? '') ||
          (args.words[0]?.text === 'oss' && /^(?:rm|revert-versioning)$/.test(args.words[1]?.text ?? '')),
        examples: ['aliyun ecs DeleteInstance --InstanceId i-abc --Force true', 'aliyun oss rm oss://uploads -r -f'],
        nearMisses: ['aliyun ecs DescribeInstances', 'aliyun oss ls'],
      }),
    ],
  }),
  verbTool({
    names: ['ibmcloud'],
    family: 'clouds',
    provider: 'IBM Cloud',
    tool: 'ibmcloud',
    syntax: { valued: new Set(['-g', '-r', '--output', '--bucket', '--key']) },
    rules: [
      deletes({
        id: 'ibmcloud.delete',
        words: ['*'],
        nameWord: 1,
        resource: 'resource',
        title: 'Delete in IBM Cloud: {name}',
        source: 'unverified',
        when: (args) =>
          /(?:^|-)(?:delete|deletes|release|reset)$/.test(args.words[1]?.text ?? '') && (args.words[1]?.text ?? '') !== 'delete',
        examples: [
          'ibmcloud is instance-delete web-1 -f',
          'ibmcloud resource service-instance-delete bookings-db',
          'ibmcloud cos bucket-delete --bucket uploads',
        ],
        nearMisses: ['ibmcloud is instances', 'ibmcloud target', 'ibmcloud resource service-instances'],
      }),
    ],
  }),
  verbTool({
    names: ['atlas'],
    family: 'hosting',
    provider: 'MongoDB Atlas',
    tool: 'mongodb',
    syntax: { valued: new Set(['--projectId', '--orgId', '-P', '--profile', '-o', '--output', '--clusterName']) },
    environmentOptions: ['-P', '--profile'],
    idOptions: ['--projectId', '--clusterName'],
    rules: [
      deletes({
        id: 'atlas.delete',
        words: [
          'clusters|cluster|serverless|projects|organizations|dbusers|streams|deployments|accessLists|alerts|privateEndpoints|customDbRoles delete|rm',
          'backups snapshots|schedule|exports delete',
          'clusters search|index|onlineArchives|advancedSettings delete|rm',
          'clusters search indexes delete|rm',
          'backups restores start',
        ],
        resource: 'cluster',
        title: 'Delete in MongoDB Atlas: {name}',
        source: 'https://www.mongodb.com/docs/atlas/cli/current/command/atlas-clusters-delete/',
        takes: 'A cluster takes its snapshots with it.',
        examples: [
          'atlas clusters delete bookings --force',
          'atlas projects delete 5e2211c17a3e5a48f5497de3',
          'atlas backups snapshots delete 1 --clusterName bookings',
        ],
        nearMisses: ['atlas clusters list', 'atlas clusters describe bookings', 'atlas backups snapshots list bookings'],
      }),
    ],
  }),
  verbTool({
    names: ['kubeadm', 'k3s-uninstall.sh', 'k3s-agent-uninstall.sh', 'microk8s'],
    family: 'containers',
    provider: 'Kubernetes',
    tool: 'kubernetes',
    syntax: { valued: new Set(['--kubeconfig', '--cri-socket', '--cert-dir']) },
    rules: [
      deletes({
        id: 'kubeadm.reset',
        words: ['reset'],
        ...local,
        recovery: 'none',
        resource: 'node',
        title: 'Take this machine out of its Kubernetes cluster',
        source: 'unverified',
        takes: 'On a control plane its etcd data goes with it.',
        examples: ['sudo kubeadm reset -f', 'microk8s reset --destroy-storage'],
        nearMisses: ['kubeadm token list', 'kubeadm reset --dry-run', 'microk8s status'],
      }),
    ],
  }),
  verbTool({
    names: ['rancher'],
    family: 'containers',
    provider: 'Rancher',
    tool: 'kubernetes',
    rules: [
      deletes({
        id: 'rancher.delete',
        words: ['clusters|cluster|projects|project|namespaces|namespace|apps|app|nodes|node delete|rm', 'rm'],
        each: true,
        resource: 'cluster',
        title: 'Delete in Rancher: {name}',
        source: 'unverified',
        examples: ['rancher clusters delete main', 'rancher namespaces delete shop'],
        nearMisses: ['rancher clusters ls', 'rancher kubectl get pods'],
      }),
    ],
  }),
  verbTool({
    names: ['packer'],
    family: 'infrastructure',
    provider: 'Packer',
    tool: 'packer',
    syntax: { singleDashLong: true, valued: new Set(['-var', '-var-file', '-only', '-except']) },
    rules: [
      deletes({
        id: 'packer.replaceImage',
        words: ['build'],
        needs: ['-force', '--force'],
        effect: 'overwrite',
        recovery: 'window',
        resource: 'image',
        title: 'Build over an existing machine image: {name}',
        source: 'unverified',
        examples: ['packer build -force image.pkr.hcl'],
        nearMisses: ['packer build image.pkr.hcl', 'packer validate .'],
      }),
    ],
  }),
  verbTool({
    names: ['dbt'],
    family: 'databases',
    provider: 'dbt',
    tool: 'dbt',
    syntax: {
      valued: new Set([
        '--target',
        '-t',
        '--profile',
        '--profiles-dir',
        '--project-dir',
        '--args',
        '--select',
        '-s',
        '--vars',
        '--exclude',
      ]),
    },
    environmentOptions: ['--target', '-t'],
    rules: [
      deletes({
        id: 'dbt.runMacro',
        words: ['run-operation'],
        resource: 'schema',
        title: 'Run the dbt macro {name}',
        source: 'https://docs.getdbt.com/reference/commands/run-operation',
        // A macro that says by its name that it takes something away.
        when: (_args, rest) =>
          /(?:^|_)(?:drop|delete|truncate|purge|wipe|clean|cleanup|remove|reset|destroy|teardown)(?:_|$)/i.test(rest[0]?.text ?? ''),
        examples: ['dbt run-operation drop_schema --args "{schema: bookings}"', 'dbt run-operation cleanup_old_tables --target prod'],
        nearMisses: ['dbt run-operation grant_select', 'dbt run', 'dbt clean', 'dbt test'],
      }),
    ],
  }),
];

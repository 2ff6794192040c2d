import { commandTable, remoteRow } from '../commandTable.ts';

/** Everything in a cloud account, or everything that one application has there. */
export const accountTools = [
  commandTable('infrastructure', [
    remoteRow({
      id: 'nuke.account',
      resource: 'account',
      title: 'Delete everything in a cloud account: {name}',
      source: 'https://github.com/ekristen/aws-nuke',
      on: {
        'aws-nuke': ['--no-dry-run'],
        'cloud-nuke': ['aws|gcp|azure|defaults-aws'],
        'gcp-nuke': ['--no-dryrun', '--dryrun=false'],
        'azure-nuke': ['--no-dry-run'],
        leftovers: ['--no-confirm|-n'],
      },
      safer: 'Without --no-dry-run it only lists.',
      examples: ['aws-nuke run --config c.yml --no-dry-run', 'cloud-nuke aws --force', 'leftovers --no-confirm'],
      nearMisses: ['aws-nuke run --config c.yml', 'cloud-nuke inspect-aws', 'gcp-nuke run --config c.yml'],
    }),
    remoteRow({
      id: 'applications.takeDown',
      resource: 'application',
      title: 'Take down an application with its resources: {name}',
      on: {
        'ecs-cli': ['down', 'compose … rm|down'],
        chalice: ['delete'],
        zappa: ['undeploy'],
        up: ['stack delete'],
        claudia: ['destroy'],
        apex: ['delete'],
        arc: ['destroy'],
        azd: ['down', 'env rm|remove'],
      },
      examples: ['ecs-cli down --force', 'zappa undeploy prod -y', 'azd down --purge --force', 'chalice delete --stage prod'],
      nearMisses: ['ecs-cli ps', 'zappa deploy prod', 'azd up', 'chalice deploy'],
    }),
  ]),
];

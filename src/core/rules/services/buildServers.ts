import { commandTable, remoteRow } from '../commandTable.ts';

/** Servers that hold code and build it: jobs, pipelines, secrets and the servers themselves. */
export const buildServerTools = [
  commandTable('services', [
    remoteRow({
      id: 'gitlab.resetServer',
      resource: 'server',
      title: 'Wipe or rewrite a GitLab server: {name}',
      on: {
        'gitlab-ctl': ['cleanse|uninstall|pg-upgrade|deploy-page|reset-*'],
        'gitlab-rake': ['… gitlab:cleanup:*|gitlab:setup*|gitlab:backup:restore*|gitlab:db:drop*|db:drop*|db:reset*'],
      },
      safer: 'gitlab-backup create first.',
      examples: [
        'gitlab-ctl cleanse',
        'gitlab-rake gitlab:cleanup:orphan_job_artifact_files',
        'gitlab-rake gitlab:backup:restore BACKUP=1',
      ],
      nearMisses: ['gitlab-ctl status', 'gitlab-ctl reconfigure', 'gitlab-rake gitlab:check'],
    }),
    remoteRow({
      id: 'jenkins.delete',
      resource: 'job',
      title: 'Delete from Jenkins, or stop it: {name}',
      source: 'https://www.jenkins.io/doc/book/managing/cli/',
      on: {
        'jenkins-cli': ['… delete-*|shutdown|safe-shutdown|restart|safe-restart|quiet-down'],
        java: /\bjenkins-cli\.jar\b.* (?:delete-\S+|groovy|safe-shutdown|shutdown)\b/,
      },
      examples: ['jenkins-cli delete-job shop', 'java -jar jenkins-cli.jar -s https://ci.example.com delete-job shop'],
      nearMisses: ['jenkins-cli list-jobs', 'java -jar jenkins-cli.jar build shop', 'java -jar app.jar delete x'],
    }),
    remoteRow({
      id: 'circleci.delete',
      resource: 'context',
      title: 'Delete from CircleCI: {name}',
      on: {
        circleci: [
          'orb unlist',
          'orb publish promote',
          'context delete|remove-secret',
          'namespace delete-alias',
          'runner resource-class|token|instance delete',
        ],
      },
      examples: ['circleci context delete github acme prod', 'circleci orb unlist acme/shop true'],
      nearMisses: ['circleci context list github acme', 'circleci orb list', 'circleci config validate'],
    }),
    remoteRow({
      id: 'travis.delete',
      resource: 'settings',
      title: 'Delete from Travis CI, or switch it off: {name}',
      on: { travis: ['env unset|clear', 'disable|cancel', 'cache -d|--delete', 'sshkey --delete'] },
      examples: ['travis env clear', 'travis disable', 'travis cache --delete'],
      nearMisses: ['travis env list', 'travis cache', 'travis status'],
    }),
    remoteRow({
      id: 'concourse.delete',
      resource: 'pipeline',
      title: 'Delete from Concourse: {name}',
      source: 'https://concourse-ci.org/fly.html',
      valued: { fly: ['-t', '--target'] },
      on: {
        fly: [
          'destroy-pipeline|destroy-team|dt|clear-task-cache|clear-resource-cache|clear-versions|prune-worker|pw|archive-pipeline|hijack|abort-build -t|--target',
          'dp -t|--target',
        ],
      },
      examples: ['fly -t main destroy-pipeline -p shop', 'fly -t main dp -p shop -n', 'fly -t main prune-worker -w w1'],
      nearMisses: ['fly -t main pipelines', 'fly -t main set-pipeline -p shop -c ci.yml', 'fly -t main workers'],
    }),
  ]),
];

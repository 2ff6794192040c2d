import { commandTable, localRow, remoteRow } from '../commandTable.ts';

/** Fleets of machines: what configuration management and orchestration take away from them. */
export const fleetTools = [
  commandTable('infrastructure', [
    remoteRow({
      id: 'chef.delete',
      resource: 'nodes',
      title: 'Delete from Chef: {name}',
      source: 'https://docs.chef.io/workstation/knife_node/',
      on: { knife: ['… delete'] },
      examples: ["knife client bulk delete '.*' -y", 'knife node delete web1 -y', 'knife ec2 server delete i-1 -P -y'],
      nearMisses: ['knife node list', 'knife node show web1', 'knife search node delete_me:false'],
    }),
    remoteRow({
      id: 'puppet.purge',
      resource: 'nodes',
      title: 'Take nodes or certificates from Puppet: {name}',
      on: {
        puppet: ['node purge|deactivate|clean', 'cert|certificate clean|revoke|destroy', 'resource * * … ensure=absent'],
        puppetserver: ['ca clean|revoke|delete'],
      },
      examples: [
        'puppet node purge web1',
        'puppet cert clean --all',
        'puppet resource package nginx ensure=absent',
        'puppetserver ca clean --certname web1',
      ],
      nearMisses: ['puppet node list', 'puppet resource package nginx', 'puppetserver ca list'],
    }),
    remoteRow({
      id: 'salt.destroy',
      resource: 'minions',
      title: 'Stop or take away on machines of Salt: {name}',
      source: 'https://docs.saltproject.io/en/latest/ref/cli/salt-key.html',
      on: {
        'salt-key': ['-D|-d|--delete|--delete-all|-R|--reject-all'],
        salt: [
          '… system.reboot|system.shutdown|system.poweroff|system.halt',
          '… pkg.purge|pkg.remove|file.remove|file.rmdir|user.delete|disk.wipe|mysql.db_remove|postgres.db_remove',
          '… state.apply|state.sls *teardown*|*destroy*|*wipe*|*purge*|*remove*',
        ],
      },
      examples: ['salt-key -D -y', "salt '*' system.reboot", "salt '*' state.apply shop.teardown"],
      nearMisses: ['salt-key -L', "salt '*' test.ping", "salt '*' state.apply shop"],
    }),
    remoteRow({
      id: 'ansible.teardown',
      resource: 'hosts',
      title: 'Run a playbook that takes things down: {name}',
      source: 'https://docs.ansible.com/ansible/latest/command_guide/intro_adhoc.html',
      on: {
        'ansible-playbook':
          /(?:^|[ /_-])(?:destroy|teardown|tear-down|wipe|purge|nuke|uninstall|decommission|delete|reset)[\w-]{0,60}\.ya?ml\b/,
      },
      unless: /(?:^| )(?:-C|--check|--syntax-check|--list-tasks|--list-hosts)\b/,
      safer: 'ansible-playbook has --check.',
      examples: ['ansible-playbook -i prod teardown.yml', 'ansible-playbook playbooks/db-destroy.yaml', 'ansible-playbook wipe_disks.yml'],
      nearMisses: [
        'ansible-playbook -i prod site.yml',
        'ansible-playbook teardown.yml --check',
        'ansible-playbook teardown.yml --list-hosts',
        'ansible-playbook undelete.yml',
      ],
    }),
    remoteRow({
      id: 'juju.destroy',
      resource: 'application',
      title: 'Destroy with Juju: {name}',
      on: {
        juju: [
          'kill-controller|destroy-*|unregister|remove-application|remove-unit|remove-machine|remove-storage|remove-saas|remove-relation',
        ],
      },
      examples: ['juju destroy-model shop', 'juju kill-controller main -y', 'juju remove-application pg --destroy-storage'],
      nearMisses: ['juju status', 'juju deploy pg', 'juju models'],
    }),
    remoteRow({
      id: 'bosh.delete',
      resource: 'deployment',
      title: 'Delete or recreate with BOSH: {name}',
      source: 'https://bosh.io/docs/cli-v2/',
      valued: { bosh: ['-e', '--environment', '-d', '--deployment', '--client', '--client-secret', '--ca-cert'] },
      on: { bosh: ['delete-*|clean-up|cck|cloud-check|recreate', 'stop --hard'] },
      examples: ['bosh -e prod -d shop delete-deployment --force -n', 'bosh clean-up --all', 'bosh stop web --hard'],
      nearMisses: ['bosh vms', 'bosh -d shop deploy shop.yml', 'bosh stop web'],
    }),
    remoteRow({
      id: 'cloudFoundry.purge',
      resource: 'service',
      title: 'Delete or purge in Cloud Foundry: {name}',
      on: {
        cf: [
          'delete-orphaned-routes|delete-shared-domain|delete-quota|delete-buildpack|delete-user|delete-security-group|delete-route|delete-domain',
          'purge-service-*|reset-*',
        ],
      },
      examples: ['cf delete-orphaned-routes -f', 'cf purge-service-offering pg', 'cf delete-user ada -f'],
      nearMisses: ['cf apps', 'cf routes', 'cf push shop'],
    }),
    remoteRow({
      id: 'bundles.uninstall',
      resource: 'release',
      title: 'Dismiss or purge what was deployed: {name}',
      on: {
        werf: ['cleanup|dismiss|purge', 'host cleanup|purge'],
        porter: ['uninstall --delete|--force-delete'],
        terragrunt: ['destroy-all'],
        earthly: ['prune -a|--all|--reset'],
        nixops: ['destroy|delete'],
      },
      examples: [
        'werf dismiss --with-namespace',
        'porter uninstall shop --delete',
        'nixops destroy',
        'earthly prune -a',
        'terragrunt destroy-all',
      ],
      nearMisses: ['werf converge', 'porter list', 'nixops info', 'earthly prune', 'terragrunt plan-all'],
    }),
    remoteRow({
      id: 'taskRunners.destroy',
      resource: 'servers',
      title: 'Run a task that takes things down: {name}',
      on: {
        cap: ['… db:drop|db:reset|db:purge|db:truncate_all|deploy:cleanup_all|deploy:destroy'],
        fab: ['destroy|teardown|wipe|purge|nuke|drop*'],
        invoke: ['destroy|teardown|wipe|purge|nuke|drop*'],
      },
      examples: ['cap production db:drop', 'fab destroy', 'invoke drop-tables'],
      nearMisses: ['cap production deploy', 'fab deploy', 'invoke test'],
    }),
    localRow({
      id: 'nix.collectGarbage',
      recovery: 'window',
      resource: 'generations',
      title: 'Delete old generations that could be rolled back to: {name}',
      source: 'https://nix.dev/manual/nix/stable/command-ref/nix-collect-garbage',
      on: {
        'nix-collect-garbage': ['-d|--delete-old'],
        'nix-env': ['--delete-generations=old', '--delete-generations=+0|+1|+2'],
        nix: ['profile wipe-history'],
      },
      examples: ['nix-collect-garbage -d', 'nix-env --delete-generations old', 'nix profile wipe-history'],
      nearMisses: ['nix-collect-garbage', 'nix-env --list-generations', 'nix profile list'],
    }),
  ]),
];

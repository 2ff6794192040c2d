import type { Draft, Rule, Tool } from '../rule.ts';
import { deletes, verbTool } from '../verbTool.ts';

const memcachedFlush: Rule = {
  id: 'memcached.flush',
  effect: 'delete',
  resource: 'cache',
  title: 'Empty the cache or store at {name}',
  location: 'remote',
  recovery: 'none',
  source: 'unverified',
  examples: [
    'echo flush_all | nc cache.example.com 11211',
    "printf 'flush_all\\r\\nquit\\r\\n' | telnet localhost 11211",
    'echo FLUSHALL | nc -w1 redis.example.com 6379',
  ],
  nearMisses: ['echo stats | nc localhost 11211', 'echo PING | nc localhost 6379', 'nc -zv localhost 11211', 'nc -l 8080'],
};

/** Bare protocols over a connection: memcached, Redis. */
const connectionTool: Tool = {
  names: ['nc', 'ncat', 'netcat', 'telnet', 'socat'],
  family: 'databases',
  rules: [memcachedFlush],
  find(invocation): readonly Draft[] {
    const { input } = invocation;
    if (
      input.type !== 'text' ||
      !/^[ \t]{0,40}(?:flush_all|flushall|flushdb|\*\d{1,4}\s{1,4}\$\d{1,4}\s{1,4}flush(?:all|db))\b/im.test(input.text)
    )
      return [];
    const host =
      /^tcp[46]?:([^:,]+)/i.exec(invocation.argv.find((word) => /^tcp/i.test(word.text))?.text ?? '')?.[1] ??
      invocation.argv.slice(1).find((word) => !word.text.startsWith('-') && /[a-z.:]/i.test(word.text))?.text ??
      'localhost';
    return [
      {
        rule: memcachedFlush,
        resource: { kind: 'cache', name: host, provider: 'memcached or Redis' },
        target: { tool: 'redis', hosts: [host] },
      },
    ];
  },
};

export const queueTools: readonly Tool[] = [
  connectionTool,
  verbTool({
    names: ['memcflush', 'memflush'],
    family: 'databases',
    provider: 'memcached',
    tool: 'memcached',
    syntax: { valued: new Set(['--servers', '--expire']) },
    hostOptions: ['--servers'],
    rules: [
      deletes({
        id: 'memcached.flushTool',
        words: [''],
        nameOptions: ['--servers'],
        resource: 'cache',
        title: 'Empty the memcached at {name}',
        source: 'unverified',
        examples: ['memcflush --servers=cache.example.com'],
        nearMisses: ['memcflush --help'],
      }),
    ],
  }),
  verbTool({
    names: ['rabbitmqadmin'],
    family: 'databases',
    provider: 'RabbitMQ',
    tool: 'rabbitmq',
    syntax: {
      valued: new Set(['-H', '--host', '-P', '--port', '-u', '--username', '-p', '--password', '-V', '--vhost', '--name', '-c', '-N']),
    },
    hostOptions: ['-H', '--host'],
    rules: [
      deletes({
        id: 'rabbitmq.deleteGrouped',
        words: [
          'queues|streams|exchanges|vhosts|users|bindings|shovels|federation|policies|operator_policies|parameters delete',
          'queues purge',
          'vhosts|users delete_multiple',
        ],
        nameOptions: ['--name'],
        resource: 'queue',
        title: 'Delete from RabbitMQ: {name}',
        source: 'https://www.rabbitmq.com/docs/management-cli',
        examples: ['rabbitmqadmin queues delete --name orders', 'rabbitmqadmin queues purge --name orders'],
        nearMisses: ['rabbitmqadmin queues list', 'rabbitmqadmin show overview'],
      }),
    ],
  }),
  ...['', '.sh'].map((ending) =>
    verbTool({
      names: [`kafka-acls${ending}`, `kafka-storage${ending}`, `kafka-streams-application-reset${ending}`],
      family: 'databases',
      provider: 'Kafka',
      tool: 'kafka',
      syntax: {
        valued: new Set(
          '--bootstrap-server --topic --group --command-config --application-id --input-topics --internal-topics -t -c --config'.split(' '),
        ),
      },
      hostOptions: ['--bootstrap-server', '--bootstrap-servers'],
      rules: [
        deletes({
          id: ending === '' ? 'kafka.resetApplication' : 'kafka.resetApplicationScript',
          words: [''],
          nameOptions: ['--application-id', '--topic', '--group'],
          resource: 'topic',
          title: 'Reset or open up in Kafka: {name}',
          source: 'unverified',
          when: (args, rest, invocation) =>
            invocation.program.startsWith('kafka-acls')
              ? args.options.has('--remove')
              : invocation.program.startsWith('kafka-storage')
                ? rest[0]?.text === 'format'
                : args.options.has('--application-id'),
          examples: [
            `kafka-streams-application-reset${ending} --application-id shop --input-topics orders`,
            `kafka-acls${ending} --bootstrap-server b:9092 --remove --topic orders --force`,
          ],
          nearMisses: [
            `kafka-acls${ending} --bootstrap-server b:9092 --list`,
            `kafka-storage${ending} random-uuid`,
            `kafka-streams-application-reset${ending} --application-id shop --dry-run`,
          ],
        }),
      ],
    }),
  ),
  verbTool({
    names: ['rpk', 'kcat', 'confluent'],
    family: 'databases',
    provider: 'Kafka',
    tool: 'kafka',
    syntax: { valued: new Set(['-X', '--brokers', '--config', '--profile', '--cluster', '--environment']) },
    hostOptions: ['--brokers'],
    environmentOptions: ['--profile', '--environment'],
    rules: [
      deletes({
        id: 'kafka.deleteWithTool',
        words: [
          'topic|group|cluster|acl delete|trim-prefix',
          'topic trim-prefix',
          'security acl|user|role delete',
          'registry subject|schema delete',
          'cluster delete',
          'kafka topic|cluster|acl delete',
          'environment delete',
          'schema-registry schema|cluster delete',
          'transform delete',
        ],
        each: true,
        resource: 'topic',
        title: 'Delete from Kafka: {name}',
        source: 'unverified',
        examples: ['rpk topic delete orders', 'confluent kafka topic delete orders --force'],
        nearMisses: ['rpk topic list', 'confluent kafka topic list', 'kcat -b b:9092 -L'],
      }),
    ],
  }),
  verbTool({
    names: ['nats'],
    family: 'databases',
    provider: 'NATS',
    tool: 'nats',
    syntax: { valued: new Set(['-s', '--server', '--context', '--user', '--password', '--creds', '--subject', '--keep', '--seq']) },
    hostOptions: ['-s', '--server'],
    environmentOptions: ['--context'],
    rules: [
      deletes({
        id: 'nats.delete',
        words: [
          'stream|str|s purge|rm|rmm|delete',
          'consumer|con rm|delete',
          'kv rm|purge|del|delete|compact',
          'object|obj rm|del|delete',
          'account restore',
          'server raft peer-remove',
        ],
        resource: 'stream',
        title: 'Delete from NATS: {name}',
        source: 'unverified',
        safer: 'Save it first: nats stream backup STREAM DIRECTORY.',
        examples: ['nats stream purge ORDERS -f', 'nats stream rm ORDERS', 'nats kv rm CONFIG'],
        nearMisses: ['nats stream ls', 'nats stream info ORDERS', 'nats kv get CONFIG key', 'nats pub orders hello'],
      }),
    ],
  }),
  verbTool({
    names: ['pulsar-admin'],
    family: 'databases',
    provider: 'Pulsar',
    tool: 'pulsar',
    syntax: { valued: new Set(['--admin-url', '--auth-params', '--auth-plugin', '-s', '--subscription']) },
    hostOptions: ['--admin-url'],
    rules: [
      deletes({
        id: 'pulsar.delete',
        words: [
          'topics|namespaces|tenants|clusters|functions|sinks|sources|schemas|subscriptions|packages|persistent delete',
          'topics delete-partitioned-topic|truncate|clear-backlog|unsubscribe|skip-all',
          'namespaces clear-backlog|unsubscribe',
          'bookies delete-bookie-rack',
        ],
        resource: 'topic',
        title: 'Delete from Pulsar: {name}',
        source: 'unverified',
        examples: ['pulsar-admin topics delete persistent://shop/orders/new', 'pulsar-admin namespaces delete shop/orders'],
        nearMisses: ['pulsar-admin topics list shop/orders', 'pulsar-admin tenants list'],
      }),
    ],
  }),
  verbTool({
    names: ['temporal', 'tctl', 'tcld'],
    family: 'databases',
    provider: 'Temporal',
    tool: 'temporal',
    syntax: {
      valued: new Set(
        '--address -n --namespace --env --workflow-id -w --run-id -r --query -q --reason --schedule-id -s --name --tls-cert-path --ns --wid'.split(
          ' ',
        ),
      ),
    },
    hostOptions: ['--address'],
    environmentOptions: ['-n', '--namespace', '--env'],
    rules: [
      deletes({
        id: 'temporal.delete',
        words: [
          'workflow|wf terminate|delete|term',
          'operator namespace delete',
          'namespace|n delete|del',
          'schedule delete',
          'operator search-attribute remove',
          'operator cluster remove',
          'batch terminate',
        ],
        nameOptions: ['--workflow-id', '-w', '--query', '-q', '--schedule-id', '--wid'],
        resource: 'workflow',
        title: 'End or delete in Temporal: {name}',
        source: 'https://docs.temporal.io/cli/workflow',
        takes: 'With --query every workflow that matches; a namespace takes all of its workflows.',
        examples: [
          'temporal workflow terminate --query \'WorkflowType="Billing"\'',
          'temporal workflow delete --workflow-id order-3',
          'temporal operator namespace delete shop',
        ],
        nearMisses: ['temporal workflow list', 'temporal workflow describe -w order-3', 'temporal server start-dev'],
      }),
    ],
  }),
  verbTool({
    names: ['consul'],
    family: 'databases',
    provider: 'Consul',
    tool: 'consul',
    syntax: {
      singleDashLong: true,
      valued: new Set(['-http-addr', '-token', '-datacenter', '-namespace', '-id', '-name', '-kind', '-accessor-id']),
    },
    hostOptions: ['-http-addr'],
    environmentOptions: ['-datacenter'],
    rules: [
      deletes({
        id: 'consul.delete',
        words: [
          'kv delete',
          'snapshot restore',
          'acl token|policy|role|auth-method|binding-rule delete',
          'config delete',
          'intention delete',
          'operator raft remove-peer',
          'namespace|partition|peering delete',
          'force-leave',
        ],
        nameOptions: ['-id', '-name'],
        resource: 'key',
        title: 'Delete from Consul: {name}',
        source: 'https://developer.hashicorp.com/consul/commands/kv/delete',
        safer: 'Save first: consul snapshot save FILE.',
        examples: ['consul kv delete -recurse shop/', 'consul kv delete shop/config', 'consul acl token delete -id 1234'],
        nearMisses: ['consul kv get -recurse shop/', 'consul members', 'consul snapshot save backup.snap'],
      }),
    ],
  }),
  verbTool({
    names: ['nomad'],
    family: 'containers',
    provider: 'Nomad',
    tool: 'nomad',
    syntax: { singleDashLong: true, valued: new Set(['-address', '-region', '-namespace', '-token']) },
    hostOptions: ['-address'],
    environmentOptions: ['-region', '-namespace'],
    rules: [
      deletes({
        id: 'nomad.stop',
        words: [
          'job stop',
          'stop',
          'volume delete|deregister',
          'namespace delete',
          'system gc',
          'node purge',
          'var purge',
          'acl token|policy|role delete',
          'operator raft remove-peer',
          'operator snapshot restore',
          'node drain',
        ],
        resource: 'job',
        title: 'Stop or delete in Nomad: {name}',
        source: 'https://developer.hashicorp.com/nomad/commands/job/stop',
        takes: 'With -purge its definition and history go, too.',
        examples: ['nomad job stop -purge api', 'nomad volume delete db', 'nomad system gc'],
        nearMisses: ['nomad job status api', 'nomad job plan api.nomad', 'nomad node status'],
      }),
    ],
  }),
  verbTool({
    names: ['zkCli', 'zkCli.sh', 'zookeeper-shell', 'zookeeper-shell.sh'],
    family: 'databases',
    provider: 'ZooKeeper',
    tool: 'zookeeper',
    syntax: { singleDashLong: true, valued: new Set(['-server', '-timeout', '-client-configuration']) },
    hostOptions: ['-server'],
    rules: [
      deletes({
        id: 'zookeeper.delete',
        words: ['deleteall|rmr|delete', '* deleteall|rmr|delete'],
        resource: 'node',
        title: 'Delete from ZooKeeper: {name}',
        source: 'unverified',
        takes: 'deleteall takes every node below.',
        examples: ['zkCli.sh -server zk:2181 deleteall /brokers', 'zookeeper-shell zk:2181 delete /config/x'],
        nearMisses: ['zkCli.sh -server zk:2181 ls /', 'zookeeper-shell zk:2181 get /config/x'],
      }),
    ],
  }),
];

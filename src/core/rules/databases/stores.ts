import type { Draft, Rule, Tool } from '../rule.ts';
import { deletes, verbTool } from '../verbTool.ts';
import { optionValue, readArguments } from '../arguments.ts';
import { standardInput } from '../sql/connection.ts';
import type { Invocation } from '../../shell/invocation.ts';
import { mongoTools } from './mongo.ts';
import { hostOf, readScript } from './scripts.ts';

export const redisFlush: Rule = {
  id: 'redis.flush',
  effect: 'delete',
  resource: 'database',
  title: 'Delete every key of the Redis at {name}',
  location: 'remote',
  recovery: 'none',
  source: 'https://redis.io/docs/latest/commands/flushall/',
  safer: 'Save first: redis-cli --rdb backup.rdb.',
  examples: [
    'redis-cli FLUSHALL',
    'redis-cli -u redis://cache.example.com:6379 flushdb async',
    'echo FLUSHALL | redis-cli -h cache.example.com',
    'redis-cli --cluster call 10.0.0.1:6379 FLUSHALL',
  ],
  nearMisses: [
    'redis-cli --cluster info 10.0.0.1:6379',
    'redis-cli --tls -h cache.example.com PING',
    'redis-cli DBSIZE',
    'redis-cli GET FLUSHALL',
    'redis-cli KEYS "*"',
    'redis-cli --rdb backup.rdb',
  ],
};
const redisDelete: Rule = {
  ...redisFlush,
  id: 'redis.deleteKeys',
  resource: 'keys',
  title: 'Delete keys of the Redis at {name}',
  source: 'https://redis.io/docs/latest/commands/del/',
  safer: 'Look at them first: SCAN with the same pattern.',
  examples: ['redis-cli --scan --pattern "session:*" | xargs redis-cli DEL', 'redis-cli KEYS "booking:*" | xargs redis-cli UNLINK'],
  nearMisses: ['redis-cli DEL session:1', 'redis-cli EXPIRE session:1 60'],
};
const redisConfig: Rule = {
  ...redisFlush,
  id: 'redis.reconfigure',
  recovery: 'window',
  resource: 'server',
  title: 'Reconfigure or stop the Redis at {name}',
  source: 'https://redis.io/docs/latest/commands/config-set/',
  examples: [
    'redis-cli CONFIG SET dir /var/www',
    'redis-cli SHUTDOWN NOSAVE',
    'redis-cli REPLICAOF other 6379',
    'redis-cli ACL DELUSER shop',
    'redis-cli --cluster del-node 10.0.0.1:6379 07c37df',
  ],
  nearMisses: ['redis-cli CONFIG SET maxmemory 100mb', 'redis-cli CONFIG GET dir', 'redis-cli INFO'],
};

const redisSyntax = {
  valued: new Set([
    '-h',
    '-p',
    '-s',
    '-a',
    '-u',
    '-n',
    '--user',
    '--pass',
    '-r',
    '-i',
    '-x',
    '--pattern',
    '--eval',
    '--sni',
    '--cacert',
    '-d',
    '-t',
  ]),
  stopAtFirstWord: true,
};

function redisCommand(words: readonly string[], input: Invocation['input']): Rule | undefined {
  const [verb = '', second = ''] = words.map((word) => word.toUpperCase());
  if (verb === 'FLUSHALL' || verb === 'FLUSHDB') return redisFlush;
  if (
    verb === 'SHUTDOWN' ||
    verb === 'REPLICAOF' ||
    verb === 'SLAVEOF' ||
    (verb === 'CONFIG' &&
      second === 'SET' &&
      /^(?:DIR|DBFILENAME|SAVE|APPENDONLY|REQUIREPASS|PROTECTED-MODE|BIND|REPLICAOF|SLAVEOF|MASTERAUTH|RENAME-COMMAND|LOGFILE)$/i.test(
        words[2] ?? '',
      )) ||
    (verb === 'CLUSTER' && /^(?:FLUSHSLOTS|DELSLOTS|DELSLOTSRANGE|FAILOVER)$/.test(second)) ||
    (verb === 'XTRIM' && words.at(-1) === '0') ||
    (verb === 'CLUSTER' && second === 'RESET') ||
    (verb === 'XGROUP' && second === 'DESTROY') ||
    (verb === 'SCRIPT' && second === 'FLUSH') ||
    (verb === 'FUNCTION' && second === 'FLUSH') ||
    (verb === 'ACL' && (second === 'DELUSER' || second === 'SETUSER')) ||
    (verb === 'CLUSTER' && second === 'FORGET') ||
    (verb === 'MODULE' && second.startsWith('LOAD')) ||
    verb === 'SWAPDB' ||
    (verb === 'DEBUG' && second === 'SEGFAULT')
  )
    return redisConfig;
  // Named keys are an everyday thing; keys that come from somewhere else are as many as there are.
  if ((verb === 'DEL' || verb === 'UNLINK') && (words.length === 1 || words.some((word) => /[$*…]/.test(word)) || input.type === 'pipe'))
    return redisDelete;
  if (verb === 'EVAL' && /flushall|flushdb|redis\.call\(['"](del|unlink)/i.test(words[1] ?? '')) return redisDelete;
  return undefined;
}

const redisTool: Tool = {
  names: ['redis-cli', 'valkey-cli', 'keydb-cli', 'dragonfly-cli'],
  family: 'databases',
  rules: [redisFlush, redisDelete, redisConfig],
  find(invocation, context): readonly Draft[] {
    const args = readArguments(invocation, redisSyntax);
    const host = hostOf(args, '-u', '-h');
    const cluster = args.options.has('--cluster') ? args.words.map((word) => word.text) : undefined;
    const script = optionValue(args, '--eval');
    const input = standardInput(invocation);
    const texts = input.type === 'text' ? [input.text] : [];
    const unread: Draft[] = [];
    for (const word of [...(input.type === 'files' ? input.files : []), ...(script ? [script] : [])])
      readScript(word, invocation, context, texts, unread);
    const lines = cluster
      ? // `--cluster call host:port COMMAND` runs it on every node; del-node and reset forget what they hold.
        [cluster[0] === 'call' ? cluster.slice(2) : cluster[0] === 'del-node' ? ['CLUSTER', 'RESET'] : []]
      : args.words.length > 0 && !script
        ? [args.words.map((word) => (word.known ? word.text : `${word.text}$`))]
        : script
          ? texts.map((text) => ['EVAL', text])
          : texts.flatMap((text) => text.split('\n').map((line) => line.trim().split(/\s+/)));
    const found = lines.flatMap((words) => {
      const rule = redisCommand(words, invocation.input);
      return rule
        ? [
            {
              rule,
              resource: { kind: rule.resource, name: host ?? 'localhost', provider: 'Redis' },
              target: { tool: 'redis', hosts: [host ?? 'localhost'] },
            },
          ]
        : [];
    });
    return [...found, ...unread];
  },
};

export const storeTools: readonly Tool[] = [
  redisTool,
  ...mongoTools,
  verbTool({
    names: ['etcdctl'],
    family: 'databases',
    provider: 'etcd',
    tool: 'etcd',
    syntax: { valued: new Set(['--endpoints', '--cacert', '--cert', '--key', '--user']) },
    hostOptions: ['--endpoints'],
    rules: [
      deletes({
        id: 'etcd.delete',
        words: ['del', 'user delete', 'role delete', 'member remove', 'snapshot restore'],
        resource: 'keys',
        title: 'Delete from etcd: {name}',
        source: 'https://etcd.io/docs/latest/dev-guide/interacting_v3/',
        safer: 'Save first: etcdctl snapshot save FILE.',
        examples: ['etcdctl del "" --prefix', 'etcdctl del /registry --prefix', 'etcdctl member remove 8e9e05c52164694d'],
        nearMisses: ['etcdctl get /registry --prefix', 'etcdctl member list'],
      }),
    ],
  }),
  verbTool({
    names: ['rabbitmqctl', 'rabbitmqadmin'],
    family: 'databases',
    provider: 'RabbitMQ',
    tool: 'rabbitmq',
    syntax: { valued: new Set(['-n', '--node', '-p', '--vhost', '-H', '--host', '-u', '-P']) },
    hostOptions: ['-H', '--host'],
    rules: [
      deletes({
        id: 'rabbitmq.delete',
        words: ['delete_queue', 'purge_queue', 'delete_vhost', 'delete_user', 'reset', 'force_reset', 'delete *', 'purge *'],
        resource: 'queue',
        title: 'Delete from RabbitMQ: {name}',
        source: 'https://www.rabbitmq.com/docs/man/rabbitmqctl.8',
        examples: [
          'rabbitmqctl purge_queue orders',
          'rabbitmqctl delete_vhost shop',
          'rabbitmqadmin delete queue name=orders',
          'rabbitmqctl reset',
        ],
        nearMisses: ['rabbitmqctl list_queues', 'rabbitmqctl status'],
      }),
    ],
  }),
  ...['', '.sh'].map((ending) =>
    verbTool({
      names: [`kafka-topics${ending}`, `kafka-delete-records${ending}`, `kafka-consumer-groups${ending}`],
      family: 'databases',
      provider: 'Kafka',
      tool: 'kafka',
      syntax: {
        valued: new Set([
          '--bootstrap-server',
          '--topic',
          '--group',
          '--command-config',
          '--offset-json-file',
          '--to-offset',
          '--to-datetime',
        ]),
      },
      hostOptions: ['--bootstrap-server'],
      rules: [
        deletes({
          id: ending === '' ? 'kafka.delete' : 'kafka.deleteScript',
          words: [''],
          needs: ['--delete', '--offset-json-file', '--delete-offsets'],
          nameOptions: ['--topic', '--group'],
          resource: 'topic',
          title: 'Delete from Kafka: {name}',
          source: 'https://kafka.apache.org/documentation/#basic_ops_add_topic',
          examples: [
            `kafka-topics${ending} --bootstrap-server b:9092 --delete --topic orders`,
            `kafka-delete-records${ending} --bootstrap-server b:9092 --offset-json-file all.json`,
          ],
          nearMisses: [
            `kafka-topics${ending} --bootstrap-server b:9092 --list`,
            `kafka-consumer-groups${ending} --bootstrap-server b:9092 --describe --group g`,
          ],
        }),
      ],
    }),
  ),
  verbTool({
    names: ['influx'],
    family: 'databases',
    provider: 'InfluxDB',
    tool: 'influxdb',
    syntax: {
      valued: new Set([
        '-n',
        '--name',
        '-i',
        '--id',
        '-o',
        '--org',
        '--bucket',
        '-b',
        '--host',
        '-t',
        '--token',
        '--start',
        '--stop',
        '-p',
        '--predicate',
        '-c',
        '--active-config',
      ]),
    },
    hostOptions: ['--host'],
    rules: [
      deletes({
        id: 'influxdb.delete',
        words: ['delete', 'bucket|org|user|task|dashboards|stack delete|rm', 'auth delete'],
        nameOptions: ['-n', '--name', '--bucket', '-b', '-i', '--id'],
        resource: 'bucket',
        title: 'Delete from InfluxDB: {name}',
        source: 'https://docs.influxdata.com/influxdb/v2/reference/cli/influx/delete/',
        examples: [
          'influx delete --bucket metrics --start 1970-01-01T00:00:00Z --stop 2026-01-01T00:00:00Z',
          'influx bucket delete -n metrics',
        ],
        nearMisses: ['influx bucket list', 'influx query x'],
      }),
    ],
  }),
];

import type { Draft, Rule, Tool } from '../rule.ts';
import { deletes, verbTool } from '../verbTool.ts';
import { optionValue, readArguments, type Arguments } from '../arguments.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';

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
  ],
  nearMisses: ['redis-cli DBSIZE', 'redis-cli GET FLUSHALL', 'redis-cli KEYS "*"', 'redis-cli --rdb backup.rdb'],
};
export const redisDelete: Rule = {
  ...redisFlush,
  id: 'redis.deleteKeys',
  resource: 'keys',
  title: 'Delete keys of the Redis at {name}',
  source: 'https://redis.io/docs/latest/commands/del/',
  safer: 'Look at them first: SCAN with the same pattern.',
  examples: ['redis-cli --scan --pattern "session:*" | xargs redis-cli DEL', 'redis-cli KEYS "booking:*" | xargs redis-cli UNLINK'],
  nearMisses: ['redis-cli DEL session:1', 'redis-cli EXPIRE session:1 60'],
};
export const redisConfig: Rule = {
  ...redisFlush,
  id: 'redis.reconfigure',
  effect: 'change',
  hardToUndo: true,
  resource: 'server',
  title: 'Reconfigure or stop the Redis at {name}',
  source: 'https://redis.io/docs/latest/commands/config-set/',
  examples: ['redis-cli CONFIG SET dir /var/www', 'redis-cli SHUTDOWN NOSAVE', 'redis-cli REPLICAOF other 6379'],
  nearMisses: ['redis-cli CONFIG GET dir', 'redis-cli INFO'],
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
    '--tls',
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
    (verb === 'CONFIG' && second === 'SET') ||
    (verb === 'CLUSTER' && second === 'RESET') ||
    (verb === 'SCRIPT' && second === 'FLUSH') ||
    (verb === 'DEBUG' && second === 'SEGFAULT')
  )
    return redisConfig;
  // Named keys are an everyday thing; keys that come from somewhere else are as many as there are.
  if ((verb === 'DEL' || verb === 'UNLINK') && (words.length === 1 || words.some((word) => /[$*…]/.test(word)) || input.type === 'pipe'))
    return redisDelete;
  if (verb === 'EVAL' && /flushall|flushdb|redis\.call\(['"](del|unlink)/i.test(words[1] ?? '')) return redisDelete;
  return undefined;
}

export const redisTool: Tool = {
  names: ['redis-cli', 'valkey-cli', 'keydb-cli', 'dragonfly-cli'],
  family: 'databases',
  rules: [redisFlush, redisDelete, redisConfig],
  find(invocation): readonly Draft[] {
    const args = readArguments(invocation, redisSyntax);
    const host = hostOf(args, '-u', '-h');
    const lines =
      args.words.length > 0
        ? [args.words.map((word) => (word.known ? word.text : `${word.text}$`))]
        : invocation.input.type === 'text'
          ? invocation.input.text.split('\n').map((line) => line.trim().split(/\s+/))
          : [];
    return lines.flatMap((words) => {
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
  },
};

/** Host of a URL or host option, without user and password. */
function hostOf(args: Arguments, ...options: readonly string[]): string | undefined {
  const word: Word | undefined = optionValue(args, ...options);
  if (!word) return undefined;
  return /^[a-z+]+:\/\/(?:[^@/]*@)?([^:/?#]+)/i.exec(word.text)?.[1] ?? word.text;
}

export const mongoDestroy: Rule = {
  id: 'mongodb.destroy',
  effect: 'delete',
  resource: 'database',
  title: 'Delete from MongoDB: {name}',
  location: 'remote',
  recovery: 'none',
  source: 'https://www.mongodb.com/docs/manual/reference/method/db.dropDatabase/',
  safer: 'Dump it first: mongodump.',
  examples: [
    "mongosh shop --eval 'db.dropDatabase()'",
    "mongosh mongodb://db.example.com/shop --eval 'db.bookings.deleteMany({})'",
    "mongosh --eval 'db.bookings.drop()'",
    "mongosh <<'E'\ndb.users.remove({})\nE",
  ],
  nearMisses: [
    "mongosh --eval 'db.bookings.find()'",
    "mongosh --eval 'db.bookings.deleteOne({_id: 1})'",
    'mongosh --eval \'db.bookings.deleteMany({status: "test"})\'',
    'mongodump --db shop',
    'mongosh --eval \'db.bookings.dropIndex("a")\'',
  ],
};
export const mongoRestore: Rule = {
  ...mongoDestroy,
  id: 'mongodb.restoreDrop',
  effect: 'overwrite',
  title: 'Drop the collections of {name} and restore over them',
  source: 'https://www.mongodb.com/docs/database-tools/mongorestore/',
  examples: ['mongorestore --drop dump/', 'mongoimport --drop -d shop -c bookings data.json'],
  nearMisses: ['mongorestore dump/', 'mongoexport -d shop -c bookings', 'mongorestore --drop --dryRun dump/'],
};

/** Calls that empty or drop, with nothing or an empty filter in their parentheses. */
const mongoCalls =
  /\.\s*(dropDatabase\s*\(|drop\s*\(\s*\)|drop\s*\(\s*\{|(deleteMany|remove)\s*\(\s*(\{\s*\}\s*[,)]|\))|dropUser\s*\(|dropAllUsersFromDatabase\s*\(|dropAllRolesFromDatabase\s*\()|\bdropDatabase\s*:|["']?drop["']?\s*:\s*["']/;

export const mongoTool: Tool = {
  names: ['mongosh', 'mongo'],
  family: 'databases',
  rules: [mongoDestroy],
  find(invocation, context): readonly Draft[] {
    const args = readArguments(invocation, {
      valued: new Set([
        '--eval',
        '--host',
        '--port',
        '-u',
        '--username',
        '-p',
        '--password',
        '--authenticationDatabase',
        '--file',
        '-f',
        '--tlsCAFile',
      ]),
    });
    const texts = (args.options.get('--eval') ?? []).flatMap((value) => (value ? [value.text] : []));
    if (invocation.input.type === 'text') texts.push(invocation.input.text);
    for (const word of [...args.words, optionValue(args, '--file', '-f')]) {
      if (!word || !/\.(js|mongodb|mjs)$/.test(word.text)) continue;
      const path = context.path(word, invocation);
      const answer = path === undefined ? undefined : context.ask({ type: 'text', path, limit: 65_536 });
      if (answer?.type === 'text') texts.push(answer.text);
    }
    if (!texts.some((text) => mongoCalls.test(text))) return [];
    const database = args.words.find((word) => !/\.(js|mongodb|mjs)$/.test(word.text));
    const host =
      hostOf(args, '--host') ??
      (database ? /^mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?([^/?,]+)/.exec(database.text)?.[1]?.replace(/:\d+$/, '') : undefined);
    const name = database
      ? (/^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(database.text)?.[1] ?? host ?? database.text)
      : (host ?? 'localhost');
    return [
      {
        rule: mongoDestroy,
        resource: { kind: 'database', name, provider: 'MongoDB' },
        target: { tool: 'mongodb', ids: [name], hosts: [host ?? 'localhost'] },
      },
    ];
  },
};

export const storeTools: readonly Tool[] = [
  redisTool,
  mongoTool,
  {
    names: ['mongorestore', 'mongoimport'],
    family: 'databases',
    rules: [mongoRestore],
    find(invocation): readonly Draft[] {
      const args = readArguments(invocation, {
        valued: new Set(['--uri', '-h', '--host', '--port', '-d', '--db', '-c', '--collection', '-u', '-p']),
      });
      if (!args.options.has('--drop') || args.options.has('--dryRun')) return [];
      const host = hostOf(args, '--uri', '-h', '--host') ?? 'localhost';
      return [
        {
          rule: mongoRestore,
          resource: { kind: 'database', name: optionValue(args, '-d', '--db')?.text ?? host, provider: 'MongoDB' },
          target: { tool: 'mongodb', hosts: [host] },
        },
      ];
    },
  },
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

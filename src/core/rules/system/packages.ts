import type { Draft, Rule, Tool } from '../rule.ts';
import { readArguments } from '../arguments.ts';
import type { Invocation } from '../../shell/invocation.ts';

const purge: Rule = {
  id: 'system.purgeDatabase',
  effect: 'delete',
  resource: 'package',
  title: 'Remove {name} with its data',
  location: 'local',
  recovery: 'none',
  source: 'unverified',
  takes: 'The maintainer scripts of database packages delete the databases when they are purged.',
  safer: 'apt-get remove leaves the data where it is; dump the databases first.',
  examples: [
    'apt-get purge -y postgresql-16',
    'sudo apt-get remove --purge "mysql-server*"',
    'snap remove --purge postgresql',
    'flatpak uninstall --delete-data com.example.App',
    'apt autoremove --purge mongodb-org',
  ],
  nearMisses: [
    'apt-get remove postgresql-16',
    'apt-get purge -y nano',
    'apt-get autoremove -y',
    'snap remove hello',
    'flatpak uninstall --unused',
    'apt-get purge --dry-run postgresql-16',
  ],
};

/** Packages that keep data of their own under /var/lib. */
const databases =
  /^(?:postgresql|mysql|mariadb|percona|mongodb|redis|valkey|elasticsearch|opensearch|clickhouse|cassandra|influxdb|couchdb|rabbitmq|neo4j|etcd|grafana|gitlab|nextcloud|docker-ce$|docker\.io$|vault|consul|slapd)/;

function one(invocation: Invocation, name: string): readonly Draft[] {
  const here = invocation.place.type === 'here';
  return [{ rule: purge, resource: { kind: 'package', name }, target: here ? { environment: 'local' } : {} }];
}

/** Package managers where removing takes data along. Without purge it stays, and passes. */
export const packageManagerTools: readonly Tool[] = [
  {
    names: ['apt-get', 'apt', 'aptitude', 'dpkg'],
    family: 'system',
    rules: [purge],
    find(invocation) {
      const args = readArguments(invocation, { valued: new Set(['-o', '-t', '-c']) });
      if (
        ['-s', '--simulate', '--dry-run', '--just-print', '--no-act', '--recon', '-d', '--download-only', '--help'].some((name) =>
          args.options.has(name),
        )
      )
        return [];
      const dpkg = invocation.program === 'dpkg';
      const purges = args.options.has('--purge') || (dpkg && args.options.has('-P')) || args.words[0]?.text === 'purge';
      if (!purges) return [];
      const names = (dpkg ? args.words : args.words.slice(1)).filter((word) => databases.test(word.text));
      return names.length > 0 ? one(invocation, names.map((word) => word.text).join(', ')) : [];
    },
  },
  {
    names: ['snap', 'flatpak'],
    family: 'system',
    rules: [],
    find(invocation) {
      const args = readArguments(invocation);
      const purges =
        invocation.program === 'snap'
          ? args.words[0]?.text === 'remove' && args.options.has('--purge')
          : /^(?:uninstall|remove)$/.test(args.words[0]?.text ?? '') && args.options.has('--delete-data');
      return purges
        ? one(
            invocation,
            args.words
              .slice(1)
              .map((word) => word.text)
              .join(', '),
          )
        : [];
    },
  },
];

import { hasOption, optionValue, readWords } from '../arguments.ts';
import type { Invocation } from '../../shell/invocation.ts';
import type { Draft, Rule, Tool } from '../rule.ts';
import { connectionTarget, hostConnection, readConnection } from './connection.ts';
import { disturbRule, dropDatabaseRule, dropRoleRule, restoreRule } from './rules.ts';

const pgValued = new Set(
  '-h --host -p --port -U --username --maintenance-db -d --dbname -f --file -F --format -I --index -j --jobs -L --use-list -n --schema -N --exclude-schema -P --function -S --superuser -t --table -T --trigger --role --section --filter'.split(
    ' ',
  ),
);

function draft(rule: Rule, name: string, provider: string, target: Draft['target'], text: string): Draft {
  return { rule, resource: { kind: rule.resource, name, provider }, target, evidence: [{ text }] };
}

/** `dropdb`, `dropuser`. https://www.postgresql.org/docs/current/app-dropdb.html */
const dropTools: readonly Tool[] = [
  { names: ['dropdb'], family: 'databases', rules: [], find: (invocation) => dropWith(dropDatabaseRule, invocation) },
  { names: ['dropuser'], family: 'databases', rules: [], find: (invocation) => dropWith(dropRoleRule, invocation) },
];

function dropWith(rule: Rule, invocation: Invocation): readonly Draft[] {
  const args = readWords(invocation.argv.slice(1), { valued: pgValued });
  if (hasOption(args, '--help', '-?', '--version', '-V')) return [];
  const name = args.words[0];
  if (!name) return [];
  const said = [hostConnection(optionValue(args, '-h', '--host')), rule === dropDatabaseRule ? readConnection(name.text) : {}];
  const target = connectionTarget('postgres', said);
  const shown = readConnection(name.text).database ?? name.text;
  return [draft(rule, shown, 'PostgreSQL', target, `${invocation.program} ${shown}`)];
}

/** `mysqladmin drop db`. https://dev.mysql.com/doc/refman/8.4/en/mysqladmin.html */
const mysqladmin: Tool = {
  names: ['mysqladmin', 'mariadb-admin'],
  family: 'databases',
  rules: [],
  find(invocation: Invocation): readonly Draft[] {
    const rest = invocation.argv.slice(1).filter((word) => !/^-p./.test(word.text));
    const args = readWords(rest, {
      valued: new Set(['-h', '--host', '-u', '--user', '-P', '--port', '-S', '--socket', '-i', '-c', '-w', '--defaults-file']),
    });
    const target = connectionTarget('mysql', [hostConnection(optionValue(args, '-h', '--host'))]);
    const drop = args.words.findIndex((word) => word.text === 'drop');
    const name = drop < 0 ? undefined : args.words[drop + 1];
    if (name) return [draft(dropDatabaseRule, name.text, 'MySQL', { ...target, ids: [name.text] }, `mysqladmin drop ${name.text}`)];
    const disturbing = args.words.find((word) => /^(?:shutdown|kill)$/.test(word.text));
    return disturbing ? [draft(disturbRule, target.hosts?.[0] ?? 'the server', 'MySQL', target, `mysqladmin ${disturbing.text}`)] : [];
  },
};

/** `pg_restore --clean`. https://www.postgresql.org/docs/current/app-pgrestore.html */
const pgRestore: Tool = {
  names: ['pg_restore'],
  family: 'databases',
  rules: [],
  find(invocation: Invocation): readonly Draft[] {
    const args = readWords(invocation.argv.slice(1), { valued: pgValued });
    const database = optionValue(args, '-d', '--dbname');
    // Without a database it writes a script; without --clean it fails on what is there.
    if (!database || !hasOption(args, '-c', '--clean') || hasOption(args, '-l', '--list', '--help', '-?')) return [];
    const connection = readConnection(database.text);
    const target = connectionTarget('postgres', [hostConnection(optionValue(args, '-h', '--host')), connection]);
    return [draft(restoreRule, connection.database ?? target.hosts?.[0] ?? 'the database', 'PostgreSQL', target, 'pg_restore --clean')];
  },
};

/** Programs that drop and restore without SQL. */
export const adminTools: readonly Tool[] = [...dropTools, mysqladmin, pgRestore];

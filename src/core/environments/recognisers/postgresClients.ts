/**
 * PostgreSQL clients: services and the hosts that passwords are kept for.
 * Sources: https://www.postgresql.org/docs/current/libpq-pgservice.html, https://www.postgresql.org/docs/current/libpq-pgpass.html,
 * https://www.postgresql.org/docs/current/libpq-envars.html
 */
import { at, iniConfig, textAt } from '../config.ts';
import { Findings, environmentIn } from '../findings.ts';
import { hostEnvironment } from '../hosts.ts';
import type { Recogniser } from '../recogniser.ts';
import { environmentFromName } from '../tokens.ts';

export const postgresServices: Recogniser = {
  tool: 'postgres',
  files: ['pg_service.conf', '.pg_service.conf'],
  userFiles: ['~/.pg_service.conf'],
  pathVariables: ['PGSERVICEFILE'],
  quiet: true,
  variables: [{ name: 'PGSERVICE', kind: 'service' }],
  recognise(file) {
    const found = new Findings(file, 'postgres');
    for (const [name, value] of iniConfig(file.text).entries) {
      if (value.entries.length === 0) continue;
      const host = textAt(value, 'host') ?? textAt(value, 'hostaddr');
      const database = textAt(value, 'dbname');
      const remote = host === undefined ? false : hostEnvironment(host).remote;
      const environment = remote ? environmentIn(file, name, host, database) : 'local';
      found.choice(name, 'service', environment, value.line).host(host, environment, at(value, 'host')?.line ?? value.line, name);
      if (remote) found.identify(database, 'database', environment, at(value, 'dbname')?.line ?? value.line);
    }
    return found;
  },
};

export const postgresPasswords: Recogniser = {
  tool: 'postgres',
  files: ['.pgpass', 'pgpass.conf'],
  userFiles: ['~/.pgpass'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'postgres');
    for (const [i, line] of file.text.split('\n').entries()) {
      if (found.full) break;
      // host:port:database:user:password, of which the last two are not looked at.
      const [, host, database] = /^([^:#\s\\]{1,253}):[^:\n]{1,16}:([^:\n]{1,100}):/.exec(line.slice(0, 600)) ?? [];
      if (host === undefined || host === '*') continue;
      const where = hostEnvironment(host);
      const said = where.environment === 'unknown' ? (environmentFromName(database ?? '') ?? 'unknown') : where.environment;
      found.host(host, said, i + 1);
    }
    return found;
  },
};

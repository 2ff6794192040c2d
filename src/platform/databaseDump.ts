import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { DumpPlan } from '../core/backups/dumpPlan.ts';
import { firstProgram, searchFolders } from './searchPath.ts';

export type Dumped =
  | { readonly type: 'dumped'; readonly path: string; readonly bytes: number; readonly program: string }
  | { readonly type: 'failed'; readonly reason: string };

const programs: Readonly<Record<DumpPlan['kind'], readonly string[]>> = {
  postgres: ['pg_dump'],
  mysql: ['mysqldump', 'mariadb-dump'],
};

/** Absolute path of the program that dumps such a database; none that a project brings along. */
export function dumpProgram(kind: DumpPlan['kind'], path = process.env['PATH']): string | undefined {
  const folders = searchFolders(path).filter((folder) => !folder.split(sep).includes('node_modules'));
  return firstProgram(programs[kind], folders);
}

export interface DumpOptions {
  /** Private (0700), on this machine and not in the database's own folder. */
  readonly folder: string;
  /** Of the file. */
  readonly name: string;
  /** ms. */
  readonly budget: number;
  /** For `~/.pgpass`, `~/.my.cnf`. */
  readonly home: string;
}

/** Dumps a database whole. What is not whole is removed. The password goes by the environment, which only this user can read. */
export async function dumpDatabase(plan: DumpPlan, { folder, name, budget, home }: DumpOptions): Promise<Dumped> {
  const program = dumpProgram(plan.kind);
  if (program === undefined) return { type: 'failed', reason: `${programs[plan.kind].join(' or ')} is not installed` };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${name}.${plan.kind === 'postgres' ? 'dump' : 'sql'}`);
  const partial = `${path}.partial`;
  const { args, environment } = plan.kind === 'postgres' ? postgresCall(plan, partial) : mysqlCall(plan, partial);
  const base = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: home, LC_ALL: 'C.UTF-8' };
  const reason = await run(program, args, { ...base, ...environment }, budget);
  try {
    if (reason !== undefined) return { type: 'failed', reason };
    const { size } = statSync(partial);
    if (size === 0) return { type: 'failed', reason: 'the dump is empty' };
    renameSync(partial, path);
    return { type: 'dumped', path, bytes: size, program };
  } catch {
    return { type: 'failed', reason: 'the dump was not written' };
  } finally {
    rmSync(partial, { force: true });
  }
}

interface DumpCall {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

// https://www.postgresql.org/docs/current/app-pgdump.html https://www.postgresql.org/docs/current/libpq-envars.html
function postgresCall({ database, host, port, user, password, sslMode }: DumpPlan, file: string): DumpCall {
  return {
    args: ['--format=custom', '--no-password', `--file=${file}`],
    environment: present({ PGDATABASE: database, PGHOST: host, PGPORT: port, PGUSER: user, PGPASSWORD: password, PGSSLMODE: sslMode }),
  };
}

// https://dev.mysql.com/doc/refman/8.4/en/mysqldump.html
function mysqlCall({ database, host, port, user, password }: DumpPlan, file: string): DumpCall {
  return {
    args: [
      '--single-transaction',
      '--routines',
      '--events',
      '--triggers',
      `--result-file=${file}`,
      ...(host === undefined ? [] : [`--host=${host}`]),
      ...(port === undefined ? [] : [`--port=${port}`, '--protocol=TCP']),
      ...(user === undefined ? [] : [`--user=${user}`]),
      '--databases',
      database,
    ],
    environment: present({ MYSQL_PWD: password }),
  };
}

function present(values: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

const maxWords = 300;

/** Undefined when it ended well, else why not. */
function run(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  budget: number,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    // Only this user may read what it writes.
    const mask = process.umask(0o077);
    const child = spawn(program, args, { env: { ...environment }, stdio: ['ignore', 'ignore', 'pipe'] });
    process.umask(mask);
    let words = '';
    child.stderr.on('data', (data) => {
      if (words.length < maxWords) words += String(data);
    });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve(`it took longer than ${Math.round(budget / 1000)} seconds`);
    }, budget);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve((error as NodeJS.ErrnoException).code ?? 'it could not be started');
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(
        code === 0 ? undefined : `${words.replace(/\s+/g, ' ').trim().slice(0, maxWords) || 'it said nothing'} (exit ${String(code)})`,
      );
    });
  });
}

/** Removes dumps that are older than this. */
export function keepDumps(folder: string, days: number, now: number): void {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return; // None was made yet.
  }
  for (const name of names) {
    const file = join(folder, name);
    if (now - statSync(file).mtimeMs > days * 24 * 60 * 60_000) rmSync(file, { force: true });
  }
}

import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually, freePort } from '../../scripts/processes.mjs';
import { ensurePostgres, findProgram } from '../../scripts/rig.mjs';
import { start, type Ended } from './guard.ts';
import type { Sandbox } from './sandbox.ts';

/** A real PostgreSQL on loopback with a table of bookings in it. */
export interface Postgres {
  readonly port: number;
  /** Connection string without a password: loopback is trusted. */
  readonly url: string;
  readonly tables: () => Promise<readonly string[]>;
}

/** Debian's `nobody`: initdb and postgres refuse to run as root. */
const nobody = 65_534;

export async function startPostgres(sandbox: Sandbox): Promise<Postgres> {
  const isRoot = process.getuid?.() === 0;
  // Below the system's temporary folder: `nobody` cannot reach into root's home, where a clone may lie.
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tenth-second-postgres-')));
  sandbox.defer(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  let programs = await ensurePostgres();
  if (isRoot && !programs.startsWith('/usr/')) {
    cpSync(path.dirname(programs), path.join(folder, 'programs'), { recursive: true, verbatimSymlinks: true });
    programs = path.join(folder, 'programs/bin');
  }
  const data = path.join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (isRoot) chownSync(data, nobody, nobody);

  const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', HOME: folder, TMPDIR: folder };
  const asUser = (program: string, args: readonly string[]): [string, readonly string[]] =>
    isRoot
      ? [findProgram('setpriv') ?? 'setpriv', [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--', program, ...args]]
      : [program, args];
  const initdb = asUser(path.join(programs, 'initdb'), [
    '--pgdata',
    data,
    '--username=rentals',
    '--auth=trust',
    '--no-sync',
    '--encoding=UTF8',
  ]);
  expectSuccess('initdb', await start(...initdb, { environment, cwd: folder }).ended);

  const port = await freePort();
  const server = start(
    ...asUser(path.join(programs, 'postgres'), [
      `-D${data}`,
      `-p${port}`,
      '--listen_addresses=127.0.0.1',
      '--unix_socket_directories=',
      '--fsync=off',
      '--autovacuum=off',
    ]),
    { environment, cwd: folder, deadline: 15 * 60_000 },
  );
  sandbox.defer(async () => {
    server.kill('SIGINT');
    await server.ended.catch(() => undefined);
  });

  const url = `postgres://rentals@127.0.0.1:${port}/rentals`;
  const psql = async (database: string, statement: string): Promise<string> => {
    const args = ['-X', '-A', '-t', '-q', '-v', 'ON_ERROR_STOP=1', `postgres://rentals@127.0.0.1:${port}/${database}`, '-c', statement];
    const ended = await start('psql', args, { environment, cwd: folder }).ended;
    expectSuccess('psql', ended);
    return ended.stdout;
  };
  await eventually('PostgreSQL answers', async () => (await psql('postgres', 'SELECT 1')).trim() === '1', 30_000);
  await psql('postgres', 'CREATE DATABASE rentals');
  await psql(
    'rentals',
    'CREATE TABLE bookings (id bigint PRIMARY KEY, plate text); INSERT INTO bookings SELECT n, $$TW-1042$$ FROM generate_series(1, 120) n',
  );
  return {
    port,
    url,
    tables: async () =>
      (await psql('rentals', "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"))
        .split('\n')
        .filter((line) => line !== ''),
  };
}

function expectSuccess(program: string, ended: Ended): void {
  if (ended.code !== 0)
    throw new Error(`${program} ended with ${ended.code ?? ended.signal ?? 'nothing'}\n${ended.stdout}\n${ended.stderr}`);
}

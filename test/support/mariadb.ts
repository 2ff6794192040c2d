import { chownSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually, freePort } from '../../scripts/processes.mjs';
import { ensureMariadb, findProgram } from '../../scripts/rig.mjs';
import { start } from './guard.ts';
import type { Sandbox } from './sandbox.ts';

/** A real MariaDB on loopback, its user `rentals` with this password. */
export interface Mariadb {
  readonly port: number;
  readonly password: string;
  readonly query: (statement: string) => Promise<string>;
}

/** Debian's `nobody`: mariadbd does not run as root unasked. */
const nobody = 65_534;

export async function startMariadb(sandbox: Sandbox): Promise<Mariadb> {
  await ensureMariadb();
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tenth-second-mariadb-')));
  sandbox.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  chmodSync(folder, 0o755);
  const data = path.join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  const isRoot = process.getuid?.() === 0;
  if (isRoot) for (const each of [folder, data]) chownSync(each, nobody, nobody);
  const environment = { PATH: '/usr/sbin:/usr/bin:/bin', LC_ALL: 'C.UTF-8', HOME: folder, TMPDIR: folder };
  const asUser = (program: string, args: readonly string[]): [string, readonly string[]] =>
    isRoot
      ? [findProgram('setpriv') ?? 'setpriv', [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--', program, ...args]]
      : [program, args];
  const installed = await start(
    ...asUser('mariadb-install-db', ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db']),
    { environment, cwd: folder },
  ).ended;
  if (installed.code !== 0) throw new Error(`mariadb-install-db: ${installed.stdout}${installed.stderr}`);
  const port = await freePort();
  const socket = path.join(folder, 'socket');
  const server = start(
    ...asUser('mariadbd', [
      '--no-defaults',
      `--datadir=${data}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${socket}`,
      '--skip-log-bin',
    ]),
    { environment, cwd: folder, deadline: 15 * 60_000 },
  );
  sandbox.defer(async () => {
    server.kill('SIGTERM');
    await server.ended.catch(() => undefined);
  });
  await eventually('MariaDB has its socket', () => existsSync(socket), 30_000);
  const query = async (statement: string): Promise<string> => {
    const ended = await start(
      'mariadb',
      ['--no-defaults', `--socket=${socket}`, '--user=root', '--batch', '--skip-column-names', '-e', statement],
      {
        environment,
        cwd: folder,
      },
    ).ended;
    if (ended.code !== 0) throw new Error(`mariadb: ${ended.stderr}`);
    return ended.stdout;
  };
  const password = 'made-up-word-for-tests';
  await eventually('MariaDB answers', async () => (await query('SELECT 1')).trim() === '1', 30_000);
  await query(
    `CREATE DATABASE rentals; CREATE TABLE rentals.bookings (id INT PRIMARY KEY, plate TEXT); INSERT INTO rentals.bookings VALUES (1, 'TW-1042');
     CREATE USER rentals@'%' IDENTIFIED BY '${password}'; GRANT ALL ON rentals.* TO rentals@'%'`,
  );
  return { port, password, query };
}

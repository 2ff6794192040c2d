import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeFileAtomic } from './atomicFile.ts';
import type { StateFolder } from './stateFolder.ts';

/** Programs worth a question wherever they are started from: they reach what is remote or keep the only copy. No git: agents use it all the time. */
const guardedPrograms: readonly string[] = `
railway vercel netlify fly flyctl heroku render wrangler firebase convex doctl kamal supabase neonctl pscale turso psql
dropdb pg_restore mysql mysqladmin mariadb mongosh redis-cli clickhouse-client cqlsh sqlcmd snow bq aws gcloud gsutil az
oci ibmcloud aliyun hcloud linode-cli scw terraform tofu terragrunt pulumi cdk sam serverless sst ansible-playbook
kubectl oc helm helmfile argocd flux eksctl velero etcdctl docker podman vault doppler rclone s3cmd azcopy restic borg
wal-g pgbackrest gh glab stripe shopify eas
`
  .trim()
  .split(/\s+/);

/** Where the parts of the terminal guard lie, for the variables of terminals. Absolute. */
export interface TerminalGuard {
  readonly shims: string;
  readonly bash: string;
  readonly zsh: string;
  /** `ZDOTDIR` of guarded zsh. */
  readonly zdotdir: string;
  /** A folder of `XDG_DATA_DIRS`, from which guarded fish reads `fish/vendor_conf.d`. */
  readonly data: string;
}

function terminalGuardAt(state: StateFolder): TerminalGuard {
  const folder = join(state.root, 'terminal');
  return {
    shims: join(state.root, 'shims'),
    bash: join(folder, 'guard.bash'),
    zsh: join(folder, 'guard.zsh'),
    zdotdir: join(folder, 'zsh'),
    data: join(folder, 'share'),
  };
}

/** Puts shims and shell guards into the state folder, from the `terminal` folder of the built programs. Each file in one step. */
export function installTerminalGuard(state: StateFolder, dist: string): TerminalGuard {
  const guard = terminalGuardAt(state);
  const source = (name: string): string => readFileSync(join(dist, 'terminal', name), 'utf8');
  const fish = dirname(fishFile(guard));
  for (const folder of [guard.shims, guard.zdotdir, fish]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of ['ask.bash', 'guard.bash', 'guard.zsh']) writeFileAtomic(join(state.root, 'terminal', name), source(name));
  for (const name of ['zshenv', 'zprofile', 'zshrc', 'zlogin']) writeFileAtomic(join(guard.zdotdir, `.${name}`), source(`${name}.zsh`));
  writeFileAtomic(fishFile(guard), source('guard.fish'));
  const shim = join(state.root, 'terminal', 'shim.bash');
  writeFileAtomic(shim, source('shim.bash'));
  chmodSync(shim, 0o700);
  const there = new Set(readdirSync(guard.shims));
  for (const program of guardedPrograms) if (!there.has(program)) symlinkSync(shim, join(guard.shims, program));
  for (const name of there) if (!guardedPrograms.includes(name)) rmSync(join(guard.shims, name), { force: true });
  return guard;
}

/** Where fish looks below each folder of data. https://fishshell.com/docs/current/language.html#configuration-files */
function fishFile({ data }: TerminalGuard): string {
  return join(data, 'fish/vendor_conf.d/tenth-second.fish');
}

/** Takes everything away. Terminals that are open keep a PATH with a folder that is not there, which harms nothing. */
export function removeTerminalGuard(state: StateFolder): void {
  const guard = terminalGuardAt(state);
  rmSync(guard.shims, { recursive: true, force: true });
  // Shells that are open still source these.
  for (const file of [guard.bash, guard.zsh, fishFile(guard)]) if (existsSync(file)) writeFileAtomic(file, '');
}

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { endGuardServer, eventually, isolatedEnvironment } from '../../scripts/processes.mjs';
import { root } from '../../scripts/rig.mjs';
import { createRentalShop } from '../../src/gate/rehearsal/rentalShop.ts';

/** A home and a workspace of their own, and everything that must be gone when the test is over. */
export interface Sandbox {
  readonly folder: string;
  readonly home: string;
  /** The sample workspace; written at the first use of `createWorkspace`. */
  readonly workspace: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly createWorkspace: () => string;
  /** Runs before the folder is removed, last registered first. */
  readonly defer: (cleanUp: () => unknown) => void;
  /** Ends what was deferred, then the guard's own server, then fails if any process still lives in the folder. */
  readonly dispose: () => Promise<void>;
}

/** Makes an empty home. Not in the system's temporary folder: what lies there is scratch to the guard, and deleting it is no loss. */
export function createSandbox(name: string, place: string = path.join(root, '.tmp/sandbox')): Sandbox {
  mkdirSync(place, { recursive: true });
  const folder = realpathSync(mkdtempSync(path.join(place, `${name}-`)));
  const home = path.join(folder, 'home');
  const workspace = path.join(folder, 'rental-shop');
  mkdirSync(home);
  const environment = isolatedEnvironment(home);
  const cleanUps: (() => unknown)[] = [];
  return {
    folder,
    home,
    workspace,
    environment,
    createWorkspace: () => {
      createRentalShop(workspace);
      return workspace;
    },
    defer: (cleanUp) => {
      cleanUps.push(cleanUp);
    },
    dispose: async () => {
      const failures: unknown[] = [];
      for (const cleanUp of cleanUps.reverse()) {
        try {
          await cleanUp();
        } catch (error) {
          failures.push(error);
        }
      }
      await endGuardServer(home);
      const left = await remaining(folder);
      for (const each of left) endProcess(each.pid);
      if (left.length > 0) failures.push(new Error(`left behind: ${left.map((each) => each.command).join('; ')}`));
      for (const each of [folder, environment['TMPDIR'] ?? folder]) rmSync(each, { recursive: true, force: true, maxRetries: 5 });
      if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures, 'clean-up failed');
    },
  };
}

interface Running {
  readonly pid: number;
  readonly command: string;
}

/** Processes whose home, directory or command line lies in the folder (Linux; elsewhere none are seen). */
function processesIn(folder: string): Running[] {
  const found: Running[] = [];
  const read = (get: () => string): string => {
    try {
      return get();
    } catch {
      return '';
    }
  };
  for (const entry of process.platform === 'linux' ? readdirSync('/proc') : []) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const about = `/proc/${entry}`;
    const command = read(() => readFileSync(`${about}/cmdline`, 'utf8'))
      .replaceAll('\0', ' ')
      .trim();
    const directory = read(() => readlinkSync(`${about}/cwd`));
    const home =
      read(() => readFileSync(`${about}/environ`, 'utf8'))
        .split('\0')
        .find((each) => each.startsWith('HOME=')) ?? '';
    if (command !== '' && [command, directory, home].some((text) => text.includes(folder)))
      found.push({ pid, command: command.slice(0, 200) });
  }
  return found;
}

/** Processes that are still there after a moment: some end by themselves when their parent does. */
async function remaining(folder: string): Promise<Running[]> {
  try {
    await eventually('every process ended', () => processesIn(folder).length === 0, 5000);
    return [];
  } catch {
    return processesIn(folder);
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

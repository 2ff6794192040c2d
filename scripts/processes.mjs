// Processes, ports and waiting, for the scripts and for the tests.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** Inherited variables that would tie the editor to the one this process runs in, or to the real home. */
const foreign =
  /^(VSCODE_.*|XDG_.*|ZDOTDIR|BASH_ENV|ENV|PROMPT_COMMAND|NODE_OPTIONS|ELECTRON_RUN_AS_NODE|NODE_TEST_CONTEXT|npm_.*|CLAUDE.*|GEMINI.*|TENTH_SECOND_.*)$/;

/**
 * TMPDIR that belongs to a folder, made. Short: sockets lie in it, and a socket's path may have no more than 107 bytes.
 * @param {string} owner
 */
export function makeTemporaryFolder(owner) {
  const folder = path.join(os.tmpdir(), `ts-${createHash('sha256').update(owner).digest('hex').slice(0, 12)}`);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/**
 * The environment of a process that must not see the real home.
 * @param {string} home
 * @param {Readonly<Record<string, string>>} [extra]
 * @returns {Record<string, string>}
 */
export function isolatedEnvironment(home, extra = {}) {
  /** @type {Record<string, string>} */
  const environment = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined && !foreign.test(name)) environment[name] = value;
  fs.mkdirSync(home, { recursive: true });
  return {
    ...environment,
    HOME: home,
    TMPDIR: extra['TMPDIR'] ?? makeTemporaryFolder(home),
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local/share'),
    XDG_STATE_HOME: path.join(home, '.local/state'),
    XDG_CACHE_HOME: path.join(home, '.cache'),
    SHELL: '/bin/bash',
    npm_config_update_notifier: 'false',
    ...extra,
  };
}

/** @returns {Promise<number>} a port that was free a moment ago */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

/**
 * Polls until the function gives something truthy.
 * @template T
 * @param {string} what
 * @param {() => T | Promise<T>} probe
 * @param {number} [milliseconds]
 * @returns {Promise<Exclude<T, undefined | false | null>>}
 */
export async function eventually(what, probe, milliseconds = 20_000) {
  const deadline = Date.now() + milliseconds;
  /** @type {unknown} */
  let failure;
  for (;;) {
    try {
      const value = await probe();
      if (value) return /** @type {Exclude<T, undefined | false | null>} */ (value);
    } catch (error) {
      failure = error;
    }
    if (Date.now() > deadline) {
      const last = failure instanceof Error ? `; ${failure.message}` : '';
      throw new Error(`${what}: not within ${milliseconds} ms${last}`, { cause: failure });
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/**
 * Ends a process group and waits until it is gone.
 * @param {number} group
 */
export async function endGroup(group) {
  const signal = (/** @type {NodeJS.Signals | 0} */ name) => {
    try {
      process.kill(-group, name);
      return true;
    } catch {
      return false;
    }
  };
  if (!signal('SIGTERM')) return;
  const deadline = Date.now() + 1500;
  while (signal(0)) {
    if (Date.now() > deadline) signal('SIGKILL');
    if (Date.now() > deadline + 5000) throw new Error(`process group ${group} does not end`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * Ends the guard's server of a home. It outlives windows and hooks by half an hour; a home of ours ends sooner.
 * @param {string} home
 */
export async function endGuardServer(home) {
  const descriptor = path.join(home, '.tenth-second/run/server');
  if (!fs.existsSync(descriptor)) return;
  const pid = Number(fs.readFileSync(descriptor, 'utf8').split('\n')[1]);
  // The server leads its own process group.
  if (pid > 1) await endGroup(pid);
}

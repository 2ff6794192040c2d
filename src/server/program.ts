import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { createAgentConnections } from '../platform/agentConnections.ts';
import { AgentProcesses } from '../platform/agentProcesses.ts';
import { codexTrust } from '../platform/codexTrust.ts';
import { closeInheritedDescriptors } from '../platform/inheritedDescriptors.ts';
import { TranscriptWatch } from '../platform/transcriptWatch.ts';
import { acquireLock } from '../platform/lock.ts';
import { openStateFolder, stateFolderPath, type StateFolder } from '../platform/stateFolder.ts';
import { systemClock } from './clock.ts';
import { createLog } from './log.ts';
import type { ServerParts } from './parts.ts';
import { startServer, type RunningServer } from './server.ts';

declare const PRODUCT_VERSION: string;

const defaultIdleTime = 30 * 60_000;
/** Windows of a server that died are back within this time. */
const graceAfterCrash = 5000;
/** Answers get this long to leave after a fault that nobody caught. */
const lastWords = 3000;

/** `--name value` pairs: `--state DIR`, `--idle MS`, `--grace MS`, `--look MS`. */
function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

/** Changes are seen by watching; what that misses (network folders, too many of them) is found this often. */
const defaultLookTime = 5000;

/** Makes the parts of a server; `isOwner` is false once another one holds the lock, `lookTime` is how often folders are looked at. */
export type CreateParts = (state: StateFolder, isOwner: () => boolean, lookTime: number) => Promise<ServerParts>;

/** The server as a process: takes the lock or leaves, listens, and ends with everything that waits refused. */
export function runProgram(createParts: CreateParts): void {
  serve(createParts).catch((error: unknown) => {
    process.stderr.write(`Tenth Second server: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}

async function serve(createParts: CreateParts): Promise<void> {
  closeInheritedDescriptors();
  const state = openStateFolder(option('state') ?? stateFolderPath());
  process.chdir(state.root);
  const result = await acquireLock(state.lock);
  // Another serves already: whoever started us finds it by its descriptor.
  if (!result.acquired) return process.exit(0);
  const { lock } = result;
  const parts = await createParts(state, () => lock.isOwn(), Number(option('look') ?? defaultLookTime));
  const log = createLog(state.log, parts.redact);
  let server: RunningServer | undefined;
  const leave = (code: number): void => {
    lock.release();
    process.exit(code);
  };
  let failing = false;
  const fail = (error: unknown): void => {
    log.error('a fault that nobody caught', error);
    if (failing) return leave(1);
    failing = true;
    setTimeout(() => leave(1), lastWords);
    // Everything that waits is refused; then the next hook call starts a fresh server.
    void server?.stop('a fault that nobody caught').finally(() => leave(1));
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => (server ? void server.stop(`got ${signal}`) : leave(0)));
  const environment = process.env;
  const connections = createAgentConnections({
    state,
    home: homedir(),
    environment,
    source: { dist: dirname(process.argv[1] ?? ''), version: PRODUCT_VERSION, runtime: process.execPath, path: environment['PATH'] },
  });
  try {
    server = await startServer({
      state,
      lock,
      version: PRODUCT_VERSION,
      clock: systemClock,
      log,
      parts,
      connections,
      sights: {
        processes: new AgentProcesses(),
        transcripts: new TranscriptWatch(homedir(), environment),
        codexTrust: async (folders) => {
          const program = connections.reaches('codex', () => undefined, folders) ? connections.program('codex') : undefined;
          return program === undefined ? undefined : codexTrust(program, folders, { cwd: state.root, environment });
        },
      },
      idleTime: Number(option('idle') ?? defaultIdleTime),
      graceTime: Number(option('grace') ?? (lock.tookOver ? graceAfterCrash : 0)),
      onEnd: () => leave(failing ? 1 : 0),
    });
  } catch (error) {
    log.error('could not start', error);
    leave(1);
  }
}

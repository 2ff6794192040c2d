import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Socket } from 'node:net';
import type { HookReply } from '../../core/agents/adapter.ts';
import { adapterFor } from '../../core/agents/adapters.ts';
import { decidingVariables } from '../../core/agents/variables.ts';
import type { Descriptor } from '../../core/protocol.ts';
import { readDescriptor, removeDescriptor } from '../../platform/descriptor.ts';
import { openStateFolder, type StateFolder } from '../../platform/stateFolder.ts';
import { failure, leave } from '../reply.ts';
import { noteFault } from './faultLog.ts';
import { InputError, readInput } from './input.ts';

declare const PRODUCT_VERSION: string;

/** As the launcher's: longer than any hold, and far below the timeout that is registered with the agents. */
const replyDeadline = 900_000;

/** Sockets and their like are loaded when there is somebody to talk to. */
const connection = (): Promise<typeof import('../../platform/connection.ts')> => import('../../platform/connection.ts');

interface Reached {
  readonly socket: Socket;
  readonly descriptor: Descriptor;
}

/**
 * `hook AGENT [--distrust PORT PID]`: answers one hook call and ends the process. Reaches the server or starts it; decides alone only
 * when that fails. `--distrust` is the launcher's word that this descriptor's port answered with something else.
 */
export async function hookCommand(args: readonly string[]): Promise<never> {
  const [agent = '', ...options] = args;
  // Gemini CLI runs the tool when Ctrl-C ends its hook without an answer.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => leave(failure(agent, 'it was interrupted while it was held.')));
  const internal = (error: unknown): never => {
    noteFault(error);
    return leave(failure(agent, 'the guard had an internal error, see log/gate.log in its folder.'));
  };
  process.on('uncaughtException', internal);
  try {
    return leave(await answer(agent, options));
  } catch (error) {
    return error instanceof InputError ? leave(failure(agent, error.message)) : internal(error);
  }
}

async function answer(agent: string, options: readonly string[]): Promise<HookReply> {
  if (!adapterFor(agent)) return failure(agent, `the agent "${agent.slice(0, 40)}" is not known.`);
  const parent = process.ppid;
  const variables = decidingVariables(process.env);
  const input = readInput();
  // Reported where it is awaited.
  input.catch(() => undefined);
  const state = openStateFolder();
  if (options[0] === '--distrust') distrust(state, Number(options[1]), Number(options[2]));
  const reached = (await reachServer(state)) ?? (await startedServer(state));
  const payload = await input.catch((error: unknown) => {
    reached?.socket.destroy();
    throw error;
  });
  if (!reached) {
    const { loadCommands } = await import('../loadCommands.ts');
    return loadCommands().decideAlone({ agent, variables, payload, state });
  }
  const { ConnectionError, askOver } = await connection();
  try {
    return await askOver(reached.socket, reached.descriptor, { agent, parent, variables, payload }, replyDeadline);
  } catch (error) {
    // It was asked once: a hold in flight ends in deny, and nothing is asked twice.
    const reason =
      error instanceof ConnectionError && error.reason === 'timeout' ? 'nobody answered in time.' : 'the guard ended while it decided.';
    return failure(agent, reason);
  }
}

/** Takes away the descriptor that led to a stranger, so that no token in it is ever sent again. */
function distrust(state: StateFolder, port: number, pid: number): void {
  const descriptor = readDescriptor(state.descriptor);
  if (descriptor?.port === port && descriptor.pid === pid) removeDescriptor(state.descriptor, descriptor);
}

async function reachServer(state: StateFolder): Promise<Reached | undefined> {
  const descriptor = readDescriptor(state.descriptor);
  if (!descriptor) return undefined;
  const { ConnectionError, connectToServer } = await connection();
  try {
    return { socket: await connectToServer(descriptor), descriptor };
  } catch (error) {
    // Whoever listens there has seen the token. (A dead process has not been sent anything.)
    if (!(error instanceof ConnectionError && error.reason === 'dead')) removeDescriptor(state.descriptor, descriptor);
    return undefined;
  }
}

async function startedServer(state: StateFolder): Promise<Reached | undefined> {
  const script = join(__dirname, 'server.js');
  if (!existsSync(script)) return undefined;
  const { ensureServer } = await import('../../platform/serverProcess.ts');
  const { connectToServer } = await connection();
  try {
    const descriptor = await ensureServer({ script, runtime: process.execPath, version: PRODUCT_VERSION }, { state });
    return descriptor && { socket: await connectToServer(descriptor), descriptor };
  } catch {
    return undefined; // Decided alone, by the same rules; only confirming is not possible then.
  }
}

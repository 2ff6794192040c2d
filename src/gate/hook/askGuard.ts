import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { HookReply } from '../../core/agents/adapter.ts';
import type { HookRequest } from '../../core/hookFrame.ts';
import type { Descriptor } from '../../core/protocol.ts';
import { readDescriptor, removeDescriptor } from '../../platform/descriptor.ts';
import type { StateFolder } from '../../platform/stateFolder.ts';
import { failure } from '../reply.ts';

declare const PRODUCT_VERSION: string;

/** As the launcher's: longer than any hold, and far below the timeout that is registered with the agents. */
const replyDeadline = 900_000;

/** Sockets and their like are loaded when there is somebody to talk to. */
const connection = (): Promise<typeof import('../../platform/connection.ts')> => import('../../platform/connection.ts');

/** A connection that has proved to lead to the server. */
export interface Reached {
  readonly socket: Socket;
  readonly descriptor: Descriptor;
}

/** Reaches the server or starts it; undefined when neither works, and the caller decides alone. */
export async function reachGuard(state: StateFolder): Promise<Reached | undefined> {
  return (await reachServer(state)) ?? (await startedServer(state));
}

/** Asks over such a connection and waits for a person. `signal` ends the wait: the server then drops the hold. */
export async function askReached(reached: Reached, request: HookRequest, signal?: AbortSignal): Promise<HookReply> {
  const { ConnectionError, askOver } = await connection();
  const hangUp = (): void => void reached.socket.destroy();
  signal?.addEventListener('abort', hangUp, { once: true });
  if (signal?.aborted === true) hangUp();
  try {
    return await askOver(reached.socket, reached.descriptor, request, replyDeadline);
  } catch (error) {
    // It was asked once: a hold in flight ends in deny, and nothing is asked twice.
    const reason =
      error instanceof ConnectionError && error.reason === 'timeout' ? 'nobody answered in time.' : 'the guard ended while it decided.';
    return failure(request.agent, reason);
  } finally {
    signal?.removeEventListener('abort', hangUp);
  }
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

import { timingSafeEqual } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { HookReply } from '../core/agents/adapter.ts';
import { encodeHookRequest, parseHookReply, type HookRequest } from '../core/hookFrame.ts';
import type { Descriptor, ServerCall } from '../core/protocol.ts';
import { isAlive } from './processes.ts';

/** A second for the whole handshake, as the launcher's `read -t 1`: a server on the same machine answers in microseconds. */
export const handshakeDeadline = 1000;
/** Largest reply that is read, bytes: a masked view of a file fits many times. */
export const maxReply = 4 * 1024 * 1024;

export type ConnectionFault = 'dead' | 'refused' | 'stranger' | 'timeout' | 'closed' | 'malformed';

/** Why the server could not be asked. The caller then starts another or decides alone. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  readonly reason: ConnectionFault;

  constructor(reason: ConnectionFault) {
    super(`Tenth Second server: ${reason}`);
    this.reason = reason;
  }
}

/** Constant time, so that a stranger cannot find a token byte by byte. */
export function sameToken(given: string, wanted: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(wanted);
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Connects and proves both ways. Nothing but our token is sent before the other side has shown the server's: a stranger on the
 * port learns a token that only lets one ask, and no input.
 */
export async function connectToServer(descriptor: Descriptor, deadline = handshakeDeadline): Promise<Socket> {
  if (!isAlive(descriptor.pid)) throw new ConnectionError('dead');
  const socket = connect({ port: descriptor.port, host: '127.0.0.1', noDelay: true });
  try {
    await handshake(socket, descriptor, deadline);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function handshake(socket: Socket, descriptor: Descriptor, deadline: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const timer = setTimeout(() => done('timeout'), deadline);
    const onReadable = (): void => {
      const chunk = socket.read() as Buffer | null;
      if (chunk === null) return;
      received = Buffer.concat([received, chunk]);
      const end = received.indexOf(0x0a);
      if (end < 0) return received.length > descriptor.serverToken.length ? done('stranger') : undefined;
      if (!sameToken(received.toString('latin1', 0, end), descriptor.serverToken)) return done('stranger');
      const rest = received.subarray(end + 1);
      if (rest.length > 0) socket.unshift(rest);
      return done(undefined);
    };
    const onError = (): void => done('refused');
    const onClose = (): void => done('stranger');
    const done = (fault: ConnectionFault | undefined): void => {
      clearTimeout(timer);
      socket.off('readable', onReadable).off('error', onError).off('close', onClose).off('end', onClose);
      // An error after this point is reported by 'close'; without a listener it would end the process.
      socket.on('error', () => {});
      if (fault === undefined) resolve();
      else reject(new ConnectionError(fault));
    };
    socket.on('readable', onReadable).on('error', onError).on('close', onClose).on('end', onClose);
    socket.write(`${descriptor.clientToken}\n`);
  });
}

/** A stream for `vscode-languageclient`: what follows is the language-server protocol (`Messages`). */
export async function openWindowStream(descriptor: Descriptor): Promise<Socket> {
  const socket = await connectToServer(descriptor);
  socket.write('window\n');
  return socket;
}

/** Asks about one hook call; waits for a person, at most `deadline` ms. */
export async function askHook(descriptor: Descriptor, request: HookRequest, deadline: number): Promise<HookReply> {
  return askOver(await connectToServer(descriptor), descriptor, request, deadline);
}

/** The same over a connection that has proved to be the server: the caller can tell a server that was not reached from one that failed. */
export async function askOver(socket: Socket, descriptor: Descriptor, request: HookRequest, deadline: number): Promise<HookReply> {
  socket.write(encodeHookRequest(request, descriptor.clientToken));
  const reply = parseHookReply(await readAll(socket, deadline));
  if (reply === undefined) throw new ConnectionError('malformed');
  return reply;
}

export async function callServer(descriptor: Descriptor, call: ServerCall, deadline = 5000): Promise<unknown> {
  const socket = await connectToServer(descriptor);
  socket.write(`call ${JSON.stringify(call)}\n`);
  const text = await readAll(socket, deadline);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ConnectionError(text === '' ? 'closed' : 'malformed');
  }
}

function readAll(socket: Socket, deadline: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let ended = false;
    const fail = (fault: ConnectionFault): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new ConnectionError(fault));
    };
    const timer = setTimeout(() => fail('timeout'), deadline);
    socket.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > maxReply) fail('malformed');
    });
    socket.once('end', () => {
      ended = true;
      clearTimeout(timer);
      socket.destroy();
      resolve(Buffer.concat(chunks).toString('utf8'));
    });
    socket.once('close', () => {
      if (!ended) fail('closed');
    });
  });
}

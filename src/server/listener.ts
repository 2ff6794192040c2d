import { createServer, type Server, type Socket } from 'node:net';
import type { HookReply } from '../core/agents/adapter.ts';
import { exitTwo } from '../core/agents/adapter.ts';
import { encodeHookReply, hookTerminator, parseHookRequest, type HookRequest } from '../core/hookFrame.ts';
import { maxHookInput } from '../core/protocol.ts';
import { sameToken } from '../platform/connection.ts';

export interface ListenerPorts {
  readonly clientToken: string;
  readonly serverToken: string;
  /** Answers one hook call; `gone` is aborted when the hook process leaves. */
  hook(request: HookRequest, gone: AbortSignal): Promise<HookReply>;
  /** The answer to a call that cannot even be read, in the agent's own way if the agent is known. */
  unreadable(agent: string, reason: string): HookReply;
  window(socket: Socket): void;
  call(text: string): Promise<unknown>;
  fault(text: string, error: unknown): void;
}

/** Time for the token, and for the line that says what the connection is. */
const phaseDeadline = 2000;
/** Time for the whole hook input: the launcher has all of it before it connects, or pipes it through. */
const inputDeadline = 30_000;
/** Time for the client to read its answer. */
const readDeadline = 30_000;
const maxCall = 16 * 1024;
/** A hook's first field with agent, parent and variables. */
const maxHead = 256 * 1024;
/** 50 holds, their windows and a burst of calls; beyond, a newcomer is dropped and its gate decides alone. */
const maxConnections = 1000;

/** The loopback port: proves the client, then hands the connection to what its first line asks for. */
export function createListener(ports: ListenerPorts): Server {
  const server = createServer({ noDelay: true }, (socket) => serve(socket, ports));
  server.maxConnections = maxConnections;
  return server;
}

function serve(socket: Socket, ports: ListenerPorts): void {
  // 'close' follows; there is nobody to tell about a connection that broke.
  socket.on('error', () => {});
  const drop = (): void => void socket.destroy();
  let chunks: Buffer[] = [];
  let size = 0;
  let deadline = setTimeout(drop, phaseDeadline);
  let phase: 'token' | 'kind' | 'hook' | 'call' = 'token';
  const tokenLength = ports.clientToken.length;
  const terminator = Buffer.from(hookTerminator(ports.clientToken), 'latin1');

  const pending = (): Buffer => {
    if (chunks.length > 1) chunks = [Buffer.concat(chunks)];
    return chunks[0] ?? Buffer.alloc(0);
  };
  const next = (to: typeof phase, time: number): void => {
    phase = to;
    clearTimeout(deadline);
    deadline = setTimeout(drop, time);
  };
  const take = (bytes: number): void => {
    const rest = pending().subarray(bytes);
    chunks = rest.length > 0 ? [rest] : [];
    size = rest.length;
  };
  const release = (): void => {
    clearTimeout(deadline);
    socket.off('data', onData);
  };

  const onData = (chunk: Buffer): void => {
    chunks.push(chunk);
    size += chunk.length;
    if (phase === 'token') {
      const buffer = pending();
      const end = buffer.indexOf(0x0a);
      if (end < 0 ? size > tokenLength : !sameToken(buffer.toString('latin1', 0, end), ports.clientToken)) return drop();
      if (end < 0) return;
      take(end + 1);
      socket.write(`${ports.serverToken}\n`);
      next('kind', phaseDeadline);
    }
    if (phase === 'kind') {
      const start = pending().toString('latin1', 0, 7);
      if (start.startsWith('hook\x1f')) next('hook', inputDeadline);
      else if (start.startsWith('call ')) next('call', phaseDeadline);
      else if (start === 'window\n') {
        take(7);
        release();
        const rest = chunks[0];
        if (rest) socket.unshift(rest);
        return ports.window(socket);
      } else if (size >= 7) return drop();
      else return;
    }
    if (phase === 'call') {
      if (size > maxCall) return drop();
      const buffer = pending();
      const end = buffer.indexOf(0x0a);
      if (end < 0) return;
      release();
      void answerCall(socket, buffer.toString('utf8', 5, end), ports);
    } else if (phase === 'hook') {
      const last = chunk.length >= terminator.length ? chunk : pending();
      if (last.subarray(-terminator.length).equals(terminator)) {
        release();
        const buffer = pending();
        return void answer(socket, buffer.subarray(0, buffer.length - terminator.length), ports);
      }
      if (size > maxHookInput + maxHead) {
        release();
        // Whatever else comes is not kept; the answer must still be read by one that writes first.
        socket.on('data', () => {});
        const agent = pending().toString('latin1', 5, 60).split('\x1f', 1)[0]!;
        return finish(socket, encodeHookReply(ports.unreadable(agent, 'the hook input is larger than 16 MB')));
      }
      // Carries the acknowledgement at once: without it the system delays that for 40 ms, and the client's next small write waits.
      socket.write(' ');
    }
  };
  socket.on('data', onData);
  socket.once('close', () => clearTimeout(deadline));
}

async function answer(socket: Socket, frame: Buffer, ports: ListenerPorts): Promise<void> {
  const gone = new AbortController();
  let answered = false;
  // A reason of our own: the default one is an exception with a stack, made for every call.
  const leave = (): void => {
    if (!answered) gone.abort('gone');
  };
  socket.once('end', leave);
  socket.once('close', leave);
  // Without a reader the end of the stream would not be seen.
  socket.on('data', () => {});
  let reply: HookReply;
  try {
    const request = parseHookRequest(textFrom(frame));
    reply = request
      ? await ports.hook(request, gone.signal)
      : exitTwo('Tenth Second could not read the hook request, so the action did not run.');
  } catch (error) {
    ports.fault('a hook request could not be answered', error);
    reply = exitTwo('Tenth Second could not read the hook input, so the action did not run.');
  }
  answered = true;
  finish(socket, encodeHookReply(reply));
}

/** The last write; a client that does not read it is not waited for. */
function finish(socket: Socket, text: string): void {
  socket.setTimeout(readDeadline, () => socket.destroy());
  socket.end(text);
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Throws on bytes that are no UTF-8: replaced ones would not be what the agent runs. */
function textFrom(bytes: Buffer): string {
  return decoder.decode(bytes);
}

async function answerCall(socket: Socket, text: string, ports: ListenerPorts): Promise<void> {
  try {
    finish(socket, `${JSON.stringify(await ports.call(text))}\n`);
  } catch (error) {
    ports.fault('a call could not be answered', error);
    socket.destroy();
  }
}

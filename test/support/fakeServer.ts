import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';

/** What listens on a port that a descriptor names: the protocol's first step, and whatever the test wants after it. */
export interface FakeServer {
  readonly port: number;
  readonly clientToken: string;
  /** Everything that each connection sent. */
  readonly received: string[];
  /** Writes the descriptor, with the process number of this test. */
  readonly describe: (home: string) => string;
  readonly close: () => Promise<void>;
}

/** `handshake`: proves itself as the server does, then `answer` gets the rest. Without it `answer` gets the first bytes already. */
export async function startFakeServer(
  handshake: boolean,
  answer: (socket: Socket, text: string, clientToken: string) => void,
): Promise<FakeServer> {
  const clientToken = randomBytes(24).toString('hex');
  const serverToken = randomBytes(24).toString('hex');
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    const index = received.push('') - 1;
    let proved = !handshake;
    socket.setEncoding('utf8');
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk: string) => {
      received[index] += chunk;
      const text = received[index]!;
      if (!proved) {
        if (!text.startsWith(`${clientToken}\n`)) return;
        proved = true;
        socket.write(`${serverToken}\n`);
        if (text.length === clientToken.length + 1) return;
      }
      answer(socket, handshake ? text.slice(clientToken.length + 1) : text, clientToken);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    clientToken,
    received,
    describe(home) {
      const run = path.join(home, '.tenth-second/run');
      mkdirSync(run, { recursive: true, mode: 0o700 });
      const file = path.join(run, 'server');
      writeFileSync(file, [port, process.pid, clientToken, serverToken, '0.1.0', ''].join('\n'));
      chmodSync(file, 0o600);
      return file;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

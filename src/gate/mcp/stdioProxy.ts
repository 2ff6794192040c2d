import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { Exchange } from './exchange.ts';
import { createMcpJudge } from './judge.ts';
import { onLines, writeTo } from './lines.ts';

export interface StdioOptions {
  readonly server: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly waits: number | undefined;
}

/** Time for a server to end by itself when its input has ended, before it is told to, ms. */
const endTime = 2000;

/** Runs a stdio MCP server behind the guard until one side ends; gives the server's exit code. */
export function runStdioProxy({ server, command, cwd, waits }: StdioOptions): Promise<number> {
  const note = (text: string): void => void process.stderr.write(`tenth-second mcp ${server}: ${text}\n`);
  const [program = '', ...args] = command;
  const windows = process.platform === 'win32';
  const child = spawn(program, args, {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
    // npx and its like are .cmd files there, which only a shell starts.
    ...(windows && !/\.(?:exe|com)$/i.test(program) ? { shell: true } : {}),
  });
  const exchange: Exchange = new Exchange({
    server,
    judge: createMcpJudge({ server, cwd, waits, client: () => exchange.client }),
    toServer: (message) => writeTo(child.stdin, message, process.stdin),
    toClient: (message) => writeTo(process.stdout, message, child.stdout),
    note,
  });
  // Whoever does not read any more is noticed by the end of its own stream.
  child.stdin.on('error', () => {});
  process.stdout.on('error', () => {
    exchange.abort();
    child.stdin.end();
  });
  onLines(
    process.stdin,
    (line) => exchange.fromClient(line),
    (error) => {
      if (error) note(error.message);
      // What was asked before the end is still answered; the guard itself notices when the client is gone.
      void exchange.settled().then(() => child.stdin.end());
    },
  );
  return new Promise((resolve) => {
    let ended = false;
    const finish = (code: number): void => {
      if (ended) return;
      ended = true;
      exchange.abort();
      process.stdin.destroy();
      // All that was written has to reach the client before the process ends.
      process.stdout.write('', () => resolve(code));
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        exchange.abort();
        child.kill(signal);
        setTimeout(() => child.kill('SIGKILL'), endTime).unref();
      });
    child.once('error', (error) => {
      note(`${program} could not be started: ${error.message}`);
      finish(127);
    });
    let exit: number | undefined;
    let drained = false;
    const both = (): void => {
      if (exit !== undefined && drained) finish(exit);
    };
    onLines(
      child.stdout,
      (line) => exchange.fromServer(line),
      (error) => {
        if (error) note(error.message);
        drained = true;
        both();
      },
    );
    child.once('exit', (code, signal) => {
      exit = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      both();
    });
  });
}

import * as vscode from 'vscode';

/** Where a part of the extension writes what happened. Never the `vscode` channel itself, so that nothing gets past the sink. */
export interface Log {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}

/** The one output channel, with a prefix for each program and the redaction of secrets in front of it. */
export class LogChannel implements vscode.Disposable {
  readonly #channel = vscode.window.createOutputChannel('Tenth Second', { log: true });
  #redact: ((text: string) => string) | undefined;
  #early: (() => void)[] = [];
  #disposed = false;

  /** The redaction is loaded after the start; lines that come before wait for it. */
  redactWith(redact: (text: string) => string): void {
    this.#redact = redact;
    for (const write of this.#early.splice(0)) write();
  }

  for(program: 'extension' | 'server'): Log {
    const write = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error', message: string): void => {
      if (this.#disposed) return;
      if (this.#redact === undefined) this.#early.push(() => write(level, message));
      else this.#channel[level](this.#redact(`[${program}] ${message}`));
    };
    return {
      trace: (message) => write('trace', message),
      debug: (message) => write('debug', message),
      info: (message) => write('info', message),
      warn: (message) => write('warn', message),
      error: (message, error) => write('error', error === undefined ? message : `${message}: ${describeError(error)}`),
    };
  }

  /** The shape the language client writes to; it ends in the same sink. Once `isOver`, its complaints about the end are of no use. */
  asOutputChannel(program: 'extension' | 'server', isOver: () => boolean): vscode.LogOutputChannel {
    const log = this.for(program);
    const channel = this.#channel;
    const text = (message: string | Error) => (typeof message === 'string' ? message : describeError(message));
    return {
      name: channel.name,
      get logLevel() {
        return channel.logLevel;
      },
      onDidChangeLogLevel: channel.onDidChangeLogLevel,
      append: (value) => log.info(value),
      appendLine: (value) => log.info(value),
      replace: (value) => log.info(value),
      clear: () => undefined,
      show: () => channel.show(true),
      hide: () => channel.hide(),
      dispose: () => undefined,
      trace: (message) => log.trace(message),
      debug: (message) => log.debug(message),
      info: (message) => log.info(message),
      warn: (message) => log.warn(message),
      error: (message) => (isOver() ? log.debug(text(message)) : log.error(text(message))),
    };
  }

  show(): void {
    this.#channel.show(true);
  }

  /** What is said while the window closes is lost: a closed channel throws. */
  dispose(): void {
    this.#disposed = true;
    this.#channel.dispose();
  }
}

/** One line of an error, without its stack. */
export function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

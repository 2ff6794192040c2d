import {
  clientMessageFrom,
  holdProgress,
  refusedCall,
  refusedRequest,
  type ClientMessage,
  type RequestId,
} from '../../core/mcp/message.ts';
import { isJsonObject } from '../../core/payload/json.ts';
import { readToolList } from '../../core/mcp/toolList.ts';
import { assertNever, type Json } from '../../core/types.ts';
import type { Judged, JudgeMessage } from './judge.ts';

/** Two sides of one connection between a client and its MCP server, whatever carries them. */
export interface ExchangePorts {
  readonly server: string;
  readonly judge: JudgeMessage;
  toServer(message: Buffer | string): void;
  toClient(message: Buffer | string): void;
  /** A fact for the person who reads the server's log. */
  note(text: string): void;
}

/** How often a client that asked for progress hears that its call is held, ms. */
const progressTime = 5000;

/**
 * What stands between a client and its server: calls of tools and reads of file resources are judged, what is let through goes on byte
 * for byte, and everything else is not looked at twice. A call that is held does not keep later messages from passing.
 */
export class Exchange {
  readonly #ports: ExchangePorts;
  readonly #held = new Map<string, AbortController>();
  readonly #lists = new Set<string>();
  readonly #destructive = new Set<string>();
  readonly #descriptions = new Map<string, string>();
  readonly #pending = new Set<Promise<void>>();
  #client: string | undefined;

  constructor(ports: ExchangePorts) {
    this.#ports = ports;
  }

  /** Name that the client gave itself. */
  get client(): string | undefined {
    return this.#client;
  }

  /** Resolves when nothing is held any more. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  /** The client is gone: what waits is dropped. */
  abort(): void {
    for (const controller of this.#held.values()) controller.abort();
  }

  fromClient(bytes: Buffer): void {
    if (bytes.toString('latin1').trim() === '') return this.#ports.toServer(bytes);
    const value = parse(bytes);
    if (value === undefined) {
      // A server may read what we cannot: then nobody has judged it.
      this.#ports.note('a message of the client is no JSON and was not passed on');
      return this.#ports.toClient(`${refusedRequest(null, 'Parse error', -32_700)}\n`);
    }
    if (!Array.isArray(value)) return this.#message(clientMessageFrom(value), bytes);
    // Batches were part of the protocol for a while (2025-03-26). Taken apart when one of them has to be judged.
    const messages = (value as readonly Json[]).map((each) => ({ each, message: clientMessageFrom(each) }));
    if (messages.every(({ message }) => message.type === 'other')) return this.#ports.toServer(bytes);
    for (const { each, message } of messages) this.#message(message, Buffer.from(`${JSON.stringify(each)}\n`));
  }

  #message(message: ClientMessage, bytes: Buffer): void {
    if ('client' in message && message.client !== undefined) this.#client = message.client;
    switch (message.type) {
      case 'call':
      case 'resource':
        return this.#judge(message, bytes);
      case 'invalid':
        this.#ports.note(`${message.reason} was not passed on`);
        if (message.id !== undefined) this.#ports.toClient(`${refusedRequest(message.id, message.reason, -32_602)}\n`);
        return undefined;
      case 'cancel': {
        const held = this.#held.get(keyOf(message.id));
        // The server has not seen that call, so it is not told of its end either.
        return held === undefined ? this.#ports.toServer(bytes) : held.abort();
      }
      case 'list':
        this.#lists.add(keyOf(message.id));
        return this.#ports.toServer(bytes);
      case 'other':
        return this.#ports.toServer(bytes);
      default:
        return assertNever(message);
    }
  }

  #judge(message: Judged, bytes: Buffer): void {
    const work = this.#judged(message, bytes).finally(() => this.#pending.delete(work));
    this.#pending.add(work);
  }

  async #judged(message: Judged, bytes: Buffer): Promise<void> {
    const key = keyOf(message.id);
    const controller = new AbortController();
    this.#held.set(key, controller);
    const started = Date.now();
    const token = message.type === 'call' ? message.progressToken : undefined;
    const timer =
      token === undefined
        ? undefined
        : setInterval(() => this.#ports.toClient(`${holdProgress(token, (Date.now() - started) / 1000)}\n`), progressTime);
    let reason: string | undefined;
    try {
      const destructiveHint = message.type === 'call' && this.#destructive.has(message.tool);
      reason = await this.#ports.judge(message, { destructiveHint }, controller.signal);
    } catch (error) {
      reason = `Tenth Second could not judge this call, so it did not run (${error instanceof Error ? error.name : 'error'}).`;
    } finally {
      clearInterval(timer);
      if (this.#held.get(key) === controller) this.#held.delete(key);
    }
    if (controller.signal.aborted) return;
    if (reason === undefined) this.#ports.toServer(bytes);
    else this.#ports.toClient(`${message.type === 'call' ? refusedCall(message.id, reason) : refusedRequest(message.id, reason)}\n`);
  }

  fromServer(bytes: Buffer): void {
    this.#ports.toClient(this.#lists.size === 0 ? bytes : (this.#listed(bytes) ?? bytes));
  }

  /** The corrected answer to `tools/list`, if this is one that has to be corrected. */
  #listed(bytes: Buffer): string | undefined {
    const value = parse(bytes);
    if (!isJsonObject(value) || value['method'] !== undefined) return undefined;
    const id = value['id'];
    if ((typeof id !== 'string' && typeof id !== 'number') || !this.#lists.delete(keyOf(id))) return undefined;
    const { corrected, destructive, descriptions } = readToolList(this.#ports.server, value);
    for (const tool of destructive) this.#destructive.add(tool);
    for (const [tool, description] of descriptions) {
      const before = this.#descriptions.get(tool);
      if (before !== undefined && before !== description)
        this.#ports.note(`the server changed what it says of its tool ${JSON.stringify(tool.slice(0, 80))} since it was first listed`);
      this.#descriptions.set(tool, description);
    }
    return corrected === undefined ? undefined : `${JSON.stringify(corrected)}\n`;
  }
}

function keyOf(id: RequestId): string {
  return JSON.stringify(id);
}

/** Undefined when it is no JSON. */
function parse(bytes: Buffer): Json | undefined {
  try {
    return JSON.parse(bytes.toString('utf8')) as Json;
  } catch {
    return undefined;
  }
}

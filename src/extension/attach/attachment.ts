import type {
  CredentialFileView,
  GiveParams,
  HoldAnswer,
  OrderReply,
  SessionView,
  WindowState,
  TerminalCommand,
} from '../../core/protocol.ts';
import type { FactorProof } from '../../core/policy/secondFactor.ts';
import type { OrderChange } from '../../core/policy/orders.ts';
import type { Configuration } from '../configuration.ts';
import type { Log } from '../log.ts';
import type { Phase } from '../statusText.ts';
import type { WindowKey } from '../windowKey.ts';
import { backOff } from './backOff.ts';
import type { Reached, ServerRoad } from './serverRoad.ts';
import type { WindowClient, WindowHandlers } from './windowClient.ts';

/** What the rest of the window does with the server's requests, whichever server they come from. */
export type Face = Omit<WindowHandlers, 'retiring' | 'closed' | 'state' | 'hold'> & {
  hold(view: Parameters<WindowHandlers['hold']>[0], origin: number): Promise<HoldAnswer>;
  state(state: WindowState): void;
  phase(phase: Phase): void;
  /** All questions of the server with this process id are void. */
  gone(origin: number): void;
};

export interface AttachmentParts {
  readonly road: ServerRoad;
  readonly key: WindowKey;
  readonly configuration: Pick<Configuration, 'window'>;
  readonly product: { readonly name: string; readonly version: string };
  readonly face: Face;
  readonly log: Log;
  readonly createClient: (reached: Reached, handlers: WindowHandlers) => WindowClient;
}

/** Attached this long, a lost stream counts as the first failure again. */
const settledAfter = 10_000;

/**
 * This window's place at the server: attaches, proves itself, configures, and comes back when the stream ends. A retiring server
 * keeps its stream until it closes, since a hold of its own may be on screen.
 */
export class Attachment {
  #current: WindowClient | undefined;
  readonly #older = new Set<WindowClient>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #attaching: Promise<void> | undefined;
  #retired: number | undefined;
  #disposed = false;
  #locked = false;

  readonly #parts: AttachmentParts;

  constructor(parts: AttachmentParts) {
    this.#parts = parts;
  }

  /** Attaches now, unless attached or about to be. */
  attach(): Promise<void> {
    if (this.#disposed || this.#current !== undefined) return Promise.resolve();
    this.#cancelTimer();
    this.#attaching ??= this.#tryToAttach().finally(() => {
      this.#attaching = undefined;
      // Lost or handed over while it was being made.
      if (this.#current === undefined && this.#timer === undefined && !this.#locked) this.#retryLater('the server is gone');
    });
    return this.#attaching;
  }

  /** Another window has stored a key, so this one may be welcome now. */
  async retryWithNewKey(): Promise<void> {
    if (!this.#locked || this.#current !== undefined) return;
    this.#locked = false;
    this.#attempt = 0;
    await this.attach();
  }

  /** Tells the server what has changed; does nothing when there is none, since attaching tells everything. */
  async configure(): Promise<void> {
    await Promise.all([...this.#clients()].map((client) => client.configure(this.#parts.configuration.window)));
  }

  async pause(minutes: number): Promise<void> {
    if (this.#current === undefined) throw new Error('this window is not attached to the guard');
    await this.#current.pause(minutes);
  }

  /** The client of the server that this window is attached to. */
  get client(): WindowClient {
    if (this.#current === undefined) throw new Error('this window is not attached to the guard');
    return this.#current;
  }

  /** What the server knows of credentials in this window's folders, and of sessions; nothing when there is no server. */
  async credentials(): Promise<readonly CredentialFileView[]> {
    return (await this.#current?.credentials()) ?? [];
  }

  async sessions(): Promise<readonly SessionView[]> {
    return (await this.#current?.sessions()) ?? [];
  }

  async give(wanted: GiveParams): Promise<boolean> {
    if (this.#current === undefined) throw new Error('this window is not attached to the guard');
    return this.#current.give(wanted);
  }

  /** Commands that run while there is no server are not judged: nobody would be told. */
  async terminal(event: TerminalCommand): Promise<void> {
    await this.#current?.terminal(event);
  }

  async order(change: OrderChange, factor?: FactorProof): Promise<OrderReply> {
    return this.client.order(change, factor);
  }

  async focused(): Promise<void> {
    await this.#current?.focused();
  }

  /** Leaves the server and comes back with whatever key is stored then. */
  async restart(between: () => Promise<void>): Promise<void> {
    this.#cancelTimer();
    await this.#attaching?.catch(() => undefined);
    this.#locked = true;
    const leaving = [...this.#clients()];
    this.#current = undefined;
    await Promise.all(leaving.map((client) => client.stop().catch(() => undefined)));
    await between();
    this.#locked = false;
    this.#attempt = 0;
    await this.attach();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#cancelTimer();
    await Promise.all([...this.#clients()].map((client) => client.stop().catch(() => undefined)));
  }

  *#clients(): Iterable<WindowClient> {
    if (this.#current !== undefined) yield this.#current;
    yield* this.#older;
  }

  async #tryToAttach(): Promise<void> {
    const { face, log } = this.#parts;
    let client: WindowClient | undefined;
    try {
      const reached = await this.#parts.road.reach(this.#retired);
      if (this.#disposed) {
        reached.socket.destroy();
        return;
      }
      const { pid } = reached;
      const made: WindowClient = this.#parts.createClient(reached, {
        hold: (view) => face.hold(view, pid),
        withdraw: (id, reason) => face.withdraw(id, reason),
        approveWindow: (product) => face.approveWindow(product),
        activity: (entries) => face.activity(entries),
        warning: (text) => face.warning(text),
        anchors: () => face.anchors(),
        anchor: (anchor) => face.anchor(anchor),
        alarm: (alarm) => face.alarm(alarm),
        timelineGrew: (records) => face.timelineGrew(records),
        state: (state) => {
          if (this.#current === made) face.state(state);
        },
        credentialsChanged: () => face.credentialsChanged(),
        retiring: () => this.#retire(made),
        closed: () => this.#lost(made),
      });
      client = made;
      const { product } = this.#parts;
      // State and holds may come with the answer to `prove`, so the client has to be the current one before it.
      this.#current = made;
      const result = await made.start(async (nonce) => ({
        ...(await this.#parts.key.prove(nonce)),
        product: product.name,
        version: product.version,
      }));
      if (!result.accepted) {
        this.#locked = true;
        this.#current = undefined;
        log.warn(`the server does not accept this window: ${result.reason}`);
        await made.stop().catch(() => undefined);
        face.phase({ type: 'locked', reason: result.reason });
        return;
      }
      await made.configure(this.#parts.configuration.window);
      if (this.#current !== made) return;
      this.#retired = undefined;
      log.info(`attached to server ${made.version}, process ${made.pid}`);
      face.phase({ type: 'attached', version: made.version });
      setTimeout(() => {
        if (this.#current === made) this.#attempt = 0;
      }, settledAfter).unref?.();
    } catch (error) {
      if (client !== undefined) {
        if (this.#current === client) this.#current = undefined;
        await client.stop().catch(() => undefined);
      }
      this.#retryLater(error instanceof Error ? error.message : String(error));
    }
  }

  #retire(client: WindowClient): void {
    if (this.#current !== client) return;
    this.#parts.log.info(`server ${client.version}, process ${client.pid}, hands over to a newer one`);
    this.#current = undefined;
    this.#older.add(client);
    this.#retired = client.pid;
    this.#attempt = 0;
    void this.attach();
  }

  #lost(client: WindowClient): void {
    this.#parts.face.gone(client.pid);
    void client.stop().catch(() => undefined);
    if (this.#older.delete(client) || this.#current !== client) return;
    this.#current = undefined;
    if (this.#disposed || this.#locked || this.#attaching !== undefined) return;
    this.#retryLater('the server is gone');
  }

  #retryLater(reason: string): void {
    if (this.#disposed) return;
    const wait = backOff(this.#attempt++);
    this.#parts.log.warn(`not attached: ${reason}; next try in ${wait} ms`);
    // The first losses mend themselves within a second: no reason to alarm.
    if (this.#attempt > 2) this.#parts.face.phase({ type: 'detached', reason });
    this.#cancelTimer();
    this.#timer = setTimeout(() => void this.attach(), wait);
  }

  #cancelTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

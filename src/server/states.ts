import type { AgentState } from '../core/protocol.ts';
import type { Orders } from '../core/policy/orders.ts';
import type { Clock } from './clock.ts';
import type { Grants } from './grants.ts';
import type { Holds } from './holds.ts';
import type { Redact } from './holdText.ts';
import type { Surroundings } from './parts.ts';
import type { AttachedWindow, Windows } from './windows.ts';

export interface StatePorts {
  readonly clock: Clock;
  readonly windows: Windows;
  readonly holds: Holds;
  readonly grants: Grants;
  readonly redact: Redact;
  surroundings(window: AttachedWindow): Promise<Surroundings>;
  ordersOn(folders: readonly string[]): Orders;
  agentsOn(folders: readonly string[]): readonly AgentState[];
  fault(text: string, error: unknown): void;
}

/** Several changes within this time are told once. */
const groupTime = 30;

/** Tells each window what its status bar shows, whenever that has changed. */
export class States {
  readonly #ports: StatePorts;
  readonly #told = new WeakMap<AttachedWindow, string>();
  readonly #known = new WeakMap<AttachedWindow, Surroundings>();
  #cancelPauseEnd: (() => void) | undefined;
  #pending = false;
  #fresh = false;

  constructor(ports: StatePorts) {
    this.#ports = ports;
  }

  /** `knowledge`: the surroundings may have changed, too. */
  changed(knowledge = false): void {
    this.#fresh ||= knowledge;
    if (this.#pending) return;
    this.#pending = true;
    this.#ports.clock.after(groupTime, () => {
      const fresh = this.#fresh;
      this.#pending = false;
      this.#fresh = false;
      for (const window of this.#ports.windows.all)
        this.#tell(window, fresh).catch((error: unknown) => this.#ports.fault('a window could not be told its state', error));
    });
  }

  /** A pause ends by itself; the status bar says so then. */
  pauseChanged(): void {
    this.#cancelPauseEnd?.();
    this.#cancelPauseEnd = undefined;
    const until = this.#ports.grants.pausedUntil;
    if (until !== undefined) this.#cancelPauseEnd = this.#ports.clock.after(until - this.#ports.clock.now() + 1, () => this.changed());
    this.changed();
  }

  async #tell(window: AttachedWindow, fresh: boolean): Promise<void> {
    const { holds, grants, redact } = this.#ports;
    let surroundings = this.#known.get(window);
    if (fresh || !surroundings) {
      surroundings = await this.#ports.surroundings(window);
      this.#known.set(window, surroundings);
    }
    const pausedUntil = grants.pausedUntil;
    const { frozenAt, pin } = this.#ports.ordersOn(window.folders);
    const state = {
      ...surroundings,
      agents: this.#ports.agentsOn(window.folders),
      ...(frozenAt === undefined ? {} : { frozenAt }),
      ...(pin === undefined ? {} : { pin }),
      ...(pausedUntil === undefined ? {} : { pausedUntil }),
      holds: [...holds.live, ...holds.parked]
        .filter((held) => held.window === window)
        .map((held) => ({ id: held.id, title: held.title(redact), parked: held.parked })),
    };
    const text = JSON.stringify(state);
    if (this.#told.get(window) === text) return;
    this.#told.set(window, text);
    window.state(state);
  }
}

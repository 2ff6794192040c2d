import type { Clock } from './clock.ts';

/** Ends the server after a while without windows and calls. */
export class Idle {
  readonly #clock: Clock;
  readonly #time: number;
  readonly #busy: () => boolean;
  readonly #end: () => void;
  #last: number;

  constructor(clock: Clock, time: number, busy: () => boolean, end: () => void) {
    this.#clock = clock;
    this.#time = time;
    this.#busy = busy;
    this.#end = end;
    this.#last = clock.now();
    this.#watch(time);
  }

  /** Something was asked of the server. */
  touch(): void {
    this.#last = this.#clock.now();
  }

  #watch(time: number): void {
    this.#clock.after(time, () => {
      if (this.#busy()) this.touch();
      const left = this.#last + this.#time - this.#clock.now();
      if (left <= 0) this.#end();
      else this.#watch(left);
    });
  }
}

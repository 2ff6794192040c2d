/** Shows one question at a time in this window, in the order they came, whichever server asked. */
export class ModalQueue {
  readonly #entries = new Map<string, AbortController>();
  #tail: Promise<unknown> = Promise.resolve();

  /** Ids of what waits or is shown. */
  get waiting(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /**
   * Resolves with what `show` gives, or with `withdrawn` as soon as the question is withdrawn. A modal cannot be closed by us, so
   * the next question still waits until the person has closed the one on screen; what they answer there does nothing.
   */
  ask<T>(id: string, show: (signal: AbortSignal) => Promise<T>, withdrawn: T): Promise<T> {
    this.#entries.get(id)?.abort('asked again');
    const controller = new AbortController();
    const { signal } = controller;
    this.#entries.set(id, controller);
    const aborted = new Promise<T>((resolve) => signal.addEventListener('abort', () => resolve(withdrawn), { once: true }));
    const shown = this.#tail.then(async () => (signal.aborted ? withdrawn : await show(signal)));
    this.#tail = shown.catch(() => undefined);
    return Promise.race([aborted, shown]).finally(() => {
      if (this.#entries.get(id) === controller) this.#entries.delete(id);
    });
  }

  /** False when nothing with this id waits here. `reason` is the signal's. */
  withdraw(id: string, reason: string): boolean {
    const controller = this.#entries.get(id);
    this.#entries.delete(id);
    controller?.abort(reason);
    return controller !== undefined;
  }
}

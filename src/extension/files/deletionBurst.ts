/** So many files within so many milliseconds are no longer single deletions. */
export const burstSize = 25;
export const burstTime = 5000;

/** Counts deletions and says, once for each burst, that there are many. */
export class DeletionBurst {
  #times: number[] = [];
  #paths: string[] = [];
  #told = false;

  /** The paths of the burst when this deletion makes it one; undefined otherwise, also while the burst goes on. */
  add(path: string, now: number): readonly string[] | undefined {
    if (this.#times.length > 0 && now - this.#times.at(-1)! > burstTime) this.#reset();
    while (this.#times.length > 0 && now - this.#times[0]! > burstTime) {
      this.#times.shift();
      this.#paths.shift();
    }
    this.#times.push(now);
    this.#paths.push(path);
    if (this.#told || this.#times.length < burstSize) return undefined;
    this.#told = true;
    return [...this.#paths];
  }

  #reset(): void {
    this.#times = [];
    this.#paths = [];
    this.#told = false;
  }
}

/** Time as the state machines see it, so that tests move it by hand. */
export interface Clock {
  /** ms since 1970. */
  now(): number;
  /** Runs the work once after `ms`; the result cancels it. */
  after(ms: number, work: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

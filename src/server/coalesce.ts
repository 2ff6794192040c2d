/**
 * Shares work among callers that ask at the same time, without ever answering from work that began before they asked: one run at a
 * time for each key, and one more for everybody who came meanwhile.
 */
export function coalesce<Arguments extends readonly unknown[], T>(
  keyOf: (...args: Arguments) => string,
  work: (...args: Arguments) => Promise<T>,
): (...args: Arguments) => Promise<T> {
  const running = new Map<string, Promise<T>>();
  const next = new Map<string, Promise<T>>();
  const start = (key: string, args: Arguments): Promise<T> => {
    const run = work(...args).finally(() => {
      if (running.get(key) === run) running.delete(key);
    });
    running.set(key, run);
    return run;
  };
  return (...args) => {
    const key = keyOf(...args);
    const current = running.get(key);
    if (!current) return start(key, args);
    const waiting = next.get(key);
    if (waiting) return waiting;
    const after = current
      .catch(() => undefined) // Its own callers are told.
      .then(() => {
        next.delete(key);
        return start(key, args);
      });
    next.set(key, after);
    return after;
  };
}

/** How long to wait before the next try to attach, ms: quick at first, since a killed server is missed by every agent. */
export function backOff(attempt: number): number {
  return Math.min(30_000, 200 * 2 ** Math.min(attempt, 10));
}

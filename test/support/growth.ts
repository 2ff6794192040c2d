import assert from 'node:assert/strict';

/** Milliseconds of processor time that this process alone takes: what other programs do meanwhile does not count. */
function cost(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Of the largest text: below this, growth cannot be told from chance on a busy machine, and nobody would feel it. */
const measurable = 80;
/** Eight times the text takes 8 times as long where time is linear, and 64 times where it is quadratic: room for a busy machine. */
const times = 8;
const bound = 24;
const attempts = 6;

/**
 * Fails where eight times as much takes much more than eight times as long. `textOf(1)` is the whole hostile text, `textOf(1 / 8)` an
 * eighth of it. No time is asserted, only how it grows.
 */
export function assertLinear(what: string, textOf: (share: number) => string, work: (text: string) => unknown): void {
  const whole = textOf(1);
  let large = cost(() => work(whole));
  if (large < measurable) return;
  const part = textOf(1 / times);
  let small = Infinity;
  for (let attempt = 0; attempt < attempts; attempt++) {
    small = Math.min(
      small,
      cost(() => work(part)),
    );
    if (large < bound * small) return;
    large = Math.min(
      large,
      cost(() => work(whole)),
    );
    if (large < Math.max(measurable, bound * small)) return;
  }
  assert.fail(
    `${what}: ${times} times the text took ${(large / small).toFixed(1)} times as long (${small.toFixed(1)}, then ${large.toFixed(1)} ms)`,
  );
}

/** The same thing again and again, up to a length. */
export function repeated(unit: string, length: number): (share: number) => string {
  return (share) => unit.repeat(Math.ceil((length * share) / unit.length));
}

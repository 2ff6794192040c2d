import assert from 'node:assert/strict';

/** Milliseconds of processor time that this process alone takes: what other programs do meanwhile does not count. */
function cost(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Below this, growth cannot be told from chance, and nobody would feel it. */
const measurable = 20;
/** Four times the text takes 4 times as long where time is linear, and 16 times where it is quadratic. */
const times = 4;
const bound = 9;
const attempts = 6;

/**
 * Fails where four times as much takes much more than four times as long. `textOf(1)` is the whole hostile text, `textOf(1 / 4)` a
 * quarter of it. No time is asserted, only how it grows.
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

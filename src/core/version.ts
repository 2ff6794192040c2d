/** True when `a` is a later release than `b` (numbers only; a pre-release counts as its release). Not a version: not newer. */
export function isNewer(a: string, b: string): boolean {
  const first = numbersOf(a);
  const second = numbersOf(b);
  if (!first) return false;
  if (!second) return true;
  for (let index = 0; index < 3; index++) {
    const difference = (first[index] ?? 0) - (second[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

function numbersOf(version: string): readonly number[] | undefined {
  const match = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})/.exec(version);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined;
}

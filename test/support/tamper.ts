/** What somebody does to a journal: the same sequence for the same seed. */
export interface Tampering {
  readonly what: string;
  /** The file's text afterwards. */
  readonly text: string;
}

/** Numbers from 0 to below 1 that follow from the seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Edits, removes, inserts, moves or cuts, at a random place of a file with at least five lines. */
export function tamper(text: string, random: () => number): Tampering {
  const lines = text.trimEnd().split('\n');
  const pick = (below: number): number => Math.floor(random() * below);
  const whole = (changed: readonly string[]): string => changed.map((line) => `${line}\n`).join('');
  const at = pick(lines.length);
  switch (pick(6)) {
    case 0: {
      const line = lines[at]!;
      const place = pick(line.length);
      const other = line[place] === 'a' ? 'b' : 'a';
      return { what: `edit of line ${at + 1}`, text: whole(lines.with(at, line.slice(0, place) + other + line.slice(place + 1))) };
    }
    case 1: {
      // Not from the end, which is a cut.
      const from = pick(lines.length - 2);
      const count = 1 + pick(Math.min(5, lines.length - from - 1));
      return { what: `removal of ${count} lines from ${from + 1}`, text: whole(lines.toSpliced(from, count)) };
    }
    case 2:
      return { what: `copy of line ${at + 1}`, text: whole(lines.toSpliced(pick(lines.length), 0, lines[at]!)) };
    case 3: {
      const from = pick(lines.length - 1);
      const to = from + 1 + pick(lines.length - from - 1);
      return { what: `swap of lines ${from + 1} and ${to + 1}`, text: whole(lines.with(from, lines[to]!).with(to, lines[from]!)) };
    }
    case 4: {
      const keep = pick(lines.length);
      return { what: `cut after line ${keep}`, text: whole(lines.slice(0, keep)) };
    }
    default: {
      // At a byte, as a stopped writer would leave it: the tail is gone all the same.
      const keep = pick(text.length - 1);
      return { what: `cut after byte ${keep}`, text: text.slice(0, keep) };
    }
  }
}

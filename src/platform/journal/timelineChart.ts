import { chartClassOf, chartClasses, type TimelineChart } from '../../core/journal/timeline.ts';
import { effects, type Effect } from '../../core/types.ts';
import { effectsIn } from './chainColumns.ts';

const spans = 60;

/** Counts actions over time. */
export class ChartCount {
  readonly #from: number;
  readonly #to: number;
  readonly #buckets: number[][];
  readonly #byMask = new Map<number, number>();
  #actions = 0;

  constructor(from: number, to: number) {
    this.#from = from;
    this.#to = Math.max(from + 1, to);
    this.#buckets = Array.from({ length: spans }, () => chartClasses.map(() => 0));
  }

  /** A time outside (a clock that jumped) counts at the nearest end. */
  add(time: number, mask: number): void {
    this.#actions++;
    this.#byMask.set(mask, (this.#byMask.get(mask) ?? 0) + 1);
    const place = Math.floor(((time - this.#from) / (this.#to - this.#from)) * spans);
    const bucket = this.#buckets[Math.min(spans - 1, Math.max(0, place))]!;
    bucket[classOf(mask)]!++;
  }

  get chart(): TimelineChart {
    const counts: Partial<Record<Effect, number>> = {};
    for (const [mask, count] of this.#byMask) for (const effect of effectsIn(mask)) counts[effect] = (counts[effect] ?? 0) + count;
    return { from: this.#from, to: this.#to, buckets: this.#buckets, effects: counts, actions: this.#actions };
  }
}

const known = new Map<number, number>();

function classOf(mask: number): number {
  let found = known.get(mask);
  if (found === undefined) {
    found = chartClasses.indexOf(chartClassOf(effectsIn(mask & ((1 << effects.length) - 1))));
    known.set(mask, found);
  }
  return found;
}

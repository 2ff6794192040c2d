import type { JournalFilter } from '../../core/journal/filter.ts';
import { outcomes, type JournalRecord } from '../../core/journal/record.ts';
import { agentIds, effects, environments, verdicts, type AgentId, type Effect } from '../../core/types.ts';

/** Texts as small numbers, from 1; 0 is none. */
export class Names {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [''];

  numberOf(name: string | undefined): number {
    if (name === undefined) return 0;
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#names.push(name) - 1;
      this.#numbers.set(name, number);
    }
    return number;
  }

  nameOf(number: number): string {
    return this.#names[number] ?? '';
  }
}

const numbersOf = (names: readonly string[]): ReadonlyMap<string, number> => new Map(names.map((name, index) => [name, index + 1]));

const agentNumbers = numbersOf(agentIds);
const verdictNumbers = numbersOf(verdicts);
const outcomeNumbers = numbersOf(outcomes);
const effectBits = new Map(effects.map((effect, index) => [effect as string, 1 << index]));
const environmentBits = new Map(environments.map((environment, index) => [environment as string, 1 << index]));

/** Everything that a filter asks of a record but its texts. `want…` is 0 where it is not asked. */
export interface ColumnFilter {
  readonly since: number;
  readonly until: number;
  readonly agent: number;
  readonly session: number;
  readonly verdict: number;
  readonly outcome: number;
  readonly effect: number;
  readonly environment: number;
}

export function columnFilter(filter: JournalFilter, sessions: Names): ColumnFilter {
  return {
    since: filter.since ?? Number.NEGATIVE_INFINITY,
    until: filter.until ?? Number.POSITIVE_INFINITY,
    agent: filter.agent === undefined ? 0 : (agentNumbers.get(filter.agent) ?? 255),
    session: sessions.numberOf(filter.session),
    verdict: filter.verdict === undefined ? 0 : (verdictNumbers.get(filter.verdict) ?? 255),
    outcome: filter.outcome === undefined ? 0 : (outcomeNumbers.get(filter.outcome) ?? 255),
    effect: filter.effect === undefined ? 0 : (effectBits.get(filter.effect) ?? 0),
    environment: filter.environment === undefined ? 0 : (environmentBits.get(filter.environment) ?? 0),
  };
}

/** What a filter and the chart need of each record of one chain: some thirty bytes for one, so that a second look reads no file. */
export class ChainColumns {
  #capacity: number;
  /** Byte at which its line begins; -1 where it has not been read. */
  #start: Float64Array;
  #time: Float64Array;
  #effects: Uint16Array;
  #environments: Uint8Array;
  #agent: Uint8Array;
  #verdict: Uint8Array;
  #outcome: Uint8Array;
  #action: Uint8Array;
  #session: Uint32Array;

  readonly #sessions: Names;

  constructor(records: number, sessions: Names) {
    this.#sessions = sessions;
    this.#capacity = Math.max(1024, records);
    this.#start = new Float64Array(this.#capacity).fill(-1);
    this.#time = new Float64Array(this.#capacity);
    this.#effects = new Uint16Array(this.#capacity);
    this.#environments = new Uint8Array(this.#capacity);
    this.#agent = new Uint8Array(this.#capacity);
    this.#verdict = new Uint8Array(this.#capacity);
    this.#outcome = new Uint8Array(this.#capacity);
    this.#action = new Uint8Array(this.#capacity);
    this.#session = new Uint32Array(this.#capacity);
  }

  /** Undefined where it has not been read. */
  startOf(n: number): number | undefined {
    const start = n <= this.#capacity ? this.#start[n - 1]! : -1;
    return start < 0 ? undefined : start;
  }

  timeOf(n: number): number {
    return this.#time[n - 1]!;
  }

  isAction(n: number): boolean {
    return this.#action[n - 1] === 1;
  }

  effectsOf(n: number): number {
    return this.#effects[n - 1]!;
  }

  agentOf(n: number): AgentId | undefined {
    return agentIds[this.#agent[n - 1]! - 1];
  }

  sessionOf(n: number): number {
    return this.#session[n - 1]!;
  }

  put(n: number, start: number, record: JournalRecord): void {
    if (n < 1 || n > 0xffffffff) return;
    if (n > this.#capacity) this.#grow(n);
    const at = n - 1;
    let mask = 0;
    let places = 0;
    for (const { effect, environment } of record.operations ?? []) {
      mask |= effectBits.get(effect) ?? 0;
      places |= environmentBits.get(environment) ?? 0;
    }
    this.#start[at] = start;
    this.#time[at] = record.time;
    this.#effects[at] = mask;
    this.#environments[at] = places;
    this.#agent[at] = agentNumbers.get(record.agent ?? '') ?? 0;
    this.#verdict[at] = verdictNumbers.get(record.verdict ?? '') ?? 0;
    this.#outcome[at] = outcomeNumbers.get(record.outcome ?? '') ?? 0;
    this.#action[at] = record.type === 'action' ? 1 : 0;
    this.#session[at] = this.#sessions.numberOf(record.session);
  }

  matches(n: number, filter: ColumnFilter): boolean {
    const at = n - 1;
    const time = this.#time[at]!;
    return (
      time >= filter.since &&
      time < filter.until &&
      (filter.agent === 0 || this.#agent[at] === filter.agent) &&
      (filter.session === 0 || this.#session[at] === filter.session) &&
      (filter.verdict === 0 || this.#verdict[at] === filter.verdict) &&
      (filter.outcome === 0 || this.#outcome[at] === filter.outcome) &&
      (filter.effect === 0 || (this.#effects[at]! & filter.effect) !== 0) &&
      (filter.environment === 0 || (this.#environments[at]! & filter.environment) !== 0)
    );
  }

  #grow(wanted: number): void {
    const old = this.#capacity;
    this.#capacity = Math.max(wanted, old * 2);
    const grown = <T extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.#start = grown(this.#start, new Float64Array(this.#capacity).fill(-1));
    this.#time = grown(this.#time, new Float64Array(this.#capacity));
    this.#effects = grown(this.#effects, new Uint16Array(this.#capacity));
    this.#environments = grown(this.#environments, new Uint8Array(this.#capacity));
    this.#agent = grown(this.#agent, new Uint8Array(this.#capacity));
    this.#verdict = grown(this.#verdict, new Uint8Array(this.#capacity));
    this.#outcome = grown(this.#outcome, new Uint8Array(this.#capacity));
    this.#action = grown(this.#action, new Uint8Array(this.#capacity));
    this.#session = grown(this.#session, new Uint32Array(this.#capacity));
  }
}

export function effectsIn(mask: number): readonly Effect[] {
  return effects.filter((_, index) => (mask & (1 << index)) !== 0);
}

import { verdicts, type Operation, type Verdict } from '../types.ts';

export function stricter(a: Verdict, b: Verdict): Verdict {
  return verdicts.indexOf(a) >= verdicts.indexOf(b) ? a : b;
}

/** One step up from a verdict that asks: `confirm` → `type`. `allow` stays: there is nothing to be stricter about. */
export function oneStricter(verdict: Verdict): Verdict {
  return verdict === 'confirm' ? 'type' : verdict;
}

/** An operation with what the decision table says of it, and why. */
export interface Judged extends Operation {
  readonly verdict: Verdict;
  /** In words: which row of the table, what made it stricter. */
  readonly reasons: readonly string[];
  /** Those of them that are a person's orders for the workspace (freeze, pin): the agent is told, too. */
  readonly ordered?: readonly string[];
}

/** What `decide` says of a whole action. */
export interface Decision {
  readonly verdict: Verdict;
  /** Strictest first. Operations that pass are kept, for the journal and for `check`. */
  readonly operations: readonly Judged[];
}

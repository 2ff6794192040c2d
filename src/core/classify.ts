import type { Call, Facts, Operation, Question } from './types.ts';

export interface Classification {
  readonly operations: readonly Operation[];
  /** To be answered before the operations can be relied on; empty when the classification is complete. */
  readonly questions: readonly Question[];
  /** Paths of files whose text was read to classify (scripts, request bodies): a confirmation is bound to their content. */
  readonly reads: readonly string[];
}

/** What a call would do. Pure and total: never throws; what cannot be read becomes an `opaque` operation. */
export function classify(_call: Call, _facts: Facts): Classification {
  return { operations: [], questions: [], reads: [] };
}

/**
 * What one interpretation may cost, in counts and never in time, so that a verdict does not depend on load. Every spent budget
 * ends in `opaque`.
 */
export interface Budget {
  /** Simple commands run, once per pass of a loop. */
  readonly commands: number;
  /** UTF-16 units that expansion produces. */
  readonly characters: number;
  /** Texts parsed: the command itself, `sh -c` strings, scripts, `eval`, here-documents into shells. */
  readonly texts: number;
}

export const defaultBudget: Budget = { commands: 8_000, characters: 600_000, texts: 256 };

/** Longest text that is parsed at all: unbash needs up to half a second for a hostile megabyte. */
export const maxTextLength = 64 * 1024;
/** Here-documents and here-strings in one text: unbash takes time that grows with their square. */
export const maxHereDocuments = 2_000;
/** Longest path that is followed (PATH_MAX). */
export const maxPathLength = 4_096;
/** Functions remembered. */
export const maxFunctions = 256;
/** Commands named as the source of a pipe: the first and the last of them. */
export const maxProducers = 16;
/** What a word that expansion makes costs beside its characters. */
const wordCost = 16;
/** Texts, substitutions and compound commands inside each other. unbash resolves nested scripts lazily and recurses ~250 deep. */
export const maxDepth = 32;
/** Function calls inside each other; a call below that is kept as a command of its own. */
export const maxCalls = 8;
/** Values that a `for` loop is run with one by one; with more, the variable is unknown. */
export const maxLoopValues = 32;
/** Words of one brace expansion; with more it is an unknown piece. */
export const maxBraceWords = 256;
/** Items that `xargs` or `parallel` pass on one by one. */
export const maxItems = 64;
/** Elements of an array that are remembered. */
export const maxArrayLength = 256;
/** Longest value of a word; beyond it is unknown. */
export const maxWordLength = 64 * 1024;
/** Variables remembered; the ones assigned after that are unknown. */
export const maxVariables = 256;

/** Thrown by a meter, caught by `interpret`. Not an `Error`: no stack is wanted. */
export class BudgetSpent {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** Counts what an interpretation has spent. */
export class Meter {
  #commands: number;
  #characters: number;
  #texts: number;
  constructor(budget: Budget) {
    this.#commands = budget.commands;
    this.#characters = budget.characters;
    this.#texts = budget.texts;
  }
  command(): void {
    if (--this.#commands < 0) throw new BudgetSpent('too many commands to follow');
  }
  /** A word that expansion made. */
  word(length: number): void {
    if ((this.#characters -= length + wordCost) < 0) throw new BudgetSpent('expands to too much text to follow');
  }
  text(length: number): void {
    if (--this.#texts < 0) throw new BudgetSpent('too many nested texts to follow');
    if ((this.#characters -= length) < 0) throw new BudgetSpent('expands to too much text to follow');
  }
}

import type { Interpretation, Invocation, Word } from '../shell/invocation.ts';
import type { Action, AnswerTo, Effect, Environment, Evidence, Facts, Location, Question, Recovery, Resource, Verdict } from '../types.ts';

/**
 * What destroys, as a table row. Public: `id` is never renamed. `examples` must be found by this rule and `nearMisses` must not be
 * found by any; test/unit/core/rules/tables.test.ts runs both through `classify`.
 */
export interface Rule {
  /** `<family>.<effect>`: `railway.deleteVolume`. */
  readonly id: string;
  readonly effect: Effect;
  /** Kind of resource: `volume`, `branch`, `directory`. */
  readonly resource: string;
  /** English, imperative, with `{name}`: `Delete the Railway volume {name}`. First line of the modal. */
  readonly title: string;
  readonly location: Location;
  readonly recovery: Recovery;
  /** Address of the tool's documentation that says so, or `unverified`. Never an invented one. */
  readonly source: string;
  /** What goes with it: `the backups stored inside the volume`. */
  readonly takes?: string;
  /** How to do it more safely: `--dry-run first`. */
  readonly safer?: string;
  /** Never milder than this, wherever it is: roots, homes, disks. */
  readonly least?: Verdict;
  /**
   * True for changes that are hard to undo and so are held in production though their effect is `change`
   * (`ALTER TABLE … DROP`, a deploy over another).
   */
  readonly hardToUndo?: boolean;
  readonly examples: readonly string[];
  readonly nearMisses: readonly string[];
}

/** Where a command or request goes, for `environments/target.ts` to find the environment. Everything optional; all that is known. */
export interface Target {
  /** Tool whose links count: `railway`, `kubernetes`, `postgres`. */
  readonly tool?: string;
  /** Identifiers that the command names: UUIDs, app, bucket, database or context names. */
  readonly ids?: readonly string[];
  /** Host names that it connects to. */
  readonly hosts?: readonly string[];
  /** What a flag says outright: `-e production`, `--prod`, `--context prod`. */
  readonly says?: string;
  /** Files that it reads its target from (`--env-file`, `source .env.production`), absolute. */
  readonly files?: readonly string[];
  /** Already known (a local path): nothing to resolve. */
  readonly environment?: Environment;
}

/** What a rule found, before its environment is known. */
export interface Draft {
  readonly rule: Rule;
  /** Overrides of the rule's own, where this case differs (a tracked and clean file is `recoverable`). */
  readonly effect?: Effect;
  readonly recovery?: Recovery;
  readonly location?: Location;
  readonly title?: string;
  readonly resource: Resource;
  /** See `Operation.also`. */
  readonly also?: readonly string[];
  readonly target: Target;
  readonly evidence?: readonly Evidence[];
  readonly notes?: readonly string[];
  readonly safer?: string;
  readonly masked?: string;
  readonly maskable?: boolean;
}

/** What a tool's `find` may use. Pure: questions that are not answered yet are collected, and the whole is run again. */
export interface RuleContext {
  readonly facts: Facts;
  /** Undefined until the caller has answered; then judge provisionally (return what is sure) since you will be called again. */
  ask<Q extends Question>(question: Q): AnswerTo<Q> | undefined;
  /**
   * Classifies shell text that this command would run here (a script file, `psql \!`), in its directory. `source` says which script
   * it is, in the evidence of all that is found in it.
   */
  shell(text: string, invocation: Invocation, via: string, source?: Evidence): readonly Draft[];
  /** A copy of a draft with something said otherwise: it still belongs to the command that it was found in. */
  revise(draft: Draft, changes: Partial<Draft>): Draft;
  /** Judges invocations that this command would run. */
  invocations(interpretation: Interpretation): readonly Draft[];
  /** The commands whose output a word stands for: those of its substitution, or of the pipe into `xargs`. */
  printedBy(word: Word): readonly Invocation[];
  /** Absolute path of a word as the command would see it; undefined when the word or the directory is not known. */
  path(word: Word, invocation: Invocation): string | undefined;
  /** Says that something could not be read: becomes an `opaque` operation. */
  opaque(reason: string, text: string): Draft;
}

/** A program and what is known to destroy with it. One table per tool family; all tables meet in rules/all.ts. */
export interface Tool {
  /** Program base names, without path. */
  readonly names: readonly string[];
  /** `git`, `files`, `hosting`, `databases`, `http`, `containers`: groups in docs/rules.md. */
  readonly family: string;
  readonly rules: readonly Rule[];
  /** Drafts for one invocation of it; the empty list when it does no harm. */
  readonly find: (invocation: Invocation, context: RuleContext) => readonly Draft[];
}

/** For actions that are not commands (writes, MCP calls, fetches). */
export interface ActionTool {
  readonly family: string;
  readonly rules: readonly Rule[];
  readonly find: (action: Action, cwd: string, context: RuleContext) => readonly Draft[];
}

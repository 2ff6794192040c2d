import type { CompoundCommand, CompoundList, Redirected } from 'unbash';
import type { ShellKind } from '../types.ts';
import { literal, type Input, type Invocation, type Place, type Supply, type Word } from './invocation.ts';
import { maxVariables } from './limits.ts';
import type { Mount } from './mounts.ts';
import { sameWord, unknownWord } from './word.ts';

/** A function defined in the text: its body and the source that the body's positions index. */
export interface ShellFunction {
  readonly body: CompoundCommand | Redirected | CompoundList;
  readonly source: string;
}

/** What a text is interpreted in: what the text before it leaves. */
export interface ShellState {
  /** Absolute; undefined when it cannot be known. */
  readonly cwd: string | undefined;
  readonly previous: string | undefined;
  readonly variables: ReadonlyMap<string, Word>;
  readonly arrays: ReadonlyMap<string, readonly Word[]>;
  readonly functions: ReadonlyMap<string, ShellFunction>;
  readonly aliases: ReadonlyMap<string, string>;
  /** `$1`, `$2`, …; undefined when not known. */
  readonly positional: readonly Word[] | undefined;
  /** `$0`. */
  readonly zero: Word | undefined;
  readonly place: Place;
  readonly via: readonly string[];
  readonly shell: ShellKind;
  readonly input: Input;
  readonly deferred: boolean;
  readonly supplies?: readonly Supply[] | undefined;
  /** Inside a script file, where unset variables are the rule and not the exception. */
  readonly script: boolean;
}

const here: Place = { type: 'here' };
export const noInput: Input = { type: 'none' };
const noWords: ReadonlyMap<string, Word> = new Map();
const noArrays: ReadonlyMap<string, readonly Word[]> = new Map();
const noFunctions: ReadonlyMap<string, ShellFunction> = new Map();
const noAliases: ReadonlyMap<string, string> = new Map();
const noVia: readonly string[] = [];

/** The state at the start of a command of an agent. */
export function initialState(cwd: string | undefined, variables: Readonly<Record<string, string>>, shell: ShellKind = 'posix'): ShellState {
  let words = noWords;
  for (const name in variables) {
    if (words === noWords) words = new Map();
    (words as Map<string, Word>).set(name, literal(variables[name]!));
  }
  return {
    cwd,
    previous: undefined,
    variables: words,
    arrays: noArrays,
    functions: noFunctions,
    aliases: noAliases,
    positional: undefined,
    zero: undefined,
    place: here,
    via: noVia,
    shell,
    input: noInput,
    deferred: false,
    script: false,
  };
}

/** The state that a text has which the invocation would run: its directory, variables and place. */
export function stateOf(invocation: Invocation, via?: string): ShellState {
  return {
    ...initialState(invocation.cwd, {}, invocation.shell),
    variables: invocation.variables,
    place: invocation.place,
    via: via === undefined ? invocation.via : [...invocation.via, via],
    deferred: invocation.deferred,
    supplies: invocation.supplies,
  };
}

/** The state of a running shell: changes as commands run. Maps are copied when they are shared and then written. */
export class Scope implements ShellState {
  cwd: string | undefined;
  previous: string | undefined;
  /** Of `pushd`; undefined entries are unknown. */
  stack: readonly (string | undefined)[] = [];
  variables: ReadonlyMap<string, Word>;
  arrays: ReadonlyMap<string, readonly Word[]>;
  functions: ReadonlyMap<string, ShellFunction>;
  aliases: ReadonlyMap<string, string>;
  positional: readonly Word[] | undefined;
  zero: Word | undefined;
  place: Place;
  via: readonly string[];
  shell: ShellKind;
  input: Input;
  deferred: boolean;
  script: boolean;
  supplies: readonly Supply[] | undefined;
  /** A command like `exit` or `return` was run: what follows in this branch is not reached. */
  ended = false;
  /** Folders of this machine in the container that it runs in. */
  mounts: readonly Mount[] | undefined;
  /** Function calls around. */
  calls = 0;
  /** Loops around. */
  loops = 0;
  /** Inside a file that was read by `source`. */
  sourced = false;
  /** Names declared `local` in the function that runs. */
  locals: Set<string> | undefined;
  #own = false;

  constructor(state: ShellState) {
    this.cwd = state.cwd;
    this.previous = state.previous;
    this.variables = state.variables;
    this.arrays = state.arrays;
    this.functions = state.functions;
    this.aliases = state.aliases;
    this.positional = state.positional;
    this.zero = state.zero;
    this.place = state.place;
    this.via = state.via;
    this.shell = state.shell;
    this.input = state.input;
    this.deferred = state.deferred;
    this.script = state.script;
    this.supplies = state.supplies;
  }

  /** A copy as of a subshell. */
  fork(): Scope {
    this.#own = false;
    const copy = new Scope(this);
    copy.stack = this.stack;
    copy.mounts = this.mounts;
    copy.calls = this.calls;
    copy.loops = this.loops;
    copy.sourced = this.sourced;
    return copy;
  }

  /** A copy for what a wrapper runs. */
  within(via: string): Scope {
    const copy = this.fork();
    copy.via = [...this.via, via];
    return copy;
  }

  /** A copy for what runs elsewhere: nothing of this machine's directory and home holds there. */
  at(place: Place, via: string, cwd?: string): Scope {
    const copy = this.within(via);
    copy.place = place;
    copy.mounts = undefined;
    copy.cwd = cwd;
    copy.previous = undefined;
    copy.stack = [];
    copy.leave();
    return copy;
  }

  /** A new shell process: it knows no functions, aliases and arguments of this one. */
  leave(): void {
    this.shell = 'posix';
    this.functions = noFunctions;
    this.aliases = noAliases;
    this.arrays = noArrays;
    this.positional = [];
    this.zero = undefined;
    this.calls = 0;
    this.loops = 0;
    this.sourced = false;
  }

  /** The variables, for an invocation to keep. */
  share(): ReadonlyMap<string, Word> {
    this.#own = false;
    return this.variables;
  }

  /** Goes on with variables that somebody else keeps. */
  adopt(variables: ReadonlyMap<string, Word>): void {
    this.variables = variables;
    this.#own = false;
  }

  set(name: string, value: Word): void {
    if (!this.#own) {
      this.variables = new Map(this.variables);
      this.#own = true;
    }
    if (this.variables.size >= maxVariables && !this.variables.has(name)) return;
    (this.variables as Map<string, Word>).set(name, value);
    if (this.arrays.has(name)) this.setArray(name, undefined);
  }

  /** Gives the variables that a function declared `local` back what they were. */
  endLocals(before: ReadonlyMap<string, Word>): void {
    if (!this.locals) return;
    const variables = new Map(this.variables);
    for (const name of this.locals) {
      const value = before.get(name);
      if (value) variables.set(name, value);
      else variables.delete(name);
    }
    this.variables = variables;
    this.#own = true;
  }

  setUnknown(name: string): void {
    this.set(name, unknownWord(`$${name}`, name));
  }

  setArray(name: string, values: readonly Word[] | undefined): void {
    const arrays = new Map(this.arrays);
    if (values === undefined) arrays.delete(name);
    else if (arrays.size < 64) arrays.set(name, values);
    this.arrays = arrays;
  }

  changeDirectory(path: string | undefined): void {
    this.previous = this.cwd;
    this.cwd = path;
  }

  /** What holds after either of two branches: what they disagree on is unknown. */
  join(other: Scope): void {
    if (other.ended) return;
    if (this.ended) {
      this.take(other);
      return;
    }
    if (this.cwd !== other.cwd) this.cwd = undefined;
    if (this.previous !== other.previous) this.previous = undefined;
    if (this.stack !== other.stack) this.stack = [];
    if (this.variables !== other.variables) {
      for (const [name, value] of other.variables) {
        if (!sameWord(value, this.variables.get(name))) this.setUnknown(name);
      }
      for (const name of this.variables.keys()) {
        if (!other.variables.has(name)) this.setUnknown(name);
      }
    }
    if (this.arrays !== other.arrays) {
      for (const name of [...this.arrays.keys(), ...other.arrays.keys()]) {
        if (this.arrays.get(name) !== other.arrays.get(name)) {
          this.setArray(name, undefined);
          this.setUnknown(name);
        }
      }
    }
    if (this.functions !== other.functions) this.functions = new Map([...this.functions, ...other.functions]);
    if (this.aliases !== other.aliases) this.aliases = new Map([...this.aliases, ...other.aliases]);
    if (this.positional !== other.positional) this.positional = undefined;
  }

  take(other: Scope): void {
    this.cwd = other.cwd;
    this.previous = other.previous;
    this.stack = other.stack;
    this.variables = other.share();
    this.#own = false;
    this.arrays = other.arrays;
    this.functions = other.functions;
    this.aliases = other.aliases;
    this.positional = other.positional;
    this.ended = other.ended;
  }

  /** True when a pass of a loop's body left something else than it found. */
  differs(before: Scope): boolean {
    if (this.cwd !== before.cwd || this.positional !== before.positional || this.arrays !== before.arrays) return true;
    if (this.variables === before.variables) return false;
    if (this.variables.size !== before.variables.size) return true;
    for (const [name, value] of this.variables) if (!sameWord(value, before.variables.get(name))) return true;
    return false;
  }
}

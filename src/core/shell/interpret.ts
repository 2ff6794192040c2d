import { parse, type ParsedScript } from 'unbash';
import type { ShellKind } from '../types.ts';
import { builtins } from './builtins.ts';
import { runCmd } from './cmd.ts';
import { lost, type Call, type FileText, type Output, type Run, type ShellPorts, silent } from './call.ts';
import { hasGlob, type Interpretation, type Invocation, type Input, type Opaque, type Redirect, type Word } from './invocation.ts';
import { BudgetSpent, defaultBudget, maxCalls, maxDepth, maxHereDocuments, maxTextLength, Meter, type Budget } from './limits.ts';
import { Hidden } from './hidden.ts';
import { mentions } from './mentions.ts';
import { throughMounts } from './mounts.ts';
import { printed } from './output.ts';
import { resolvePath } from './paths.ts';
import { runPowershell } from './powershell.ts';
import { runProgramFile } from './scripts.ts';
import { noteWritten, writers } from './written.ts';
import { WrittenFiles } from './writtenFiles.ts';
import { noInput, Scope, type ShellState } from './state.ts';
import { runBody, runStatements, type Walk } from './walk.ts';
import { plainWord, programName } from './word.ts';
import { wrappers } from './wrappers/all.ts';

export type { ShellPorts } from './call.ts';
export { initialState, stateOf, type ShellState } from './state.ts';

/**
 * The commands that a text for the shell of the state would run, wrappers opened. Total: never throws; what cannot be read is in `opaque`, and
 * what was found before it is kept.
 */
export function interpret(text: string, state: ShellState, ports: ShellPorts, budget: Budget = defaultBudget): Interpretation {
  return new Interpreter(ports, budget).interpret(text, (interpreter) => {
    const scope = new Scope(state);
    interpreter.shellText(text, scope, false);
    interpreter.end();
  });
}

interface Pending {
  readonly text: string;
  readonly scope: Scope;
}

const maxEvidence = 400;

class Interpreter implements Walk {
  readonly invocations: Invocation[] = [];
  readonly ports: ShellPorts;
  readonly meter: Meter;
  readonly windows: boolean;
  readonly hidden = new Hidden();
  readonly substituted: Map<string, { output: Output; from: readonly Invocation[] }> = new Map();
  depth = 0;
  endedAt = 0;
  #opaque: Opaque[] = [];
  readonly #written = new WrittenFiles();
  #atExit: Pending[] = [];

  constructor(ports: ShellPorts, budget: Budget) {
    this.ports = ports;
    this.meter = new Meter(budget);
    this.windows = ports.platform === 'win32';
  }

  interpret(text: string, body: (interpreter: Interpreter) => void): Interpretation {
    try {
      body(this);
    } catch (error) {
      // Fail closed, whatever it was: a spent budget, a stack overflow in the parser, a fault of ours.
      const reason =
        error instanceof BudgetSpent ? error.reason : error instanceof RangeError ? 'nested too deeply to follow' : 'could not be read';
      this.opaque(reason, text);
    }
    const { invocations } = this;
    if (this.substituted.size === 0) return { invocations, opaque: this.#opaque };
    const substitutions = new Map([...this.substituted].map(([source, { from }]) => [source, from]));
    return { invocations, opaque: this.#opaque, substitutions };
  }

  /** Runs what `trap … EXIT` set, in the state that the text left. */
  end(): void {
    for (let i = 0; i < this.#atExit.length && i < 16; i++) {
      const { text, scope } = this.#atExit[i]!;
      const inner = scope.within('trap');
      inner.deferred = true;
      this.shellText(text, inner, false);
    }
  }

  opaque(reason: string, text: string): void {
    if (this.#opaque.length < 64) this.#opaque.push({ reason, text: this.#evidence(text) });
  }

  atExit(text: string, scope: Scope): void {
    this.#atExit.push({ text, scope });
  }

  enter(): void {
    this.depth++;
  }

  leave(): void {
    this.depth--;
  }

  shellText(text: string, scope: Scope, capture: boolean, tolerant = false): Output {
    if (text.length > maxTextLength) {
      this.opaque('too long to read', text);
      return lost;
    }
    if (hasTooManyDocuments(text)) {
      this.opaque('too many here-documents to follow', text);
      return lost;
    }
    this.meter.text(text.length);
    if (this.depth >= maxDepth) {
      this.opaque('nested too deeply to follow', text);
      return lost;
    }
    this.depth++;
    const output =
      scope.shell === 'posix'
        ? this.#script(parse(text), text, scope, capture, tolerant)
        : scope.shell === 'powershell'
          ? runPowershell(text, scope, this)
          : runCmd(text, scope, this);
    this.depth--;
    return output;
  }

  substitution(script: ParsedScript, source: string, scope: Scope): Output {
    if (this.depth >= maxDepth) {
      this.opaque('nested too deeply to follow', source.slice(script.pos, script.end));
      return lost;
    }
    this.meter.command();
    this.depth++;
    const output = this.#script(script, source, scope.fork(), true, false);
    this.depth--;
    return output;
  }

  #script(script: ParsedScript, source: string, scope: Scope, capture: boolean, tolerant: boolean): Output {
    const output = runStatements(script.commands, source, scope, this, capture);
    const error = script.errors?.find(({ message, pos }) => !isPlaceholder(source, message, pos));
    // Behind `exec` a script may hold anything: an archive, another language.
    const unreached = error !== undefined && scope.script && scope.ended && error.pos >= this.endedAt;
    if (error && !tolerant && !unreached) this.#broken(source.slice(script.pos, script.end), error.message, scope);
    return output;
  }

  /** A text that no shell accepts is judged by what it mentions. */
  #broken(text: string, message: string, scope: Scope): void {
    const found = mentions(text);
    if (!found) {
      this.#opaque.push({ reason: `not valid shell text: ${message}`, text: this.#evidence(text), broken: true });
      return;
    }
    const inner = scope.fork();
    for (const { words, overwrites } of found) {
      const argv = words.map((word) => this.hidden.word(word));
      const redirects = overwrites.map((target): Redirect => ({ mode: 'truncate', descriptor: 1, target: this.hidden.word(target) }));
      this.words({ argv, scope: inner, variables: undefined, redirects, input: noInput, text, capture: false, external: true });
    }
  }

  emit(call: Call): void {
    const { scope } = call;
    const [first] = call.argv;
    const invocation: Invocation = {
      program: first ? programName(first, this.windows || scope.shell !== 'posix') : '',
      argv: call.argv,
      variables: call.variables ?? scope.share(),
      redirects: call.redirects,
      input: this.#input(call.input),
      cwd: scope.cwd,
      via: scope.via,
      place: scope.place,
      shell: scope.shell,
      text: this.hidden.reveal(call.text),
      deferred: scope.deferred,
      ...(call.capture ? { captured: true } : {}),
      ...(scope.supplies === undefined ? {} : { supplies: scope.supplies }),
      ...(this.#written.empty ? {} : { files: this.#written.snapshot(this.hidden) }),
    };
    if (!scope.mounts) {
      this.invocations.push(invocation);
      return;
    }
    const { here, inside } = throughMounts(invocation, scope.mounts);
    if (here) this.invocations.push(here);
    if (inside) this.invocations.push(inside);
  }

  #input(input: Input): Input {
    if (input.type !== 'text' || input.known) return input;
    return { type: 'text', text: this.hidden.reveal(input.text), known: false };
  }

  #evidence(text: string): string {
    const shown = this.hidden.reveal(text.slice(0, maxEvidence));
    return text.length > maxEvidence ? `${shown}…` : shown;
  }

  /** A redirection without a command does what `:` with it does. */
  redirections(call: Call): void {
    if (call.redirects.some(({ mode, target }) => mode !== 'read' && target.text !== '/dev/null'))
      this.emit({ ...call, argv: [plainWord(':')] });
  }

  simple(call: Call, rest: string | undefined): Output {
    const { scope } = call;
    const [first] = call.argv;
    if (rest !== undefined && scope.aliases.has(first!.text)) return this.#alias(call, first!.text, rest);
    if (scope.functions.size > 0 && scope.functions.has(first!.text)) {
      const output = this.#function(call, first!.text);
      if (output) return output;
    }
    return this.words(call);
  }

  words(call: Call): Output {
    const [first] = call.argv;
    if (!first) {
      this.redirections(call);
      return silent;
    }
    if (call.external) this.meter.command();
    const name = programName(first, this.windows || call.scope.shell !== 'posix');
    if (!call.external) {
      const builtin = builtins.get(name);
      if (builtin && !first.text.includes('/')) {
        const output = builtin(call, this, name);
        if (output) return output;
      }
    }
    const handler = wrappers.get(name);
    if (handler && this.depth < maxDepth) {
      this.depth++;
      const output = handler(call, this, name);
      this.depth--;
      if (output) return output;
    } else if (handler) this.opaque('nested too deeply to follow', call.text);
    if (first.text.includes('/') || hasGlob(first)) {
      const output = this.#path(call, first);
      if (output) return output;
    }
    this.emit(call);
    const output = call.capture ? printed(name, call, this) : lost;
    if (writers.has(name)) noteWritten(name, call, this);
    return output;
  }

  /** A program given by its path, perhaps by a pattern (`/bin/r?`). */
  #path(call: Call, first: Word): Output | undefined {
    if (hasGlob(first)) {
      const pattern = call.scope.place.type === 'here' && first.known ? resolvePath(call.scope.cwd, first.text) : undefined;
      const answer = pattern === undefined ? undefined : this.ports.ask({ type: 'glob', pattern });
      const [path] = answer?.type === 'glob' ? answer.paths : [];
      // A pattern that matches nothing is a word like any other (`[sudo] make install`), unless the text made a file before.
      if (path === undefined && answer?.type === 'glob' && !answer.truncated && this.invocations.length === 0) return undefined;
      // Nor does a program without arguments destroy much, nor has one an ending: `[Ctrl]+[C]`, `*.txt` of another shell's loop.
      if (
        path === undefined &&
        answer?.type === 'unknown' &&
        !first.text.includes('/') &&
        (call.argv.length === 1 || first.text.includes('.'))
      )
        return undefined;
      if (path === undefined) {
        this.opaque('the program is chosen by a file name pattern', call.text);
        return undefined;
      }
      return this.words({ ...call, argv: [plainWord(path), ...call.argv.slice(1)] });
    }
    return this.depth < maxDepth ? runProgramFile(call, this) : undefined;
  }

  #alias(call: Call, name: string, source: string): Output {
    const { scope } = call;
    const aliases = new Map(scope.aliases);
    const value = aliases.get(name)!;
    // An alias is not replaced inside itself.
    aliases.delete(name);
    const kept = scope.aliases;
    scope.aliases = aliases;
    // A here-document has no body in the source of its command.
    const rest = source.includes('<<')
      ? ` ${call.argv
          .slice(1)
          .map((word) => quote(word.text))
          .join(' ')}`
      : source;
    const { input } = scope;
    scope.input = call.input;
    const output = this.shellText(value + rest, scope, call.capture);
    scope.input = input;
    if (scope.aliases === aliases) scope.aliases = kept;
    return output;
  }

  #function(call: Call, name: string): Output | undefined {
    const { scope } = call;
    if (scope.calls >= maxCalls || this.depth >= maxDepth) return undefined;
    const { body, source } = scope.functions.get(name)!;
    this.redirections(call);
    const { positional, zero, input, ended, locals } = scope;
    const before = scope.share();
    scope.locals = undefined;
    scope.positional = call.argv.slice(1);
    scope.input = call.input;
    scope.calls++;
    if (call.variables) scope.adopt(call.variables);
    const output = runBody(body, source, scope, this, call.capture);
    scope.calls--;
    scope.endLocals(before);
    scope.locals = locals;
    scope.positional = positional;
    scope.zero = zero;
    scope.input = input;
    scope.ended = ended;
    return output;
  }

  resolve(word: Word, scope: Scope): string | undefined {
    if (!word.known || scope.place.type !== 'here' || hasGlob(word)) return undefined;
    return resolvePath(scope.cwd, word.text);
  }

  fileText(path: string): FileText {
    return this.#written.text(path, this.ports);
  }

  wrote(path: string, output: Output, append: boolean): void {
    this.#written.write(path, output, append);
  }

  copied(from: string, to: string): void {
    this.#written.copy(from, to);
  }
}

/** `git checkout <branch>`, as documentation writes it: no shell accepts it, so that nothing of its line is run. */
function isPlaceholder(source: string, message: string, pos: number): boolean {
  return message === 'expected redirect target' && /<[A-Za-z][^<>\n]*>\s*$/.test(source.slice(Math.max(0, pos - 80), pos));
}

function hasTooManyDocuments(text: string): boolean {
  let count = 0;
  for (let at = text.indexOf('<<'); at >= 0; at = text.indexOf('<<', at + 2)) if (++count > maxHereDocuments) return true;
  return false;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

export type { Run, Redirect };

/** The commands of a text for any shell. Total, as `interpret` is. */
export function interpretShell(
  text: string,
  kind: ShellKind,
  state: ShellState,
  ports: ShellPorts,
  budget: Budget = defaultBudget,
): Interpretation {
  return interpret(text, state.shell === kind ? state : { ...state, shell: kind }, ports, budget);
}

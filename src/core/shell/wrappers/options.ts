import { after } from '../../rules/arguments.ts';
import type { Call, Output, Run } from '../call.ts';
import type { Word } from '../invocation.ts';
import type { Scope } from '../state.ts';

/** How a wrapper reads its own options, which end at the first word that is none. */
export interface OptionSyntax {
  /** Letters of short options that take a value, attached or as the next word. */
  readonly short?: string;
  /** Long options that take the next word unless written `--x=value`; all others take none. */
  readonly long?: ReadonlySet<string>;
  /** Long options that take no value; all others take the next word unless written `--x=value`. Instead of `long`. */
  readonly flags?: ReadonlySet<string>;
  /** Options of more than one letter behind a single dash (`-user x`). */
  readonly singleDash?: ReadonlySet<string>;
  /** Words like `NAME=value` before the program are assignments. */
  readonly assignments?: boolean;
}

export interface Options {
  /** Index of the first operand; `argv.length` when there is none. */
  readonly at: number;
  /** By name with its dashes; the last value wins. Flags have no value. */
  readonly values: ReadonlyMap<string, Word | undefined>;
}

const none: ReadonlyMap<string, Word | undefined> = new Map();
const assignmentPattern = /^[A-Za-z_][A-Za-z0-9_]*=/;

/** Reads options from `start` up to the first operand. */
export function readOptions(argv: readonly Word[], start: number, syntax: OptionSyntax): Options {
  let values: Map<string, Word | undefined> | undefined;
  let at = start;
  for (; at < argv.length; at++) {
    const word = argv[at]!;
    const { text } = word;
    if (text.charCodeAt(0) !== 45 || text.length === 1 || word.pieces[0]?.type === 'unknown') {
      if (syntax.assignments && assignmentPattern.test(text)) continue;
      break;
    }
    values ??= new Map();
    if (text === '--') {
      at++;
      while (syntax.assignments && at < argv.length && assignmentPattern.test(argv[at]!.text)) at++;
      break;
    }
    if (text.charCodeAt(1) === 45) {
      const equals = text.indexOf('=');
      if (equals > 0) values.set(text.slice(0, equals), after(word, equals + 1));
      else if (syntax.flags ? !syntax.flags.has(text) : syntax.long?.has(text)) values.set(text, argv[++at]);
      else values.set(text, undefined);
      continue;
    }
    if (syntax.singleDash?.has(text)) {
      values.set(text, argv[++at]);
      continue;
    }
    for (let i = 1; i < text.length; i++) {
      const name = `-${text[i]}`;
      if (!syntax.short?.includes(text[i]!)) {
        values.set(name, undefined);
        continue;
      }
      values.set(name, i + 1 < text.length ? after(word, i + 1) : argv[++at]);
      break;
    }
  }
  return { at: Math.min(at, argv.length), values: values ?? none };
}

/** The value of the first of the options that was given. */
export function valueOf(options: Options, ...names: readonly string[]): Word | undefined {
  for (const name of names) {
    const value = options.values.get(name);
    if (value) return value;
  }
  return undefined;
}

export function has(options: Options, ...names: readonly string[]): boolean {
  return names.some((name) => options.values.has(name));
}

/** Runs the words from `at` on as a program, on the same machine; undefined when there are none. */
export function runRest(call: Call, run: Run, at: number, name: string): Output | undefined {
  return at < call.argv.length ? runInner(call, run, call.argv.slice(at), call.scope.within(name)) : undefined;
}

/** Runs words as a program in a scope that the wrapper made. */
export function runInner(call: Call, run: Run, argv: readonly Word[], scope: Scope): Output {
  const moved = scope.place !== call.scope.place || scope.cwd !== call.scope.cwd;
  if (moved) run.redirections(call);
  return run.words({ ...call, argv, scope, redirects: moved ? [] : call.redirects, external: true });
}

/** A set of space-separated names. */
export function names(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter(Boolean));
}

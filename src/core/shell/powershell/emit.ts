import type { Call } from '../call.ts';
import type { Input, Redirect, Word } from '../invocation.ts';
import { plainWord, unknownWord } from '../word.ts';
import { evaluate } from './evaluate.ts';
import type { PowerShellState } from './state.ts';
import type { Argument, Redirection } from './syntax.ts';
import { concat, isKnown, isTrue, wordFrom, type Value } from './values.ts';

/** An argument after evaluation. */
export interface Given {
  /** `-Name` as written. */
  readonly parameter?: string;
  readonly value?: Value;
  /** A list written without blanks, which a program gets as one word. */
  readonly tight?: boolean;
}

/** Arguments with their values; hash tables that are splatted become parameters. */
export function givens(args: readonly Argument[], state: PowerShellState): readonly Given[] {
  const list: Given[] = [];
  for (const { parameter, value: expression } of args) {
    if (!expression) {
      list.push(parameter === undefined ? {} : { parameter });
      continue;
    }
    const value = evaluate(expression, state);
    if (expression.type === 'splat') {
      if (value.type === 'hash') for (const [name, entry] of value.entries) list.push({ parameter: `-${name}`, value: entry });
      else if (value.type === 'words') list.push(...value.words.map((word): Given => ({ value: { type: 'words', words: [word] } })));
      continue;
    }
    const tight = expression.type === 'list' && expression.tight;
    list.push({ value, ...(parameter === undefined ? {} : { parameter }), ...(tight ? { tight } : {}) });
  }
  return list;
}

/** Words of a cmdlet: `-Name` and its values, each value of a list on its own; `-Name:value` where the value was attached. */
export function cmdletWords(list: readonly Given[]): readonly Word[] {
  const words: Word[] = [];
  let name: string | undefined;
  for (const { parameter, value } of list) {
    if (parameter !== undefined) {
      name = parameter;
      if (!value) {
        words.push(plainWord(parameter));
        continue;
      }
      for (const word of valueWords(value)) words.push(concat([plainWord(`${parameter}:`), word]));
      name = undefined;
      continue;
    }
    if (!value) continue;
    const [first, ...rest] = valueWords(value);
    if (first) words.push(first);
    for (const word of rest) words.push(name === undefined ? word : concat([plainWord(`${name}:`), word]));
    name = undefined;
  }
  return words;
}

function valueWords(value: Value): readonly Word[] {
  return value.type === 'words' ? value.words : [wordFrom(value)];
}

/** Words of a program as it is given them. */
export function programWords(list: readonly Given[]): readonly Word[] {
  const words: Word[] = [];
  for (const { parameter, value, tight } of list) {
    if (parameter !== undefined) words.push(value ? concat([plainWord(`${parameter}:`), wordFrom(value)]) : plainWord(parameter));
    else if (value?.type === 'words') {
      if (tight) words.push(concat(value.words.flatMap((word, index) => (index === 0 ? [word] : [plainWord(','), word]))));
      else words.push(...value.words);
    } else if (value) words.push(value.type === 'block' ? plainWord(`{${value.block.source}}`) : wordFrom(value));
  }
  return words;
}

export function redirectsOf(redirections: readonly Redirection[], state: PowerShellState): readonly Redirect[] {
  const redirects: Redirect[] = [];
  for (const { append, stream, target } of redirections) {
    const value = evaluate(target, state);
    const [word] = valueWords(value);
    if (!word || /^(?:nul|\/dev\/null)$/i.test(word.text)) continue;
    const descriptor = stream === '*' ? 'both' : stream === undefined ? 1 : Number(stream);
    redirects.push({ mode: append ? 'append' : 'truncate', descriptor, target: word });
  }
  return redirects;
}

/** What a program finds on its standard input. */
export function inputOf(value: Value | undefined): Input {
  if (!value) return { type: 'none' };
  if (value.type === 'words') {
    if (value.file) return { type: 'file', path: value.file };
    if (value.from && !isKnown(value)) return { type: 'pipe', from: value.from };
    const known = isKnown(value);
    if (known || value.words.some((word) => word.pieces.some((piece) => piece.type === 'text' && piece.value.trim() !== '')))
      return { type: 'text', text: value.words.map((word) => word.text).join('\n'), known };
    return { type: 'pipe', from: [] };
  }
  return { type: 'text', text: wordFrom(value).text, known: true };
}

export interface Emission {
  readonly input?: Value | undefined;
  readonly redirects?: readonly Redirect[];
}

/** Keeps a cmdlet as a command of its own. */
export function emitCmdlet(
  name: string,
  words: readonly Word[],
  state: PowerShellState,
  source: string,
  { input, redirects }: Emission = {},
): void {
  state.run.meter.command();
  state.run.emit(callOf([plainWord(name), ...words], state, source, { input, ...(redirects ? { redirects } : {}) }));
}

export function callOf(argv: readonly Word[], state: PowerShellState, source: string, { input, redirects }: Emission): Call {
  return {
    argv,
    scope: state.scope,
    variables: undefined,
    redirects: redirects ?? [],
    input: inputOf(input),
    text: source,
    capture: false,
    external: true,
  };
}

/** Named and positional arguments of the cmdlets that the reader itself follows. */
export class Parameters {
  readonly positional: Value[] = [];
  readonly #named = new Map<string, Value | undefined>();

  /** `known`: names in lower case, in the order in which a prefix finds them; `switches`: those of them without a value. */
  constructor(list: readonly Given[], known: readonly string[], switches: ReadonlySet<string>) {
    for (let index = 0; index < list.length; index++) {
      const { parameter, value } = list[index]!;
      if (parameter === undefined) {
        if (value) this.positional.push(value);
        continue;
      }
      const given = parameter.slice(1).toLowerCase();
      const name = known.find((one) => one === given) ?? known.find((one) => one.startsWith(given)) ?? given;
      if (value || switches.has(name) || commonSwitches.test(name)) {
        this.#named.set(name, value);
        continue;
      }
      const next = list[index + 1];
      if (next && next.parameter === undefined) {
        this.#named.set(name, next.value);
        index++;
      } else this.#named.set(name, undefined);
    }
  }

  get(...names: readonly string[]): Value | undefined {
    for (const name of names) {
      const value = this.#named.get(name);
      if (value) return value;
    }
    return undefined;
  }

  /** A switch that is on, or any parameter that is there. */
  has(name: string): boolean {
    if (!this.#named.has(name)) return false;
    const value = this.#named.get(name);
    return value === undefined || isTrue(value) !== false;
  }
}

const commonSwitches =
  /^(?:force|recurse|whatif|confirm|verbose|debug|passthru|wait|nonewwindow|raw|asjob|append|noclobber|nonewline|usebasicparsing|usenewenvironment)$/;

export function unknownOutput(source: string, state: PowerShellState, before: number): Value {
  const from = state.run.invocations.slice(before, before + 16);
  return { type: 'words', words: [unknownWord(`$(${source.length > 120 ? `${source.slice(0, 120)}…` : source})`)], from };
}

import type { Invocation } from '../shell/invocation.ts';
import { readArguments, type Arguments } from './arguments.ts';

/**
 * The arguments of a command as a row of a table says them: `theme push --live|-a !--unpublished`.
 *
 * - Words must stand in this order, from the first word that is no option on; what follows them is free. `a|b` is either, a `*` in a
 *   word is any text (`delete-*`), `*` alone any word, `…` any number of words.
 * - `-f|--force` is one of these options, wherever it stands; `--days=0` with this value, which may be the next word.
 * - `!--dry-run|-n` is none of these.
 */
export type CommandPattern = string;

type Word = (text: string) => boolean;

interface Compiled {
  readonly steps: readonly (Word | 'any number')[];
  /** Of each list, one has to be there. */
  readonly needs: readonly (readonly Option[])[];
  readonly without: readonly Option[];
}

interface Option {
  readonly name: string;
  readonly value: Word | undefined;
}

const compiled = new Map<CommandPattern, Compiled>();

function compile(pattern: CommandPattern): Compiled {
  const known = compiled.get(pattern);
  if (known) return known;
  const steps: (Word | 'any number')[] = [];
  const needs: (readonly Option[])[] = [];
  const without: Option[] = [];
  for (const part of pattern.split(' ')) {
    if (part === '') continue;
    if (part === '…') steps.push('any number');
    else if (part.startsWith('!-')) without.push(...part.slice(1).split('|').map(optionOf));
    else if (part.startsWith('-')) needs.push(part.split('|').map(optionOf));
    else {
      const words = part.split('|').map(wordOf);
      steps.push((text) => words.some((word) => word(text)));
    }
  }
  const result = { steps, needs, without };
  compiled.set(pattern, result);
  return result;
}

function optionOf(text: string): Option {
  const equals = text.indexOf('=');
  return equals < 0 ? { name: text, value: undefined } : { name: text.slice(0, equals), value: wordOf(text.slice(equals + 1)) };
}

/** A text with stars for anything. */
function wordOf(glob: string): Word {
  const parts = glob.split('*');
  const first = parts[0] ?? '';
  if (parts.length === 1) return (text) => text === first;
  const last = parts.at(-1) ?? '';
  const middle = parts.slice(1, -1);
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const part of middle) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= text.length - last.length;
  };
}

/** Arguments that patterns are compared with. `valued` are options that take the next word: `-t` of `fly -t main pipelines`. */
export class CommandArguments {
  readonly #read: Arguments;
  readonly #texts: readonly string[];

  constructor(invocation: Invocation, valued: readonly string[] = []) {
    this.#read = readArguments(invocation, { valued: new Set(valued) });
    this.#texts = invocation.argv.slice(1).map(({ text }) => text);
  }

  matches(pattern: CommandPattern): boolean {
    const { steps, needs, without } = compile(pattern);
    return (
      needs.every((options) => options.some((option) => this.#has(option))) &&
      !without.some((option) => this.#has(option)) &&
      this.#follow(steps, 0, 0)
    );
  }

  #follow(steps: Compiled['steps'], step: number, from: number): boolean {
    const { words } = this.#read;
    let at = from;
    for (let index = step; index < steps.length; index++) {
      const wanted = steps[index]!;
      if (wanted === 'any number') {
        for (let start = at; start <= words.length; start++) if (this.#follow(steps, index + 1, start)) return true;
        return false;
      }
      const word = words[at++];
      if (word === undefined || !wanted(word.text)) return false;
    }
    return true;
  }

  #has({ name, value }: Option): boolean {
    // Letters may stand in a cluster; words behind one dash (`-delete`) are compared as they are.
    if (value === undefined) {
      if (this.#read.options.has(name)) return true;
      return name.length > 2 && this.#texts.some((text) => text === name || text.startsWith(`${name}=`));
    }
    return this.#texts.some((text, index) =>
      text === name ? value(this.#texts[index + 1] ?? '') : text.startsWith(`${name}=`) && value(text.slice(name.length + 1)),
    );
  }
}

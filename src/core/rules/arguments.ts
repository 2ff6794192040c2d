import type { Invocation, Word } from '../shell/invocation.ts';

/** Arguments of a program, split into options and the rest, in the getopt manner that most tools share. */
export interface Arguments {
  /** Words that are no options, subcommands included, in order. */
  readonly words: readonly Word[];
  /** Option → values in order; an option without a value has `undefined`s. Long options without `=value`. */
  readonly options: ReadonlyMap<string, readonly (Word | undefined)[]>;
  /** True when `--` stood before the words from this index on. */
  readonly terminated: number | undefined;
}

export interface ArgumentSyntax {
  /** Options that take the next word as value: `-p`, `--project`. `--x=value` needs no entry. */
  readonly valued?: ReadonlySet<string>;
  /** Single-dash long options (`-force`, terraform and Java style): no clusters. */
  readonly singleDashLong?: boolean;
  /** Stop reading options at the first word that is none. */
  readonly stopAtFirstWord?: boolean;
}

const noValues: ReadonlySet<string> = new Set();

/** Reads `invocation.argv` from the first argument on. Clusters (`-rf`) are split into single letters unless `singleDashLong`. */
export function readArguments(invocation: Invocation, syntax: ArgumentSyntax = {}): Arguments {
  return readWords(invocation.argv.slice(1), syntax);
}

export function readWords(argv: readonly Word[], syntax: ArgumentSyntax = {}): Arguments {
  const valued = syntax.valued ?? noValues;
  const words: Word[] = [];
  const options = new Map<string, (Word | undefined)[]>();
  let terminated: number | undefined;
  const add = (name: string, value: Word | undefined): void => {
    const values = options.get(name);
    if (values) values.push(value);
    else options.set(name, [value]);
  };
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!;
    const { text } = word;
    if (text === '--' && terminated === undefined) {
      terminated = words.length;
      words.push(...argv.slice(i + 1));
      break;
    }
    if (text.length < 2 || text[0] !== '-' || word.pieces[0]?.type === 'unknown') {
      words.push(word);
      if (syntax.stopAtFirstWord) {
        words.push(...argv.slice(i + 1));
        break;
      }
      continue;
    }
    const equals = text.indexOf('=');
    if (text.startsWith('--') || syntax.singleDashLong) {
      if (equals > 0) add(text.slice(0, equals), after(word, equals + 1));
      else if (valued.has(text)) add(text, argv[++i]);
      else add(text, undefined);
      continue;
    }
    for (let at = 1; at < text.length; at++) {
      const name = `-${text[at]}`;
      if (!valued.has(name)) {
        add(name, undefined);
        continue;
      }
      const rest = at + 1 < text.length ? after(word, text[at + 1] === '=' ? at + 2 : at + 1) : argv[++i];
      add(name, rest);
      break;
    }
  }
  return { words, options, terminated };
}

export function hasOption(args: Arguments, ...names: readonly string[]): boolean {
  return names.some((name) => args.options.has(name));
}

/** The last value given to any of the names, as the shell would see it. */
export function optionValue(args: Arguments, ...names: readonly string[]): Word | undefined {
  for (const name of names) {
    const values = args.options.get(name);
    const value = values?.[values.length - 1];
    if (value) return value;
  }
  return undefined;
}

/** The word from a position of its text on. */
export function after(word: Word, position: number): Word {
  let skip = position;
  const pieces = [];
  for (const piece of word.pieces) {
    if (skip >= piece.value.length) {
      skip -= piece.value.length;
      continue;
    }
    pieces.push(skip > 0 ? { ...piece, value: piece.value.slice(skip) } : piece);
    skip = 0;
  }
  return { text: word.text.slice(position), known: word.known, pieces };
}

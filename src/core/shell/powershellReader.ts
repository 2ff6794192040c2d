import type { Piece, Word } from './invocation.ts';
import { wordOf } from './word.ts';

/** One argument of a PowerShell command, or one part of an expression. */
export type Part =
  | { readonly type: 'word'; readonly words: readonly Word[]; readonly raw: string; readonly quoted: boolean }
  /** `{ … }` */
  | { readonly type: 'block'; readonly text: string }
  /** `( … )`, `$( … )`, `@( … )`, `@{ … }` */
  | { readonly type: 'group'; readonly text: string; readonly table: boolean; readonly attached: boolean }
  | { readonly type: 'comma' }
  | { readonly type: 'redirect'; readonly append: boolean; readonly target: Word };

/** Commands of one pipeline, and what ended it. */
export interface Pipeline {
  readonly elements: readonly (readonly Part[])[];
  readonly text: string;
}

/** What a variable or a substitution stands for; undefined when it is not known. */
export interface Values {
  variable(name: string): readonly Word[] | undefined;
  group(text: string): readonly Word[] | undefined;
}

const ends = new Set(['\n', '\r', ';', '|', '&', '(', ')', '{', '}', ',', '>', ' ', '\t', '\u00a0']);
const blockKeywords =
  /^(?:if|elseif|else|while|for|foreach|switch|do|try|catch|finally|trap|function|filter|param|begin|process|end|class|enum)$/i;
const continues = /^(?:else|elseif|catch|finally|while|until)\b/i;

/**
 * Reads PowerShell text, one pipeline at a time, with the values that hold when it is reached.
 * https://learn.microsoft.com/powershell/scripting/lang-spec/chapter-02
 */
export class PowershellReader {
  readonly #text: string;
  readonly #values: Values;
  #at = 0;
  /** A quote or a bracket that is never closed. */
  broken = false;

  constructor(text: string, values: Values) {
    this.#text = text;
    this.#values = values;
  }

  next(): Pipeline | undefined {
    this.#skip(true);
    if (this.#at >= this.#text.length) return undefined;
    const start = this.#at;
    const elements: Part[][] = [[]];
    while (this.#at < this.#text.length) {
      this.#skip(false);
      const current = elements[elements.length - 1]!;
      const char = this.#text[this.#at];
      if (char === undefined) break;
      if (char === '\n' || char === '\r' || char === ';') {
        if (char !== ';' && current[current.length - 1]?.type === 'comma') {
          this.#at++;
          continue;
        }
        if (char !== ';' && this.#goesOn(current)) continue;
        break;
      }
      if (char === '|') {
        this.#at++;
        if (this.#text[this.#at] === '|') {
          this.#at++;
          break;
        }
        this.#skip(true);
        elements.push([]);
        continue;
      }
      if (char === '&') {
        this.#at++;
        if (this.#text[this.#at] === '&') {
          this.#at++;
          break;
        }
        if (current.length > 0) break;
        current.push({ type: 'word', words: [], raw: '&', quoted: false });
        continue;
      }
      if (char === ')' || char === '}') {
        this.#at++;
        break;
      }
      current.push(this.#part());
      if (current.length > 1 && current.at(-1)!.type === 'block' && this.#endsWithBlock(current)) break;
    }
    return { elements: elements.filter((element) => element.length > 0), text: this.#text.slice(start, this.#at).trim() };
  }

  /** `if (…) {…}` needs no separator behind it, but may go on with `else`. */
  #endsWithBlock(parts: readonly Part[]): boolean {
    const [first] = parts;
    if (first?.type !== 'word' || first.quoted || !blockKeywords.test(first.raw)) return false;
    return !this.#goesOn(parts);
  }

  #goesOn(parts: readonly Part[]): boolean {
    const [first] = parts;
    if (first?.type !== 'word' || !blockKeywords.test(first.raw)) return false;
    const last = parts.at(-1)!;
    const rest = /^\s*/.exec(this.#text.slice(this.#at, this.#at + 200))![0].length;
    const next = this.#text.slice(this.#at + rest, this.#at + rest + 12);
    const more = last.type === 'block' ? continues.test(next) : next.startsWith('{');
    if (more) this.#at += rest;
    return more;
  }

  #skip(lines: boolean): void {
    const text = this.#text;
    for (;;) {
      const char = text[this.#at];
      if (char === ' ' || char === '\t' || char === '\u00a0' || (lines && (char === '\n' || char === '\r' || char === ';'))) this.#at++;
      else if (char === '`' && /^`\r?\n/.test(text.slice(this.#at, this.#at + 3))) this.#at += text[this.#at + 1] === '\r' ? 3 : 2;
      else if (char === '#') {
        const end = text.indexOf('\n', this.#at);
        this.#at = end < 0 ? text.length : end;
      } else if (char === '<' && text[this.#at + 1] === '#') {
        const end = text.indexOf('#>', this.#at);
        this.#at = end < 0 ? text.length : end + 2;
      } else return;
    }
  }

  #part(): Part {
    const text = this.#text;
    const char = text[this.#at]!;
    if (char === ',') {
      this.#at++;
      return { type: 'comma' };
    }
    if (char === '{') return { type: 'block', text: this.#bracketed() };
    if (char === '(') {
      const attached = this.#at > 0 && !/\s/.test(text[this.#at - 1]!);
      return { type: 'group', text: this.#bracketed(), table: false, attached };
    }
    if (char === '@' && (text[this.#at + 1] === '(' || text[this.#at + 1] === '{')) {
      this.#at++;
      const table = text[this.#at] === '{';
      return { type: 'group', text: this.#bracketed(), table, attached: false };
    }
    const redirect = /^(?:[1-6*]?>>?)(&\d)?/.exec(text.slice(this.#at, this.#at + 8));
    if (redirect) {
      this.#at += redirect[0].length;
      this.#skip(false);
      const target = redirect[1] === undefined ? this.#word().words[0] : undefined;
      return {
        type: 'redirect',
        append: redirect[0].includes('>>'),
        target: target ?? wordOf([{ type: 'text', value: '$null', quoted: false }]),
      };
    }
    return this.#word();
  }

  /** The text between the bracket here and the one that closes it. */
  #bracketed(): string {
    const start = this.#at + 1;
    const stack: string[] = [];
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!;
      if (char === "'" || char === '"') {
        this.#quotedEnd(char);
        continue;
      }
      if (char === '`') this.#at++;
      else if (char === '#' && /[\s;{(]/.test(this.#text[this.#at - 1] ?? ' ')) {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = end < 0 ? this.#text.length : end;
        continue;
      } else if (char === '{' || char === '(') stack.push(char);
      else if (char === '}' || char === ')') {
        stack.pop();
        if (stack.length === 0) {
          this.#at++;
          return this.#text.slice(start, this.#at - 1);
        }
      }
      this.#at++;
    }
    this.broken = true;
    return this.#text.slice(start);
  }

  /** Moves behind a quoted string and returns what is between the quotes. */
  #quotedEnd(quote: string): string {
    const text = this.#text;
    if (text[this.#at - 1] === '@' && /^["'][ \t]*\r?\n/.test(text.slice(this.#at, this.#at + 40))) {
      const start = text.indexOf('\n', this.#at) + 1;
      const end = text.indexOf(`\n${quote}@`, start - 1);
      this.broken ||= end < 0;
      this.#at = end < 0 ? text.length : end + 3;
      return text.slice(start, end < 0 ? text.length : Math.max(start, end));
    }
    const start = this.#at + 1;
    for (let i = start; i < text.length; i++) {
      if (text[i] === '`' && quote === '"') i++;
      else if (text[i] === quote) {
        if (text[i + 1] === quote) i++;
        else {
          this.#at = i + 1;
          return text.slice(start, i);
        }
      }
    }
    this.broken = true;
    this.#at = text.length;
    return text.slice(start);
  }

  #word(): Extract<Part, { type: 'word' }> {
    const text = this.#text;
    const start = this.#at;
    const pieces: Piece[] = [];
    let plain = '';
    let list: readonly Word[] | undefined;
    const flush = (): void => {
      if (plain !== '') pieces.push(...patterns(plain));
      plain = '';
    };
    let quoted = false;
    while (this.#at < text.length && !ends.has(text[this.#at]!)) {
      const char = text[this.#at]!;
      if (char === '@' && (text[this.#at + 1] === '"' || text[this.#at + 1] === "'") && this.#at === start) {
        this.#at++;
        continue;
      }
      if (char === "'" || char === '"') {
        quoted ||= this.#at === start || (this.#at === start + 1 && text[start] === '@');
        flush();
        const inner = this.#quotedEnd(char);
        if (char === "'") pieces.push(...patterns(inner.replaceAll("''", "'"), true));
        else pieces.push(...this.#expandable(inner));
        continue;
      }
      if (char === '`') {
        plain += text[this.#at + 1] ?? '';
        this.#at += 2;
        continue;
      }
      if (char === '$') {
        flush();
        const at = this.#at;
        const values = this.#variable(true);
        if (values && at === start && (this.#at >= text.length || ends.has(text[this.#at]!))) list = values.words;
        if (!values) {
          plain += '$';
          this.#at++;
        } else pieces.push(...joined(values));
        continue;
      }
      plain += char;
      this.#at++;
    }
    if (this.#at === start) this.#at++;
    flush();
    return { type: 'word', words: list ?? [wordOf(pieces)], raw: text.slice(start, this.#at), quoted };
  }

  /** Pieces of the inside of a double-quoted string. */
  #expandable(inner: string): readonly Piece[] {
    const reader = new PowershellReader(inner, this.#values);
    return reader.#expandAll();
  }

  #expandAll(): readonly Piece[] {
    const pieces: Piece[] = [];
    let plain = '';
    const text = this.#text;
    while (this.#at < text.length) {
      const char = text[this.#at]!;
      if (char === '`' || (char === '"' && text[this.#at + 1] === '"')) {
        const next = text[this.#at + 1] ?? '';
        plain += char === '"' ? '"' : (escapes[next] ?? next);
        this.#at += 2;
        continue;
      }
      const values = char === '$' ? this.#variable(false) : undefined;
      if (values) {
        if (plain !== '') pieces.push(...patterns(plain, true));
        plain = '';
        pieces.push(...joined(values));
        continue;
      }
      plain += char;
      this.#at++;
    }
    if (plain !== '') pieces.push(...patterns(plain, true));
    return pieces;
  }

  /** A variable, its properties in an expression, or `$( … )`; undefined when the dollar stands for itself. */
  #variable(properties: boolean): { readonly words: readonly Word[] } | undefined {
    const start = this.#at;
    const rest = this.#text.slice(start, start + 160);
    if (rest.startsWith('$(')) {
      this.#at++;
      const inner = this.#bracketed();
      const source = this.#text.slice(start, this.#at);
      return { words: this.#values.group(inner) ?? [unknown(source)] };
    }
    const match = /^\$(?:\{([^}]+)\}|((?:[A-Za-z]+:)?(?:\w+|[?^$_]))(?!:))/.exec(rest) ?? /^\$(?:\{([^}]+)\}|(\w+))/.exec(rest);
    if (!match) return undefined;
    this.#at += match[0].length;
    const name = (match[1] ?? match[2]!).toLowerCase();
    let words = this.#values.variable(name);
    if (properties) {
      const index = /^\[(\d{1,3})\]/.exec(this.#text.slice(this.#at, this.#at + 6));
      if (index) {
        this.#at += index[0].length;
        const item = words?.[Number(index[1])];
        words = item && [item];
      }
      const property = /^(?:\??\.[A-Za-z_]\w*(?!\w*\())+/.exec(this.#text.slice(this.#at, this.#at + 120))?.[0];
      if (property !== undefined) {
        this.#at += property.length;
        if (!/^\.(?:FullName|PSPath|Path|Name|ProviderPath)$/i.test(property)) words = undefined;
      }
    }
    return { words: words ?? [unknown(this.#text.slice(start, this.#at), name.replace(/^env:/, '').toUpperCase())] };
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0', a: '\x07', b: '\b', f: '\f', v: '\v', e: '\x1b' };

function unknown(value: string, variable?: string): Word {
  return {
    text: value,
    known: false,
    pieces: [variable === undefined ? { type: 'unknown', value } : { type: 'unknown', value, variable }],
  };
}

function joined({ words }: { readonly words: readonly Word[] }): readonly Piece[] {
  return words.flatMap((word, index): readonly Piece[] =>
    index > 0 ? [{ type: 'text', value: ' ', quoted: true }, ...word.pieces] : word.pieces,
  );
}

/** Text with its wildcards as globs: cmdlets match them whether they are quoted or not. */
function patterns(text: string, quoted = false): readonly Piece[] {
  if (!/[*?]/.test(text)) return text === '' ? [] : [{ type: 'text', value: text, quoted }];
  const pieces: Piece[] = [];
  for (const [part] of text.matchAll(/[*?]+|[^*?]+/g)) {
    pieces.push(/^[*?]/.test(part) ? { type: 'glob', value: part } : { type: 'text', value: part, quoted });
  }
  return pieces;
}

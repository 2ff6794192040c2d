/** How a text is taken apart. No mode knows a grammar: it only says where strings, comments and names end. */
export interface SqlMode {
  /** `\'` escapes inside of strings. */
  readonly backslash: boolean;
  /** `#` starts a comment. */
  readonly hash: boolean;
  /** `--` is a comment only before a space. */
  readonly dashNeedsSpace: boolean;
  /** A comment ends where its inner ones have ended. */
  readonly nested: boolean;
  /** The text of a comment that starts with an exclamation mark is run. */
  readonly conditional: boolean;
  /** `[name]`. */
  readonly brackets: boolean;
  /** `$$text$$`, `$tag$text$tag$`. */
  readonly dollar: boolean;
  /** `.command` at the start of a line. */
  readonly dot: boolean;
}

export type TokenType = 'word' | 'quoted' | 'string' | 'number' | 'punct' | 'meta' | 'break';

export interface Token {
  readonly type: TokenType;
  /** Names and strings without their quotes. Of a `meta` token the whole line. */
  readonly text: string;
  /** Upper case for words, else empty. */
  readonly upper: string;
  readonly start: number;
  readonly end: number;
  /** A word that something else fills in: `$T`, `${T}`, `{{ t }}`. */
  readonly template?: boolean;
}

const standard: SqlMode = {
  backslash: false,
  hash: false,
  dashNeedsSpace: false,
  nested: true,
  conditional: false,
  brackets: false,
  dollar: true,
  dot: false,
};

export const sqlModes = {
  standard,
  mysql: { ...standard, backslash: true, hash: true, dashNeedsSpace: true, nested: false, conditional: true, dollar: false },
  brackets: { ...standard, brackets: true, dollar: false },
  sqlite: { ...standard, brackets: true, nested: false, dollar: false, dot: true },
} as const satisfies Readonly<Record<string, SqlMode>>;

/** After so many tags that are never closed, a `$` opens nothing any more: hostile text would make the search quadratic. */
const maxOpenTags = 64;

/** The tokens of a text. Total: a quote that is never closed is read as a character of its own, for broken text may still be run. */
export function lexSql(text: string, mode: SqlMode): readonly Token[] {
  return new Lexer(text, mode).run();
}

class Lexer {
  readonly #text: string;
  readonly #mode: SqlMode;
  readonly #tokens: Token[] = [];
  readonly #unclosed = new Set<string>();
  #at = 0;
  #lineStart = 0;
  /** Index of the first token of the statement. */
  #statement = 0;

  constructor(text: string, mode: SqlMode) {
    this.#text = text;
    this.#mode = mode;
  }

  run(): readonly Token[] {
    const { length } = this.#text;
    while (this.#at < length) this.#next();
    return this.#tokens;
  }

  #next(): void {
    const text = this.#text;
    const mode = this.#mode;
    const at = this.#at;
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      if (code === 10) this.#lineStart = at + 1;
      this.#at++;
      return;
    }
    if (isWordStart(code)) return this.#word();
    if (code >= 48 && code <= 57) return this.#number();
    const char = text[at] ?? '';
    switch (char) {
      case "'":
      case '"':
      case '`':
        return this.#quote(char, false);
      case '-':
        if (text.charCodeAt(at + 1) === 45 && (!mode.dashNeedsSpace || at + 2 >= text.length || isSpace(text.charCodeAt(at + 2))))
          return this.#skipLine();
        return this.#punct(1);
      case '/':
        if (text[at + 1] === '*') return this.#comment();
        if (this.#aloneOnLine(1)) return this.#break(1);
        return this.#punct(1);
      case '*':
        // The end of a conditional comment whose text was read as code.
        if (mode.conditional && text[at + 1] === '/') {
          this.#at += 2;
          return;
        }
        return this.#punct(1);
      case '#':
        if (mode.hash) return this.#skipLine();
        return isWordPart(text.charCodeAt(at + 1)) || text[at + 1] === '#' ? this.#word() : this.#punct(1);
      case ';':
        return this.#break(1);
      case '[':
        return mode.brackets ? this.#quote(']', false) : this.#punct(1);
      case '\\':
        return this.#backslash();
      case '.':
        return mode.dot && this.#startsStatement() && isWordStart(text.charCodeAt(at + 1)) ? this.#meta() : this.#punct(1);
      case '$':
        return this.#dollarSign();
      case '{':
        return text[at + 1] === '{' ? this.#template('}}') : this.#punct(1);
      case ':':
        if (text[at + 1] === ':') return this.#punct(2);
        return isWordStart(text.charCodeAt(at + 1)) ? this.#word() : this.#punct(1);
      case '@':
        return isWordStart(text.charCodeAt(at + 1)) || text[at + 1] === '@' ? this.#word() : this.#punct(1);
      default:
        return this.#punct(1);
    }
  }

  #push(type: TokenType, text: string, upper: string, end: number, template = false): void {
    this.#tokens.push({ type, text, upper, start: this.#at, end, ...(template ? { template } : {}) });
    this.#at = end;
  }

  #punct(length: number): void {
    this.#push('punct', this.#text.slice(this.#at, this.#at + length), '', this.#at + length);
  }

  #break(length: number): void {
    this.#push('break', ';', '', this.#at + length);
    if (this.#tokens[this.#statement]?.upper === 'COPY') this.#skipCopyData();
    this.#statement = this.#tokens.length;
  }

  /** Rows follow `COPY … FROM STDIN;` up to a line `\.`: data, whatever they look like. */
  #skipCopyData(): void {
    const tokens = this.#tokens;
    let from = tokens.length;
    for (let at = this.#statement; at < tokens.length; at++)
      if (tokens[at]!.upper === 'STDIN' && tokens[at - 1]?.upper === 'FROM') from = at;
    if (from === tokens.length || this.#unclosed.has('COPY')) return;
    const end = this.#text.indexOf('\n\\.', this.#at);
    if (end >= 0) this.#at = end + 3;
    else this.#unclosed.add('COPY');
  }

  #word(): void {
    const text = this.#text;
    let end = this.#at + 1;
    while (end < text.length && isWordPart(text.charCodeAt(end))) end++;
    const word = text.slice(this.#at, end);
    const upper = word.toUpperCase();
    if (upper === 'GO' && this.#aloneOnLine(2)) return this.#break(2);
    // `DELIMITER //` is a command of the MySQL client and holds for the rest of the text.
    if (upper === 'DELIMITER' && this.#startsStatement()) return this.#meta();
    this.#push('word', word, upper, end);
    // `E'…'` has backslash escapes in PostgreSQL, too.
    if (upper === 'E' && text[end] === "'") this.#quote("'", true);
  }

  #number(): void {
    const text = this.#text;
    let end = this.#at + 1;
    while (end < text.length && (isWordPart(text.charCodeAt(end)) || text[end] === '.')) end++;
    this.#push('number', text.slice(this.#at, end), '', end);
  }

  #quote(close: string, escapes: boolean): void {
    const text = this.#text;
    const start = this.#at;
    const backslash = escapes || (this.#mode.backslash && close !== '`');
    if (this.#unclosed.has(close)) return this.#punct(1);
    let value = '';
    let from = start + 1;
    for (let at = from; at < text.length; at++) {
      const char = text[at]!;
      if (char === '\\' && backslash) {
        at++;
      } else if (char === close) {
        if (text[at + 1] !== close) {
          value += text.slice(from, at);
          const isString = close === "'" || (close === '"' && this.#mode.backslash);
          return this.#push(isString ? 'string' : 'quoted', value, '', at + 1);
        }
        value += text.slice(from, at + 1);
        at++;
        from = at + 1;
      }
    }
    this.#unclosed.add(close);
    this.#punct(1);
  }

  #skipLine(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #comment(): void {
    const text = this.#text;
    const third = text[this.#at + 2];
    if (this.#mode.conditional && (third === '!' || (third === 'M' && text[this.#at + 3] === '!'))) {
      let at = this.#at + (third === '!' ? 3 : 4);
      while (at < text.length && text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) at++;
      this.#at = at;
      return;
    }
    let depth = 1;
    let at = this.#at + 2;
    while (at < text.length && depth > 0) {
      const close = text.indexOf('*/', at);
      if (close < 0) {
        at = text.length;
        break;
      }
      const open = this.#mode.nested ? text.indexOf('/*', at) : -1;
      if (open >= 0 && open < close) {
        depth++;
        at = open + 2;
      } else {
        depth--;
        at = close + 2;
      }
    }
    this.#at = at;
  }

  /** psql: `\c`, `\!`, `\gexec`, `\;`. mysql: `\!`, `\.`, `\G`. */
  #backslash(): void {
    const next = this.#text[this.#at + 1];
    if (next === ';') return this.#break(2);
    if (next === undefined || next === '\n' || next === '\r') {
      this.#at++;
      return;
    }
    if (/[a-zA-Z!.?]/.test(next)) return this.#meta();
    return this.#punct(1);
  }

  #meta(): void {
    const text = this.#text;
    const lineEnd = text.indexOf('\n', this.#at);
    let end = lineEnd < 0 ? text.length : lineEnd;
    // Several commands may stand on one line; `\!` takes all of it.
    if (text[this.#at] === '\\' && text[this.#at + 1] !== '!') {
      const next = text.indexOf('\\', this.#at + 2);
      if (next >= 0 && next < end) end = next;
    }
    this.#push('meta', text.slice(this.#at, end).trimEnd(), '', end);
    this.#statement = this.#tokens.length;
  }

  #dollarSign(): void {
    const text = this.#text;
    const at = this.#at;
    const next = text[at + 1];
    if (next === '{') return this.#template('}');
    if (next === '(') return this.#template(')');
    if (this.#mode.dollar && this.#unclosed.size < maxOpenTags) {
      let end = at + 1;
      while (end < text.length && end - at < 64 && isTagPart(text.charCodeAt(end), end === at + 1)) end++;
      if (text[end] === '$') {
        const tag = text.slice(at, end + 1);
        const close = this.#unclosed.has(tag) ? -1 : text.indexOf(tag, end + 1);
        if (close >= 0) return this.#push('string', text.slice(end + 1, close), '', close + tag.length);
        this.#unclosed.add(tag);
      }
    }
    let end = at + 1;
    while (end < text.length && isTagPart(text.charCodeAt(end), false)) end++;
    if (end === at + 1) return this.#punct(1);
    this.#push('word', text.slice(at, end), text.slice(at, end), end, !/^\$\d+$/.test(text.slice(at, end)));
  }

  #template(closer: string): void {
    if (this.#unclosed.has(closer)) return this.#punct(1);
    const close = this.#text.indexOf(closer, this.#at + 2);
    if (close < 0) {
      this.#unclosed.add(closer);
      return this.#punct(1);
    }
    const end = close + closer.length;
    const word = this.#text.slice(this.#at, end);
    this.#push('word', word, word, end, true);
  }

  /** Nothing else stands on the line (a count may: `GO 5`). */
  #aloneOnLine(length: number): boolean {
    const text = this.#text;
    if ((this.#tokens.at(-1)?.end ?? 0) > this.#lineStart) return false;
    for (let at = this.#at + length; at < text.length && text.charCodeAt(at) !== 10; at++) {
      const code = text.charCodeAt(at);
      if (!isSpace(code) && !(code >= 48 && code <= 57 && length === 2)) return false;
    }
    return true;
  }

  #startsStatement(): boolean {
    const last = this.#tokens.at(-1);
    return last === undefined || last.type === 'break' || last.type === 'meta';
  }
}

function isSpace(code: number): boolean {
  if (code <= 32) return true;
  // No server takes these for spaces in the same way; where one does, what follows is run.
  return code >= 160 && (code === 160 || code === 0xfeff || (code >= 0x2000 && code <= 0x200b) || code === 0x3000);
}

function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code > 127 && !isSpace(code));
}

function isWordPart(code: number): boolean {
  return isWordStart(code) || (code >= 48 && code <= 57) || code === 36 || code === 35;
}

function isTagPart(code: number, first: boolean): boolean {
  return isWordStart(code) || (!first && code >= 48 && code <= 57);
}

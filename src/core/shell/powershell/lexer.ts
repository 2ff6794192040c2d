/** Why a text cannot be read. Not an `Error`: no stack is wanted. */
export class Unreadable {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** PowerShell takes typographic quotes and dashes for plain ones: about_Quoting_Rules, `SpecialCharacters` of its source. */
export function isSingleQuote(char: string | undefined): boolean {
  return char === "'" || char === '\u2018' || char === '\u2019' || char === '\u201a' || char === '\u201b';
}

export function isDoubleQuote(char: string | undefined): boolean {
  return char === '"' || char === '\u201c' || char === '\u201d' || char === '\u201e';
}

export function isDash(char: string | undefined): boolean {
  return char === '-' || char === '\u2013' || char === '\u2014' || char === '\u2015';
}

export function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\u00a0' || char === '\f' || char === '\v';
}

/** What a backtick stands before: https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_special_characters */
const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** A place in a text. */
export class Cursor {
  readonly text: string;
  at = 0;
  /** Brackets inside each other. */
  depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  get char(): string | undefined {
    return this.text[this.at];
  }

  peek(offset = 1): string | undefined {
    return this.text[this.at + offset];
  }

  starts(prefix: string): boolean {
    return this.text.startsWith(prefix, this.at);
  }

  /** What a sticky pattern matches here; moves behind it. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (!match) return undefined;
    this.at += match[0].length;
    return match[0];
  }

  test(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }

  since(start: number): string {
    return this.text.slice(start, this.at);
  }

  enter(): void {
    if (++this.depth > 160) throw new Unreadable('nested too deeply to follow');
  }

  leave(): void {
    this.depth--;
  }

  /** The character that a backtick stands before. */
  escaped(): string {
    this.at++;
    const { char } = this;
    if (char === undefined) return '';
    this.at++;
    if (char === 'u' && this.char === '{') {
      const code = this.take(/\{[0-9a-f]{1,6}\}/iy);
      if (code !== undefined) {
        const point = Number.parseInt(code.slice(1, -1), 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : '';
      }
    }
    if (char === '\r' && this.char === '\n') this.at++;
    return escapes[char] ?? char;
  }

  /** Blanks, line continuations and `<# … #>`. */
  skipBlanks(): void {
    for (;;) {
      const { char } = this;
      if (isBlank(char)) this.at++;
      else if (char === '`' && (this.peek() === '\n' || this.peek() === '\r')) this.at += this.starts('`\r\n') ? 3 : 2;
      else if (char === '<' && this.peek() === '#') {
        const end = this.text.indexOf('#>', this.at + 2);
        if (end < 0) throw new Unreadable('a comment is not closed');
        this.at = end + 2;
      } else return;
    }
  }

  /** The same with line ends, comments and, unless `lines`, semicolons. */
  skipSeparators(lines = false): void {
    for (;;) {
      this.skipBlanks();
      const { char } = this;
      if (char === '\n' || char === '\r' || (char === ';' && !lines)) this.at++;
      else if (char === '#') this.skipComment();
      else return;
    }
  }

  skipComment(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.text.length : end;
  }
}

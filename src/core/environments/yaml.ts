/** A YAML value with the line it stands on. An alias is the very value of its anchor, so that no text can blow up. */
export interface YamlValue {
  /** From 1. */
  readonly line: number;
  readonly scalar: string | undefined;
  readonly entries: readonly (readonly [key: string, value: YamlValue])[];
  readonly items: readonly YamlValue[];
}

/** Why a text could not be read. */
export class YamlError extends Error {
  override readonly name = 'YamlError';
}

const maxDepth = 64;
const maxLines = 20_000;

interface Line {
  readonly indent: number;
  /** Without indentation, comment and trailing blanks. */
  readonly text: string;
  /** As it stands, for block scalars. */
  readonly raw: string;
  readonly number: number;
}

/**
 * Reads the YAML that configuration files are written in: block and flow collections, every kind of scalar, anchors, aliases, merge
 * keys, several documents, tags as if they were not there. Linear and bounded in depth, which the `yaml` package 2.9.1 is not (a second
 * for 64 KB of `[]`; 64 KB of `- - -` ends a Node 20 process, which no `catch` can hold); it is the oracle of our tests. Complex keys
 * are an error. Throws `YamlError`.
 */
export function readYaml(text: string): readonly YamlValue[] {
  const documents: YamlValue[] = [];
  const rows = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  if (rows.length > maxLines) throw new YamlError('too long');
  let from = 0;
  const close = (to: number): void => {
    const value = new Reader(rows, from, to).document();
    if (value) documents.push(value);
  };
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (!/^(?:---|\.\.\.)(?:\s|$)/.test(row)) continue;
    close(i);
    // What follows the marker on its line belongs to the document.
    rows[i] = row.startsWith('---') ? `   ${row.slice(3)}` : '';
    from = i;
  }
  close(rows.length);
  return documents;
}

export function yamlGet(value: YamlValue | undefined, key: string): YamlValue | undefined {
  return value?.entries.find(([name]) => name === key)?.[1];
}

class Reader {
  readonly #lines: Line[] = [];
  readonly #rows: readonly string[];
  readonly #anchors = new Map<string, YamlValue>();
  #at = 0;
  #merged = 0;

  constructor(rows: readonly string[], from: number, to: number) {
    this.#rows = rows;
    for (let i = from; i < to; i++) {
      const raw = rows[i]!;
      if (raw.startsWith('%')) continue;
      const indent = raw.length - raw.trimStart().length;
      const text = withoutComment(raw.slice(indent));
      if (text !== '') this.#lines.push({ indent, text, raw, number: i + 1 });
    }
  }

  document(): YamlValue | undefined {
    const [first] = this.#lines;
    if (!first) return undefined;
    const value = this.#block(first.indent, 0);
    if (this.#at < this.#lines.length) throw new YamlError(`unexpected indentation in line ${this.#lines[this.#at]!.number}`);
    return value;
  }

  #peek(): Line | undefined {
    return this.#lines[this.#at];
  }

  /** The value of lines that begin at this indentation. */
  #block(indent: number, depth: number): YamlValue {
    if (depth > maxDepth) throw new YamlError('nested too deep');
    const line = this.#peek()!;
    if (isItem(line.text)) return this.#sequence(indent, depth);
    const key = readKey(line.text);
    if (key) return this.#mapping(indent, depth);
    this.#at++;
    return this.#inline(line, line.indent, line.text, indent - 1, depth);
  }

  #sequence(indent: number, depth: number): YamlValue {
    const items: YamlValue[] = [];
    const { number } = this.#peek()!;
    for (let line = this.#peek(); line && line.indent === indent && isItem(line.text); line = this.#peek()) {
      const rest = line.text.slice(1).trimStart();
      const inner = indent + line.text.length - rest.length;
      if (rest === '') {
        this.#at++;
        items.push(this.#below(line, indent, depth));
      } else if (isItem(rest) || readKey(rest)) {
        // `- name: x` opens a collection whose indentation is that of its first word.
        this.#lines[this.#at] = { ...line, indent: inner, text: rest };
        items.push(this.#block(inner, depth + 1));
      } else {
        this.#at++;
        items.push(this.#inline(line, inner, rest, indent, depth + 1));
      }
    }
    return { line: number, scalar: undefined, entries: [], items };
  }

  #mapping(indent: number, depth: number): YamlValue {
    const entries: (readonly [string, YamlValue])[] = [];
    const merged: YamlValue[] = [];
    const { number } = this.#peek()!;
    for (let line = this.#peek(); line && line.indent === indent; line = this.#peek()) {
      const key = readKey(line.text);
      if (!key) throw new YamlError(`no key in line ${line.number}`);
      this.#at++;
      const value = key.rest === '' ? this.#below(line, indent, depth) : this.#inline(line, indent, key.rest, indent, depth + 1);
      if (key.name === '<<') merged.push(...(value.items.length > 0 ? value.items : [value]));
      else entries.push([key.name, value]);
    }
    // What is written here wins over what is merged, so it stands first.
    for (const value of merged) {
      this.#merged += value.entries.length;
      if (this.#merged > maxLines) throw new YamlError('too much is merged');
      entries.push(...value.entries);
    }
    return { line: number, scalar: undefined, entries, items: [] };
  }

  /** The value of a key or dash that has nothing behind it: what is indented below, or nothing. */
  #below(line: Line, indent: number, depth: number): YamlValue {
    const next = this.#peek();
    if (!next || next.indent < indent || (next.indent === indent && !(isItem(next.text) && !isItem(line.text))))
      return nothing(line.number);
    return this.#block(next.indent, depth + 1);
  }

  /** A value that begins on the line of its key or dash. */
  #inline(line: Line, column: number, text: string, indent: number, depth: number): YamlValue {
    const anchor = /^&([\w.-]{1,128})(?:\s+|$)/.exec(text);
    if (anchor) {
      const rest = text.slice(anchor[0].length);
      const value = rest === '' ? this.#below(line, indent, depth) : this.#inline(line, column, rest, indent, depth + 1);
      this.#anchors.set(anchor[1]!, value);
      return value;
    }
    const alias = /^\*([\w.-]{1,128})$/.exec(text);
    if (alias) return this.#anchors.get(alias[1]!) ?? nothing(line.number);
    // A tag says how to read a value (`!Ref Queue`); which text it is stays the same.
    const tag = /^![^\s,[\]{}]{0,200}(?:\s+|$)/.exec(text);
    if (tag) {
      const rest = text.slice(tag[0].length);
      return rest === '' ? this.#below(line, indent, depth) : this.#inline(line, column, rest, indent, depth + 1);
    }
    if (/^[!&*@`%]/.test(text)) throw new YamlError(`not read in line ${line.number}`);
    if (/^[|>][-+\d]{0,2}$/.test(text)) return this.#blockScalar(line, text, indent);
    const quote = text[0];
    if (quote === '"' || quote === "'" || quote === '[' || quote === '{') {
      // A quoted or flow value may go on below.
      const parts = [text];
      const closing = new Closing();
      for (let closed = closing.feed(text); !closed; closed = closing.feed(` ${parts[parts.length - 1]}`)) {
        const next = this.#peek();
        if (!next || next.indent <= indent) throw new YamlError(`not closed in line ${line.number}`);
        parts.push(next.text);
        this.#at++;
      }
      const whole = parts.join(' ');
      return new Flow(whole, line.number, this.#anchors).read(depth);
    }
    let scalar = text;
    // A plain scalar goes on in lines that are indented deeper.
    for (let next = this.#peek(); next && next.indent > indent && !readKey(next.text) && !isItem(next.text); next = this.#peek()) {
      scalar += ` ${next.text}`;
      this.#at++;
    }
    return scalarValue(scalar, line.number);
  }

  #blockScalar(line: Line, style: string, indent: number): YamlValue {
    const rows: string[] = [];
    let end = line.number;
    for (; end < this.#rows.length; end++) {
      const row = this.#rows[end]!;
      if (row.trim() !== '' && row.length - row.trimStart().length <= indent) break;
      rows.push(row);
    }
    while (this.#at < this.#lines.length && this.#lines[this.#at]!.number <= end) this.#at++;
    const margin = Math.min(...rows.slice(0, 1000).map((row) => (row.trim() === '' ? Infinity : row.length - row.trimStart().length)));
    const body = rows.map((row) => row.slice(Math.min(margin, row.length)));
    return { line: line.number, scalar: body.join(style.startsWith('>') ? ' ' : '\n').trimEnd(), entries: [], items: [] };
  }
}

function nothing(line: number): YamlValue {
  return { line, scalar: undefined, entries: [], items: [] };
}

function scalarValue(text: string, line: number): YamlValue {
  return { line, scalar: /^(?:~|null)$/i.test(text) ? undefined : text, entries: [], items: [] };
}

function isItem(text: string): boolean {
  return text === '-' || text.startsWith('- ') || text.startsWith('-\t');
}

/** `key: rest`, `"key": rest`. */
function readKey(text: string): { readonly name: string; readonly rest: string } | undefined {
  const quote = text[0];
  if (quote === '"' || quote === "'") {
    const end = closingQuote(text, 0);
    if (end < 0 || text[end + 1] !== ':' || (text[end + 2] !== undefined && text[end + 2] !== ' ')) return undefined;
    return { name: unquote(text.slice(0, end + 1)), rest: text.slice(end + 2).trim() };
  }
  if (quote === '[' || quote === '{' || quote === '#' || quote === '?' || quote === '|' || quote === '>') return undefined;
  const colon = text.endsWith(':') && !text.includes(': ') ? text.length - 1 : text.indexOf(': ');
  if (colon < 0 || colon > 1024) return undefined;
  return { name: text.slice(0, colon).trim(), rest: text.slice(colon + 1).trim() };
}

/** A `#` begins a comment at the start or after a blank, outside quotes. */
function withoutComment(text: string): string {
  if (!text.includes('#')) return text.trimEnd();
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!;
    if (quote !== '') {
      if (letter === '\\' && quote === '"') i++;
      else if (letter === quote) quote = '';
    } else if ((letter === '"' || letter === "'") && (i === 0 || /[\s:,[{-]/.test(text[i - 1]!) || text[i - 1] === letter)) quote = letter;
    else if (letter === '#' && (i === 0 || text[i - 1] === ' ' || text[i - 1] === '\t')) return text.slice(0, i).trimEnd();
  }
  return text.trimEnd();
}

/** Position of the quote that closes the one at `from`; -1 when there is none. */
function closingQuote(text: string, from: number): number {
  const quote = text[from]!;
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === '\\' && quote === '"') i++;
    else if (text[i] === quote) {
      if (quote === "'" && text[i + 1] === "'") i++;
      else return i;
    }
  }
  return -1;
}

function unquote(text: string): string {
  const body = text.slice(1, -1);
  if (text[0] === "'") return body.replaceAll("''", "'");
  return body.replaceAll(/\\(["\\/nrt0])/g, (_, letter: string) =>
    letter === 'n' ? '\n' : letter === 'r' ? '\r' : letter === 't' ? '\t' : letter === '0' ? '\0' : letter,
  );
}

/** Whether every quote and bracket of a flow value is closed, line by line. */
class Closing {
  #depth = 0;
  #quote = '';
  #escaped = false;
  #before = ' ';

  feed(text: string): boolean {
    for (const letter of text) {
      if (this.#escaped) this.#escaped = false;
      else if (this.#quote !== '') {
        if (letter === '\\' && this.#quote === '"') this.#escaped = true;
        else if (letter === this.#quote) this.#quote = '';
      } else if (letter === '"' || letter === "'") {
        // A quote begins at the start of a value; two single ones are one inside a value.
        if (/[\s:,[{]/.test(this.#before) || this.#before === letter) this.#quote = letter;
      } else if (letter === '[' || letter === '{') this.#depth++;
      else if (letter === ']' || letter === '}') this.#depth--;
      this.#before = letter;
    }
    return this.#quote === '' && this.#depth <= 0;
  }
}

/** `[a, {b: c}]`, and quoted scalars. */
class Flow {
  readonly #text: string;
  readonly #line: number;
  readonly #anchors: ReadonlyMap<string, YamlValue>;
  #at = 0;

  constructor(text: string, line: number, anchors: ReadonlyMap<string, YamlValue>) {
    this.#text = text;
    this.#line = line;
    this.#anchors = anchors;
  }

  read(depth: number): YamlValue {
    const value = this.#value(depth);
    this.#blanks();
    if (this.#at < this.#text.length) throw new YamlError(`unexpected text in line ${this.#line}`);
    return value;
  }

  #blanks(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #value(depth: number): YamlValue {
    if (depth > maxDepth) throw new YamlError('nested too deep');
    this.#blanks();
    const open = this.#text[this.#at];
    if (open === '[' || open === '{') {
      this.#at++;
      const entries: (readonly [string, YamlValue])[] = [];
      const items: YamlValue[] = [];
      const close = open === '[' ? ']' : '}';
      for (;;) {
        this.#blanks();
        const next = this.#text[this.#at];
        if (next === undefined) throw new YamlError(`not closed in line ${this.#line}`);
        if (next === close) break;
        const value = this.#value(depth + 1);
        this.#blanks();
        if (this.#text[this.#at] === ':') {
          this.#at++;
          entries.push([value.scalar ?? '', this.#value(depth + 1)]);
        } else if (open === '[') items.push(value);
        else entries.push([value.scalar ?? '', nothing(this.#line)]);
        this.#blanks();
        if (this.#text[this.#at] === ',') this.#at++;
        else if (this.#text[this.#at] !== close) throw new YamlError(`unexpected text in line ${this.#line}`);
      }
      this.#at++;
      return { line: this.#line, scalar: undefined, entries, items };
    }
    if (open === '"' || open === "'") {
      const end = closingQuote(this.#text, this.#at);
      if (end < 0) throw new YamlError(`not closed in line ${this.#line}`);
      const scalar = unquote(this.#text.slice(this.#at, end + 1));
      this.#at = end + 1;
      return { line: this.#line, scalar, entries: [], items: [] };
    }
    const from = this.#at;
    while (
      this.#at < this.#text.length &&
      !/[,\]}[{]/.test(this.#text[this.#at]!) &&
      !(this.#text[this.#at] === ':' && /[\s,\]}]|^$/.test(this.#text[this.#at + 1] ?? ''))
    )
      this.#at++;
    const plain = this.#text.slice(from, this.#at).trim();
    return plain.startsWith('*') ? (this.#anchors.get(plain.slice(1)) ?? nothing(this.#line)) : scalarValue(plain, this.#line);
  }
}

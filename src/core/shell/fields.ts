import type { Piece, Word } from './invocation.ts';
import type { Hidden } from './hidden.ts';
import { maxWordLength } from './limits.ts';

const blanks = ' \t\n';

/** Collects the pieces of one word of the source into the words that the shell makes of it. */
export class Fields {
  readonly words: Word[] = [];
  readonly separators: string;
  /** False for what the shell does not split: assignments, redirection targets, here-documents. */
  readonly split: boolean;
  /** False where patterns are not matched against the disk. */
  readonly globs: boolean;
  #pieces: Piece[] = [];
  #text = '';
  #known = true;
  #open = false;

  readonly #hidden: Hidden;

  constructor(hidden: Hidden, split: boolean, globs: boolean, separators: string = blanks) {
    this.#hidden = hidden;
    this.split = split;
    this.globs = globs;
    this.separators = separators;
  }

  text(value: string, quoted: boolean): void {
    this.#open = true;
    if (value === '') return;
    const pieces = this.#hidden.decode(value, quoted);
    if (pieces) {
      for (const piece of pieces) this.#add(piece);
    } else this.#plain(value, quoted);
  }

  #add(piece: Piece): void {
    if (piece.type === 'text') this.#plain(piece.value, piece.quoted);
    else if (piece.type === 'glob') this.glob(piece.value);
    else this.unknown(piece.value, piece.variable);
  }

  #plain(value: string, quoted: boolean): void {
    const last = this.#pieces[this.#pieces.length - 1];
    if (last?.type === 'text' && last.quoted === quoted) {
      this.#pieces[this.#pieces.length - 1] = { type: 'text', value: last.value + value, quoted };
    } else this.#pieces.push({ type: 'text', value, quoted });
    this.#text += value;
    if (this.#text.length > maxWordLength) this.#overflow();
  }

  glob(value: string): void {
    this.#open = true;
    if (!this.globs) {
      this.#plain(value, false);
      return;
    }
    this.#pieces.push({ type: 'glob', value });
    this.#text += value;
  }

  unknown(value: string, variable?: string): void {
    this.#open = true;
    this.#known = false;
    this.#pieces.push(variable === undefined ? { type: 'unknown', value } : { type: 'unknown', value, variable });
    this.#text += value;
    if (this.#text.length > maxWordLength) this.#overflow();
  }

  /** The value of an expansion: split and matched unless quoted. `keep`: quoted pieces of the word are quoted here, too. */
  value(word: Word, quoted: boolean, keep = false): void {
    for (const piece of word.pieces) {
      if (piece.type === 'unknown') this.unknown(piece.value, piece.variable);
      else if (piece.type === 'glob') this.glob(piece.value);
      else if (quoted || !this.split) this.text(piece.value, quoted);
      else if (keep && piece.quoted) this.text(piece.value, true);
      else this.#splitText(piece.value);
    }
    if (quoted) this.#open = true;
  }

  /** Ends the word that is open, if there is one. */
  end(): void {
    if (!this.#open) return;
    this.words.push({ text: this.#text, known: this.#known, pieces: this.#pieces });
    this.#pieces = [];
    this.#text = '';
    this.#known = true;
    this.#open = false;
  }

  /** The one word of a context that does not split. */
  single(): Word {
    this.end();
    return this.words[0] ?? { text: '', known: true, pieces: [] };
  }

  #splitText(text: string): void {
    const { separators } = this;
    let start = 0;
    for (let i = 0; i < text.length; i++) {
      const char = text[i]!;
      if (!separators.includes(char)) continue;
      if (i > start) this.#matched(text.slice(start, i));
      // Blanks at the edge of a word make none; any other separator ends an empty one.
      else if (!blanks.includes(char)) this.#open = true;
      this.end();
      start = i + 1;
    }
    if (start < text.length) this.#matched(start === 0 ? text : text.slice(start));
  }

  /** Text of an unquoted expansion: its pattern characters are patterns. */
  #matched(text: string): void {
    if (!this.globs || !/[*?[]/.test(text)) {
      this.text(text, false);
      return;
    }
    let start = 0;
    // A list of characters that is longer is taken for one, wherever it ends.
    for (const match of text.matchAll(/[*?]+|\[(?:[^\]/]{1,256}\]|[^\]/]{257})/g)) {
      if (match.index > start) this.text(text.slice(start, match.index), false);
      this.glob(match[0]);
      start = match.index + match[0].length;
    }
    if (start < text.length) this.text(text.slice(start), false);
  }

  #overflow(): void {
    this.#text = `${this.#text.slice(0, 64)}…`;
    this.#pieces = [{ type: 'unknown', value: this.#text }];
    this.#known = false;
  }
}

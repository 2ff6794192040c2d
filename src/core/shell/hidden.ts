import type { Piece, Word } from './invocation.ts';
import { wordOf } from './word.ts';

/**
 * Keeps what is not known (or is a pattern) apart from the text around it while a word travels as shell text: through `eval`, `sh -c`,
 * `ssh`, a pipe or a file. Each such piece stands there as a mark of two private-use characters, which no quoting touches, and is
 * itself again when the text has been read. A text that holds such characters by itself at most says less than it could.
 */
export class Hidden {
  /** The first stands for all that are too many. */
  readonly #pieces: Piece[] = [{ type: 'unknown', value: '…' }];

  /** The text of a word with marks for its pieces that are no plain text. */
  encode(word: Word): string {
    if (word.known && word.pieces.every((piece) => piece.type === 'text')) return word.text;
    let text = '';
    for (const piece of word.pieces) text += piece.type === 'text' ? piece.value : this.#mark(piece);
    return text;
  }

  /** Pieces of a text with marks; undefined when it has none. */
  decode(text: string, quoted: boolean): readonly Piece[] | undefined {
    if (!text.includes(open)) return undefined;
    const pieces: Piece[] = [];
    let start = 0;
    for (const match of text.matchAll(marks)) {
      const piece = this.#pieces[Number(match[1])];
      if (!piece) continue;
      if (match.index > start) pieces.push({ type: 'text', value: text.slice(start, match.index), quoted });
      pieces.push(piece);
      start = match.index + match[0].length;
    }
    if (start < text.length) pieces.push({ type: 'text', value: text.slice(start), quoted });
    return pieces;
  }

  /** A text with marks as a word. */
  word(text: string): Word {
    const pieces = this.decode(text, true);
    return pieces ? wordOf(pieces) : { text, known: true, pieces: text === '' ? [] : [{ type: 'text', value: text, quoted: true }] };
  }

  /** The text with the source of each piece in place of its mark. */
  reveal(text: string): string {
    if (this.#pieces.length === 1 || !text.includes(open)) return text;
    return text.replace(marks, (mark, index: string) => this.#pieces[Number(index)]?.value ?? mark);
  }

  /** True when nothing but marks and blanks is in the text. */
  isAll(text: string): boolean {
    return text.includes(open) && text.replace(marks, '').trim() === '';
  }

  #mark(piece: Piece): string {
    let index = this.#pieces.indexOf(piece);
    if (index < 0) {
      if (this.#pieces.length >= maxPieces) index = 0;
      else index = this.#pieces.push(piece) - 1;
    }
    return `${open}${index}${close}`;
  }
}

/** First of the two characters of a mark. */
export const markCode = 0xe000;
const open = '\ue000';
const close = '\ue001';
const marks = /\ue000(\d{1,4})\ue001/g;
const maxPieces = 512;

import type { Invocation, Piece, Word } from '../invocation.ts';
import { maxWordLength } from '../limits.ts';
import { joinWords, plainWord, unknownWord, wordOf } from '../word.ts';
import type { Block } from './syntax.ts';

/** What an expression or a command yields. */
export type Value =
  | {
      readonly type: 'words';
      readonly words: readonly Word[];
      /** An array, also of one. */
      readonly many?: boolean;
      /** Commands that made it, when it is their output. */
      readonly from?: readonly Invocation[];
      /** The file whose content it is. */
      readonly file?: Word;
    }
  | { readonly type: 'hash'; readonly entries: ReadonlyMap<string, Value> }
  | { readonly type: 'block'; readonly block: Block };

export const nothing: Value = { type: 'words', words: [] };

export function wordValue(word: Word): Value {
  return { type: 'words', words: [word] };
}

export function textValue(text: string): Value {
  return wordValue(plainWord(text));
}

export function unknownValue(source: string, variable?: string): Value {
  return wordValue(unknownWord(source.length > 200 ? `${source.slice(0, 200)}…` : source || '$…', variable));
}

/** The value as one word, as a string shows it. */
export function wordFrom(value: Value): Word {
  switch (value.type) {
    case 'words':
      return value.words.length === 0 ? plainWord('') : bounded(joinWords(value.words, ' '));
    case 'hash': {
      const parts: Word[] = [];
      for (const [key, entry] of value.entries) parts.push(concat([plainWord(`${key}=`), wordFrom(entry)]));
      return parts.length === 0 ? plainWord('') : bounded(joinWords(parts, '&'));
    }
    case 'block':
      return plainWord(value.block.source);
  }
}

export function concat(words: readonly Word[]): Word {
  if (words.length === 1) return words[0]!;
  const pieces: Piece[] = [];
  for (const word of words)
    for (const piece of word.pieces) {
      const last = pieces.at(-1);
      if (piece.type === 'text' && last?.type === 'text') pieces[pieces.length - 1] = { ...last, value: last.value + piece.value };
      else pieces.push(piece);
    }
  return bounded(wordOf(pieces));
}

function bounded(word: Word): Word {
  return word.text.length > maxWordLength ? unknownWord(word.text.slice(0, 80)) : word;
}

/** The text of a value of known words; undefined when a part is not known. */
export function knownText(value: Value): string | undefined {
  if (value.type !== 'words' || value.words.some((word) => !word.known)) return undefined;
  return value.words.map((word) => word.text).join(' ');
}

export function isKnown(value: Value): boolean {
  return value.type === 'words' ? value.words.every((word) => word.known) : true;
}

export function isTrue(value: Value): boolean | undefined {
  const text = knownText(value)?.toLowerCase();
  return text === undefined ? undefined : !(text === '' || text === 'false' || text === '0');
}

/** The same as far as can be told. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (a?.type !== 'words' || b?.type !== 'words' || a.words.length !== b.words.length || a.many !== b.many) return false;
  return a.words.every((word, index) => word.text === b.words[index]!.text && word.known === b.words[index]!.known);
}

/** As `ConvertTo-Json` writes it. Unknown pieces stand as their source. */
export function jsonOf(value: Value, depth = 0): Word {
  if (depth > 16) return unknownWord('$…');
  switch (value.type) {
    case 'hash': {
      const parts: Word[] = [plainWord('{')];
      for (const [key, entry] of value.entries) {
        parts.push(plainWord(`${parts.length > 1 ? ',' : ''}${JSON.stringify(key)}:`), jsonOf(entry, depth + 1));
      }
      return concat([...parts, plainWord('}')]);
    }
    case 'block':
      return plainWord(JSON.stringify(value.block.source));
    case 'words': {
      const items = value.words.map((word) => {
        if (/^(?:-?\d+(?:\.\d+)?|True|False)$/.test(word.text) && word.known) return plainWord(word.text.toLowerCase());
        const pieces = word.pieces.map((piece) =>
          piece.type === 'text' ? { ...piece, value: JSON.stringify(piece.value).slice(1, -1) } : piece,
        );
        return wordOf([{ type: 'text', value: '"', quoted: true }, ...pieces, { type: 'text', value: '"', quoted: true }]);
      });
      if (items.length === 1 && !value.many) return items[0]!;
      return concat([plainWord('['), joinWords(items.length === 0 ? [plainWord('')] : items, ','), plainWord(']')]);
    }
  }
}

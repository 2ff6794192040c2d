import type { Piece, Word } from './invocation.ts';
import { maxWordLength } from './limits.ts';

/** A word of one plain, unquoted piece. */
export function plainWord(text: string): Word {
  return { text, known: true, pieces: [{ type: 'text', value: text, quoted: false }] };
}

/** A word that could not be found out. */
export function unknownWord(value: string, variable?: string): Word {
  return {
    text: value,
    known: false,
    pieces: [variable === undefined ? { type: 'unknown', value } : { type: 'unknown', value, variable }],
  };
}

export function wordOf(pieces: readonly Piece[]): Word {
  let text = '';
  let known = true;
  for (const piece of pieces) {
    text += piece.value;
    if (piece.type === 'unknown') known = false;
  }
  return { text, known, pieces };
}

/** Words with a text between them, as `echo` prints or `ssh` sends them. */
export function joinWords(words: readonly Word[], separator: string): Word {
  if (words.length === 1) return words[0]!;
  const pieces: Piece[] = [];
  for (const [index, word] of words.entries()) {
    if (index > 0) pieces.push({ type: 'text', value: separator, quoted: true });
    pieces.push(...word.pieces);
  }
  return wordOf(pieces);
}

/** Same value, as far as is known. Unknown words are the same when they come from the same source text. */
export function sameWord(a: Word | undefined, b: Word | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.text === b.text && a.known === b.known);
}

/** The word with every occurrence of `search` in its texts replaced by another word. */
export function replaceInWord(word: Word, search: string, replacement: Word): Word {
  if (search === '' || !word.text.includes(search)) return word;
  if (word.text === search) return replacement;
  const count = word.text.split(search).length - 1;
  if (word.text.length + count * replacement.text.length > maxWordLength) return unknownWord(`${word.text.slice(0, 64)}…`);
  const pieces: Piece[] = [];
  for (const piece of word.pieces) {
    if (piece.type === 'unknown' || !piece.value.includes(search)) {
      pieces.push(piece);
      continue;
    }
    for (const [index, part] of piece.value.split(search).entries()) {
      if (index > 0) pieces.push(...replacement.pieces);
      if (part !== '') pieces.push({ ...piece, value: part });
    }
  }
  return wordOf(pieces);
}

/** Base name of the program a word names; empty when it is not known. */
export function programName(word: Word, windows: boolean): string {
  let { text } = word;
  if (!word.known || word.pieces.length > 1) {
    // Only what follows the last slash has to be known: `"$HOME/bin/rm"`, `$PREFIX/bin/rm`.
    text = '';
    for (let i = word.pieces.length - 1; i >= 0; i--) {
      const piece = word.pieces[i]!;
      if (piece.type === 'unknown') return text.includes('/') ? nameOf(text, windows) : text === '' ? conventional(piece.variable) : '';
      text = piece.value + text;
    }
  }
  return nameOf(text, windows);
}

/** `$GIT push`, `$SUDO rm`: a variable that is called as its program is. */
function conventional(variable: string | undefined): string {
  if (variable === undefined || !/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(variable)) return '';
  if (variable === 'SHELL') return 'sh';
  if (variable === 'CMD' || variable === 'COMMAND') return '';
  return variable
    .replace(/_(?:BIN|CMD|EXE|PATH|PROGRAM)$/, '')
    .replaceAll('_', '-')
    .toLowerCase();
}

function nameOf(text: string, windows: boolean): string {
  let name = text;
  const slash = text.lastIndexOf('/');
  if (slash >= 0) name = text.slice(slash + 1);
  if (windows) {
    const backslash = name.lastIndexOf('\\');
    if (backslash >= 0) name = name.slice(backslash + 1);
  }
  const { length } = name;
  if (length > 4 && name.charCodeAt(length - 4) === 46 && name.slice(-4).toLowerCase() === '.exe') return name.slice(0, -4);
  return name;
}

/** A path that was found out, as a word. */
export function literalPath(path: string): Word {
  return { text: path, known: true, pieces: [{ type: 'text', value: path, quoted: true }] };
}

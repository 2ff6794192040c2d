import type { Word } from '../invocation.ts';
import { plainWord, wordOf } from '../word.ts';
import { Parameters, type Given } from './emit.ts';
import type { Block, Expression } from './syntax.ts';
import { concat, knownText, type Value } from './values.ts';

const known = [
  'path',
  'literalpath',
  'filter',
  'include',
  'exclude',
  'recurse',
  'force',
  'depth',
  'directory',
  'file',
  'name',
  'hidden',
  'attributes',
];
const switches = new Set(['recurse', 'force', 'directory', 'file', 'name', 'hidden', 'readonly', 'system', 'ad', 'af', 's', 'r']);

/** Words that stand for what `Get-ChildItem` lists: patterns below its folders. */
export function listed(list: readonly Given[]): Value {
  const parameters = new Parameters(list, known, switches);
  const path = parameters.get('path', 'literalpath') ?? parameters.positional[0];
  const filters = [parameters.get('filter') ?? parameters.positional[1], parameters.get('include')].flatMap((value) =>
    value?.type === 'words' ? value.words : [],
  );
  const deep = parameters.has('recurse') || parameters.has('depth') || parameters.has('s') || parameters.has('r');
  const bases = path?.type === 'words' && path.words.length > 0 ? path.words : [plainWord('.')];
  const words: Word[] = [];
  for (const base of bases) {
    const wild = base.known && /[*?]/.test(base.text);
    // `dir *.log -Recurse` looks for the pattern everywhere below.
    if (wild && filters.length === 0) {
      const cut = Math.max(base.text.lastIndexOf('/'), base.text.lastIndexOf('\\')) + 1;
      const folder = base.text.slice(0, cut);
      words.push(
        deep && !/[*?]/.test(folder) ? patterned(plainWord(folder === '' ? '.' : folder), `**/${base.text.slice(cut)}`) : globbed(base),
      );
      continue;
    }
    const start = wild ? plainWord(base.text.replace(/[\\/]?\*[^\\/]*$/, '') || '.') : base;
    if (filters.length === 0) words.push(patterned(start, deep ? '**/*' : '*'));
    for (const filter of filters.slice(0, 32))
      words.push(filter.known ? patterned(start, deep ? `**/${filter.text}` : filter.text) : patterned(start, deep ? '**/*' : '*'));
  }
  return { type: 'words', words, many: true, from: [] };
}

/** A folder and a pattern below it. */
function patterned(folder: Word, pattern: string): Word {
  const slash = /[\\/]$/.test(folder.text) ? [] : [plainWord('/')];
  return concat([folder, ...slash, wordOf(patternPieces(pattern.replaceAll('\\', '/')))]);
}

/** A path with the wildcards that a cmdlet matches itself. */
export function globbed(word: Word): Word {
  if (!word.pieces.some((piece) => piece.type === 'text' && /[*?]/.test(piece.value))) return word;
  return wordOf(word.pieces.flatMap((piece) => (piece.type === 'text' ? patternPieces(piece.value) : [piece])));
}

function patternPieces(text: string): Word['pieces'] {
  return [...text.matchAll(/([*?]+)|[^*?]+/g)].map(([part, glob]) =>
    glob === undefined ? { type: 'text', value: part, quoted: true } : { type: 'glob', value: part },
  );
}

/** The items that a filter lets through, where it asks for a name. */
export function filtered(items: Value, block: Block): Value {
  if (items.type !== 'words') return items;
  const patterns = patternsOf(block);
  if (!patterns || patterns.length > 32) return items;
  const words = items.words.flatMap((word) => {
    const last = word.pieces.at(-1);
    if (last?.type !== 'glob' || last.value !== '*') return [word];
    return patterns.map((pattern) => wordOf([...word.pieces.slice(0, -1), ...patternPieces(pattern)]));
  });
  return { ...items, words };
}

function patternsOf(block: Block): readonly string[] | undefined {
  const [statement] = block.body;
  if (block.body.length !== 1 || statement?.type !== 'pipeline' || statement.elements.length !== 1) return undefined;
  const [element] = statement.elements;
  return element?.type === 'expression' ? narrow(element.value) : undefined;
}

/** `$_.Name -like 'x*'`, `$_.Extension -eq '.log'`, `-in`, `-and`, `-or`. */
function narrow(expression: Expression): readonly string[] | undefined {
  if (expression.type !== 'binary') {
    const [only] = expression.type === 'statements' ? expression.body : [];
    if (only?.type !== 'pipeline' || only.elements.length !== 1) return undefined;
    const [element] = only.elements;
    return element?.type === 'expression' ? narrow(element.value) : undefined;
  }
  const { operator, left, right } = expression;
  if (operator === 'and') return narrow(left) ?? narrow(right);
  if (operator === 'or') {
    const [a, b] = [narrow(left), narrow(right)];
    return a && b ? [...a, ...b] : undefined;
  }
  if (left.type === 'binary') {
    // Operators are read from the left: `a -and b -like c` stands as `(a -and b) -like c`.
    if (left.operator !== 'and') return undefined;
    return narrow({ ...expression, left: left.right }) ?? narrow(left.left);
  }
  if (left.type !== 'member' || left.of.type !== 'variable' || !/^(?:_|psitem)$/.test(left.of.name) || left.name.type !== 'text')
    return undefined;
  const field = left.name.value.toLowerCase();
  if (field !== 'name' && field !== 'extension' && field !== 'pschildname') return undefined;
  if (!/^[ci]?(?:eq|like|in)$/.test(operator)) return undefined;
  const texts = right.type === 'text' ? [right] : right.type === 'list' ? right.items : [];
  const patterns = texts.flatMap((item) => (item.type === 'text' ? [field === 'extension' ? `*${item.value}` : item.value] : []));
  return patterns.length === 0 || patterns.length !== texts.length ? undefined : patterns;
}

/** The text of a parameter, when it is known. */
export function textOf(value: Value | undefined): string | undefined {
  return value === undefined ? undefined : knownText(value);
}

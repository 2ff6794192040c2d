import type { Invocation, Piece, Word } from '../invocation.ts';
import { plainWord, wordOf } from '../word.ts';

/**
 * What a `find` reaches, as words: its start paths, narrowed to patterns of names where it has such a test (`find . -name '*.pyc'`
 * is `./**` + `/*.pyc`). Other tests (`-type`, `-mtime`, …) only narrow further, so that the start paths stand for them.
 */
export function findTargets(argv: readonly Word[]): readonly Word[] {
  let at = 1;
  while (at < argv.length && /^-[HLPEXdsx]+$|^-O\d$|^-D$|^-f$/.test(argv[at]!.text)) at += argv[at]!.text === '-D' ? 2 : 1;
  const starts: Word[] = [];
  for (; at < argv.length && !/^[-(!)]/.test(argv[at]!.text); at++) starts.push(argv[at]!);
  if (starts.length === 0) starts.push(plainWord('.'));
  const names = namePatterns(argv, at);
  const inside = argv.some((word, index) => word.text === '-mindepth' && Number(argv[index + 1]?.text) > 0);
  if (names.length === 0) return inside ? starts.map((start) => below(start, [{ type: 'glob', value: '*' }])) : starts;
  const targets: Word[] = [];
  for (const start of starts)
    for (const name of names) targets.push(name.path ? patternWord(name.pattern) : below(start, deep(name.pattern)));
  return targets;
}

interface NamePattern {
  readonly pattern: Word;
  /** Matches the whole path, not only the last part. */
  readonly path: boolean;
}

const nameTests = new Set(['-name', '-iname', '-path', '-ipath', '-wholename', '-iwholename']);
const regexTest = /^-i?regex$/;

/** Patterns of the positive name tests; none when an alternative without such a test reaches everything. */
function namePatterns(argv: readonly Word[], start: number): readonly NamePattern[] {
  const all: NamePattern[] = [];
  let branch = 0;
  let pruned = false;
  for (let i = start; i < argv.length; i++) {
    const { text } = argv[i]!;
    if (/^-(?:exec|execdir|ok|okdir)$/.test(text)) break;
    if (text === '-o' || text === '-or') {
      if (branch === 0 && !pruned) return [];
      // What stands before `-prune -o` is left out; without an alternative after it, it is what is reached.
      if (pruned) all.length -= branch;
      branch = 0;
      pruned = false;
    } else if (text === '-prune') pruned = true;
    else if (text === '!' || text === '-not')
      i += nameTests.has(argv[i + 1]?.text ?? '') || regexTest.test(argv[i + 1]?.text ?? '') ? 2 : 0;
    else if (regexTest.test(text) && argv[i + 1]) {
      const globs = globsOfRegex(argv[++i]!.text);
      all.push(...globs.map((glob) => ({ pattern: plainWord(glob), path: false })));
      branch += globs.length;
    } else if (nameTests.has(text) && argv[i + 1]) {
      all.push({ pattern: argv[++i]!, path: /path|whole/.test(text) });
      branch++;
    }
  }
  return branch === 0 ? [] : all;
}

/** Globs for a regular expression that asks for nothing but an ending: `.*\.pyc`, `.*\.\(o\|obj\)`. */
function globsOfRegex(regex: string): readonly string[] {
  const endings = /^\.\*\/?\\\.(?:(\w+)|\\?\(([\w|\\]+?)\\?\))\$?$/.exec(regex);
  const list = endings?.[1] ?? endings?.[2];
  return list === undefined ? [] : list.split(/\\?\|/).map((ending) => `*.${ending}`);
}

function below(start: Word, pieces: readonly Piece[]): Word {
  const slash: readonly Piece[] = start.text.endsWith('/') ? [] : [{ type: 'text', value: '/', quoted: true }];
  return wordOf([...start.pieces, ...slash, ...pieces]);
}

function deep(pattern: Word): readonly Piece[] {
  return [{ type: 'glob', value: '**' }, { type: 'text', value: '/', quoted: true }, ...patternWord(pattern).pieces];
}

/** A pattern that `find` matches itself, as the glob that it is. */
function patternWord(pattern: Word): Word {
  const pieces: Piece[] = [];
  for (const piece of pattern.pieces) {
    if (piece.type !== 'text' || !/[*?[]/.test(piece.value)) {
      pieces.push(piece);
      continue;
    }
    for (const [part, glob] of piece.value.matchAll(/([*?]+|\[(?:[^\]]{1,256}\]|[^\]]{257}))|[^*?[]+|\[/g)) {
      pieces.push(glob === undefined ? { type: 'text', value: part, quoted: true } : { type: 'glob', value: part });
    }
  }
  return wordOf(pieces);
}

/** Programs that only leave away some of what goes through them, or order it. */
const filters = new Set(['grep', 'egrep', 'fgrep', 'rg', 'sort', 'uniq', 'head', 'tail', 'cat', 'tee', 'shuf']);

/** The paths that commands print which begin with a `find`, as words; undefined when they print something else. */
export function foundBy(from: readonly Invocation[]): readonly Word[] | undefined {
  const [first, ...rest] = from;
  if (first?.program === 'ls' && first.place.type === 'here' && rest.every(({ program }) => filters.has(program))) return listed(first);
  if (!first || !/^g?find$/.test(first.program) || first.place.type !== 'here') return undefined;
  if (first.argv.some((word) => /^-(?:exec|execdir|printf|fprintf|ls)$/.test(word.text))) return undefined;
  if (!rest.every(({ program }) => filters.has(program))) return undefined;
  return findTargets(first.argv).map((word) =>
    word.pieces.some((piece) => piece.type === 'glob') ? word : wordOf([...word.pieces, { type: 'unknown', value: '/…' }]),
  );
}

/** What `ls *.tmp` names: its patterns. A folder among its words would give names without it. */
function listed({ argv }: Invocation): readonly Word[] | undefined {
  const words = argv.slice(1).filter((word) => !word.text.startsWith('-'));
  const plain = argv.every((word) => !/^-(?:[A-Za-z]*[lRsiZ]|-(?:format|recursive|size|inode))/.test(word.text));
  return plain && words.length > 0 && words.every((word) => word.pieces.some((piece) => piece.type === 'glob')) ? words : undefined;
}

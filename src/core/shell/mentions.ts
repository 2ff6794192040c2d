import { plainWord, programName, unknownWord } from './word.ts';

/** A command that a text may mean, word by word, and the files behind its `>`. */
export interface Mention {
  readonly words: readonly string[];
  readonly overwrites: readonly string[];
}

/** Longer texts are not read this way. */
const maxWords = 240;

/**
 * What a text that no shell accepts may mean: each run of its words between separators, from each word on, without regard to quotes.
 * A shell that refuses a text runs none of it, so these are for the case that another shell than ours takes it (zsh, fish) or that
 * our reader is wrong. Undefined when that says too little: the words are too many, chosen by a variable, or code for a program that
 * reads its own language.
 */
export function mentions(text: string): readonly Mention[] | undefined {
  // `$(CC)` of a makefile is a variable.
  const runs = runsOf(text.replace(/\$\(([A-Z][A-Z0-9_]*)\)/g, '$$$1'));
  if (!runs) return undefined;
  const found: Mention[] = [];
  for (const { words, overwrites } of runs) {
    if (overwrites.length > 0) found.push({ words: [':'], overwrites });
    for (const [index, word] of words.entries()) {
      const name = nameOf(word);
      if (carriers.has(name)) return undefined;
      if (index === 0 && name === '' && choosing.test(word)) return undefined;
      // `optimized - set (expanded)` lists no variables.
      if (index > 0 && printers.has(name)) continue;
      if (name !== '') found.push({ words: [name, ...words.slice(index + 1)], overwrites: [] });
    }
  }
  return found;
}

/** A word that says only to the shell which program it names. */
const choosing = /^(?:\$|[^/]*\/.*\*|.*[?[\ue000])/;

/** Program that a word could be; empty for options, numbers and paths of no program. */
function nameOf(word: string): string {
  // `$CC -c x` runs what its name says.
  if (/^\$[A-Z]/.test(word)) return programName(unknownWord(word, word.slice(1)), false);
  if (!/^(?:(?:~|\.)?(?:\/[\w.+-]+)*\/)?[A-Za-z_][\w.+:-]*$/.test(word)) return '';
  return programName(plainWord(word), true).toLowerCase();
}

function runsOf(text: string): readonly Mention[] | undefined {
  const runs: Mention[] = [];
  let words: string[] = [];
  let overwrites: string[] = [];
  let word: string | undefined;
  let target = false;
  let count = 0;
  const endWord = (): void => {
    if (word === undefined) return;
    if (target) overwrites.push(word);
    else words.push(word);
    target = false;
    word = undefined;
    count++;
  };
  const endRun = (): void => {
    endWord();
    if (words.length > 0 || overwrites.length > 0) runs.push({ words, overwrites });
    words = [];
    overwrites = [];
    target = false;
  };
  for (let at = 0; at < text.length; at++) {
    if (count > maxWords) return undefined;
    const character = text[at]!;
    switch (character) {
      case ' ':
      case '\t':
      case '\r':
        endWord();
        break;
      case '\n':
      case ';':
      case '|':
      case '&':
      case '(':
      case ')':
      case '`':
      case '{':
      case '}':
        // `&>` and `>|` are no separators.
        if (text[at - 1] !== '>' && text[at + 1] !== '>') endRun();
        break;
      case '<':
        endWord();
        break;
      case '>':
        endWord();
        target = text[at + 1] !== '>' && text[at - 1] !== '>' && text[at + 1] !== '&';
        break;
      case '"':
      case "'":
        word ??= '';
        break;
      case '\\':
        if (text[at + 1] === '\n') at++;
        else word ??= '';
        break;
      default:
        word = (word ?? '') + character;
    }
  }
  endRun();
  return count > maxWords ? undefined : runs;
}

/** Commands that print variables when nothing stands behind them, and whose names are words of their own. */
const printers: ReadonlySet<string> = new Set(['set', 'env', 'export', 'declare', 'typeset']);

/** Programs whose arguments are text in a language of their own, or another command's text. */
const carriers: ReadonlySet<string> = new Set(
  `sh bash zsh dash ash ksh mksh fish csh tcsh pwsh powershell cmd eval source . exec trap alias ssh mosh su runuser script expect watch entr
screen tmux at batch crontab python python2 python3 pypy pypy3 ipython py node nodejs deno bun tsx ts-node perl ruby irb php lua luajit
osascript tclsh psql mysql mariadb sqlite3 mongosh mongo redis-cli valkey-cli keydb-cli sqlcmd sqlplus clickhouse-client clickhouse cqlsh
duckdb bq snowsql snowflake cypher-shell influx usql pgcli mycli litecli trino presto beeline hive spark-sql impala-shell cockroach curl wget
http https xh iex invoke-expression etcdctl vim vi nvim ex ed emacs gdb`.split(/\s+/),
);

import { lost, type Call, type Handler, type Output, type Run } from '../call.ts';
import type { Input, Invocation, Word } from '../invocation.ts';
import { maxItems } from '../limits.ts';
import { inputText, runShellCode } from '../scripts.ts';
import { joinWords, plainWord, replaceInWord, unknownWord, wordOf } from '../word.ts';
import { findTargets, foundBy } from './find.ts';
import { has, names, readOptions, runInner, valueOf, type OptionSyntax } from './options.ts';

/** Stands for arguments that come from an input nobody knows. */
const unknownItem = unknownWord('…');

/** https://www.gnu.org/software/findutils/manual/html_node/find_html/xargs-options.html, with BSD's -J -R -S. */
const xargsSyntax: OptionSyntax = {
  short: 'adEILnPsJRS',
  long: names('--arg-file --delimiter --max-args --max-procs --max-chars --process-slot-var'),
};

function xargs(call: Call, run: Run, name: string): Output | undefined {
  const { argv } = call;
  const options = readOptions(argv, 1, xargsSyntax);
  if (has(options, '--help', '--version')) return undefined;
  let { at } = options;
  // `-i`, `-e` and `-l` take a value only when it is attached; it then reads as letters here, which does no harm.
  const replaced = valueOf(options, '-I', '-J') ?? attached(argv, at, '-i', '--replace');
  const words = at < argv.length ? argv.slice(at) : [plainWord('echo')];
  const lines = replaced !== undefined || has(options, '-L');
  const file = valueOf(options, '-a', '--arg-file');
  const input: Input = file ? { type: 'file', path: file } : call.input;
  // Lists are read from the disk only for what removes files: other lists may hold secrets (`cat .env | xargs`).
  const text = input.type === 'text' ? input : removers.test(words[0]!.text) ? inputText(input, call, run) : undefined;
  const items =
    text &&
    itemsOf(
      run,
      { type: 'text', text: text.text, known: text.known },
      lines,
      has(options, '-0', '--null'),
      valueOf(options, '-d', '--delimiter'),
    );
  return runItems(call, run, name, words, items ?? producedItems(call, input, run), replaced?.text);
}

const removers = /^(?:.*\/)?(?:rm|rmdir|unlink|shred|mv|truncate|trash|sudo|git)$/;

/** The value of `-iR` or `--replace=R`; `{}` when it has none. */
function attached(argv: readonly Word[], end: number, short: string, long: string): Word | undefined {
  for (const word of argv.slice(1, end)) {
    if (word.text === short || word.text === long) return plainWord('{}');
    if (word.text.startsWith(short)) return plainWord(word.text.slice(2));
    if (word.text.startsWith(`${long}=`)) return plainWord(word.text.slice(long.length + 1));
  }
  return undefined;
}

function runItems(
  call: Call,
  run: Run,
  name: string,
  words: readonly Word[],
  items: readonly Word[],
  replaced: string | undefined,
): Output {
  const scope = call.scope.within(name);
  const inner = { ...call, input: { type: 'none' } as const };
  if (replaced === undefined) return runInner(inner, run, [...words, ...items], scope);
  let output: Output = lost;
  for (const item of items)
    output = runInner(
      inner,
      run,
      words.map((word) => replaceInWord(word, replaced, item)),
      scope,
    );
  return items.length === 1 ? output : lost;
}

/** Items of a known text, at most `maxItems`; undefined when it is not known or too long. */
function itemsOf(run: Run, input: Input, lines: boolean, zeros: boolean, delimiter: Word | undefined): readonly Word[] | undefined {
  if (input.type !== 'text') return undefined;
  const separator = zeros
    ? '\0'
    : delimiter
      ? delimiter.text.replace('\\n', '\n').replace('\\0', '\0').replace('\\t', '\t')
      : lines
        ? '\n'
        : undefined;
  const parts = separator === undefined ? quotedItems(input.text) : input.text.split(separator === '' ? '\n' : separator);
  const items = parts
    .map((part) => (lines ? part.trim() : separator === undefined || zeros ? part : part.replace(/\n$/, '')))
    .filter((part) => part !== '');
  if (items.length > maxItems) return undefined;
  return items.map((item) => run.hidden.word(item));
}

/** As xargs splits without -0 and -d: at blanks, with quotes and backslashes. */
function quotedItems(text: string): readonly string[] {
  const items: string[] = [];
  for (const [item] of text.matchAll(/(?:'[^'\n]*'|"[^"\n]*"|\\[^]|[^\s'"\\])+/g)) {
    items.push(
      item.replace(
        /'([^'\n]*)'|"([^"\n]*)"|\\([^])/g,
        (_, single?: string, double?: string, escaped?: string) => single ?? double ?? escaped ?? '',
      ),
    );
    if (items.length > maxItems) break;
  }
  return items;
}

/** What comes out of `find` lies below paths that are known; of all others nothing is known. */
function producedItems(call: Call, input: Input, run: Run): readonly Word[] {
  let from: readonly Invocation[] = [];
  if (input.type === 'pipe') {
    const found = foundBy(input.from);
    if (found) return found;
    from = input.direct ?? input.from;
  } else if (input.type === 'file') {
    // `xargs < list` is `cat list | xargs`.
    run.emit({ ...call, argv: [plainWord('cat')], redirects: [], input, capture: true });
    from = run.invocations.slice(-1);
  }
  const before = run.substituted.get(unknownItem.text)?.from ?? [];
  run.substituted.set(unknownItem.text, { output: lost, from: [...before, ...from] });
  return [unknownItem];
}

/** `find … -exec words ;`: the invocation of find stays, since it may delete by itself. */
function find(call: Call, run: Run, name: string): Output | undefined {
  const { argv } = call;
  let targets: readonly Word[] | undefined;
  for (let i = 1; i < argv.length; i++) {
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(argv[i]!.text)) continue;
    let end = i + 1;
    while (end < argv.length && argv[end]!.text !== ';' && !(argv[end]!.text === '+' && argv[end - 1]!.text === '{}')) end++;
    const words = argv.slice(i + 1, end);
    if (words.length > 0) {
      if (!targets) run.emit(call);
      targets ??= findTargets(argv);
      forTargets({ ...call, redirects: [], input: { type: 'none' } }, run, name, words, targets);
    }
    i = end;
  }
  return targets && lost;
}

/** Runs the words once with `{}` standing for all targets where it is a word of its own, else once for each. */
function forTargets(call: Call, run: Run, name: string, words: readonly Word[], targets: readonly Word[]): void {
  const scope = call.scope.within(name);
  if (words.every((word) => word.text === '{}' || !word.text.includes('{}'))) {
    run.words({ ...call, argv: words.flatMap((word) => (word.text === '{}' ? targets : [word])), scope, external: true });
    return;
  }
  for (const target of targets.slice(0, maxItems)) {
    run.words({ ...call, argv: words.map((word) => replaceInWord(word, '{}', target)), scope, external: true });
  }
}

/** https://github.com/sharkdp/fd#command-execution */
const fdSyntax: OptionSyntax = {
  short: 'dteESojcCg',
  long: names(
    '--max-depth --min-depth --exact-depth --type --extension --exclude --size --changed-within --changed-before --owner --format --color --threads --max-results --base-directory --path-separator --search-path --ignore-file --and --batch-size --max-buffer-time',
  ),
};

function fd(call: Call, run: Run, name: string): Output | undefined {
  const { argv } = call;
  const start = argv.findIndex((word, index) => index > 0 && /^(?:-x|-X|--exec|--exec-batch)$/.test(word.text));
  if (start < 0) return undefined;
  let end = argv.findIndex((word, index) => index > start && word.text === ';');
  if (end < 0) end = argv.length;
  const words = argv.slice(start + 1, end);
  if (words.length === 0) return undefined;
  run.emit(call);
  const paths: Word[] = [];
  let pattern = false;
  for (let i = 1; i < start;) {
    const options = readOptions(argv.slice(0, start), i, fdSyntax);
    const operand = argv[options.at];
    if (options.at >= start || !operand) break;
    if (pattern) paths.push(operand);
    pattern = true;
    i = options.at + 1;
  }
  // Names are chosen by a regular expression: something below the paths, and unknown beyond that.
  const targets = (paths.length > 0 ? paths : [plainWord('.')]).map((path) =>
    wordOf([...path.pieces, { type: 'text', value: '/', quoted: true }, { type: 'unknown', value: '…' }]),
  );
  const placed = words.some((word) => /\{(?:\/|\/\/|\.|\/\.)?\}/.test(word.text))
    ? words.map((word) => plain(word))
    : [...words, plainWord('{}')];
  forTargets({ ...call, redirects: [], input: { type: 'none' } }, run, name, placed, targets);
  return lost;
}

function plain(word: Word): Word {
  const text = word.text.replace(/\{(?:\/|\/\/|\.|\/\.)\}/g, '{}');
  return text === word.text ? word : plainWord(text);
}

/** https://www.gnu.org/software/parallel/man.html */
const parallelSyntax: OptionSyntax = {
  short: 'adIjJnNLlPSsCEio',
  long: names(
    '--arg-file --delimiter --jobs --max-args --max-lines --max-procs --max-replace-args --sshlogin --slf --sshloginfile --workdir --wd --colsep --delay --timeout --retries --joblog --results --tmpdir --tempdir --load --memfree --nice --shuf --tagstring --block --recstart --recend --halt --env --basefile --return --trc --transferfile --rpl --profile --arg-sep --arg-file-sep --basenamereplace --dirnamereplace',
  ),
};

function parallel(call: Call, run: Run, name: string): Output | undefined {
  const { argv } = call;
  const options = readOptions(argv, 1, parallelSyntax);
  let separator = argv.findIndex((word, index) => index >= options.at && /^::::?\+?$/.test(word.text));
  if (separator < 0) separator = argv.length;
  const words = argv.slice(options.at, separator);
  const given = argv[separator];
  const items = given?.text.startsWith('::::')
    ? [unknownItem]
    : given
      ? argv.slice(separator + 1).filter((word) => !/^:::\+?$/.test(word.text))
      : undefined;
  const values = items ?? itemsOf(run, call.input, true, has(options, '-0', '--null'), undefined) ?? producedItems(call, call.input, run);
  const scope = call.scope.within(name);
  const host = valueOf(options, '-S', '--sshlogin');
  const target = host && host.text !== ':' ? scope.at({ type: 'host', tool: name, name: host.text }, name) : scope;
  const inner: Call = { ...call, input: { type: 'none' }, capture: false };
  // Without a command every item is one. With one, the words are joined and read by a shell.
  for (const item of values.slice(0, maxItems)) {
    // parallel quotes what it puts in.
    const value = item.known && words.length > 0 ? plainWord(`'${item.text.replaceAll("'", "'\\''")}'`) : item;
    const text = joinWords(words, ' ');
    const code =
      words.length === 0 ? value : /\{[^{}]*\}/.test(text.text) ? replaceInWord(text, '{}', value) : joinWords([...words, value], ' ');
    runShellCode(code, target.fork(), inner, run, name);
  }
  return lost;
}

/** Wrappers that run words once or many times with arguments found elsewhere. */
export const eachWrappers: readonly (readonly [string, Handler])[] = [
  ['xargs', xargs],
  ['gxargs', xargs],
  ['find', find],
  ['gfind', find],
  ['bfs', find],
  ['fd', fd],
  ['fdfind', fd],
  ['parallel', parallel],
];

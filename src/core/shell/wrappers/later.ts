import { lost, type Call, type Handler, type Output, type Run } from '../call.ts';
import type { Invocation, Word } from '../invocation.ts';
import { childShell, runShellCode, runShellInput } from '../scripts.ts';
import type { Scope } from '../state.ts';
import { joinWords } from '../word.ts';
import { has, names, readOptions, runInner, valueOf, type OptionSyntax } from './options.ts';
import { own } from '../../own.ts';

/** The scope of something that runs later or again by itself. */
function deferredShell(call: Call, name: string): Scope {
  const scope = childShell(call, name, undefined, []);
  scope.deferred = true;
  scope.input = { type: 'none' };
  return scope;
}

function runLater(call: Call, run: Run, name: string, code: Word | undefined): Output | undefined {
  if (!code) return undefined;
  run.redirections(call);
  runShellCode(code, deferredShell(call, name), { ...call, input: { type: 'none' }, capture: false }, run, name);
  return lost;
}

/** https://man7.org/linux/man-pages/man1/watch.1.html: the words are joined and read by `sh -c`. */
function watch(call: Call, run: Run, name: string): Output | undefined {
  const options = readOptions(call.argv, 1, { short: 'nqs', long: names('--interval --equexit --shotsdir') });
  const words = call.argv.slice(options.at);
  if (words.length === 0) return undefined;
  if (has(options, '-x', '--exec')) {
    const scope = call.scope.within(name);
    scope.deferred = true;
    runInner(call, run, words, scope);
    return lost;
  }
  return runLater(call, run, name, joinWords(words, ' '));
}

interface Watcher extends OptionSyntax {
  /** Options whose value is a text for a shell. */
  readonly text?: readonly string[];
  /** Operands of its own before the words that it runs. */
  readonly operands?: number;
  /** The words are joined and read by a shell. */
  readonly joined?: boolean;
}

/** Programs that run words again whenever files change. */
const watchers: Readonly<Record<string, Watcher>> = {
  // https://eradman.com/entrproject/entr.1.html
  entr: {},
  // https://watchexec.github.io/docs/
  watchexec: {
    short: 'wefiodsEF',
    long: names(
      '--watch --exts --filter --ignore --on-busy-update --debounce --signal --env --shell --delay-run --project-origin --workdir --stop-signal --stop-timeout --filter-file --ignore-file --map-signal --emit-events-to --wrap-process',
    ),
  },
  reflex: { short: 'rRgGcds', long: names('--regex --inverse-regex --glob --inverse-glob --config --decoration --substitute') },
  when: {},
  wgo: { short: 'f', long: names('-file -xfile -dir -xdir') },
  'cargo-watch': {
    short: 'xsCwidBEN',
    text: ['-s', '--shell'],
    long: names('--exec --shell --workdir --watch --ignore --delay --env-file'),
  },
  nodemon: { text: ['-x', '--exec'], short: 'xewidCs', long: names('--exec --ext --watch --ignore --delay --cwd --signal --config') },
  chokidar: { text: ['-c', '--command'], operands: 99, short: 'cditp', long: names('--command --debounce --ignore --throttle') },
  onchange: { operands: 0 },
};

function watcher(call: Call, run: Run, name: string): Output | undefined {
  const syntax = watchers[name]!;
  const { argv } = call;
  const options = readOptions(argv, 1, syntax);
  if (name === 'entr' && has(options, '-s')) return runLater(call, run, name, argv[options.at]);
  if (syntax.text) {
    const code = valueOf(options, ...syntax.text) ?? argv[argv.findIndex((word) => syntax.text!.includes(word.text)) + 1 || argv.length];
    const output = runLater(call, run, name, code);
    if (output) return output;
    if (syntax.operands === 99 || name === 'nodemon' || name === 'cargo-watch') return undefined;
  }
  const dashes = argv.findIndex((word) => word.text === '--');
  const words = argv.slice(name !== 'entr' && dashes > 0 ? dashes + 1 : options.at);
  if (words.length === 0) return undefined;
  if (name === 'watchexec' || words.length === 1) return runLater(call, run, name, joinWords(words, ' '));
  const scope = call.scope.within(name);
  scope.deferred = true;
  runInner({ ...call, input: { type: 'none' } }, run, words, scope);
  return lost;
}

/** `at` and `batch` read shell text from standard input or from `-f`. https://man7.org/linux/man-pages/man1/at.1p.html */
function at(call: Call, run: Run, name: string): Output | undefined {
  const options = readOptions(call.argv, 1, { short: 'fqtgo' });
  if (has(options, '-l', '-r', '-d', '-c', '-b') && !has(options, '-f')) return undefined;
  const scope = deferredShell(call, name);
  const file = valueOf(options, '-f');
  const output = runShellInput(file ? { type: 'file', path: file } : call.input, scope, call, run);
  if (output) run.redirections(call);
  return output && lost;
}

/** Lines of a table of cron: five times or `@daily`, then shell text, in which `%` ends the command. */
function crontab(call: Call, run: Run, name: string): Output | undefined {
  const options = readOptions(call.argv, 1, { short: 'u' });
  if (has(options, '-l', '-e', '-r')) return undefined;
  const file = call.argv[options.at];
  let text: string | undefined;
  if (!file || file.text === '-' || file.text === '/dev/stdin')
    text = call.input.type === 'pipe' ? printedLines(call.input.from) : call.input.type === 'text' ? call.input.text : undefined;
  else {
    const path = run.resolve(file, call.scope);
    const content = path === undefined ? undefined : run.fileText(path);
    if (content?.type === 'text') text = content.text;
  }
  if (text === undefined) return undefined;
  run.emit(call);
  for (const line of cronCommands(text)) run.shellText(line, deferredShell(call, name), false);
  return lost;
}

/** What `(crontab -l; echo '…') | crontab -` adds, for the table that was there is not known. */
function printedLines(from: readonly Invocation[]): string | undefined {
  const lines = from
    .filter(({ program }) => program === 'echo' || program === 'printf')
    .map(({ argv }) =>
      argv
        .slice(1)
        .map((word) => word.text)
        .join(' '),
    );
  return lines.length === 0 ? undefined : lines.join('\n').replaceAll('\\n', '\n');
}

function* cronCommands(text: string): Generator<string> {
  for (const line of text.split('\n')) {
    const match = /^\s*(?:@\w+|(?:[\d*][\d*,/\-A-Za-z]*\s+){4}[\d*][\d*,/\-A-Za-z]*)\s+(\S.*)$/s.exec(line);
    if (match) yield match[1]!.replace(/(^|[^\\])%.*$/s, '$1').replaceAll('\\%', '%');
  }
}

/** `make -f -` reads its rules from standard input: the recipes are shell text. A Makefile on the disk is for the rules. */
function make(call: Call, run: Run, name: string): Output | undefined {
  const { argv } = call;
  const at = argv.findIndex(
    (word, index) => /^(?:-f-|--(?:make)?file=-)$/.test(word.text) || (word.text === '-f' && argv[index + 1]?.text === '-'),
  );
  if (at < 0 || call.input.type !== 'text') return undefined;
  run.emit(call);
  for (const recipe of recipes(call.input.text)) run.shellText(recipe, childShell(call, name, undefined, []), false, true);
  return lost;
}

/** Recipe lines of a Makefile as shell text, its own variables as the shell's. */
function recipes(text: string): readonly string[] {
  const lines: string[] = [];
  for (const line of text.replaceAll('\\\n', ' ').split('\n')) {
    if (!/^(?:\t|[^\t#:=]+:[^=;]*;)/.test(line)) continue;
    const recipe = line.startsWith('\t') ? line.slice(1) : line.slice(line.indexOf(';') + 1);
    lines.push(
      recipe
        .replace(/^[@+\s-]+/, '')
        .replace(/\$\(([A-Za-z_]\w*)\)/g, '${$1}')
        .replace(/\$\$/g, '$'),
    );
  }
  return lines;
}

/** Commands of tmux that take a shell command as their last words, with their options that take a value. https://man.openbsd.org/tmux */
const tmuxShell: Readonly<Record<string, string>> = {
  'new-session': 'ceFfnstxy',
  new: 'ceFfnstxy',
  'new-window': 'ceFnt',
  neww: 'ceFnt',
  'split-window': 'ceFlpt',
  splitw: 'ceFlpt',
  'respawn-pane': 'cet',
  respawnp: 'cet',
  'respawn-window': 'cet',
  respawnw: 'cet',
  'run-shell': 'cdt',
  run: 'cdt',
  'pipe-pane': 't',
  pipep: 't',
  'display-popup': 'bcdehsStTwxy',
  popup: 'bcdehsStTwxy',
  'if-shell': 't',
  if: 't',
};

function tmux(call: Call, run: Run, name: string): Output | undefined {
  const { argv } = call;
  const start = readOptions(argv, 1, { short: 'cfLST' }).at;
  let found = false;
  let from = start;
  for (let i = start; i <= argv.length; i++) {
    if (i < argv.length && argv[i]!.text !== ';' && argv[i]!.text !== '\\;') continue;
    if (tmuxCommand(call, run, name, argv.slice(from, i))) found = true;
    from = i + 1;
  }
  return found ? lost : undefined;
}

function tmuxCommand(call: Call, run: Run, name: string, words: readonly Word[]): boolean {
  const verb = words[0]?.text ?? '';
  if (verb === 'send-keys' || verb === 'send') {
    const options = readOptions(words, 1, { short: 'tN' });
    const text = words
      .slice(options.at)
      .map((word) =>
        /^(?:Enter|C-m|C-j|KPEnter)$/.test(word.text)
          ? '\n'
          : word.text === 'Space'
            ? ' '
            : /^(?:C-[a-z]|Escape|Tab|Up|Down|BSpace)$/.test(word.text)
              ? ''
              : run.hidden.encode(word),
      )
      .join('');
    return text.trim() !== '' && runLater(call, run, name, run.hidden.word(text)) !== undefined;
  }
  const short = own(tmuxShell, verb);
  if (short === undefined) return false;
  const { at } = readOptions(words, 1, { short });
  let rest = words.slice(at);
  if (verb === 'if-shell' || verb === 'if') rest = rest.slice(0, 1);
  if (rest.length === 0) return false;
  return runLater(call, run, name, joinWords(rest, ' ')) !== undefined;
}

/** https://www.gnu.org/software/screen/manual/: `screen -dm words`, `screen -X stuff 'text\n'`. */
function screen(call: Call, run: Run, name: string): Output | undefined {
  const { argv } = call;
  const stuff = argv.findIndex((word) => word.text === 'stuff');
  const text = argv[stuff + 1];
  if (stuff > 0 && text) return runLater(call, run, name, run.hidden.word(run.hidden.encode(text).replace(/\\n|\\r|\^M|\r/g, '\n')));
  const control = argv.findIndex((word) => word.text === '-X');
  if (control > 0) {
    const verb = argv[control + 1]?.text;
    return verb === 'screen' || verb === 'exec' ? runInner(call, run, argv.slice(control + 2), later(call, name)) : undefined;
  }
  const { at } = readOptions(argv, 1, { short: 'ceghpsStT' });
  return at < argv.length ? runInner(call, run, argv.slice(at), later(call, name)) : undefined;
}

function later(call: Call, name: string): Scope {
  const scope = call.scope.within(name);
  scope.deferred = true;
  return scope;
}

/** `expect -c text`: what it spawns, sends and runs. https://core.tcl-lang.org/expect/ */
function expect(call: Call, run: Run, name: string): Output | undefined {
  const options = readOptions(call.argv, 1, { short: 'cfbD' });
  const given = valueOf(options, '-c');
  const code = given ? run.hidden.encode(given) : call.input.type === 'text' ? call.input.text : undefined;
  if (code === undefined) return undefined;
  run.emit(call);
  for (const [, verb, text] of code.matchAll(/\b(spawn|exec|system|send)\s+(?:-\w+\s+)*(?:--\s+)?([^\n;]+)/g)) {
    const line =
      verb === 'send'
        ? text!
            .replace(/^["{]([^"}]*)["}].*$/s, '$1')
            .replace(/\\[nr]/g, '\n')
            .replace(/\\"/g, '"')
        : text!;
    run.shellText(line, call.scope.within(name), false, true);
  }
  return lost;
}

/** Programs that run others later, again or in another terminal. */
export const laterWrappers: readonly (readonly [string, Handler])[] = [
  ['watch', watch],
  ['viddy', watch],
  ['hwatch', watch],
  ...Object.keys(watchers).map((name): readonly [string, Handler] => [name, watcher]),
  ['at', at],
  ['batch', at],
  ['crontab', crontab],
  ['make', make],
  ['gmake', make],
  ['tmux', tmux],
  ['screen', screen],
  ['expect', expect],
];

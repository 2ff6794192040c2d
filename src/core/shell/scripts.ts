import { assertNever } from '../types.ts';
import { lost, type Call, type FileText, type Output, type Run } from './call.ts';
import type { Input, Word } from './invocation.ts';
import { baseName } from './paths.ts';
import type { Scope } from './state.ts';
import { plainWord } from './word.ts';

/** Programs that read shell text. */
export const shells: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'zsh',
  'dash',
  'ksh',
  'mksh',
  'ash',
  'fish',
  'rbash',
  'lksh',
  'pdksh',
  'yash',
  'osh',
  'nu',
  'xonsh',
  'elvish',
]);

/** Programs whose output is meant to be evaluated (`eval "$(ssh-agent -s)"`), as their documentation says. */
const environmentPrinters = new RegExp(
  `^(?:\\$\\(|\`|<\\()\\s*(?:\\S*/)?(?:${[
    'ssh-agent gpg-agent keychain brew direnv pyenv rbenv nodenv jenv goenv phpenv plenv fnm mise rtx asdf starship zoxide opam conda',
    'mamba micromamba dircolors minikube docker-machine thefuck register-python-argcomplete luarocks tmuxifier kubectl helm gh npm',
    'pnpm deno rustup op atuin fzf volta nix guix vault aws teleport tsh swift swiftly podman limactl hub apt-config poetry pdm uv hatch',
    'lesspipe lesspipe.sh resize locale dbus-launch getopt stack cargo gcloud az heroku flyctl fly docker pack juliaup tfenv terraform',
    'pack sdk jabba n pixi spack module modulecmd xrdb stty tput dpkg-buildflags dpkg-architecture pkg-config',
  ]
    .join(' ')
    .replaceAll('.', '\\.')
    .split(' ')
    .join('|')}|perl\\s+-I\\S*\\s+-Mlocal::lib)\\s`,
);
/** What a script must not evaluate unseen: text from the network, or made not to be read. */
const concealed = /\b(?:curl|wget|fetch|nc|ncat|socat|base64|base32|xxd|openssl|gpg|uudecode|rev|gunzip|zcat|xz|bunzip2)\b/;

/**
 * Runs a word as shell text, in a scope that the caller made for it (the running one for `eval`). Text of which nothing is known
 * could be anything: it is said so, but for what is printed to be evaluated, and for what scripts compute for themselves.
 */
export function runShellCode(code: Word, scope: Scope, call: Call, run: Run, via: string): Output {
  if (code.known || !code.pieces.every((piece) => piece.type !== 'text' || piece.value.trim() === '')) {
    return run.shellText(run.hidden.encode(code), scope, call.capture);
  }
  const sources = code.pieces.filter((piece) => piece.type === 'unknown').map((piece) => piece.value);
  if (sources.length === 1 && environmentPrinters.test(sources[0]!)) return lost;
  const substituted = sources.length === 1 ? run.substituted.get(sources[0]!) : undefined;
  if (substituted && shells.has(via)) {
    // `sh -c "$(curl …)"` is `curl … | sh`.
    run.emit({ ...call, input: { type: 'pipe', from: substituted.from } });
    return lost;
  }
  if (!scope.script || sources.some((source) => concealed.test(source))) run.opaque(`${via} runs text that cannot be known`, call.text);
  return lost;
}

/** Runs shell text from standard input in a scope of its own; undefined when the input is not known. */
export function runShellInput(input: Input, scope: Scope, call: Call, run: Run): Output | undefined {
  switch (input.type) {
    case 'text':
      return runShellCode(run.hidden.word(input.text), scope, call, run, scope.via.at(-1) ?? 'a shell');
    case 'file': {
      // A file of this machine may be the input of a shell elsewhere; its path is absolute then.
      const path =
        run.resolve(input.path, call.scope) ?? (input.path.known && input.path.text.startsWith('/') ? input.path.text : undefined);
      const file = path === undefined ? undefined : readFile(path, call, run);
      if (file?.type !== 'text') return undefined;
      scope.script = true;
      return run.shellText(file.text, scope, call.capture, file.truncated);
    }
    case 'pipe': {
      const texts = printedFiles(input, run);
      if (texts === undefined) return undefined;
      scope.script = true;
      return run.shellText(texts, scope, call.capture);
    }
    case 'none':
      return undefined;
    default:
      return assertNever(input);
  }
}

/** The text that an input holds, read from the disk where it comes from files; undefined when it is not known. */
export function inputText(input: Input, call: Call, run: Run): Output | undefined {
  if (input.type === 'text') return input;
  if (input.type === 'pipe') {
    const text = printedFiles(input, run);
    return text === undefined ? undefined : { text, known: true };
  }
  const path = input.type === 'file' ? run.resolve(input.path, call.scope) : undefined;
  const file = path === undefined ? undefined : run.fileText(path);
  return file?.type === 'text' && !file.truncated ? { text: file.text, known: true } : undefined;
}

/** The text of `cat FILE … |`, when that is all that the pipe carries. */
function printedFiles(input: Extract<Input, { type: 'pipe' }>, run: Run): string | undefined {
  const [producer] = input.from;
  if (input.from.length !== 1 || producer?.program !== 'cat' || producer.argv.length < 2) return undefined;
  let text = '';
  for (const word of producer.argv.slice(1)) {
    if (!word.known || word.text.startsWith('-') || producer.place.type !== 'here' || producer.cwd === undefined) return undefined;
    const path = word.text.startsWith('/') ? word.text : `${producer.cwd}/${word.text}`;
    const file = run.fileText(path);
    if (file.type !== 'text' || file.truncated) return undefined;
    text += file.text;
  }
  return text;
}

/** Text of a file that is about to be run: what cannot be read is said. */
export function readFile(path: string, call: Call, run: Run): FileText {
  const file = run.fileText(path);
  if (file.type === 'written') run.opaque('runs a file that this text writes with unknown content', call.text);
  else if (file.type === 'downloaded') {
    // It is `curl … | sh` in two steps.
    const from = run.invocations.findLast(({ program }) => program === 'curl' || program === 'wget');
    if (from) run.emit({ ...call, argv: [plainWord('sh')], input: { type: 'pipe', from: [from] } });
  } else if (file.type === 'unreadable') run.opaque(`${baseName(path)} cannot be read`, call.text);
  return file;
}

/** Roots of programs that come with the system or a package manager: what lies there is a program, not a script of the workspace. */
const installed =
  /^\/(?:usr|bin|sbin|opt|nix|snap|System|Library|Applications|lib|lib64|gnu|home\/linuxbrew)\/|\/(?:node_modules\/\.bin|\.?venv\/(?:bin|Scripts)|env\/bin|vendor\/bin|\.cargo\/bin|\.local\/bin|go\/bin|target\/(?:debug|release)|\.bun\/bin|\.deno\/bin|\.nvm|\.volta|\.asdf|\.pyenv|\.rbenv)\//;

/**
 * Runs a script file: `source` in the scope of the call, `bash x.sh` and `./x.sh` in one of their own. Undefined when its text
 * is not known or is no shell text: the command then stands for itself.
 */
export function runScriptFile(
  file: Word,
  arguments_: readonly Word[],
  call: Call,
  run: Run,
  via: string,
  sourced: boolean,
): Output | undefined {
  const substituted = run.substituted.get(file.text);
  if (substituted) {
    if (substituted.output !== lost) {
      const scope = sourced ? call.scope : childShell(call, via, file, arguments_);
      return run.shellText(substituted.output.text, scope, call.capture);
    }
    if (sourced && environmentPrinters.test(file.text)) return lost;
    run.emit({ ...call, input: { type: 'pipe', from: substituted.from } });
    return lost;
  }
  const path = run.resolve(file, call.scope);
  if (path === undefined) return undefined;
  const text = readFile(path, call, run);
  if (text.type !== 'text') return undefined;
  if (text.truncated && !/^#!.*\n(?:#.*\n)*#.*[Gg]enerated by GNU Autoconf/.test(text.text.slice(0, 512))) {
    run.opaque(`${baseName(path)} is too long to read`, call.text);
  }
  if (!sourced && via !== 'sh' && !shells.has(via) && interpreterOf(text.text) !== undefined) return undefined;
  run.redirections(call);
  if (!sourced) {
    const scope = childShell(call, via, file, arguments_);
    scope.script = true;
    return run.shellText(text.text, scope, call.capture, text.truncated);
  }
  const { scope } = call;
  const { positional, script, via: outer, ended, sourced: inside } = scope;
  if (call.variables) scope.adopt(call.variables);
  if (arguments_.length > 0) scope.positional = arguments_;
  scope.script = true;
  scope.sourced = true;
  scope.via = [...outer, via];
  const output = run.shellText(text.text, scope, call.capture, text.truncated);
  scope.positional = positional;
  scope.script = script;
  scope.sourced = inside;
  scope.via = outer;
  scope.ended = ended;
  return output;
}

/** A program given by path: opened when it is a shell script, read from the disk. */
export function runProgramFile(call: Call, run: Run): Output | undefined {
  const [file] = call.argv;
  if (!file || call.scope.place.type !== 'here') return undefined;
  const path = run.resolve(file, call.scope);
  if (path === undefined || installed.test(path)) return undefined;
  const text = readFile(path, call, run);
  if (text.type !== 'text' || text.text.includes('\0')) return undefined;
  const interpreter = interpreterOf(text.text);
  if (interpreter !== undefined) {
    const argv = [
      ...interpreter.map(plainWord),
      { ...file, text: path, pieces: [{ type: 'text' as const, value: path, quoted: true }] },
      ...call.argv.slice(1),
    ];
    run.emit({ ...call, argv, scope: call.scope.within(baseName(path)) });
    return lost;
  }
  if (!isShellScript(text.text, path)) return undefined;
  return runScriptFile(file, call.argv.slice(1), call, run, baseName(path), false);
}

function isShellScript(text: string, path: string): boolean {
  return (
    text.startsWith('#!') ||
    /\.(?:sh|bash|zsh|ksh)$/.test(path) ||
    (!/[^\t\n\r\x20-\x7e\x80-\uffff]/.test(text.slice(0, 512)) && !/\.\w+$/.test(path))
  );
}

/** The words of a `#!` line that names another interpreter than a shell. */
function interpreterOf(text: string): readonly string[] | undefined {
  if (!text.startsWith('#!')) return undefined;
  const words = text.slice(2, 256).split('\n', 1)[0]!.trim().split(/\s+/);
  if (baseName(words[0] ?? '') === 'env') words.splice(0, words[1] === '-S' ? 2 : 1);
  const name = baseName(words[0] ?? '');
  return name === '' || shells.has(name) ? undefined : [name, ...words.slice(1)];
}

/** The scope of a new shell process. */
export function childShell(call: Call, via: string, zero: Word | undefined, positional: readonly Word[]): Scope {
  const scope = call.scope.within(via);
  if (call.variables) scope.adopt(call.variables);
  scope.leave();
  scope.zero = zero;
  scope.positional = positional;
  scope.input = call.input;
  return scope;
}

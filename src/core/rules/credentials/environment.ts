import { secretName } from '../../credentials/names.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';
import { hasOption, readArguments } from '../arguments.ts';

/** What a command prints of the variables of its process: all of them, or one by name. Undefined when nothing. */
export function variablesPrinted(invocation: Invocation): { readonly names: readonly string[] | 'all' } | undefined {
  const words = invocation.argv.slice(1);
  switch (invocation.program) {
    case 'env':
    case 'genv':
      // What it runs is opened as a command of its own; here it stands for itself.
      return words.every(({ text }) => /^-|=/.test(text)) &&
        !words.some(({ text }) => /^(?:-i|-|--ignore-environment|--help|--version)$/.test(text))
        ? { names: 'all' }
        : undefined;
    case 'printenv': {
      const names = words.filter(({ text }) => !text.startsWith('-')).map(({ text }) => text);
      return names.length === 0 ? { names: 'all' } : named(names);
    }
    case 'set':
      return words.length === 0 && invocation.shell !== 'powershell' ? { names: 'all' } : undefined;
    case 'export':
      return words.length === 0 || (words.length === 1 && words[0]!.text === '-p') ? { names: 'all' } : undefined;
    case 'declare':
    case 'typeset': {
      const args = readArguments(invocation);
      if (words.length > 0 && !hasOption(args, '-p', '-x')) return undefined;
      if (hasOption(args, '-f', '-F')) return undefined;
      if (words.length > 0 && !hasOption(args, '-p') && args.words.length > 0) return undefined;
      return args.words.length === 0 ? { names: 'all' } : named(args.words.map(({ text }) => text));
    }
    case 'awk':
    case 'gawk':
    case 'mawk':
    case 'nawk': {
      const script = words.map(({ text }) => text).join('\n');
      if (/\bin\s+ENVIRON\b|\bENVIRON\[\s*[A-Za-z_]/.test(script)) return { names: 'all' };
      return named([...script.matchAll(/\bENVIRON\[\s*"(\w{1,80})"/g)].map((match) => match[1]!));
    }
    case 'jq':
    case 'gojq':
    case 'jaq': {
      const script = jqFilter(words.map(({ text }) => text));
      if (/(?:^|[\s|(,;])(?:env|\$ENV)\s*(?:$|[|,)\n[])/.test(script)) return { names: 'all' };
      return named([...script.matchAll(/(?:^|[\s|(,;])(?:env|\$ENV)\.(\w{1,80})/g)].map((match) => match[1]!));
    }
    case 'echo':
    case 'print':
    case 'printf':
    case 'write-output':
    case 'write-host':
      return named(words.flatMap(variablesIn));
    default:
      return undefined;
  }
}

/** How many words stand behind an option of jq: names and values are data. https://jqlang.org/manual/#invoking-jq */
const jqOptions: Readonly<Record<string, number>> = {
  '--arg': 2,
  '--argjson': 2,
  '--slurpfile': 2,
  '--rawfile': 2,
  '--indent': 1,
  '-f': 1,
  '--from-file': 1,
  '-L': 1,
};

/** The filter: the first word that is neither an option nor an option's. */
function jqFilter(words: readonly string[]): string {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (!word.startsWith('-')) return word;
    i += jqOptions[word] ?? 0;
  }
  return '';
}

function named(names: readonly string[]): { readonly names: readonly string[] } | undefined {
  const secret = names.filter(isSecretVariable);
  return secret.length > 0 ? { names: secret } : undefined;
}

/** By its name: a password, token or key, or an address that usually has a password in it. */
export function isSecretVariable(name: string): boolean {
  return (
    secretName(name) !== 'none' ||
    /^(?:\w+_)?(?:DATABASE|DB|POSTGRES(?:QL)?|MYSQL|MARIADB|MONGO(?:DB)?|REDIS|AMQP|RABBITMQ|CLOUDAMQP|JAWSDB|NEON|PG)_(?:URL|URI|DSN|CONNECTION_STRING)$/i.test(
      name,
    )
  );
}

/** Variables whose value stands in a word: `$X`, `${X}`, `${X:0:4}`; not `${#X}` and `${X:+set}`. */
function variablesIn(word: Word): readonly string[] {
  return word.pieces.flatMap((piece) =>
    piece.type === 'unknown' &&
    piece.variable !== undefined &&
    /^%[A-Za-z_]|^\$(?:env:)?(?:[A-Za-z_]|\{(?:env:)?[A-Za-z_]\w*(?:\}|:?-|:\d|:\s|[%#/^,@]))/.test(piece.value)
      ? [piece.variable.replace(/^env:/i, '')]
      : [],
  );
}

/** Variables that everybody may know: a search for one of them is about no secret. */
const everyday =
  /^\^?(?:PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\w*|TERM\w*|PWD|OLDPWD|EDITOR|VISUAL|PAGER|DISPLAY|XDG\w*|TZ|HOSTNAME|NODE(?:_ENV|_OPTIONS|_PATH|_VERSION)?|NPM(?:_CONFIG)?_PREFIX|NVM\w*|JAVA(?:_HOME)?|GOPATH|GOROOT|GO\w{0,8}|CARGO_HOME|RUSTUP\w*|PYTHON\w*|VIRTUAL_ENV|CONDA\w*|CI|DEBUG|PORT|HOST|(?:https?_|no_|all_)?proxy|KUBECONFIG|AWS_(?:PROFILE|REGION|DEFAULT_REGION)|DOCKER_HOST|RAILS_ENV|RACK_ENV|APP_ENV|NODE|VSCODE\w*|COLORTERM|SHLVL|TMPDIR|LD_\w*|DYLD\w*|CC|CXX|CFLAGS|LDFLAGS|PKG_CONFIG\w*|CMAKE\w*)=?$/i;

/** Whether a search of all variables can only find harmless ones. */
export function isEverydayPattern(pattern: string): boolean {
  return pattern.split(/\\?\|/).every((part) => everyday.test(part.replaceAll(/[()\\]/g, '')));
}

/** `/proc/self/environ`, `/proc/1234/environ`: the variables of a process. */
export function isProcessEnvironment(path: string): boolean {
  return /^\/proc\/(?:self|thread-self|\d+|\*|\[[^\]/]*\]\*?)\/(?:task\/[^/]+\/)?environ$/.test(path);
}

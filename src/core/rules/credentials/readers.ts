import { literal, type Invocation, type Word } from '../../shell/invocation.ts';
import { hasOption, optionValue, readArguments, readWords, type Arguments, type ArgumentSyntax } from '../arguments.ts';
import { lineTest, type LineTest } from './linePattern.ts';

/** What a program takes in and prints again. */
export interface Reading {
  readonly files: readonly Word[];
  /** Reads standard input (when it has one). */
  readonly input: boolean;
  /** Goes through whole folders that it is given; names that it leaves out. */
  readonly recursive?: Recursion;
  /** Only these lines come out; all of them when it cannot be told. */
  readonly prints?: LineTest;
  /** What comes out is not the text as it stands (base64, hex): no mask can find a secret in it. */
  readonly encoded?: boolean;
}

export interface Recursion {
  /** Name patterns that are left out, and the only ones that are taken. */
  readonly without: readonly string[];
  readonly only: readonly string[];
  /** Hidden files and folders are gone through, too. */
  readonly dotFiles: boolean;
  /** What git ignores is gone through, too. */
  readonly ignored: boolean;
  /** Only what git tracks is gone through. */
  readonly tracked?: boolean;
  /** How to leave a file out, for the reply. */
  readonly hint: (name: string) => string;
}

type Reader = (invocation: Invocation) => Reading | undefined;

const none: ReadonlySet<string> = new Set();
const set = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Everything that is no option is a file. */
function files(valued = '', more: Partial<Reading> = {}, quiet: readonly string[] = []): Reader {
  const syntax: ArgumentSyntax = { valued: valued === '' ? none : set(valued) };
  return (invocation) => {
    const args = readArguments(invocation, syntax);
    if (quiet.length > 0 && hasOption(args, ...quiet)) return undefined;
    return { files: args.words, input: args.words.length === 0 || args.words.some(({ text }) => text === '-'), ...more };
  };
}

/** The first word is a script, unless an option gives it. */
function scripted(valued: string, scriptOptions: readonly string[], more: Partial<Reading> = {}): Reader {
  const syntax: ArgumentSyntax = { valued: set(valued) };
  return (invocation) => {
    const args = readArguments(invocation, syntax);
    const words = hasOption(args, ...scriptOptions) ? args.words : args.words.slice(1);
    return { files: words, input: words.length === 0, ...more };
  };
}

/** `cut -d= -f1` prints the names of a dotenv file and nothing else. https://www.gnu.org/software/coreutils/manual/html_node/cut-invocation.html */
function cut(invocation: Invocation): Reading | undefined {
  const args = readArguments(invocation, { valued: set('-d --delimiter -f --fields -c --characters -b --bytes --output-delimiter') });
  const delimiter = optionValue(args, '-d', '--delimiter')?.text;
  const fields = optionValue(args, '-f', '--fields')?.text;
  // `-d=` reads as an option with an empty value.
  if ((delimiter === '=' || delimiter === '' || delimiter === ':') && fields === '1') return undefined;
  return { files: args.words, input: args.words.length === 0 };
}

/** https://www.gnu.org/software/sed/manual/sed.html */
function sed(invocation: Invocation): Reading | undefined {
  const args = readArguments(invocation, { valued: set('-e --expression -f --file -l --line-length -E') });
  const inPlace = [...args.options.keys()].some((name) => name === '-i' || name === '-I' || name.startsWith('--in-place'));
  const given = [...(args.options.get('-e') ?? []), ...(args.options.get('--expression') ?? [])].map((word) => word?.text ?? '');
  const scripts = given.length > 0 ? given : hasOption(args, '-f', '--file') ? [] : [args.words[0]?.text ?? ''];
  const words = given.length > 0 || hasOption(args, '-f', '--file') ? args.words : args.words.slice(1);
  if (inPlace) return undefined;
  // Everything behind the first `=` of every line is taken away: only names are left.
  if (scripts.length === 1 && /^s(.)(\(?\^?\[?[^=]{0,20}?\)?)?=\.\*\$?\1[^&\\]{0,40}\1g?$/.test(scripts[0]!)) return undefined;
  return { files: words, input: words.length === 0 };
}

/** https://www.gnu.org/software/gawk/manual/gawk.html */
function awk(invocation: Invocation): Reading | undefined {
  const args = readArguments(invocation, { valued: set('-F --field-separator -v --assign -f --file -i -l') });
  const script = hasOption(args, '-f', '--file') ? undefined : args.words[0]?.text;
  const words = script === undefined ? args.words : args.words.slice(1);
  const separator = optionValue(args, '-F', '--field-separator')?.text;
  const onOneLine = script?.replaceAll(/\s+/g, ' ').trim() ?? '';
  if (separator === '=' && /^[^{}]*\{ ?print \$1 ?;? ?\}$/.test(onOneLine)) return undefined;
  // Only counts: `END { print NR }`.
  if (/^(?:\{ ?\w+\+\+ ?;? ?\} ?)?END ?\{ ?print \w+ ?;? ?\}$/.test(onOneLine)) return undefined;
  const read = [...(script ?? '').matchAll(/\bgetline\b[^;}\n]{0,80}?<\s*"([^"]{1,300})"/g)].map((match) => literal(match[1]!));
  return { files: [...read, ...words.filter(({ text }) => !/^\w+=/.test(text))], input: words.length === 0 };
}

const grepValued = set(
  '-e --regexp -f --file -m --max-count -A --after-context -B --before-context -C --context -d --directories -D --devices --include --exclude --exclude-dir --exclude-from --label --color --colour --binary-files',
);

/** https://www.gnu.org/software/grep/manual/grep.html */
function grep(invocation: Invocation): Reading | undefined {
  const args = readArguments(invocation, { valued: grepValued });
  if (
    hasOption(
      args,
      '-q',
      '--quiet',
      '--silent',
      '-c',
      '--count',
      '-l',
      '--files-with-matches',
      '-L',
      '--files-without-match',
      '--help',
      '-V',
      '--version',
    )
  )
    return undefined;
  const given = [...(args.options.get('-e') ?? []), ...(args.options.get('--regexp') ?? [])];
  const fromFile = hasOption(args, '-f', '--file');
  const patterns = given.length > 0 ? given : fromFile ? [] : args.words.slice(0, 1);
  const words = given.length > 0 || fromFile ? args.words : args.words.slice(1);
  const recursive = hasOption(args, '-r', '-R', '--recursive', '--dereference-recursive') || invocation.program === 'rgrep';
  const prints = printedBy(
    patterns,
    args,
    hasOption(args, '-F', '--fixed-strings') || invocation.program === 'fgrep'
      ? 'fixed'
      : hasOption(args, '-E', '--extended-regexp', '-P', '--perl-regexp') || invocation.program === 'egrep'
        ? 'extended'
        : 'basic',
  );
  const texts = (name: string): readonly string[] => (args.options.get(name) ?? []).flatMap((word) => word?.text ?? []);
  return {
    files: words.length === 0 && recursive ? [dot] : words,
    input: words.length === 0 && !recursive,
    ...(prints ? { prints } : {}),
    ...(recursive
      ? {
          recursive: {
            without: [...texts('--exclude'), ...texts('--exclude-dir')],
            only: texts('--include'),
            dotFiles: true,
            ignored: true,
            hint: (name) => `--exclude='${name}'`,
          },
        }
      : {}),
  };
}

const dot: Word = { text: '.', known: true, pieces: [{ type: 'text', value: '.', quoted: false }] };

function printedBy(patterns: readonly (Word | undefined)[], args: Arguments, syntax: 'basic' | 'extended' | 'fixed'): LineTest | undefined {
  // Lines around a match come out, too, or all but the matching ones.
  if (patterns.length === 0 || patterns.some((word) => !word?.known)) return undefined;
  if (
    hasOption(
      args,
      '-A',
      '--after-context',
      '-B',
      '--before-context',
      '-C',
      '--context',
      '-v',
      '--invert-match',
      '-U',
      '--multiline',
      '-z',
      '--null-data',
    )
  )
    return undefined;
  if ([...args.options.keys()].some((name) => /^-\d$/.test(name))) return undefined;
  return lineTest(
    patterns.map((word) => word!.text),
    {
      syntax,
      ignoreCase: hasOption(args, '-i', '--ignore-case', '-S', '--smart-case', '-y'),
      wholeWord: hasOption(args, '-w', '--word-regexp'),
      wholeLine: hasOption(args, '-x', '--line-regexp'),
    },
  );
}

const rgValued = set(
  '-e --regexp -f --file -m --max-count -A --after-context -B --before-context -C --context -g --glob --iglob -t --type -T --type-not --type-add -d --max-depth --max-filesize -j --threads -M --max-columns -r --replace --sort --sortr --color --colors --context-separator -E --encoding --engine --ignore-file --path-separator --pre --pre-glob',
);

/** https://github.com/BurntSushi/ripgrep/blob/master/GUIDE.md */
function ripgrep(invocation: Invocation): Reading | undefined {
  const args = readArguments(invocation, { valued: rgValued });
  if (
    hasOption(
      args,
      '-q',
      '--quiet',
      '-c',
      '--count',
      '--count-matches',
      '-l',
      '--files-with-matches',
      '--files-without-match',
      '--files',
      '--type-list',
      '--help',
      '-h',
      '-V',
      '--version',
    )
  )
    return undefined;
  const given = [...(args.options.get('-e') ?? []), ...(args.options.get('--regexp') ?? [])];
  const fromFile = hasOption(args, '-f', '--file');
  const patterns = given.length > 0 ? given : fromFile ? [] : args.words.slice(0, 1);
  const words = given.length > 0 || fromFile ? args.words : args.words.slice(1);
  const globs = [...(args.options.get('-g') ?? []), ...(args.options.get('--glob') ?? []), ...(args.options.get('--iglob') ?? [])].flatMap(
    (word) => word?.text ?? [],
  );
  const unrestricted = (args.options.get('-u') ?? []).length + (args.options.get('--unrestricted') ?? []).length;
  const prints = printedBy(patterns, args, hasOption(args, '-F', '--fixed-strings') ? 'fixed' : 'extended');
  const typed = hasOption(args, '-t', '--type');
  const piped = words.length === 0 && invocation.input.type !== 'none';
  return {
    files: words.length === 0 && !piped ? [dot] : words,
    input: piped,
    ...(prints ? { prints } : {}),
    recursive: {
      without: globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1)),
      only: typed ? ['*.*code*'] : globs.filter((glob) => !glob.startsWith('!')),
      dotFiles: unrestricted >= 2 || hasOption(args, '-.', '--hidden'),
      ignored: unrestricted >= 1 || hasOption(args, '--no-ignore', '--no-ignore-vcs'),
      hint: (name) => `-g '!${name}'`,
    },
  };
}

/**
 * `git grep` through what git tracks of the work tree, or of folders. One that names a commit or a credential file is looked at as history.
 * https://git-scm.com/docs/git-grep
 */
export function gitGrep(rest: readonly Word[]): Reading | undefined {
  const args = readWords(rest, { valued: set('-e -f -m --max-count -A -B -C --max-depth --threads -O --open-files-in-pager') });
  if (hasOption(args, '-l', '--files-with-matches', '--name-only', '-L', '--files-without-match', '-c', '--count', '-q', '--quiet'))
    return undefined;
  const given = args.options.get('-e') ?? [];
  const fromFile = hasOption(args, '-f');
  const patterns = given.length > 0 ? given : fromFile ? [] : args.words.slice(0, 1);
  const words = given.length > 0 || fromFile ? args.words : args.words.slice(1);
  const excluded = words.flatMap(({ text }) => /^:(?:[!^]|\([^)]*exclude[^)]*\))(.+)$/.exec(text)?.[1] ?? []);
  const paths = words.filter(({ text }) => !text.startsWith(':'));
  const globs = paths.filter(({ text }) => /[*?]/.test(text)).map(({ text }) => text);
  const folders = paths.filter(({ text }) => !/[*?]/.test(text));
  const prints = printedBy(
    patterns,
    args,
    hasOption(args, '-F', '--fixed-strings')
      ? 'fixed'
      : hasOption(args, '-E', '--extended-regexp', '-P', '--perl-regexp')
        ? 'extended'
        : 'basic',
  );
  return {
    files: folders.length > 0 ? folders : [dot],
    input: false,
    ...(prints ? { prints } : {}),
    recursive: {
      without: excluded,
      only: globs,
      dotFiles: true,
      ignored: hasOption(args, '--no-exclude-standard', '--no-index'),
      tracked: !hasOption(args, '--untracked', '--no-index'),
      hint: (name) => `-- . ':!*${name}'`,
    },
  };
}

/** https://jqlang.org/manual/: `-n` reads nothing, `keys` and `length` tell no value. */
function jq(invocation: Invocation): Reading | undefined {
  const argv: Word[] = [];
  const named: Word[] = [];
  for (let i = 0; i < invocation.argv.length; i++) {
    const { text } = invocation.argv[i]!;
    // These take a name and a value.
    if (/^--(?:arg|argjson)$/.test(text)) i += 2;
    else if (/^--(?:slurpfile|rawfile)$/.test(text)) named.push(...invocation.argv.slice((i += 2), i + 1));
    else argv.push(invocation.argv[i]!);
  }
  const args = readArguments({ ...invocation, argv }, { valued: set('--indent -L --tab -f --from-file') });
  const script = hasOption(args, '-f', '--from-file') ? undefined : args.words[0]?.text;
  if (
    script !== undefined &&
    /^(?:\.\s*\|\s*)?(?:keys|keys_unsorted|length|type|empty|to_entries\[\]\.key|to_entries\s*\|\s*map\(\.key\)|paths)$/.test(script.trim())
  )
    return undefined;
  const words = script === undefined ? args.words : args.words.slice(1);
  if (hasOption(args, '-n', '--null-input')) return { files: named, input: false };
  return { files: [...named, ...words], input: words.length === 0 };
}

/** `diff -q` only says whether they differ. */
const diff = files('-U -C -W -I -x --unified --context --width', {}, ['-q', '--brief', '--help', '-v', '--version']);

/** `dd if=… of=…`: without `of` it prints. */
function dd(invocation: Invocation): Reading | undefined {
  const words = invocation.argv.slice(1);
  const from = words.find(({ text }) => text.startsWith('if='));
  if (words.some(({ text }) => text.startsWith('of='))) return undefined;
  return { files: from ? [valueOf(from, 3)] : [], input: from === undefined };
}

function valueOf(word: Word, skip: number): Word {
  const [first, ...rest] = word.pieces;
  const pieces = first && first.value.length >= skip ? [{ ...first, value: first.value.slice(skip) }, ...rest] : word.pieces;
  return { text: word.text.slice(skip), known: word.known, pieces };
}

/** https://docs.openssl.org/master/man1/: what it reads stands behind `-in`. */
function openssl(invocation: Invocation): Reading | undefined {
  const args = readArguments(invocation, {
    singleDashLong: true,
    valued: set('-in -out -inkey -key -passin -passout -pass -k -inform -outform -iter -md'),
  });
  const [command] = args.words;
  const from = optionValue(args, '-in', '-inkey');
  if (hasOption(args, '-noout', '-pubout') || optionValue(args, '-out')) return undefined;
  if (!/^(?:base64|enc|rsa|ec|pkey|dsa|pkcs8|pkcs12|asn1parse|genpkey|storeutl|cms|smime)$/.test(command?.text ?? '')) return undefined;
  return { files: from ? [from] : args.words.slice(1), input: !from && args.words.length < 2, encoded: true };
}

const plain = files();
const encoded = files('', { encoded: true });

/** `base64 -d` turns text back. */
function base64(invocation: Invocation): Reading | undefined {
  const args = readArguments(invocation, { valued: set('-w --wrap -b --break -i --input -o --output') });
  const from = optionValue(args, '-i', '--input');
  const words = from ? [from, ...args.words] : args.words;
  return { files: words, input: words.length === 0, encoded: true };
}

/** In cmd `type` prints a file; in a POSIX shell it names a command. */
function type(invocation: Invocation): Reading | undefined {
  return invocation.shell === 'cmd' || invocation.shell === 'powershell' ? plain(invocation) : undefined;
}

/** https://learn.microsoft.com/windows-server/administration/windows-commands/findstr */
function findstr(invocation: Invocation): Reading | undefined {
  const words = invocation.argv.slice(1).filter(({ text }) => !text.startsWith('/'));
  if (invocation.argv.some(({ text }) => /^\/m$/i.test(text))) return undefined;
  const given = invocation.argv.some(({ text }) => /^\/[cg]:/i.test(text));
  return { files: given ? words : words.slice(1), input: false };
}

/** Programs that print what they read, in whatever form. */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...'cat tac nl less more most bat batcat ccat rev uniq paste fmt pr column expand unexpand zcat gzcat bzcat xzcat zless zmore view pygmentize glow mdcat highlight look vis dos2unix sponge'
    .split(' ')
    .map((name) => [name, plain] as const),
  ['head', files('-n --lines -c --bytes')],
  ['tail', files('-n --lines -c --bytes -s --pid')],
  ['sort', files('-k --key -t --field-separator -S -T -o --output')],
  ['fold', files('-w --width')],
  ['cut', cut],
  ['sed', sed],
  ['gsed', sed],
  ['awk', awk],
  ['gawk', awk],
  ['mawk', awk],
  ['nawk', awk],
  ['grep', grep],
  ['egrep', grep],
  ['fgrep', grep],
  ['ggrep', grep],
  ['rgrep', grep],
  ['zgrep', grep],
  ['rg', ripgrep],
  ['ag', ripgrep],
  ['ack', ripgrep],
  ['jq', jq],
  ['gojq', jq],
  ['jaq', jq],
  ['yq', jq],
  ['dasel', scripted('-f --file -r -w', [])],
  ['xmllint', files('--xpath --format')],
  ['diff', diff],
  ['colordiff', diff],
  ['sdiff', diff],
  ['icdiff', diff],
  ['comm', plain],
  ['join', files('-t -o -a -e -1 -2 -j')],
  ['dd', dd],
  ['tr', (invocation) => (invocation.argv.length > 1 ? { files: [], input: true, encoded: true } : undefined)],
  ['iconv', files('-f -t --from-code --to-code', { encoded: true })],
  ['base64', base64],
  ['gbase64', base64],
  ['base32', base64],
  ['basenc', base64],
  ['uuencode', encoded],
  ['xxd', files('-c -g -l -s -o -n', { encoded: true })],
  ['od', files('-A -j -N -t -w', { encoded: true })],
  ['hexdump', files('-e -f -n -s', { encoded: true })],
  ['hd', files('-e -f -n -s', { encoded: true })],
  ['strings', files('-n --bytes -t --radix -e')],
  ['gzip', (invocation) => (invocation.argv.some(({ text }) => /^-[a-z]*c|^--stdout/.test(text)) ? encoded(invocation) : undefined)],
  ['openssl', openssl],
  ['type', type],
  ['findstr', findstr],
  ['plutil', (invocation) => (invocation.argv.some(({ text }) => text === '-p') ? plain(invocation) : undefined)],
  [
    'sqlite3',
    (invocation) => {
      const words = readArguments(invocation, { singleDashLong: true, valued: set('-cmd -separator -init') }).words;
      return { files: words.slice(0, 1), input: false };
    },
  ],
]);

/** What a command reads and prints; undefined when it prints nothing of what it reads. */
export function readingOf(invocation: Invocation): Reading | undefined {
  return readers.get(invocation.program)?.(invocation);
}

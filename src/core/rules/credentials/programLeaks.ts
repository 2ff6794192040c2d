import { isCredentialPath } from '../../credentials/credentialPaths.ts';
import { readCode, type Code, type CodeString, type Language } from '../../payload/code.ts';
import type { ProgramText } from '../interpreters/code.ts';
import { isSecretVariable } from './environment.ts';

/** What program text prints: files by their path as it stands there, and variables by name. */
export interface ProgramLeak {
  readonly paths: readonly string[];
  readonly variables: readonly string[] | 'all';
}

/** Values that are passed on when they are computed from a secret one, but that tell nothing of it. */
const harmless =
  /(?<![\w.])(?:len|bool|Boolean|type|typeof|hash|isset|empty|defined|hasattr|Object\.keys|os\.path\.\w+|path\.\w+|(?:fs\.)?(?:exists|stat|access)\w*|File\.(?:exist\?|size|file\?)|(?:hashlib|crypto)[\w.]*|sha\d+|md5)\s*\((?:[^()]|\((?:[^()]|\([^()]*\)){0,40}\)){0,200}\)|\.(?:exists|stat|lstat|access)\w*\s*\([^()]{0,200}\)(?:\.\w{1,20})?|[\w.[\]'"$]{1,80}\.(?:length|size|count|keys)\b(?:\(\))?/g;

/** Calls that print what they are given. */
const sinks: Readonly<Record<Language, RegExp>> = {
  python: /(?<![\w.])(?:print|pprint|pp|sys\.(?:stdout|stderr)\.(?:buffer\.)?write|os\.write|logging\.\w+|logger\.\w+|log\.\w+)\s*(?=\()/g,
  javascript: /(?<![\w.])(?:console\.\w+|process\.(?:stdout|stderr)\.write|Deno\.stdout\.\w+|alert|print|fs\.writeSync)\s*(?=\()/g,
  ruby: /(?<![\w.])(?:puts|print|p|pp|printf|warn|STDOUT\.\w+|\$stdout\.\w+|STDERR\.\w+)(?=[\s("'])/g,
  perl: /(?<![\w.])(?:print|printf|say|warn|die)\b/g,
  php: /(?<![\w.])(?:echo|print|print_r|var_dump|var_export|printf|readfile|fpassthru|error_log)\b/g,
  lua: /(?<![\w.])(?:print|io\.write|io\.stdout:write)\s*(?=\()/g,
};

/** Loads a file into the environment and prints nothing. */
const loads = /(?:dotenv|load_dotenv|loadEnvFile|read_env|Dotenv\.\w+|config|parse_dotenv)\s*\(?[^\n]{0,120}$/i;

const environment =
  /process\.env(?:\.(?<a>\w+)|\[\s*["'`](?<b>\w+))?|os\.environ(?:\.get\(\s*["'](?<c>\w+)|\[\s*["'](?<d>\w+))?|os\.getenv\(\s*["'](?<e>\w+)|\bENV(?:\[\s*["'](?<f>\w+)|\.fetch\(\s*["'](?<g>\w+)|\.(?:to_h|to_a|inspect|each\w*|map|sort\w*|values|select|collect)\b)|\$ENV\{\s*["']?(?<h>\w+)|%ENV\b|\bgetenv\(\s*(?:["'](?<i>\w+))?|\$_ENV(?:\[\s*["'](?<j>\w+))?|Deno\.env\.(?:toObject|get\(\s*["'](?<k>\w+))/g;

/** Longest text that is followed; a longer program is judged by its beginning. */
const maxFollowed = 64 * 1024;

/** What a program prints of credential files and variables, followed through its assignments. */
export function programLeaks(program: ProgramText): ProgramLeak {
  const code = readCode(program.text.slice(0, maxFollowed), program.language);
  const files = code.strings.filter((string) => isPathLike(string.value) && isCredentialPath(string.value));
  const mentionsEnvironment = environment.test(code.text) || (program.language === 'ruby' && /\bENV\b/.test(code.masked));
  environment.lastIndex = 0;
  if (files.length === 0 && !mentionsEnvironment) return { paths: [], variables: [] };
  const paths = new Set<string>();
  const variables = new Set<string>();
  let everything = false;
  const follow = new Follower(code, files, program.inline);
  const note = (from: number, to: number): void => {
    const seen = follow.seen(from, to);
    for (const path of seen.paths) paths.add(path);
    for (const name of seen.variables) variables.add(name);
    everything ||= seen.all;
  };
  for (const { from, to } of printedSpans(code, program.language)) note(from, to);
  if (program.printed) note(0, code.text.length);
  // `….then(console.log)`, `….pipe(process.stdout)`: what stands before is what is printed.
  for (const { index } of code.masked.matchAll(/\.(?:then|pipe)\(\s*(?:console\.\w+|process\.std(?:out|err))\b/g))
    note(Math.max(code.masked.lastIndexOf('\n', index), code.masked.lastIndexOf(';', index)) + 1, index);
  everything ||=
    program.language === 'ruby' &&
    /(?:^|[;\n{])[^\S\n]{0,200}(?:p|pp|puts|print)[\s(]{1,9}ENV[ \t]{0,9}\)?[ \t]{0,9}(?:$|[;\n}])/.test(code.masked);
  for (const file of files) if (isCopied(code, file)) paths.add(file.value);
  // `while (<F>) { print }` prints what was read last, by no name.
  if (program.language === 'perl' && program.inline && /\b(?:print|say)\b/.test(code.masked))
    for (const file of files) paths.add(file.value);
  return { paths: [...paths], variables: everything ? 'all' : [...variables] };
}

function isPathLike(value: string): boolean {
  return value.length > 2 && value.length < 300 && !/[\s*<>|"']/.test(value);
}

/** Arguments of the calls that print. */
function printedSpans(code: Code, language: Language): readonly { readonly from: number; readonly to: number }[] {
  const spans: { from: number; to: number }[] = [];
  for (const match of code.masked.matchAll(sinks[language])) {
    if (spans.length >= 500) break;
    const from = match.index + match[0].length;
    spans.push({ from, to: endOf(code.masked, from) });
  }
  return spans;
}

/** End of the arguments that begin here: at the closing parenthesis, else at the end of the statement. */
function endOf(masked: string, from: number): number {
  let depth = 0;
  for (let at = from; at < masked.length && at - from < 4000; at++) {
    const char = masked[at];
    if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') {
      if (--depth <= 0) return at + 1;
    } else if (depth <= 0 && (char === ';' || char === '\n')) return at;
  }
  return Math.min(masked.length, from + 4000);
}

interface Seen {
  readonly paths: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
  readonly all: boolean;
}

/** Which names of a program hold what. */
class Follower {
  readonly #code: Code;
  readonly #files: readonly CodeString[];
  readonly #inline: boolean;
  /** Other names of functions that read files: `import { readFileSync as r }`. */
  readonly #readers = new Set<string>();
  readonly #names = new Map<string, { paths: Set<string>; variables: Set<string>; all: boolean }>();

  constructor(code: Code, files: readonly CodeString[], inline: boolean) {
    this.#code = code;
    this.#inline = inline;
    // `dotenv_values(…)` and `parse(…)` hand the values out.
    this.#files = files.filter((file) => {
      const before = code.text.slice(Math.max(0, file.start - 130), file.start);
      return /\b(?:dotenv_values|parse)\s*\(\s*$/.test(before) || !loads.test(before);
    });
    for (const match of code.masked.matchAll(/\b(?:readFile\w*|createReadStream|open\w*)\s*(?:\bas\b|:)\s*([A-Za-z_$][\w$]{0,40})/g))
      this.#readers.add(match[1]!);
    for (let pass = 0; pass < 3; pass++) this.#assignments();
  }

  /** What a piece of the text shows when it is printed. */
  seen(from: number, to: number): Seen {
    const source = this.#code.text.slice(from, to);
    const plain = source.replaceAll(harmless, (part) => ' '.repeat(part.length)).replace(/\bif\b.*$/s, '');
    const paths = new Set<string>();
    const variables = new Set<string>();
    let all = false;
    for (const file of this.#files)
      if (
        file.start >= from &&
        file.start < to &&
        plain.slice(file.start - from + 1, file.start - from + 2).trim() !== '' &&
        (isRead(source, file.start - from) ||
          this.#readers.has(
            /([\w$]{1,80})\s*\(\s*$/.exec(source.slice(Math.max(0, file.start - from - 200), file.start - from))?.[1] ?? '',
          ))
      )
        paths.add(file.value);
    for (const match of plain.matchAll(environment)) {
      const name = Object.values(match.groups ?? {}).find((group) => group !== undefined);
      const before = plain.slice(0, match.index);
      const after = plain.slice(match.index + match[0].length);
      // `!!process.env.X`, `process.env.X ? 'set' : 'unset'`, `'X' in os.environ`: whether it is set, not what it is.
      if (/!\s*$|\bin\s*$|\bnot\s*$/.test(before) || /^["'`\])]{0,3}\s*(?:\?(?!\.)|!==?|===?|is\b|\.length|&&)/.test(after)) continue;
      if (name === undefined) {
        if (this.#inline || !/^\.|^\[/.test(after)) all = true;
      } else if (isSecretVariable(name)) variables.add(name);
    }
    for (const [name, holds] of this.#names) {
      if (!new RegExp(`(?<![\\w.])[$@%]?${name}(?!\\w)`).test(plain)) continue;
      for (const path of holds.paths) paths.add(path);
      for (const variable of holds.variables) variables.add(variable);
      all ||= holds.all;
    }
    return { paths, variables, all };
  }

  #assignments(): void {
    const { masked } = this.#code;
    const patterns = [
      /(?:^|[\n;{(,])[ \t]*(?:(?:const|let|var|my|our|local)[ \t]*)?[$@%]?(?<names>[A-Za-z_]\w{0,60}|[[{(][\w\s,:$]{1,200}[\]})]|[A-Za-z_]\w{0,60}(?:\s*,\s*[A-Za-z_]\w{0,60}){1,5})\s*(?::=|\|\|=|\+=|=)(?![=>])/g,
      /\bfor\s+(?:\(\s*(?:const|let|var)\s+)?[$]?(?<names>[A-Za-z_]\w{0,60}(?:\s*,\s*\w{1,60}){0,2})\s+(?:in|of)\b/g,
    ];
    for (const pattern of patterns)
      for (const match of masked.matchAll(pattern)) {
        const from = match.index + match[0].length;
        this.#hold(match.groups!['names']!, from, endOf(masked, from));
      }
    // What is bound behind an expression: `open(…) as f`, `.then(d => …)`, `.each do |line|`, callbacks.
    for (const match of masked.matchAll(
      /\bas\s+(?<a>[A-Za-z_]\w{0,60})|\(?(?<b>[A-Za-z_$][\w$\s,]{0,80})\)?\s*=>|\|(?<c>[\w\s,]{1,80})\||\bfunction\s*\w*\s*\((?<d>[^)]{1,80})\)/g,
    )) {
      const names = match.groups!['a'] ?? match.groups!['b'] ?? match.groups!['c'] ?? match.groups!['d']!;
      const lineStart = Math.max(masked.lastIndexOf('\n', match.index), masked.lastIndexOf(';', match.index), match.index - 300) + 1;
      this.#hold(names, lineStart, match.index);
    }
    // `open(F, ".env")`, `open my $fh, "<", ".env"`
    for (const match of masked.matchAll(/\bopen\b[\s(]{0,8}(?:my\s{1,8})?[$]?(?<name>[A-Za-z_]\w{0,60})\s{0,8},/g))
      this.#hold(match.groups!['name']!, match.index + match[0].length, endOf(masked, match.index + match[0].length));
  }

  #hold(names: string, from: number, to: number): void {
    const seen = this.seen(from, to);
    if (seen.paths.size === 0 && seen.variables.size === 0 && !seen.all) return;
    for (const [name] of names.matchAll(/[A-Za-z_]\w{0,60}/g)) {
      const holds = this.#names.get(name) ?? { paths: new Set<string>(), variables: new Set<string>(), all: false };
      for (const path of seen.paths) holds.paths.add(path);
      for (const variable of seen.variables) holds.variables.add(variable);
      holds.all ||= seen.all;
      if (this.#names.size < 200) this.#names.set(name, holds);
    }
  }
}

/** `shutil.copy('.env', 'notes.txt')`: a copy under a name that shows no credential can be read by anybody. */
function isCopied(code: Code, file: CodeString): boolean {
  const before = code.text.slice(Math.max(0, file.start - 60), file.start);
  if (!/(?:copy\w{0,40}|cp\w{0,40}|move|mv|rename\w{0,40}|link\w{0,40})\s{0,9}\(?\s{0,9}$/i.test(before.slice(-200))) return false;
  const next = code.strings.find(({ start }) => start > file.start);
  return next !== undefined && next.start - file.start < 400 && isPathLike(next.value) && !isCredentialPath(next.value);
}

/** Whether the call around a path opens it: a path alone, printed as text, shows nothing. */
function isRead(source: string, at: number): boolean {
  return (
    /(?:open|read|load|dotenv_values|require|import|include|slurp|File|Path|contents|foreach|cat|file|parse|input|stream|get)\w*\W{0,3}[^;\n]{0,60}$/i.test(
      source.slice(Math.max(0, at - 120), at),
    ) || /^[^;\n]{0,80}\.read/.test(source.slice(at))
  );
}

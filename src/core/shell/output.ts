import { lost, silent, type Call, type Output, type Run } from './call.ts';
import { unescape } from './escapes.ts';
import type { Word } from './invocation.ts';
import { baseName, resolvePath } from './paths.ts';
import { own } from '../own.ts';
import { withoutEnd } from '../text.ts';

type Printer = (call: Call, run: Run) => Output;

/** What a command prints, for the few whose output follows from their arguments and input. `lost` for all others. */
export function printed(program: string, call: Call, run: Run): Output {
  return printers.get(program)?.(call, run) ?? lost;
}

function known(words: readonly Word[]): boolean {
  return words.every((word) => word.known && word.pieces.every((piece) => piece.type === 'text'));
}

function echo(call: Call, run: Run): Output {
  let at = 1;
  let newline = true;
  let escapes = false;
  for (; at < call.argv.length; at++) {
    const { text } = call.argv[at]!;
    if (!/^-[neE]+$/.test(text)) break;
    for (const flag of text.slice(1)) {
      if (flag === 'n') newline = false;
      else escapes = flag === 'e';
    }
  }
  const words = call.argv.slice(at);
  const text = words.map((word) => run.hidden.encode(word)).join(' ');
  // dash and zsh read escapes without `-e`; bash does not. `\n` in a text that goes into a shell separates commands in the former.
  const made = escapes ? unescape(text, 'echo') : { text, stop: false };
  return { text: made.text + (newline && !made.stop ? '\n' : ''), known: known(words) };
}

function printf(call: Call, run: Run): Output {
  let at = 1;
  if (call.argv[1]?.text === '-v') return silent;
  if (call.argv[1]?.text === '--') at++;
  const format = call.argv[at];
  if (!format) return silent;
  const values = call.argv.slice(at + 1);
  let text = '';
  let next = 0;
  do {
    const before = next;
    for (const match of run.hidden.encode(format).matchAll(/%(-?\d*(?:\.\d+)?)([%a-zA-Z])|[^%]+|%/g)) {
      const [whole, , conversion] = match;
      if (!conversion) {
        text += unescape(whole, 'format').text;
        continue;
      }
      if (conversion === '%') {
        text += '%';
        continue;
      }
      const word = values[next++];
      const value = word ? run.hidden.encode(word) : /[diouxX]/.test(conversion) ? '0' : '';
      if (conversion === 's') text += value;
      else if (conversion === 'b') text += unescape(value, 'echo').text;
      else if (conversion === 'q') text += `'${value.replaceAll("'", "'\\''")}'`;
      else if (conversion === 'c') text += value.slice(0, 1);
      else if (/[di]/.test(conversion)) text += value;
      else if (/[xX]/.test(conversion) && /^\d{1,9}$/.test(value)) text += Number(value).toString(16);
      else return lost;
      if (match[1] !== '' && conversion !== 's') return lost;
    }
    if (next === before) break;
  } while (next < values.length && text.length < 65_536);
  return { text, known: known([format, ...values]) };
}

function standardInput(call: Call): Output {
  return call.input.type === 'text' ? call.input : lost;
}

/** Text of its files, or of its input when it names none. `-` is the input. */
function fileOrInput(call: Call, run: Run, files: readonly Word[]): Output {
  if (files.length === 0) return standardInput(call);
  let text = '';
  let allKnown = true;
  for (const file of files) {
    const part = file.text === '-' ? standardInput(call) : (substitutedText(file, run) ?? lost);
    if (part === lost) return lost;
    text += part.text;
    allKnown &&= part.known;
  }
  return { text, known: allKnown };
}

function substitutedText(word: Word, run: Run): Output | undefined {
  return run.substituted.get(word.text)?.output;
}

function plainArguments(call: Call): readonly Word[] {
  return call.argv.slice(1).filter((word) => word.text === '-' || word.text[0] !== '-');
}

function cat(call: Call, run: Run): Output {
  return fileOrInput(call, run, plainArguments(call));
}

function base64(call: Call, run: Run): Output {
  const flags = call.argv.slice(1).map((word) => word.text);
  if (!flags.some((flag) => flag === '--decode' || /^-[a-zA-Z]*[dD]/.test(flag))) return lost;
  return decode(fileOrInput(call, run, plainArguments(call)), run);
}

function openssl(call: Call, run: Run): Output {
  const flags = call.argv.slice(1).map((word) => word.text);
  const codec = flags[0] === 'base64' || (flags[0] === 'enc' && (flags.includes('-base64') || flags.includes('-a')));
  return codec && flags.includes('-d') && !flags.includes('-in') ? decode(standardInput(call), run) : lost;
}

function decode(input: Output, run: Run): Output {
  if (!input.known) return lost;
  const text = run.ports.decodeBase64(input.text.replace(/\s+/g, ''));
  return text === undefined ? lost : { text, known: true };
}

function xxd(call: Call): Output {
  const flags = call.argv.slice(1).map((word) => word.text);
  const input = standardInput(call);
  if (!input.known || !flags.some((flag) => flag.includes('r')) || !flags.some((flag) => flag.includes('p'))) return lost;
  const digits = input.text.replace(/\s+/g, '');
  if (!/^(?:[0-7][0-9a-fA-F])*$/.test(digits)) return lost;
  return { text: digits.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))), known: true };
}

function rev(call: Call): Output {
  const input = standardInput(call);
  if (!input.known) return lost;
  return {
    text: input.text
      .split('\n')
      .map((line) => Array.from(line).toReversed().join(''))
      .join('\n'),
    known: true,
  };
}

function tr(call: Call): Output {
  const input = standardInput(call);
  const [first, second, third] = call.argv.slice(1).map((word) => word.text);
  if (!input.known || first === undefined || !known(call.argv)) return lost;
  if (first === '-d' && second !== undefined) {
    const set = characters(second);
    return set
      ? {
          text: Array.from(input.text)
            .filter((char) => !set.includes(char))
            .join(''),
          known: true,
        }
      : lost;
  }
  if (first.startsWith('-') || second === undefined || third !== undefined) return lost;
  const from = characters(first);
  const to = characters(second);
  if (!from || !to || to.length === 0) return lost;
  const text = Array.from(input.text).map((char) => {
    const at = from.lastIndexOf(char);
    return at < 0 ? char : to[Math.min(at, to.length - 1)]!;
  });
  return { text: text.join(''), known: true };
}

const classes: Readonly<Record<string, string>> = {
  '[:upper:]': 'A-Z',
  '[:lower:]': 'a-z',
  '[:digit:]': '0-9',
  '[:space:]': ' \t\n\r\v\f',
  '[:blank:]': ' \t',
};

function characters(set: string): readonly string[] | undefined {
  const text = unescape(
    set.replace(/\[:\w+:\]/g, (name) => own(classes, name) ?? name),
    'format',
  ).text;
  if (text.includes('[:') || text.length > 256) return undefined;
  const result: string[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i + 1] === '-' && i + 2 < text.length) {
      for (let code = text.charCodeAt(i); code <= text.charCodeAt(i + 2) && result.length < 512; code++)
        result.push(String.fromCharCode(code));
      i += 2;
    } else result.push(text[i]!);
  }
  return result;
}

function pathPart(call: Call, part: (path: string) => string): Output {
  const words = call.argv.slice(1).filter((word) => word.text !== '--');
  const [path, suffix] = words;
  if (!path || !known(words) || path.text.startsWith('-')) return lost;
  let text = part(withoutEnd(path.text, '/') || path.text.slice(0, 1));
  if (suffix && text !== suffix.text && text.endsWith(suffix.text)) text = text.slice(0, -suffix.text.length);
  return { text: `${text}\n`, known: true };
}

/** As the path reads: what links stand on it is for whoever looks at the disk. */
function resolved(call: Call): Output {
  const words = call.argv.slice(1).filter((word) => !/^-[fems]+$|^--(?:canonicalize\S*|no-symlinks|logical|)$/.test(word.text));
  const [path] = words;
  if (words.length !== 1 || !path || !known(words) || path.text.startsWith('-')) return lost;
  if (call.argv[0]!.text.endsWith('readlink') && words.length === call.argv.length - 1) return lost;
  const text = resolvePath(call.scope.cwd, path.text);
  return text === undefined ? lost : { text: `${text}\n`, known: true };
}

function directoryName(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '.' : at === 0 ? '/' : path.slice(0, at);
}

/** `$(which rm)` names the program as well as `rm` does. */
function which(call: Call): Output {
  const names = call.argv.slice(1).filter((word) => !word.text.startsWith('-'));
  return names.length === 1 && known(names) ? { text: `${names[0]!.text}\n`, known: true } : lost;
}

function seq(call: Call): Output {
  const numbers = call.argv.slice(1).map((word) => (/^\d{1,6}$/.test(word.text) ? Number(word.text) : Number.NaN));
  if (numbers.length === 0 || numbers.length > 3 || numbers.some(Number.isNaN)) return lost;
  const first = numbers.length > 1 ? numbers[0]! : 1;
  const step = numbers.length === 3 ? numbers[1]! : 1;
  const last = numbers[numbers.length - 1]!;
  if (step < 1 || (last - first) / step > 256) return lost;
  let text = '';
  for (let value = first; value <= last; value += step) text += `${value}\n`;
  return { text, known: true };
}

const printers: ReadonlyMap<string, Printer> = new Map<string, Printer>([
  ['echo', echo],
  ['printf', printf],
  ['cat', cat],
  ['tee', standardInput],
  ['base64', base64],
  ['gbase64', base64],
  ['openssl', openssl],
  ['xxd', xxd],
  ['rev', rev],
  ['tr', tr],
  ['which', which],
  ['seq', seq],
  ['realpath', resolved],
  ['readlink', resolved],
  ['basename', (call) => pathPart(call, (path) => baseName(path))],
  ['dirname', (call) => pathPart(call, directoryName)],
  ['pwd', (call) => (call.scope.cwd === undefined ? lost : { text: `${call.scope.cwd}\n`, known: true })],
]);

import { after } from '../rules/arguments.ts';
import { isAnybodys } from '../rules/network/installers.ts';
import { downloaded, lost, type Call, type Output, type Run } from './call.ts';
import { literal, type Word } from './invocation.ts';
import { baseName, resolvePath } from './paths.ts';
import { upTo, withoutEnd } from '../text.ts';

/** Commands that make no file; what they are redirected to is known. */
export const makesNothing: ReadonlySet<string> = new Set('cd pushd echo printf export set true : cat sleep pwd ls test ['.split(' '));

/** Programs that write files which a later command of the text may run. */
export const writers: ReadonlySet<string> = new Set(['tee', 'curl', 'wget', 'cp', 'mv', 'ln', 'install', 'rm', 'git', 'mkdir']);

/** Notes what such a program leaves in its files. */
export function noteWritten(program: string, call: Call, run: Run): void {
  if (call.scope.place.type !== 'here') return;
  const words = call.argv.slice(1);
  if (program === 'tee') {
    const text = call.input.type === 'text' ? call.input : lost;
    const append = words.some((word) => word.text === '-a' || word.text === '--append');
    for (const word of words) if (!word.text.startsWith('-')) note(word, text, append, call, run);
  } else if (program === 'rm' || program === 'git') {
    noteIgnoreFile(program, call, run);
    if (program === 'git') noteClone(words, call, run);
  } else if (program === 'curl' || program === 'wget') {
    const output = isStrange(words) ? lost : downloaded;
    for (const word of downloads(program, words)) note(word, output, false, call, run);
  } else if (program === 'mkdir') {
    for (const word of words) if (!word.text.startsWith('-')) note(word, lost, false, call, run);
  } else {
    const operands = words.filter((word) => !word.text.startsWith('-'));
    const [from, to] = operands;
    const source = from && run.resolve(from, call.scope);
    const target = to && run.resolve(to, call.scope);
    if (operands.length !== 2 || source === undefined || target === undefined) return;
    run.copied(source, target);
    // The target may be a folder, then the file lies in it.
    run.copied(source, resolvePath(target, baseName(source))!);
    if (program === 'mv' && baseName(source) === '.gitignore') run.wrote(source, lost, false);
  }
}

/** Comes from where anybody may put or change it, so that running it is running anybody's text. */
export function isStrange(words: readonly Word[]): boolean {
  return words.some((word) => /^(?:https?|ftp):\/\/[^/$]/i.test(word.text) && isAnybodys(word.text));
}

/** The folder that `git clone` makes. https://git-scm.com/docs/git-clone */
function noteClone(words: readonly Word[], call: Call, run: Run): void {
  const at = words.findIndex((word) => word.text === 'clone');
  if (at < 0) return;
  const source = words.findIndex((word, index) => index > at && !word.text.startsWith('-') && /[:/]/.test(word.text));
  if (source < 0) return;
  const folder = words[source + 1];
  if (folder && !folder.text.startsWith('-')) note(folder, lost, false, call, run);
  else note(literal(baseName(withoutEnd(words[source]!.text, '/')).replace(/\.git$/, '')), lost, false, call, run);
}

/** `git rm -rf .` and `rm .gitignore` take away what hides files from `git clean`. https://github.com/anthropics/claude-code/issues/29179 */
function noteIgnoreFile(program: string, call: Call, run: Run): void {
  const words = call.argv.slice(1);
  const at = program === 'git' ? words.findIndex((word) => word.text === 'rm') : 0;
  if (at < 0 || words.some((word) => /^(?:--cached|-n|--dry-run)$/.test(word.text))) return;
  const paths = words.slice(program === 'git' ? at + 1 : 0).filter((word) => !word.text.startsWith('-'));
  for (const word of paths) {
    if (baseName(word.text) === '.gitignore') note(word, lost, false, call, run);
    else if (program === 'git' && /^(?:\.|\*|:\/|:|\.\/\*?)$/.test(word.text)) note(literal('.gitignore'), lost, false, call, run);
  }
}

function note(word: Word, output: Output, append: boolean, call: Call, run: Run): void {
  const path = run.resolve(word, call.scope);
  if (path !== undefined) run.wrote(path, output, append);
}

/** Files that a download is saved in. https://curl.se/docs/manpage.html, https://www.gnu.org/software/wget/manual/ */
function downloads(program: string, words: readonly Word[]): readonly Word[] {
  const curl = program === 'curl';
  const letter = curl ? 'o' : 'O';
  const files: Word[] = [];
  const addresses: Word[] = [];
  let named = !curl;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const { text } = word;
    if (/^(?:--output|--output-document)$/.test(text)) {
      if (words[i + 1]) files.push(words[++i]!);
    } else if (/^--output(?:-document)?=/.test(text)) files.push(after(word, text.indexOf('=') + 1));
    else if (/^-[A-Za-z]/.test(text)) {
      if (curl && (text.includes('O') || text === '--remote-name')) named = true;
      const at = text.indexOf(letter);
      if (at < 0) continue;
      if (at + 1 < text.length) files.push(after(word, at + 1));
      else if (words[i + 1]) files.push(words[++i]!);
    } else if (text === '--remote-name') named = true;
    else if (/^[a-z]+:\/\/|\.[a-z]{2,}\//i.test(text)) addresses.push(word);
  }
  if (named && files.length === 0) {
    for (const { text } of addresses) {
      const name = baseName(upTo(text, '?', '#'));
      if (name !== '') files.push({ text: name, known: true, pieces: [{ type: 'text', value: name, quoted: true }] });
    }
  }
  return files.filter((word) => word.text !== '-');
}

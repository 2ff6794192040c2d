import type { Word } from '../invocation.ts';
import { childShell } from '../scripts.ts';
import { plainWord } from '../word.ts';
import { runCmdText } from '../cmd/interpret.ts';
import { callOf, programWords, type Emission, type Given } from './emit.ts';
import { parseScript } from './parser.ts';
import { runBlock } from './commands.ts';
import type { PowerShellState } from './state.ts';
import { unknownValue, type Value } from './values.ts';

/** With `/` for `\`, as paths are followed. */
export function slashed(word: Word): Word {
  if (!word.text.includes('\\')) return word;
  const pieces = word.pieces.map((piece) => (piece.type === 'unknown' ? piece : { ...piece, value: piece.value.replaceAll('\\', '/') }));
  return { ...word, text: pieces.map((piece) => piece.value).join(''), pieces };
}

/** A script that is named by its path: read and run as what it is. Undefined for a program. */
export function openShellFile(
  file: Word,
  list: readonly Given[],
  state: PowerShellState,
  emission: Emission,
  source: string,
  called: boolean,
): Value | undefined {
  const ending = /\.(ps1|psm1|bat|cmd|sh|bash|py|rb|js|mjs)$/i.exec(file.text)?.[1]?.toLowerCase();
  const path = slashed(file);
  if (ending === undefined) {
    // `./gradlew`: what it is, the shell reader knows better.
    if (!/^\.{1,2}[\\/]/.test(file.text) || called) return undefined;
    state.run.words(callOf([path, ...programWords(list)], state, source, emission));
    return unknownValue(source);
  }
  if (!/^(?:ps1|psm1|bat|cmd)$/.test(ending)) {
    if (!path.text.includes('/')) return undefined;
    state.run.words(callOf([path, ...programWords(list)], state, source, emission));
    return unknownValue(source);
  }
  const { run, scope } = state;
  const absolute = run.resolve(path, scope);
  const text = absolute === undefined ? undefined : run.fileText(absolute);
  if (text?.type === 'unreadable') run.opaque(`${path.text} cannot be read`, source);
  if (text?.type === 'written') run.opaque('runs a file that this text writes with unknown content', source);
  if (text?.type !== 'text' || run.depth > 24) return undefined;
  if (text.truncated) run.opaque(`${path.text} is too long to read`, source);
  const call = callOf([path, ...programWords(list)], state, source, emission);
  if (ending === 'bat' || ending === 'cmd') {
    run.redirections(call);
    runCmdText(text.text, childShell(call, path.text, path, call.argv.slice(1)), run);
    return unknownValue(source);
  }
  run.redirections(call);
  run.meter.text(text.text.length);
  const script = parseScript(text.text);
  const inner = state.fork(scope.within(path.text));
  if (state.depth > 16) return undefined;
  const cut = absolute!.lastIndexOf('/');
  inner.set('psscriptroot', { type: 'words', words: [plainWord(absolute!.slice(0, Math.max(cut, 1)))] });
  inner.set('mycommand', unknownValue('$MyInvocation'));
  const value = runBlock(
    { type: 'block', body: script.body, parameters: script.parameters, source: path.text },
    inner,
    list.map(({ value: one }) => one ?? { type: 'words', words: [] }),
    list,
  );
  // `. .\lib.ps1` leaves its functions.
  state.functions = new Map([...state.functions, ...inner.functions]);
  if (script.error && !text.truncated) run.opaque(`not valid PowerShell text: ${script.error.reason}`, text.text.slice(script.error.at));
  return value;
}

import { openShellFile } from './files.ts';
import { cmdlets } from './cmdlets.ts';
import { callOf, cmdletWords, emitCmdlet, givens, programWords, redirectsOf, unknownOutput, type Emission, type Given } from './emit.ts';
import { evaluate } from './evaluate.ts';
import { baseProgram, cmdletName, isCmdlet } from './names.ts';
import { parseScript } from './parser.ts';
import { runStatements } from './statements.ts';
import type { PowerShellState } from './state.ts';
import type { Block, Command, Script } from './syntax.ts';
import { nothing, unknownValue, wordFrom, wordValue, type Value } from './values.ts';
import type { Word } from '../invocation.ts';
import { plainWord, programName } from '../word.ts';

/** Texts, blocks and functions inside each other. */
const maxDepth = 24;

/** Runs one command of a pipeline. */
export function runCommand(command: Command, input: Value | undefined, state: PowerShellState): Value {
  state.run.meter.command();
  const name = evaluate(command.name, state);
  const list = givens(command.arguments, state);
  const redirects = redirectsOf(command.redirections, state);
  const emission: Emission = { input, redirects };
  if (name.type === 'block') {
    if (redirects.length > 0) state.run.redirections(callOf([], state, command.source, { redirects }));
    return runBlock(name.block, state.fork(state.scope), list.map(valueOf), list);
  }
  return runNamed(wordFrom(name), list, state, emission, command.source, command.called);
}

function valueOf(given: Given): Value {
  return given.value ?? nothing;
}

function runNamed(word: Word, list: readonly Given[], state: PowerShellState, emission: Emission, source: string, called: boolean): Value {
  const before = state.run.invocations.length;
  if (word.text === '' || (word.text === ':' && list.length === 0)) return nothing;
  let lower = word.text.toLowerCase();
  for (let steps = 0; steps < 4; steps++) {
    const alias = state.aliases.get(lower);
    if (alias === undefined || alias === lower) break;
    lower = alias;
  }
  const block = state.functions.get(lower);
  if (block) return callFunction(block, list, state, emission, source);
  const name = word.known ? cmdletOf(lower, list) : '';
  const handler = cmdlets.get(name);
  if (handler) {
    const output = handler({ name, list, state, emission, source });
    if (output) return output;
  }
  if (isCmdlet(name)) {
    emitCmdlet(name, cmdletWords(list), state, source, emission);
    return unknownOutput(source, state, before);
  }
  const opened = openShellFile(word, list, state, emission, source, called);
  if (opened) return opened;
  runProgram([word, ...programWords(list)], state, emission, source);
  return unknownOutput(source, state, before);
}

/** The cmdlet that a name stands for; programs of Windows that share a name with an alias are told by their arguments. */
function cmdletOf(lower: string, list: readonly Given[]): string {
  const first = list[0];
  const text = first?.parameter ?? (first?.value ? wordFrom(first.value).text : '');
  switch (lower) {
    case 'sc':
      if (/^(?:query|queryex|stop|start|create|delete|config|qc|failure|description|sdset|pause|\\\\)/i.test(text)) return 'sc.exe';
      break;
    case 'curl':
    case 'wget': {
      // Only Windows PowerShell takes these names for Invoke-WebRequest.
      const own = list.some(
        ({ parameter }) =>
          parameter !== undefined && /^-(?:uri|outfile|method|headers|body|usebasicparsing|usebasic|infile|contenttype)$/i.test(parameter),
      );
      return own ? 'invoke-webrequest' : lower;
    }
    case 'start':
    case 'set':
    case 'kill':
    default:
      break;
  }
  return cmdletName(lower);
}

/** A program: whatever the tables and wrappers know it by. */
export function runProgram(words: readonly Word[], state: PowerShellState, emission: Emission | undefined, source: string): void {
  const [first] = words;
  if (!first) return;
  const name = first.known ? baseProgram(first.text) : programName(first, true).toLowerCase();
  const argv = name === '' ? words : [plainWord(name), ...words.slice(1)];
  const call = callOf(argv, state, source, emission ?? {});
  // Programs of Windows with the name of another one elsewhere: `find "x" file`, `timeout /t 5`.
  if (homonyms.has(name) && /^(?:\/|"|'|$)/.test(words[1]?.text ?? '')) state.run.emit(call);
  else state.run.words(call);
}

export const homonyms: ReadonlySet<string> = new Set(['find', 'timeout', 'at', 'watch', 'time', 'sort', 'expand']);

/** Runs a script block with its parameters bound. */
export function runBlock(block: Block, state: PowerShellState, args: readonly Value[], list: readonly Given[] = []): Value {
  if (state.depth >= maxDepth) {
    state.run.opaque('nested too deeply to follow', block.source);
    return nothing;
  }
  bind(block, state, args, list);
  state.depth++;
  const value = runStatements(block.body, state);
  state.depth--;
  return value;
}

function bind(block: Block | Script, state: PowerShellState, args: readonly Value[], list: readonly Given[]): void {
  if (block.parameters.length === 0 && args.length === 0) return;
  const named = new Map<string, Value>();
  const positional: Value[] = [];
  if (list.length === 0) positional.push(...args);
  for (let index = 0; index < list.length; index++) {
    const { parameter, value } = list[index]!;
    if (parameter === undefined) {
      if (value) positional.push(value);
      continue;
    }
    const given = parameter.slice(1).toLowerCase();
    const known = block.parameters.find(({ name }) => name === given) ?? block.parameters.find(({ name }) => name.startsWith(given));
    const next = list[index + 1];
    if (value) named.set(known?.name ?? given, value);
    else if (next?.value && next.parameter === undefined) {
      named.set(known?.name ?? given, next.value);
      index++;
    } else named.set(known?.name ?? given, wordValue(plainWord('True')));
  }
  for (const { name, initial } of block.parameters) {
    const value = named.get(name) ?? positional.shift() ?? (initial ? evaluate(initial, state) : undefined);
    state.set(name, value ?? unknownValue(`$${name}`, name));
  }
  state.set('args', { type: 'words', words: positional.map(wordFrom), many: true });
}

function callFunction(block: Block, list: readonly Given[], state: PowerShellState, emission: Emission, source: string): Value {
  if (state.calls >= 8) {
    // A function that calls itself: its body was judged.
    return unknownValue(source);
  }
  if (emission.redirects && emission.redirects.length > 0)
    state.run.redirections(callOf([], state, source, { redirects: emission.redirects }));
  const inner = state.fork(state.scope);
  inner.calls = state.calls + 1;
  if (emission.input) inner.set('_', emission.input);
  if (emission.input) inner.set('input', emission.input);
  return runBlock(block, inner, list.map(valueOf), list);
}

/** Runs a word as a text of PowerShell in the state that is there (`Invoke-Expression`). */
export function openText(word: Word, state: PowerShellState, via: string, source: string): Value {
  const [first] = word.pieces;
  if (first?.type === 'unknown' && word.pieces.every((piece) => piece.type === 'unknown' || piece.value.trim() === '')) {
    state.run.opaque(`${via} runs text that cannot be known`, source);
    return nothing;
  }
  return runText(word.text, state);
}

export function runText(text: string, state: PowerShellState): Value {
  if (text.length > 65_536) {
    state.run.opaque('too long to read', text);
    return nothing;
  }
  if (state.depth >= maxDepth) {
    state.run.opaque('nested too deeply to follow', text);
    return nothing;
  }
  state.run.meter.text(text.length);
  const script = parseScript(text);
  state.depth++;
  if (script.parameters.length > 0) bind(script, state, [], []);
  const value = runStatements(script.body, state);
  state.depth--;
  if (script.error) state.run.opaque(`not valid PowerShell text: ${script.error.reason}`, text.slice(script.error.at));
  return value;
}

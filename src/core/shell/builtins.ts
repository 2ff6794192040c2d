import { lost, silent, type Call, type Handler, type Output, type Run } from './call.ts';
import { literal, type Word } from './invocation.ts';
import { printed } from './output.ts';
import { resolvePath } from './paths.ts';
import { runShellCode, runScriptFile } from './scripts.ts';
import type { Scope } from './state.ts';
import { joinWords, plainWord, unknownWord } from './word.ts';
import { homeOf } from './words.ts';
import { foundBy } from './wrappers/find.ts';

/** Commands that change the state of the shell that runs them. They are kept as invocations, too, except those that run words. */
export const builtins: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['cd', changeDirectory],
  ['chdir', changeDirectory],
  ['pushd', pushDirectory],
  ['popd', popDirectory],
  ['export', declare],
  ['declare', declare],
  ['typeset', declare],
  ['local', declare],
  ['readonly', declare],
  ['read', read],
  ['mapfile', read],
  ['readarray', read],
  ['getopts', read],
  ['unset', unset],
  ['let', assignUnknown],
  ['printf', printf],
  ['alias', alias],
  ['unalias', unalias],
  ['set', set],
  ['shift', shift],
  ['eval', evaluate],
  ['source', source],
  ['.', source],
  ['exec', exec],
  ['command', command],
  ['builtin', prefix],
  ['noglob', prefix],
  ['nocorrect', prefix],
  ['-', prefix],
  ['trap', trap],
  ['exit', leave],
  ['return', leave],
  ['break', leave],
  ['continue', leave],
  [':', nothing],
  ['true', nothing],
  ['test', nothing],
  ['[', nothing],
]);

function nothing(call: Call, run: Run): Output {
  run.emit(call);
  return silent;
}

function changeDirectory(call: Call, run: Run): Output {
  run.emit(call);
  const { scope, argv } = call;
  let at = 1;
  while (at < argv.length && /^-[LPe@]+$|^--$/.test(argv[at]!.text)) at++;
  const target = argv[at] ?? homeOf(scope, run, '~');
  if (target.text === '-' && argv[at]) scope.changeDirectory(scope.previous);
  else scope.changeDirectory(directoryOf(target, scope, run));
  return silent;
}

/** `$(mktemp -d)`: some folder in the temporary one. */
const madeFolder = /^(?:\$\(|`)\s*mktemp\s(?:[^|;&<>`$()]{0,200}\s)?(?:-[a-z]{0,20}d\b|--directory\b)[^|;&<>`$()]{0,200}[)`]$/;

function directoryOf(target: Word, scope: Scope, run: Run): string | undefined {
  if (!target.known) {
    const [made, rest] = target.pieces;
    const isMade = rest === undefined && made?.type === 'unknown' && madeFolder.test(made.value);
    return isMade && scope.place.type === 'here' && run.ports.platform !== 'win32' ? '/tmp/made-by-mktemp' : undefined;
  }
  if (target.pieces.some((piece) => piece.type === 'glob')) {
    const pattern = resolvePath(scope.cwd, target.text);
    if (pattern === undefined || scope.place.type !== 'here') return undefined;
    const answer = run.ports.ask({ type: 'glob', pattern });
    return answer?.type === 'glob' && answer.paths.length === 1 ? answer.paths[0] : undefined;
  }
  return resolvePath(scope.cwd, target.text);
}

function pushDirectory(call: Call, run: Run): Output {
  run.emit(call);
  const { scope, argv } = call;
  const target = argv.find((word, index) => index > 0 && word.text !== '-n' && word.text !== '--');
  if (!target) {
    const top = scope.stack[scope.stack.length - 1];
    scope.stack = [...scope.stack.slice(0, -1), scope.cwd];
    scope.changeDirectory(top);
  } else if (/^[+-]\d+$/.test(target.text)) {
    scope.stack = [];
    scope.changeDirectory(undefined);
  } else {
    scope.stack = [...scope.stack.slice(-32), scope.cwd];
    scope.changeDirectory(directoryOf(target, scope, run));
  }
  return lost;
}

function popDirectory(call: Call, run: Run): Output {
  run.emit(call);
  const { scope, argv } = call;
  if (argv.length > 1) {
    scope.stack = [];
    scope.changeDirectory(undefined);
  } else {
    scope.changeDirectory(scope.stack[scope.stack.length - 1]);
    scope.stack = scope.stack.slice(0, -1);
  }
  return lost;
}

const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The assignments among the arguments are already done where the words are made; those that come out of expansion are not. */
function declare(call: Call, run: Run, name: string): Output {
  run.emit(call);
  const { scope, argv } = call;
  const local =
    scope.calls > 0 && (name === 'local' || ((name === 'declare' || name === 'typeset') && !argv.some((word) => word.text === '-g')));
  for (let i = 1; i < argv.length; i++) {
    const word = argv[i]!;
    const equals = word.text.indexOf('=');
    const variable = equals < 0 ? word.text : word.text.slice(0, equals);
    if (local && namePattern.test(variable)) (scope.locals ??= new Set()).add(variable);
    if (equals > 0 && namePattern.test(variable) && !scope.variables.has(variable) && !scope.arrays.has(variable)) {
      scope.set(variable, word.known ? plainWord(word.text.slice(equals + 1)) : unknownWord(`$${variable}`, variable));
    } else if (equals < 0 && namePattern.test(variable) && name === 'local') scope.set(variable, literal(''));
  }
  return argv.length === 1 || argv.some((word) => /^-[a-zA-Z]*p/.test(word.text)) ? lost : silent;
}

function read(call: Call, run: Run, name: string): Output {
  run.emit(call);
  const { argv } = call;
  let named = false;
  for (let i = 1; i < argv.length; i++) {
    const { text } = argv[i]!;
    if ((name === 'read' ? /^-[a-zA-Z]*[adinNptu]$/ : /^-[a-zA-Z]*[dnOsuCc]$/).test(text)) {
      i++;
      // `read -a words`
      if (text.endsWith('a') && argv[i] && namePattern.test(argv[i]!.text)) {
        named = true;
        call.scope.setUnknown(argv[i]!.text);
      }
      continue;
    }
    if (!namePattern.test(text)) continue;
    named = true;
    readInto(text, name, call);
  }
  if (!named) readInto(name === 'read' ? 'REPLY' : 'MAPFILE', name, call);
  return silent;
}

/** A line of what `find` prints is one of the paths that it reaches. */
function readInto(variable: string, name: string, call: Call): void {
  const { scope, input } = call;
  const found = input.type === 'pipe' ? foundBy(input.from) : undefined;
  if (!found || name === 'getopts') scope.setUnknown(variable);
  else if (name !== 'read') scope.setArray(variable, found);
  else if (found.length === 1) scope.set(variable, found[0]!);
  else scope.setUnknown(variable);
}

function unset(call: Call, run: Run): Output {
  run.emit(call);
  for (const { text } of call.argv.slice(1)) {
    if (!namePattern.test(text)) continue;
    if (call.argv[1]!.text === '-f') {
      const functions = new Map(call.scope.functions);
      functions.delete(text);
      call.scope.functions = functions;
    } else call.scope.set(text, literal(''));
  }
  return silent;
}

function assignUnknown(call: Call, run: Run): Output {
  run.emit(call);
  for (const { text } of call.argv.slice(1)) {
    const name = /^[A-Za-z_]\w*/.exec(text)?.[0];
    if (name !== undefined) call.scope.setUnknown(name);
  }
  return silent;
}

function printf(call: Call, run: Run): Output | undefined {
  if (call.argv[1]?.text !== '-v' || !call.argv[2]) return undefined;
  run.emit(call);
  const name = call.argv[2].text;
  if (!namePattern.test(name)) return silent;
  const output = printed('printf', { ...call, argv: [plainWord('printf'), ...call.argv.slice(3)] }, run);
  if (output.known) call.scope.set(name, plainWord(output.text));
  else call.scope.setUnknown(name);
  return silent;
}

function alias(call: Call, run: Run): Output {
  run.emit(call);
  let aliases: Map<string, string> | undefined;
  for (const { text } of call.argv.slice(1)) {
    const equals = text.indexOf('=');
    if (equals <= 0) continue;
    aliases ??= new Map(call.scope.aliases);
    aliases.set(text.slice(0, equals), text.slice(equals + 1));
  }
  if (aliases && aliases.size <= 64) call.scope.aliases = aliases;
  return silent;
}

function unalias(call: Call, run: Run): Output {
  run.emit(call);
  const aliases = new Map(call.scope.aliases);
  for (const { text } of call.argv.slice(1)) {
    if (text === '-a') aliases.clear();
    else aliases.delete(text);
  }
  call.scope.aliases = aliases;
  return silent;
}

function set(call: Call, run: Run): Output {
  run.emit(call);
  const { argv, scope } = call;
  // All variables.
  if (argv.length === 1) return lost;
  for (let i = 1; i < argv.length; i++) {
    const { text } = argv[i]!;
    if (text === '--') {
      scope.positional = argv.slice(i + 1);
      return silent;
    }
    if (/^[-+][a-zA-Z]*o$/.test(text)) i++;
    else if (!/^[-+]/.test(text)) {
      scope.positional = argv.slice(i);
      return silent;
    }
  }
  return silent;
}

function shift(call: Call, run: Run): Output {
  run.emit(call);
  const { argv, scope } = call;
  const count = argv[1] ? Number(argv[1].text) : 1;
  if (scope.positional) scope.positional = Number.isInteger(count) ? scope.positional.slice(count) : undefined;
  return silent;
}

function evaluate(call: Call, run: Run): Output {
  const words = call.argv[1]?.text === '--' ? call.argv.slice(2) : call.argv.slice(1);
  if (words.length === 0) return silent;
  run.redirections(call);
  const { scope } = call;
  const { via } = scope;
  if (call.variables) scope.adopt(call.variables);
  scope.via = [...via, 'eval'];
  const output = runShellCode(joinWords(words, ' '), scope, call, run, 'eval');
  scope.via = via;
  return output;
}

function source(call: Call, run: Run, name: string): Output | undefined {
  const file = call.argv[1]?.text === '--' ? call.argv[2] : call.argv[1];
  if (!file) return undefined;
  return runScriptFile(file, call.argv.slice(2), call, run, name, true);
}

function exec(call: Call, run: Run): Output | undefined {
  const { argv } = call;
  let at = 1;
  for (; at < argv.length; at++) {
    const { text } = argv[at]!;
    if (text === '-a') at++;
    else if (!/^-[cl]+$|^--$/.test(text)) break;
  }
  if (at >= argv.length) return undefined;
  const output = run.words({ ...call, argv: argv.slice(at), scope: call.scope.within('exec'), external: true });
  call.scope.ended = true;
  return output;
}

function command(call: Call, run: Run): Output | undefined {
  const { argv } = call;
  let at = 1;
  for (; at < argv.length; at++) {
    const { text } = argv[at]!;
    if (/^-p$|^--$/.test(text)) continue;
    if (!/^-[pvV]+$/.test(text)) break;
    // `command -v rm` only names the program.
    run.emit(call);
    const [named] = argv.slice(at + 1);
    return named?.known ? { text: `${named.text}\n`, known: true } : lost;
  }
  if (at >= argv.length) return undefined;
  return run.words({ ...call, argv: argv.slice(at), scope: withoutFunctions(call.scope, argv[at]!) });
}

/** `command f` passes over a function `f`; builtins still act on the shell itself. */
function withoutFunctions(scope: Scope, word: Word): Scope {
  if (scope.functions.has(word.text)) {
    const functions = new Map(scope.functions);
    functions.delete(word.text);
    const copy = scope.fork();
    copy.functions = functions;
    return copy;
  }
  return scope;
}

function prefix(call: Call, run: Run): Output | undefined {
  return call.argv.length > 1 ? run.words({ ...call, argv: call.argv.slice(1) }) : undefined;
}

function trap(call: Call, run: Run): Output | undefined {
  const words = call.argv.slice(call.argv[1]?.text === '--' ? 2 : 1);
  const [action] = words;
  if (!action || words.length < 2 || /^-[lp]?$|^$/.test(action.text)) return undefined;
  if (action.known) run.atExit(action.text, call.scope);
  else runShellCode(action, call.scope.within('trap'), call, run, 'trap');
  return silent;
}

/** Outside a function or a loop `return` and `break` only complain. */
function leave(call: Call, run: Run, name: string): Output {
  run.emit(call);
  const { scope } = call;
  scope.ended = name === 'exit' || (name === 'return' ? scope.calls > 0 || scope.sourced : scope.loops > 0);
  return silent;
}

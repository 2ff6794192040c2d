import type {
  AndOr,
  Assignment,
  Case,
  Command,
  CommandNode,
  CompoundList,
  For,
  Pipeline,
  PipelineNode,
  Redirection,
  Select,
  Statement,
  TestExpression,
  While,
} from 'unbash';
import { assertNever } from '../types.ts';
import { downloaded, lost, silent, type Call, type Output, type Run } from './call.ts';
import { isStrange } from './written.ts';
import type { Input, Invocation, Word } from './invocation.ts';
import { maxDepth, maxFunctions, maxLoopValues, maxProducers } from './limits.ts';
import { assign, assignmentWord, prefixed } from './assignments.ts';
import { matchesPattern } from './patterns.ts';
import { noteFile, readRedirections, unredirected } from './redirections.ts';
import type { Scope } from './state.ts';
import { evaluateWithCommands, expandInto, expandValue, isPlain } from './words.ts';
import { plainWord, unknownWord } from './word.ts';
import { makesNothing } from './written.ts';
import { withoutEnd } from '../text.ts';

/** What the walk needs beside `Run`. */
export interface Walk extends Run {
  /** Runs a simple command that has words. `rest` is the source behind a first word that could be an alias. */
  simple(call: Call, rest: string | undefined): Output;
  /** Where the last list ended that `exit` or the like cut short. */
  endedAt: number;
  enter(): void;
  leave(): void;
}

export function runStatements(statements: readonly Statement[], source: string, scope: Scope, walk: Walk, capture: boolean): Output {
  if (statements.length === 1) return runStatement(statements[0]!, source, scope, walk, capture);
  let text = '';
  let known = true;
  let nothing = false;
  for (const statement of statements) {
    const output = runStatement(statement, source, scope, walk, capture);
    // What stands behind `exit` is never run.
    if (scope.ended) {
      walk.endedAt = statement.end;
      return capture && !nothing ? sequence({ text, known }, output) : lost;
    }
    if (!capture) continue;
    if (output === lost) nothing = true;
    else {
      text += output.text;
      known &&= output.known;
    }
  }
  return nothing ? lost : text === '' && known ? silent : { text, known };
}

function runStatement(statement: Statement, source: string, scope: Scope, walk: Walk, capture: boolean): Output {
  const { command } = statement;
  if (command.type === 'AndOr') return runAndOr(command, source, statement.background ? scope.fork() : scope, walk, capture);
  const { cwd } = scope;
  const output = runPipeline(command, source, statement.background ? scope.fork() : scope, walk, capture);
  if (scope.cwd !== cwd && command.type === 'Command' && fails(command, scope, walk)) scope.cwd = cwd;
  return output;
}

/** `cd x; rm -rf *` without an `x`: the shell says so, stays where it is and goes on. */
function fails({ name }: Command, scope: Scope, walk: Walk): boolean {
  if (name?.text !== 'cd' && name?.text !== 'pushd') return false;
  if (scope.cwd === undefined || scope.place.type !== 'here') return false;
  // What stands before may make the folder, and `set -e` leaves.
  if (!walk.invocations.every(({ program, argv }) => makesNothing.has(program) && !(program === 'set' && leaves(argv)))) return false;
  const answer = walk.ports.ask({ type: 'path', path: scope.cwd });
  return answer?.type === 'path' && answer.kind !== 'directory';
}

function leaves(argv: readonly Word[]): boolean {
  return argv.some(({ text }) => /^-[a-z]*e|^errexit$/.test(text));
}

const sequence = (first: Output, second: Output): Output =>
  first === lost || second === lost
    ? lost
    : first === silent
      ? second
      : { text: first.text + second.text, known: first.known && second.known };

/**
 * `a && b` is followed as if `a` succeeded, and `a || b` as if it did and as if it did not: what holds after `||` is what both
 * ways agree on, unless `b` leaves (`cd x || exit`). What stands behind a mere test may not have run either.
 */
function runAndOr(node: AndOr, source: string, scope: Scope, walk: Walk, capture: boolean): Output {
  const { commands, operators } = node;
  const start = operators.includes('||') ? scope.fork() : undefined;
  let output = runPipeline(commands[0]!, source, scope, walk, capture);
  let skipped: Scope | undefined;
  for (let i = 0; i < operators.length; i++) {
    const next = commands[i + 1]!;
    if (operators[i] === '||') {
      const failed = start!.fork();
      const otherwise = runPipeline(next, source, failed, walk, capture);
      scope.join(failed);
      if (capture) output = otherwise === silent ? output : lost;
      continue;
    }
    if (!skipped && isTest(commands[i]!)) skipped = scope.fork();
    const more = runPipeline(next, source, scope, walk, capture);
    // `a && exit` does not leave when `a` fails.
    if (scope.ended && !skipped) scope.ended = false;
    if (capture) output = sequence(output, more);
  }
  if (skipped) {
    if (scope.ended) scope.take(skipped);
    else if (scope.differs(skipped)) scope.join(skipped);
  }
  return output;
}

const tests = new Set(['[', 'test', 'grep', 'egrep', 'fgrep', 'rg', 'which', 'command', 'type', 'hash', 'false', 'diff', 'cmp']);

function isTest(node: PipelineNode): boolean {
  if (node.type === 'TestCommand' || node.type === 'ArithmeticCommand') return true;
  if (node.type === 'Pipeline') return node.commands.length > 0 && isTest(node.commands[node.commands.length - 1]!);
  return node.type === 'Command' && node.name !== undefined && tests.has(node.name.text);
}

function runPipeline(node: PipelineNode, source: string, scope: Scope, walk: Walk, capture: boolean): Output {
  if (node.type !== 'Pipeline') return runNode(node, source, scope, scope.input, walk, capture);
  const { commands } = node;
  // `!` alone.
  if (commands.length === 0) return silent;
  if (commands.length === 1) return runNode(commands[0]!, source, scope, scope.input, walk, capture);
  return runPipes(node, source, scope, walk, capture);
}

function runPipes(node: Pipeline, source: string, scope: Scope, walk: Walk, capture: boolean): Output {
  const { commands } = node;
  const start = walk.invocations.length;
  let stage = start;
  const last = commands.length - 1;
  let input = scope.input;
  let output = silent;
  for (let i = 0; i <= last; i++) {
    output = runNode(commands[i]!, source, scope.fork(), input, walk, i < last || capture);
    if (i === last) break;
    input =
      output === lost
        ? { type: 'pipe', from: producers(walk.invocations, start), direct: producers(walk.invocations, stage) }
        : { type: 'text', text: output.text, known: output.known };
    stage = walk.invocations.length;
  }
  return output;
}

function producers(invocations: readonly Invocation[], start: number): readonly Invocation[] {
  const from = invocations.slice(start, start + maxProducers);
  const more = Math.max(start + maxProducers, invocations.length - maxProducers);
  for (let i = more; i < invocations.length; i++) from.push(invocations[i]!);
  return from;
}

function runNode(node: CommandNode, source: string, scope: Scope, input: Input, walk: Walk, capture: boolean): Output {
  if (node.type === 'Command') return runCommand(node, source, scope, input, walk, capture);
  if (walk.depth >= maxDepth) {
    walk.opaque('nested too deeply to follow', source.slice(node.pos, node.end).slice(0, 200));
    return lost;
  }
  walk.enter();
  const outer = scope.input;
  scope.input = input;
  const output = runCompound(node, source, scope, walk, capture);
  scope.input = outer;
  walk.leave();
  return output;
}

function runList(list: CompoundList, source: string, scope: Scope, walk: Walk, capture: boolean): Output {
  return runStatements(list.commands, source, scope, walk, capture);
}

function runCompound(node: Exclude<CommandNode, Command>, source: string, scope: Scope, walk: Walk, capture: boolean): Output {
  switch (node.type) {
    case 'BraceGroup':
      return runList(node.body, source, scope, walk, capture);
    case 'Subshell': {
      const inner = scope.fork();
      return runList(node.body, source, inner, walk, capture);
    }
    case 'Redirected': {
      const redirections = readRedirections(node.redirects, source, scope, walk);
      const inner = redirections.input ? scope.fork() : scope;
      if (redirections.input) inner.input = redirections.input;
      const toFile = redirections.output !== undefined;
      const start = walk.invocations.length;
      const output = runNode(node.command, source, inner, inner.input, walk, capture || toFile);
      if (inner !== scope && node.command.type !== 'Subshell') {
        const kept = scope.input;
        scope.take(inner);
        scope.input = kept;
      }
      if (redirections.redirects.some(({ target }) => target.text !== '/dev/null')) {
        walk.emit({
          argv: [plainWord(':')],
          scope,
          variables: undefined,
          redirects: redirections.redirects,
          // It stands for what writes the group's output into the file.
          input: toFile ? { type: 'pipe', from: producers(walk.invocations, start) } : scope.input,
          text: source.slice(node.pos, node.end),
          capture: false,
          external: false,
        });
      }
      if (redirections.output) noteFile(redirections.output, output, scope, walk);
      return toFile ? silent : output;
    }
    case 'If': {
      runList(node.clause, source, scope, walk, false);
      const otherwise = scope.fork();
      const outputs = [runList(node.then, source, scope, walk, capture)];
      for (const elif of node.elif) {
        runList(elif.clause, source, otherwise, walk, false);
        const branch = otherwise.fork();
        outputs.push(runList(elif.then, source, branch, walk, capture));
        scope.join(branch);
      }
      if (node.else) outputs.push(runList(node.else, source, otherwise, walk, capture));
      scope.join(otherwise);
      return capture && outputs.every((output) => output === silent) ? silent : lost;
    }
    case 'While':
      return runWhile(node, source, scope, walk, capture);
    case 'For':
    case 'Select':
      return runFor(node, source, scope, walk, capture);
    case 'ArithmeticFor': {
      for (const expression of [node.initialize, node.test]) if (expression) evaluateWithCommands(expression, source, scope, walk);
      // The counter has many values; what it is at first would be only one of them.
      const counter = /^\s*(\w+)\s*=/.exec(source.slice(node.initialize?.pos ?? 0, node.initialize?.end ?? 0))?.[1];
      if (counter !== undefined) scope.setUnknown(counter);
      runRepeated(node.body, source, scope, walk);
      return lost;
    }
    case 'Case':
      return runCase(node, source, scope, walk, capture);
    case 'TestCommand':
      runTest(node.expression, source, scope, walk, 0);
      return silent;
    case 'ArithmeticCommand':
      if (node.expression) evaluateWithCommands(node.expression, source, scope, walk);
      return silent;
    case 'Function': {
      const functions = new Map(scope.functions);
      functions.set(node.name.value, { body: node.body, source });
      if (startsItself(node.name.value, source.slice(node.pos, node.end))) emitKeyword('function', node, source, scope, walk);
      if (functions.size > maxFunctions) walk.opaque('too many functions to follow', node.name.value);
      else scope.functions = functions;
      return silent;
    }
    case 'Coproc':
      if (node.body.type === 'CompoundList') return runList(node.body, source, scope.fork(), walk, false);
      return runNode(node.body, source, scope.fork(), scope.input, walk, false);
    default:
      return assertNever(node);
  }
}

/** Runs the body of a function. */
export function runBody(
  body: Exclude<CommandNode, Command> | CompoundList,
  source: string,
  scope: Scope,
  walk: Walk,
  capture: boolean,
): Output {
  if (body.type === 'CompoundList') return runList(body, source, scope, walk, capture);
  return runNode(body, source, scope, scope.input, walk, capture);
}

/** A function whose calls start two more each: `f() { f | f & }`. */
function startsItself(name: string, text: string): boolean {
  if (text.length > maxBombText) return false;
  const word = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`[{;&\\s(]${word}\\s{0,4}[|&]\\s{0,4}${word}(?![\\w-])`).test(text);
}

/** A loop without an end that starts something in the background each time and never waits. */
function startsForEver(node: While, source: string): boolean {
  const clause = withoutEnd(source.slice(node.clause.pos, node.clause.end), '; \t\r\n');
  if (!/^(?::|true|1|\(\(\s*1\s*\)\)|\[ 1 \])$/.test(clause) || !node.body.commands.some((statement) => statement.background)) return false;
  return !/\b(?:wait|break|exit|return|read|inotifywait|sleep [\d.]+\s*(?:;|$|\n))\b/.test(source.slice(node.body.pos, node.body.end));
}

const maxBombText = 400;

/** What a construct does by its form alone is for a rule to judge: it gets the construct as a command. */
function emitKeyword(
  keyword: string,
  node: { readonly pos: number; readonly end: number },
  source: string,
  scope: Scope,
  walk: Walk,
): void {
  const text = source.slice(node.pos, node.end).slice(0, maxBombText);
  const argv = [plainWord(keyword)];
  walk.emit({ argv, scope, variables: undefined, redirects: [], input: scope.input, text, capture: false, external: false });
}

function runWhile(node: While, source: string, scope: Scope, walk: Walk, capture: boolean): Output {
  if (startsForEver(node, source)) emitKeyword('while', node, source, scope, walk);
  runList(node.clause, source, scope, walk, false);
  const before = scope.fork();
  scope.loops++;
  const output = runList(node.body, source, scope, walk, capture);
  scope.ended = false;
  if (scope.differs(before)) {
    // What later passes find is what all passes agree on.
    scope.join(before);
    runList(node.clause, source, scope, walk, false);
    runList(node.body, source, scope, walk, false);
    scope.ended = false;
    scope.join(before);
  }
  scope.loops--;
  return capture && output === silent ? silent : lost;
}

function runRepeated(body: CompoundList, source: string, scope: Scope, walk: Walk): void {
  const before = scope.fork();
  scope.loops++;
  runList(body, source, scope, walk, false);
  scope.ended = false;
  if (scope.differs(before)) {
    scope.join(before);
    runList(body, source, scope, walk, false);
    scope.ended = false;
    scope.join(before);
  }
  scope.loops--;
}

function runFor(node: For | Select, source: string, scope: Scope, walk: Walk, capture: boolean): Output {
  const name = node.name.value;
  const values: Word[] = [];
  if (node.wordlist) for (const word of node.wordlist) expandInto(values, word, source, scope, walk);
  else if (scope.positional) values.push(...scope.positional);
  else values.push(unknownWord('$@', '@'));
  if (values.length > maxLoopValues) {
    scope.setUnknown(name);
    runRepeated(node.body, source, scope, walk);
    return lost;
  }
  let output = silent;
  for (const value of values) {
    scope.set(name, value);
    scope.loops++;
    const printed = runList(node.body, source, scope, walk, capture);
    scope.loops--;
    scope.ended = false;
    if (capture) output = sequence(output, printed);
  }
  return output;
}

function runCase(node: Case, source: string, scope: Scope, walk: Walk, capture: boolean): Output {
  const word = expandValue(node.word, source, scope, walk);
  const before = scope.fork();
  let output: Output | undefined;
  let first = true;
  let exhaustive = false;
  for (const item of node.items) {
    let matched: boolean | undefined = false;
    for (const pattern of item.pattern) {
      const text = expandValue(pattern, source, before, walk);
      if (text.text === '*') exhaustive = true;
      const matches = word.known && text.known ? matchesPattern(word.text, text.text) : undefined;
      if (matches === true) {
        matched = true;
        break;
      }
      if (matches === undefined) matched = undefined;
    }
    if (matched === false) continue;
    const branch = before.fork();
    const printed = runList(item.body, source, branch, walk, capture);
    output = output === undefined ? printed : lost;
    if (first) {
      scope.take(branch);
      first = false;
    } else scope.join(branch);
    if (matched === true && item.terminator !== ';;&' && item.terminator !== ';&') return output;
  }
  if (first) return silent;
  if (!exhaustive) scope.join(before);
  return lost;
}

function runTest(expression: TestExpression, source: string, scope: Scope, walk: Walk, depth: number): void {
  if (depth > maxDepth) return;
  switch (expression.type) {
    case 'TestUnary':
      expandValue(expression.operand, source, scope, walk);
      return;
    case 'TestBinary':
      expandValue(expression.left, source, scope, walk);
      expandValue(expression.right, source, scope, walk);
      return;
    case 'TestLogical':
      for (const operand of expression.operands) runTest(operand, source, scope, walk, depth + 1);
      return;
    case 'TestNot':
      runTest(expression.operand, source, scope, walk, depth + 1);
      return;
    case 'TestGroup':
      runTest(expression.expression, source, scope, walk, depth + 1);
  }
}

function runCommand(node: Command, source: string, scope: Scope, input: Input, walk: Walk, capture: boolean): Output {
  walk.meter.command();
  const { name, prefix, suffix } = node;
  const argv: Word[] = [];
  let redirectionNodes: Redirection[] | undefined;
  let assignments: Assignment[] | undefined;
  for (const item of prefix) {
    if (item.type === 'Assignment') (assignments ??= []).push(item);
    else (redirectionNodes ??= []).push(item);
  }
  if (name) {
    if (isPlain(name.text)) argv.push(plainWord(name.text));
    else expandInto(argv, name, source, scope, walk);
    for (const item of suffix) {
      if (item.type === 'Word') expandInto(argv, item, source, scope, walk);
      else if (item.type === 'Assignment') argv.push(assignmentWord(item, source, scope, walk));
      else (redirectionNodes ??= []).push(item);
    }
  } else {
    for (const item of suffix) {
      if (item.type !== 'Word' && item.type !== 'Assignment') (redirectionNodes ??= []).push(item);
    }
  }
  const redirections = redirectionNodes ? readRedirections(redirectionNodes, source, scope, walk) : unredirected;
  const text = node.pos === 0 && node.end === source.length ? source : source.slice(node.pos, node.end);
  let variables: ReadonlyMap<string, Word> | undefined;
  if (assignments) {
    if (argv.length === 0) for (const assignment of assignments) assign(assignment, source, scope, walk);
    else variables = prefixed(assignments, source, scope, walk);
  }
  if (argv.length === 0) {
    if (redirections.redirects.length > 0) {
      const call: Call = {
        argv,
        scope,
        variables: undefined,
        redirects: redirections.redirects,
        input: scope.input,
        text,
        capture,
        external: false,
      };
      walk.redirections(call);
      // `$(< file)` is `$(cat file)`.
      if (capture && redirections.input?.type === 'file' && !redirections.output)
        walk.emit({ ...call, argv: [plainWord('cat')], redirects: [], input: redirections.input });
      if (redirections.output) noteFile(redirections.output, silent, scope, walk);
      return redirections.input?.type === 'file' && redirections.output === undefined ? lost : silent;
    }
    return silent;
  }
  const { output: file } = redirections;
  // A quoted first word (`\rm`) is no alias.
  const rest = scope.aliases.size > 0 && name?.text === argv[0]!.text ? source.slice(name.end, node.end) : undefined;
  const output = walk.simple(
    {
      argv,
      scope,
      variables,
      redirects: redirections.redirects,
      input: redirections.input ?? input,
      text,
      capture: capture || file !== undefined,
      external: false,
    },
    rest,
  );
  if (!file) return output;
  noteFile(file, output === lost && /(?:^|\/)(?:curl|wget)$/.test(argv[0]!.text) && !isStrange(argv) ? downloaded : output, scope, walk);
  return silent;
}

import { maxLoopValues } from '../limits.ts';
import { plainWord, unknownWord } from '../word.ts';
import { runCommand } from './commands.ts';
import { emitCmdlet, redirectsOf } from './emit.ts';
import { evaluate, merge } from './evaluate.ts';
import type { PowerShellState } from './state.ts';
import type { Element, Expression, Statement } from './syntax.ts';
import { concat, nothing, sameValue, unknownValue, wordFrom, wordValue, type Value } from './values.ts';

export function runStatements(body: readonly Statement[], state: PowerShellState): Value {
  if (body.length === 1) return runStatement(body[0]!, state);
  const values: Value[] = [];
  for (const statement of body) {
    const value = runStatement(statement, state);
    if (value !== nothing && !(value.type === 'words' && value.words.length === 0)) values.push(value);
  }
  return values.length === 0 ? nothing : merge(values);
}

export function runStatement(statement: Statement, state: PowerShellState): Value {
  state.run.meter.command();
  switch (statement.type) {
    case 'pipeline':
      return runPipeline(statement.elements, state);
    case 'assign':
      return assign(statement, state);
    case 'sequence':
      return runStatements(statement.body, state);
    case 'branch':
      runStatements(statement.tests, state);
      return merge([nothing, ...statement.bodies.map((body) => branch(body, state))].filter(isSomething));
    case 'each':
      return each(statement, state);
    case 'loop': {
      runStatements(statement.first, state);
      const before = new Map(state.variables);
      branch(statement.body, state);
      // What the body leaves may be met by its next pass.
      if (differ(before, state.variables)) branch(statement.body, state);
      return nothing;
    }
    case 'function':
      if (state.functions.size < 256) state.functions.set(statement.name, statement.block);
      return nothing;
  }
}

function isSomething(value: Value): boolean {
  return value.type !== 'words' || value.words.length > 0;
}

function differ(before: ReadonlyMap<string, Value>, after: ReadonlyMap<string, Value>): boolean {
  if (before.size !== after.size) return true;
  for (const [name, value] of after) if (!sameValue(value, before.get(name))) return true;
  return false;
}

/** A body that may run or not. */
function branch(body: readonly Statement[], state: PowerShellState): Value {
  if (body.length === 0) return nothing;
  const inner = state.fork();
  const value = runStatements(body, inner);
  state.join(inner);
  return value;
}

function each(statement: Extract<Statement, { type: 'each' }>, state: PowerShellState): Value {
  const list = runStatement(statement.list, state);
  forItems(list, statement.variable, state, () => runStatements(statement.body, state));
  return nothing;
}

/** Runs something with a variable set to each item; with too many the items are unknown. */
export function forItems(list: Value, variable: string, state: PowerShellState, body: () => void): void {
  const words = list.type === 'words' ? list.words : [wordFrom(list)];
  if (words.length > maxLoopValues) {
    state.set(variable, unknownValue(`$${variable}`, variable));
    body();
    return;
  }
  for (const word of words) {
    state.set(variable, wordValue(word));
    body();
  }
  if (words.length > 1) state.set(variable, unknownValue(`$${variable}`, variable));
}

function assign(statement: Extract<Statement, { type: 'assign' }>, state: PowerShellState): Value {
  const { target, operator, source } = statement;
  const value = runStatement(statement.value, state);
  if (target.type === 'variable') {
    const kept = keep(value, target.source);
    if (operator === '=') state.set(target.name, kept);
    else if (operator === '+=') state.set(target.name, added(state.get(target.name, target.source), kept, state));
    else if (operator !== '??=') state.set(target.name, unknownValue(target.source, target.name));
    return nothing;
  }
  if (target.type === 'list') {
    const words = value.type === 'words' && value.words.length === target.items.length ? value.words : undefined;
    for (const [index, item] of target.items.entries())
      if (item.type === 'variable') state.set(item.name, words ? wordValue(words[index]!) : unknownValue(item.source, item.name));
    return nothing;
  }
  assignMember(target, value, state, source);
  return nothing;
}

/** Output that nobody knows goes by the name of its variable. */
function keep(value: Value, source: string): Value {
  if (value.type !== 'words' || value.words.length > 0 || value.from === undefined) return value;
  return { ...value, words: [unknownWord(source)] };
}

function added(before: Value, value: Value, state: PowerShellState): Value {
  if (before.type === 'words' && (before.many || before.words.length > 1)) return merge([before, value]);
  if (before.type === 'hash' && value.type === 'hash') return { type: 'hash', entries: new Map([...before.entries, ...value.entries]) };
  const word = concat([plainWord(''), wordFrom(before), wordFrom(value)]);
  state.run.meter.word(word.text.length);
  return wordValue(word);
}

function assignMember(target: Expression, value: Value, state: PowerShellState, source: string): void {
  if (target.type !== 'member') return;
  const name = wordFrom(evaluate(target.name, state)).text;
  // https://learn.microsoft.com/dotnet/api/system.data.common.dbcommand.commandtext
  if (/^CommandText$/i.test(name)) emitCmdlet('invoke-sqlcmd', [plainWord('-Query'), wordFrom(value)], state, source);
  const { of } = target;
  if (of.type !== 'variable') return;
  const hash = state.get(of.name, of.source);
  if (hash.type === 'hash' && !target.isStatic) state.set(of.name, { type: 'hash', entries: new Map([...hash.entries, [name, value]]) });
}

function runPipeline(elements: readonly Element[], state: PowerShellState): Value {
  let input: Value | undefined;
  for (const element of elements) input = runElement(element, input, state);
  return input ?? nothing;
}

function runElement(element: Element, input: Value | undefined, state: PowerShellState): Value {
  if (element.type === 'command') return runCommand(element, input, state);
  const before = state.run.invocations.length;
  const value = evaluate(element.value, state);
  const redirects = redirectsOf(element.redirections, state);
  if (redirects.length > 0)
    state.run.redirections({
      argv: [],
      scope: state.scope,
      variables: undefined,
      redirects,
      input: { type: 'none' },
      text: element.source,
      capture: false,
      external: true,
    });
  return value.type === 'words' && value.from === undefined && state.run.invocations.length > before
    ? { ...value, from: state.run.invocations.slice(before, before + 8) }
    : value;
}

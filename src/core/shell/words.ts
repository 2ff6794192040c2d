import { parse, type ArithmeticExpression, type DoubleQuotedChild, type Word as SourceWord, type WordPart } from 'unbash';
import type { Run } from './call.ts';
import { lost } from './call.ts';
import { evaluate } from './arithmetic.ts';
import { expandBraces } from './braces.ts';
import { Fields } from './fields.ts';
import { markCode } from './hidden.ts';
import { literal, type Piece, type Word } from './invocation.ts';
import { expandParameter } from './parameters.ts';
import type { Scope } from './state.ts';
import { joinWords, plainWord, unknownWord } from './word.ts';
import { foundBy } from './wrappers/find.ts';
import { withoutEnd } from '../text.ts';

const mark = String.fromCharCode(markCode);

/** Characters that stand for themselves anywhere in a word. */
const safe = new Uint8Array(128);
for (const char of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,+=@%^#!]}') safe[char.charCodeAt(0)] = 1;

/** True when the source text of a word is its value. */
export function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 128 ? safe[code] === 0 : code === markCode) return false;
  }
  return true;
}

/** Expands a word of a command line into the words it becomes: none, one or several. */
export function expandInto(words: Word[], source: SourceWord, text: string, scope: Scope, run: Run): void {
  if (isPlain(source.text)) {
    words.push(plainWord(source.text));
    return;
  }
  expandSlowly(words, source, text, scope, run);
}

function expandSlowly(words: Word[], source: SourceWord, text: string, scope: Scope, run: Run): void {
  const { parts } = source;
  if (!parts && !source.text.includes('~') && !source.text.includes(mark)) {
    words.push(literal(source.value));
    return;
  }
  if (parts?.some((part) => part.type === 'BraceExpansion')) {
    const variants = expandBraces(source.text);
    if (!variants) {
      words.push(unknownWord(source.text));
      return;
    }
    if (variants.length > 1 || variants[0] !== source.text) {
      for (const variant of variants) expandVariant(words, variant, scope, run);
      return;
    }
  }
  const fields = new Fields(run.hidden, true, true, separatorsOf(scope));
  expandParts(fields, source, text, scope, run, false);
  fields.end();
  for (const word of fields.words) {
    run.meter.word(word.text.length);
    words.push(word);
  }
}

/** A word that brace expansion made: its other expansions come now. */
function expandVariant(words: Word[], variant: string, scope: Scope, run: Run): void {
  if (variant === '') return;
  if (isPlain(variant)) {
    run.meter.word(variant.length);
    words.push(plainWord(variant));
    return;
  }
  const command = parse(`: ${variant}`).commands[0]?.command;
  const word = command?.type === 'Command' ? command.suffix[0] : undefined;
  if (word?.type !== 'Word') {
    words.push(unknownWord(variant));
    return;
  }
  const fields = new Fields(run.hidden, true, true, separatorsOf(scope));
  expandParts(fields, word, `: ${variant}`, scope, run, false);
  fields.end();
  for (const made of fields.words) {
    run.meter.word(made.text.length);
    words.push(made);
  }
}

/** Expands a word where the shell does not split: assignments, `case`, here-strings. */
export function expandValue(source: SourceWord, text: string, scope: Scope, run: Run): Word {
  if (isPlain(source.text)) return plainWord(source.text);
  const fields = new Fields(run.hidden, false, false);
  expandParts(fields, source, text, scope, run, true);
  const word = fields.single();
  run.meter.word(word.text.length);
  return word;
}

/** Expands the target of a redirection: not split, but matched. */
export function expandTarget(source: SourceWord, text: string, scope: Scope, run: Run): Word {
  if (isPlain(source.text)) return plainWord(source.text);
  const fields = new Fields(run.hidden, false, true);
  expandParts(fields, source, text, scope, run, false);
  return fields.single();
}

/** Expands the body of a here-document. */
export function expandDocument(parts: readonly WordPart[], text: string, scope: Scope, run: Run): Word {
  const fields = new Fields(run.hidden, false, false);
  for (const part of parts) {
    if (part.type === 'Literal') fields.text(part.value, true);
    else expandPart(fields, part, text, scope, run, true);
  }
  const word = fields.single();
  run.meter.word(word.text.length);
  return word;
}

function separatorsOf(scope: Scope): string {
  const ifs = scope.variables.get('IFS');
  return ifs?.known ? ifs.text : ' \t\n';
}

function expandParts(fields: Fields, source: SourceWord, text: string, scope: Scope, run: Run, assigns: boolean): void {
  const { parts } = source;
  if (!parts) {
    expandTildes(fields, source.text, source.value, true, assigns, scope, run);
    return;
  }
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    if (part.type === 'Literal') {
      const last = i === parts.length - 1;
      if (part.text.includes('~') && (i === 0 || assigns)) {
        expandTildes(fields, part.text, part.value, i === 0, assigns, scope, run, last);
      } else fields.text(part.value, part.value !== part.text);
    } else expandPart(fields, part, text, scope, run, false);
  }
}

/**
 * A literal part with `~` at its start, or in a value after `=` or `:`. `whole` is false when more parts follow, which a
 * tilde prefix without a slash then includes (`~"x"` is not expanded).
 */
function expandTildes(
  fields: Fields,
  text: string,
  value: string,
  first: boolean,
  assigns: boolean,
  scope: Scope,
  run: Run,
  whole = true,
): void {
  if (text !== value && text.includes('\\')) {
    // Escapes beside a tilde are rare: only the leading `~/` is worth it.
    if (first && text.startsWith('~/')) {
      tilde(fields, '~', scope, run);
      fields.text(value.slice(1), true);
    } else fields.text(value, true);
    return;
  }
  const assignment = !assigns && first ? /^[A-Za-z_][A-Za-z0-9_]*=/.exec(text)?.[0].length : undefined;
  const lists = assigns || assignment !== undefined;
  let at = 0;
  let plain = 0;
  while (at < text.length) {
    const starts = at === 0 ? first : lists && (text[at - 1] === ':' || at === assignment);
    if (text[at] !== '~' || !starts) {
      at++;
      continue;
    }
    const length = text.slice(at).search(/[/:]/);
    const end = length < 0 ? text.length : at + length;
    if (end === text.length && !whole) break;
    if (at > plain) fields.text(text.slice(plain, at), false);
    tilde(fields, text.slice(at, end), scope, run);
    plain = at = end;
  }
  if (plain < text.length || plain === 0) fields.text(plain === 0 ? value : text.slice(plain), false);
}

function tilde(fields: Fields, prefix: string, scope: Scope, run: Run): void {
  if (prefix === '~') {
    fields.value(homeOf(scope, run, '~'), true);
  } else if (prefix === '~+' && scope.cwd !== undefined) fields.text(scope.cwd, true);
  else if (prefix === '~-' && scope.previous !== undefined) fields.text(scope.previous, true);
  else if (prefix === '~root') fields.text(run.ports.platform === 'darwin' ? '/var/root' : '/root', true);
  else if (/^~[A-Za-z_+-]/.test(prefix)) fields.unknown(prefix, 'HOME');
  else fields.text(prefix, false);
}

/** `$HOME`: of this machine, or of a place whose home is not known. */
export function homeOf(scope: Scope, run: Run, source: string): Word {
  const set = scope.variables.get('HOME');
  if (set) return set;
  return scope.place.type === 'here' ? literal(run.ports.home) : unknownWord(source, 'HOME');
}

function expandPart(fields: Fields, part: WordPart | DoubleQuotedChild, text: string, scope: Scope, run: Run, quoted: boolean): void {
  switch (part.type) {
    case 'Literal':
      fields.text(part.value, quoted || part.value !== part.text);
      return;
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      fields.text(part.value, true);
      return;
    case 'DoubleQuoted':
    case 'LocaleString':
      // An empty pair of quotes makes a word, but `"$@"` without arguments makes none.
      if (part.parts.length === 0) fields.text('', true);
      for (const child of part.parts) {
        if (child.type === 'Literal') fields.text(child.value, true);
        else expandPart(fields, child, text, scope, run, true);
      }
      return;
    case 'Glob':
      fields.glob(part.value);
      return;
    case 'ExtendedGlob':
      fields.glob(part.text);
      return;
    case 'BraceExpansion':
      fields.text(part.text, false);
      return;
    case 'SimpleExpansion':
      expandParameter(fields, part.text, part.text.slice(1).replaceAll('\\\n', ''), undefined, quoted, scope, run, text);
      return;
    case 'ParameterExpansion':
      expandParameter(fields, part.text, part.parameter, part, quoted, scope, run, text, (word) => expandValue(word, text, scope, run));
      return;
    case 'CommandExpansion':
      expandSubstitution(fields, part, text, quoted, scope, run);
      return;
    case 'ProcessSubstitution': {
      const start = run.invocations.length;
      const output = part.script ? run.substitution(part.script, part.script.source ?? text, scope) : lost;
      run.substituted.set(part.text, { output, from: run.invocations.slice(start) });
      fields.unknown(part.text);
      return;
    }
    case 'ArithmeticExpansion': {
      const value = part.expression && evaluateWithCommands(part.expression, text, scope, run);
      if (value === undefined) fields.unknown(part.text);
      else fields.text(String(value), quoted);
      return;
    }
  }
}

/** The value of an arithmetic expression; the substitutions in it are run, too. */
export function evaluateWithCommands(expression: ArithmeticExpression, text: string, scope: Scope, run: Run): number | undefined {
  runSubstitutions(expression, text, scope, run, 0);
  return evaluate(expression, scope);
}

function runSubstitutions(expression: ArithmeticExpression, text: string, scope: Scope, run: Run, depth: number): void {
  if (depth > 32) return;
  switch (expression.type) {
    case 'ArithmeticBinary':
      runSubstitutions(expression.left, text, scope, run, depth + 1);
      runSubstitutions(expression.right, text, scope, run, depth + 1);
      return;
    case 'ArithmeticUnary':
      runSubstitutions(expression.operand, text, scope, run, depth + 1);
      return;
    case 'ArithmeticTernary':
      runSubstitutions(expression.test, text, scope, run, depth + 1);
      runSubstitutions(expression.consequent, text, scope, run, depth + 1);
      runSubstitutions(expression.alternate, text, scope, run, depth + 1);
      return;
    case 'ArithmeticGroup':
      runSubstitutions(expression.expression, text, scope, run, depth + 1);
      return;
    case 'ArithmeticCommandExpansion':
      if (expression.script) run.substitution(expression.script, expression.script.source ?? text, scope);
      return;
    case 'ArithmeticWord': {
      const fields = new Fields(run.hidden, false, false);
      for (const part of expression.parts ?? []) expandPart(fields, part, text, scope, run, true);
    }
  }
}

function expandSubstitution(
  fields: Fields,
  part: Extract<WordPart, { type: 'CommandExpansion' }>,
  text: string,
  quoted: boolean,
  scope: Scope,
  run: Run,
): void {
  const { script } = part;
  if (!script) {
    fields.unknown(part.text);
    return;
  }
  const start = run.invocations.length;
  const output = run.substitution(script, script.source ?? text, scope);
  if (output.known || (output !== lost && !run.hidden.isAll(output.text))) {
    fields.value(run.hidden.word(withoutEnd(output.text, '\n')), quoted);
    return;
  }
  const from = run.invocations.slice(start);
  run.substituted.set(part.text, { output, from });
  const found = output === lost ? foundBy(from) : undefined;
  if (found && (found.length === 1 || !quoted)) fields.value(joinWords(found, ' '), quoted);
  else fields.unknown(part.text, sourceOf(run, start));
}

/** What a substitution's value is called: rules treat some origins as scratch. */
function sourceOf(run: Run, start: number): string | undefined {
  const { invocations } = run;
  if (invocations.length !== start + 1) return undefined;
  const { program, argv } = invocations[start]!;
  if (program === 'mktemp') return 'mktemp';
  if (program === 'pwd') return 'PWD';
  if (program === 'git' && argv.some((word) => word.text === '--show-toplevel')) return 'git-toplevel';
  return undefined;
}

export type { Piece };

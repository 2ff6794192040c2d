import { plainWord, unknownWord } from '../word.ts';
import { maxLoopValues } from '../limits.ts';
import type { Word } from '../invocation.ts';
import { callMember } from './members.ts';
import { runStatements, runStatement } from './statements.ts';
import type { PowerShellState } from './state.ts';
import type { Expression } from './syntax.ts';
import { concat, isTrue, knownText, nothing, textValue, unknownValue, wordFrom, wordValue, type Value } from './values.ts';

/** What an expression yields; commands inside it are run. */
export function evaluate(expression: Expression, state: PowerShellState): Value {
  switch (expression.type) {
    case 'text':
      return textValue(expression.value);
    case 'join': {
      const word = concat([plainWord(''), ...expression.parts.map((part) => wordFrom(evaluate(part, state)))]);
      state.run.meter.word(word.text.length);
      return wordValue(word);
    }
    case 'variable':
      return state.get(expression.name, expression.source);
    case 'splat':
      return state.get(expression.name, `@${expression.name}`);
    case 'list':
      return merge(expression.items.map((item) => evaluate(item, state)));
    case 'hash': {
      const entries = new Map<string, Value>();
      for (const [key, body] of expression.entries) {
        const value = merge(body.map((statement) => runStatement(statement, state)));
        entries.set(wordFrom(evaluate(key, state)).text, value);
      }
      return { type: 'hash', entries };
    }
    case 'statements': {
      const value = runStatements(expression.body, state);
      if (expression.source.startsWith('@(') && value.type === 'words') return { ...value, many: true };
      return value;
    }
    case 'block':
      return { type: 'block', block: expression };
    case 'typeName':
      return textValue(`[${expression.name}]`);
    case 'member':
      return callMember(expression, state);
    case 'unary': {
      const of = evaluate(expression.of, state);
      if (expression.operator === 'join') return wordValue(wordFrom(of));
      if (expression.operator === '++' && expression.of.type === 'variable')
        state.set(expression.of.name, unknownValue(expression.of.source, expression.of.name));
      return unknownValue(expression.source);
    }
    case 'binary':
      return binary(expression, state);
  }
}

export function merge(values: readonly Value[]): Value {
  const [only] = values;
  if (values.length === 1) return only!;
  const words: Word[] = [];
  let from: Extract<Value, { type: 'words' }>['from'];
  for (const value of values) {
    if (value.type === 'words') {
      words.push(...value.words);
      from ??= value.from;
    } else words.push(wordFrom(value));
  }
  return words.length === 0 ? nothing : { type: 'words', words, many: true, ...(from ? { from } : {}) };
}

function binary(expression: Extract<Expression, { type: 'binary' }>, state: PowerShellState): Value {
  const { operator, source } = expression;
  const left = evaluate(expression.left, state);
  const right = evaluate(expression.right, state);
  switch (operator) {
    case '+': {
      if (left.type === 'words' && (left.many || left.words.length > 1)) return merge([left, right]);
      if (left.type === 'hash') return left;
      const text = knownText(left);
      if (text !== undefined && /^\d+$/.test(text)) return unknownValue(source);
      const word = concat([plainWord(''), wordFrom(left), wordFrom(right)]);
      state.run.meter.word(word.text.length);
      return wordValue(word);
    }
    case 'f':
      return format(left, right, state);
    case 'join':
      return joined(left, right, state);
    case 'split':
    case 'csplit':
    case 'isplit': {
      const text = knownText(left);
      const by = knownText(right);
      if (text === undefined || by === undefined || !/^[\w\s,;:/-]+$/.test(by)) return unknownValue(source);
      return {
        type: 'words',
        words: text
          .split(by)
          .slice(0, maxLoopValues + 1)
          .map(plainWord),
        many: true,
      };
    }
    case '??':
      return left.type === 'words' && left.words.length === 0 ? right : left;
    case '..': {
      const from = Number(knownText(left));
      const to = Number(knownText(right));
      if (!Number.isInteger(from) || !Number.isInteger(to) || Math.abs(to - from) >= maxLoopValues) return unknownValue(source);
      const step = to < from ? -1 : 1;
      return {
        type: 'words',
        words: Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => plainWord(String(from + index * step))),
        many: true,
      };
    }
    case 'eq':
    case 'ieq': {
      const a = knownText(left);
      const b = knownText(right);
      return a === undefined || b === undefined ? unknownValue(source) : textValue(a.toLowerCase() === b.toLowerCase() ? 'True' : 'False');
    }
    case 'as':
      return left;
    case 'replace':
    case 'creplace':
    case 'ireplace':
      return replaced(left, right, source);
    default:
      return unknownValue(source);
  }
}

/** `'{0}-{1}' -f $a, $b`. */
function format(left: Value, right: Value, state: PowerShellState): Value {
  const pattern = wordFrom(left);
  const items = right.type === 'words' ? right.words : [wordFrom(right)];
  const parts: Word[] = [plainWord('')];
  for (const piece of pattern.pieces) {
    if (piece.type === 'unknown') {
      parts.push(unknownWord(piece.value, piece.variable));
      continue;
    }
    for (const part of piece.value.split(/(\{\d{1,2}(?:[,:][^{}]*)?\})/)) {
      const index = /^\{(\d+)/.exec(part)?.[1];
      if (index === undefined) parts.push(plainWord(part.replaceAll('{{', '{').replaceAll('}}', '}')));
      else parts.push(items[Number(index)] ?? unknownWord(part));
    }
  }
  const word = concat(parts);
  state.run.meter.word(word.text.length);
  return wordValue(word);
}

function joined(left: Value, right: Value, state: PowerShellState): Value {
  if (left.type !== 'words') return wordValue(wordFrom(left));
  const separator = wordFrom(right);
  const parts = left.words.flatMap((word, index) => (index === 0 ? [word] : [separator, word]));
  const word = concat([plainWord(''), ...parts]);
  state.run.meter.word(word.text.length);
  return wordValue(word);
}

/** Only plain patterns; the others are regular expressions of .NET. */
function replaced(left: Value, right: Value, source: string): Value {
  const text = knownText(left);
  if (text === undefined || right.type !== 'words' || right.words.some((word) => !word.known)) return unknownValue(source);
  const [search, by] = [right.words[0]?.text ?? '', right.words[1]?.text ?? ''];
  if (search === '' || /[\\^$.|?*+()[\]{}]/.test(search) || text.length * Math.max(1, by.length) > 65_536) return unknownValue(source);
  return textValue(text.replaceAll(search, () => by));
}

/** Whether a switch such as `-Recurse:$x` is on; what is not known is on. */
export function isOn(value: Value): boolean {
  return isTrue(value) !== false;
}

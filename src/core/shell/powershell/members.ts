import type { Word } from '../invocation.ts';
import { plainWord } from '../word.ts';
import { evaluate, merge } from './evaluate.ts';
import { openText, runBlock, runProgram } from './commands.ts';
import { emitCmdlet } from './emit.ts';
import { parseScript } from './parser.ts';
import type { PowerShellState } from './state.ts';
import type { Expression } from './syntax.ts';
import { concat, jsonOf, knownText, nothing, textValue, unknownValue, wordFrom, wordValue, type Value } from './values.ts';

type Member = Extract<Expression, { type: 'member' }>;

/** `value.Name`, `value.Name( … )`, `[Type]::Name( … )`, `value[index]`. */
export function callMember(member: Member, state: PowerShellState): Value {
  const name = wordFrom(evaluate(member.name, state)).text.toLowerCase();
  const args = (member.args ?? []).map((arg) => evaluate(arg, state));
  if (member.isStatic) {
    const type = typeName(member.of, state);
    return callStatic(type, name, args, member, state) ?? unknownValue(member.source);
  }
  const of = evaluate(member.of, state);
  return (member.args ? method(of, name, args, member, state) : property(of, name)) ?? unknownValue(member.source);
}

function typeName(expression: Expression, state: PowerShellState): string {
  const name = expression.type === 'typeName' ? expression.name : wordFrom(evaluate(expression, state)).text.replace(/^\[|\]$/g, '');
  return name.toLowerCase().replace(/^(?:system|microsoft)\./, '');
}

function property(of: Value, name: string): Value | undefined {
  if (of.type === 'hash') {
    for (const [key, value] of of.entries) if (key.toLowerCase() === name) return value;
    return undefined;
  }
  if (of.type !== 'words') return undefined;
  switch (name) {
    case 'fullname':
    case 'path':
    case 'pspath':
    case 'providerpath':
    case 'value':
    case 'originalpath':
    case 'localpath':
      return of;
    case 'name':
    case 'pschildname':
      return { ...of, words: of.words.map(lastPart) };
    case 'directory':
    case 'directoryname':
    case 'parent':
    case 'psparentpath':
      return { ...of, words: of.words.map((word) => concat([word, plainWord('/..')])) };
    default:
      if (/^-?\d+$/.test(name) && of.words.every((word) => word.known)) {
        const word = of.words.at(Number(name));
        return word ? wordValue(word) : nothing;
      }
      return undefined;
  }
}

function lastPart(word: Word): Word {
  const only = word.pieces[0];
  if (word.pieces.length !== 1 || only?.type !== 'text') return word;
  return plainWord(only.value.slice(Math.max(only.value.lastIndexOf('/'), only.value.lastIndexOf('\\')) + 1));
}

function method(of: Value, name: string, args: readonly Value[], member: Member, state: PowerShellState): Value | undefined {
  if (of.type === 'block') {
    if (/^invoke(?:returnasis|withcontext)?$/.test(name)) return runBlock(of.block, state, args);
    return of;
  }
  switch (name) {
    // Files, folders, registry keys, objects of WMI and of directories: all have it, and all mean it.
    case 'delete':
    case 'deletesubkeytree':
    case 'deletesubkey':
    case 'deletetree':
    case 'removeall': {
      const target = name.startsWith('deletesub') ? [concat([wordFrom(of), plainWord('\\'), wordFrom(args[0] ?? nothing)])] : wordsOf(of);
      emitCmdlet('remove-item', [...target, plainWord('-Recurse')], state, member.source);
      return nothing;
    }
    case 'invokescript':
    case 'expandstring':
      if (args[0]) openText(wordFrom(args[0]), state, 'InvokeScript', member.source);
      return undefined;
    case 'addscript':
      if (args[0]) openText(wordFrom(args[0]), state, 'AddScript', member.source);
      return undefined;
    case 'tostring':
    case 'trim':
    case 'trimend':
    case 'trimstart':
    case 'clone':
    case 'normalize':
      return of;
    case 'tolower':
    case 'tolowerinvariant':
      return mapText(of, (text) => text.toLowerCase());
    case 'toupper':
    case 'toupperinvariant':
      return mapText(of, (text) => text.toUpperCase());
    case 'replace': {
      const search = args[0] && knownText(args[0]);
      const by = args[1] && knownText(args[1]);
      if (!search || by === undefined) return undefined;
      return mapText(of, (text) => (text.length * Math.max(1, by.length) > 65_536 ? undefined : text.replaceAll(search, () => by)));
    }
    case 'foreach':
    case 'where': {
      const block = args[0];
      if (block?.type !== 'block') return undefined;
      for (const word of wordsOf(of).slice(0, 32)) {
        state.set('_', wordValue(word));
        runBlock(block.block, state, []);
      }
      return of;
    }
    default:
      return undefined;
  }
}

function wordsOf(value: Value): readonly Word[] {
  return value.type === 'words' ? value.words : [wordFrom(value)];
}

function mapText(value: Value, change: (text: string) => string | undefined): Value | undefined {
  const text = knownText(value);
  const changed = text === undefined ? undefined : change(text);
  return changed === undefined ? undefined : textValue(changed);
}

/** Static methods of .NET that delete, write, run or make a text. */
function callStatic(type: string, name: string, args: readonly Value[], member: Member, state: PowerShellState): Value | undefined {
  const words = args.map((arg) => wordFrom(arg));
  const first = words[0];
  switch (`${type}::${name}`) {
    case 'io.file::delete':
    case 'io.directory::delete':
    case 'visualbasic.fileio.filesystem::deletefile':
    case 'visualbasic.fileio.filesystem::deletedirectory':
      if (first && !words.some((word) => /SendToRecycleBin/i.test(word.text)))
        emitCmdlet(
          'remove-item',
          [plainWord('-LiteralPath'), first, ...(type === 'io.file' ? [] : [plainWord('-Recurse')])],
          state,
          member.source,
        );
      return nothing;
    case 'io.file::writealltext':
    case 'io.file::writealllines':
    case 'io.file::writeallbytes':
    case 'io.file::create':
      if (first) emitCmdlet('set-content', [plainWord('-LiteralPath'), first], state, member.source);
      return nothing;
    case 'io.file::move':
    case 'io.directory::move':
      if (first && words[1]) emitCmdlet('move-item', [first, words[1]], state, member.source);
      return nothing;
    case 'io.file::copy':
      if (first && words[1]) emitCmdlet('copy-item', [first, words[1]], state, member.source);
      return nothing;
    case 'io.file::readalltext':
      return first ? { type: 'words', words: [unknownWordOf(member.source)], file: first } : undefined;
    case 'io.path::combine':
    case 'io.path::join':
      return words.length > 0
        ? wordValue(concat(words.flatMap((word, index) => (index === 0 ? [word] : [plainWord('/'), word]))))
        : undefined;
    case 'io.path::gettemppath':
      return unknownValue(member.source, 'TEMP');
    case 'io.path::gettempfilename':
    case 'io.path::getrandomfilename':
      return wordValue(concat([wordFrom(unknownValue('$env:TEMP', 'TEMP')), plainWord('/tmp.tmp')]));
    case 'io.path::getfullpath':
    case 'io.path::trimendingdirectoryseparator':
      return first ? wordValue(first) : undefined;
    case 'environment::getfolderpath': {
      const folder = /UserProfile/i.test(first?.text ?? '')
        ? ''
        : /LocalApplicationData/i.test(first?.text ?? '')
          ? '/AppData/Local'
          : undefined;
      if (folder !== undefined) return textValue(`${state.run.ports.home}${folder}`);
      return /Desktop|MyDocuments|Personal/i.test(first?.text ?? '') ? textValue(`${state.run.ports.home}/Documents`) : undefined;
    }
    case 'environment::getenvironmentvariable':
      return first ? state.get(`env:${first.text.toLowerCase()}`, member.source) : undefined;
    case 'environment::setenvironmentvariable':
      if (first && words[1]) state.set(`env:${first.text.toLowerCase()}`, wordValue(words[1]));
      return nothing;
    case 'convert::frombase64string':
      return first ? wordValue(first) : undefined;
    case 'scriptblock::create':
    case 'management.automation.scriptblock::create': {
      if (!first) return undefined;
      if (!first.known) return { type: 'words', words: [first] };
      const script = parseScript(first.text);
      return { type: 'block', block: { type: 'block', body: script.body, parameters: script.parameters, source: first.text } };
    }
    case 'diagnostics.process::start':
      if (first) runProgram([first, ...split(words[1])], state, undefined, member.source);
      return undefined;
    case 'string::format':
      return undefined;
    case 'string::concat':
      return wordValue(concat([plainWord(''), ...words]));
    case 'string::join':
      return args[1] ? evaluateJoin(words[0]!, merge(args.slice(1))) : undefined;
    case 'text.json.jsonserializer::serialize':
      return args[0] ? wordValue(jsonOf(args[0])) : undefined;
    default:
      break;
  }

  return undefined;
}

function evaluateJoin(separator: Word, list: Value): Value {
  return wordValue(concat([plainWord(''), ...wordsOf(list).flatMap((word, index) => (index === 0 ? [word] : [separator, word]))]));
}

function unknownWordOf(source: string): Word {
  return wordFrom(unknownValue(source));
}

/** Words of an argument string. */
export function split(word: Word | undefined): readonly Word[] {
  if (!word) return [];
  if (!word.known) return [word];
  return [...word.text.matchAll(/"([^"]*)"|'([^']*)'|[^\s"']+/g)].map((match) => plainWord(match[1] ?? match[2] ?? match[0]));
}

import type { Invocation, Piece, Word } from '../../shell/invocation.ts';
import type { Draft, Rule, RuleContext, Tool } from '../rule.ts';
import { draftsOf } from './drafts.ts';
import { reach, type Loss } from './reach.ts';
import { deleteRootRule, deleteRule, emptyTrashRule, formatRule, overwriteRule } from './rules.ts';

/**
 * Removal in the text that `powershell -Command` and `cmd /c` are given. Statements are told apart by their separators and words by
 * blanks and quotes; that reads what agents write to remove something, not the languages.
 */
const programs = ['powershell', 'pwsh', 'cmd'];

/** https://learn.microsoft.com/powershell/module/microsoft.powershell.management/remove-item and its aliases */
const removers = new Set(['remove-item', 'ri', 'rm', 'rmdir', 'del', 'erase', 'rd']);
const emptiers = new Set(['clear-content', 'clc']);
const erasers = new Set(['format-volume', 'clear-disk', 'initialize-disk', 'remove-partition', 'diskpart', 'format']);
/** Parameters of Remove-Item with a value that is no path. */
const valued = new Set([
  '-filter',
  '-include',
  '-exclude',
  '-credential',
  '-stream',
  '-erroraction',
  '-ea',
  '-driveletter',
  '-number',
  '-filesystem',
]);

export const windowsTool: Tool = {
  names: programs,
  family: 'files',
  rules: [deleteRule, deleteRootRule, overwriteRule, formatRule, emptyTrashRule],
  find(invocation, context) {
    const text = codeOf(invocation, context);
    if (text === undefined) return [];
    const shell = invocation.program === 'cmd' ? 'cmd' : 'powershell';
    const inner: Invocation = { ...invocation, shell, via: [...invocation.via, invocation.program] };
    return statementsOf(text, shell).flatMap((words) => judge(words, inner, context));
  },
};

/** The text that is run; undefined when it is a file or nothing. */
function codeOf(invocation: Invocation, context: RuleContext): string | undefined {
  const words = invocation.argv.slice(1).map((word) => word.text);
  if (invocation.program === 'cmd') {
    const at = words.findIndex((word) => /^\/[ckr]/i.test(word));
    return at < 0 ? undefined : [words[at]!.slice(2), ...words.slice(at + 1)].join(' ');
  }
  const at = words.findIndex((word) => /^[-/](?:c|command|cwa|commandwithargs|e|ec|enc\w*)$/i.test(word));
  if (at < 0) return undefined;
  const rest = words.slice(at + 1).join(' ');
  if (!/^[-/]e/i.test(words[at]!)) return rest === '-' && invocation.input.type === 'text' ? invocation.input.text : rest;
  // UTF-16 in base64: https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_powershell_exe
  return context.facts.decodeBase64(rest)?.replaceAll('\0', '');
}

function statementsOf(text: string, shell: 'cmd' | 'powershell'): readonly (readonly string[])[] {
  const statements: string[][] = [[]];
  const tokens = shell === 'cmd' ? /"([^"]*)"?|([&|\n()]+)|([^\s"&|()]+)/g : /"([^"]*)"?|'([^']*)'?|([;|&\n{}()]+)|([^\s"';|&{}()]+)/g;
  for (const match of text.matchAll(tokens)) {
    const separator = shell === 'cmd' ? match[2] : match[3];
    if (separator !== undefined) statements.push([]);
    else statements.at(-1)!.push(match[1] ?? (shell === 'cmd' ? match[3] : (match[2] ?? match[4])) ?? '');
  }
  return statements;
}

function judge(statement: readonly string[], invocation: Invocation, context: RuleContext): readonly Draft[] {
  const [name = '', ...rest] = statement;
  const verb = name.toLowerCase().replace(/^microsoft\.powershell\.management\\/, '');
  const cmd = invocation.shell === 'cmd';
  if (rest.some((word) => /^-(?:whatif|wi)$/i.test(word) || (cmd && word === '/?'))) return [];
  if (verb === 'clear-recyclebin') return [...lost('the recycle bin', 'files', emptyTrashRule, 'Empty', invocation)];
  if (erasers.has(verb) && (!cmd || verb === 'format' || verb === 'diskpart'))
    return cmd && rest.length === 0 ? [] : [...lost(rest.join(' ') || 'a disk', 'disk', formatRule, 'Erase', invocation)];
  const deleted = /^\[(?:system\.)?io\.(?:directory|file)\]::delete$/i.test(name);
  const empties = !cmd && emptiers.has(verb);
  if (!deleted && !empties && !(removers.has(verb) && !(cmd && /^(?:ri|rm|remove-item)$/.test(verb)))) return [];
  const operands = operandsOf(rest, cmd);
  // `Get-ChildItem x | Remove-Item`: what comes through the pipe is not followed.
  if (operands.length === 0)
    return deleted || rest.length === 0 || !cmd ? [...lost('what the pipe hands over', 'files', deleteRule, 'Delete', invocation)] : [];
  const recursive = rest.some((word) => (cmd ? /^\/s/i.test(word) : /^-r/i.test(word))) || deleted;
  const losses = reach(operands, invocation, context, { recursive, through: empties });
  return draftsOf(losses, invocation, {
    verb: empties ? 'Empty' : 'Delete',
    rule: empties ? overwriteRule : deleteRule,
    root: empties ? formatRule : deleteRootRule,
  });
}

function lost(name: string, kind: Loss['kind'], rule: Rule, verb: string, invocation: Invocation): readonly Draft[] {
  return draftsOf([{ class: kind === 'disk' ? 'protected' : 'unknown', name, kind, why: invocation.text, examples: [] }], invocation, {
    verb,
    rule,
  });
}

function operandsOf(words: readonly string[], cmd: boolean): readonly Word[] {
  const operands: Word[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (cmd ? /^\/[a-z]/i.test(word) : /^-[a-z]/i.test(word)) {
      if (!cmd && valued.has(word.toLowerCase())) i++;
      continue;
    }
    // PowerShell lists are joined by commas.
    for (const part of cmd ? [word] : word.split(',')) if (part !== '') operands.push(pathWord(part, cmd));
  }
  return operands;
}

/** A path of Windows as a word: variables are unknown, but for home and the temporary folder. */
function pathWord(text: string, cmd: boolean): Word {
  const pieces: Piece[] = [];
  const slashed = text.replaceAll('\\', '/');
  for (const [part] of slashed.matchAll(cmd ? /%[^%]+%|[*?]+|[^%*?]+|%/g : /\$(?:env:)?\w+|\$\{[^}]*\}|[*?]+|[^$*?]+|\$/g)) {
    const name = /^(?:\$(?:env:)?|%|\$\{(?:env:)?)(\w+)/.exec(part)?.[1];
    if (name !== undefined && part.length > 1) {
      const known = /^(?:HOME|USERPROFILE)$/i.test(name)
        ? 'HOME'
        : /^TE?MP$/i.test(name)
          ? 'TEMP'
          : /^(?:PWD|CD)$/i.test(name)
            ? 'PWD'
            : name;
      pieces.push({ type: 'unknown', value: part, variable: known });
    } else if (/^[*?]/.test(part)) pieces.push({ type: 'glob', value: part });
    else pieces.push({ type: 'text', value: part, quoted: false });
  }
  return { text: slashed, known: !pieces.some((piece) => piece.type === 'unknown'), pieces };
}

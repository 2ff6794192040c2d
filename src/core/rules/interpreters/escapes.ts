import { readArguments } from '../arguments.ts';
import type { Draft, Tool } from '../rule.ts';

/** Programs with a language of their own in which a shell command can be hidden: awk's `system()`, vim's `:!`, sed's `e`. */
export const escapeTools: readonly Tool[] = [
  {
    names: ['awk', 'gawk', 'mawk', 'nawk'],
    family: 'interpreters',
    rules: [],
    find(invocation, context): readonly Draft[] {
      const drafts: Draft[] = [];
      for (const word of invocation.argv.slice(1)) {
        for (const match of word.text.matchAll(/\bsystem\s*\(\s*"((?:[^"\\]|\\.){1,2000})"/g))
          drafts.push(...context.shell(plain(match[1]!), invocation, 'awk'));
        for (const { text, printed } of pipedByAwk(word.text))
          drafts.push(...context.shell(printed ? `${plain(text)} "$FIELD"` : plain(text), invocation, 'awk'));
      }
      return drafts;
    },
  },
  {
    names: ['vim', 'vi', 'nvim', 'ex', 'view'],
    family: 'interpreters',
    rules: [],
    find(invocation, context): readonly Draft[] {
      const args = readArguments(invocation, { valued: new Set(['-c', '--cmd', '-S', '-u', '-i', '-w']) });
      const drafts: Draft[] = [];
      const commands = ['-c', '--cmd'].flatMap((name) => (args.options.get(name) ?? []).flatMap((value) => (value ? [value.text] : [])));
      commands.push(...args.words.filter((word) => word.text.startsWith('+')).map((word) => word.text.slice(1)));
      for (const command of commands) {
        const shell =
          /^:?\s*(?:silent!?\s+)?(?:%|\.)?!\s*(.*)$/s.exec(command)?.[1] ??
          /^:?\s*(?:call\s+)?system\(\s*['"](.*)['"]\s*\)/s.exec(command)?.[1];
        if (shell !== undefined) drafts.push(...context.shell(shell, invocation, 'vim'));
      }
      return drafts;
    },
  },
  {
    names: ['sed', 'gsed'],
    family: 'interpreters',
    rules: [],
    find(invocation, context): readonly Draft[] {
      const drafts: Draft[] = [];
      // GNU sed: `1e command` runs it, `s/…/…/e` runs the result.
      for (const word of invocation.argv.slice(1)) {
        const command = /^(?:\d+|\$|\/[^/]*\/)?\s*e\s+(.+)$/s.exec(word.text)?.[1];
        if (command !== undefined) drafts.push(...context.shell(command, invocation, 'sed'));
        const replaced = executedReplacement(word.text);
        if (replaced !== undefined && /\s/.test(replaced))
          drafts.push(...context.shell(replaced.replace(/(?<!\\)&|\\\d/g, '"$COMPUTED"'), invocation, 'sed'));
      }
      return drafts;
    },
  },
];

/** What an awk program hands to a shell: the command of `"cmd" | getline`, and each text of `print … | "sh"`. */
function* pipedByAwk(program: string): Generator<{ readonly text: string; readonly printed: boolean }> {
  const texts = [...program.matchAll(/"((?:[^"\\]|\\[^])*)(?:"|$)/g)];
  let printed: string[] | undefined;
  let end = 0;
  for (const [index, match] of texts.entries()) {
    const text = match[1]!;
    const between = program.slice(end, match.index);
    if (printed && /^[^|;}]*\|\s*$/.test(between) && /^(?:ba|z|da)?sh$/.test(text))
      for (const each of printed) yield { text: each, printed: true };
    const statement = Math.max(...['|', ';', '}'].map((mark) => between.lastIndexOf(mark)));
    if (statement >= 0) printed = undefined;
    if (between.includes('print', statement + 1)) printed = [];
    if (text !== '') printed?.push(text);
    end = match.index + match[0].length;
    if (text !== '' && /^\s*\|\s*getline/.test(program.slice(end, texts[index + 1]?.index))) yield { text, printed: false };
  }
}

/** What `s/…/…/e` puts in and runs. */
function executedReplacement(script: string): string | undefined {
  const mark = script[1];
  if (script[0] !== 's' || mark === undefined || !'/|#,'.includes(mark)) return undefined;
  const marks: number[] = [];
  for (let at = 2; at < script.length && marks.length < 2; at++) {
    if (script[at] === '\\') at++;
    else if (script[at] === mark) marks.push(at);
  }
  const [middle, end] = marks;
  if (middle === undefined || end === undefined) return undefined;
  return /^[a-z0-9]{0,20}$/.test(script.slice(end + 1)) && script.slice(end + 1).includes('e') ? script.slice(middle + 1, end) : undefined;
}

function plain(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

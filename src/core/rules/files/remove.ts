import type { Invocation, Word } from '../../shell/invocation.ts';
import { hasOption, optionValue, readArguments, type Arguments } from '../arguments.ts';
import type { Draft, RuleContext, Tool } from '../rule.ts';
import { draftsOf } from './drafts.ts';
import { finders, findTool } from './find.ts';
import { reach } from './reach.ts';
import { deleteRootRule, deleteRule, emptyTrashRule, formatRule, overwriteRule, shredRule } from './rules.ts';
import { remoteTarget } from '../place.ts';
import { asksForHelp } from './help.ts';

function removeWith(words: readonly Word[], recursive: boolean, invocation: Invocation, context: RuleContext): readonly Draft[] {
  // What `find` hands over stands for everything below its start paths.
  const contents = finders.has(invocation.via.at(-1) ?? '');
  const losses = reach(words, invocation, context, { recursive: recursive || contents, contents });
  return draftsOf(losses, invocation, { verb: 'Delete', rule: deleteRule, root: deleteRootRule });
}

const rmTool: Tool = {
  names: ['rm', 'grm', 'unlink', 'gunlink', 'rimraf', 'del-cli', 'del', 'rmtree'],
  family: 'files',
  rules: [deleteRule, deleteRootRule],
  find(invocation, context) {
    const args = readArguments(invocation);
    if (asksForHelp(args)) return [];
    const recursive = !/^(?:rm|grm|g?unlink)$/.test(invocation.program) || hasOption(args, '-r', '-R', '--recursive', '-d', '--dir');
    // `del /f x` is cmd's, whose reading finds what it deletes; it asks for no folder `/f`.
    const given = invocation.program === 'del' ? args.words.filter(({ text }) => !/^\/[a-z]$/i.test(text)) : args.words;
    const words = globbers.has(invocation.program) ? given.map(globbed) : given;
    return removeWith(words, recursive && !onlyEmptyFolders(args), invocation, context);
  },
};

/** These match patterns themselves, quoted or not. */
const globbers = new Set(['rimraf', 'del-cli', 'del']);

function globbed(word: Word): Word {
  const at = word.known ? word.text.search(/[*?[{]/) : -1;
  if (at < 0 || word.pieces.some((piece) => piece.type !== 'text')) return word;
  const start = word.text.lastIndexOf('/', at) + 1;
  const glob = { type: 'glob', value: word.text.slice(start) } as const;
  return { ...word, pieces: start === 0 ? [glob] : [{ type: 'text', value: word.text.slice(0, start), quoted: true }, glob] };
}

/** `rm -d` takes empty folders only. */
function onlyEmptyFolders(args: Arguments): boolean {
  return hasOption(args, '-d', '--dir') && !hasOption(args, '-r', '-R', '--recursive');
}

const shredTool: Tool = {
  names: ['shred', 'gshred', 'srm', 'wipe', 'scrub'],
  family: 'files',
  rules: [shredRule, formatRule],
  find(invocation, context) {
    const args = readArguments(invocation, {
      valued: new Set(['-n', '--iterations', '-s', '--size', '--random-source', '-p', '--pattern']),
    });
    if (asksForHelp(args)) return [];
    const recursive = hasOption(args, '-r', '-R', '--recursive');
    const losses = reach(args.words, invocation, context, { recursive, through: true });
    return draftsOf(losses, invocation, { verb: 'Shred', rule: shredRule, root: formatRule });
  },
};

const truncateTool: Tool = {
  names: ['truncate', 'gtruncate'],
  family: 'files',
  rules: [overwriteRule, formatRule],
  find(invocation, context) {
    const args = readArguments(invocation, { valued: new Set(['-s', '--size', '-r', '--reference']) });
    if (asksForHelp(args)) return [];
    // `+`, `>` and `%` only ever grow a file: https://www.gnu.org/software/coreutils/manual/html_node/truncate-invocation.html
    const size = optionValue(args, '-s', '--size')?.text ?? '';
    if (/^[+>%]/.test(size)) return [];
    // Given a size, it mostly makes a new file of zeros: `truncate -s 10G disk.img`.
    const losses = reach(args.words, invocation, context, { recursive: false, through: true, output: /^[1-9]/.test(size) });
    return draftsOf(losses, invocation, { verb: 'Truncate', rule: overwriteRule, root: formatRule });
  },
};

/** `trash-cli`, GLib and macOS tools: what is put into the trash can be had back until it is emptied. */
const trashTool: Tool = {
  names: ['trash-empty', 'trash-rm', 'gio', 'trash', 'gvfs-trash'],
  family: 'files',
  rules: [emptyTrashRule],
  find(invocation) {
    const args = readArguments(invocation);
    if (asksForHelp(args) || hasOption(args, '--dry-run')) return [];
    const whole =
      invocation.program === 'trash-empty' || hasOption(args, '--empty') || (invocation.program === 'trash' && hasOption(args, '-e'));
    if (!whole && invocation.program !== 'trash-rm') return [];
    const remote = remoteTarget(invocation);
    return [
      {
        rule: emptyTrashRule,
        resource: { kind: 'directory', name: whole ? 'the trash' : `${args.words.map((word) => word.text).join(' ')} in the trash` },
        target: remote ?? { environment: 'local' },
        ...(remote ? { location: 'remote' } : {}),
        evidence: [{ text: invocation.text }],
      },
    ];
  },
};

export const removeTools: readonly Tool[] = [trashTool, rmTool, shredTool, truncateTool, findTool];

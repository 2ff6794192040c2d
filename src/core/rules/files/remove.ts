import type { Invocation, Word } from '../../shell/invocation.ts';
import { hasOption, optionValue, readArguments, type Arguments } from '../arguments.ts';
import type { Draft, RuleContext, Tool } from '../rule.ts';
import { draftsOf } from './drafts.ts';
import { finders, findTool } from './find.ts';
import { reach } from './reach.ts';
import { deleteRootRule, deleteRule, formatRule, overwriteRule, shredRule } from './rules.ts';
import { asksForHelp } from './help.ts';

function removeWith(words: readonly Word[], recursive: boolean, invocation: Invocation, context: RuleContext): readonly Draft[] {
  // What `find` hands over stands for everything below its start paths.
  const contents = finders.has(invocation.via.at(-1) ?? '');
  const losses = reach(words, invocation, context, { recursive: recursive || contents, contents });
  return draftsOf(losses, invocation, { verb: 'Delete', rule: deleteRule, root: deleteRootRule });
}

const rmTool: Tool = {
  names: ['rm', 'grm', 'unlink', 'gunlink', 'rimraf', 'del-cli', 'rmtree', 'trash-rm'],
  family: 'files',
  rules: [deleteRule, deleteRootRule],
  find(invocation, context) {
    if (invocation.shell === 'powershell' && invocation.program === 'rm') return [];
    const args = readArguments(invocation);
    if (asksForHelp(args)) return [];
    const recursive = !/^(?:rm|grm|g?unlink)$/.test(invocation.program) || hasOption(args, '-r', '-R', '--recursive', '-d', '--dir');
    return removeWith(args.words, recursive && !onlyEmptyFolders(args), invocation, context);
  },
};

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
    if (/^[+>%]/.test(optionValue(args, '-s', '--size')?.text ?? '')) return [];
    const losses = reach(args.words, invocation, context, { recursive: false, through: true });
    return draftsOf(losses, invocation, { verb: 'Truncate', rule: overwriteRule, root: formatRule });
  },
};

export const removeTools: readonly Tool[] = [rmTool, shredTool, truncateTool, findTool];

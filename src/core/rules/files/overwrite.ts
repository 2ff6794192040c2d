import { baseName } from '../../paths.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';
import { hasOption, optionValue, readArguments, after, type Arguments } from '../arguments.ts';
import type { Draft, RuleContext, Tool } from '../rule.ts';
import { isCapture } from './disposable.ts';
import { draftsOf } from './drafts.ts';
import { asksForHelp } from './help.ts';
import { isNewName } from './newNames.ts';
import { isScratch, protectedPlace } from './protectedPlaces.ts';
import { isEverything, reach, reachPath, type Loss } from './reach.ts';
import { formatRule, moveAwayRule, overwriteByMoveRule, overwriteRule } from './rules.ts';
import { spotOf } from './spot.ts';

/** Drafts for words whose content is replaced by a program's output. */
export function overwriteDrafts(words: readonly Word[], invocation: Invocation, context: RuleContext): readonly Draft[] {
  const precious = words.filter((word) => !(word.known && isCapture(baseName(word.text))) && !isNewName(word));
  const output = hasOutput(invocation);
  // `find logs -type f -exec sh -c '> {}' \;`: what is found in the folder is emptied, not the folder.
  const contents = !output && invocation.via.includes('find');
  const losses = reach(precious, invocation, context, { recursive: contents, through: true, output, contents });
  return draftsOf(losses, invocation, { verb: 'Overwrite', rule: overwriteRule, root: formatRule });
}

/** `> file`, `: > file` and `cat /dev/null > file` are written to empty a file that is there. */
function hasOutput({ program, argv, input, text, shell }: Invocation): boolean {
  if (program === 'true') return false;
  const words = argv.slice(1).map((word) => word.text);
  if (program === 'echo') return shell !== 'posix' || words.some((word) => word !== '' && !/^-[neE]+$/.test(word));
  if (program === 'printf') return (words[0] ?? '') !== '';
  // Only called for a script that leaves nothing.
  if (program === 'sed' || program === 'gsed') return !argv.some((word) => /^-[a-zA-Z]*i|^--in-place/.test(word.text));
  if (input.type === 'file' && input.path.text === '/dev/null') return false;
  if (!words.some((word) => word.startsWith('count=')) && words.some((word) => /^if=\/dev\/(?:null|zero|u?random)$/.test(word)))
    return false;
  // A wrapper, a group or a loop stands as `:` with its redirections, too.
  if (program === ':') return shell === 'posix' && !/^\s*(?::(?:[\s>]|$)|\d*(?:&?>|<))/.test(text);
  return !(argv.length === 2 && argv[1]!.text === '/dev/null');
}

const teeTool: Tool = {
  names: ['tee', 'gtee', 'sponge'],
  family: 'files',
  rules: [overwriteRule, formatRule],
  find(invocation, context) {
    const args = readArguments(invocation);
    if (asksForHelp(args) || hasOption(args, '-a', '--append')) return [];
    return overwriteDrafts(args.words, invocation, context);
  },
};

const ddTool: Tool = {
  names: ['dd', 'gdd', 'dcfldd', 'ddrescue'],
  family: 'files',
  rules: [overwriteRule, formatRule],
  find(invocation, context) {
    if (invocation.program === 'ddrescue') return overwriteDrafts(readArguments(invocation).words.slice(1, 2), invocation, context);
    const targets = invocation.argv.filter((word) => word.text.startsWith('of=')).map((word) => after(word, 3));
    return overwriteDrafts(targets, invocation, context);
  },
};

const copyValues = new Set(['-t', '--target-directory', '-S', '--suffix']);
const installValues = new Set([...copyValues, '-m', '--mode', '-o', '--owner', '-g', '--group']);

/** Source and what it would replace. */
interface Replacement {
  readonly source: Word;
  readonly target: Word;
}

const copyTool: Tool = {
  names: ['cp', 'gcp', 'mv', 'gmv', 'ln', 'gln', 'install', 'ginstall'],
  family: 'files',
  rules: [overwriteByMoveRule, moveAwayRule, formatRule],
  find(invocation, context) {
    const { program } = invocation;
    // Windows asks before it replaces, but for what is moved into nothing or emptied.
    if (invocation.shell !== 'posix' && !invocation.argv.slice(1).some((word) => isNothing(word.text))) return [];
    const name = program.replace(/^g/, '');
    const args = readArguments(invocation, { valued: name === 'install' ? installValues : copyValues });
    if (asksForHelp(args)) return [];
    if (name === 'install' && hasOption(args, '-d', '--directory')) return [];
    const moved = name === 'mv' ? movedAway(args, invocation, context) : [];
    if (moved.length > 0) return moved;
    if (keepsTarget(name, args)) return [];
    // Without -f `ln` refuses to replace anything.
    if (name === 'ln' && !hasOption(args, '-f', '--force')) return [];
    if (hasOption(args, '-s', '--symbolic-link') && name === 'cp') return [];
    const options = { verb: 'Replace', rule: overwriteByMoveRule, root: formatRule };
    const drafts = draftsOf(replacements(args, invocation, context, name), invocation, options);
    const also = name === 'mv' && drafts.length > 0 && invocation.place.type === 'here' ? sourcePaths(args, invocation, context) : [];
    return also.length === 0 ? drafts : drafts.map((draft) => ({ ...draft, also }));
  },
};

function keepsTarget(name: string, args: Arguments): boolean {
  if (hasOption(args, '-b', '--backup')) return true;
  return (name === 'cp' || name === 'mv') && hasOption(args, '-n', '--no-clobber');
}

function targetOf(args: Arguments): { readonly sources: readonly Word[]; readonly target: Word | undefined; readonly folder: boolean } {
  const named = optionValue(args, '-t', '--target-directory');
  if (named) return { sources: args.words, target: named, folder: true };
  return { sources: args.words.slice(0, -1), target: args.words.length > 1 ? args.words.at(-1) : undefined, folder: args.words.length > 2 };
}

/** What is no longer at its old place afterwards. */
function sourcePaths(args: Arguments, invocation: Invocation, context: RuleContext): readonly string[] {
  return targetOf(args).sources.flatMap((source) => context.path(source, invocation) ?? []);
}

function replacements(args: Arguments, invocation: Invocation, context: RuleContext, name: string): readonly Loss[] {
  const { sources, target, folder } = targetOf(args);
  if (!target || sources.length === 0) return [];
  const through = name === 'cp';
  const recursive = false;
  if (invocation.place.type !== 'here') return [];
  const spot = spotOf(target, invocation, context.facts);
  if (spot.type !== 'path')
    return spot.type === 'tail' || spot.type === 'adrift' || spot.type === 'below'
      ? []
      : reach([target], invocation, context, { recursive, through, output: !isEmptied(invocation) });
  const whole = !folder && !spot.slash && !hasOption(args, '-T', '--no-target-directory');
  if (whole || folder || spot.slash) {
    if (isScratch(spot.path, context.facts)) return [];
    const answer = spot.path.startsWith('/dev/') ? undefined : context.ask({ type: 'path', path: spot.path });
    if (answer?.type === 'path' && answer.kind === 'directory' && !(name === 'ln' && hasOption(args, '-n', '-T') && answer.link)) {
      return sources.flatMap((source) => inFolder({ source, target }, spot.path, invocation, context, through));
    }
    if (answer === undefined && !spot.path.startsWith('/dev/')) return [];
  }
  return [reachPath(spot.path, invocation, context, { recursive, through, output: !isEmptied(invocation) })];
}

function inFolder(pair: Replacement, folder: string, invocation: Invocation, context: RuleContext, through: boolean): readonly Loss[] {
  const from = spotOf(pair.source, invocation, context.facts);
  // Names of matches are not known here; a copy of many into a folder mostly adds.
  if (from.type !== 'path') return [];
  const name = baseName(from.path);
  if (/(?:^|\/)\.\.?\/?$/.test(pair.source.text)) return [];
  return [reachPath(`${folder === '/' ? '' : folder}/${name}`, invocation, context, { recursive: false, through, output: true })];
}

function isNothing(text: string): boolean {
  return text === '/dev/null' || /^(?:\.\/|\\\\\.\\)?nul$/i.test(text);
}

/** `cp /dev/null file`. */
function isEmptied({ argv }: Invocation): boolean {
  return argv.some((word, index) => index > 0 && index < argv.length - 1 && isNothing(word.text));
}

/** `mv` into nothing, or out of the workspace into a folder that is cleaned up. */
function movedAway(args: Arguments, invocation: Invocation, context: RuleContext): readonly Draft[] {
  const { sources, target } = targetOf(args);
  if (!target) return [];
  const to = spotOf(target, invocation, context.facts);
  const { facts } = context;
  const gone = (to.type === 'path' && to.path === '/dev/null') || isNothing(target.text);
  const scratch = to.type === 'fresh' || (to.type === 'path' && (isScratch(to.path, facts) || facts.temporary.includes(to.path)));
  const losses =
    gone || scratch ? reach(sources, invocation, context, { recursive: true }) : protectedSources(sources, invocation, context);
  const verb = gone || scratch ? 'Throw away' : 'Move';
  return draftsOf(losses, invocation, { verb, rule: moveAwayRule });
}

/** Moving a root, a home or a disk away breaks whatever needs it, wherever it lands. */
function protectedSources(sources: readonly Word[], invocation: Invocation, context: RuleContext): readonly Loss[] {
  const losses: Loss[] = [];
  for (const source of sources) {
    const spot = spotOf(source, invocation, context.facts);
    const everything = spot.type === 'glob' && isEverything(spot.pattern.slice(spot.folder.length).replace(/^\//, ''));
    const path = spot.type === 'path' ? spot.path : everything ? spot.folder : undefined;
    const place = path === undefined ? undefined : protectedPlace(path, context.facts);
    if (path === undefined || place === undefined || (everything && context.facts.temporary.includes(path))) continue;
    losses.push({ class: 'protected', name: source.text, kind: everything ? 'files' : 'directory', path, why: place, examples: [] });
  }
  return losses;
}

/** `curl -o`, `wget -O`: https://curl.se/docs/manpage.html#-o, https://www.gnu.org/software/wget/manual/wget.html */
const downloadTool: Tool = {
  names: ['curl', 'wget', 'aria2c'],
  family: 'files',
  rules: [overwriteRule, formatRule],
  find(invocation, context) {
    const targets: Word[] = [];
    const { argv, program } = invocation;
    const [short, long] = program === 'curl' ? ['o', '--output'] : program === 'wget' ? ['O', '--output-document'] : ['', '--out'];
    const cluster = new RegExp(`^-[a-zA-Z]*${short}$`);
    for (const [index, word] of argv.entries()) {
      const next = argv[index + 1];
      if (word.text === long || (short !== '' && cluster.test(word.text))) {
        if (next && !(next.known && next.text.startsWith('-'))) targets.push(next);
      } else if (word.text.startsWith(`${long}=`)) targets.push(after(word, long.length + 1));
    }
    return targets.length === 0 ? [] : overwriteDrafts(targets, invocation, context);
  },
};

/** `sed -i` edits; only a script that leaves nothing overwrites. */
const sedTool: Tool = {
  names: ['sed', 'gsed'],
  family: 'files',
  rules: [overwriteRule],
  find(invocation, context) {
    if (!invocation.argv.some((word) => /^-[a-zA-Z]*i|^--in-place/.test(word.text))) return [];
    const args = readArguments(invocation, { valued: new Set(['-e', '--expression', '-f', '--file']) });
    const script = optionValue(args, '-e', '--expression');
    const files = script ? args.words : args.words.slice(1);
    const texts = (script ?? args.words[0])?.text ?? '';
    const lines = /[/\d$]d\s*(?:;|$)/.test(texts)
      ? files.filter((word) => /^\/etc\/(?:cron|anacrontab)|^\/var\/spool\/cron/.test(word.text))
      : [];
    if (lines.length > 0)
      return draftsOf(reach(lines, invocation, context, { recursive: false, through: true }), invocation, {
        verb: 'Take lines out of',
        rule: overwriteRule,
        root: formatRule,
      });
    if (!/^(?:1,\$|0,\/[^/]*\/|\/(?:\^|\^?\.\*?\$?|\$)\/)?\s*(?:d|Q)$/.test(texts.trim())) return [];
    return overwriteDrafts(files, invocation, context);
  },
};

/** What leaves nothing in a file: `%d`, `1,$d`, `g/./d`, `,d`. */
const deletesLines = /^\s*(?::\s*)?(?:%|1,\$|,|0,\$|g\/[.^]?\/)\s*(?:d|delete)\b|\bg\/[.^]?\/d\b/;

/** Editors that are told what to do: `ex -sc '%d|x' notes.md`, `ed -s notes.md <<< $',d\nw'`. */
const editorTool: Tool = {
  names: ['vim', 'vi', 'nvim', 'ex', 'ed', 'red'],
  family: 'files',
  rules: [overwriteRule],
  find(invocation, context) {
    const args = readArguments(invocation, { valued: new Set(['-c', '--cmd', '-S', '-u', '-i', '-w', '-p']) });
    const commands = [...(args.options.get('-c') ?? []), ...args.words.filter((word) => word.text.startsWith('+'))].map((word) =>
      (word?.text ?? '').replace(/^\+/, ''),
    );
    const { input } = invocation;
    if (input.type === 'text') commands.push(...input.text.split('\n'));
    if (!commands.some((command) => deletesLines.test(command))) return [];
    const files = args.words.filter((word) => !word.text.startsWith('+'));
    return draftsOf(reach(files, invocation, context, { recursive: false, through: true }), invocation, {
      verb: 'Empty',
      rule: overwriteRule,
      root: formatRule,
    });
  },
};

export const overwriteTools: readonly Tool[] = [editorTool, sedTool, downloadTool, teeTool, ddTool, copyTool];

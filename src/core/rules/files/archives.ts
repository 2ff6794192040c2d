import { baseName, isWithin } from '../../paths.ts';
import { literal, type Invocation, type Word } from '../../shell/invocation.ts';
import { after, hasOption, optionValue, readArguments, type Arguments } from '../arguments.ts';
import type { Draft, RuleContext, Tool } from '../rule.ts';
import { changedExamples } from '../git/run.ts';
import { draftsOf } from './drafts.ts';
import { isNowhere } from '../missing.ts';
import { asksForHelp } from './help.ts';
import { isNewName } from './newNames.ts';
import { isPrecious, isScratch } from './protectedPlaces.ts';
import { reach } from './reach.ts';
import { archiveRule, deleteRootRule } from './rules.ts';
import { spotOf } from './spot.ts';

/** What unpacking over a folder can lose: changes in it that are not committed. New files beside old ones are no loss. */
function unpack(folder: Word | undefined, invocation: Invocation, context: RuleContext): readonly Draft[] {
  const word = folder ?? literal('.');
  const spot = spotOf(word, invocation, context.facts);
  const options = { verb: 'Overwrite, from an archive, files in', rule: archiveRule };
  const lost = (why: string, path?: string, examples: readonly string[] = []): readonly Draft[] =>
    draftsOf(
      [{ class: 'lost', name: word.text, kind: 'directory', why, examples, ...(path === undefined ? {} : { path }) }],
      invocation,
      options,
    );
  if (invocation.place.type !== 'here' || spot.type === 'fresh' || spot.type === 'empty') return [];
  if (spot.type !== 'path') return lost('which folder that is, is not known before the command runs');
  if (isScratch(spot.path, context.facts)) return [];
  const git = context.ask({ type: 'git', path: spot.path });
  if (git === undefined) return [];
  // A site or data outside of any repository: what an archive replaces there has no other copy.
  const tended = git.type === 'git' && git.root !== undefined;
  const { home } = context.facts;
  if (!tended && isPrecious(spot.path, undefined, context.facts) && !isWithin(spot.path, home))
    return lost('what is there is kept nowhere else', spot.path);
  // Most archives are unpacked where nothing of theirs is.
  if (isNowhere(git)) return [];
  if (git.type === 'unknown') return lost(`what is there could not be found out: ${git.reason}`, spot.path);
  return git.modified ? lost('it holds changes that are not committed', spot.path, changedExamples(git)) : [];
}

/** An archive that is written over an older one of the same name. */
function repack(archive: Word, invocation: Invocation, context: RuleContext): readonly Draft[] {
  if (isNewName(archive)) return [];
  return draftsOf(reach([archive], invocation, context, { recursive: false, through: true, output: true }), invocation, {
    verb: 'Overwrite',
    rule: archiveRule,
  });
}

const tarValued = new Set([
  '-f',
  '--file',
  '-C',
  '--directory',
  '-T',
  '--files-from',
  '-X',
  '--exclude-from',
  '--exclude',
  '-b',
  '--blocking-factor',
  '-L',
  '-N',
  '-g',
  '--listed-incremental',
  '-H',
  '--format',
  '-I',
  '--use-compress-program',
  '-K',
  '-V',
  '--label',
  '--transform',
  '--xform',
  '--strip-components',
  '--owner',
  '--group',
  '--mode',
  '--mtime',
  '--sort',
  '--newer',
  '--suffix',
  '--checkpoint-action',
  '--to-command',
  '--rsh-command',
]);

const tarTool: Tool = {
  names: ['tar', 'gtar', 'bsdtar'],
  family: 'files',
  rules: [archiveRule, deleteRootRule],
  find(invocation, context) {
    const args = tarArguments(invocation);
    if (asksForHelp(args)) return [];
    const drafts: Draft[] = [];
    if (
      hasOption(args, '-x', '--extract', '--get') &&
      hasOption(args, '--overwrite', '--recursive-unlink', '--unlink-first', '-U', '--overwrite-dir')
    )
      drafts.push(...unpack(optionValue(args, '-C', '--directory'), invocation, context));
    if (hasOption(args, '-c', '--create')) {
      const archive = optionValue(args, '-f', '--file');
      if (archive && archive.text !== '-') drafts.push(...repack(archive, invocation, context));
      if (hasOption(args, '--remove-files')) {
        const losses = reach(args.words, invocation, context, { recursive: true });
        drafts.push(...draftsOf(losses, invocation, { verb: 'Delete, once archived,', rule: archiveRule, root: deleteRootRule }));
      }
    }
    return drafts;
  },
};

/** `tar czf a.tgz x`: the first word may be a bundle of letters whose values follow in their order. */
function tarArguments(invocation: Invocation): Arguments {
  const first = invocation.argv[1];
  if (!first || first.text.startsWith('-') || !/^[a-zA-Z]+$/.test(first.text)) return readArguments(invocation, { valued: tarValued });
  const words: Word[] = [invocation.argv[0]!];
  let at = 2;
  for (const letter of first.text) {
    words.push(literal(`-${letter}`));
    if (tarValued.has(`-${letter}`) && at < invocation.argv.length) words.push(invocation.argv[at++]!);
  }
  return readArguments({ ...invocation, argv: [...words, ...invocation.argv.slice(at)] }, { valued: tarValued });
}

const unzipTool: Tool = {
  names: ['unzip', '7z', '7za', '7zr', 'unrar', 'bsdunzip'],
  family: 'files',
  rules: [archiveRule],
  find(invocation, context) {
    if (invocation.program.startsWith('7')) {
      // -sdel takes away what it has archived: https://7-zip.opensource.jp/chm/cmdline/switches/sdel.htm
      if (/^[au]$/.test(invocation.argv[1]?.text ?? '') && invocation.argv.some((word) => word.text === '-sdel')) {
        const words = invocation.argv.slice(2).filter((word) => !word.text.startsWith('-'));
        const losses = reach(words.slice(1), invocation, context, { recursive: true });
        return draftsOf(losses, invocation, { verb: 'Delete, once archived,', rule: archiveRule, root: deleteRootRule });
      }
      if (!/^[ex]$/.test(invocation.argv[1]?.text ?? '') || !invocation.argv.some((word) => word.text === '-aoa' || word.text === '-y'))
        return [];
      const into = invocation.argv.find((word) => word.text.startsWith('-o'));
      return unpack(into && after(into, 2), invocation, context);
    }
    if (invocation.program === 'unrar')
      return invocation.argv.some((word) => word.text === '-o+') ? unpack(undefined, invocation, context) : [];
    const args = readArguments(invocation, { valued: new Set(['-d', '-x', '-P']) });
    // Without -o it asks about every file that is there: https://infozip.sourceforge.net/UnZip.html
    if (!hasOption(args, '-o') || hasOption(args, '-l', '-t', '-v', '-z', '-p', '-n')) return [];
    return unpack(optionValue(args, '-d'), invocation, context);
  },
};

const compressTool: Tool = {
  names: ['gzip', 'gunzip', 'bzip2', 'bunzip2', 'xz', 'unxz', 'zstd', 'unzstd', 'lz4'],
  family: 'files',
  rules: [archiveRule],
  find(invocation, context) {
    const args = readArguments(invocation, { valued: new Set(['-S', '--suffix', '-o', '-T', '-D']) });
    if (!hasOption(args, '-f', '--force') || hasOption(args, '-c', '--stdout', '--to-stdout', '-t', '-l') || asksForHelp(args)) return [];
    const unpacks =
      invocation.program.startsWith('un') ||
      invocation.program.startsWith('gun') ||
      invocation.program.startsWith('bun') ||
      hasOption(args, '-d', '--decompress', '--uncompress');
    const endings: Readonly<Record<string, string>> = { gzip: '.gz', bzip2: '.bz2', xz: '.xz', zstd: '.zst', lz4: '.lz4' };
    const outputs = args.words
      .filter((word) => word.known && baseName(word.text) !== '')
      .map((word) => (unpacks ? word.text.replace(/\.(?:gz|bz2|xz|zst|lz4)$/, '') : `${word.text}${endings[invocation.program] ?? '.gz'}`));
    return outputs.flatMap((output) => repack(literal(output), invocation, context));
  },
};

const zipTool: Tool = {
  names: ['zip'],
  family: 'files',
  rules: [archiveRule, deleteRootRule],
  find(invocation, context) {
    const args = readArguments(invocation, { valued: new Set(['-b', '-i', '-x', '-n', '-t', '-tt', '-P', '-O', '-s']) });
    // -m takes away what it has archived: https://infozip.sourceforge.net/Zip.html
    if (asksForHelp(args) || !hasOption(args, '-m', '--move')) return [];
    const losses = reach(args.words.slice(1), invocation, context, { recursive: true });
    return draftsOf(losses, invocation, { verb: 'Delete, once archived,', rule: archiveRule, root: deleteRootRule });
  },
};

export const archiveTools: readonly Tool[] = [tarTool, zipTool, unzipTool, compressTool];

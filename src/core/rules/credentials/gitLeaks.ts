import { isCredentialPath } from '../../credentials/credentialPaths.ts';
import { absolutePath } from '../../paths.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';
import { readGit, type GitCommandLine } from '../git/commandLine.ts';
import { hasOption, readWords, type Arguments } from '../arguments.ts';
import type { RuleContext } from '../rule.ts';
import { hiddenFile } from './hiddenFile.ts';
import { historyLeaks } from './historyLeaks.ts';
import type { Leak } from './leak.ts';

/** With these git tells of files and not what is in them. */
const summaries = [
  '--stat',
  '--name-only',
  '--name-status',
  '--numstat',
  '--shortstat',
  '--summary',
  '--dirstat',
  '--quiet',
  '-q',
  '-s',
  '--no-patch',
  '--raw',
  '--check',
  '--exit-code-only',
];

const valued = new Set(
  '-n -S -G -L -U -C -M -l -O --format --pretty --since --until --after --before --author --grep --max-count -e -f --date'.split(' '),
);

/** What a git command shows of credential files that it names. https://git-scm.com/docs */
export function gitLeaks(invocation: Invocation, context: RuleContext): readonly Leak[] {
  const line = readGit(invocation, context.facts);
  const args = readWords(line.rest, { valued });
  const summary = hasOption(args, ...summaries) && !hasOption(args, '-p', '-u', '--patch');
  switch (line.subcommand ?? '') {
    case 'show':
    case 'diff':
    case 'format-patch':
    case 'whatchanged':
    case 'range-diff':
      return summary ? [] : shown(line, args, context);
    case 'log':
    case 'reflog':
      return hasOption(args, '-p', '-u', '--patch', '-L', '-c', '--cc', '-m', '--full-diff') || args.options.has('-U')
        ? shown(line, args, context)
        : [];
    case 'blame':
    case 'annotate':
      return named(args, line.cwd, context);
    case 'cat-file':
      return hasOption(args, '-t', '-s', '-e') ? [] : shown(line, args, context);
    case 'stash':
      return args.words[0]?.text === 'show' && hasOption(args, '-p', '-u', '--patch') ? shown(line, args, context) : [];
    case 'grep':
      return hasOption(args, '-l', '--files-with-matches', '--name-only', '-c', '--count', '-q', '--quiet', '-L')
        ? []
        : named({ ...args, words: hasOption(args, '-e', '-f') ? args.words : args.words.slice(1) }, line.cwd, context);
    case 'archive':
      return named(args, line.cwd, context);
    default:
      return [];
  }
}

/** What stands in the command line, and what git would show without being given a path. */
function shown(line: GitCommandLine, args: Arguments, context: RuleContext): readonly Leak[] {
  const byName = named(args, line.cwd, context);
  return byName.length > 0 ? byName : historyLeaks(line, args, context);
}

function named(args: Arguments, cwd: string | undefined, context: RuleContext): readonly Leak[] {
  return args.words.flatMap((word) => {
    const path = pathIn(word);
    if (path === undefined || !isCredentialPath(path)) return [];
    const absolute = absolutePath(path, cwd, context.facts.home);
    const file = absolute === undefined ? undefined : hiddenFile(absolute, context);
    // There, and harmless or given to the session: so it was before, as far as can be told.
    if (!file && absolute !== undefined && isThere(absolute, context)) return [];
    return [{ type: 'history', name: path, file } as const];
  });
}

/** `HEAD:.env`, `stash@{0}:config/.env`, `:/.env`, `:(glob)**`, `.env` */
function pathIn({ text }: Word): string | undefined {
  if (/^:[!^]|^:\((?:exclude|[^)]*exclude)/.test(text)) return undefined;
  const at = text.lastIndexOf(':');
  return (at >= 0 && !/^[a-z]:[/\\]/i.test(text) ? text.slice(at + 1) : text).replace(/^\.?\//, '') || undefined;
}

function isThere(path: string, context: RuleContext): boolean {
  const answer = context.ask({ type: 'path', path });
  return answer?.type === 'path' && answer.kind === 'file';
}

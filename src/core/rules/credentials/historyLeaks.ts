import { isCredentialFile } from '../../credentials/credentialPaths.ts';
import { maskFile } from '../../credentials/maskedFile.ts';
import { recogniseSecrets } from '../../credentials/recogniseSecrets.ts';
import { absolutePath, isWithin } from '../../paths.ts';
import { matchesPattern } from '../../shell/patterns.ts';
import type { HistoryQuestion } from '../../types.ts';
import { hasOption, optionValue, type Arguments } from '../arguments.ts';
import type { GitCommandLine } from '../git/commandLine.ts';
import type { RuleContext } from '../rule.ts';
import { placesOf, type HiddenFile } from './hiddenFile.ts';
import type { Leak } from './leak.ts';
import { maxSearched } from './limits.ts';

/** Commits, ranges and identifiers; a word with other letters is a path. */
const revision = /^(?!-)[\w@^~{}./+-]{1,200}$/;

/**
 * Credentials in what git shows without being told a credential file by its name (`git log -p`, `git show`, `git diff main`). Git itself is
 * asked which files it would show, and then for the text of those that could hold one: a command is only denied for what it would print.
 */
export function historyLeaks(line: GitCommandLine, args: Arguments, context: RuleContext): readonly Leak[] {
  const { cwd } = line;
  if (cwd === undefined || line.elsewhere) return [];
  const asked = questionOf(line, args, cwd, context);
  if (asked === undefined) return [];
  const { question, paths } = asked;
  const listed = context.ask(question);
  if (listed?.type !== 'history') return [];
  if (question.command === 'object') return objectLeak(question.revisions[0] ?? 'an object', listed.text);
  const chosen = listed.names.filter((name) => isChosen(name, paths, cwd, listed.root) && mayShow(`${listed.root}/${name}`, context));
  if (chosen.length === 0) return [];
  const files = chosen.slice(0, maxSearched);
  const patch = context.ask({ ...question, files });
  if (patch === undefined) return [];
  // It is there, and what is in it could not be seen: the worst.
  if (patch.type !== 'history') return files.map((name) => ({ type: 'history', name, file: undefined, among: true }));
  const texts = sectionsOf(patch.text);
  return files.flatMap((name): readonly Leak[] => {
    const text = texts.get(name);
    const file = text === undefined ? undefined : hiddenIn(`${listed.root}/${name}`, name, text, listed.root, context);
    return file ? [{ type: 'history', name, file, among: true }] : [];
  });
}

interface Asked {
  readonly question: HistoryQuestion;
  /** Pathspecs. https://git-scm.com/docs/gitglossary#Documentation/gitglossary.txt-pathspec */
  readonly paths: readonly string[];
}

function questionOf(line: GitCommandLine, args: Arguments, cwd: string, context: RuleContext): Asked | undefined {
  const command = line.subcommand ?? '';
  const words = command === 'stash' ? args.words.slice(1) : args.words;
  const end = args.terminated === undefined ? undefined : args.terminated - (command === 'stash' ? 1 : 0);
  const texts = words.map(({ text }) => text);
  const isPath = (text: string): boolean => {
    if (text.startsWith(':')) return true;
    if (!revision.test(text)) return true;
    const path = absolutePath(text, cwd, context.facts.home);
    const answer = path === undefined ? undefined : context.ask({ type: 'path', path });
    return answer?.type === 'path' && answer.kind !== 'missing';
  };
  const from = end ?? texts.findIndex(isPath);
  const revisions = from < 0 ? texts : texts.slice(0, from);
  const paths = from < 0 ? [] : texts.slice(from);
  // `HEAD:file`, or a word that only the shell knows: what it names has been looked at by its name.
  if (words.slice(0, revisions.length).some((word) => !word.known) || revisions.some((text) => !revision.test(text))) return undefined;
  const about = { type: 'history', path: cwd } as const;
  switch (command) {
    case 'diff':
    case 'range-diff':
      return {
        question: { ...about, command: 'diff', revisions, ...(hasOption(args, '--cached', '--staged') ? { staged: true } : {}) },
        paths,
      };
    case 'stash': {
      const stash = revisions[0] ?? 'stash@{0}';
      const name = /^\d+$/.test(stash) ? `stash@{${stash}}` : stash;
      return { question: { ...about, command: 'diff', revisions: [`${name}^1`, name] }, paths };
    }
    case 'cat-file': {
      const object = revisions.at(-1);
      return object === undefined ? undefined : { question: { ...about, command: 'object', revisions: [object] }, paths: [] };
    }
    case 'show':
      return { question: { ...about, command: 'show', revisions }, paths };
    default: {
      const counts = [...args.options.keys()].map((name) => /^-(\d+)$/.exec(name)?.[1]).filter((count) => count !== undefined);
      const given = Number(optionValue(args, '-n', '--max-count')?.text ?? counts.join(''));
      const patches = command === 'format-patch' && revisions.length === 1 && !revisions[0]!.includes('..');
      return {
        question: {
          ...about,
          command: 'log',
          revisions: patches ? [`${revisions[0]!}..HEAD`] : revisions,
          ...(hasOption(args, '--all') ? { all: true } : {}),
          ...(given > 0 ? { count: given } : {}),
        },
        paths,
      };
    }
  }
}

/** Whether pathspecs leave a file in. Names are relative to the root, pathspecs to the folder of the command. */
function isChosen(name: string, specs: readonly string[], cwd: string, root: string): boolean {
  const wanted = specs.filter((spec) => !isExclusion(spec));
  const out = specs.filter(isExclusion).map((spec) => spec.replace(/^:(?:[!^]|\([^)]*\))/, ''));
  const covers = (spec: string): boolean => {
    if (spec === '' || spec === '.' || spec === ':/') return true;
    const plain = spec.replace(/^:(?:\/|\((?:top|glob|icase|literal|,)*\))/, '');
    const path = absolutePath(plain, spec.startsWith(':/') ? root : cwd, '');
    if (path === undefined) return false;
    const relative = isWithin(path, root) ? path.slice(root.length + 1) : path;
    return (
      isWithin(`${root}/${name}`, path) ||
      matchesPattern(name, relative.replaceAll('**', '*')) === true ||
      matchesPattern(name, plain) === true
    );
  };
  return (wanted.length === 0 || wanted.some(covers)) && !out.some(covers);
}

function isExclusion(spec: string): boolean {
  return /^:[!^]|^:\([^)]*exclude/.test(spec);
}

/** A credential file by its name or the settings, or one of which secrets are known. */
function mayShow(path: string, { facts }: RuleContext): boolean {
  if (facts.given?.includes(path)) return false;
  return isHiddenByName(path, facts) || placesOf(facts.knowledge).has(path);
}

function isHiddenByName(path: string, facts: RuleContext['facts']): boolean {
  return isCredentialFile(path, {
    platform: facts.platform,
    roots: facts.knowledge.roots,
    ...(facts.credentialFiles === undefined ? {} : { credentialFiles: facts.credentialFiles }),
  });
}

/** The lines that a patch shows of each file, without their marks. */
function sectionsOf(patch: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  let name: string | undefined;
  let inside = false;
  for (const line of patch.split('\n')) {
    const head = /^diff --(?:git a\/(.*) b\/\1|(?:cc|combined) (.*))$/.exec(line);
    if (head) {
      name = head[1] ?? head[2];
      inside = false;
    } else if (/^@@+ /.test(line)) {
      inside = true;
      // What stands behind the second mark is a line of the file as well.
      note(line.replace(/^@@+ .*? @@+ ?/, ''));
    } else if (inside && /^[ +-]/.test(line)) note(line.slice(1));
  }
  function note(text: string): void {
    if (name !== undefined && text !== '') texts.set(name, `${texts.get(name) ?? ''}${text}\n`);
  }
  return texts;
}

function hiddenIn(path: string, name: string, text: string, root: string, context: RuleContext): HiddenFile | undefined {
  const whole = isHiddenByName(path, context.facts);
  const masked = maskFile(path, text, root);
  if (whole ? masked.harmless : recogniseSecrets(path, text).every(({ local }) => local)) return undefined;
  return { path, name, environment: masked.environment, kind: whole ? 'whole' : 'partial', masked, text };
}

/** A blob by its identifier: nobody says what it is called. */
function objectLeak(object: string, text: string): readonly Leak[] {
  const secrets = recogniseSecrets('', text).filter(({ local }) => !local);
  if (secrets.length === 0) return [];
  const file: HiddenFile = { path: object, name: object, environment: 'unknown', kind: 'partial', masked: maskFile(object, text), text };
  return [{ type: 'history', name: object, file }];
}

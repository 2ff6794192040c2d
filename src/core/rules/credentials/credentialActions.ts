import { isCredentialPath } from '../../credentials/credentialPaths.ts';
import { absolutePath, baseName, isWithin, normalPath } from '../../paths.ts';
import { matchesPattern } from '../../shell/patterns.ts';
import type { Action } from '../../types.ts';
import type { ActionTool, RuleContext } from '../rule.ts';
import { isProcessEnvironment } from './environment.ts';
import { draftOf } from './exposure.ts';
import { hiddenFile, placesOf } from './hiddenFile.ts';
import type { Leak } from './leak.ts';
import { lineTest } from './linePattern.ts';
import { maxSearched } from './limits.ts';
import { credentialRules, readRule, searchRule } from './rules.ts';

/** Reads and searches by the agent's own tools. Lists of names (globs, folders, matches by file) show nothing. */
export const credentialActions: ActionTool = {
  family: 'credentials',
  rules: credentialRules,
  find: (action, cwd, context) => {
    const leaks = leaksOf(action, cwd, context);
    return leaks.length === 0 ? [] : [draftOf(action.type === 'search' ? searchRule : readRule, leaks, true)];
  },
};

function leaksOf(action: Action, cwd: string, context: RuleContext): readonly Leak[] {
  if (action.type === 'read') return action.paths.flatMap((path) => readOf(path, cwd, context));
  if (action.type === 'search') return action.namesOnly ? [] : action.paths.flatMap((path) => searched(path, action.pattern, cwd, context));
  if (action.type === 'fetch' && /^file:\/\//i.test(action.url))
    return readOf(action.url.replace(/^file:\/\/(?:localhost)?/i, ''), cwd, context);
  return [];
}

/** One path or pattern that an agent's tool reads. */
function readOf(path: string, cwd: string, context: RuleContext): readonly Leak[] {
  const absolute = absolutePath(path.replaceAll('\\', '/'), cwd, context.facts.home);
  if (absolute === undefined) return [];
  if (isProcessEnvironment(absolute)) return [{ type: 'variables', names: 'all', encoded: true }];
  if (/[*?[{]/.test(path)) {
    const answer = context.ask({ type: 'glob', pattern: absolute });
    const paths = answer?.type === 'glob' ? answer.paths.slice(0, maxSearched) : [];
    return paths.flatMap((one) => fileLeak(normalPath(one), context));
  }
  return fileLeak(absolute, context);
}

function fileLeak(path: string, context: RuleContext): readonly Leak[] {
  const file = hiddenFile(path, context);
  return file ? [{ type: 'file', file, encoded: false }] : [];
}

/** A search that brings back lines: ripgrep's syntax, hidden files included, as agents run it. */
function searched(path: string, pattern: string, cwd: string, context: RuleContext): readonly Leak[] {
  const absolute = absolutePath(path.replaceAll('\\', '/'), cwd, context.facts.home);
  if (absolute === undefined) return [];
  const prints = lineTest([pattern], { syntax: 'extended', ignoreCase: true, wholeWord: false, wholeLine: false });
  const matters = (leak: Leak): boolean => {
    if (leak.type !== 'file' || !prints || !leak.file.masked || leak.file.text === undefined) return true;
    const lines = leak.file.text.split('\n');
    return [...leak.file.masked.secretLines].some((line) => prints(lines[line - 1] ?? ''));
  };
  const cut = absolute.search(/[*?[{]/);
  const folder = cut < 0 ? absolute : absolute.slice(0, Math.max(1, absolute.lastIndexOf('/', cut)));
  const glob = cut < 0 ? undefined : baseName(absolute);
  const direct = cut < 0 ? fileLeak(absolute, context) : [];
  if (direct.length > 0) return direct.filter(matters);
  const leaks: Leak[] = [];
  const recursion = { without: [], only: [], dotFiles: true, ignored: true, hint: (name: string) => `a glob that leaves ${name} out` };
  if (cut < 0 && isCredentialPath(`${absolute}/x`)) return fileLeak(absolute, context);
  for (const one of placesOf(context.facts.knowledge).keys()) {
    if (!isWithin(one, folder) || leaks.length >= maxSearched) continue;
    if (glob !== undefined && matchesPattern(baseName(one), glob) === false) continue;
    for (const leak of fileLeak(one, context)) if (leak.type === 'file' && matters(leak)) leaks.push({ ...leak, found: recursion });
  }
  return leaks;
}

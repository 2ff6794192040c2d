import { minimatch } from 'minimatch';
import { isWithin } from '../../paths.ts';
import type { Facts } from '../../types.ts';
import type { Draft, Rule } from '../rule.ts';

/** A person said in the settings that what these globs match is not to be changed unasked. */
export const changeProtectedRule: Rule = {
  id: 'settings.changeProtected',
  effect: 'overwrite',
  resource: 'file',
  title: 'Change {name}, which your settings protect',
  location: 'local',
  recovery: 'snapshot',
  source: 'docs/architecture.md',
  examples: [],
  nearMisses: [],
};

/** Globs longer than this, or with more braces, cost too much to match. */
const maxGlob = 200;
const maxBraces = 4;

export function isProtected(path: string, facts: Facts): boolean {
  for (const glob of facts.protectedPaths ?? []) {
    if (glob === '' || glob.length > maxGlob || glob.split('{').length - 1 > maxBraces) continue;
    const options = { dot: true, nocase: facts.platform !== 'linux' };
    if (glob.startsWith('/') || /^[a-z]:/i.test(glob) || glob.startsWith('**')) {
      if (minimatch(path, glob, options)) return true;
      continue;
    }
    for (const root of facts.knowledge.roots) {
      if (!isWithin(path, root) || path === root) continue;
      const relative = path.slice(root.length + 1);
      if (minimatch(relative, glob, options) || relative.startsWith(`${glob.replace(/\/+$/, '')}/`)) return true;
    }
  }
  return false;
}

export function protectedDraft(path: string, evidence: string): Draft {
  return {
    rule: changeProtectedRule,
    resource: { kind: 'file', name: path, path },
    target: { environment: 'local' },
    evidence: [{ text: evidence }],
  };
}

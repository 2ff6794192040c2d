import { matchesGlob } from '../../globs.ts';
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

export function isProtected(path: string, facts: Facts): boolean {
  return matchesGlob(path, facts.protectedPaths ?? [], { platform: facts.platform, roots: facts.knowledge.roots });
}

export function protectedDraft(path: string, evidence: string): Draft {
  return {
    rule: changeProtectedRule,
    resource: { kind: 'file', name: path, path },
    target: { environment: 'local' },
    evidence: [{ text: evidence }],
  };
}

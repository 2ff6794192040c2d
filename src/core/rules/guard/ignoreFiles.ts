import { weakensLines } from '../../agents/ignores/ignoreLinesEdit.ts';
import { ignoreRules } from '../../agents/ignores/ignoreRules.ts';
import { baseName } from '../../paths.ts';
import type { Action } from '../../types.ts';
import type { Draft, Rule, RuleContext } from '../rule.ts';

export const changeIgnoreRule: Rule = {
  id: 'guard.changeIgnoreRules',
  effect: 'disarm',
  resource: 'guard',
  title: 'Take credential files out of the ignore rules in {name}',
  location: 'local',
  recovery: 'none',
  source: 'docs/credentials.md',
  safer: 'A person takes them out with the command "Agents\' Own Ignore Rules".',
  examples: ['rm ~/.codex/rules/tenth-second-credentials.rules'],
  nearMisses: ['cat ~/.codex/rules/tenth-second-credentials.rules', 'ls ~/.codex/rules'],
};

const ignoreFileNames = new Set(ignoreRules.flatMap(({ file }) => (file.type === 'lines' ? [file.name] : [])));
const ownFiles = ignoreRules.flatMap(({ file }) => (file.type === 'own' ? [`/${file.place.folder}/${file.place.name}`] : []));

const textLimit = 262_144;

/** A file whose ignore rules are ours: all of it, or a block in it that `next` would lose. Undefined is "emptied or gone". */
export function weakensIgnoreRules(path: string, next: (now: string) => string | undefined, context: RuleContext): Draft | undefined {
  if (ownFiles.some((ending) => path.endsWith(ending))) return draft(path);
  if (!ignoreFileNames.has(baseName(path))) return undefined;
  const now = context.ask({ type: 'text', path, limit: textLimit });
  return now?.type === 'text' && weakensLines(now.text, next(now.text)) ? draft(path) : undefined;
}

/** What an agent's file tool would make of it. */
export function judgeIgnoreAction(
  action: Extract<Action, { type: 'write' | 'edit' | 'delete' }>,
  path: string,
  context: RuleContext,
): Draft | undefined {
  return weakensIgnoreRules(
    path,
    (now) =>
      action.type === 'delete' ? undefined : action.type === 'write' ? action.content : now.replace(action.before, () => action.after),
    context,
  );
}

function draft(path: string): Draft {
  return {
    rule: changeIgnoreRule,
    resource: { kind: 'guard', name: baseName(path) },
    target: { environment: 'local' },
    evidence: [{ text: `credential files stand in ${path}` }],
  };
}

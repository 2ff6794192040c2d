import { absolutePath, isWithin } from '../../paths.ts';
import type { Invocation } from '../../shell/invocation.ts';
import type { Action } from '../../types.ts';
import type { Draft, Rule, RuleContext } from '../rule.ts';

/**
 * A plan mode is a promise of the agent's own, and one was broken in December 2025. What plainly changes files is held there, even where it would pass otherwise.
 */
export const planModeRule: Rule = {
  id: 'mode.changeInPlanMode',
  effect: 'change',
  resource: 'file',
  title: 'Change {name} in a mode that changes nothing',
  location: 'local',
  recovery: 'recoverable',
  source: 'docs/agents.md',
  examples: [],
  nearMisses: ['touch notes.txt'],
};

/** Programs that are run to change files, and do nothing else. What only may change some (tests, builds) is none of them. */
const changers = new Set(
  'touch mkdir rmdir rm cp mv ln tee dd truncate install chmod chown chgrp patch rsync unzip tar sponge shred unlink'.split(' '),
);
const gitChanges =
  /^(?:add|am|apply|branch|checkout|cherry-pick|clean|commit|merge|mv|pull|push|rebase|reset|restore|revert|rm|stash|switch|tag|worktree)$/;

export function judgePlannedCommand(invocation: Invocation, context: RuleContext): readonly Draft[] {
  if (invocation.place.type !== 'here') return [];
  for (const { mode, target } of invocation.redirects)
    if (mode === 'truncate' || mode === 'append') {
      const path = context.path(target, invocation);
      if (path === undefined || !isNobodys(path, context)) return [planned(path ?? target.text, invocation.text)];
    }
  const words = invocation.argv.slice(1).map(({ text }) => text);
  if (invocation.program === 'git') {
    const command = words.find((text) => !text.startsWith('-')) ?? '';
    const lists =
      /^(?:branch|tag|stash|worktree)$/.test(command) &&
      words.every((text) => text === command || text === 'list' || text.startsWith('-l') || text === '-a');
    return gitChanges.test(command) && !lists ? [planned('the repository', invocation.text)] : [];
  }
  const edits = invocation.program === 'sed' && words.some((text) => /^-[a-z]*i|^--in-place/.test(text));
  if (!changers.has(invocation.program) && !edits) return [];
  if (invocation.program === 'tar' && words.some((text) => /^-?-?t|^--list/.test(text))) return [];
  const operands = words.filter((text) => !text.startsWith('-'));
  const paths = operands.map((text) => absolutePath(text, invocation.cwd ?? '/', context.facts.home));
  if (paths.length > 0 && paths.every((path) => path !== undefined && isNobodys(path, context))) return [];
  return [planned(operands.at(-1) ?? 'files', invocation.text)];
}

export function judgePlannedAction(action: Action, cwd: string, context: RuleContext): readonly Draft[] {
  if (action.type !== 'write' && action.type !== 'edit' && action.type !== 'delete') return [];
  const path = absolutePath(action.path, cwd, context.facts.home);
  // An agent's plan is a file, too.
  if (
    path !== undefined &&
    (isNobodys(path, context) || /\/\.(?:claude|codex|qwen|gemini|cursor|copilot)\/(?:.*\/)?(?:plans|session-state)\//.test(path))
  )
    return [];
  return [planned(action.path, `${action.type} ${action.path}`)];
}

function isNobodys(path: string, { facts }: RuleContext): boolean {
  return path.startsWith('/dev/') || facts.temporary.some((folder) => isWithin(path, folder));
}

function planned(name: string, text: string): Draft {
  return { rule: planModeRule, resource: { kind: 'file', name }, target: { environment: 'local' }, evidence: [{ text }] };
}

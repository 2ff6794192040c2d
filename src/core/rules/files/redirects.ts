import type { Invocation } from '../../shell/invocation.ts';
import type { Draft, RuleContext } from '../rule.ts';
import { overwriteDrafts } from './overwrite.ts';

/** Drafts for what a command's redirections would overwrite, whatever the command is. */
export function judgeRedirects(invocation: Invocation, context: RuleContext): readonly Draft[] {
  if (invocation.redirects.length === 0) return [];
  const targets = invocation.redirects.filter((redirect) => redirect.mode === 'truncate').map((redirect) => redirect.target);
  return targets.length === 0 ? [] : overwriteDrafts(targets, invocation, context);
}

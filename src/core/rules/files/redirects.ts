import { absolutePath } from '../../paths.ts';
import { isNowhere } from '../missing.ts';
import type { Invocation } from '../../shell/invocation.ts';
import type { Draft, RuleContext } from '../rule.ts';
import { overwriteDrafts } from './overwrite.ts';

/** Drafts for what a command's redirections would overwrite, whatever the command is. */
export function judgeRedirects(invocation: Invocation, context: RuleContext): readonly Draft[] {
  if (invocation.redirects.length === 0) return [];
  if (isUnfed(invocation, context)) return [];
  const targets = invocation.redirects.filter((redirect) => redirect.mode === 'truncate').map((redirect) => redirect.target);
  return targets.length === 0 ? [] : overwriteDrafts(targets, invocation, context);
}

/**
 * `<Esc>:wq<Enter>`, `<name>rest`: keys and placeholders of documentation. A shell opens `<Esc` first, and a file of that name is
 * not there, so that it never comes to what is behind.
 */
function isUnfed({ program, redirects, cwd }: Invocation, context: RuleContext): boolean {
  const [first] = redirects;
  if (program !== ':' || first?.mode !== 'read' || !first.target.known || cwd === undefined) return false;
  const path = absolutePath(first.target.text, cwd, context.facts.home);
  const answer = path === undefined ? undefined : context.ask({ type: 'path', path });
  return answer !== undefined && (isNowhere(answer) || (answer.type === 'path' && answer.kind === 'missing'));
}

import type { Invocation, Word } from '../../shell/invocation.ts';
import { optionValue, type Arguments } from '../arguments.ts';
import { isMissing } from '../missing.ts';
import type { Draft, RuleContext } from '../rule.ts';

/** Host of a URL or host option, without user and password. */
export function hostOf(args: Arguments, ...options: readonly string[]): string | undefined {
  const word: Word | undefined = optionValue(args, ...options);
  if (!word) return undefined;
  return /^[a-z+]+:\/\/(?:[^@/]*@)?([^:/?#]+)/i.exec(word.text)?.[1] ?? word.text;
}

/** Reads a script of commands into `texts`; what cannot be read becomes an opaque draft. */
export function readScript(word: Word, invocation: Invocation, context: RuleContext, texts: string[], unread: Draft[]): void {
  const path = invocation.place.type === 'here' || word.known ? context.path(word, invocation) : undefined;
  const answer = path === undefined ? undefined : context.ask({ type: 'text', path, limit: 262_144 });
  if (answer?.type === 'text') texts.push(answer.text);
  // Not answered yet, or no such file: the client fails on that.
  else if (path === undefined || (answer && !isMissing(answer)))
    unread.push({ ...context.opaque(`the script ${word.text} cannot be read`, word.text), location: 'remote' });
}

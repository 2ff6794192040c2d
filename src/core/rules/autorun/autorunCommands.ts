import type { Invocation } from '../../shell/invocation.ts';
import type { Draft, RuleContext } from '../rule.ts';
import { writtenTargets, writtenText } from '../writtenText.ts';
import { judgeWritten, matters } from './judgeWritten.ts';
import { plantDraft, plantedIn } from './plantVariables.ts';

/** Commands that write into places that run by themselves later, as far as the text is known. */
export function judgeAutorun(invocation: Invocation, context: RuleContext): readonly Draft[] {
  const { program, place } = invocation;
  if (place.type !== 'here') return [];
  if (program === 'launchctl' || program === 'setx') return systemWide(invocation);
  const targets = targetsOf(invocation, context);
  if (targets.length === 0) return [];
  const text = writtenText(invocation, context);
  return text === undefined ? [] : targets.flatMap((path) => judgeWritten({ path, before: '', after: text }, context));
}

/** The places among the files that it writes. */
function targetsOf(invocation: Invocation, context: RuleContext): readonly string[] {
  return writtenTargets(invocation).flatMap((word) => {
    const path = context.path(word, invocation);
    return path !== undefined && matters(path, context.facts.home) ? [path] : [];
  });
}

/** `launchctl setenv NAME VALUE`, `setx NAME VALUE`: for every program that is started after. */
function systemWide({ program, argv }: Invocation): readonly Draft[] {
  const words = argv.slice(1).map((word) => word.text);
  if (program === 'launchctl' && words.shift() !== 'setenv') return [];
  const [name = '', value = ''] = words;
  return plantedIn(`${name}=${value}`).map((found) => plantDraft(found, program));
}

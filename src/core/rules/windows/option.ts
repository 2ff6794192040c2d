import type { Invocation } from '../../shell/invocation.ts';
import { remoteTarget } from '../place.ts';
import type { Draft, Rule } from '../rule.ts';

/** Switches of a Windows program in lower case without their slash or dash; Git Bash wants the slash doubled. `/w:C` is `w`. */
export function switchesOf({ argv }: Invocation): ReadonlySet<string> {
  const switches = new Set<string>();
  for (const { text } of argv.slice(1)) {
    const name = /^(?:\/{1,2}|-{1,2})([a-z?][a-z0-9_-]*)(?=$|[:=])/i.exec(text)?.[1];
    if (name !== undefined) switches.add(name.toLowerCase());
  }
  return switches;
}

/** Arguments in lower case that are no switches. */
export function wordsOf({ argv }: Invocation): readonly string[] {
  return argv.flatMap(({ text }, index) => (index === 0 || /^(?:\/{1,2}|-{1,2})[a-z?]/i.test(text) ? [] : [text.toLowerCase()]));
}

/** The argument behind a switch, or what stands behind its colon. */
export function valueOf({ argv }: Invocation, ...names: readonly string[]): string | undefined {
  for (const [index, { text }] of argv.entries()) {
    const match = /^(?:\/{1,2}|-{1,2})([a-z]+)(?:[:=](.*))?$/is.exec(text);
    if (match && names.includes(match[1]!.toLowerCase())) return match[2] ?? argv[index + 1]?.text;
  }
  return undefined;
}

/** One finding, on this machine or where the command runs. */
export function found(rule: Rule, name: string | undefined, invocation: Invocation): readonly Draft[] {
  const remote = remoteTarget(invocation);
  return [
    {
      rule,
      resource: { kind: rule.resource, name: name === undefined || name === '' ? rule.resource : name, provider: 'Windows' },
      target: remote ?? { environment: 'local' },
      ...(remote ? { location: 'remote' } : {}),
      evidence: [{ text: invocation.text.slice(0, 200) }],
    },
  ];
}

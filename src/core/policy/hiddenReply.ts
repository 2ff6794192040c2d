import type { Decision } from './verdict.ts';

/**
 * What the agent reads in place of a credential: why, and all that may be told of it. Undefined when something else than showing
 * credentials is refused, too. To be redacted like every text that leaves.
 */
export function hiddenReply({ operations }: Decision): string | undefined {
  const refused = operations.filter((operation) => operation.verdict === 'deny');
  const [first] = refused;
  if (!first || refused.some((operation) => operation.effect !== 'expose')) return undefined;
  const where = first.environment === 'unknown' ? '' : ` (${first.environment})`;
  const more = refused.length > 1 ? `, and ${refused.length - 1} more` : '';
  return [
    `Tenth Second held this action: ${first.title}${where}${more}. Values of credentials never reach you.`,
    ...refused.flatMap(({ masked }) => (masked === undefined ? [] : [`What you may know of it:\n${masked}`])),
    ...new Set(refused.flatMap(({ safer }) => (safer === undefined ? [] : [safer]))),
    'Programs that need them may use them; work with the names. If you need a value itself, tell the person why: they can give the file to this session in the editor (Tenth Second: Give to This Session). Do not look for another way to read it.',
  ].join('\n');
}

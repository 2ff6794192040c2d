import { createHash } from 'node:crypto';
import { classify, type Classification } from '../../src/core/classify.ts';
import { noKnowledge, type Action, type Answer, type Call, type Facts, type ShellKind } from '../../src/core/types.ts';

/** Facts of a machine about which nothing can be found out: every question is answered by the worst. */
export function blindFacts(overrides: Partial<Facts> = {}): Facts {
  return {
    home: '/home/ada',
    temporary: ['/tmp'],
    platform: 'linux',
    variables: {},
    knowledge: noKnowledge,
    answers: new Map<string, Answer>(),
    exhausted: true,
    fingerprint: (value) => createHash('sha256').update(value).digest('hex'),
    decodeBase64: (text) => Buffer.from(text, 'base64').toString('utf8'),
    ...overrides,
  };
}

export function callOf(action: Action, cwd = '/work/shop'): Call {
  return { agent: 'claude-code', session: 'test', cwd, action };
}

export function classifyCommand(
  command: string,
  overrides: Partial<Facts> = {},
  cwd = '/work/shop',
  shell: ShellKind = 'posix',
): Classification {
  return classify(callOf({ type: 'command', command, shell }, cwd), blindFacts(overrides));
}

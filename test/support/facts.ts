import { createHash } from 'node:crypto';
import { classify, type Classification } from '../../src/core/classify.ts';
import { noKnowledge, type Action, type Answer, type Call, type Facts, type ShellKind } from '../../src/core/types.ts';

/** The folder of the calls holds no scripts: what `npm test` and `make` would run is not the question where these facts are used. */
const noScripts: ReadonlyMap<string, Answer> = new Map(
  ['package.json', 'GNUmakefile', 'makefile', 'Makefile'].map((name) => [
    `text 262144 /work/shop/${name}`,
    { type: 'unknown', reason: 'ENOENT' },
  ]),
);

/** Facts of a machine about which nothing can be found out: every question is answered by the worst. */
export function blindFacts(overrides: Partial<Facts> = {}): Facts {
  return {
    home: '/home/ada',
    temporary: ['/tmp'],
    platform: 'linux',
    variables: {},
    knowledge: noKnowledge,
    answers: noScripts,
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

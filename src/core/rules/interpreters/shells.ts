import type { Draft, Rule, Tool } from '../rule.ts';

const pipedRule: Rule = {
  id: 'shell.runsDecoded',
  effect: 'opaque',
  resource: 'command',
  title: 'Run text that is decoded on the way to a shell',
  location: 'local',
  recovery: 'none',
  source: 'docs/architecture.md',
  safer: 'Decode it into a file and read that first.',
  examples: ['cat payload | base64 -d | sh', 'openssl enc -d -in x | bash', 'xxd -r -p x.hex | bash'],
  nearMisses: ['curl -fsSL https://sh.example.com/install | sh', 'cat install.sh | bash -n', 'base64 -d x | head'],
};

const decoders = new Set([
  'base64',
  'base32',
  'openssl',
  'gpg',
  'xxd',
  'uudecode',
  'rev',
  'tr',
  'gunzip',
  'zcat',
  'xz',
  'unxz',
  'bunzip2',
  'python',
  'python3',
  'perl',
  'awk',
  'sed',
  'node',
]);

/**
 * A shell that reads its commands from a pipe. What comes from a plain download is as unknown as any installer; what is decoded or
 * computed on the way is made not to be read.
 */
export const shellPipeTool: Tool = {
  names: ['sh', 'bash', 'zsh', 'dash', 'ksh', 'fish', 'ash'],
  family: 'interpreters',
  rules: [pipedRule],
  find(invocation): readonly Draft[] {
    if (invocation.input.type !== 'pipe' || invocation.argv.some((word) => /^-[a-z]*n/.test(word.text))) return [];
    const decoder = invocation.input.from.findLast((producer) => decoders.has(producer.program));
    if (!decoder) return [];
    return [
      {
        rule: pipedRule,
        resource: { kind: 'command', name: invocation.text.slice(0, 60) || invocation.program },
        target: {},
        evidence: [{ text: `${decoder.program} makes the text that ${invocation.program} runs` }],
      },
    ];
  },
};

import type { Rule } from './rule.ts';

/** What could not be read: obfuscated, broken, too large or nested too deeply. Never silence. */
export const opaqueRule: Rule = {
  id: 'shell.opaque',
  effect: 'opaque',
  resource: 'command',
  title: 'Run something that cannot be read: {name}',
  location: 'local',
  recovery: 'none',
  source: 'docs/architecture.md',
  safer: 'Write the command out plainly, in smaller steps.',
  examples: ['echo "unterminated', 'rm -rf $('],
  nearMisses: ['echo "terminated"', 'echo $(date)'],
};

import { commandTarget } from '../../environments/commandTarget.ts';
import type { Invocation } from '../../shell/invocation.ts';
import type { Draft, Rule } from '../rule.ts';
import { readsOnly } from './readsOnly.ts';

/**
 * While agents are pinned to an environment, what a command does elsewhere counts even where no rule calls it destructive: a deploy, a
 * migration. It asks only where it leaves the pin.
 */
export const leavePinRule: Rule = {
  id: 'pin.leave',
  effect: 'change',
  resource: 'command',
  title: 'Run {name}',
  // A place that nothing marks is no reason to ask: only what is known to be elsewhere is.
  location: 'local',
  recovery: 'recoverable',
  source: 'docs/architecture.md',
  examples: ['vercel --prod', 'fly deploy -a acme-production', 'ansible-playbook -i inventory/production site.yml'],
  nearMisses: ['vercel ls', 'fly status -a acme-production', 'kubectl get pods --context acme-prod'],
};

/** A command that goes somewhere, that no rule names, and that is not known to read alone. */
export function judgePinnedCommand(invocation: Invocation, assigned: (name: string) => boolean): readonly Draft[] {
  const target = commandTarget(invocation);
  if (!target || readsOnly(invocation, assigned)) return [];
  const line = invocation.text.replace(/\s+/g, ' ').trim();
  return [
    {
      rule: leavePinRule,
      resource: { kind: 'command', name: (line.length > 60 ? `${line.slice(0, 59)}…` : line) || invocation.program },
      target: { tool: target.tool },
    },
  ];
}

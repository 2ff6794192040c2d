import type { Invocation } from '../../shell/invocation.ts';
import type { Recovery } from '../../types.ts';
import { remoteTarget } from '../place.ts';
import type { Draft, Rule } from '../rule.ts';
import type { Loss, LossClass } from './reach.ts';

const recoveries: Readonly<Record<Exclude<LossClass, 'pending' | 'nothing'>, Recovery>> = {
  recoverable: 'recoverable',
  lost: 'snapshot',
  repository: 'snapshot',
  workspace: 'snapshot',
  protected: 'none',
  unknown: 'none',
};

export interface DraftOptions {
  /** First words of the title: `Delete`, `Overwrite`. */
  readonly verb: string;
  readonly notes?: readonly string[];
  /** Even what git could bring back is worth a word: never `recoverable`. */
  readonly rule: Rule;
  /** Rule for what is protected, if it has one of its own. */
  readonly root?: Rule;
}

/** Drafts for what is lost; what is not, is left out. */
export function draftsOf(losses: readonly Loss[], invocation: Invocation, options: DraftOptions): readonly Draft[] {
  const drafts: Draft[] = [];
  for (const loss of losses) {
    if (loss.class === 'pending' || loss.class === 'nothing') continue;
    const remote = remoteTarget(invocation);
    const rule = loss.class === 'protected' && options.root ? options.root : options.rule;
    const examples =
      loss.examples.length > 1 || (loss.examples[0] ?? loss.name) !== loss.name
        ? [{ text: `Among them: ${loss.examples.join(', ')}` }]
        : [];
    drafts.push({
      rule,
      title: titleOf(loss, options.verb),
      resource: {
        kind: loss.kind === 'files' ? 'directory' : loss.kind,
        name: loss.name,
        ...(loss.path === undefined ? {} : { path: loss.path }),
      },
      ...(remote
        ? { recovery: 'none', location: 'remote', target: remote }
        : { recovery: recoveries[loss.class], target: { environment: 'local' } }),
      evidence: [{ text: `${loss.name}: ${loss.why}`, ...(loss.path === undefined || remote ? {} : { path: loss.path }) }, ...examples],
      notes: options.notes ?? [],
    });
  }
  return drafts;
}

function titleOf(loss: Loss, verb: string): string {
  if (loss.kind === 'disk') return `${verb} the disk {name}`;
  if (loss.class === 'workspace') return `${verb} the workspace: {name}`;
  if (loss.class === 'repository') return `${verb} the repository {name}`;
  if (loss.kind === 'directory') return `${verb} the folder {name}`;
  return loss.kind === 'file' ? `${verb} the file {name}` : `${verb} {name}`;
}

import { absolutePath } from '../../paths.ts';
import { literal, type Invocation } from '../../shell/invocation.ts';
import type { ActionTool } from '../rule.ts';
import { draftsOf } from './drafts.ts';
import { reachPath } from './reach.ts';
import { deleteRootRule, deleteRule } from './rules.ts';

/** Deletions by an agent's own file tool. */
export const deleteActions: ActionTool = {
  family: 'files',
  rules: [deleteRule, deleteRootRule],
  find(action, cwd, context) {
    if (action.type !== 'delete') return [];
    const path = absolutePath(action.path, cwd, context.facts.home);
    if (path === undefined) return [];
    const invocation = deletion(path, cwd);
    return draftsOf([reachPath(path, invocation, context, { recursive: true })], invocation, {
      verb: 'Delete',
      rule: deleteRule,
      root: deleteRootRule,
    });
  },
};

/** The tool call as if it were `rm -r`. */
function deletion(path: string, cwd: string): Invocation {
  return {
    program: 'rm',
    argv: [literal('rm'), literal('-r'), literal(path)],
    variables: new Map(),
    redirects: [],
    input: { type: 'none' },
    cwd,
    via: [],
    place: { type: 'here' },
    shell: 'posix',
    text: `delete ${path}`,
    deferred: false,
  };
}

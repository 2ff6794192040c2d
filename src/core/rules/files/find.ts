import { findTargets } from '../../shell/wrappers/find.ts';
import type { Word } from '../../shell/invocation.ts';
import type { Tool } from '../rule.ts';
import { draftsOf } from './drafts.ts';
import { reach } from './reach.ts';
import { deleteRootRule, findDeleteRule } from './rules.ts';

/** Programs that run others, or delete, for each file that they find; the words of their targets stand for all of those. */
export const finders: ReadonlySet<string> = new Set(['find', 'gfind', 'bfs', 'fd', 'fdfind']);

/** `find … -delete`. What `-exec` runs is an invocation of its own. */
export const findTool: Tool = {
  names: ['find', 'gfind', 'bfs'],
  family: 'files',
  rules: [findDeleteRule, deleteRootRule],
  find(invocation, context) {
    if (!invocation.argv.some((word) => word.text === '-delete') || takesOnlyEmpty(invocation.argv)) return [];
    const losses = reach(findTargets(invocation.argv), invocation, context, { recursive: true, contents: true });
    return draftsOf(losses, invocation, { verb: 'Delete', rule: findDeleteRule, root: deleteRootRule });
  },
};

/** `-empty`, `-size 0` and `-type l` leave nothing to lose, unless an alternative stands beside them. */
function takesOnlyEmpty(argv: readonly Word[]): boolean {
  let only = false;
  for (const [index, { text }] of argv.entries()) {
    if (text === '-o' || text === '-or' || text === ',') return false;
    const negated = /^(?:!|-not)$/.test(argv[index - 1]?.text ?? '');
    if (text === '-empty' && !negated) only = true;
    if (text === '-size' && /^0[bcwkMG]?$/.test(argv[index + 1]?.text ?? '') && !negated) only = true;
    if ((text === '-type' || text === '-xtype') && argv[index + 1]?.text === 'l' && !negated) only = true;
  }
  return only;
}

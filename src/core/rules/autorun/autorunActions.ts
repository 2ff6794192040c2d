import { absolutePath } from '../../paths.ts';
import type { Action } from '../../types.ts';
import type { ActionTool, Draft, RuleContext } from '../rule.ts';
import { judgeWritten, matters } from './judgeWritten.ts';
import { plantVariablesRule } from './plantVariables.ts';

/** Bytes that are read of the file as it is. */
const maxBytes = 262_144;

/** Writes and edits by the agent's own file tools into places that run by themselves later. */
export const autorunActions: ActionTool = {
  family: 'guard',
  rules: [plantVariablesRule],
  find(action: Action, cwd: string, context: RuleContext): readonly Draft[] {
    if (action.type !== 'write' && action.type !== 'edit') return [];
    const path = absolutePath(action.path, cwd, context.facts.home);
    if (path === undefined || !matters(path, context.facts.home)) return [];
    const now = context.ask({ type: 'text', path, limit: maxBytes });
    if (!now) return [];
    const held = now.type === 'text' ? now.text : '';
    if (action.type === 'write') return judgeWritten({ path, before: held, after: action.content }, context);
    // Without the file only the new text is known: it is judged by itself.
    const at = held.indexOf(action.before);
    if (action.before === '' || at < 0) return judgeWritten({ path, before: action.before, after: action.after }, context);
    const after = held.slice(0, at) + action.after + held.slice(at + action.before.length);
    return judgeWritten({ path, before: held, after }, context);
  },
};

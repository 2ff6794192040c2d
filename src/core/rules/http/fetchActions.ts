import type { Action } from '../../types.ts';
import type { ActionTool, Draft, RuleContext } from '../rule.ts';
import { requestTo } from './body.ts';
import { judgeRequest } from './judgeRequest.ts';

/** Requests that an agent sends with a tool of its own. */
export const fetchActions: ActionTool = {
  family: 'http',
  rules: [],
  find(action: Action, _cwd: string, context: RuleContext): readonly Draft[] {
    if (action.type !== 'fetch') return [];
    const body = action.body === undefined ? undefined : { text: action.body, known: true };
    return judgeRequest(requestTo(action.url, action.method.toUpperCase(), new Map(), body, []), context);
  },
};

import { assertNever, type Action } from '../core/types.ts';

/** An action as one text for the journal; the content of files stays out of it. */
export function actionText(action: Action): string {
  switch (action.type) {
    case 'command':
      return action.command;
    case 'read':
      return `read ${action.paths.join(' ')}`;
    case 'search':
      return `search ${action.pattern} in ${action.paths.join(' ')}`;
    case 'write':
    case 'edit':
    case 'delete':
      return `${action.type} ${action.path}`;
    case 'mcp':
      return `${action.server}: ${action.tool} ${JSON.stringify(action.input)}`;
    case 'fetch':
      return `${action.method} ${action.url}`;
    case 'other':
      return `${action.tool} ${JSON.stringify(action.input)}`;
    case 'several':
      return action.actions.map(actionText).join('; ');
    default:
      return assertNever(action);
  }
}

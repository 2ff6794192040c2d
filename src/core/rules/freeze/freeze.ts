import type { Invocation } from '../../shell/invocation.ts';
import type { Action } from '../../types.ts';
import { senseOf } from '../mcp/names.ts';
import type { Draft, Rule } from '../rule.ts';
import { readsOnly } from './readsOnly.ts';

/**
 * Under a freeze agents may only read. Whatever is not known to read alone counts as a change: a program that was never heard of, a
 * test suite, a build. Not in force otherwise.
 */
export const freezeRule: Rule = {
  id: 'freeze.change',
  effect: 'change',
  resource: 'command',
  title: 'Run {name} while the workspace is frozen',
  location: 'local',
  recovery: 'recoverable',
  source: 'docs/architecture.md',
  examples: ['npm test', 'touch notes.txt', 'python3 report.py', 'echo done > state.txt', 'git commit -m done'],
  nearMisses: ['ls -la', 'cat README.md | grep shop', 'git log --oneline -5', 'kubectl get pods', 'psql -c "SELECT 1"'],
};

/** What a command changes that no other rule names. `assigned`: whether the text itself sets a variable. */
export function judgeFrozenCommand(invocation: Invocation, assigned: (name: string) => boolean): readonly Draft[] {
  if (readsOnly(invocation, assigned)) return [];
  return [frozen('command', shorten(invocation.text) || 'a command')];
}

/** Verbs of cmdlets that make, set or run something. */
const changingVerbs =
  /^(?:add|clear|compress|copy|debug|disable|enable|expand|export|import|install|invoke|limit|move|new|publish|push|register|remove|rename|repair|reset|restart|restore|resume|save|send|set|start|stop|suspend|sync|tee|undo|uninstall|unregister|update|write)-(?!location|output|host)/i;

/** Cmdlets by their names: those that make something new leave no command behind that could be judged. */
function powershellChanges(text: string): boolean {
  if (/::|\.\w+\(|^\s*(?:ni|si|sp|epcsv|ipmo|sajb)\b|[|;{(]\s*(?:ni|si|sp|epcsv|ipmo|sajb)\b/i.test(text)) return true;
  for (const [name] of text.matchAll(/(?<![\w./\\-])[a-z]{2,20}-[a-z]\w{1,40}/gi)) if (changingVerbs.test(name)) return true;
  return false;
}

/** The same for actions that are no commands. */
export function judgeFrozenAction(action: Action): readonly Draft[] {
  switch (action.type) {
    case 'command': // Its commands are judged one by one.
      return action.shell === 'powershell' && powershellChanges(action.command) ? [frozen('command', shorten(action.command))] : [];
    case 'read':
    case 'search':
      return [];
    case 'write':
    case 'edit':
    case 'delete':
      return [frozen('file', action.path, `${action.type === 'delete' ? 'Delete' : 'Write'} {name} while the workspace is frozen`)];
    case 'fetch':
      return /^(?:get|head|options)$/i.test(action.method) ? [] : [frozen('request', `${action.method} ${action.url}`.slice(0, 200))];
    case 'mcp':
      return senseOf(action.server, action.tool) === 'reads' ? [] : [frozen('tool', `${action.server}: ${action.tool}`)];
    case 'several':
      return action.actions.flatMap(judgeFrozenAction);
    case 'other':
      return senseOf('', action.tool) === 'reads' ? [] : [frozen('tool', action.tool)];
  }
}

function frozen(kind: string, name: string, title?: string): Draft {
  return {
    rule: freezeRule,
    resource: { kind, name: name === '' ? kind : name },
    target: {},
    evidence: [{ text: 'It is not known to read alone' }],
    ...(title === undefined ? {} : { title }),
  };
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

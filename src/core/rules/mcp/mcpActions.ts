import { baseName } from '../../paths.ts';
import type { Action, Json } from '../../types.ts';
import { judgeGraphql } from '../http/judgeGraphql.ts';
import type { ActionTool, Draft, Rule, RuleContext, Target } from '../rule.ts';
import { judgeSql } from '../sql/judgeSql.ts';

const source = 'https://modelcontextprotocol.io/specification/2025-06-18/server/tools';

export const mcpDestroyRule: Rule = {
  id: 'mcp.destroyByName',
  effect: 'delete',
  resource: 'resource',
  title: 'Let an MCP server run {name}',
  location: 'remote',
  recovery: 'none',
  source,
  examples: [],
  nearMisses: [],
};

/** First verbs of a tool's name that destroy. A name says more than a missing annotation. */
const destroyingVerbs = new Set([
  'delete',
  'remove',
  'destroy',
  'drop',
  'purge',
  'wipe',
  'truncate',
  'erase',
  'terminate',
  'teardown',
  'uninstall',
  'reset',
  'flush',
  'clear',
  'prune',
  'deprovision',
  'rollback',
  'revoke',
]);

/** What such a verb does not destroy anything with: `remove_label`, `clear_console`, `delete_comment`. */
const lightObjects = new Set([
  'label',
  'labels',
  'reaction',
  'console',
  'selection',
  'filter',
  'filters',
  'breakpoint',
  'breakpoints',
  'highlight',
  'thought',
  'todo',
  'todos',
  'cookie',
  'cookies',
  'assignee',
  'reviewer',
  'tab',
  'observation',
  'observations',
]);

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Whether the tool's own name says that it destroys. */
export function nameDestroys(tool: string): boolean {
  const words = wordsOf(tool);
  const at = words.findIndex((word) => destroyingVerbs.has(word));
  if (at < 0) return false;
  return !words.some((word) => lightObjects.has(word));
}

function stringsOf(input: Json, into: string[] = [], depth = 0): readonly string[] {
  if (typeof input === 'string') into.push(input);
  else if (input !== null && typeof input === 'object' && depth < 8)
    for (const value of Object.values(input)) stringsOf(value, into, depth + 1);
  return into;
}

/** Argument names under which servers take SQL or GraphQL. */
const queryKeys = new Set(['sql', 'query', 'statement', 'statements', 'queries', 'command', 'mutation', 'script']);

function queriesOf(input: Json): readonly string[] {
  if (input === null || typeof input !== 'object' || Array.isArray(input)) return [];
  return Object.entries(input).flatMap(([key, value]) => (queryKeys.has(key.toLowerCase()) ? stringsOf(value) : []));
}

/** What a person would call the resource: the argument that names it. */
function nameFrom(tool: string, input: Json): string {
  if (input !== null && typeof input === 'object' && !Array.isArray(input)) {
    const entries = Object.entries(input).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '');
    const named =
      entries.find(([key]) => /(^|_)name$/i.test(key)) ??
      entries.find(([key]) => /id$|^(repo|path|bucket|table|database|key)$/i.test(key)) ??
      entries[0];
    if (named && named[1].length <= 120) return /path/i.test(named[0]) ? baseName(named[1]) || named[1] : named[1];
  }
  return tool;
}

/** MCP calls: by the tool's name, and by SQL or GraphQL among its arguments. */
export const mcpActions: ActionTool = {
  family: 'mcp',
  rules: [mcpDestroyRule],
  find(action: Action, _cwd: string, context: RuleContext): readonly Draft[] {
    if (action.type !== 'mcp') return [];
    const target: Target = { tool: action.server.toLowerCase(), ids: stringsOf(action.input).filter((text) => text.length <= 200) };
    const drafts: Draft[] = [];
    for (const text of queriesOf(action.input)) drafts.push(...judgeSql(text, target, context), ...judgeGraphql(text, target, context));
    if (drafts.length === 0 && nameDestroys(action.tool))
      drafts.push({
        rule: mcpDestroyRule,
        title: `Let the MCP server ${action.server} run ${action.tool} on {name}`,
        resource: { kind: 'resource', name: nameFrom(action.tool, action.input), provider: action.server },
        target,
        evidence: [{ text: `The tool's name says so: ${action.tool}` }],
      });
    return drafts;
  },
};

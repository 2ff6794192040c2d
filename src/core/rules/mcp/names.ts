import { textOf, type JsonObject } from './input.ts';

/** What the name of a tool says that it does. */
export type NameSense = 'reads' | 'destroys' | 'other';

/** Verbs that destroy. A name says more than a missing annotation. */
const destroyingVerbs = new Set([
  'delete',
  'del',
  'remove',
  'rm',
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
  'flushall',
  'flushdb',
  'clear',
  'prune',
  'deprovision',
  'decommission',
  'unlink',
  'rollback',
  'revoke',
  'nuke',
  'bulkdelete',
  'empty',
  'deactivate',
  'suspend',
  'unpublish',
  'shutdown',
  'obliterate',
  'expunge',
  'deregister',
  'dropall',
  'deleteall',
  'clearall',
]);

/** What is taken away by switching it off: `disable_user`, `disable_backups`. */
const missed =
  /^(?:user|users|account|accounts|mfa|2fa|protection|backup|backups|logging|trail|versioning|firewall|guardrail|guardrails|policy|encryption|rls|auth|authentication)$/;

const readingVerbs = new Set(
  'get list search describe read find show fetch view check count explain inspect browse download preview validate lookup retrieve query select explore analyze analyse resolve recommend suggest estimate help status info summarize compare diff can is has'.split(
    ' ',
  ),
);

/** What such a verb does not destroy anything with: `remove_label`, `clear_console`, `delete_comment`. */
const lightObjects = new Set(
  'label labels reaction reactions console selection filter filters breakpoint breakpoints highlight highlights thought thoughts todo todos cookie cookies assignee assignees reviewer reviewers tab tabs observation observations entities relations memory memories comment comments watcher watchers notification notifications bookmark bookmarks star pin draft drafts zoom view viewport layout cache context conversation chat session sessions input field form dialog logs log network screenshot annotation annotations metrics alert timer reminder subtask checklist attachment link links emoji marker markers shape shapes node nodes layer layers element elements slide cell cells'.split(
    ' ',
  ),
);

/** Servers whose objects live in a page, a drawing or the agent's own notes. */
const lightServers =
  /^(?:.*[_-])?(?:playwright|puppeteer|browser\w*|chrome\w*|devtools|figma|memory|sequential-?thinking|context7|todo\w*|time|fetch|excalidraw|mermaid|blender|unity)(?:[_-].*)?$/i;

export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Tools that do whatever one of their arguments says: `manage_resource` with `action: "delete"`. */
export function verbOf(input: JsonObject): string | undefined {
  const text = textOf(input, 'action', 'operation', 'op', 'verb', 'subcommand', 'command', 'operationType', 'method', 'httpMethod');
  if (text === undefined || text.length > 40 || /[\s/=;]/.test(text.trim())) return undefined;
  const verb = wordsOf(text).find((word) => readingVerbs.has(word) || destroyingVerbs.has(word));
  return verb !== undefined && destroyingVerbs.has(verb) && !wordsOf(text).some((word) => lightObjects.has(word)) ? text : undefined;
}

/** The first verb counts: `get_deleted_items` reads, `project_delete` destroys. */
export function senseOf(server: string, tool: string): NameSense {
  const words = wordsOf(tool);
  const verb = words.find((word) => readingVerbs.has(word) || destroyingVerbs.has(word));
  if (verb === undefined) return words.includes('disable') && words.some((word) => missed.test(word)) ? 'destroys' : 'other';
  if (readingVerbs.has(verb)) return 'reads';
  if (lightServers.test(server) || words.some((word) => lightObjects.has(word))) return 'other';
  return 'destroys';
}

/** Functions that a tool is told to run by their names: `run` with `functionName: "clearAll"`. */
export function functionOf(input: JsonObject): string | undefined {
  const name = textOf(input, 'functionName', 'function_name', 'procedure', 'procedureName', 'rpc', 'mutationName', 'jobName', 'workflow');
  if (name === undefined || name.length > 80 || /\s/.test(name)) return undefined;
  const words = wordsOf(name);
  const verb = words.find((word) => readingVerbs.has(word) || destroyingVerbs.has(word));
  return verb !== undefined && destroyingVerbs.has(verb) && !words.some((word) => lightObjects.has(word)) ? name : undefined;
}

import { absolutePath, isWithin } from '../../paths.ts';
import type { Action, Json } from '../../types.ts';
import { autorunActions } from '../autorun/autorunActions.ts';
import { credentialActions } from '../credentials/credentialActions.ts';
import { deleteActions } from '../files/deleteActions.ts';
import { draftsOf } from '../files/drafts.ts';
import { reachPath } from '../files/reach.ts';
import { formatRule, overwriteRule } from '../files/rules.ts';
import { guardActions } from '../guard/guardFiles.ts';
import type { Draft, RuleContext } from '../rule.ts';
import { callInvocation } from './commandLines.ts';
import { objectOf, textOf, textsOf, type JsonObject } from './input.ts';

/** Servers whose paths lie on this disk. */
const localServers =
  /file-?_?system|^files?$|^fs$|commander|text-?editor|serena|jetbrains|intellij|vscode|code-?editor|rust-mcp-filesystem|local/i;
const remoteServers =
  /git|gdrive|drive|dropbox|s3|sftp|ftp|ssh|box|onedrive|sharepoint|notion|docker|kube|supabase|cloud|obsidian|wordpress/i;

const pathKeys = [
  'path',
  'paths',
  'file_path',
  'filePath',
  'file',
  'files',
  'filename',
  'absolute_path',
  'target_file',
  'directory',
  'dir',
  'folder',
  'folder_path',
  'relative_path',
];

/**
 * What a tool for files would do, judged as if the agent had used its own: deletions by what they reach, moves as `mv`, writes for
 * the places that count. Undefined when it is no such tool.
 */
export function judgeFileTool(server: string, tool: string, input: Json, cwd: string, context: RuleContext): readonly Draft[] | undefined {
  const fields = objectOf(input);
  if (remoteServers.test(server) && !localServers.test(server)) return undefined;
  const paths = textsOf(fields, ...pathKeys);
  // Tools of the agent itself have no server.
  const near = server === '' || localServers.test(server) || paths.some((path) => isNear(path, cwd, context));
  if (!near) return undefined;
  if (
    /(?:^|_)(?:delete|remove|rm|unlink|trash|erase)(?:_|$)|^(?:delete|remove)(?:file|files|directory|folder|path)?$/.test(tool) &&
    paths.length > 0
  )
    return paths.flatMap((path) => asActions({ type: 'delete', path }, cwd, context));
  if (/^(?:move|rename)_?(?:file|files|path|directory|item)?$/.test(tool)) return moved(fields, cwd, tool, context);
  if (
    /^(?:read|get|open|view|cat|load|fetch)_?(?:text_|media_|multiple_|many_)?(?:file|files|file_contents?|resource)?(?:_contents?)?$/.test(
      tool,
    ) &&
    paths.length > 0
  )
    return asActions({ type: 'read', paths }, cwd, context);
  const [path] = paths;
  if (path === undefined) return undefined;
  if (/^(?:write|create|save|overwrite)_?(?:text_)?(?:file|new_file|to_file)?$/.test(tool))
    return written(path, fields, cwd, tool, context);
  if (/^(?:edit|str_replace|replace|patch|modify|update)_?(?:text_)?(?:file|block|in_file|editor)?$/.test(tool))
    return edited(path, fields, cwd, context);
  return undefined;
}

function isNear(path: string, cwd: string, context: RuleContext): boolean {
  const { home, knowledge } = context.facts;
  if (!/^(?:\/|~|\.)|^[A-Za-z]:[\\/]/.test(path)) return false;
  const absolute = absolutePath(path, cwd, home);
  return (
    absolute !== undefined &&
    (isWithin(absolute, home) || isWithin(absolute, cwd) || knowledge.roots.some((root) => isWithin(absolute, root)))
  );
}

function asActions(action: Action, cwd: string, context: RuleContext): readonly Draft[] {
  return [guardActions, autorunActions, deleteActions, credentialActions].flatMap((tool) => tool.find(action, cwd, context));
}

function moved(input: JsonObject, cwd: string, tool: string, context: RuleContext): readonly Draft[] {
  const from = textOf(input, 'source', 'from', 'old_path', 'oldPath', 'src', 'source_path', 'path');
  const to = textOf(input, 'destination', 'to', 'new_path', 'newPath', 'dest', 'destination_path', 'target');
  if (from === undefined || to === undefined) return [];
  return [
    ...context.invocations({ invocations: [callInvocation(['mv', '--', from, to], cwd, `${tool} ${from} ${to}`)], opaque: [] }),
    ...guardActions.find({ type: 'delete', path: from }, cwd, context),
  ];
}

/** A write inside the workspace is what the agent's own tool does all day; elsewhere, or with nothing in it, it replaces what is there. */
function written(path: string, input: JsonObject, cwd: string, tool: string, context: RuleContext): readonly Draft[] {
  const content = textOf(input, 'content', 'contents', 'text', 'file_text', 'data') ?? '';
  const drafts = asActions({ type: 'write', path, content }, cwd, context);
  const absolute = absolutePath(path, cwd, context.facts.home);
  const roots = context.facts.knowledge.roots.length > 0 ? context.facts.knowledge.roots : [cwd];
  if (absolute === undefined || textOf(input, 'mode') === 'append') return drafts;
  if (content.trim() !== '' && roots.some((root) => isWithin(absolute, root))) return drafts;
  const invocation = callInvocation([tool, path], cwd, `${tool} ${path}`);
  const loss = reachPath(absolute, invocation, context, { recursive: false, through: true, output: true });
  return [...drafts, ...draftsOf([loss], invocation, { verb: 'Overwrite', rule: overwriteRule, root: formatRule })];
}

function edited(path: string, input: JsonObject, cwd: string, context: RuleContext): readonly Draft[] {
  const edits = input['edits'];
  const list = Array.isArray(edits) ? (edits as readonly Json[]).slice(0, 50).map(objectOf) : [input];
  return list.flatMap((edit) => {
    const before = textOf(edit, 'oldText', 'old_text', 'old_string', 'old_str', 'search') ?? '';
    const after = textOf(edit, 'newText', 'new_text', 'new_string', 'new_str', 'replace', 'content') ?? '';
    return asActions({ type: 'edit', path, before, after }, cwd, context);
  });
}

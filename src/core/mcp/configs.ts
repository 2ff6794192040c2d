import { applyEdits, getNodeValue, modify, parseTree, type ParseError } from 'jsonc-parser';
import type { Json } from '../types.ts';
import { isJsonObject } from '../payload/json.ts';

/** A file in which a client names its MCP servers. */
export interface McpConfig {
  readonly client: string;
  /** Below the home, or below the workspace folder. */
  readonly path: string;
  readonly place: 'home' | 'workspace';
  /** Keys that lead to the table of servers. */
  readonly keys: readonly string[];
}

/**
 * Files of clients, as their documentation names them: https://code.claude.com/docs/en/mcp, https://code.visualstudio.com/docs/copilot/customization/mcp-servers,
 * https://docs.cursor.com/context/mcp, https://geminicli.com/docs/tools/mcp-server/, https://qwenlm.github.io/qwen-code-docs/,
 * https://opencode.ai/docs/mcp-servers/, https://kiro.dev/docs/mcp/configuration/, https://docs.windsurf.com/windsurf/cascade/mcp,
 * https://docs.github.com/en/copilot/how-tos/use-copilot-agents/use-copilot-cli, https://docs.roocode.com/features/mcp/using-mcp-in-roo.
 */
export const mcpConfigs: readonly McpConfig[] = [
  { client: 'Claude Code', place: 'workspace', path: '.mcp.json', keys: ['mcpServers'] },
  { client: 'Claude Code', place: 'home', path: '.claude.json', keys: ['mcpServers'] },
  { client: 'VS Code', place: 'workspace', path: '.vscode/mcp.json', keys: ['servers'] },
  { client: 'VS Code', place: 'home', path: '.config/Code/User/mcp.json', keys: ['servers'] },
  { client: 'VS Code', place: 'home', path: 'Library/Application Support/Code/User/mcp.json', keys: ['servers'] },
  { client: 'Claude Desktop', place: 'home', path: '.config/Claude/claude_desktop_config.json', keys: ['mcpServers'] },
  { client: 'Claude Desktop', place: 'home', path: 'Library/Application Support/Claude/claude_desktop_config.json', keys: ['mcpServers'] },
  { client: 'Cursor', place: 'workspace', path: '.cursor/mcp.json', keys: ['mcpServers'] },
  { client: 'Cursor', place: 'home', path: '.cursor/mcp.json', keys: ['mcpServers'] },
  { client: 'Copilot CLI', place: 'home', path: '.copilot/mcp-config.json', keys: ['mcpServers'] },
  { client: 'Gemini CLI', place: 'workspace', path: '.gemini/settings.json', keys: ['mcpServers'] },
  { client: 'Gemini CLI', place: 'home', path: '.gemini/settings.json', keys: ['mcpServers'] },
  { client: 'Qwen Code', place: 'workspace', path: '.qwen/settings.json', keys: ['mcpServers'] },
  { client: 'Qwen Code', place: 'home', path: '.qwen/settings.json', keys: ['mcpServers'] },
  { client: 'OpenCode', place: 'workspace', path: 'opencode.json', keys: ['mcp'] },
  { client: 'OpenCode', place: 'home', path: '.config/opencode/opencode.json', keys: ['mcp'] },
  { client: 'Kiro', place: 'workspace', path: '.kiro/settings/mcp.json', keys: ['mcpServers'] },
  { client: 'Kiro', place: 'home', path: '.kiro/settings/mcp.json', keys: ['mcpServers'] },
  { client: 'Windsurf', place: 'home', path: '.codeium/windsurf/mcp_config.json', keys: ['mcpServers'] },
  { client: 'Roo Code', place: 'workspace', path: '.roo/mcp.json', keys: ['mcpServers'] },
];

/** The programs that a wrapped server is started with. */
export interface WrapPrograms {
  readonly runtime: string;
  readonly gate: string;
}

export type Rewritten =
  | { readonly ok: true; readonly text: string; readonly changed: readonly string[]; readonly skipped: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** Puts every stdio server of a config behind the guard, or takes all of them out again. Comments and formatting stay. */
export function rewriteMcpConfig(source: string, keys: readonly string[], wanted: 'wrap' | 'unwrap', programs: WrapPrograms): Rewritten {
  const errors: ParseError[] = [];
  const root = parseTree(source, errors, { allowTrailingComma: true });
  if (root === undefined || errors.length > 0) return { ok: false, reason: 'it is not valid JSON' };
  let servers: Json | undefined = getNodeValue(root) as Json;
  for (const key of keys) servers = isJsonObject(servers) ? servers[key] : undefined;
  if (servers === undefined) return { ok: true, text: source, changed: [], skipped: [] };
  if (!isJsonObject(servers)) return { ok: false, reason: `its "${keys.join('.')}" is not an object` };
  let text = source;
  const changed: string[] = [];
  const skipped: string[] = [];
  const set = (path: readonly string[], value: Json | undefined): void => {
    text = applyEdits(text, modify(text, [...path], value, { formattingOptions: formattingOf(source) }));
  };
  for (const [name, entry] of Object.entries(servers)) {
    if (!isJsonObject(entry)) continue;
    const line = lineOf(entry);
    if (line === undefined) {
      skipped.push(name);
      continue;
    }
    const next = wanted === 'wrap' ? wrapped(name, line, programs) : unwrapped(line);
    if (next === undefined) continue;
    changed.push(name);
    const at = [...keys, name];
    if (Array.isArray(entry['command'])) set([...at, 'command'], next);
    else {
      set([...at, 'command'], next[0]);
      if (next.length > 1 || entry['args'] !== undefined) set([...at, 'args'], next.slice(1));
    }
    const needed = wanted === 'wrap' && !isNode(programs.runtime);
    const environmentKey = Array.isArray(entry['command']) ? 'environment' : 'env';
    const environment = isJsonObject(entry[environmentKey]) ? entry[environmentKey] : {};
    if (needed) set([...at, environmentKey, runAsNode], '1');
    else if (environment[runAsNode] !== undefined)
      set([...at, environmentKey, ...(Object.keys(environment).length > 1 ? [runAsNode] : [])], undefined);
  }
  return { ok: true, text, changed, skipped };
}

/** An editor's own runtime is told so to be Node. https://www.electronjs.org/docs/latest/api/environment-variables#electron_run_as_node */
const runAsNode = 'ELECTRON_RUN_AS_NODE';

function isNode(runtime: string): boolean {
  return /(?:^|[\\/])node(?:js)?(?:\.exe)?$/i.test(runtime);
}

/** Program and arguments of a server that is started here; undefined for a remote one. */
function lineOf(entry: { readonly [key: string]: Json }): readonly string[] | undefined {
  const command = entry['command'];
  const args = entry['args'];
  const words = Array.isArray(command)
    ? (command as readonly Json[])
    : [command ?? null, ...(Array.isArray(args) ? (args as readonly Json[]) : [])];
  return words.length > 0 && words.every((word) => typeof word === 'string') && words[0] !== '' ? words : undefined;
}

const marker = 'mcp';

function isWrapped(line: readonly string[]): boolean {
  return line.length > 4 && /[\\/]\.?tenth-second[\\/]bin[\\/]gate\.js$/.test(line[1]!) && line[2] === marker && line.includes('--');
}

function wrapped(name: string, line: readonly string[], { runtime, gate }: WrapPrograms): readonly string[] | undefined {
  if (isWrapped(line)) {
    const inner = line.slice(line.indexOf('--'));
    const next = [runtime, gate, ...line.slice(2, line.indexOf('--')), ...inner];
    return next.every((word, index) => word === line[index]) ? undefined : next;
  }
  return [runtime, gate, marker, '--server', name, '--', ...line];
}

function unwrapped(line: readonly string[]): readonly string[] | undefined {
  return isWrapped(line) ? line.slice(line.indexOf('--') + 1) : undefined;
}

function formattingOf(source: string): { readonly insertSpaces: boolean; readonly tabSize: number; readonly eol: string } {
  const indent = /\n([ \t]+)\S/.exec(source)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: source.includes('\r\n') ? '\r\n' : '\n',
  };
}

import { applyEdits, findNodeAtLocation, getNodeValue, modify, parseTree, type Node, type ParseError } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { isPlaceholder, secretName } from '../credentials/names.ts';
import { recogniseSecrets } from '../credentials/recogniseSecrets.ts';
import { isSecretValue, kindOfVariable } from '../credentials/secretValues.ts';
import { hostEnvironment } from '../environments/hosts.ts';
import { lineFinder } from '../environments/paths.ts';
import { readAddress } from '../environments/urls.ts';
import type { Json } from '../types.ts';
import { isJsonObject } from '../payload/json.ts';
import { withCodexReferences, type CodexLiteral } from './codexSecrets.ts';

/** How a client writes a reference to a value that it does not hold itself. */
type Syntax = 'inputs' | 'dollar' | 'dollarEnv' | 'braceEnv' | 'none';

/** A literal secret in the settings of an MCP server. */
export interface McpSecret {
  readonly server: string;
  /** Path of keys and indexes to the text that holds it. */
  readonly at: readonly (string | number)[];
  readonly line: number;
  readonly kind: string;
  /** The name that a reference would have: `GITHUB_TOKEN`. */
  readonly variable: string;
}

/** A server that is reached in a way that others can listen to or use. */
export interface McpWarning {
  readonly server: string;
  readonly line: number;
  readonly text: string;
}

export interface McpReview {
  readonly client: string;
  readonly secrets: readonly McpSecret[];
  readonly warnings: readonly McpWarning[];
  /** The text with every secret replaced by a reference; undefined when there is none, or the client knows no references. */
  readonly replaced?: string;
  /** Variables that must be set where the client is started, in place of the values. */
  readonly variables: readonly string[];
}

interface Client {
  readonly name: string;
  readonly path: RegExp;
  readonly keys: readonly string[];
  readonly syntax: Syntax;
}

/** Clients by the place of their file, each with the way its documentation says a value is referred to. */
const clients: readonly Client[] = [
  // https://code.visualstudio.com/docs/copilot/customization/mcp-servers : input variables, asked for once and kept in secret storage.
  {
    name: 'VS Code',
    path: /(?:^|\/)(?:\.vscode|Code(?: - Insiders)?\/User|VSCodium\/User)\/mcp\.json$/,
    keys: ['servers'],
    syntax: 'inputs',
  },
  // https://docs.cursor.com/context/mcp : ${env:NAME}
  { name: 'Cursor', path: /(?:^|\/)\.cursor\/mcp\.json$/, keys: ['mcpServers'], syntax: 'dollarEnv' },
  // https://docs.windsurf.com/windsurf/cascade/mcp : ${env:NAME}
  { name: 'Windsurf', path: /(?:^|\/)windsurf\/mcp_config\.json$/, keys: ['mcpServers'], syntax: 'dollarEnv' },
  // https://docs.roocode.com/features/mcp/using-mcp-in-roo : ${env:NAME}
  { name: 'Roo Code', path: /(?:^|\/)(?:\.roo\/mcp|mcp_settings|cline_mcp_settings)\.json$/, keys: ['mcpServers'], syntax: 'dollarEnv' },
  // https://opencode.ai/docs/config/ : {env:NAME}
  { name: 'OpenCode', path: /(?:^|\/)opencode\.jsonc?$/, keys: ['mcp'], syntax: 'braceEnv' },
  // https://geminicli.com/docs/tools/mcp-server/ : $NAME and ${NAME}; Qwen Code is made from it.
  { name: 'Gemini CLI', path: /(?:^|\/)\.gemini\/settings\.json$/, keys: ['mcpServers'], syntax: 'dollar' },
  { name: 'Qwen Code', path: /(?:^|\/)\.qwen\/settings\.json$/, keys: ['mcpServers'], syntax: 'dollar' },
  // It reads values as they stand (unverified): a reference would be handed to the server as text.
  { name: 'Claude Desktop', path: /(?:^|\/)claude_desktop_config\.json$/, keys: ['mcpServers'], syntax: 'none' },
  // https://code.claude.com/docs/en/mcp : ${NAME} is expanded in .mcp.json.
  { name: 'Claude Code', path: /(?:^|\/)(?:\.mcp|\.claude)\.json$/, keys: ['mcpServers'], syntax: 'dollar' },
  // https://kiro.dev/docs/mcp/configuration/ : ${NAME}
  { name: 'Kiro', path: /(?:^|\/)\.kiro\/settings\/mcp\.json$/, keys: ['mcpServers'], syntax: 'dollar' },
  { name: 'Copilot CLI', path: /(?:^|\/)\.copilot\/mcp-config\.json$/, keys: ['mcpServers'], syntax: 'none' },
];

/**
 * What is wrong with the settings of MCP servers, and the text as it would be with references in place of secrets. Undefined for other
 * files, and for a text that cannot be read for sure.
 */
export function reviewMcpConfig(path: string, source: string): McpReview | undefined {
  const plain = path.replaceAll('\\', '/');
  if (/(?:^|\/)\.codex\/config\.toml$/.test(plain)) return reviewCodex(source);
  const client = clients.find((one) => one.path.test(plain));
  if (client === undefined) return undefined;
  const errors: ParseError[] = [];
  const tree = parseTree(source, errors, { allowTrailingComma: true });
  if (tree === undefined || errors.length > 0) return undefined;
  const servers = findNodeAtLocation(tree, [...client.keys]);
  const secrets: McpSecret[] = [];
  const warnings: McpWarning[] = [];
  const lineOf = lineFinder(source);
  const edits: { readonly at: readonly (string | number)[]; readonly value: string }[] = [];
  const names = new Map<string, string>();
  for (const property of servers?.type === 'object' ? (servers.children ?? []) : []) {
    const [key, entry] = property.children ?? [];
    if (key === undefined || entry?.type !== 'object') continue;
    const server = String(key.value);
    warnings.push(...warningsOf(server, entry, lineOf(entry.offset)));
    for (const { node, at } of textsOf(entry, [...client.keys, server])) {
      const found = secretIn(at, String(node.value));
      if (found === undefined) continue;
      const variable = nameOf(found, server, names);
      secrets.push({ server, at, line: lineOf(node.offset), kind: found.kind, variable });
      edits.push({ at, value: String(node.value).split(found.value).join(referenceTo(variable, client.syntax)) });
    }
  }
  const variables = [...new Set(secrets.map(({ variable }) => variable))];
  const review = { client: client.name, secrets, warnings, variables };
  if (secrets.length === 0 || client.syntax === 'none') return review;
  let replaced = source;
  for (const { at, value } of edits) replaced = set(replaced, at, value, source);
  if (client.syntax === 'inputs') {
    const node = findNodeAtLocation(tree, ['inputs']);
    const before = node && (getNodeValue(node) as Json);
    const inputs = Array.isArray(before) ? (before as readonly Json[]) : [];
    const known = new Set(inputs.map((input) => (isJsonObject(input) ? input['id'] : undefined)));
    const more = variables
      .filter((variable) => !known.has(variable))
      .map((variable) => ({ type: 'promptString', id: variable, description: variable, password: true }));
    replaced = set(replaced, ['inputs'], [...inputs, ...more], source);
  }
  return { ...review, replaced };
}

/** `[mcp_servers.NAME]` of Codex. */
function reviewCodex(source: string): McpReview | undefined {
  let servers: Json | undefined;
  try {
    servers = (JSON.parse(JSON.stringify(parseToml(source))) as { readonly mcp_servers?: Json }).mcp_servers;
  } catch {
    return undefined; // Codex refuses to start on it.
  }
  const secrets: McpSecret[] = [];
  const literals: CodexLiteral[] = [];
  const names = new Map<string, string>();
  const lineOf = lineFinder(source);
  for (const [server, entry] of Object.entries(isJsonObject(servers) ? servers : {})) {
    if (!isJsonObject(entry)) continue;
    for (const table of ['env', 'http_headers'] as const) {
      const values = entry[table];
      for (const [key, value] of Object.entries(isJsonObject(values) ? values : {})) {
        const found = typeof value === 'string' ? secretIn(['mcp_servers', server, table, key], value) : undefined;
        if (!found || typeof value !== 'string') continue;
        // A variable is handed on under its own name.
        const variable = table === 'env' ? key : nameOf(found, server, names);
        const at = source.indexOf(found.value);
        secrets.push({ server, at: ['mcp_servers', server, table, key], line: at < 0 ? 1 : lineOf(at), kind: found.kind, variable });
        literals.push({ server, table, key, variable });
      }
    }
  }
  const variables = [...new Set(secrets.map(({ variable }) => variable))];
  const replaced = literals.length === 0 ? undefined : withCodexReferences(source, literals);
  return { client: 'Codex', secrets, warnings: [], variables, ...(replaced === undefined ? {} : { replaced }) };
}

function set(text: string, at: readonly (string | number)[], value: Json, source: string): string {
  const indent = /\n([ \t]+)\S/.exec(source)?.[1] ?? '  ';
  const formattingOptions = {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: source.includes('\r\n') ? '\r\n' : '\n',
  };
  return applyEdits(text, modify(text, [...at], value, { formattingOptions }));
}

/** Texts below a node, with the way to each. */
function* textsOf(
  node: Node,
  at: readonly (string | number)[],
): Generator<{ readonly node: Node; readonly at: readonly (string | number)[] }> {
  if (node.type === 'string') yield { node, at };
  else if (node.type === 'array') for (const [i, child] of (node.children ?? []).entries()) yield* textsOf(child, [...at, i]);
  else if (node.type === 'object')
    for (const property of node.children ?? []) {
      const [key, value] = property.children ?? [];
      if (key !== undefined && value !== undefined) yield* textsOf(value, [...at, String(key.value)]);
    }
}

interface Literal {
  readonly value: string;
  readonly kind: string;
  /** The key or option that it is given to. */
  readonly name: string | undefined;
}

function secretIn(at: readonly (string | number)[], text: string): Literal | undefined {
  const key = at.findLast((part): part is string => typeof part === 'string');
  const [typed] = recogniseSecrets('', text).filter((secret) => !secret.local);
  if (typed)
    return { value: typed.value, kind: typed.kind, name: /^(?:env|environment)$/.test(String(at.at(-2))) ? key : (typed.variable ?? key) };
  // `Authorization: Bearer …`, `--token=…`, `TOKEN: …`
  const value = /^(?:(?:Bearer|Basic|Token)\s{1,4}|--?[\w-]{1,40}=)?(.{8,4096})$/i.exec(text)?.[1] ?? '';
  const option = /^--?([\w-]{1,40})=/.exec(text)?.[1];
  const name = option ?? key ?? '';
  const judged = /^authorization$/i.test(name) ? 'secret' : secretName(name);
  if (
    judged === 'none' ||
    value === '' ||
    /^\$|^\{env:|\$\{/.test(value) ||
    isPlaceholder(value) ||
    !isSecretValue(value, judged, 'dotenv')
  )
    return undefined;
  return { value, kind: kindOfVariable(name, judged), name };
}

/** A name in capitals, the same for the same value, none for two. */
function nameOf(found: Literal, server: string, names: Map<string, string>): string {
  const own =
    found.name !== undefined && secretName(found.name) !== 'none'
      ? found.name
      : `${server}_${/token|jwt/i.test(found.kind) ? 'token' : 'key'}`;
  const base = own
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]{1,64}/g, '_')
    .replaceAll(/^_|_$/g, '')
    .toUpperCase();
  let name = base;
  for (let i = 2; names.has(name) && names.get(name) !== found.value; i++) name = `${base}_${i}`;
  names.set(name, found.value);
  return name;
}

function referenceTo(variable: string, syntax: Syntax): string {
  switch (syntax) {
    case 'inputs':
      return `\${input:${variable}}`;
    case 'dollarEnv':
      return `\${env:${variable}}`;
    case 'braceEnv':
      return `{env:${variable}}`;
    case 'dollar':
    case 'none':
      return `\${${variable}}`;
  }
}

/** Remote servers: without TLS others listen, without a login on a public address others use it. */
function warningsOf(server: string, entry: Node, line: number): readonly McpWarning[] {
  const fields = getNodeValue(entry) as Json;
  if (!isJsonObject(fields)) return [];
  const url = [fields['url'], fields['httpUrl'], fields['serverUrl']].find((one): one is string => typeof one === 'string');
  if (url === undefined) return [];
  const host = readAddress(url)?.hosts[0] ?? '';
  if (host === '' || /[${]/.test(host) || !hostEnvironment(host).remote) return [];
  const found: McpWarning[] = [];
  if (/^(?:http|ws):\/\//i.test(url))
    found.push({
      server,
      line,
      text: `${server} is reached at ${host} without TLS: whoever is on the way can read and change what it says`,
    });
  const headers = fields['headers'] ?? fields['requestInit'];
  const login = isJsonObject(headers) && Object.keys(headers).some((name) => /authorization|key|token|cookie/i.test(name));
  const inUrl = /:\/\/[^/?#\s]{1,256}@|[?&](?:token|key|api_?key|access_token)=/i.test(url);
  const byClient = isJsonObject(fields['oauth']) || isJsonObject(fields['auth']);
  if (!login && !inUrl && !byClient)
    found.push({
      server,
      line,
      text: `${server} at ${host} has no login in these settings: unless it asks for one by itself (OAuth), anybody can use it`,
    });
  return found;
}

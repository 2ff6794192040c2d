import { classifySql } from '../../payload/sql.ts';
import type { SqlDialect } from '../../payload/sqlFinding.ts';
import type { Action, Json } from '../../types.ts';
import { splitUrl, type HttpRequest } from '../../payload/request.ts';
import { judgeGraphql } from '../http/judgeGraphql.ts';
import { judgeRequest } from '../http/judgeRequest.ts';
import { opaqueRule } from '../opaque.ts';
import type { ActionTool, Draft, Rule, RuleContext, Target } from '../rule.ts';
import { judgeSql } from '../sql/judgeSql.ts';
import { callInvocation, equivalentOf, judgeCodeArguments, judgeShellArguments, linesOf, runsShell } from './commandLines.ts';
import { judgeFileTool } from './fileTools.ts';
import { flattened, nameFrom, objectOf, stringsOf, targetOf, textOf, type JsonObject } from './input.ts';
import { functionOf, senseOf, verbOf, type NameSense } from './names.ts';
import { mcpRows, mildTools } from './rows.ts';

/** By the name alone: the annotations of a tool (`destructiveHint`) are not in what agents hand to hooks. */
const mcpDestroyRule: Rule = {
  id: 'mcp.destroyByName',
  effect: 'delete',
  resource: 'resource',
  title: 'Let an MCP server run {name}',
  location: 'remote',
  recovery: 'none',
  source: 'https://modelcontextprotocol.io/specification/2025-06-18/server/tools',
  examples: [],
  nearMisses: [],
};

/** A tool that no name gives away, of a server that says so itself. Many servers say it of everything, so names that read or make pass. */
const mcpHintRule: Rule = {
  id: 'mcp.destroyByHint',
  effect: 'delete',
  resource: 'resource',
  title: 'Let an MCP server run {name}, which it calls destructive',
  location: 'remote',
  recovery: 'window',
  source: 'https://modelcontextprotocol.io/specification/2025-06-18/schema#toolannotations',
  examples: [],
  nearMisses: [],
};

/** Arguments under which servers take SQL or GraphQL, whatever the tool is called. */
const sqlKeys = new Set(['sql', 'statement', 'statements', 'sqlstatements', 'sqlquery', 'mutation', 'ddl']);
/** The same, but used for searching, too. */
const queryKeys = new Set(['query', 'queries', 'command', 'script', 'migration', 'text']);

function queriesOf(input: JsonObject, reads: boolean): readonly string[] {
  return Object.entries(input).flatMap(([key, value]) => {
    const name = key.toLowerCase().replace(/[^a-z]/g, '');
    return sqlKeys.has(name) || (!reads && queryKeys.has(name)) ? stringsOf(value) : [];
  });
}

function dialectOf(server: string): SqlDialect | undefined {
  const name = server.toLowerCase();
  if (/mysql|mariadb|planetscale/.test(name)) return 'mysql';
  if (/sqlite|turso|d1|libsql/.test(name)) return 'sqlite';
  if (/mssql|sql-?server|azure-sql/.test(name)) return 'mssql';
  if (/oracle/.test(name)) return 'oracle';
  return /postgres|supabase|neon|pgsql/.test(name) ? 'postgres' : undefined;
}

/** `kubectl-delete`, `kubectlDelete` and `kubectl_delete` are one name. */
function toolName(tool: string): string {
  return tool
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_');
}

/** Servers put their own name in front of their tools: `supabase_delete_branch`. */
function withoutServer(tool: string, server: string): string {
  const prefix = `${server
    .toLowerCase()
    .replace(/[-_ ]?mcp(?:[-_ ]?server)?$|^mcp[-_ ]/g, '')
    .replace(/[^a-z0-9]+/g, '_')}_`;
  return prefix.length > 1 && tool.startsWith(prefix) && tool.length > prefix.length ? tool.slice(prefix.length) : tool;
}

type McpAction = Extract<Action, { readonly type: 'mcp' }>;

/** What the name of a server's tool says, its table row included. */
export function senseOfTool(server: string, name: string): NameSense {
  const lowServer = server.toLowerCase();
  const full = toolName(name);
  const tool = withoutServer(full, server);
  const matches = (servers: RegExp, tools: RegExp): boolean => servers.test(lowServer) && (tools.test(tool) || tools.test(full));
  if (mildTools.some(([servers, tools]) => matches(servers, tools))) return 'other';
  return mcpRows.some((row) => row.when === undefined && matches(row.servers, row.tools)) ? 'destroys' : senseOf(lowServer, tool);
}

/** `{"script": …, "language": "bash"}`. */
function isShellScript(fields: JsonObject): boolean {
  return /^(?:bash|sh|zsh|shell|powershell|pwsh)$/i.test(textOf(fields, 'language', 'lang', 'interpreter', 'shell') ?? '');
}

/** Something to run and what it is given, whatever the tool that takes it is called. */
function namesProgram(fields: JsonObject): boolean {
  const { script: _, input: __, ...commands } = fields;
  return linesOf(commands, '').some((line) => /^\s*['"]?[\w.+/-]+['"]?\s+\S/.test(line));
}

/** Words of tools that add: what they make can be taken away again. */
function makes(tool: string): boolean {
  return /(?:^|_)(?:create|add|new|make|insert|append|upload|generate|draft|start|open|save|set|update|edit|write|send|post|run|execute|call|invoke|navigate|click|type|press|take|fill)(?:_|$)/.test(
    tool,
  );
}

function judgeCall({ server, tool: name, input, destructiveHint: hinted }: McpAction, cwd: string, context: RuleContext): readonly Draft[] {
  const lowServer = server.toLowerCase();
  const full = toolName(name);
  const tool = withoutServer(full, server);
  const fields = flattened(objectOf(input));
  const target = targetOf(server, input);
  const row = mcpRows.find(
    (candidate) =>
      candidate.servers.test(lowServer) && (candidate.tools.test(tool) || candidate.tools.test(full)) && (candidate.when?.(fields) ?? true),
  );
  if (row) {
    const resource = { kind: row.rule.resource, name: textOf(fields, ...row.names) ?? nameFrom(name, fields), provider: server };
    return [{ rule: row.rule, resource, target, evidence: [{ text: `${server}: ${name}` }] }];
  }
  const line = equivalentOf(lowServer, full, input);
  if (line) return line.length === 0 ? [] : context.invocations({ invocations: [callInvocation(line, cwd, line.join(' '))], opaque: [] });
  const drafts: Draft[] = [];
  const sense = senseOf(lowServer, tool);
  for (const text of queriesOf(fields, sense === 'reads' && !isSqlTool(lowServer, tool)))
    drafts.push(...judgeText(text, target, server, context));
  const shell = runsShell(lowServer, full) || isShellScript(fields);
  if (shell || (sense !== 'reads' && namesProgram(fields)))
    drafts.push(...judgeShellArguments(lowServer, full, fields, cwd, context).filter((draft) => shell || draft.rule !== opaqueRule));
  drafts.push(...judgeCodeArguments(lowServer, full, input, cwd, context));
  const files = judgeFileTool(lowServer, tool, input, cwd, context);
  if (files) return [...drafts, ...files];
  const mild = mildTools.some(([servers, tools]) => servers.test(lowServer) && (tools.test(tool) || tools.test(full)));
  if (drafts.length > 0 || mild) return drafts;
  const request = requestOf(fields);
  if (request) return judgeRequest(request, context);
  const said = sense === 'other' ? (verbOf(fields) ?? functionOf(fields)) : undefined;
  if (said !== undefined)
    return [
      {
        rule: mcpDestroyRule,
        title: `Let the MCP server ${server} run ${name} with "${said}" on {name}`,
        resource: { kind: 'resource', name: nameFrom(name, fields), provider: server },
        target,
        evidence: [{ text: `Its arguments say so: ${said}` }],
      },
    ];
  if (sense !== 'destroys') {
    if (!hinted || sense === 'reads' || makes(tool)) return drafts;
    const resource = { kind: 'resource', name: nameFrom(name, fields), provider: server };
    return [{ rule: mcpHintRule, resource, target, evidence: [{ text: `${server} marks its tool ${name} as destructive` }] }];
  }
  return [
    {
      rule: mcpDestroyRule,
      title: `Let the MCP server ${server} run ${name} on {name}`,
      resource: { kind: 'resource', name: nameFrom(name, fields), provider: server },
      target,
      evidence: [{ text: `The tool's name says so: ${name}` }],
    },
  ];
}

/** A request that a tool is told to send: `method` and `url`. */
function requestOf(fields: JsonObject): HttpRequest | undefined {
  const method = textOf(fields, 'method', 'httpMethod', 'requestMethod', 'verb')?.toUpperCase();
  const url = textOf(fields, 'url', 'uri', 'endpoint');
  if (method === undefined || url === undefined || !/^https?:\/\//i.test(url)) return undefined;
  const parts = splitUrl(url);
  const body = textOf(fields, 'body', 'data');
  return {
    method,
    url: parts.shown,
    scheme: parts.scheme,
    host: parts.host,
    path: parts.path,
    query: parts.query,
    headers: new Map(),
    files: [],
    ...(body === undefined ? {} : { body: { text: body, known: true } }),
  };
}

/** `query` and `read_query` of a server for databases take SQL; `search` of one for documents does not. */
function isSqlTool(server: string, tool: string): boolean {
  if (/search|docs|documentation/.test(tool)) return false;
  return (
    /sql|query|statement/.test(tool) ||
    /postgres|mysql|mariadb|sqlite|supabase|neon|snowflake|bigquery|clickhouse|duckdb|redshift|database|\bdb\b|jdbc|d1|turso/.test(server)
  );
}

function judgeText(text: string, target: Target, server: string, context: RuleContext): readonly Draft[] {
  const dialect = dialectOf(server);
  const sql = classifySql(text, dialect).length === 0 ? [] : judgeSql(text, target, context, dialect ? { dialect } : {});
  return [...sql.filter((draft) => draft.rule !== opaqueRule || /^\s*\w+\s/.test(text)), ...judgeGraphql(text, target, context)];
}

/** MCP calls: known tools by table, others by their arguments and their names. */
export const mcpActions: ActionTool = {
  family: 'mcp',
  rules: [mcpDestroyRule, mcpHintRule, ...mcpRows.map((row) => row.rule).filter((rule) => rule.id.startsWith('mcp.'))],
  find(action: Action, cwd: string, context: RuleContext): readonly Draft[] {
    return action.type === 'mcp' ? judgeCall(action, cwd, context) : [];
  },
};

/**
 * Tools of agents that we do not know. Their names are those of programs and of notes, tasks and plans alike, so that only what they
 * carry is judged: shell text, SQL, and paths of a tool that deletes.
 */
export const otherActions: ActionTool = {
  family: 'mcp',
  rules: [],
  find(action: Action, cwd: string, context: RuleContext): readonly Draft[] {
    if (action.type !== 'other') return [];
    const tool = toolName(action.tool);
    const fields = objectOf(action.input);
    const reads = senseOf('', tool) === 'reads';
    const drafts: Draft[] = [];
    for (const text of queriesOf(fields, reads))
      drafts.push(...judgeText(text, targetOf('', action.input), '', context).filter((draft) => draft.rule !== opaqueRule));
    const shell = runsShell('', tool);
    if (shell || ['command', 'cmd', 'script'].some((key) => typeof fields[key] === 'string'))
      drafts.push(
        ...judgeShellArguments('', tool, shell ? action.input : onlyCommands(fields), cwd, context).filter(
          (draft) => shell || draft.rule !== opaqueRule,
        ),
      );
    drafts.push(
      ...judgeCodeArguments('', tool, action.input, cwd, context),
      ...(judgeFileTool('', tool, action.input, cwd, context) ?? []),
    );
    return drafts;
  },
};

function onlyCommands(fields: JsonObject): Json {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => /^(?:command|cmd|script|cwd|workdir)$/i.test(key)));
}

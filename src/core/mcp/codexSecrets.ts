import { parse } from 'smol-toml';
import type { Json } from '../types.ts';
import { isJsonObject } from '../payload/json.ts';

/** A literal in the table of a server: where it stands, and the variable that is to take its place. */
export interface CodexLiteral {
  readonly server: string;
  /** `env.TOKEN`, `http_headers.Authorization`. */
  readonly table: 'env' | 'http_headers';
  readonly key: string;
  readonly variable: string;
}

/**
 * `config.toml` of Codex with variables in place of literals. It expands nothing in values: variables of the process are handed on by name
 * (`env_vars`), and headers are taken from them (`bearer_token_env_var`, `env_http_headers`). https://developers.openai.com/codex/mcp
 *
 * Whole lines are replaced and all others keep their bytes; undefined when the text is written in a way that this would change.
 */
export function withCodexReferences(source: string, literals: readonly CodexLiteral[]): string | undefined {
  let lines = source.split('\n');
  for (const literal of literals) {
    const next = withReference(lines, literal);
    if (next === undefined) return undefined;
    lines = next;
  }
  const text = lines.join('\n');
  return says(text, expected(source, literals)) ? text : undefined;
}

const bearer = /^Bearer\s+/i;

/** What the table says in place of the literal. */
function reference({ table, key, variable }: CodexLiteral, value: string): readonly [name: string, add: Json] {
  if (table === 'env') return ['env_vars', [variable]];
  return /^authorization$/i.test(key) && bearer.test(value)
    ? ['bearer_token_env_var', variable]
    : ['env_http_headers', { [key]: variable }];
}

function withReference(lines: readonly string[], literal: CodexLiteral): string[] | undefined {
  const { server, table, key } = literal;
  const own = sectionOf(lines, ['mcp_servers', server]);
  const inner = sectionOf(lines, ['mcp_servers', server, table]);
  if (!own) return undefined;
  const result = [...lines];
  let value: string | undefined;
  if (inner) {
    const at = lineOf(lines, inner, key);
    if (at === undefined) return undefined;
    value = text(valueOf(lines[at]!, key));
    result.splice(at, 1);
  } else {
    const at = lineOf(lines, own, table);
    const values = at === undefined ? undefined : valueOf(lines[at]!, table);
    if (at === undefined || !isJsonObject(values)) return undefined;
    value = text(values[key]);
    const rest = Object.entries(values).filter(([name]) => name !== key);
    const indent = /^\s*/.exec(lines[at]!)![0];
    const line = `${indent}${table} = { ${rest.map(([name, one]) => `${keyText(name)} = ${JSON.stringify(one)}`).join(', ')} }`;
    result.splice(at, 1, ...(rest.length === 0 ? [] : [line]));
  }
  if (value === undefined) return undefined;
  const [name, add] = reference(literal, value);
  const there = sectionOf(result, ['mcp_servers', server])!;
  const at = lineOf(result, there, name);
  const before = at === undefined ? undefined : valueOf(result[at]!, name);
  if (at !== undefined && before === undefined) return undefined;
  const line = `${name} = ${tomlOf(merged(before, add))}`;
  if (at === undefined) result.splice(there.start + 1, 0, line);
  else result[at] = `${/^\s*/.exec(result[at]!)![0]}${line}`;
  return result;
}

interface Section {
  readonly start: number;
  readonly end: number;
}

/** The lines below a table's header, up to the next one. */
function sectionOf(lines: readonly string[], path: readonly string[]): Section | undefined {
  const start = lines.findIndex((line) => {
    const head = /^\s*\[([^[\]]+)\]\s*(?:#.*)?\r?$/.exec(line)?.[1];
    return head !== undefined && (head.match(/"[^"]*"|'[^']*'|[^.\s]+/g) ?? []).map(unquoted).join('\0') === path.join('\0');
  });
  if (start < 0) return undefined;
  const next = lines.findIndex((line, index) => index > start && /^\s*\[/.test(line));
  return { start, end: next < 0 ? lines.length : next };
}

function lineOf(lines: readonly string[], { start, end }: Section, key: string): number | undefined {
  for (let at = start + 1; at < end; at++) {
    const name = /^\s*("[^"]*"|'[^']*'|[\w-]+)\s*=/.exec(lines[at]!)?.[1];
    if (name !== undefined && unquoted(name) === key) return at;
  }
  return undefined;
}

/** The value of a line that stands by itself; undefined when it goes on. */
function valueOf(line: string, key: string): Json | undefined {
  try {
    return (parse(line) as Record<string, Json>)[key];
  } catch {
    return undefined; // A value of several lines: left alone.
  }
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function unquoted(name: string): string {
  return /^["']/.test(name) ? name.slice(1, -1) : name;
}

function keyText(name: string): string {
  return /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
}

function merged(before: Json | undefined, add: Json): Json {
  if (Array.isArray(add)) return [...(Array.isArray(before) ? (before as readonly Json[]) : []), ...(add as readonly Json[])];
  return isJsonObject(add) ? { ...(isJsonObject(before) ? before : {}), ...add } : add;
}

function tomlOf(value: Json): string {
  return isJsonObject(value)
    ? `{ ${Object.entries(value)
        .map(([name, one]) => `${keyText(name)} = ${JSON.stringify(one)}`)
        .join(', ')} }`
    : JSON.stringify(value);
}

/** What the text must say afterwards, worked out on values. */
function expected(source: string, literals: readonly CodexLiteral[]): Json {
  const lines = source.split('\n');
  const whole = JSON.parse(JSON.stringify(parse(source))) as { mcp_servers?: Record<string, Record<string, Json>> };
  for (const literal of literals) {
    const server = whole.mcp_servers?.[literal.server];
    const values = server?.[literal.table];
    if (!server || !isJsonObject(values)) continue;
    const [name, add] = reference(literal, text(values[literal.key]) ?? '');
    const { [literal.key]: _, ...rest } = values;
    if (Object.keys(rest).length === 0 && !sectionOf(lines, ['mcp_servers', literal.server, literal.table])) delete server[literal.table];
    else server[literal.table] = rest;
    server[name] = merged(server[name], add);
  }
  return whole;
}

function says(source: string, wanted: Json): boolean {
  try {
    return sorted(JSON.parse(JSON.stringify(parse(source))) as Json) === sorted(wanted);
  } catch {
    return false;
  }
}

function sorted(value: Json): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isJsonObject(inner as Json) ? Object.fromEntries(Object.entries(inner as object).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

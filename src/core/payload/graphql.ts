import {
  Kind,
  parse,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql/language';
import type { Json } from '../types.ts';
import { isJsonObject, readJson } from './json.ts';

/** A field of the mutation root that a request would run, with its arguments; or a request that cannot be read. */
export type GraphqlFinding =
  | { readonly type: 'mutation'; readonly field: string; readonly args: Readonly<Record<string, Json>> }
  | { readonly type: 'opaque'; readonly reason: string };

interface GraphqlRequest {
  readonly query: string | undefined;
  readonly variables: Readonly<Record<string, Json>>;
  readonly operationName: string | undefined;
}

/** Longer bodies are not parsed. */
const maxBody = 1 << 20;
const maxTokens = 50_000;
const maxDepth = 200;
const maxRequests = 1000;
const maxFindings = 1000;

/**
 * Mutations in an HTTP body: GraphQL-over-HTTP JSON, a batch of them, a form with `query`, or a bare document. Empty when the body
 * is no GraphQL, or only queries.
 */
export function classifyGraphql(body: string): readonly GraphqlFinding[] {
  // Nobody escapes plain letters but to hide a word, which only parsing would find.
  if (body.length > maxBody) return mentionsMutation(body) || /\\u00[4-7][\da-f]/i.test(body) ? [opaque('it is too long')] : [];
  const requests = requestsOf(body);
  if (requests === undefined) return looksLikeGraphql(body) && mentionsMutation(body) ? [opaque('its GraphQL cannot be parsed')] : [];
  const findings: GraphqlFinding[] = [];
  for (const request of requests.slice(0, maxRequests)) {
    if (request.query === undefined) findings.push(opaque('it names a stored query whose text is not known'));
    else findings.push(...classifyDocument(request.query, request.variables, request.operationName));
    if (findings.length > maxFindings) return [...findings.slice(0, maxFindings), opaque('it holds too many mutations')];
  }
  if (requests.length > maxRequests) findings.push(opaque('it holds too many requests'));
  return findings;
}

/** Mutations in the text of a GraphQL document. */
export function classifyDocument(
  text: string,
  variables: Readonly<Record<string, Json>> = {},
  operationName?: string,
): readonly GraphqlFinding[] {
  if (!mentionsMutation(text)) return [];
  if (nestsTooDeeply(text)) return [opaque('it is nested too deeply')];
  try {
    return mutationsOf(parse(text, { noLocation: true, maxTokens }), variables, operationName);
  } catch (error) {
    // A RangeError is nesting that would break the reader: as unreadable as a syntax error.
    return [opaque(error instanceof RangeError ? 'it is nested too deeply' : 'its GraphQL cannot be parsed')];
  }
}

/**
 * Brackets are counted before the recursive parser sees them: V8 ends the whole process, and no `catch` sees it, when it has to
 * compile a regular expression near the end of the stack.
 */
function nestsTooDeeply(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x7b || code === 0x5b || code === 0x28) {
      if (++depth > maxDepth) return true;
    } else if ((code === 0x7d || code === 0x5d || code === 0x29) && depth > 0) depth--;
  }
  return false;
}

function mutationsOf(
  document: DocumentNode,
  variables: Readonly<Record<string, Json>>,
  operationName: string | undefined,
): readonly GraphqlFinding[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  // A name that matches none is an error of the server's or of ours: judge all.
  const named = operations.filter((operation) => operation.name?.value === operationName);
  const findings: GraphqlFinding[] = [];
  for (const operation of named.length > 0 && operationName !== undefined ? named : operations) {
    if (operation.operation !== 'mutation') continue;
    collect(operation.selectionSet, fragments, withDefaults(operation, variables), new Set(), findings);
  }
  return findings;
}

function collect(
  selection: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: Readonly<Record<string, Json>>,
  seen: Set<string>,
  findings: GraphqlFinding[],
): void {
  for (const node of selection.selections) {
    if (findings.length > maxFindings) return;
    if (node.kind === Kind.FIELD) {
      const args = (node.arguments ?? []).map((argument) => [argument.name.value, valueOf(argument.value, variables)] as const);
      findings.push({ type: 'mutation', field: node.name.value, args: Object.fromEntries(args) });
    } else if (node.kind === Kind.INLINE_FRAGMENT) {
      collect(node.selectionSet, fragments, variables, seen, findings);
    } else {
      const name = node.name.value;
      const fragment = fragments.get(name);
      if (!fragment) {
        findings.push(opaque(`it uses the fragment ${name}, which is not there`));
      } else if (!seen.has(name)) {
        seen.add(name);
        collect(fragment.selectionSet, fragments, variables, seen, findings);
      }
    }
  }
}

function withDefaults(operation: OperationDefinitionNode, variables: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  const all: Record<string, Json> = {};
  for (const definition of operation.variableDefinitions ?? [])
    if (definition.defaultValue) all[definition.variable.name.value] = valueOf(definition.defaultValue, {});
  return { ...all, ...variables };
}

function valueOf(node: ValueNode, variables: Readonly<Record<string, Json>>): Json {
  switch (node.kind) {
    case Kind.VARIABLE:
      return Object.hasOwn(variables, node.name.value) ? variables[node.name.value]! : `$${node.name.value}`;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.STRING:
    case Kind.ENUM:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.NULL:
      return null;
    case Kind.LIST:
      return node.values.map((value) => valueOf(value, variables));
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map((field) => [field.name.value, valueOf(field.value, variables)]));
    default:
      return null;
  }
}

/** Undefined when the body is no GraphQL request that can be read. */
function requestsOf(body: string): readonly GraphqlRequest[] | undefined {
  const json = readJson(body);
  if (json !== undefined) {
    return (Array.isArray(json) ? (json as readonly Json[]) : [json]).map(requestOf).filter((request) => request !== undefined);
  }
  const text = body.trimStart();
  if (isDocument(text)) return [{ query: text, variables: {}, operationName: undefined }];
  const form = fromForm(text);
  if (form) return form;
  const loose = looseQuery(body);
  return loose === undefined ? undefined : [{ query: loose, variables: {}, operationName: undefined }];
}

function requestOf(json: Json): GraphqlRequest | undefined {
  if (!isJsonObject(json)) return undefined;
  const query = json['query'] ?? json['mutation'];
  const variables = typeof json['variables'] === 'string' ? readJson(json['variables']) : json['variables'];
  const operationName = typeof json['operationName'] === 'string' ? json['operationName'] : undefined;
  const shared = { variables: isJsonObject(variables) ? variables : {}, operationName };
  if (typeof query === 'string') {
    if (json['query'] === undefined && !isDocument(query.trimStart())) return undefined;
    return { query, ...shared };
  }
  const extensions = json['extensions'];
  const persisted = isJsonObject(extensions) && extensions['persistedQuery'] !== undefined;
  // `id`, `documentId` and `queryId` alone are ordinary JSON; beside `variables` they are a stored query (Relay, Apollo, Hasura).
  const stored = json['variables'] !== undefined && ['documentId', 'queryId', 'doc_id', 'id'].some((key) => typeof json[key] === 'string');
  return persisted || stored ? { query: undefined, ...shared } : undefined;
}

function isDocument(text: string): boolean {
  return /^(?:#[^\n]*\n\s*)*(?:mutation|query|subscription|fragment)\b[\s\w(${@]/.test(text) && text.includes('{');
}

/** `query=mutation%7B…%7D&variables=…` and multipart `operations`. */
function fromForm(text: string): readonly GraphqlRequest[] | undefined {
  const fields = new Map<string, string>();
  for (const pair of text.split('&').slice(0, 100)) {
    const equals = pair.indexOf('=');
    if (equals > 0) fields.set(pair.slice(0, equals), decodeForm(pair.slice(equals + 1)));
  }
  const operations = fields.get('operations');
  if (operations !== undefined) return requestsOf(operations);
  const query = fields.get('query');
  if (query === undefined || !/[{]/.test(query)) return undefined;
  const variables = readJson(fields.get('variables') ?? '');
  return [{ query, variables: isJsonObject(variables) ? variables : {}, operationName: fields.get('operationName') }];
}

function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** The `query` string of JSON that does not parse: real line breaks inside strings, a missing brace. */
function looseQuery(body: string): string | undefined {
  const match = /"query"\s*:\s*"((?:[^"\\]|\\[\s\S])*)"/.exec(body);
  return match?.[1]?.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, hex: string | undefined, char: string | undefined) =>
    hex === undefined ? (char === 'n' || char === 'r' || char === 't' ? ' ' : char!) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function looksLikeGraphql(body: string): boolean {
  return /["']?query["']?\s*[:=]/.test(body) || /^\s*mutation\b/.test(body);
}

function mentionsMutation(text: string): boolean {
  return /\bmutation\b/.test(text);
}

function opaque(reason: string): GraphqlFinding {
  return { type: 'opaque', reason };
}

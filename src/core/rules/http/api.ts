import type { GraphqlFinding } from '../../payload/graphql.ts';
import { isJsonObject } from '../../payload/json.ts';
import type { HttpRequest } from '../../payload/request.ts';
import type { Json } from '../../types.ts';
import type { Rule } from '../rule.ts';

/** What is known of a provider's HTTP API. One file per provider in the folder of its tool; all meet in http/apis.ts. */
export interface Api {
  /** As one would write it: `Railway`. */
  readonly provider: string;
  /** Whose links count for the environment: `railway`. */
  readonly tool: string;
  /** `backboard.railway.com`, `*.example.com`. */
  readonly hosts: readonly string[];
  readonly mutations?: readonly MutationRow[];
  /** Mutations whose name sounds destructive and that are not. */
  readonly harmless?: ReadonlySet<string>;
  readonly endpoints?: readonly EndpointRow[];
}

/** A GraphQL mutation that destroys. */
export interface MutationRow {
  readonly fields: readonly string[];
  readonly rule: Rule;
  /** Arguments that name the resource, the best first; `input.name` looks inside an object. Default: `id`. */
  readonly names?: readonly string[];
  /** Only with these arguments. */
  readonly when?: (args: Readonly<Record<string, Json>>) => boolean;
}

/** A REST call that destroys. */
export interface EndpointRow {
  readonly methods: readonly string[];
  /** `/v1/projects/{project}/branches/{name}`: `{name}` names the resource, other braces are identifiers, `*` is any one segment. */
  readonly path: string;
  readonly rule: Rule;
  readonly when?: (request: HttpRequest) => boolean;
}

export interface EndpointMatch {
  readonly row: EndpointRow;
  readonly name: string | undefined;
  readonly ids: readonly string[];
}

type Mutation = Extract<GraphqlFinding, { type: 'mutation' }>;

/** The row of the table that a mutation falls under. */
export function findMutation(api: Api, mutation: Mutation): MutationRow | undefined {
  return api.mutations?.find((row) => row.fields.includes(mutation.field) && (row.when === undefined || row.when(mutation.args)));
}

export function findEndpoint(api: Api, request: HttpRequest): EndpointMatch | undefined {
  for (const row of api.endpoints ?? []) {
    if (!row.methods.includes(request.method)) continue;
    const match = matchPath(row.path, request.path);
    if (match && (row.when === undefined || row.when(request))) return { row, ...match };
  }
  return undefined;
}

/** The name and the identifiers that stand in a path, when it has the pattern's form. */
function matchPath(pattern: string, path: string): { name: string | undefined; ids: readonly string[] } | undefined {
  const steps = pattern.split('/').filter((step) => step !== '');
  const parts = path.split('/').filter((part) => part !== '');
  if (steps.length !== parts.length) return undefined;
  let name: string | undefined;
  const ids: string[] = [];
  for (const [index, step] of steps.entries()) {
    const part = parts[index]!;
    if (step === '*') continue;
    if (step.startsWith('{')) {
      if (step === '{name}') name = part;
      ids.push(part);
    } else if (step.toLowerCase() !== part.toLowerCase()) {
      return undefined;
    }
  }
  return { name, ids };
}

/** `input.name` of the arguments, as text. */
export function argumentAt(args: Readonly<Record<string, Json>>, path: string): string | undefined {
  let value: Json | undefined = args;
  for (const step of path.split('.')) value = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) {
    const texts = (value as readonly Json[]).filter((entry) => typeof entry === 'string');
    return texts.length > 0 ? texts.slice(0, 5).join(', ') : undefined;
  }
  return undefined;
}

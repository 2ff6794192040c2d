import { isJsonObject } from '../../payload/json.ts';
import type { Json } from '../../types.ts';
import type { MutationRow } from '../http/api.ts';
import type { VerbRule } from '../verbTool.ts';

/** A row for the CLI and for the GraphQL API alike. `words` is empty where the CLI has no such command. */
export interface RailwayRule extends VerbRule {
  readonly mutations?: readonly Omit<MutationRow, 'rule'>[];
}

/** A page of the CLI's documentation. */
export const cli = (page: string): string => `https://docs.railway.com/cli/${page}`;
/** Introspection of the public API, as the CLI's own source carries it. */
export const schema = 'https://github.com/railwayapp/cli/blob/master/src/gql/schema.json';
/** Most of what is Railway's is lost when it is deleted. */
export const shared = { location: 'remote', recovery: 'none' } as const;

/** Parts of the examples. */
export const post =
  'curl https://backboard.railway.com/graphql/v2 -H "Authorization: Bearer $RAILWAY_API_TOKEN" -H "Content-Type: application/json"';
/** An example that sends a document to the API. */
export const api = (query: string): string => `${post} -d '${JSON.stringify({ query })}'`;
/** A made-up identifier. */
export const id = '3d2c42fb-1f0a-4c7e-9b1d-5f2c8a6e7d10';

/** A value inside of the arguments. */
export function at(args: Readonly<Record<string, Json>>, ...path: readonly string[]): Json | undefined {
  let value: Json | undefined = args;
  for (const step of path) value = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  return value;
}

/** The same as text; empty when it is none. */
export function textAt(args: Readonly<Record<string, Json>>, ...path: readonly string[]): string {
  const value = at(args, ...path);
  return typeof value === 'string' ? value : '';
}

/** Whether a patch of an environment's configuration takes something out: `isDeleted: true`, or a service or volume set to null. */
export function patchDeletes(value: Json | undefined, depth = 0): boolean {
  if (depth > 12 || value === undefined || value === null || typeof value !== 'object') return false;
  if (Array.isArray(value)) return (value as readonly Json[]).slice(0, 500).some((entry) => patchDeletes(entry, depth + 1));
  return Object.entries(value as { readonly [key: string]: Json }).some(
    ([key, inner]) =>
      (key === 'isDeleted' && inner !== false && inner !== 'false') ||
      (/^(?:op|type|kind|action|operation)$/.test(key) && typeof inner === 'string' && /delete|remove|destroy/i.test(inner)) ||
      (/^(?:services|volumes|buckets|databases)$/.test(key) && isJsonObject(inner) && Object.values(inner).includes(null)) ||
      patchDeletes(inner, depth + 1),
  );
}

import { isJsonObject, readJson } from '../../payload/json.ts';
import { headerOf, type HttpRequest } from '../../payload/request.ts';
import type { Json } from '../../types.ts';
import type { Draft, RuleContext, Target } from '../rule.ts';
import { judgeSql } from './judgeSql.ts';

/** Fields under which servers take SQL: Supabase and Neon `query`, libSQL `sql`, Databricks and Snowflake `statement`. */
const fields = new Set(['sql', 'query', 'statement', 'stmt', 'q', 'queries', 'statements', 'requests', 'args']);

/** Paths of endpoints that run SQL. Elsewhere `query` is a search. */
const endpoint = /\b(?:sql|query|queries|exec|execute|statements?|pipeline|database|warehouse|rpc)\b/i;

/** SQL that a request carries, for servers that take it over HTTP: ClickHouse, libSQL, Supabase, Neon, Databricks, rqlite. */
export function judgeSqlOverHttp(request: HttpRequest, target: Target, context: RuleContext): readonly Draft[] {
  return textsOf(request).flatMap((text) =>
    judgeSql(text, target, context, { known: request.body?.known ?? true }).filter((draft) => draft.rule.effect !== 'opaque'),
  );
}

function textsOf(request: HttpRequest): readonly string[] {
  const texts: string[] = [];
  const { body } = request;
  // ClickHouse: port 8123, `?query=`, or the whole body.
  const query = request.query.filter(([name]) => name === 'query' || name === 'sql' || (name === 'q' && request.path.includes('db/')));
  const bare = request.path === '/' || endpoint.test(request.path);
  if (bare) texts.push(...query.map(([, value]) => value));
  if (!body || body.text.length > 1 << 20) return texts;
  const json = readJson(body.text);
  if (json === undefined) {
    const type = headerOf(request, 'content-type');
    if (bare && !/json|xml|html/.test(type)) texts.push(body.text);
    return texts;
  }
  if (bare) collect(json, texts, 0);
  return texts;
}

function collect(json: Json, into: string[], depth: number): void {
  if (into.length >= 50 || depth > 5) return;
  if (Array.isArray(json)) {
    for (const entry of (json as readonly Json[]).slice(0, 50))
      if (typeof entry === 'string') into.push(entry);
      else collect(entry, into, depth + 1);
  } else if (isJsonObject(json)) {
    for (const [key, value] of Object.entries(json)) {
      if (!fields.has(key.toLowerCase())) continue;
      if (typeof value === 'string') into.push(value);
      else collect(value, into, depth + 1);
    }
  }
}

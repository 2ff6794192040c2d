import type { Api, EndpointRow } from '../http/api.ts';
import type { Rule } from '../rule.ts';

/** One row of a provider's REST API: what its DELETE (or another method) at these paths destroys. */
export interface RestRow {
  /** Second half of the rule's id: `deleteVolume`. */
  readonly id: string;
  readonly resource: string;
  /** With `{name}`. Default: `Delete the <provider> <resource> {name}`. */
  readonly title?: string;
  /** Path templates: `{name}` names the resource, other braces are identifiers, `*` is any one segment. */
  readonly paths: readonly string[];
  readonly methods?: readonly string[];
  readonly effect?: Rule['effect'];
  readonly recovery?: Rule['recovery'];
  readonly takes?: string;
  readonly safer?: string;
  readonly source?: string;
}

export interface RestSpec {
  /** First half of the rules' ids: `neonApi`. */
  readonly family: string;
  readonly provider: string;
  readonly tool: string;
  readonly hosts: readonly string[];
  /** Address of the API's reference. */
  readonly source: string;
  readonly rows: readonly RestRow[];
  /** DELETEs that take away nothing anybody misses: labels, reactions, sessions. They pass. */
  readonly light?: readonly string[];
}

/** Builds the table and its examples: every path with the method must be found, and a GET of it must pass. */
export function restApi(spec: RestSpec): Api {
  const { provider, tool, hosts } = spec;
  let endpoints: readonly EndpointRow[] | undefined;
  return {
    provider,
    tool,
    hosts,
    // Made at the first request to one of the hosts: a gate that starts for one command need not build fifty tables.
    get endpoints() {
      endpoints ??= endpointsOf(spec);
      return endpoints;
    },
  };
}

function endpointsOf(spec: RestSpec): readonly EndpointRow[] {
  const host = spec.hosts[0]!.replace(/^\*\.?/, 'acme.').replaceAll('*', 'acme');
  const endpoints: EndpointRow[] = spec.rows.flatMap((row) => {
    const methods = row.methods ?? ['DELETE'];
    const urls = row.paths.map((path) => `https://${host}${path.replace(/\{name\}/g, 'bookings').replace(/\{\w+\}|\*/g, 'a1b2c3')}`);
    const rule: Rule = {
      id: `${spec.family}.${row.id}`,
      effect: row.effect ?? 'delete',
      resource: row.resource,
      title: row.title ?? `Delete the ${spec.provider} ${row.resource} {name}`,
      location: 'remote',
      recovery: row.recovery ?? 'none',
      source: row.source ?? spec.source,
      ...(row.takes === undefined ? {} : { takes: row.takes }),
      ...(row.safer === undefined ? {} : { safer: row.safer }),
      examples: urls.map((url) => `curl -X ${methods[0]} ${url}`),
      nearMisses: urls.slice(0, 1).map((url) => `curl -H 'Accept: application/json' ${url}`),
    };
    return row.paths.map((path) => ({ methods, path, rule }));
  });
  const light: Rule = {
    id: `${spec.family}.lightDelete`,
    effect: 'change',
    resource: 'item',
    title: `Take away from ${spec.provider}: {name}`,
    location: 'remote',
    recovery: 'recoverable',
    source: spec.source,
    examples: (spec.light ?? []).map((path) => `curl -X DELETE https://${host}${path.replace(/\{\w+\}|\*/g, 'a1b2c3')}`),
    nearMisses: [`curl https://${host}/`],
  };
  // First, so that `/_pit` is not taken for the index of that name.
  for (const path of spec.light ?? []) endpoints.unshift({ methods: ['DELETE'], path, rule: light });
  return endpoints;
}

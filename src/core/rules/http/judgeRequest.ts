import { classifyGraphql } from '../../payload/graphql.ts';
import { headerOf, isLoopback, type HttpRequest } from '../../payload/request.ts';
import type { Draft, Rule, RuleContext, Target } from '../rule.ts';
import { judgeSqlOverHttp } from '../sql/sqlOverHttp.ts';
import { findEndpoint } from './api.ts';
import { apiOf, judgeFindings, unreadableBody } from './judgeGraphql.ts';
import { deleteRule, verbPathRule } from './rules.ts';
import { pathDestroys } from './verbs.ts';

/** What a request would destroy: known APIs first, then GraphQL and SQL bodies, then DELETE and telling paths on any host. */
export function judgeRequest(request: HttpRequest, context: RuleContext): readonly Draft[] {
  const method = effectiveMethod(request);
  if (destroysByText(request)) {
    const draft = draftOf(verbPathRule, request, method, targetOf(request));
    // A mere GET is how servers that one is writing are tried out.
    return [method === 'GET' ? onThisMachine(draft, request, context) : draft];
  }
  if (method === 'HEAD' || method === 'OPTIONS') return [];
  const target = targetOf(request);
  // QuestDB runs SQL of a GET: https://questdb.com/docs/query/rest-api/ (unverified). ClickHouse and rqlite take no change that way.
  if (method === 'GET')
    return /(?:^|\/)exec$/.test(request.path)
      ? judgeSqlOverHttp(request, target, context).map((draft) => onThisMachine(draft, request, context))
      : [];
  const api = apiOf(target);
  if (api) {
    const match = findEndpoint(api, { ...request, method });
    if (match) {
      const { row, name, ids } = match;
      const resource = { kind: row.rule.resource, name: name ?? request.url, provider: api.provider };
      return [
        {
          rule: row.rule,
          resource,
          target: { ...target, tool: api.tool, ids: [...(target.ids ?? []), ...ids] },
          evidence: [line(request, method)],
        },
      ];
    }
  }
  const drafts: Draft[] = [];
  const { body } = request;
  if (body) {
    const findings = classifyGraphql(body.text);
    drafts.push(...judgeFindings(findings, target, context));
    if (api?.mutations && !body.known && findings.length === 0)
      drafts.push(unreadableBody('its body is computed', { ...target, tool: api.tool }, context));
  }
  if (drafts.length === 0) drafts.push(...judgeSqlOverHttp(request, target, context));
  if (drafts.length > 0) return drafts.map((draft) => onThisMachine(draft, request, context));
  if (method === 'DELETE') return [onThisMachine(draftOf(deleteRule, request, method, target), request, context)];
  if (method === 'POST' && pathDestroys(request.path))
    return [onThisMachine(draftOf(verbPathRule, request, method, target), request, context)];
  return [];
}

/** Servers that take the operation from the query or from the body of one general address. */
function destroysByText({ method, host, path, query, body }: HttpRequest): boolean {
  // https://solr.apache.org/guide/solr/latest/deployment-guide/collection-management.html
  if (/\/solr\//.test(path)) {
    if (query.some(([name, value]) => name === 'action' && /^(?:DELETE\w*|UNLOAD)$/i.test(value))) return true;
    return /\/update\b/.test(path) && /<delete>|"delete"\s*:/.test(body?.text ?? query.map(([, value]) => value).join(' '));
  }
  const text = body?.text ?? '';
  // https://upstash.com/docs/redis/features/restapi: the command is the path, or a list in the body.
  if (host.endsWith('.upstash.io') && (/^\/(?:flushall|flushdb)(?:\/|$)/i.test(path) || /^\s*\[{1,2}\s*"(?:flushall|flushdb)"/i.test(text)))
    return true;
  // https://www.scaleway.com/en/developers/api/instance/#path-instances-perform-action
  if (/\/servers\/[^/]+\/action$/.test(path) && /"action"\s*:\s*"(?:terminate|poweroff|stop_in_place)"/.test(text)) return true;
  // https://docs.github.com/en/rest/repos/repos#update-a-repository
  if (/^\/repos\/[^/]+\/[^/]+$/.test(path) && method === 'PATCH' && /"(?:archived|private)"\s*:\s*(?:true|false)/.test(text))
    return /"archived"\s*:\s*true|"private"\s*:\s*false/.test(text);
  // https://developer.hashicorp.com/vault/api-docs/system/seal, https://developer.hashicorp.com/consul/api-docs/agent
  if (method === 'PUT' && /\/v1\/(?:sys\/(?:seal|step-down)|agent\/(?:leave|force-leave\/.*))$/.test(path)) return true;
  // Servers that delete on a mere GET: the last word says so, and what it is about is given with it.
  if (method === 'GET' && query.length > 0 && /\/(?:delete|destroy|purge|wipe|drop|truncate|remove)$/i.test(path) && !/docs?\b/.test(host))
    return query.some(([name]) => /^(?:id|ids|confirm|confirmed|name|key|force|all|uid|user|table|db|database)$/i.test(name));
  // https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run, https://docs.digitalocean.com/reference/api/digitalocean/#tag/Droplet-Actions
  if (path.endsWith('/runs') && /"is-destroy"\s*:\s*true/.test(text)) return true;
  if (/\/droplets\/[^/]+\/actions$/.test(path) && /"type"\s*:\s*"(?:rebuild|restore|power_off|disable_backups)"/.test(text)) return true;
  // https://docs.spring.io/spring-boot/api/rest/actuator/shutdown.html
  if (path.endsWith('/actuator/shutdown')) return true;
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html
  if (query.some(([name, value]) => name === 'Action' && /^(?:Delete|Terminate|Deregister|Purge)[A-Z]/.test(value))) return true;
  // https://docs.dgraph.io/admin/dgraph-administration
  if (path.endsWith('/alter')) return /"drop_(?:all|attr|op)"/.test(text);
  return path.endsWith('/_cluster/settings') && /destructive_requires_name"?\s*:\s*"?false/.test(text);
}

/** Databases that one runs on this machine under their usual port: what is in them is data, not a server being developed. */
const databasePorts = /:(?:9200|9201|5984|6333|7700|8108|8983|8086|8123|8529|7474|15672|2379|8500|8200|9090|19530)(?:[/?#]|$)/;

/** Servers of many frameworks take the real method from a header or a field. */
function effectiveMethod(request: HttpRequest): string {
  if (request.method !== 'POST') return request.method;
  const override =
    headerOf(request, 'x-http-method-override') ||
    headerOf(request, 'x-http-method') ||
    headerOf(request, 'x-method-override') ||
    (request.query.find(([name]) => name === '_method')?.[1] ?? '');
  return override === '' ? request.method : override.trim().toUpperCase();
}

function draftOf(rule: Rule, request: HttpRequest, method: string, target: Target): Draft {
  return { rule, resource: { kind: rule.resource, name: request.url }, target, evidence: [line(request, method)] };
}

function line(request: HttpRequest, method: string): { text: string } {
  return { text: `${method} ${request.url}` };
}

function targetOf(request: HttpRequest): Target {
  // `live` is a word of many APIs; as an identifier it would say production.
  const ids = request.path.split('/').filter((part) => part.length > 2 && part.length <= 200 && part !== 'live');
  return {
    ...(request.host === '' ? {} : { hosts: [request.host] }),
    ...(ids.length > 0 ? { ids } : {}),
  };
}

/** The API of a container engine, through its socket: its paths begin with a version or name what it manages. */
function isEngineSocket({ path, url, engine }: HttpRequest): boolean {
  const manages = /^\/(?:v\d+\.\d+\/)?(?:containers|volumes|images|networks|services|secrets|system|build)\/[\w.-]+/.test(path);
  if (manages && (engine === true || /:237[56](?:\/|$)/.test(url))) return true;
  return /^\/(?:v\d+\.\d+\/)?(?:containers|volumes|images|networks|services|secrets)\/[\w.-]+/.test(path) && /^\/v\d|\/prune$/.test(path);
}

/**
 * A server of this machine that one is developing: it passes. Unless it is sent an identifier that the workspace's files know from
 * elsewhere, for then it may be a tunnel or a stand-in for the real thing.
 */
function onThisMachine(draft: Draft, request: HttpRequest, context: RuleContext): Draft {
  if ((databasePorts.test(request.url) && !/\/(?:_doc|docs|documents|points)\/[^/]+$/.test(request.path)) || isEngineSocket(request))
    return draft;
  if (!isLoopback(request.host) || draft.rule.effect !== 'delete' || draft.rule.id.startsWith('sql.')) return draft;
  const known = context.facts.knowledge.identifiers;
  const elsewhere = draft.target.ids?.some((id) => {
    const key = id.toLowerCase();
    const places = Object.hasOwn(known, key) ? known[key]! : [];
    return places.some((place) => place.environment !== 'local' && place.environment !== 'development');
  });
  return elsewhere ? draft : { ...draft, recovery: 'recoverable', location: 'local' };
}

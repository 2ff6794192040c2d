import { classifyGraphql, classifyDocument, type GraphqlFinding } from '../../payload/graphql.ts';
import { stringsIn } from '../../payload/json.ts';
import { hostMatches } from '../../payload/request.ts';
import type { Draft, RuleContext, Target } from '../rule.ts';
import { argumentAt, findMutation, type Api } from './api.ts';
import { apis } from './apis.ts';
import { graphqlMutationRule } from './rules.ts';
import { mutationDestroys } from './verbs.ts';

type Mutation = Extract<GraphqlFinding, { type: 'mutation' }>;

/** The provider that a target belongs to, by its host or its tool. */
export function apiOf(target: Target): Api | undefined {
  const byHost = apis.find((api) => target.hosts?.some((host) => api.hosts.some((pattern) => hostMatches(host, pattern))));
  return byHost ?? apis.find((api) => api.mutations !== undefined && target.tool === api.tool);
}

/** Judges text that may be GraphQL, a document or a request body: for MCP arguments and CLIs that take GraphQL. */
export function judgeGraphql(
  text: string,
  target: Target,
  context: RuleContext,
  variables?: Parameters<typeof classifyDocument>[1],
  operationName?: string,
): readonly Draft[] {
  const findings = variables === undefined ? classifyGraphql(text) : classifyDocument(text, variables, operationName);
  return judgeFindings(findings, target, context);
}

/** What the mutations would destroy. */
export function judgeFindings(findings: readonly GraphqlFinding[], target: Target, context: RuleContext): readonly Draft[] {
  const api = apiOf(target);
  const drafts: Draft[] = [];
  for (const finding of findings) {
    if (finding.type === 'mutation') drafts.push(...judgeMutation(finding, api, target));
    // On a host that is nobody's known API an unreadable body is everyday text (a search for the word "mutation").
    else if (api?.mutations) drafts.push(unreadableBody(finding.reason, target, context));
  }
  return drafts;
}

function judgeMutation(mutation: Mutation, api: Api | undefined, target: Target): readonly Draft[] {
  const ids = [...(target.ids ?? []), ...stringsIn(mutation.args, 20).filter((text) => text.length <= 200)];
  const evidence = [{ text: `The GraphQL mutation ${mutation.field}` }];
  const row = api && findMutation(api, mutation);
  if (api && row) {
    const name = (row.names ?? ['id']).map((path) => argumentAt(mutation.args, path)).find((value) => value !== undefined);
    const resource = { kind: row.rule.resource, name: name ?? mutation.field, provider: api.provider };
    return [{ rule: row.rule, resource, target: { ...target, tool: api.tool, ids }, evidence }];
  }
  if (api?.harmless?.has(mutation.field) || !mutationDestroys(mutation.field)) return [];
  const subject = stringsIn(mutation.args, 1)[0];
  return [
    {
      rule: graphqlMutationRule,
      ...(subject === undefined ? {} : { title: `Run the GraphQL mutation ${mutation.field} on {name}` }),
      resource: {
        kind: 'resource',
        name: subject === undefined || subject === '' ? mutation.field : subject.slice(0, 120),
        ...(api ? { provider: api.provider } : {}),
      },
      target: { ...target, ...(api ? { tool: api.tool } : {}), ids },
      evidence,
    },
  ];
}

/** An opaque draft that keeps the target: what cannot be read and goes to production is stricter. */
export function unreadableBody(reason: string, target: Target, context: RuleContext): Draft {
  const name = target.hosts?.[0] ?? target.tool ?? 'a GraphQL API';
  const draft = context.opaque(`a request to ${name}: ${reason}`, name);
  return { ...draft, target, location: 'remote' };
}

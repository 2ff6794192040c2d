import type { Environment, Evidence, Link } from '../../core/types.ts';

export interface EnvironmentNode {
  readonly type: 'environment';
  readonly environment: Environment;
  readonly tools: readonly ToolNode[];
}

export interface ToolNode {
  readonly type: 'tool';
  readonly environment: Environment;
  readonly tool: string;
  readonly resources: readonly ResourceNode[];
}

export interface ResourceNode {
  readonly type: 'resource';
  readonly environment: Environment;
  readonly tool: string;
  readonly kind: string;
  readonly resource: string;
  /** A person said what it is. */
  readonly marked: boolean;
  readonly evidence: readonly EvidenceNode[];
}

export interface EvidenceNode {
  readonly type: 'evidence';
  readonly id: string;
  readonly evidence: Evidence;
}

export type ResourcesNode = EnvironmentNode | ToolNode | ResourceNode | EvidenceNode;

/** The environment that asks for most care first. */
export const environmentOrder: readonly Environment[] = ['production', 'unknown', 'staging', 'development', 'local'];

/** Links as a tree: environment, tool, resource, evidence. */
export function resourcesOf(links: readonly Link[]): readonly EnvironmentNode[] {
  const byEnvironment = new Map<Environment, Map<string, Map<string, Link[]>>>();
  for (const link of links) {
    const tools = entry(byEnvironment, link.environment, () => new Map<string, Map<string, Link[]>>());
    const resources = entry(tools, link.tool, () => new Map<string, Link[]>());
    entry(resources, `${link.kind}\0${link.resource}`, () => []).push(link);
  }
  return environmentOrder.flatMap((environment) => {
    const tools = byEnvironment.get(environment);
    if (!tools) return [];
    const nodes = [...tools].sort(([a], [b]) => (a < b ? -1 : 1)).map(([tool, resources]) => toolNode(environment, tool, resources));
    return [{ type: 'environment' as const, environment, tools: nodes }];
  });
}

function toolNode(environment: Environment, tool: string, resources: ReadonlyMap<string, readonly Link[]>): ToolNode {
  return {
    type: 'tool',
    environment,
    tool,
    resources: [...resources.values()].map((links): ResourceNode => {
      const [first] = links as readonly [Link, ...Link[]];
      const { kind, resource } = first;
      return {
        type: 'resource',
        environment,
        tool,
        kind,
        resource,
        marked: links.some((link) => link.marked === true),
        evidence: links.map(({ evidence }, i): EvidenceNode => ({
          type: 'evidence',
          id: [environment, tool, kind, resource, i].join('\0'),
          evidence,
        })),
      };
    }),
  };
}

/** `settings/.env:2 points to …` as a row has room for it: the file and what it says first, its folder after. */
export function evidenceRow({ text, path }: Evidence): { readonly label: string; readonly folder?: string } {
  const file = path?.split(/[\\/]/).at(-1) ?? '';
  const at = file === '' ? -1 : text.indexOf(file);
  const folder = text.slice(0, Math.max(0, at));
  return /^\S.*[\\/]$/.test(folder) ? { label: text.slice(at), folder: folder.slice(0, -1) } : { label: text };
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

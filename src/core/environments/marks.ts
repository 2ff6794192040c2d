import { minimatch } from 'minimatch';
import type { Mark, Markable } from '../policy/orders.ts';
import type { Environment, IdentifierPlace, Knowledge, Link } from '../types.ts';
import { selectable } from './recogniser.ts';

/** Longer patterns, or with more wildcards, cost too much to match. */
const maxPattern = 200;
const maxStars = 8;

/**
 * Knowledge as a person's marks and the settings have it: a mark replaces what was guessed; what settings call production
 * (`acme-api`, `acme-*`, `kubernetes:acme-*`) is production even so. Both reach the identifiers that stand on a link's line, so that a command which names the host meets the same word.
 */
export function applyMarks(knowledge: Knowledge, marks: readonly Mark[], productionNames: readonly string[]): Knowledge {
  if (marks.length === 0 && productionNames.length === 0) return knowledge;
  const lines = new Map<string, Environment>();
  const links = knowledge.links.map((link): Link => {
    const mark = marks.find(({ tool, resource }) => tool === link.tool && resource === link.resource);
    const marked = byName(mark ? markedLink(link, mark.environment) : link, productionNames);
    if (marked !== link && link.evidence.path !== undefined) lines.set(lineKey(link.evidence), marked.environment);
    return marked;
  });
  const identifiers: Record<string, readonly IdentifierPlace[]> = Object.create(null) as Record<string, readonly IdentifierPlace[]>;
  for (const [id, places] of Object.entries(knowledge.identifiers)) {
    const mark = marks.find(({ tool, resource }) => resource.toLowerCase() === id || selectable(tool, resource).toLowerCase() === id);
    identifiers[id] = places.map((place) => {
      const environment = mark?.environment ?? lines.get(lineKey(place.evidence));
      return environment === undefined || place.kind === 'compose service' ? place : { ...place, environment, marked: true };
    });
  }
  for (const { tool, resource, environment } of marks) {
    const place = { environment, marked: true, evidence: { text: `You marked ${resource} as ${environment}` } } as const;
    for (const id of [resource.toLowerCase(), selectable(tool, resource).toLowerCase()]) identifiers[id] ??= [place];
  }
  return { ...knowledge, links, identifiers: { ...identifiers } };
}

function markedLink(link: Link, environment: Markable): Link {
  return {
    ...link,
    environment,
    marked: true,
    evidence: { ...link.evidence, text: `${link.evidence.text}; you marked it ${environment}` },
  };
}

function byName(link: Link, productionNames: readonly string[]): Link {
  if (link.environment === 'production' || !productionNames.some((pattern) => matches(pattern, link))) return link;
  const text = `${link.evidence.text}; production by your settings`;
  return { ...link, environment: 'production', evidence: { ...link.evidence, text } };
}

function matches(pattern: string, link: Link): boolean {
  if (pattern === '' || pattern.length > maxPattern || pattern.split('*').length - 1 > maxStars) return false;
  const colon = pattern.indexOf(':');
  const tool = colon > 0 ? pattern.slice(0, colon) : undefined;
  // A host with its port, an ARN: not every colon ends a tool's name.
  const glob = tool === link.tool ? pattern.slice(colon + 1) : pattern;
  // `shop on db.acme.example` is named by either half, and by the whole.
  const names = [link.resource, ...link.resource.split(' on ')];
  return names.some((name) => minimatch(name, glob, { dot: true, nocase: true, nobrace: true, noext: true }));
}

function lineKey({ path, line }: { readonly path?: string; readonly line?: number }): string {
  return `${path}\0${line}`;
}

import type { IdentifierPlace, Link } from '../types.ts';
import { baseName, directoryOf } from '../paths.ts';
import { everywhere, nothing, placeText, type Recognised, type Recogniser, type SourceFile } from './recogniser.ts';
import { compose } from './recognisers/compose.ts';
import { dotenv } from './recognisers/dotenv.ts';
import { kubernetes, kubernetesUse } from './recognisers/kubernetes.ts';
import { markdown } from './recognisers/markdown.ts';
import { namedConfig } from './recognisers/namedConfig.ts';
import { railway, railwayUser } from './recognisers/railway.ts';
import { terraformBackend, terraformWorkspace } from './recognisers/terraform.ts';

/** Every recogniser. A new tool is one file and one line here. */
export const recognisers: readonly Recogniser[] = [
  dotenv,
  railwayUser,
  railway,
  kubernetes,
  kubernetesUse,
  compose,
  terraformWorkspace,
  terraformBackend,
  markdown,
  namedConfig,
];

const endings = new Map<string, { readonly ending: string; readonly recogniser: Recogniser }[]>();
const patterns: { readonly pattern: RegExp; readonly recogniser: Recogniser }[] = [];
for (const recogniser of recognisers) {
  for (const file of recogniser.files) {
    if (typeof file !== 'string') {
      patterns.push({ pattern: file, recogniser });
      continue;
    }
    const base = baseName(file);
    const list = endings.get(base);
    if (list) list.push({ ending: file, recogniser });
    else endings.set(base, [{ ending: file, recogniser }]);
  }
}

/** The recognisers that read a workspace file of this path. */
export function recognisersFor(path: string): readonly Recogniser[] {
  const base = baseName(path);
  const found: Recogniser[] = [];
  const normal = path.includes('\\') ? path.replaceAll('\\', '/') : path;
  for (const { ending, recogniser } of endings.get(base) ?? [])
    if (normal === ending || normal.endsWith(`/${ending}`)) found.push(recogniser);
  for (const { pattern, recogniser } of patterns) if (!found.includes(recogniser) && pattern.test(base)) found.push(recogniser);
  return found;
}

/** The recognisers of user-level state, with the file relative to the home. */
export const userFiles: readonly { readonly file: string; readonly recogniser: Recogniser }[] = recognisers.flatMap((recogniser) =>
  (recogniser.userFiles ?? []).map((file) => ({ file, recogniser })),
);

/** The recognisers of files that a variable names (`KUBECONFIG`). */
export const variableFiles: readonly { readonly variable: string; readonly recogniser: Recogniser }[] = recognisers.flatMap((recogniser) =>
  (recogniser.pathVariables ?? []).map((variable) => ({ variable, recogniser })),
);

/** Runs one recogniser. Total: what it cannot read is *linked, environment unknown*, never silence. */
export function recognise(recogniser: Recogniser, file: SourceFile): Recognised {
  try {
    return recogniser.recognise(file);
  } catch {
    return unreadable(recogniser, file);
  }
}

/** Says that a file is there but could not be read. */
export function unreadable(recogniser: Recogniser, file: Omit<SourceFile, 'text'>): Recognised {
  // Prose and arbitrary configuration are no link by being there.
  if (recogniser === markdown || recogniser === namedConfig || recogniser === compose || recogniser === kubernetesUse) return nothing;
  const path = placeText({ ...file, text: '' });
  return {
    links: [
      {
        tool: recogniser.tool,
        resource: path,
        kind: 'unreadable file',
        environment: 'unknown',
        scope: file.root === undefined ? everywhere : directoryOf(file.path),
        remote: true,
        evidence: { text: `${path} is there but could not be read`, path: file.path },
      },
    ],
    identifiers: [],
  };
}

/** Joins what the files of a workspace say: links without repetition, identifiers by name. */
export function assemble(found: readonly Recognised[]): {
  readonly links: readonly Link[];
  readonly identifiers: Readonly<Record<string, readonly IdentifierPlace[]>>;
} {
  const identifiers = new Map<string, IdentifierPlace[]>();
  const seen = new Set<string>();
  for (const { id, place } of found.flatMap((one) => one.identifiers)) {
    const key = `${id}\0${place.environment}\0${place.evidence.path}\0${place.evidence.line}`;
    const places = identifiers.get(id);
    if (seen.has(key)) continue;
    seen.add(key);
    if (places) places.push(place);
    else identifiers.set(id, [place]);
  }
  const links: Link[] = [];
  for (const link of found.flatMap((one) => one.links)) {
    const key = JSON.stringify([link.tool, link.resource, link.kind, link.environment, link.scope, link.variable]);
    if (seen.has(key)) continue;
    seen.add(key);
    links.push(atComposeService(link, identifiers));
  }
  return { links, identifiers: Object.fromEntries(identifiers) };
}

/** `postgres://db/shop` is local where `db` is a service of the workspace's compose file (RESOURCES rule 4). */
function atComposeService(link: Link, identifiers: ReadonlyMap<string, readonly IdentifierPlace[]>): Link {
  const host = /(?:^| on )([\w-]+)$/.exec(link.resource)?.[1];
  if (!link.remote || host === undefined || link.variable === undefined || (link.kind !== 'database' && link.kind !== 'host')) return link;
  const service = identifiers.get(host.toLowerCase())?.find((place) => place.kind === 'compose service');
  if (!service) return link;
  return {
    ...link,
    environment: 'local',
    remote: false,
    evidence: { ...link.evidence, text: `${link.evidence.text.replace(/, (?:as|without) .*$/, '')}; ${service.evidence.text}` },
  };
}

import { displayPath, isWithin } from '../paths.ts';
import type { Target } from '../rules/rule.ts';
import type { Environment, Evidence, Facts, IdentifierPlace } from '../types.ts';
import { isSharedHost, plainHost } from './hosts.ts';
import { selectable } from './recogniser.ts';
import { composeService } from './recognisers/compose.ts';
import { toolName } from './targetVariables.ts';
import { environmentFromName, worseEnvironment } from './tokens.ts';

/** What one source says of where a command goes; `undefined` environment: it says nothing. */
export interface Says {
  readonly environment: Environment | undefined;
  readonly evidence: readonly Evidence[];
}

export const nothing: Says = { environment: undefined, evidence: [] };

/** An id that no two resources share: UUID, ARN, host, `vol-0a1b…`, a long reference. A name like `rentals` is one in every environment. */
export function isUnique(id: string): boolean {
  return (
    /^[0-9a-f]{8}-[0-9a-f]{4}-|^arn:|^[a-z]{1,12}-[0-9a-f]{8,}$|^[a-z0-9]{20,}$/i.test(id) ||
    (id.includes('.') && id.length >= 8 && !/\s/.test(id))
  );
}

/** Where an identifier stands. Never a name of `Object.prototype`. */
export function placesOf(id: string, facts: Pick<Facts, 'knowledge'>): readonly IdentifierPlace[] {
  const { identifiers } = facts.knowledge;
  const key = id.toLowerCase();
  return Object.hasOwn(identifiers, key) ? identifiers[key]! : [];
}

/** Where a name that a flag or variable of the tool picks stands. */
export function namedPlaces(tool: string | undefined, name: string, facts: Facts): readonly IdentifierPlace[] {
  const own = tool === undefined ? [] : placesOf(selectable(toolName(tool)!, name), facts);
  return own.length > 0 ? own : placesOf(name, facts).filter((place) => place.kind !== composeService);
}

export function worstOf(places: readonly IdentifierPlace[]): Environment {
  const known = places.map((place) => place.environment).filter((environment) => environment !== 'unknown');
  return known.length === 0 ? 'unknown' : known.reduce<Environment>(worseEnvironment, 'local');
}

export interface Named extends Says {
  /** The id itself says production. */
  readonly spoken: boolean;
  readonly environments: readonly Environment[];
  readonly name?: string;
  readonly several?: readonly Environment[];
}

export function fromIdentifiers(target: Pick<Target, 'ids' | 'hosts'>, facts: Facts): Named {
  const found: { readonly id: string; readonly places: readonly IdentifierPlace[] }[] = [];
  for (const id of target.ids ?? []) {
    const places = placesOf(id, facts).filter((place) => place.kind !== composeService);
    if (places.length > 0) found.push({ id, places });
  }
  let name: string | undefined;
  for (const { id, places } of found)
    name ??= places.find((place) => place.name !== undefined && place.name.toLowerCase() !== id.toLowerCase())?.name;
  // An id may say it by itself: `rental-prod`, `arn:…:production-bucket`.
  const spoken = (target.ids ?? []).filter((id) => environmentFromName(id) === 'production');
  for (const host of target.hosts ?? []) {
    if (isSharedHost(host)) continue;
    const places = placesOf(plainHost(host), facts).filter((place) => place.kind !== composeService);
    if (places.length > 0) found.push({ id: plainHost(host), places });
  }
  if (found.length === 0 && spoken.length === 0) return { ...nothing, spoken: false, environments: [] };
  const places = found.flatMap((one) => one.places);
  const environments = [...new Set(places.map((place) => place.environment))].filter((environment) => environment !== 'unknown');
  const environment = spoken.length > 0 ? 'production' : worstOf(places);
  const ordered = places.toSorted((a, b) => Number(b.environment === environment) - Number(a.environment === environment));
  const evidence: Evidence[] = [
    ...spoken.slice(0, 1).map((id) => ({ text: `The name ${id.slice(0, 100)} says production` })),
    ...distinct(ordered.map((place) => place.evidence)).slice(0, 4),
  ];
  if (environments.length > 1) evidence.unshift({ text: `This id is in files of several environments: ${severalText(places, facts)}` });
  return {
    environment,
    evidence,
    spoken: spoken.length > 0,
    environments,
    ...(name === undefined ? {} : { name }),
    ...(environments.length > 1 ? { several: environments } : {}),
  };
}

/** One for each line of a file. */
export function distinct(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.filter((one, i) => evidence.findIndex((other) => other.path === one.path && other.line === one.line) === i);
}

/** `.env (staging) and .env.production (production)`. */
function severalText(places: readonly IdentifierPlace[], facts: Facts): string {
  const files = new Map<string, Environment>();
  for (const { evidence, environment } of places) {
    if (environment === 'unknown' || evidence.path === undefined) continue;
    const root = facts.knowledge.roots.find((folder) => isWithin(evidence.path!, folder));
    files.set(displayPath(evidence.path, root, facts.home), environment);
  }
  return [...files]
    .slice(0, 4)
    .map(([file, environment]) => `${file} (${environment})`)
    .join(' and ');
}

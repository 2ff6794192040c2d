import { directoryOf, displayPath, isWithin } from '../paths.ts';
import type { Target } from '../rules/rule.ts';
import type { Invocation } from '../shell/invocation.ts';
import type { Environment, Evidence, Facts, IdentifierPlace, Link } from '../types.ts';
import { environmentOfAddress, environmentOfPath } from './dotenvFile.ts';
import { hostEnvironment, isSharedHost, plainHost } from './hosts.ts';
import { everywhere, selectable } from './recogniser.ts';
import { composeService } from './recognisers/compose.ts';
import { dotenvFile } from './recognisers/dotenv.ts';
import { clients, toolName, variablesOf } from './targetVariables.ts';
import { environmentFromName, worseEnvironment } from './tokens.ts';
import { readAddress } from './urls.ts';
import { own } from '../own.ts';

/** Where a command goes, and why we think so. */
export interface ResolvedTarget {
  readonly environment: Environment;
  readonly evidence: readonly Evidence[];
  /** What people call it: the name that stands beside its id in the workspace's files. */
  readonly name?: string;
  /** Set when an identifier stands in files of several environments. */
  readonly several?: readonly Environment[];
}

/** What one source says; `undefined` environment: it says nothing. */
interface Says {
  readonly environment: Environment | undefined;
  readonly evidence: readonly Evidence[];
}

const nothing: Says = { environment: undefined, evidence: [] };

/**
 * Finds the environment of a target: flag, then variable, then file, then identifier, then the nearest link, then user state
 * (RESOURCES rule 1). Above all of them: an identifier that stands in a production file is production whatever the command claims,
 * and so is a host that says production.
 */
export function resolveTarget(target: Target, invocation: Invocation | undefined, cwd: string, facts: Facts): ResolvedTarget {
  if (target.environment !== undefined) return { environment: target.environment, evidence: [] };
  const marked = markedBy(target, facts);
  if (!marked) return guess(target, invocation, cwd, facts);
  // A person's word on what is named beats every guess about it, but for what else the command names.
  const others = guess(marked.rest, invocation, cwd, facts);
  return others.environment === 'production' && isNamed(marked.rest)
    ? others
    : { ...(others.name === undefined ? {} : { name: others.name }), environment: marked.environment, evidence: marked.evidence };
}

interface Marked {
  readonly environment: Environment;
  readonly evidence: readonly Evidence[];
  /** The target without what is marked. */
  readonly rest: Target;
}

/** What a person has marked of the names in a target. */
function markedBy(target: Target, facts: Facts): Marked | undefined {
  const places: IdentifierPlace[] = [];
  const isMarked = (found: readonly IdentifierPlace[]): boolean => {
    const marked = found.filter((place) => place.marked);
    places.push(...marked);
    return marked.length > 0;
  };
  const ids = (target.ids ?? []).filter((id) => !isMarked(namedPlaces(target.tool, id, facts)));
  const hosts = (target.hosts ?? []).filter((host) => !isMarked(placesOf(plainHost(host), facts)));
  const { says, ids: _, hosts: __, ...other } = target;
  const keepsSaying = says !== undefined && says !== '' && !isMarked(namedPlaces(target.tool, says, facts));
  if (places.length === 0) return undefined;
  return {
    environment: worstOf(places),
    evidence: distinct(places.map((place) => place.evidence)).slice(0, 3),
    rest: { ...other, ids, hosts, ...(keepsSaying ? { says } : {}) },
  };
}

function isNamed(target: Target): boolean {
  return (target.ids?.length ?? 0) + (target.hosts?.length ?? 0) + (target.files?.length ?? 0) > 0 || target.says !== undefined;
}

function guess(target: Target, invocation: Invocation | undefined, cwd: string, facts: Facts): ResolvedTarget {
  const directory = invocation?.cwd ?? cwd;
  const all = fromIdentifiers(target, facts);
  const unique = fromIdentifiers({ ids: (target.ids ?? []).filter(isUnique), ...(target.hosts ? { hosts: target.hosts } : {}) }, facts);
  const flag = fromFlag(target, facts);
  const hosts = fromHosts(target, facts);
  const named = all.environment === 'production' && isOtherwise(target, all, unique, flag, hosts, invocation) ? unique : all;
  const extra = {
    ...(named.name === undefined ? {} : { name: named.name }),
    ...(named.several === undefined ? {} : { several: named.several }),
  };

  if (named.environment === 'production')
    return { environment: 'production', evidence: [...named.evidence, ...contradicted(flag)], ...extra };
  if (hosts.environment === 'production')
    return { environment: 'production', evidence: [...hosts.evidence, ...contradicted(flag)], ...extra };

  const variables = fromVariables(target, invocation, facts, directory);
  const files = fromFiles(target, facts, directory);
  // What the command itself sets or reads its target from outweighs a flag that calls it something milder.
  const stricter = [files, variables.inCommand ? variables : nothing].find((one) => one.environment === 'production');
  if (stricter) return { environment: 'production', evidence: [...stricter.evidence, ...flag.evidence], ...extra };
  for (const says of [flag, hosts, variables, files]) {
    if (says.environment === undefined) continue;
    return { environment: says.environment, evidence: [...says.evidence, ...named.evidence], ...extra };
  }
  if (named.environment !== undefined && named.environment !== 'unknown')
    return { environment: named.environment, evidence: named.evidence, ...extra };

  // A host of somebody's own that no file places: what the folder is linked to says nothing about it.
  const elsewhere = (target.hosts ?? []).some((host) => hostEnvironment(host).remote && !isSharedHost(host));
  const linked = elsewhere ? nothing : fromLinks(target, invocation, facts, directory);
  // An id that only unmarked files name is not made staging by the link of the folder: that is the guess that cost nine seconds.
  const guessed = (target.ids ?? []).some(isUnique) && linked.environment !== undefined && linked.environment !== 'production';
  if (linked.environment !== undefined && !guessed)
    return { environment: linked.environment, evidence: [...linked.evidence, ...named.evidence], ...extra };
  if (isLocalByDefault(target, invocation))
    return { environment: 'local', evidence: [{ text: 'No host is named: it goes to this machine' }], ...extra };
  return { environment: 'unknown', evidence: [...named.evidence, ...(guessed ? linked.evidence : [])], ...extra };
}

/** An id that no two resources share: UUID, ARN, host, `vol-0a1b…`, a long reference. A name like `rentals` is one in every environment. */
function isUnique(id: string): boolean {
  return (
    /^[0-9a-f]{8}-[0-9a-f]{4}-|^arn:|^[a-z]{1,12}-[0-9a-f]{8,}$|^[a-z0-9]{20,}$/i.test(id) ||
    (id.includes('.') && id.length >= 8 && !/\s/.test(id))
  );
}

/**
 * Whether a mere name that production also has is here another environment's: on this machine, or where flag or host say so and a
 * file of that environment has the name, too.
 */
function isOtherwise(target: Target, named: Named, unique: Named, flag: Says, hosts: Says, invocation: Invocation | undefined): boolean {
  if (named.spoken || unique.environment === 'production') return false;
  for (const says of [flag, unique, hosts])
    if (says.environment !== undefined && says.environment !== 'unknown' && says.environment !== 'local')
      return named.environments.includes(says.environment);
  return hosts.environment === 'local' || isLocalByDefault(target, invocation);
}

function contradicted(flag: Says): readonly Evidence[] {
  return flag.environment === undefined || flag.environment === 'production'
    ? []
    : flag.evidence.map(({ text }) => ({ text: `${text}, but that is not so` }));
}

function fromFlag(target: Target, facts: Facts): Says {
  if (target.says === undefined || target.says === '') return nothing;
  const said = environmentFromName(target.says);
  const evidence = [{ text: `The command says ${target.says.slice(0, 100)}` }];
  if (said !== undefined) return { environment: said, evidence };
  // `--context acme-eu`: the name may be known from a file.
  const places = namedPlaces(target.tool, target.says, facts);
  // A name that no file knows is still what the command goes to: no link and no variable may speak for it.
  return places.length === 0
    ? { environment: 'unknown', evidence }
    : { environment: worstOf(places), evidence: places.slice(0, 3).map((place) => place.evidence) };
}

/** Where an identifier stands. Never a name of `Object.prototype`. */
export function placesOf(id: string, facts: Pick<Facts, 'knowledge'>): readonly IdentifierPlace[] {
  const { identifiers } = facts.knowledge;
  const key = id.toLowerCase();
  return Object.hasOwn(identifiers, key) ? identifiers[key]! : [];
}

/** Where a name that a flag or variable of the tool picks stands. */
function namedPlaces(tool: string | undefined, name: string, facts: Facts): readonly IdentifierPlace[] {
  const own = tool === undefined ? [] : placesOf(selectable(toolName(tool)!, name), facts);
  return own.length > 0 ? own : placesOf(name, facts).filter((place) => place.kind !== composeService);
}

function worstOf(places: readonly IdentifierPlace[]): Environment {
  const known = places.map((place) => place.environment).filter((environment) => environment !== 'unknown');
  return known.length === 0 ? 'unknown' : known.reduce<Environment>(worseEnvironment, 'local');
}

interface Named extends Says {
  /** The id itself says production. */
  readonly spoken: boolean;
  readonly environments: readonly Environment[];
  readonly name?: string;
  readonly several?: readonly Environment[];
}

function fromIdentifiers(target: Pick<Target, 'ids' | 'hosts'>, facts: Facts): Named {
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
function distinct(evidence: readonly Evidence[]): readonly Evidence[] {
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

/** Where the hosts of a command stand. A vendor's own address says nothing. */
function fromHosts(target: Target, facts: Facts): Says {
  const hosts = target.hosts ?? [];
  if (hosts.length === 0) return nothing;
  let environment: Environment | undefined;
  const evidence: Evidence[] = [];
  let local = 0;
  for (const host of hosts) {
    const where = hostEnvironment(host);
    const service = placesOf(plainHost(host), facts).find((place) => place.kind === composeService);
    if (!where.remote || service) {
      local++;
      evidence.push(service?.evidence ?? { text: `${plainHost(host) || 'a local socket'} is this machine` });
    } else if (where.environment !== 'unknown' && !isSharedHost(host)) {
      environment = environment === undefined ? where.environment : worseEnvironment(environment, where.environment);
      evidence.push({ text: `The host ${plainHost(host)} says ${where.environment}` });
    }
  }
  if (environment !== undefined) return { environment, evidence };
  return local === hosts.length ? { environment: 'local', evidence } : nothing;
}

interface FromVariables extends Says {
  /** Set by the command's own text. */
  readonly inCommand?: boolean;
}

/** Variables that decide the tool's target, and unknown variables that the command's words stand on (`psql "$DATABASE_URL"`). */
function fromVariables(target: Target, invocation: Invocation | undefined, facts: Facts, directory: string): FromVariables {
  let result: FromVariables = nothing;
  const add = (environment: Environment | undefined, evidence: readonly Evidence[], inCommand: boolean): void => {
    if (environment === undefined) return;
    const worse = result.environment === undefined ? environment : worseEnvironment(result.environment, environment);
    result = worse === result.environment ? result : { environment: worse, evidence, inCommand };
  };
  // A host or flag in the command outranks the variables it would have been read from, but for those the words stand on.
  const names = new Set((target.hosts?.length ?? 0) > 0 ? [] : variablesOf(target.tool));
  const inWords = new Set<string>();
  for (const word of invocation?.argv ?? [])
    for (const piece of word.pieces) if (piece.type === 'unknown' && piece.variable !== undefined) inWords.add(piece.variable);
  for (const name of [...names, ...inWords]) {
    const assigned = invocation?.variables.get(name);
    if (assigned?.known === false) {
      add('unknown', [{ text: `${name} is set to what cannot be read` }], true);
      continue;
    }
    const value = assigned?.text ?? own(facts.variables, name);
    if (value !== undefined && value !== '') {
      const inCommand = own(facts.variables, name) !== value;
      const said = environmentOfValue(target.tool, name, value, facts, directory);
      const where = inCommand ? 'in the command' : 'in the agent’s environment';
      add(
        said.environment,
        said.evidence.length > 0 ? said.evidence : [{ text: `${name} ${where} says ${shown(name, value)}` }],
        inCommand,
      );
    } else if (inWords.has(name)) {
      // Nothing in sight sets it: what the dotenv files of this folder say, as far as they agree.
      const links = facts.knowledge.links.filter((one) => one.variable === name && isWithin(directory, one.scope));
      const plain = nearest(links.filter(isPlainDotenv));
      const stricter = links.find((one) => one.environment === 'production');
      if (plain && stricter && plain.environment !== 'production')
        add('unknown', [{ text: `${name} is not set in sight` }, plain.evidence, stricter.evidence], false);
      else if (plain ?? stricter) add((plain ?? stricter)!.environment, [(plain ?? stricter)!.evidence], false);
    }
  }
  return result;
}

function isPlainDotenv(link: Link): boolean {
  return /\/(?:\.env(?:\.local)?|\.envrc)$/.test(link.evidence.path ?? '');
}

/** A deciding value without anything that could be a password. */
function shown(name: string, value: string): string {
  const address = readAddress(value);
  if (address) return address.hosts.map(plainHost).join(',') + (address.path === undefined ? '' : `/${address.path}`);
  return /KEY|TOKEN|SECRET|PASS/i.test(name) ? 'a key of it' : value.slice(0, 100);
}

function environmentOfValue(tool: string | undefined, name: string, value: string, facts: Facts, directory: string): Says {
  // Mode prefixes: https://docs.stripe.com/keys, https://docs.convex.dev/cli/deploy-key-types
  if (/^(?:sk|rk|pk)_live_/.test(value) || value.startsWith('prod:')) return { environment: 'production', evidence: [] };
  if (/^(?:sk|rk|pk)_test_/.test(value)) return { environment: 'development', evidence: [] };
  const address = readAddress(value);
  if (address) {
    const places = address.hosts.filter((host) => !isSharedHost(host)).flatMap((host) => placesOf(plainHost(host), facts));
    const marked = places.filter((place) => place.marked);
    if (marked.length > 0) return { environment: worstOf(marked), evidence: marked.slice(0, 2).map((place) => place.evidence) };
    const where = environmentOfAddress(address);
    if (places.some((place) => place.environment === 'production'))
      return {
        environment: 'production',
        evidence: places
          .filter((place) => place.environment === 'production')
          .slice(0, 2)
          .map((place) => place.evidence),
      };
    if (where.environment !== 'unknown') return { environment: where.environment, evidence: [] };
    const service = places.find((place) => place.kind === composeService);
    if (service) return { environment: 'local', evidence: [service.evidence] };
    return places.length > 0
      ? { environment: worstOf(places), evidence: places.slice(0, 2).map((place) => place.evidence) }
      : { environment: 'unknown', evidence: [] };
  }
  if (/(?:HOST|HOSTADDR|_ADDR)$/.test(name)) {
    const says = fromHosts({ hosts: value.split(',') }, facts);
    return says.environment === undefined ? { environment: 'unknown', evidence: [] } : says;
  }
  if (name === 'KUBECONFIG' || /_FILE$|PATH$|CREDENTIALS$/.test(name)) {
    // The first file of the list that sets the context wins; the worst of them is what may happen.
    const paths = value
      .split(/[:;](?!\\|\/\/)/)
      .map((path) => (path.startsWith('~/') ? facts.home + path.slice(1) : path.startsWith('/') ? path : `${directory}/${path}`));
    return fromFiles({ files: paths }, facts, directory);
  }
  const places = namedPlaces(tool, value, facts);
  const marked = places.filter((place) => place.marked);
  if (marked.length > 0) return { environment: worstOf(marked), evidence: marked.slice(0, 2).map((place) => place.evidence) };
  const said = environmentFromName(value);
  if (places.some((place) => place.environment === 'production'))
    return { environment: 'production', evidence: places.slice(0, 2).map((place) => place.evidence) };
  if (said !== undefined) return { environment: said, evidence: [] };
  return places.length > 0 ? { environment: worstOf(places), evidence: places.slice(0, 2).map((place) => place.evidence) } : nothing;
}

/** Files that the command reads its target from: what they link to, else what their names say. */
function fromFiles(target: Pick<Target, 'files' | 'tool'>, facts: Facts, directory: string): Says {
  let result: Says = nothing;
  for (const path of target.files ?? []) {
    const links = facts.knowledge.links.filter((link) => link.evidence.path === path && link.kind !== 'use');
    const remote = links.filter((link) => link.remote || link.kind === dotenvFile);
    const root = facts.knowledge.roots.find((folder) => isWithin(path, folder));
    const byName = environmentOfPath(path, root ?? directoryOf(directoryOf(path)));
    let environment: Environment | undefined =
      remote.length > 0 ? remote.map((link) => link.environment).reduce(worseEnvironment) : links[0]?.environment;
    if (byName !== undefined)
      environment = environment === undefined || byName === 'production' ? byName : worseEnvironment(environment, byName);
    environment ??= 'unknown';
    const link = links.find((one) => one.environment === environment);
    const evidence = [link?.evidence ?? { text: `The command reads ${displayPath(path, root ?? directory, facts.home)}`, path }];
    if (result.environment === undefined || worseEnvironment(environment, result.environment) !== result.environment)
      result = { environment, evidence };
  }
  return result;
}

/** Tools whose repository files are not in force unless named, so that they must not hide what the user's own state says. */
const stateWins = new Set(['kubernetes', 'aws', 'gcloud', 'docker']);

function fromLinks(target: Target, invocation: Invocation | undefined, facts: Facts, directory: string): Says {
  const tool = toolName(target.tool);
  if (tool === undefined) return nothing;
  const fitting = facts.knowledge.links.filter(
    (link) =>
      toolName(link.tool) === tool &&
      link.kind !== 'use' &&
      link.kind !== 'configuration' &&
      link.kind !== 'credentials' &&
      (link.scope === everywhere || isWithin(directory, link.scope)) &&
      // `.env.production` is loaded only when it is named; and a client reads none but its own variables.
      (link.variable === undefined ||
        (isPlainDotenv(link) && (!clients.has(invocation?.program ?? '') || variablesOf(target.tool).includes(link.variable)))),
  );
  if (fitting.length === 0) return nothing;
  if (stateWins.has(tool)) {
    const environment = fitting.map((link) => link.environment).reduce(worseEnvironment);
    return { environment, evidence: [fitting.find((link) => link.environment === environment)!.evidence] };
  }
  const link = nearest(fitting)!;
  return { environment: link.environment, evidence: [link.evidence] };
}

/** The link of the nearest folder above; of several in one folder, the one that asks for most care. */
function nearest(links: readonly Link[]): Link | undefined {
  let best: Link | undefined;
  for (const link of links) {
    if (
      best === undefined ||
      depth(link) > depth(best) ||
      (depth(link) === depth(best) && worseEnvironment(link.environment, best.environment) !== best.environment)
    )
      best = link;
  }
  return best;
}

function depth(link: Link): number {
  return link.scope === everywhere ? 0 : link.scope.length;
}

/** A database client that is given no host, no file and no unknown word goes to this machine. */
function isLocalByDefault(target: Target, invocation: Invocation | undefined): boolean {
  return (
    invocation !== undefined &&
    clients.has(invocation.program) &&
    invocation.place.type === 'here' &&
    (target.hosts?.length ?? 0) === 0 &&
    (target.files?.length ?? 0) === 0 &&
    target.says === undefined &&
    invocation.argv.every((word) => word.known) &&
    variablesOf(target.tool).every((name) => !invocation.variables.has(name))
  );
}

import { absolutePath, directoryOf, displayPath, isWithin } from '../paths.ts';
import { own } from '../own.ts';
import type { Target } from '../rules/rule.ts';
import type { Invocation, Word } from '../shell/invocation.ts';
import type { Environment, Evidence, Facts, Link } from '../types.ts';
import { environmentOfAddress, environmentOfPath } from './dotenvFile.ts';
import { hostEnvironment, isSharedHost, plainHost } from './hosts.ts';
import { namedPlaces, nothing, placesOf, worstOf, type Says } from './identifierPlaces.ts';
import { everywhere } from './recogniser.ts';
import { composeService } from './recognisers/compose.ts';
import { dotenvFile } from './recognisers/dotenv.ts';
import { mentionedFiles, type Selection } from './selections.ts';
import { clients, frameworks, toolName, variablesOf } from './targetVariables.ts';
import { environmentFromName, worseEnvironment } from './tokens.ts';
import { readAddress } from './urls.ts';

/** What a flag says outright: `-e production`, `--context eu`. */
export function fromFlag(target: Target, facts: Facts, because?: string): Says {
  if (target.says === undefined || target.says === '') return nothing;
  return named(target.tool, target.says, because ?? `The command says ${target.says.slice(0, 100)}`, facts);
}

/** A name of an environment, or one that files know: then with what they say. */
function named(tool: string | undefined, name: string, text: string, facts: Facts): Says {
  const said = environmentFromName(name);
  if (said !== undefined) return { environment: said, evidence: [{ text }] };
  const places = namedPlaces(tool, name, facts);
  // A name that no file knows is still what the command goes to: no link and no variable may speak for it.
  return places.length === 0
    ? { environment: 'unknown', evidence: [{ text }] }
    : { environment: worstOf(places), evidence: places.slice(0, 3).map((place) => place.evidence) };
}

/** Where the hosts of a command stand. A vendor's own address says nothing. */
export function fromHosts(target: Target, facts: Facts): Says {
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

/** Variables of the tool, and those that the command's words stand on (`psql "$DATABASE_URL"`). */
interface Wanted {
  readonly names: readonly string[];
  readonly inWords: ReadonlySet<string>;
}

function wantedVariables(target: Target, invocation: Invocation | undefined): Wanted {
  const inWords = new Set<string>();
  for (const word of invocation?.argv ?? [])
    for (const piece of word.pieces) if (piece.type === 'unknown' && piece.variable !== undefined) inWords.add(piece.variable);
  // A host or flag in the command outranks the variables it would have been read from, but for those the words stand on.
  const own = (target.hosts?.length ?? 0) > 0 ? [] : variablesOf(target.tool);
  return { names: [...new Set([...own, ...inWords])], inWords };
}

function worse(before: Says, environment: Environment | undefined, evidence: readonly Evidence[]): Says {
  if (environment === undefined) return before;
  const worst = before.environment === undefined ? environment : worseEnvironment(before.environment, environment);
  return worst === before.environment ? before : { environment: worst, evidence };
}

/** Variables that the command's own text sets: prefixes, `export`, sourced files, what wrappers read. */
export function fromAssigned(target: Target, invocation: Invocation | undefined, facts: Facts, directory: string): Says {
  let result: Says = nothing;
  for (const name of wantedVariables(target, invocation).names) {
    const word = invocation?.variables.get(name);
    if (!word || word.text === '' || (word.known && own(facts.variables, name) === word.text)) continue;
    if (word.known) {
      const { environment, evidence } = valueSays(target.tool, name, word.text, 'in the command', facts, directory);
      result = worse(result, environment, evidence);
      continue;
    }
    const files = fromMentions(word, facts, directory);
    if (files.environment === undefined) result = worse(result, 'unknown', [{ text: `${name} is set to what cannot be read` }]);
    else result = worse(result, files.environment, files.evidence);
  }
  // `psql "$(grep ^DATABASE_URL= .env.production | cut -d= -f2-)"`
  for (const word of invocation?.argv ?? []) {
    if (word.known) continue;
    const files = fromMentions(word, facts, directory);
    result = worse(result, files.environment, files.evidence);
  }
  return result;
}

function fromMentions(word: Word, facts: Facts, directory: string): Says {
  const files = mentionedFiles(word);
  return files.length === 0 ? nothing : fromFiles({ files: files.map((file) => absolute(file, directory, facts)) }, facts, directory);
}

/** Variables of the agent's process, then what dotenv files of the folder say of those that nothing in sight sets. */
export function fromProcess(target: Target, invocation: Invocation | undefined, facts: Facts, directory: string): Says {
  let result: Says = nothing;
  const { names, inWords } = wantedVariables(target, invocation);
  for (const name of names) {
    if (invocation?.variables.get(name)?.known === false) continue;
    const value = own(facts.variables, name);
    if (value !== undefined && value !== '') {
      if ((invocation?.variables.get(name)?.text ?? value) !== value) continue;
      const { environment, evidence } = valueSays(target.tool, name, value, 'in the agent’s environment', facts, directory);
      result = worse(result, environment, evidence);
    } else if (inWords.has(name) && invocation?.variables.get(name) === undefined) {
      const links = facts.knowledge.links.filter((one) => one.variable === name && isWithin(directory, one.scope));
      const plain = nearest(links.filter(isPlainDotenv));
      const stricter = links.find((one) => one.environment === 'production');
      if (plain && stricter && plain.environment !== 'production')
        result = worse(result, 'unknown', [{ text: `${name} is not set in sight` }, plain.evidence, stricter.evidence]);
      else if (plain ?? stricter) result = worse(result, (plain ?? stricter)!.environment, [(plain ?? stricter)!.evidence]);
    }
  }
  return result;
}

function valueSays(tool: string | undefined, name: string, value: string, where: string, facts: Facts, directory: string): Says {
  const said = environmentOfValue(tool, name, value, facts, directory);
  return { environment: said.environment, evidence: [{ text: `${name} ${where} says ${shown(name, value)}` }, ...said.evidence] };
}

/** What a wrapper hands over: `doppler run -c prd --`, `dotenv -e .env.production --`. The innermost counts first. */
export function fromSupplies(invocation: Invocation | undefined, facts: Facts, directory: string): Says {
  for (const { tool, says, files } of (invocation?.supplies ?? []).toReversed()) {
    if (says !== undefined) return named(tool, says, `${tool} hands over the variables of ${says.slice(0, 100)}`, facts);
    if (files.length > 0) {
      const found = fromFiles({ files: files.filter((path) => isKnownFile(path, facts)) }, facts, directory);
      if (found.environment !== undefined) return found;
      continue;
    }
    // Set up for this folder, or by its own variables.
    const own = fromProcess({ tool }, undefined, facts, directory);
    const linked = own.environment === undefined ? fromLinks({ tool }, undefined, facts, directory) : own;
    return linked.environment === undefined
      ? { environment: 'unknown', evidence: [{ text: `${tool} hands over variables that are not in sight` }] }
      : linked;
  }
  return nothing;
}

function isKnownFile(path: string, facts: Facts): boolean {
  return facts.knowledge.links.some((link) => link.evidence.path === path) || environmentOfPath(path, rootOf(path, facts)) !== undefined;
}

/** What a command before this one in the same text has picked. */
export function fromSelection(target: Target, selection: Selection, facts: Facts, directory: string): Says {
  const pick = selection.picks.get(toolName(target.tool) ?? '');
  if (pick?.says !== undefined) return named(target.tool, pick.says, `A command before it selects ${pick.says.slice(0, 100)}`, facts);
  const files = selection.files.map((file) => absolute(file, directory, facts)).filter((path) => isKnownFile(path, facts));
  return files.length === 0 ? nothing : fromFiles({ files }, facts, directory);
}

/** Files of configuration that the command is given: what they link to or are called, if that says anything. */
export function fromPaths(paths: readonly string[], facts: Facts, directory: string): Says {
  const files = paths.map((path) => absolute(path, directory, facts)).filter((path) => isKnownFile(path, facts));
  return files.length === 0 ? nothing : fromFiles({ files }, facts, directory);
}

/** Tools whose folder says where they go: `environments/prod/`, `clusters/production/`. */
const folderTools = new Set(['terraform', 'pulumi', 'aws', 'serverless', 'sst', 'kubernetes', 'ansible']);

/** What the folder is called that an infrastructure tool works in. */
export function fromFolder(target: Target, facts: Facts, directory: string): Says {
  if (!folderTools.has(toolName(target.tool) ?? '')) return nothing;
  const root = rootOf(directory, facts);
  const environment = root === undefined ? undefined : environmentOfPath(`${directory}/x`, root);
  return environment === 'production'
    ? { environment, evidence: [{ text: `It works in ${displayPath(directory, root, facts.home)}`, path: directory }] }
    : nothing;
}

function rootOf(path: string, facts: Facts): string | undefined {
  return facts.knowledge.roots.find((folder) => isWithin(path, folder)) ?? undefined;
}

function absolute(path: string, directory: string, facts: Facts): string {
  return absolutePath(path, directory, facts.home) ?? path;
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
export function fromFiles(target: Pick<Target, 'files' | 'tool'>, facts: Facts, directory: string): Says {
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

export function fromLinks(target: Target, invocation: Invocation | undefined, facts: Facts, directory: string): Says {
  const tool = toolName(target.tool);
  if (tool === undefined) return nothing;
  const fitting = facts.knowledge.links.filter(
    (link) =>
      (toolName(link.tool) === tool ||
        (frameworks.has(tool) && link.variable !== undefined && variablesOf(tool).includes(link.variable))) &&
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
    // A kubeconfig that lies in the repository is in force where the user has none.
    const state = fitting.filter((link) => link.scope === everywhere);
    const inForce = state.length === 0 ? fitting : fitting.filter((link) => link.scope === everywhere || link.variable !== undefined);
    const environment = inForce.map((link) => link.environment).reduce(worseEnvironment);
    return { environment, evidence: [inForce.find((link) => link.environment === environment)!.evidence] };
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

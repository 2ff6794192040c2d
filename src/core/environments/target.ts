import { absolutePath } from '../paths.ts';
import type { Target } from '../rules/rule.ts';
import type { Invocation } from '../shell/invocation.ts';
import type { Environment, Evidence, Facts, IdentifierPlace } from '../types.ts';
import { commandTarget, type CommandTarget } from './commandTarget.ts';
import { hostEnvironment, isSharedHost, plainHost } from './hosts.ts';
import { distinct, fromIdentifiers, isUnique, namedPlaces, nothing, placesOf, worstOf, type Named, type Says } from './identifierPlaces.ts';
import { noSelection, type Selection } from './selections.ts';
import {
  fromAssigned,
  fromFiles,
  fromFlag,
  fromFolder,
  fromHosts,
  fromLinks,
  fromPaths,
  fromProcess,
  fromSelection,
  fromSupplies,
} from './targetSources.ts';
import { isNearContainer } from '../rules/place.ts';
import { readAddress } from './urls.ts';
import { clients, frameworks, toolName, variablesOf } from './targetVariables.ts';
import { environmentFromName, worseEnvironment } from './tokens.ts';

/** Where a command goes, and why we think so. */
export interface ResolvedTarget {
  readonly environment: Environment;
  readonly evidence: readonly Evidence[];
  /** What people call it: the name that stands beside its id in the workspace's files. */
  readonly name?: string;
  /** Set when an identifier stands in files of several environments. */
  readonly several?: readonly Environment[];
}

/** A target with what the command line itself says, whatever the rule knew of it. */
interface Whole extends Target {
  /** Files of configuration that it is given, as written. */
  readonly paths: readonly string[];
  readonly because?: string;
}

/**
 * Finds the environment of a target: flag, then variable of the command, then what wrappers hand over and earlier commands picked, then
 * variable of the process, then the nearest file, then user state (RESOURCES rule 1). Above all of them: an identifier that stands in a
 * production file is production whatever the command claims, and so is a host that says production.
 */
export function resolveTarget(
  target: Target,
  invocation: Invocation | undefined,
  cwd: string,
  facts: Facts,
  selection: Selection = noSelection,
  outer?: Invocation,
): ResolvedTarget {
  if (target.environment !== undefined) return { environment: target.environment, evidence: [] };
  const command = invocation && commandTarget(invocation);
  const whole = joined(target, command, selection, invocation?.program);
  // Inside a container or on another host: where that is, unless the command goes on from there.
  const place = invocation && placeOf(invocation, outer, cwd, facts, selection);
  const base = invocation?.cwd ?? cwd;
  const directory = (command?.directory === undefined ? undefined : absolutePath(command.directory, base, facts.home)) ?? base;
  const find = (of: Whole): ResolvedTarget =>
    new Resolution({ target: of, invocation, directory, facts, selection, place: place ?? nothing }).result();
  const marked = markedBy(whole, facts);
  if (!marked) return find(whole);
  // A person's word on what is named beats every guess about it, but for what else the command names.
  const others = find(marked.rest);
  return others.environment === 'production' && isNamed(marked.rest)
    ? others
    : { ...(others.name === undefined ? {} : { name: others.name }), environment: marked.environment, evidence: marked.evidence };
}

/** Where a command runs that is not run on this machine. `outer` is the command that takes it there. */
function placeOf(invocation: Invocation, outer: Invocation | undefined, cwd: string, facts: Facts, selection: Selection): Says | undefined {
  const { place } = invocation;
  if (place.type === 'here') return undefined;
  if (place.type === 'container') {
    // A framework in there is given its database by the container's own variables, which may name any host.
    if (isNearContainer(place) && frameworks.has(commandTarget(invocation)?.tool ?? '')) return nothing;
    if (isNearContainer(place))
      return { environment: 'development', evidence: [{ text: `It runs in the container ${place.name} on this machine` }] };
    const where = resolveTarget(
      { tool: place.tool, ids: [place.name] },
      outer && { ...outer, place: { type: 'here' } },
      cwd,
      facts,
      selection,
    );
    return { environment: where.environment, evidence: where.evidence };
  }
  const host = place.name.replace(/^[^@]*@/, '').replace(/:\d*$/, '');
  const said = fromFlag({ says: place.name }, facts, `It runs on ${place.name.slice(0, 100)}`);
  const byHost = said.environment === 'unknown' ? fromHosts({ hosts: [host] }, facts) : said;
  return byHost.environment === undefined ? said : byHost;
}

/** Names of rules' targets that several tools share: the program says it better. */
const vague = new Set(['database', 'cloud', 'aws']);

function joined(target: Target, command: CommandTarget | undefined, selection: Selection, program: string | undefined): Whole {
  const isVague = target.tool === undefined || vague.has(target.tool) || target.tool === program;
  const same = command && (isVague || toolName(target.tool) === toolName(command.tool));
  const tool = same && isVague ? command.tool : target.tool;
  const parts = selection.picks.get(toolName(tool) ?? '')?.ids ?? [];
  const hostsOf = (hosts: readonly string[]): readonly string[] => [...new Set(hosts.flatMap((host) => readAddress(host)?.hosts ?? host))];
  if (!same)
    return {
      ...target,
      ...(target.hosts ? { hosts: hostsOf(target.hosts) } : {}),
      ...(parts.length > 0 ? { ids: [...(target.ids ?? []), ...parts] } : {}),
      paths: [],
    };
  const says = target.says === undefined || target.says === '' ? (command.says ?? target.says) : target.says;
  return {
    ...target,
    ...(tool === undefined ? {} : { tool }),
    ...(says === undefined ? {} : { says }),
    ids: [...new Set([...(target.ids ?? []), ...command.ids, ...parts])],
    hosts: hostsOf([...(target.hosts ?? []), ...command.hosts]),
    paths: command.paths,
    ...(says === command.says && command.because !== undefined ? { because: command.because } : {}),
  };
}

interface Marked {
  readonly environment: Environment;
  readonly evidence: readonly Evidence[];
  /** The target without what is marked. */
  readonly rest: Whole;
}

/** What a person has marked of the names in a target. */
function markedBy(target: Whole, facts: Facts): Marked | undefined {
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

interface Situation {
  readonly target: Whole;
  readonly invocation: Invocation | undefined;
  readonly directory: string;
  readonly facts: Facts;
  readonly selection: Selection;
  readonly place: Says;
}

/** One target, resolved once: every source is asked at most once. */
class Resolution {
  readonly #target: Whole;
  readonly #invocation: Invocation | undefined;
  readonly #directory: string;
  readonly #facts: Facts;
  readonly #selection: Selection;
  readonly #place: Says;

  constructor({ target, invocation, directory, facts, selection, place }: Situation) {
    this.#target = target;
    this.#invocation = invocation;
    this.#directory = directory;
    this.#facts = facts;
    this.#selection = selection;
    this.#place = place;
  }

  result(): ResolvedTarget {
    const target = this.#target;
    const facts = this.#facts;
    const ids = target.ids ?? [];
    const all = fromIdentifiers(target, facts);
    const unique = fromIdentifiers({ ids: ids.filter(isUnique), ...(target.hosts ? { hosts: target.hosts } : {}) }, facts);
    const flag = fromFlag(target, facts, target.because);
    const away = this.#place.environment !== undefined;
    const said = fromHosts(target, facts);
    // `localhost` in a pod is the pod.
    const hosts = away && said.environment === 'local' ? nothing : said;
    const named = all.environment === 'production' && this.#isOtherwise(all, unique, flag, hosts) ? unique : all;
    const extra = {
      ...(named.name === undefined ? {} : { name: named.name }),
      ...(named.several === undefined ? {} : { several: named.several }),
    };
    const answer = (says: Says, ...more: readonly Evidence[]): ResolvedTarget => ({
      environment: says.environment ?? 'unknown',
      evidence: distinct([...says.evidence, ...more]),
      ...extra,
    });
    if (named.environment === 'production') return answer(named, ...contradicted(flag));
    if (hosts.environment === 'production') return answer(hosts, ...contradicted(flag));

    const directory = this.#directory;
    const assigned = fromAssigned(target, this.#invocation, facts, directory);
    const paths = fromPaths(target.paths, facts, directory);
    const files = fromFiles(target, facts, directory);
    // What the command itself sets or reads its target from outweighs a flag that calls it something milder.
    const stricter = [paths, files, assigned].find((one) => one.environment === 'production');
    if (stricter) return answer(stricter, ...flag.evidence);
    // Git goes where its remotes are, whatever variables it is handed.
    const isGit = toolName(target.tool) === 'git';
    const supplied = isGit ? nothing : fromSupplies(this.#invocation, facts, directory);
    const selected = isGit ? nothing : fromSelection(target, this.#selection, facts, directory);
    for (const says of [
      flag,
      hosts,
      paths,
      worseOf(assigned, supplied),
      this.#place,
      selected,
      fromProcess(target, this.#invocation, facts, directory),
      files,
    ])
      if (says.environment !== undefined) return answer(says, ...named.evidence);
    if (named.environment !== undefined && named.environment !== 'unknown') return answer(named);

    const linked = this.#linked();
    // An id that only unmarked files name is not made staging by the link of the folder: that is the guess that cost nine seconds.
    const guessed = ids.some(isUnique) && linked.environment !== undefined && linked.environment !== 'production';
    if (linked.environment !== undefined && !guessed) return answer(linked, ...named.evidence);
    if (this.#isLocalByDefault())
      return answer({ environment: 'local', evidence: [{ text: 'No host is named: it goes to this machine' }] });
    const byName = guessed ? nothing : fromNames(ids);
    if (byName.environment !== undefined) return answer(byName, ...named.evidence);
    return answer({ environment: 'unknown', evidence: named.evidence }, ...(guessed ? linked.evidence : []));
  }

  #linked(): Says {
    const { hosts = [] } = this.#target;
    // A host of somebody's own that no file places: what the folder is linked to says nothing about it.
    if (hosts.some((host) => hostEnvironment(host).remote && !isSharedHost(host))) return nothing;
    const linked = fromLinks(this.#target, this.#invocation, this.#facts, this.#directory);
    return worseOf(linked, fromFolder(this.#target, this.#facts, this.#directory));
  }

  /**
   * Whether a mere name that production also has is here another environment's: on this machine, or where flag or host say so and a
   * file of that environment has the name, too.
   */
  #isOtherwise(named: Named, unique: Named, flag: Says, hosts: Says): boolean {
    if (named.spoken || unique.environment === 'production') return false;
    for (const says of [flag, unique, hosts])
      if (says.environment !== undefined && says.environment !== 'unknown' && says.environment !== 'local')
        return named.environments.includes(says.environment);
    return hosts.environment === 'local' || this.#isLocalByDefault();
  }

  /** A database client that is given no host, no file and no unknown word goes to this machine. */
  #isLocalByDefault(): boolean {
    const target = this.#target;
    const invocation = this.#invocation;
    return (
      invocation !== undefined &&
      invocation.supplies === undefined &&
      this.#selection.files.length === 0 &&
      clients.has(invocation.program) &&
      invocation.place.type === 'here' &&
      (target.hosts?.length ?? 0) === 0 &&
      (target.files?.length ?? 0) === 0 &&
      target.says === undefined &&
      invocation.argv.every((word) => word.known) &&
      variablesOf(target.tool).every((name) => !invocation.variables.has(name))
    );
  }
}

function contradicted(flag: Says): readonly Evidence[] {
  return flag.environment === undefined || flag.environment === 'production'
    ? []
    : flag.evidence.map(({ text }) => ({ text: `${text}, but that is not so` }));
}

function worseOf(a: Says, b: Says): Says {
  if (a.environment === undefined || b.environment === undefined) return a.environment === undefined ? b : a;
  return worseEnvironment(a.environment, b.environment) === a.environment ? a : b;
}

/** What a thing is called, when nothing else says where it is. */
function fromNames(ids: readonly string[]): Says {
  let found: Says = nothing;
  for (const id of ids) {
    const environment = isUnique(id) && !id.includes('.') ? undefined : environmentFromName(id);
    if (environment !== undefined)
      found = worseOf(found, { environment, evidence: [{ text: `The name ${id.slice(0, 100)} says ${environment}` }] });
  }
  return found;
}

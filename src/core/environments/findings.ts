import { isPeculiar, isPlaceholder } from '../credentials/names.ts';
import { baseName, directoryOf } from '../paths.ts';
import type { Environment, IdentifierPlace, Link } from '../types.ts';
import { environmentOfAddress, environmentOfPath } from './dotenvFile.ts';
import { hostEnvironment, isSharedHost, plainHost } from './hosts.ts';
import {
  environmentText,
  everywhere,
  maxFindings,
  placeText,
  selectable,
  type FoundIdentifier,
  type Recognised,
  type SourceFile,
} from './recogniser.ts';
import { environmentFromName, worseEnvironment } from './tokens.ts';
import { readAddress, type Address } from './urls.ts';

export interface LinkOptions {
  readonly line?: number | undefined;
  /** After the place in the evidence: `deploys the app acme-api`. */
  readonly says: string;
  /** The folder that it holds for; the file's own unless given. */
  readonly scope?: string;
  /** False for what is not tied to anything remote by itself. */
  readonly remote?: boolean;
  readonly variable?: string;
  /** Another tool than the file's own: a `.env` speaks of many. */
  readonly tool?: string;
}

export interface AddressOptions {
  readonly says?: string;
  /** Where it does not stand in the address. */
  readonly database?: string | undefined;
  /** False for an environment that a command only reaches by naming it. */
  readonly chosen?: boolean;
}

/**
 * `Link.kind` of what a file configures without choosing it: the folder has a production environment, but a command goes there only by
 * naming it.
 */
export const configuration = 'configuration';

/** Collects what a file says, with its evidence, within bounds. Every recogniser returns one. */
export class Findings implements Recognised {
  readonly links: Link[] = [];
  readonly identifiers: FoundIdentifier[] = [];
  readonly #file: SourceFile;
  readonly #tool: string;
  readonly #scope: string;
  /** `.env.example` and the like: values of nobody. */
  readonly #template: boolean;

  /** `scope`: the folder that the file holds for, unless it is its own; user-level state holds everywhere. */
  constructor(file: SourceFile, tool: string, scope?: string) {
    this.#file = file;
    this.#tool = tool;
    this.#scope = scope ?? (file.root === undefined ? everywhere : directoryOf(file.path));
    this.#template = file.root !== undefined && /(?:^|[._-])(?:example|sample|tpl|dist)(?:[._-]|$)/i.test(baseName(file.path));
  }

  get full(): boolean {
    return this.links.length + this.identifiers.length >= maxFindings;
  }

  /** A fact that ties the folder to a resource. */
  link(kind: string, resource: string, environment: Environment, options: LinkOptions): this {
    if (this.full || this.#template || resource.trim() === '') return this;
    const { line, says, scope, remote, variable, tool } = options;
    const isLocal = environment === 'local';
    this.links.push({
      tool: tool ?? this.#tool,
      resource: resource.trim().slice(0, 200),
      kind,
      environment,
      scope: scope ?? this.#scope,
      remote: remote ?? !isLocal,
      evidence: {
        text: `${placeText(this.#file, line)} ${says}${isLocal || remote === false ? '' : `, ${environmentText(environment)}`}`,
        path: this.#file.path,
        ...(line === undefined ? {} : { line }),
      },
      ...(variable === undefined ? {} : { variable }),
    });
    return this;
  }

  /** What shows that the folder works with the tool at all, so that the user's own state of it matters here. No link by itself. */
  use(says: string, tool = this.#tool): this {
    return this.link('use', placeText(this.#file), 'unknown', { line: 1, says, remote: false, tool });
  }

  /** An id that stands here: whoever names it elsewhere means this. Common words and placeholders are none. */
  identify(id: string | undefined, kind: string, environment: Environment, line?: number, name?: string): this {
    const plain = id?.trim();
    if (plain === undefined || this.full || this.#template || !isIdentifier(plain)) return this;
    this.identifiers.push({ id: plain.toLowerCase(), place: this.#place(kind, environment, line, name ?? plain) });
    return this;
  }

  /** A name that a flag or variable of the tool picks (`--context eu`, `-e customers`): as short and common as it likes. */
  choice(name: string | undefined, kind: string, environment: Environment, line?: number, tool = this.#tool, says = 'names it'): this {
    if (name === undefined || name === '' || name.length > 200 || this.full || this.#template) return this;
    this.identifiers.push({ id: selectable(tool, name).toLowerCase(), place: this.#place(kind, environment, line, name, says) });
    return this.identify(name, kind, environment, line);
  }

  /** A host of somebody's own. */
  host(host: string | undefined, environment: Environment, line?: number, name?: string): this {
    const plain = host === undefined ? '' : plainHost(host);
    if (plain.length <= 3 || plain.length > 253 || !/^[\w.-]+$/.test(plain) || this.full || this.#template) return this;
    if (!hostEnvironment(plain).remote || isSharedHost(plain)) return this;
    this.identifiers.push({ id: plain, place: this.#place('host', environment, line, name) });
    return this;
  }

  /**
   * A connection string or host that the file points to, as a link: local, or remote in the environment that it says itself, else in
   * the one that the place in the file says.
   */
  address(text: string | undefined, said: Environment, line: number | undefined, options: AddressOptions = {}): this {
    const address = text === undefined ? undefined : readPlace(text);
    if (!address || address.hosts.length === 0 || address.hosts.some((host) => /[${}<>%()]|^(?:host|hostname|user|your-.*)$/i.test(host)))
      return this;
    const where = environmentOfAddress(address);
    const own = joinEnvironments(where.environment, said);
    const shown = plainHost(address.hosts[0]!) || 'a local socket';
    const database = options.database ?? address.path;
    const resource = database === undefined || /^https?$/.test(address.scheme) ? shown : `${database} on ${shown}`;
    if (!where.remote)
      return this.link(address.scheme === 'host' && database === undefined ? 'host' : 'database', resource, 'local', {
        line,
        says: `points to ${shown}`,
        remote: false,
      });
    if (address.hosts.every((host) => isSharedHost(host))) return this;
    for (const host of address.hosts) this.host(host, own, line);
    if (database !== undefined) this.identify(database, 'database', own, line);
    const kind = /^https?$|^host$/.test(address.scheme) && database === undefined ? 'host' : 'database';
    return this.link(options.chosen === false ? configuration : kind, resource, own, {
      line,
      says: options.says ?? `points to ${shown}`,
    });
  }

  #place(kind: string, environment: Environment, line: number | undefined, name: string | undefined, says = 'names it'): IdentifierPlace {
    return {
      kind,
      environment,
      ...(name === undefined ? {} : { name }),
      evidence: {
        text: `${placeText(this.#file, line)} ${says}, ${environmentText(environment)}`,
        path: this.#file.path,
        ...(line === undefined ? {} : { line }),
      },
    };
  }
}

function isIdentifier(text: string): boolean {
  return (
    text.length >= 4 &&
    text.length <= 200 &&
    !/[\s$<>{}()*]/.test(text) &&
    (isPeculiar(text) || /^\d{9,20}$/.test(text)) &&
    (text.startsWith('arn:') || !isPlaceholder(text))
  );
}

/** An address, or a plain host name with or without a port. */
function readPlace(text: string): Address | undefined {
  const plain = text.trim();
  return (
    readAddress(plain) ??
    (/^[\w.-]{1,253}(?::\d{1,5})?$|^\/[\w./-]{1,200}$|^\[?[0-9a-f:]{3,45}\]?$/i.test(plain)
      ? { scheme: 'host', hosts: [plain] }
      : undefined)
  );
}

/** What the value says of itself, under what its place says; when they disagree, the one that asks for more care. */
export function joinEnvironments(said: Environment, place: Environment): Environment {
  if (said === 'unknown' || said === place) return place;
  if (said === 'production' || place === 'production') return 'production';
  return place === 'unknown' ? said : worseEnvironment(said, place);
}

/** The environment that any of these names says: production before all others; `unknown` when none says one. */
export function environmentOfNames(...names: readonly (string | undefined)[]): Environment {
  let found: Environment | undefined;
  for (const name of names) {
    const said = name === undefined ? undefined : environmentFromName(name);
    if (said === 'production') return said;
    found ??= said;
  }
  return found ?? 'unknown';
}

/** As `environmentOfNames`, else what the file's own name and folders say. */
export function environmentIn(file: SourceFile, ...names: readonly (string | undefined)[]): Environment {
  const said = environmentOfNames(...names);
  const place = environmentOfPath(file.path, file.root);
  return place === undefined ? said : joinEnvironments(said, place);
}

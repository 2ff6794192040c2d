import type { Environment, IdentifierPlace, Link } from '../types.ts';
import { displayPath } from '../paths.ts';

/** A file as a recogniser gets it. */
export interface SourceFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** The workspace folder it was found in; undefined for user-level state. */
  readonly root?: string;
  readonly home?: string;
}

export interface FoundIdentifier {
  /** Lower-case. */
  readonly id: string;
  readonly place: IdentifierPlace;
}

/** What one file says. */
export interface Recognised {
  readonly links: readonly Link[];
  readonly identifiers: readonly FoundIdentifier[];
}

/** A variable whose value says where a tool goes. */
export interface DecidingVariable {
  readonly name: string | RegExp;
  /** What its value names: `project`, `environment`, `account`. */
  readonly kind: string;
  /** Where the words of the value are not what says it. Undefined: this value says nothing. */
  readonly environmentOf?: (value: string) => Environment | undefined;
  /** The value is a secret of which only the mode is looked at (`sk_live_…`): it is never shown, and none without a mode is a link. */
  readonly secret?: boolean;
  /** What it names holds all environments (a Railway project): being named by staging's file does not make it staging's. */
  readonly holdsAll?: boolean;
}

/** Reads one tool's files. Pure, bounded, and it may throw: the registry turns that into *linked, environment unknown*. */
export interface Recogniser {
  /** As in `Link.tool` and `Target.tool`. */
  readonly tool: string;
  /** Workspace files: a string is a path ending of whole segments (`.terraform/environment`), a pattern is tried on the base name. */
  readonly files: readonly (string | RegExp)[];
  /** User-level state: path templates (userFiles.ts). */
  readonly userFiles?: readonly string[];
  /** Variables whose value is a path, or a list of paths, of such a file. */
  readonly pathVariables?: readonly string[];
  /** Variables of a process or a dotenv file that say where the tool goes. */
  readonly variables?: readonly DecidingVariable[];
  /** Domains under which the tool's customers have hosts of their own: `neon.tech`. */
  readonly domains?: readonly string[];
  /** True for files whose being there says nothing: one that cannot be read is no link. */
  readonly quiet?: boolean;
  /** Whether a file of such a name is worth reading, for recognisers with broad patterns. `depth`: folders below the root. */
  readonly wants?: (path: string, root: string, depth: number) => boolean;
  readonly recognise: (file: SourceFile) => Recognised;
}

/** The identifier of what a flag or variable of one tool picks by name (`--context eu`): such names may be as short as they like. */
export function selectable(tool: string, name: string): string {
  return `${tool}: ${name}`;
}

/** Scope of user-level state: it holds in every folder. */
export const everywhere = '/';

export const nothing: Recognised = { links: [], identifiers: [] };

/** No file says more than this many things: a list of ten thousand identifiers is data, not configuration. */
export const maxFindings = 500;

/** `scripts/domains/.env:3`: how evidence names a place. */
export function placeText(file: SourceFile, line?: number): string {
  const path = displayPath(file.path, file.root, file.home ?? '');
  return line === undefined ? path : `${path}:${line}`;
}

/** Says in words which environment a place gives: `as production`, or that none is said. */
export function environmentText(environment: Environment): string {
  return environment === 'unknown' ? 'without saying the environment' : `as ${environment}`;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** UUIDs of a text with their offsets. */
export function uuidsOf(text: string): readonly { readonly id: string; readonly offset: number }[] {
  const found = [];
  for (const match of text.matchAll(uuid)) {
    const before = text[match.index - 1];
    const after = text[match.index + 36];
    if ((before === undefined || !/[0-9a-z]/i.test(before)) && (after === undefined || !/[0-9a-z]/i.test(after)))
      found.push({ id: match[0].toLowerCase(), offset: match.index });
    if (found.length >= maxFindings) break;
  }
  return found;
}

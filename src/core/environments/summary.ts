import { baseName, isWithin } from '../paths.ts';
import type { Environment, Knowledge, Link } from '../types.ts';
import { everywhere } from './recogniser.ts';
import { dotenvFile } from './recognisers/dotenv.ts';
import { toolName } from './targetVariables.ts';
import { worseEnvironment } from './tokens.ts';

export interface Summary {
  /** The worst of all links; `none` when nothing is linked. */
  readonly environment: Environment | 'none';
  /** What the status item names: `acme-api`. */
  readonly label: string;
}

/** Links that say something about these folders: theirs, and user-level state of tools that they use. */
export function linksOf(knowledge: Knowledge, folders: readonly string[]): readonly Link[] {
  const own = knowledge.links.filter((link) => link.scope !== everywhere && concerns(link, folders));
  const tools = new Set(own.map((link) => toolName(link.tool)));
  // A cluster that the person also works with is nothing to a workspace that deploys to none.
  const state = knowledge.links.filter(
    (link) => link.scope === everywhere && link.kind !== 'unreadable file' && tools.has(toolName(link.tool)),
  );
  return [...own, ...state].filter((link) => link.kind !== 'use' && link.kind !== dotenvFile);
}

function concerns(link: Link, folders: readonly string[]): boolean {
  return folders.some((folder) => isWithin(link.scope, folder) || isWithin(folder, link.scope));
}

/** What the status bar says of these folders: the worst environment, and the name that people know them by. */
export function summarise(knowledge: Knowledge, folders: readonly string[]): Summary {
  const links = linksOf(knowledge, folders);
  let worst: Environment | undefined;
  for (const link of links) worst = worst === undefined ? link.environment : worseEnvironment(worst, link.environment);
  return { environment: worst ?? 'none', label: labelOf(links, worst, folders) };
}

/** A project's or app's own name before any other, then the folder's. */
const naming = ['project', 'app', 'site'];

/** What people say, not an id: `acme-shop`, not `prj_8Hq2…` or a UUID. */
function isName(resource: string): boolean {
  return (
    resource.length <= 40 &&
    !resource.includes('/') &&
    !/^[0-9a-f]{8}-[0-9a-f]{4}-|^[a-z]{20}$|^(?:prj|team)_|^[0-9a-f]{20,}$|^\d+$/i.test(resource)
  );
}

function labelOf(links: readonly Link[], worst: Environment | undefined, folders: readonly string[]): string {
  const worstLinks = links.filter((link) => link.environment === worst);
  for (const kind of naming) {
    const link = worstLinks.find((one) => one.kind === kind && isName(one.resource));
    if (link) return link.resource;
  }
  const folder = folders.find((one) => worstLinks.some((link) => isWithin(link.scope, one))) ?? folders[0];
  return folder === undefined ? '' : baseName(folder);
}

/** The environment that a session in this directory works in: what the plain `.env` nearest above it is for. */
export function sessionEnvironment(knowledge: Knowledge, cwd: string): Environment {
  let best: Link | undefined;
  for (const link of knowledge.links)
    if (
      link.kind === dotenvFile &&
      /\/\.env(?:\.local)?$/.test(link.evidence.path ?? '') &&
      isWithin(cwd, link.scope) &&
      (best === undefined || link.scope.length > best.scope.length)
    )
      best = link;
  return best?.environment ?? 'unknown';
}

import { existsSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'jsonc-parser';
import { mcpConfigs, rewriteMcpConfig, type WrapPrograms } from '../core/mcp/configs.ts';
import type { FileChange } from './agentFiles.ts';

/** A settings file of an MCP client, and where in it the servers stand. */
export interface McpPlace {
  readonly client: string;
  readonly path: string;
  readonly keys: readonly string[];
}

export interface WrappingPlan {
  readonly changes: readonly FileChange[];
  /** Servers that are put behind the guard, or taken out: `client: name`. */
  readonly servers: readonly string[];
  /** Remote servers, which need another address. */
  readonly remote: readonly { readonly client: string; readonly server: string; readonly path: string }[];
  /** One sentence for each file that has to be left as it is. */
  readonly problems: readonly string[];
}

/** The settings files of known clients that are there, at user level and in the folders. */
export function mcpPlaces(home: string, folders: readonly string[]): readonly McpPlace[] {
  const found = mcpConfigs.flatMap(({ client, place, path, keys }) =>
    (place === 'home' ? [home] : folders).map((folder) => ({ client, keys, path: join(folder, path) })),
  );
  const seen = new Set<string>();
  return found.filter(({ path }) => existsSync(path) && !seen.has(path) && seen.add(path));
}

/** A file that somebody named: its shape by its name. */
export function mcpPlaceOf(path: string): McpPlace {
  const known = mcpConfigs.find((config) => path.endsWith(join(sep, config.path)));
  return known ? { client: known.client, path, keys: known.keys } : { client: path, path, keys: ['mcpServers'] };
}

/**
 * What would change to put every stdio server behind the guard, or to take all of them out again. Nothing is written. `restored`: the
 * text from before our last change of a file, which is given back when it says the same, blanks and all.
 */
export function planWrapping(
  wanted: 'wrap' | 'unwrap',
  places: readonly McpPlace[],
  programs: WrapPrograms,
  restored: (path: string, before: string) => FileChange | undefined = () => undefined,
): WrappingPlan {
  const changes: FileChange[] = [];
  const servers: string[] = [];
  const remote: WrappingPlan['remote'][number][] = [];
  const problems: string[] = [];
  for (const { path, client, keys } of places) {
    let before: string;
    try {
      before = readFileSync(path, 'utf8');
    } catch (error) {
      problems.push(`${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
      continue;
    }
    const result = rewriteMcpConfig(before, keys, wanted, programs);
    if (!result.ok) {
      problems.push(`${path} was left as it is: ${result.reason}`);
      continue;
    }
    remote.push(...result.skipped.map((server) => ({ client, server, path })));
    servers.push(...result.changed.map((server) => `${client}: ${server}`));
    if (result.text === before) continue;
    const back = wanted === 'unwrap' ? restored(path, before)?.after : undefined;
    changes.push({ path, before, after: back !== undefined && saysTheSame(back, result.text) ? back : result.text });
  }
  return { changes, servers, remote, problems };
}

function saysTheSame(one: string, other: string): boolean {
  return isDeepStrictEqual(parse(one), parse(other));
}

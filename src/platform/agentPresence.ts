import { existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Connection } from '../core/agents/connection.ts';
import { firstProgram, searchFolders } from './searchPath.ts';

/** Where an agent is on this machine, and which version; nothing of it is run to find out. */
export interface Presence {
  readonly found: readonly string[];
  readonly version: string | undefined;
}

const extensionFolders = [
  '.vscode',
  '.vscode-insiders',
  '.vscode-server',
  '.cursor',
  '.windsurf',
  '.vscode-oss',
  '.local/share/code-server',
];

/** Where the editors of this user keep their extensions. */
export function editorExtensionFolders(home: string): readonly string[] {
  return extensionFolders.map((folder) => join(home, folder, 'extensions'));
}

export function presenceOf({ presence }: Connection, home: string, path: string | undefined): Presence {
  const found: string[] = [];
  const places = placesOf(home, path);
  let version: string | undefined;
  for (const program of presence.programs) {
    const file = firstProgram([program], places);
    if (file === undefined) continue;
    found.push(file);
    version ??= versionOfProgram(file);
  }
  for (const folder of presence.folders) {
    const place = join(home, folder);
    if (existsSync(place)) found.push(place);
  }
  for (const extension of extensionsOf(presence.extensions ?? [], home)) {
    found.push(extension);
    version ??= /-(\d+\.\d+\.\d+)/.exec(basename(extension))?.[1];
  }
  return { found, version };
}

/** A program of the agent that can be run: from PATH, else the one that its editor extension brings (`bin/<platform>/<program>`). */
export function programOf({ presence }: Connection, home: string, path: string | undefined): string | undefined {
  const places = placesOf(home, path);
  for (const program of presence.programs) {
    const file = firstProgram([program], places);
    if (file !== undefined) return file;
  }
  for (const extension of extensionsOf(presence.extensions ?? [], home))
    for (const platform of entries(join(extension, 'bin')))
      for (const program of presence.programs) {
        const file = join(extension, 'bin', platform, process.platform === 'win32' ? `${program}.exe` : program);
        if (existsSync(file)) return file;
      }
  return undefined;
}

/** The newest version of each, in every editor. */
function extensionsOf(ids: readonly string[], home: string): readonly string[] {
  return ids.flatMap((id) =>
    editorExtensionFolders(home).flatMap((folder) => {
      const extension = newest(entries(folder).filter((name) => name.toLowerCase().startsWith(`${id}-`)));
      return extension === undefined ? [] : [join(folder, extension)];
    }),
  );
}

/** An editor that was not started from a shell has a short PATH: where people's programs usually lie comes after it. */
function placesOf(home: string, path: string | undefined): readonly string[] {
  const usual = ['.local/bin', 'bin', '.npm-global/bin', '.bun/bin', '.volta/bin'].map((folder) => join(home, folder));
  const nvm = newest(entries(join(home, '.nvm/versions/node')));
  return [
    ...searchFolders(path),
    ...usual,
    ...(nvm === undefined ? [] : [join(home, '.nvm/versions/node', nvm, 'bin')]),
    ...(process.platform === 'win32' ? [] : ['/usr/local/bin', '/opt/homebrew/bin']),
  ];
}

/** From the package it lies in (npm), or from the name of what a link leads to (`…/versions/2.1.329`). */
function versionOfProgram(file: string): string | undefined {
  let real: string;
  try {
    real = realpathSync(file);
  } catch {
    return undefined;
  }
  const named = /^v?(\d+\.\d+\.\d+[\w.-]*)$/.exec(basename(real));
  if (named) return named[1];
  for (let folder = dirname(real), steps = 0; steps < 6 && folder !== dirname(folder); folder = dirname(folder), steps++) {
    const manifest = join(folder, 'package.json');
    if (!existsSync(manifest)) continue;
    try {
      const { version, name } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version?: unknown; readonly name?: unknown };
      if (typeof version === 'string' && typeof name === 'string') return version;
    } catch {
      return undefined; // Not a package's.
    }
  }
  return undefined;
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function newest(names: readonly string[]): string | undefined {
  return [...names].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
}

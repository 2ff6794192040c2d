import { accessSync, constants, existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';
import type { Connection } from '../core/agents/connection.ts';

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

export function presenceOf({ presence }: Connection, home: string, path: string | undefined): Presence {
  const found: string[] = [];
  let version: string | undefined;
  for (const program of presence.programs) {
    const file = onPath(program, path);
    if (file === undefined) continue;
    found.push(file);
    version ??= versionOfProgram(file);
  }
  for (const folder of presence.folders) {
    const place = join(home, folder);
    if (existsSync(place)) found.push(place);
  }
  for (const id of presence.extensions ?? [])
    for (const folder of extensionFolders) {
      const extension = newest(entries(join(home, folder, 'extensions')).filter((name) => name.toLowerCase().startsWith(`${id}-`)));
      if (extension === undefined) continue;
      found.push(join(home, folder, 'extensions', extension));
      version ??= /-(\d+\.\d+\.\d+)/.exec(extension.slice(id.length))?.[1];
    }
  return { found, version };
}

function onPath(program: string, path: string | undefined): string | undefined {
  const names = process.platform === 'win32' ? [`${program}.exe`, `${program}.cmd`] : [program];
  for (const folder of (path ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const name of names) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not here.
      }
    }
  }
  return undefined;
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

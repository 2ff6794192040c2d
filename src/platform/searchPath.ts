import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** The folders of a PATH; relative ones would mean another program in each directory. */
export function searchFolders(path: string | undefined): readonly string[] {
  return (path ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
}

/** Absolute path of the first program of one of these names, without `.exe`, in the order of folders, then of names. */
export function firstProgram(names: readonly string[], folders: readonly string[]): string | undefined {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  const files = names.flatMap((name) => endings.map((ending) => `${name}${ending}`));
  for (const folder of folders) for (const file of files) if (isExecutable(join(folder, file))) return join(folder, file);
  return undefined;
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // Not there, or not for us.
  }
}

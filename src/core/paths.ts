/** Path arithmetic on text, for core has no `node:path`. POSIX separators; Windows paths are compared with `/` in place of `\`. */

/** `~`, relative and absolute text to a normal absolute path; undefined when it is relative and the directory is not known. */
export function absolutePath(text: string, cwd: string | undefined, home: string): string | undefined {
  if (text === '') return undefined;
  const slashed = text.includes('\\') && /^[a-z]:/i.test(text) ? text.replaceAll('\\', '/') : text;
  if (slashed === '~' || slashed.startsWith('~/')) return normalPath(home + slashed.slice(1));
  if (slashed.startsWith('/') || /^[a-z]:\//i.test(slashed)) return normalPath(slashed);
  return cwd === undefined ? undefined : normalPath(`${cwd}/${slashed}`);
}

/** Begins at a root, on any system. */
export function isAbsolutePath(text: string): boolean {
  return text.startsWith('/') || /^[a-z]:[/\\]/i.test(text);
}

/** Without `.`, `..`, doubled and trailing slashes. */
export function normalPath(path: string): string {
  const drive = /^[a-z]:/i.exec(path)?.[0] ?? '';
  const parts: string[] = [];
  for (const part of path.slice(drive.length).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `${drive}/${parts.join('/')}`;
}

/** True for the folder itself and everything below it. Both absolute and normal. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

export function directoryOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at <= 0 ? '/' : path.slice(0, at);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The path as a person would write it: relative inside the folder, `~/…` inside the home, else absolute. */
export function displayPath(path: string, folder: string | undefined, home: string): string {
  if (folder !== undefined && folder !== '/' && path !== folder && isWithin(path, folder)) return path.slice(folder.length + 1);
  if (home !== '' && home !== '/' && isWithin(path, home)) return `~${path.slice(home.length)}`;
  return path;
}

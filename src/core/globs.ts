import { minimatch } from 'minimatch';
import { isWithin } from './paths.ts';
import { withoutEnd } from './text.ts';

/** Where globs of the settings hold. */
export interface GlobScope {
  readonly platform: 'linux' | 'darwin' | 'win32';
  /** Workspace folders, absolute: what a relative glob is relative to. */
  readonly roots: readonly string[];
}

/** Globs longer than this, or with more braces, cost too much to match. */
const maxGlob = 200;
const maxBraces = 4;

/** Whether an absolute path is matched by one of the settings' globs: absolute, with `**` in front, or relative to a workspace folder. */
export function matchesGlob(path: string, globs: readonly string[], { platform, roots }: GlobScope): boolean {
  for (const glob of globs) {
    if (glob === '' || glob.length > maxGlob || glob.split('{').length - 1 > maxBraces) continue;
    const options = { dot: true, nocase: platform !== 'linux' };
    if (glob.startsWith('/') || /^[a-z]:/i.test(glob) || glob.startsWith('**')) {
      if (minimatch(path, glob, options)) return true;
      continue;
    }
    for (const root of roots) {
      if (!isWithin(path, root) || path === root) continue;
      const relative = path.slice(root.length + 1);
      if (minimatch(relative, glob, options) || relative.startsWith(`${withoutEnd(glob, '/')}/`)) return true;
    }
  }
  return false;
}

import { maxPathLength } from './limits.ts';

/** True for `/x`, and for `C:\x` or `C:/x`, which Git Bash and PowerShell take too. */
function isAbsolute(path: string): boolean {
  const first = path.charCodeAt(0);
  if (first === 47) return true;
  return path.charCodeAt(1) === 58 && (path.charCodeAt(2) === 92 || path.charCodeAt(2) === 47) && isLetter(first);
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** The absolute path that `path` names from `base`, without `.` and `..`; undefined when there is no base and it needs one. */
export function resolvePath(base: string | undefined, path: string): string | undefined {
  if (path.length + (base?.length ?? 0) > maxPathLength) return undefined;
  if (isAbsolute(path)) return normalizePath(path);
  if (base === undefined) return undefined;
  return path === '' || path === '.' ? base : normalizePath(`${base}/${path}`);
}

function normalizePath(path: string): string {
  const text = isLetter(path.charCodeAt(0)) && path.charCodeAt(1) === 58 ? path.replaceAll('\\', '/') : path;
  if (!/\/(?:\.{0,2}(?:\/|$))/.test(text)) return text;
  const parts: string[] = [];
  for (const part of text.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.length > (text[0] === '/' ? 0 : 1)) parts.pop();
    } else parts.push(part);
  }
  return text[0] === '/' ? `/${parts.join('/')}` : parts.length === 1 ? `${parts[0]}/` : parts.join('/');
}

/** What stands after the last slash (or backslash when `windows`). */
export function baseName(path: string, windows = false): string {
  let at = path.lastIndexOf('/');
  if (windows) at = Math.max(at, path.lastIndexOf('\\'));
  return at < 0 ? path : path.slice(at + 1);
}

import { absolutePath, normalPath } from '../../paths.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';
import type { Facts } from '../../types.ts';

/** Where a word points, as far as text alone tells. Paths are absolute and normal. */
export type Spot =
  | { readonly type: 'path'; readonly path: string; readonly slash: boolean; readonly text: string }
  /** `folder` is the longest part without a glob. */
  | { readonly type: 'glob'; readonly pattern: string; readonly folder: string; readonly text: string }
  /** Somewhere in a folder that is known: `build/$NAME`. What is unknown stands as `*` in `rest`. */
  | { readonly type: 'below'; readonly folder: string; readonly rest: string; readonly text: string }
  /** Begins with something unknown: `$DIR/build`. `guarded` is `${DIR:?}`, which the shell refuses when it is unset. */
  | { readonly type: 'tail'; readonly tail: string; readonly guarded: boolean; readonly text: string }
  /** What `mktemp` has just made, or a tool's own cache. */
  | { readonly type: 'fresh'; readonly text: string }
  /** Relative to a directory that is not known. */
  | { readonly type: 'adrift'; readonly relative: string; readonly text: string }
  | { readonly type: 'empty' };

type Part = { readonly kind: 'text' | 'glob' | 'unknown'; readonly value: string };

const mktemp = /^(?:\$\(|`|<\()\s*(?:\w+=\S*\s+)*(?:command\s+)?mktemp\b/;
/** Tools that print where their cache lies; they fill it again. */
const cacheOfTool =
  /^(?:\$\(|`)\s*(?:go\s+env\s+GO(?:MOD)?CACHE|npm\s+config\s+get\s+cache|yarn\s+(?:cache\s+dir|config\s+get\s+cacheFolder)|pnpm\s+store\s+path|pip3?\s+cache\s+dir|uv\s+cache\s+dir|poetry\s+config\s+cache-dir|brew\s+--cache|composer\s+config\s+(?:--global\s+)?cache-dir|ccache\s+-k\s+cache_dir)\s*[)`]$/;
const topLevel = /^(?:\$\(|`)\s*git\s+rev-parse\s+--show-toplevel\s*(?:2>\s*\/dev\/null\s*)?[)`]$/;

/** Where a word of an invocation points. */
export function spotOf(word: Word, invocation: Invocation, facts: Facts): Spot {
  const { text } = word;
  if (text === '') return { type: 'empty' };
  const parts = partsOf(word, invocation, facts);
  const first = parts[0];
  if (first?.kind === 'unknown') {
    const rest = join(parts.slice(1));
    if ((mktemp.test(first.value) || cacheOfTool.test(first.value)) && !rest.includes('..')) return { type: 'fresh', text };
    return { type: 'tail', tail: rest, guarded: first.value.includes(':?'), text };
  }
  const stop = parts.findIndex((part) => part.kind !== 'text');
  const known = join(stop < 0 ? parts : parts.slice(0, stop));
  if (stop < 0) {
    const path = absolute(known, invocation, facts);
    if (path === undefined) return { type: 'adrift', relative: known, text };
    return { type: 'path', path, slash: /[/\\]$/.test(known), text };
  }
  const cut = known.lastIndexOf('/');
  const folderText = cut < 0 ? '.' : known.slice(0, cut + 1);
  const folder = absolute(folderText, invocation, facts);
  const rest = known.slice(cut + 1) + join(parts.slice(stop).map((part) => (part.kind === 'unknown' ? { ...part, value: '*' } : part)));
  if (folder === undefined) return { type: 'adrift', relative: text, text };
  if (parts.slice(stop).some((part) => part.kind === 'unknown')) return { type: 'below', folder, rest, text };
  return { type: 'glob', pattern: folder === '/' ? `/${rest}` : `${folder}/${rest}`, folder, text };
}

function partsOf(word: Word, invocation: Invocation, facts: Facts): readonly Part[] {
  const parts: Part[] = [];
  const add = (kind: Part['kind'], value: string): void => {
    const last = parts.at(-1);
    if (last && last.kind === kind && kind === 'text') parts[parts.length - 1] = { kind, value: last.value + value };
    else if (value !== '') parts.push({ kind, value });
  };
  if (word.pieces.length === 0) add(word.known ? 'text' : 'unknown', word.text);
  for (const piece of word.pieces) {
    if (piece.type === 'text') add('text', piece.value);
    else if (piece.type === 'glob') add('glob', piece.value);
    else {
      const value = valueOf(piece.value, piece.variable, invocation, facts);
      add(value === undefined ? 'unknown' : 'text', value ?? piece.value);
    }
  }
  return parts;
}

/** Variables and substitutions that mean a folder we know. */
function valueOf(source: string, variable: string | undefined, invocation: Invocation, facts: Facts): string | undefined {
  const here = invocation.place.type === 'here';
  switch (variable) {
    case 'HOME':
      return here ? facts.home : '/root';
    case 'PWD':
      return invocation.cwd;
    case 'TMPDIR':
    case 'TEMP':
    case 'TMP':
    case 'RUNNER_TEMP':
      return facts.temporary[0] ?? '/tmp';
    case undefined:
      break;
    default:
      return undefined;
  }
  if (/^(?:\$\(|`)\s*pwd(?:\s+-[LP])?\s*[)`]$/.test(source)) return invocation.cwd;
  if (here && topLevel.test(source)) return workspaceOf(invocation.cwd, facts);
  return undefined;
}

function absolute(text: string, invocation: Invocation, facts: Facts): string | undefined {
  const named = /^~([a-z_][\w.-]*)(\/.*)?$/i.exec(text);
  if (named) return normalPath(`${facts.platform === 'darwin' ? '/Users' : '/home'}/${named[1]}${named[2] ?? ''}`);
  const backslashes = facts.platform === 'win32' || invocation.shell !== 'posix';
  return absolutePath(backslashes ? text.replaceAll('\\', '/') : text, invocation.cwd, facts.home);
}

function join(parts: readonly Part[]): string {
  return parts.map((part) => part.value).join('');
}

/** The workspace folder that contains a directory; the innermost when they nest. */
export function workspaceOf(path: string | undefined, facts: Facts): string | undefined {
  if (path === undefined) return undefined;
  let best: string | undefined;
  for (const root of facts.knowledge.roots) {
    const inside = path === root || path.startsWith(root.endsWith('/') ? root : `${root}/`);
    if (inside && (best === undefined || root.length > best.length)) best = root;
  }
  return best;
}

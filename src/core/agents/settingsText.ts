import { parseTree, type Node, type ParseError } from 'jsonc-parser';

/** A settings text that can be edited. */
export interface ReadSettings {
  /** The byte order mark, if there is one. */
  readonly mark: string;
  /** Without it; an empty object for no text. */
  readonly text: string;
  readonly root: Node;
}

/** A place that is edited, and what has to be there if anything is; undefined: whatever it is. */
export interface SettingsPath {
  readonly path: readonly string[];
  readonly last: 'array' | 'object' | undefined;
}

export const byteOrderMark = '\uFEFF';

/** Reads a settings text with comments and trailing commas; a text that cannot be read for sure is refused, never repaired. */
export function readSettings(source: string | undefined, wanted: readonly SettingsPath[]): ReadSettings | { readonly reason: string } {
  const mark = source?.startsWith(byteOrderMark) ? byteOrderMark : '';
  const body = (source ?? '').slice(mark.length);
  const text = body.trim() === '' ? '{}\n' : body;
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const error = errors[0];
  if (error || !root) return { reason: `it is not valid JSON (line ${text.slice(0, error?.offset ?? 0).split('\n').length})` };
  if (root.type !== 'object') return { reason: 'it does not hold a JSON object' };
  for (const { path, last } of wanted) {
    let node: Node | undefined = root;
    for (const [index, key] of path.entries()) {
      const same: readonly Node[] = (node.children ?? []).filter((property) => property.children?.[0]?.value === key);
      const name = path.slice(0, index + 1).join('.');
      // The agent reads the last one, an edit would go into the first.
      if (same.length > 1) return { reason: `it holds "${name}" twice` };
      node = same[0]?.children?.[1];
      if (!node) break;
      const type = index === path.length - 1 ? last : 'object';
      if (type !== undefined && node.type !== type) return { reason: `its "${name}" is not ${type === 'array' ? 'a list' : 'an object'}` };
    }
  }
  return { mark, text, root };
}

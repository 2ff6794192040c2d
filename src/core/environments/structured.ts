import { parse as parseJsonc, type ParseError } from 'jsonc-parser';
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseAllDocuments, type Node, type Pair } from 'yaml';

/** Deepest structure that is read. */
const maxDepth = 64;

/** Parses JSON, comments and trailing commas allowed. Throws on broken text: half a file must not pass for a whole one. */
export function readJson(text: string): unknown {
  if (depthOf(text) > maxDepth * 4) throw new Error('nested too deep');
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || value === undefined) throw new Error('no valid JSON');
  return value;
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 91 || code === 123) deepest = Math.max(deepest, ++depth);
    else if (code === 93 || code === 125) depth--;
  }
  return deepest;
}

/** The value as an object; the empty one when it is none. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
}

/** A YAML value with the line it stands on. */
export interface YamlValue {
  readonly line: number;
  readonly scalar: string | undefined;
  readonly entries: readonly (readonly [key: string, value: YamlValue])[];
  readonly items: readonly YamlValue[];
}

const empty: YamlValue = { line: 1, scalar: undefined, entries: [], items: [] };

/** Parses YAML documents with line numbers. Aliases are not followed (they can blow up); throws on broken text. */
export function readYaml(text: string): readonly YamlValue[] {
  if (depthOf(text) > maxDepth * 4) throw new Error('nested too deep');
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, logLevel: 'silent', strict: false, uniqueKeys: false });
  if ('empty' in documents) return [];
  return documents.map((document) => {
    if (document.errors.length > 0) throw new Error('no valid YAML');
    return document.contents ? convert(document.contents, lines, 0) : empty;
  });
}

function convert(node: Node | null, lines: LineCounter, depth: number): YamlValue {
  if (node === null || depth > maxDepth || isAlias(node)) return empty;
  const line = node.range ? lines.linePos(node.range[0]).line : 1;
  if (isScalar(node)) return { line, scalar: scalarText(node.value, node.source), entries: [], items: [] };
  if (isMap(node)) {
    const entries = node.items
      .filter((item): item is Pair<Node, Node | null> => isPair(item))
      .map((pair) => {
        const key = isScalar(pair.key) ? String(pair.key.value) : '';
        const keyLine = pair.key?.range ? lines.linePos(pair.key.range[0]).line : line;
        const value = convert(pair.value, lines, depth + 1);
        return [key, value === empty ? { ...empty, line: keyLine } : value] as const;
      });
    return { line, scalar: undefined, entries, items: [] };
  }
  if (isSeq(node))
    return { line, scalar: undefined, entries: [], items: node.items.map((item) => convert(item as Node, lines, depth + 1)) };
  return empty;
}

/** A scalar as it is written, so that `1.10` stays so. */
function scalarText(value: unknown, source: string | undefined): string | undefined {
  if (value === null) return undefined;
  if (typeof value === 'string') return value;
  return source ?? (typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined);
}

export function yamlGet(value: YamlValue | undefined, key: string): YamlValue | undefined {
  return value?.entries.find(([name]) => name === key)?.[1];
}

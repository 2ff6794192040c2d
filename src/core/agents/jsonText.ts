import { createScanner, findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import type { Json } from '../types.ts';

/**
 * Edits of a JSON text that leave every other byte as it is. `modify` of jsonc-parser formats the neighbours of what it inserts, and
 * moves comments that stand behind them.
 */
export type JsonPath = readonly (string | number)[];

export function jsonNode(text: string, path: JsonPath): Node | undefined {
  const root = parseTree(text, [], { allowTrailingComma: true });
  return root && findNodeAtLocation(root, [...path]);
}

/** Adds a value at the end of the list at the path; missing objects and the list itself are made. */
export function appendToList(text: string, path: JsonPath, value: Json): string {
  for (let length = path.length; length >= 0; length--) {
    const node = jsonNode(text, path.slice(0, length));
    if (!node) continue;
    if (length === path.length) return insertLast(text, node, '', value);
    let inner: Json = [value];
    for (const key of path.slice(length + 1).reverse()) inner = { [key]: inner };
    return insertLast(text, node, `${JSON.stringify(path[length])}: `, inner);
  }
  return text;
}

/** Adds a property that is not there yet; missing objects on its path are made. */
export function setProperty(text: string, path: JsonPath, value: Json): string {
  for (let length = path.length - 1; length >= 0; length--) {
    const node = jsonNode(text, path.slice(0, length));
    if (!node) continue;
    let inner: Json = value;
    for (const key of path.slice(length + 1).reverse()) inner = { [key]: inner };
    return insertLast(text, node, `${JSON.stringify(path[length])}: `, inner);
  }
  return text;
}

/** Takes an item of a list or a property away, with its comma and the blank before it. */
export function removeAt(text: string, path: JsonPath): string {
  const found = jsonNode(text, path);
  const node = found?.parent?.type === 'property' ? found.parent : found;
  const container = node?.parent;
  if (!node || !container) return text;
  const siblings = container.children ?? [];
  const index = siblings.indexOf(node);
  let end = node.offset + node.length;
  const comma = commaAfter(text, end, container);
  let start = node.offset;
  while (/\s/.test(text[start - 1] ?? '')) start--;
  const previous = siblings[index - 1];
  let removed = text;
  if (comma !== undefined) removed = text.slice(0, start) + text.slice(end, comma) + text.slice(comma + 1);
  else {
    removed = text.slice(0, start) + text.slice(end);
    const before = previous && commaAfter(text, previous.offset + previous.length, container);
    if (before !== undefined) removed = removed.slice(0, before) + removed.slice(before + 1);
  }
  if (siblings.length > 1) return removed;
  // Nothing is left: no stray line feed between the brackets.
  end = container.offset + container.length - (text.length - removed.length) - 1;
  const inside = removed.slice(container.offset + 1, end);
  return inside.trim() === '' ? removed.slice(0, container.offset + 1) + removed.slice(end) : removed;
}

function insertLast(text: string, container: Node, key: string, value: Json): string {
  const close = container.offset + container.length - 1;
  const { unit, eol } = styleOf(text);
  const last = (container.children ?? []).at(-1);
  const base = indentAt(text, container.offset);
  if (!last) {
    const inside = text.slice(container.offset + 1, close);
    const lines = text.trim() === '{}' || text.includes('\n');
    if (!lines) return text.slice(0, close) + key + JSON.stringify(value) + text.slice(close);
    const written = eol + base + unit + key + indented(value, base + unit, unit, eol) + eol + base;
    return text.slice(0, inside.trim() === '' ? container.offset + 1 : close) + written + text.slice(close);
  }
  const end = last.offset + last.length;
  const comma = commaAfter(text, end, container);
  const first = container.children![0]!;
  if (!text.slice(container.offset, first.offset).includes('\n')) {
    const at = comma === undefined ? end : comma + 1;
    const tail = comma === undefined ? '' : ',';
    return `${text.slice(0, at)}${comma === undefined ? ',' : ''} ${key}${JSON.stringify(value)}${tail}${text.slice(at)}`;
  }
  const indent = indentAt(text, last.offset);
  const at = endOfLine(text, comma === undefined ? end : comma + 1, close);
  const written = eol + indent + key + indented(value, indent, unit, eol) + (comma === undefined ? '' : ',');
  return text.slice(0, end) + (comma === undefined ? ',' : '') + text.slice(end, at) + written + text.slice(at);
}

// SyntaxKind is a const enum, which isolated modules cannot read. https://github.com/microsoft/node-jsonc-parser/blob/main/src/main.ts
const commaToken: number = 5;
const lineCommentToken: number = 12;
const blockCommentToken: number = 13;
const triviaToken: number = 15;

/** Offset of the comma that follows, past blanks and comments; undefined when the next token is another. */
function commaAfter(text: string, from: number, container: Node): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(from);
  const kind: number = scanner.scan();
  return kind === commaToken && scanner.getTokenOffset() < container.offset + container.length ? scanner.getTokenOffset() : undefined;
}

/** Past the comments that stand on the rest of the line: they belong to what is before them. */
function endOfLine(text: string, from: number, limit: number): number {
  const scanner = createScanner(text, false);
  scanner.setPosition(from);
  let at = from;
  for (;;) {
    const kind: number = scanner.scan();
    const end = scanner.getTokenOffset() + scanner.getTokenLength();
    if (end > limit) return at;
    if (kind === lineCommentToken || (kind === blockCommentToken && !text.slice(from, end).includes('\n'))) at = end;
    else if (kind !== triviaToken) return at;
  }
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^\uFEFF?([\t ]*)/.exec(line)![1]!;
}

function indented(value: Json, indent: string, unit: string, eol: string): string {
  return JSON.stringify(value, undefined, unit).replaceAll('\n', eol + indent);
}

/** As the file already does it. */
function styleOf(text: string): { readonly unit: string; readonly eol: string } {
  return { unit: /\n([\t ]+)\S/.exec(text)?.[1] ?? '  ', eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

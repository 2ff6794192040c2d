import { createScanner, parse as parseJsonc, type ParseError } from 'jsonc-parser';

/** `SyntaxKind` of jsonc-parser, a `const enum`: https://github.com/microsoft/node-jsonc-parser/blob/main/src/main.ts */
const [openBrace, closeBrace, openBracket, closeBracket, endOfFile] = [1, 2, 3, 4, 17];

/** Deepest structure that is read. */
const maxDepth = 200;

/** Parses JSON, comments and trailing commas allowed. Throws on broken text: half a file must not pass for a whole one. */
export function readJson(text: string): unknown {
  checkDepth(text);
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || value === undefined) throw new Error('no valid JSON');
  return value;
}

/**
 * Throws when JSON is nested too deep. Deep recursion of the parser is not only an error that could be caught: a pattern that is first
 * compiled there ends the process.
 */
export function checkDepth(text: string): void {
  if (depthOf(text) > maxDepth) throw new Error('nested too deep');
}

/** By the scanner, for brackets in strings and comments are none. */
function depthOf(text: string): number {
  const scanner = createScanner(text, true);
  let depth = 0;
  let deepest = 0;
  for (let kind: number = scanner.scan(); kind !== endOfFile; kind = scanner.scan()) {
    if (kind === openBrace || kind === openBracket) deepest = Math.max(deepest, ++depth);
    else if (kind === closeBrace || kind === closeBracket) depth--;
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

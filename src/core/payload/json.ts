import type { Json } from '../types.ts';

/**
 * JSON as it stands on a command line: values that the shell has not filled in (`{"id": $ID}`) are read as strings. Undefined when
 * it is no JSON even so.
 */
export function readJson(text: string): Json | undefined {
  const strict = parse(text);
  if (strict !== undefined || !text.includes('$')) return strict;
  return parse(quoteUnknown(text));
}

function parse(text: string): Json | undefined {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Puts quotes around `$NAME`, `${NAME}` and `$(…)` that stand outside of strings. */
function quoteUnknown(text: string): string {
  let out = '';
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (inString) {
      if (char === '\\') {
        out += char + (text[++at] ?? '');
        continue;
      }
      if (char === '"') inString = false;
      out += char;
      continue;
    }
    if (char === '"') inString = true;
    if (char !== '$') {
      out += char;
      continue;
    }
    const end = endOfUnknown(text, at);
    out += `"${text.slice(at, end).replace(/["\\]/g, '')}"`;
    at = end - 1;
  }
  return out;
}

function endOfUnknown(text: string, start: number): number {
  const open = text[start + 1];
  if (open === '{' || open === '(') {
    const close = open === '{' ? '}' : ')';
    let depth = 0;
    for (let at = start + 1; at < text.length; at++) {
      if (text[at] === open) depth++;
      else if (text[at] === close && --depth === 0) return at + 1;
    }
    return text.length;
  }
  let at = start + 1;
  while (at < text.length && /\w/.test(text[at]!)) at++;
  return at;
}

/** A plain object of JSON. */
export function isJsonObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every string in a JSON value, at most `limit`. */
export function stringsIn(value: Json, limit = 100): readonly string[] {
  const strings: string[] = [];
  const stack: Json[] = [value];
  for (let steps = 0; stack.length > 0 && strings.length < limit && steps < 10_000; steps++) {
    const next = stack.pop()!;
    if (typeof next === 'string') strings.push(next);
    else if (Array.isArray(next)) stack.push(...next.slice(0, 1000).reverse());
    else if (isJsonObject(next)) stack.push(...Object.values(next).slice(0, 1000).reverse());
  }
  return strings;
}

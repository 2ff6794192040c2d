import type { SecretRule } from './tokens/tokenRule.ts';

/**
 * One pass over a text that lets nearly all texts go: no word begins as a token does, and nothing that stands inside one is there.
 * The patterns of words are arranged as a tree of their first letters: tried one after the other they would cost more than all else.
 */
export function tokenGate(rules: readonly SecretRule[]): (text: string) => boolean {
  const words = rules.flatMap((rule) => (rule.gate === undefined ? [] : beginnings(rule.gate)));
  const inner = rules.flatMap((rule) => rule.within ?? (rule.gate === undefined ? rule.hints.map(literal) : []));
  const word = new RegExp(`\\b(?:${tree(words, 3)})`);
  const within = new RegExp(tree(inner, 2));
  return (text) => word.test(text) || within.test(text);
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** Alternatives by their first letter: `ab|ac|b` → `a(?:b|c)|b`. */
function tree(patterns: readonly string[], depth: number): string {
  const groups = new Map<string, string[]>();
  const others: string[] = [];
  for (const pattern of new Set(patterns)) {
    // A letter that is repeated is none by itself.
    if (!/^[A-Za-z0-9_-](?![{?*+])/.test(pattern)) {
      others.push(pattern);
      continue;
    }
    const group = groups.get(pattern[0]!);
    if (group) group.push(pattern.slice(1));
    else groups.set(pattern[0]!, [pattern.slice(1)]);
  }
  const parts = [...groups].map(([letter, rests]) =>
    rests.length === 1
      ? letter + rests[0]!
      : rests.includes('')
        ? letter
        : `${letter}(?:${depth > 1 ? tree(rests, depth - 1) : rests.join('|')})`,
  );
  return [...parts, ...others].join('|');
}

/** The patterns that a pattern with a group or a small class in front stands for, each beginning with a letter where it can. */
function beginnings(pattern: string, steps = 4): readonly string[] {
  if (steps === 0) return [pattern];
  const set = /^\[([A-Za-z0-9]{1,6})\](?![{?*+])/.exec(pattern);
  if (set) return Array.from(set[1]!, (letter) => letter + pattern.slice(set[0].length));
  // One or two letters before a class, as in `gh[pousr]_`, are left to the tree.
  if (!pattern.startsWith('(?:'))
    return splitTop(pattern).length > 1 ? splitTop(pattern).flatMap((one) => beginnings(one, steps - 1)) : [pattern];
  const end = closing(pattern);
  if (/^[{?*+]/.test(pattern.slice(end + 1))) return [pattern];
  const alternatives = splitTop(pattern.slice(3, end));
  const outer = splitTop(pattern);
  if (outer.length > 1) return outer.flatMap((one) => beginnings(one, steps - 1));
  return alternatives.flatMap((one) => beginnings(one + pattern.slice(end + 1), steps - 1));
}

/** Index of the bracket that closes the group in front. */
function closing(pattern: string): number {
  let depth = 0;
  for (let i = 0; i < pattern.length; i++) {
    const letter = pattern[i];
    if (letter === '\\') i++;
    else if (letter === '[') i = endOfClass(pattern, i);
    else if (letter === '(') depth++;
    else if (letter === ')' && --depth === 0) return i;
  }
  return pattern.length;
}

/** Alternatives of a pattern that are in no group. */
function splitTop(pattern: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < pattern.length; i++) {
    const letter = pattern[i];
    if (letter === '\\') i++;
    else if (letter === '[') i = endOfClass(pattern, i);
    else if (letter === '(') depth++;
    else if (letter === ')') depth--;
    else if (letter === '|' && depth === 0) {
      parts.push(pattern.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, pattern.slice(from)];
}

function endOfClass(pattern: string, from: number): number {
  for (let i = from + 1; i < pattern.length; i++) {
    if (pattern[i] === '\\') i++;
    else if (pattern[i] === ']') return i;
  }
  return pattern.length;
}

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parse } from 'acorn';
import { transformSync } from 'esbuild';
import { assertLinear, repeated } from '../../support/growth.ts';

/**
 * Every regular expression of the core, with texts made of its own parts again and again. Those that read files of others are decided
 * exactly besides (`credentials/linear.test.ts`); most of the others are too large for that.
 */
const folder = 'src/core';
const length = 12_000;
/** `commandTable` looks at no more of a command's arguments. */
const lengthOfArguments = 4_000;

interface Expression {
  readonly source: string;
  readonly flags: string;
  readonly where: string;
  readonly length: number;
}

function expressions(): readonly Expression[] {
  const found = new Map<string, Expression>();
  for (const where of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.ts'))) {
    const text = readFileSync(path.join(folder, where), 'utf8');
    const { code } = transformSync(text, { loader: 'ts', target: 'es2024' });
    const limit = /\bcommandTable\(/.test(text) ? lengthOfArguments : length;
    parse(code, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      onToken(token) {
        const { value } = token as unknown as { readonly value?: { readonly pattern?: string; readonly flags?: string } };
        if (typeof value?.pattern !== 'string') return;
        const one = { source: value.pattern, flags: value.flags ?? '', where, length: limit };
        const key = `${one.flags} ${one.source}`;
        if ((found.get(key)?.length ?? 0) < limit) found.set(key, one);
      },
    });
  }
  return [...found.values()];
}

/** Without a repetition that has no end, or with one of single characters behind `^`: linear as it stands. */
function isPlainlyLinear({ source, flags }: Expression): boolean {
  const bare = source
    .replaceAll(/\\[^]/g, 'x')
    .replaceAll(/\[[^\]]*\]/g, 'c')
    .replaceAll(/\(\?(?:<?[=!]|:|<\w+>)/g, '(');
  const repetitions = [...bare.matchAll(/(.)(?:[*+]|\{\d+,\})/g)];
  if (repetitions.length === 0) return true;
  if (repetitions.length > 1 || repetitions[0]![1] === ')' || flags.includes('m') || !source.startsWith('^')) return false;
  let depth = 0;
  for (const char of bare) {
    if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (char === '|' && depth === 0) return false;
  }
  return true;
}

const common = [
  'a',
  ' ',
  '\t',
  '\n',
  '\r',
  '/',
  '-',
  '.',
  '0',
  '"',
  "'",
  '\\',
  '\\"',
  '{',
  '(',
  '[',
  'a ',
  '-a ',
  '/a',
  'a=',
  'a.',
  '"a" ',
  '\n\t',
];

/** Parts of an expression as text, each to be repeated. */
function units(source: string): readonly string[] {
  const words = source.replaceAll(/\\[bBdDwWsS]/g, ' ').match(/[A-Za-z_][\w-]*|[^\w\s]/g) ?? [];
  const own = [...new Set(words)].slice(0, 14);
  return [...new Set([...common, ...own, ...own.filter((word) => word.length > 1).map((word) => `${word} `)])];
}

/** What has to stand first for an expression with `^` to begin. */
function beginnings(source: string): readonly string[] {
  const literal = /^\^((?:[\w -]|\\[/.(${-])+)/.exec(source)?.[1]?.replaceAll('\\', '');
  return literal === undefined ? [''] : ['', literal];
}

const all = expressions();
const suspicious = all.filter((one) => !isPlainlyLinear(one));

test('the expressions of the core are found', () => {
  assert.ok(all.length > 1_500, `${all.length} expressions`);
  assert.ok(suspicious.length > 300 && suspicious.length < all.length / 2, `${suspicious.length} of ${all.length}`);
});

for (const one of suspicious)
  test(`${one.where}: /${one.source.slice(0, 120)}/ takes linear time`, () => {
    const expression = new RegExp(one.source, one.flags.includes('g') ? one.flags : `${one.flags}g`);
    for (const unit of units(one.source))
      for (const beginning of beginnings(one.source)) {
        const body = repeated(unit, one.length);
        const textOf = (share: number): string => `${beginning}${body(share)}\n\0`;
        assertLinear(JSON.stringify(beginning + unit), textOf, (text) => text.replaceAll(expression, ''));
      }
  });

test('a quadratic expression would be noticed', () => {
  assert.throws(() => assertLinear('x', repeated('x', 60_000), (text) => /x+y/.test(text)), /times the text took/);
});

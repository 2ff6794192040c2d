import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parse } from 'acorn';
import { transformSync } from 'esbuild';
import { check } from 'recheck';

/**
 * Every regular expression that reads texts of others is run through recheck: none may take more than linear time. Bounds of
 * repetitions are made small before, for they only multiply the time by a constant, which the hostile texts of other tests measure;
 * with them small the question is decided exactly.
 */
const folder = 'src/core/credentials';
/** What was found safe, by its hash: only what is new is checked. */
const cache = '.rig/recheck-4.5.0';

interface Expression {
  readonly source: string;
  readonly flags: string;
  readonly where: string;
}

/** Literals of the source files. */
function literals(): readonly Expression[] {
  const found: Expression[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.ts'))) {
    const { code } = transformSync(readFileSync(path.join(folder, name), 'utf8'), { loader: 'ts', target: 'es2024' });
    parse(code, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      onToken(token) {
        const { value } = token as unknown as { readonly value?: { readonly pattern?: string; readonly flags?: string } };
        if (typeof value?.pattern === 'string') found.push({ source: value.pattern, flags: value.flags ?? '', where: name });
      },
    });
  }
  return found;
}

/** Expressions that are made of texts when a module is loaded. */
async function made(): Promise<readonly Expression[]> {
  const found: Expression[] = [];
  const Native = RegExp;
  globalThis.RegExp = class extends Native {
    constructor(pattern: string | RegExp, flags?: string) {
      super(pattern, flags);
      if (typeof pattern === 'string') found.push({ source: pattern, flags: flags ?? '', where: 'made at load' });
    }
  } as RegExpConstructor;
  try {
    await import('../../../../src/core/credentials/redact.ts');
    await import('../../../../src/core/credentials/recogniseSecrets.ts');
  } finally {
    globalThis.RegExp = Native;
  }
  return found;
}

/** `{20,255}` → `{3,5}`; what is repeated without an end stays so. */
function withSmallBounds(source: string): string {
  return source.replaceAll(/\{(\d+)(,?)(\d*)\}/g, (_, from: string, comma: string, to: string) => {
    const least = Math.min(Number(from), 3);
    return comma === '' ? `{${least}}` : to === '' ? `{${least},}` : `{${least},${Math.max(least, Math.min(Number(to), 5))}}`;
  });
}

/** What recheck says: `safe`, or how bad it is and on which text. */
async function verdictOn({ source, flags }: Expression): Promise<string> {
  // Its other way of checking, which tries texts, is for what automata cannot express.
  const checker = /\\[1-9]|\\k</.test(source) ? 'auto' : 'automaton';
  const small = withSmallBounds(source);
  const known = path.join(cache, createHash('sha256').update(`${checker} ${flags} ${small}`).digest('hex').slice(0, 32));
  if (existsSync(known)) return 'safe';
  const result = await check(small, flags, { checker, timeout: 120_000 });
  if (result.status === 'safe') {
    writeFileSync(known, '');
    return 'safe';
  }
  return result.status === 'vulnerable'
    ? `${result.complexity.summary} on ${result.attack.pattern}`
    : `unknown: ${JSON.stringify(result.error)}`;
}

test('every expression is linear', async () => {
  mkdirSync(cache, { recursive: true });
  const all = new Map([...literals(), ...(await made())].map((one) => [`${one.flags} ${one.source}`, one]));
  assert.ok(all.size > 300, `only ${all.size} expressions found`);
  const bad: string[] = [];
  const queue = [...all.values()];
  const worker = async (): Promise<void> => {
    for (let one = queue.pop(); one; one = queue.pop()) {
      const verdict = await verdictOn(one);
      if (verdict !== 'safe') bad.push(`${one.where}: /${one.source.slice(0, 200)}/${one.flags}: ${verdict}`);
    }
  };
  await Promise.all([worker(), worker()]);
  assert.deepEqual(bad, []);
});

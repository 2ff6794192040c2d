import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { hasGlob } from '../../../../src/core/shell/invocation.ts';
import { lines, read } from './reading.ts';

const fragments = [
  'rm',
  '-rf',
  '/',
  ' ',
  ' ',
  ';',
  '|',
  '&&',
  '||',
  '&',
  '\n',
  '(',
  ')',
  '{',
  '}',
  '$(',
  '${',
  '`',
  '"',
  "'",
  '\\',
  '$x',
  '$',
  '~',
  '*',
  '?',
  '[',
  ']',
  '<<E\n',
  'E\n',
  '<',
  '>',
  '>>',
  '2>&1',
  '<(',
  '>(',
  'if ',
  'then ',
  'fi',
  'for i in ',
  'do ',
  'done',
  'while ',
  'case x in ',
  'esac',
  'f() {',
  'x=',
  'x=(',
  '=',
  ':-',
  '%',
  '#',
  '!',
  'sudo ',
  'xargs ',
  'sh -c ',
  'eval ',
  'find . -exec ',
  '{} +',
  '{}',
  '\\;',
  'ssh h ',
  'docker exec c ',
  'env -S ',
  'cd ',
  'a',
  'b,c',
  '..',
  'alias a=',
  'trap ',
  'source ',
  'set -- ',
  '$@',
  '$1',
  '((',
  '))',
  '[[ ',
  ' ]]',
  "$'",
  '\\x41',
  'é',
  '\u{1F600}',
  '\ud800',
  '\0',
  '…',
] as const;

const shellish = fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((parts) => parts.join(''));

test('never throws on any string', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), shellish), (text) => {
      // That reason hides a fault of ours.
      assert.ok(!read(text).opaque.some(({ reason }) => reason === 'could not be read'), text);
    }),
    { numRuns: 3_000 },
  );
});

test('words keep their promise: the text is the pieces, and unknown pieces make it unknown', () => {
  fc.assert(
    fc.property(shellish, (text) => {
      for (const { argv, redirects } of read(text).invocations) {
        for (const word of [...argv, ...redirects.map(({ target }) => target)]) {
          assert.equal(word.pieces.map(({ value }) => value).join(''), word.text);
          assert.equal(
            word.pieces.every(({ type }) => type !== 'unknown'),
            word.known,
          );
        }
      }
    }),
    { numRuns: 2_000 },
  );
});

/** Commands that leave no state behind. */
const complete = fc.constantFrom(
  'rm x',
  'rm "a b" c',
  'sudo rm x',
  "sh -c 'rm x'",
  'echo a | xargs rm',
  '(cd a && rm x)',
  'find . -exec rm {} +',
  'cat <<E\nrm\nE\n',
  'ls > x',
  'if a; then b; fi',
  'for i in a b; do rm $i; done',
  'X=1 rm y',
);

test('two complete commands joined yield the commands of both', () => {
  fc.assert(
    fc.property(complete, fc.constantFrom(';', '\n', '&&', ' & '), complete, (first, separator, second) => {
      const joined = first.endsWith('\n') ? `${first}${second}` : `${first}${separator}${second}`;
      assert.deepEqual(lines(joined), [...lines(first), ...lines(second)]);
    }),
  );
});

test('a wrapper that runs the same thing here changes nothing of it', () => {
  const own = fc.constantFrom('', 'command ', 'exec ', 'time ', 'builtin exec ');
  const wrapper = fc.constantFrom('sudo ', 'env ', 'nice -n 5 ', 'nohup ', 'timeout 5 ', 'stdbuf -o0 ', 'busybox ', 'doas ');
  const words = fc.constantFrom('rm -rf a "b c"', 'git push --force', 'psql -c "DROP TABLE a"', 'rm $x', 'rm *.o');
  fc.assert(
    fc.property(own, fc.array(wrapper, { maxLength: 4 }), words, (first, list, command) =>
      assert.deepEqual(lines(first + list.join('') + command), lines(command)),
    ),
  );
});

/** Ways to write one word. */
function spellings(value: string): fc.Arbitrary<string> {
  const ansi = (text: string): string => `$'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
  const parts = fc.array(fc.nat({ max: value.length }), { maxLength: 3 }).map((cuts) => {
    const sorted = [0, ...cuts.toSorted((a, b) => a - b), value.length];
    return sorted.slice(1).map((end, index) => value.slice(sorted[index], end));
  });
  return parts
    .chain((list) =>
      fc
        .tuple(
          ...list.map((part) =>
            fc.constantFrom(
              `'${part.replaceAll("'", "'\\''")}'`,
              `"${part.replace(/[\\"$`]/g, '\\$&')}"`,
              ansi(part),
              part.replace(/[^\w./-]/g, (char) => (char === '\n' ? "$'\\n'" : `\\${char}`)),
            ),
          ),
        )
        .map((written) => written.join('')),
    )
    .filter((written) => written !== '');
}

test('a word is the same however it is quoted', () => {
  const value = fc.string({
    unit: fc.constantFrom('r', 'm', 'a', '/', '-', ' ', '$', '"', "'", '\\', '*', '~', '{', ',', '}', '#', '!', '\n', 'é'),
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(
      value.chain((text) => fc.tuple(fc.constant(text), spellings(text))),
      ([text, written]) => {
        const { invocations, opaque } = read(`rm ${written}`);
        assert.deepEqual(opaque, []);
        assert.deepEqual(
          invocations.map(({ argv }) => argv.map((word) => word.text)),
          [['rm', text]],
        );
      },
    ),
    { numRuns: 2_000 },
  );
});

const hasBash = spawnSync('bash', ['-c', 'exit 0']).status === 0;

/**
 * Pieces that bash and we both know everything about, in an empty directory. No `$` alone: behind an expansion bash 5.2 then does not split
 * (`x='a b'; printf '%s|' ${x#q}]${x}$`).
 */
const bashPieces = [
  'a',
  'b',
  '/',
  '-',
  '.',
  '=',
  ':',
  '%',
  '@',
  '+',
  ' ',
  ' ',
  ' ',
  "'q s'",
  "''",
  '""',
  '"d $x"',
  '"${y}"',
  '"\\"\\$"',
  "$'t\\ti\\x41'",
  '\\ ',
  '\\*',
  '\\\\',
  '\\$',
  '$x',
  '${x}',
  '$y',
  '${e}',
  '$e',
  '"$e"',
  '${x%b*}',
  '${y#a }',
  '${u:-d e}',
  '${u:-"d e"}',
  '"${u:-d e}"',
  '${x:+p q}',
  '${x:1}',
  '${#y}',
  '${x/b/ZZ}',
  '${y// /_}',
  '${x^^}',
  '{a,b}',
  '{1..3}',
  '{x,{y,z}}',
  '{a}',
  '{,q}',
  '{a,b',
  '~',
  '~/',
  'a~',
  '$((1+2))',
  '$((n*2))',
  '$(echo s t)',
  '"$(echo s t)"',
  '`echo v`',
  '*',
  '?',
  '[ab]',
  '"${l[@]}"',
  '${l[@]}',
  '${l[1]}',
  '"${l[*]}"',
  '"$@"',
  '$*',
  '$#',
  '$1',
  '"$2"',
  '#',
  '!',
  ']',
  '^',
  ',',
] as const;

const setup = "x='abc b'; x=abc; y='a b  c'; e=; n=4; l=(one 'two 2' three); set -- 'p 1' p2;";

test('words are those of bash', { skip: hasBash ? false : 'bash is not installed' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'tenth-second-words-'));
  try {
    const sources = fc
      .sample(
        fc.array(fc.constantFrom(...bashPieces), { minLength: 1, maxLength: 7 }).map((parts) => parts.join('')),
        { numRuns: 4_000, seed: 2026 },
      )
      .filter((source) => read(`: ${source}`).opaque.length === 0 && !/(?:^| )#|~:|[{}].*=~/.test(source));
    // One bash for all: `eval` keeps the broken ones apart.
    const script = `${setup}\n${sources.map((source) => `eval ${quote(`printf '%s\\0' E ${source}`)} 2>/dev/null || printf 'X\\0'; printf '\\1'`).join('\n')}\n`;
    const { stdout } = spawnSync('bash', ['--norc', '-s'], {
      input: script,
      cwd: folder,
      env: { HOME: '/home/ada', PATH: process.env['PATH']! },
      maxBuffer: 64 << 20,
    });
    const answers = stdout.toString('utf8').split('\x01').slice(0, -1);
    assert.equal(answers.length, sources.length);
    let compared = 0;
    for (const [index, source] of sources.entries()) {
      const theirs = answers[index]!.split('\0').slice(0, -1);
      if (theirs.at(-1) === 'X') continue;
      const command = read(`${setup} rm E ${source}`, { cwd: folder }).invocations.find(({ program }) => program === 'rm');
      assert.ok(command, source);
      // A pattern below the root finds something even here.
      if (!command.argv.every((word) => word.known && !(hasGlob(word) && word.text.includes('/')))) continue;
      assert.deepEqual(
        command.argv.slice(1).map((word) => word.text),
        theirs,
        source,
      );
      compared++;
    }
    assert.ok(compared > sources.length / 2, `${compared} of ${sources.length} compared`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

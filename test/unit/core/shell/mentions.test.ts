import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mentions } from '../../../../src/core/shell/mentions.ts';
import { decide } from '../../../../src/core/policy/decide.ts';
import { defaultPolicy } from '../../../../src/core/policy/policy.ts';
import { classifyCommand } from '../../../support/facts.ts';

/** Words of each mention, and its overwritten files behind `>`. */
function shown(text: string): readonly string[] | undefined {
  return mentions(text)?.map(({ words, overwrites }) => [...words, ...overwrites.map((file) => `>${file}`)].join(' '));
}

const read: readonly (readonly [string, readonly string[] | undefined])[] = [
  ['', []],
  ['ls a (b)', ['ls a', 'a', 'b']],
  ['r"m" x', ['rm x', 'x']],
  ["r'm' -rf", ['rm -rf']],
  ['r\\m x', ['rm x', 'x']],
  ['rm \\\n -rf', ['rm -rf']],
  ['a; b | c & d', ['a', 'b', 'c', 'd']],
  ['a\nb', ['a', 'b']],
  ['a && b || c', ['a', 'b', 'c']],
  ['x=$(rm y', ['rm y', 'y']],
  ['`rm y', ['rm y', 'y']],
  ['{ rm y', ['rm y', 'y']],
  ['/bin/rm y', ['rm y', 'y']],
  ['/usr/local/bin/Git push', ['git push', 'push']],
  ['./x.sh --all', ['x.sh --all']],
  ['~/x.sh 1', ['x.sh 1']],
  ['--all 7 a', ['a']],
  ['a > b', [': >b', 'a']],
  ['a >b c', [': >b', 'a c', 'c']],
  ['a >> b', ['a b', 'b']],
  ['a 2>&1', ['a 2 1']],
  ['a < b', ['a b', 'b']],
  ['a &> b', [': >b', 'a']],
  ['a >| b', [': >b', 'a']],
  ['> b', [': >b']],
  // Whatever chooses or hides a program.
  ['$x y', undefined],
  ['a; $x', undefined],
  ['r? y', undefined],
  ['/bin/r* y', undefined],
  ['[r]m y', undefined],
  ['*.txt', []],
  ['$CC -c $<', ['cc -c $']],
  ['$(CC) -c x', ['cc -c x', 'x']],
  ['$(cc) -c x', undefined],
  ['$CMD x', undefined],
  ['bash -c a', undefined],
  ['echo | sh', undefined],
  ['PSQL -c', undefined],
  ['a /usr/bin/python3 -c b', undefined],
  ['sqlite3.exe x', undefined],
  ['a '.repeat(240), undefined],
];

for (const [text, expected] of read)
  test(`mentions of ${JSON.stringify(text).slice(0, 60)}`, () => {
    if (expected === undefined && text.startsWith('a a')) assert.equal(mentions(`${text}a `), undefined);
    else assert.deepEqual(shown(text), expected);
  });

function verdictOf(command: string): string {
  return decide(classifyCommand(command).operations, defaultPolicy).verdict;
}

for (const command of [
  'ls web (packages)',
  'git log --oneline  (3)',
  "echo it's",
  'npm test &&',
  'cat notes.txt |',
  'for i in (seq 10); echo $i; end',
  'Write-Output -InputObject (Get-Date)',
  "gcloud monitoring dashboards create --config='''",
  "console.log('a')",
  'Finished dev [unoptimized + debuginfo] target(s) in 1.06s',
])
  test(`passes, though no shell accepts it: ${command}`, () => assert.equal(verdictOf(command), 'allow'));

for (const command of [
  'rm -rf src (all)',
  'for f in (ls); rm -rf $f; end',
  "git commit -m 'it's done; rm -rf src",
  'git push --force (now)',
  'kubectl delete namespace shop (old)',
  'terraform destroy (a)',
  "psql -c 'DROP TABLE users",
  "python3 -c \"import shutil; shutil.rmtree('x')",
  'echo x > /dev/sda (a',
  "sudo 'rm' -rf src (a)",
])
  test(`held, though no shell accepts it: ${command}`, () => assert.notEqual(verdictOf(command), 'allow'));

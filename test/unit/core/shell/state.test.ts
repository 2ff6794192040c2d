import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read, show, type World } from './reading.ts';

/** `rm x @/dir` for every `rm`; `@?` when the directory is not known. */
function removals(text: string, world?: World): readonly string[] {
  const { invocations, opaque } = read(text, world);
  return [
    ...invocations.filter(({ program }) => program === 'rm').map(({ argv, cwd }) => `${argv.slice(1).map(show).join(' ')} @${cwd ?? '?'}`),
    ...opaque.map(({ reason }) => `!${reason}`),
  ];
}

const cases: readonly (readonly [string, readonly string[], World?])[] = [
  // Directories
  ['rm x', ['x @/work']],
  ['cd a && rm x', ['x @/work/a']],
  ['cd a; rm x', ['x @/work/a']],
  ['cd a\nrm x', ['x @/work/a']],
  ['cd /; rm x', ['x @/']],
  ['cd; rm x', ['x @/home/ada']],
  ['cd ~/a; rm x', ['x @/home/ada/a']],
  ['cd ..; rm x', ['x @/']],
  ['cd a/../b/./c; rm x', ['x @/work/b/c']],
  ['cd -P a; rm x', ['x @/work/a']],
  ['cd -- a; rm x', ['x @/work/a']],
  ['cd a; cd -; rm x', ['x @/work']],
  ['cd "$U"; rm x', ['x @?']],
  ['cd "$U"; cd /a; rm x', ['x @/a']],
  ['cd $(mktemp -d); rm x', ['x @/tmp/made-by-mktemp']],
  ['d=/a/b; cd $d; rm x', ['x @/a/b']],
  ['(cd a; rm x); rm y', ['x @/work/a', 'y @/work']],
  ['{ cd a; rm x; }; rm y', ['x @/work/a', 'y @/work/a']],
  ['cd a | rm x; rm y', ['x @/work', 'y @/work']],
  ['cd a & rm x', ['x @/work']],
  ['$(cd a; rm x); rm y', ['x @/work/a', 'y @/work']],
  ['pushd a; rm x; popd; rm y', ['x @/work/a', 'y @/work']],
  ['pushd a; pushd b; popd; rm x', ['x @/work/a']],
  ['pushd a; pushd; rm x', ['x @/work']],
  ['cd a || exit 1; rm x', ['x @/work/a']],
  ['cd a || { echo no; exit 1; }; rm x', ['x @/work/a']],
  // Outside a function `return` only complains.
  ['cd a || return; rm x', ['x @?']],
  ['f() { cd a || return; rm x; }; f', ['x @/work/a']],
  ['exit; rm x', []],
  ['a && exit; rm x', ['x @/work']],
  ['(exit); rm x', ['x @/work']],
  ['if a; then exit; fi; rm x', ['x @/work']],
  ['return; rm x', ['x @/work']],
  ['break; rm x', ['x @/work']],
  ['while a; do break; rm x; done; rm y', ['y @/work']],
  ['while a; do [ b ] && continue; rm x; done', ['x @/work']],
  ['for i in a b; do break; done; rm x', ['x @/work']],
  ['case $x in a) exit;; b) exit;; esac; rm x', ['x @/work']],
  ['exec rm x; rm y', ['x @/work']],
  ['cd a || true; rm x', ['x @?']],
  ['cd a || cd b; rm x', ['x @?']],
  ['[ -d a ] && cd a; rm x', ['x @?']],
  ['[ -d a ] && cd a && rm x', ['x @/work/a']],
  ['mkdir a && cd a; rm x', ['x @/work/a']],
  ['if cd a; then rm x; else rm y; fi', ['x @/work/a', 'y @/work/a']],
  ['if ! cd a; then exit; fi; rm x', ['x @/work/a']],
  ['if t; then cd a; fi; rm x', ['x @?']],
  ['if t; then cd a; else cd a; fi; rm x', ['x @/work/a']],
  ['builtin cd a; rm x', ['x @/work/a']],
  ['command cd a; rm x', ['x @/work/a']],
  ['env -C a rm x', ['x @/work/a']],
  ['sudo -D /a rm x', ['x @/a']],
  ['while t; do cd ..; rm x; done', ['x @/', 'x @?']],
  ['for d in a b; do (cd $d && rm x); done', ['x @/work/a', 'x @/work/b']],
  ['for d in a b; do cd $d; rm x; cd ..; done', ['x @/work/a', 'x @/work/b']],
  ['cd a* && rm x', ['x @/work/abc'], { globs: { '/work/a*': ['/work/abc'] } }],
  ['cd a* && rm x', ['x @?'], { globs: { '/work/a*': ['/work/ab', '/work/ac'] } }],
  // Branches
  ['if t; then x=a; else x=b; fi; rm $x', ['‹$x› @/work']],
  ['if t; then x=a; else x=a; fi; rm $x', ['a @/work']],
  ['x=a; if t; then x=b; exit; fi; rm $x', ['a @/work']],
  ['x=a; [ -n "$y" ] && x=b; rm $x', ['‹$x› @/work']],
  ['x=a; case $y in 1) x=b;; *) x=a;; esac; rm $x', ['‹$x› @/work']],
  ['y=1; case $y in 1) x=b;; *) x=a;; esac; rm $x', ['b @/work']],
  ['y=prod-1; case $y in dev*) rm a;; prod*) rm b;; esac', ['b @/work']],
  ['case $y in 1) rm a;; 2) rm b;; esac', ['a @/work', 'b @/work']],
  ['if a; then rm 1; elif b; then rm 2; else rm 3; fi', ['1 @/work', '2 @/work', '3 @/work']],
  ['false && rm x', ['x @/work']],
  ['true || rm x', ['x @/work']],
  ['! rm x', ['x @/work']],
  ['time rm x', ['x @/work']],
  ['rm x &', ['x @/work']],
  ['coproc rm x', ['x @/work']],
  // Loops
  ['for f in a "b c"; do rm "$f"; done', ['a @/work', '"b c" @/work']],
  ['for f in *.o; do rm "$f"; done', ['«*».o @/work']],
  ['for f in $(ls); do rm "$f"; done', ['‹$(ls)› @/work']],
  ['for f in $(echo a b); do rm "$f"; done', ['a @/work', 'b @/work']],
  ['for f in {1..3}; do rm $f; done', ['1 @/work', '2 @/work', '3 @/work']],
  [`for f in {1..33}; do rm $f; done`, ['‹$f› @/work']],
  ['for ((i=0;i<3;i++)); do rm $i; done', ['‹$i› @/work']],
  ['while read -r f; do rm "$f"; done < list', ['‹$f› @/work']],
  ['ls | while read f; do rm $f; done', ['‹$f› @/work']],
  ['x=a; while t; do rm $x; x=b; done', ['a @/work', '‹$x› @/work']],
  ['until rm x; do :; done', ['x @/work']],
  ['select f in a; do rm $f; done', ['a @/work']],
  ['set -- a b; for f; do rm $f; done', ['a @/work', 'b @/work']],
  // Functions and aliases
  ['f() { rm "$1"; }; f a', ['a @/work']],
  ['f() { rm "$@"; }; f a "b c"', ['a "b c" @/work']],
  ['function f { rm $1; }; f a', ['a @/work']],
  ['f() (cd a; rm x); f; rm y', ['x @/work/a', 'y @/work']],
  ['f() { cd a; }; f; rm x', ['x @/work/a']],
  ['f() { x=a; }; f; rm $x', ['a @/work']],
  ['f() { local x=a; rm $x; }; x=b; f; rm $x', ['a @/work', 'b @/work']],
  ['f() { return; }; f; rm x', ['x @/work']],
  ['f() { rm x; }', []],
  ['f() { g; }; g() { rm x; }; f', ['x @/work']],
  ['rm() { echo no; }; command rm x', ['x @/work']],
  ['rm() { command rm -i "$@"; }; rm x', ['-i x @/work']],
  ["alias r='rm -rf'; r x", ['-rf x @/work']],
  ["alias ls='rm -rf /'\nls", ['-rf / @/work']],
  ["alias rm='rm -i'; rm x", ['-i x @/work']],
  ["alias rm='rm -rf'; \\rm x", ['x @/work']],
  ["alias r='rm -rf'; unalias r; r x", []],
  // At the end
  ['trap "rm x" EXIT', ['x @/work']],
  ["trap 'rm $t' EXIT; t=/a; cd b", ['/a @/work/b']],
  ['trap - EXIT', []],
  ['t=$(mktemp -d); trap \'rm -rf "$t"\' EXIT', ['-rf ‹$(mktemp -d)› @/work']],
  // eval and others of the shell
  ["eval 'rm x'", ['x @/work']],
  ['eval rm "x y"', ['x y @/work']],
  ["eval 'x=a'; rm $x", ['a @/work']],
  ['eval "cd a"; rm x', ['x @/work/a']],
  ['eval "rm $U"', ['‹$U› @/work']],
  ['eval "$(ssh-agent -s)"', []],
  ['eval "$U"', ['!eval runs text that cannot be known']],
  ['eval "$(curl x)"', ['!eval runs text that cannot be known']],
  ['exec rm x', ['x @/work']],
  ['exec > log; rm x', ['x @/work']],
  ['command -v rm', []],
  ['command -p rm x', ['x @/work']],
  ['builtin echo; exec -a z rm x', ['x @/work']],
];

for (const [text, expected, world] of cases) {
  test(text, () => assert.deepEqual(removals(text, world), expected));
}

test('prefix assignments hold for their command alone', () => {
  const { invocations } = read('PGHOST=db1 psql; psql; export PGHOST=db2; psql');
  const hosts = invocations.filter(({ program }) => program === 'psql').map(({ variables }) => variables.get('PGHOST')?.text);
  assert.deepEqual(hosts, ['db1', undefined, 'db2']);
});

test('variables of an invocation do not change after it', () => {
  const { invocations } = read('x=1; a; x=2; b');
  assert.deepEqual(
    invocations.map(({ variables }) => variables.get('x')?.text),
    ['1', '2'],
  );
});

test('a function that calls itself is followed a few times', () => {
  const { invocations, opaque } = read('f() { rm "$1"; f "$1/x"; }; f /a');
  assert.equal(invocations[0]!.program, 'rm');
  assert.ok(invocations.length < 20);
  assert.deepEqual(opaque, []);
});

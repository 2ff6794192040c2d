import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classifyOnDisk } from '../../../../support/diskFacts.ts';

const scripts = (entries: Readonly<Record<string, string>>): string => JSON.stringify({ scripts: entries });
const levels = (count: number, line: (next: number) => string): Readonly<Record<string, string>> =>
  Object.fromEntries(Array.from({ length: count }, (_unused, level) => [`s${level}`, line(level + 1)]));

/** Files made to be slow to read, and commands that read them. Each is read or is opaque; none may hang or throw. */
const hostile: readonly (readonly [name: string, command: string, file: string, text: string])[] = [
  ['scripts that multiply', 'npm run s0', 'package.json', scripts(levels(8, (next) => Array(40).fill(`npm run s${next}`).join(' && ')))],
  ['scripts in a ring', 'npm run s0', 'package.json', scripts({ s0: 'npm run s1', s1: 'npm run s0 && npm run s1' })],
  ['ten thousand scripts', 'run-s "*"', 'package.json', scripts(levels(10_000, () => 'echo x'))],
  ['deep JSON', 'npm test', 'package.json', '['.repeat(100_000)],
  ['broken JSON', 'npm test', 'package.json', '{ "scripts": { "test": '],
  ['scripts that are no texts', 'npm test', 'package.json', '{ "scripts": { "test": 1 } }'],
  ['names of the prototype', 'npm run constructor', 'package.json', scripts({ __proto__: 'x' })],
  ['backslashes', 'make', 'Makefile', `all:\n\techo ${'\\'.repeat(200_000)}\n`],
  [
    'variables that double',
    'make',
    'Makefile',
    `${Object.entries(levels(30, (next) => `$(s${next})`.repeat(20)))
      .map(([name, value]) => `${name} = ${value}`)
      .join('\n')}\nall:\n\techo $(s0)\n`,
  ],
  ['a variable of itself', 'make', 'Makefile', 'X = $(X) $(X)\nall:\n\techo $(X)\n'],
  [
    'substitutions that grow',
    'make',
    'Makefile',
    `A = ${'a'.repeat(4000)}\nB = $(subst a,$(A),$(A))\nC = $(subst a,$(B),$(B))\nall:\n\techo $(C)\n`,
  ],
  [
    'loops in loops',
    'make',
    'Makefile',
    `W = ${'w '.repeat(32)}\nX = $(foreach a,$(W),$(foreach b,$(W),$(foreach c,$(W),$(foreach d,$(W),$a$b$c$d))))\nall:\n\techo $(X)\n`,
  ],
  ['open brackets', 'make', 'Makefile', `all:\n\techo ${'$('.repeat(60_000)}\n`],
  ['targets in a ring', 'make a', 'Makefile', 'a: b\n\techo a\nb: a\n\techo b\n'],
  [
    'many targets',
    'make all',
    'Makefile',
    `all: ${Array.from({ length: 500 }, (_unused, index) => `t${index}`).join(' ')}\n%:\n\techo $@\n`,
  ],
  ['many lines', 'make', 'Makefile', `all:\n${'\techo x\n'.repeat(20_000)}`],
  ['blanks', 'just', 'justfile', `a${' '.repeat(200_000)}b\n`],
  [
    'values that double',
    'just',
    'justfile',
    `${Array.from({ length: 60 }, (_unused, index) => `v${index + 1} := v${index} + v${index}`).join('\n')}\nv0 := "x"\nall:\n  echo {{v60}}\n`,
  ],
  ['recipes in a ring', 'just a', 'justfile', 'a: b\n  echo a\nb: a\n  echo b\n'],
  [
    'templates that multiply',
    'task',
    'Taskfile.yml',
    `vars:\n${Object.entries(levels(10, (next) => `{{.s${next}}}`.repeat(100)))
      .map(([name, value]) => `  ${name}: '${value}'`)
      .join('\n')}\ntasks:\n  default: echo {{.s0}}\n`,
  ],
  ['tasks in a ring', 'task', 'Taskfile.yml', 'tasks:\n  default:\n    deps: [default]\n    cmds:\n      - task: default\n'],
  ['broken YAML', 'task', 'Taskfile.yml', 'tasks: [\n  {'],
  ['scripts of composer in a ring', 'composer a', 'composer.json', scripts({ a: '@b', b: '@a' })],
];

for (const [name, command, file, text] of hostile)
  test(`comes to an end: ${name}`, () => {
    const { operations } = classifyOnDisk(command, { [`/work/shop/${file}`]: text.slice(0, 262_144) });
    for (const operation of operations) assert.equal(operation.rule, 'shell.opaque');
  });

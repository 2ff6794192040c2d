import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { classify } from '../../../src/core/classify.ts';
import type { Action } from '../../../src/core/types.ts';
import { judge, milder, quoted, ruleExamples, type Example } from '../../support/examples.ts';
import { blindFacts, callOf, classifyCommand } from '../../support/facts.ts';

const examples = ruleExamples();
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 0x7fffffff);
console.log(`seed ${seed}`);
const bounded = { seed, numRuns: 300 } as const;

/** Fails with every example that a claim does not hold for, not with the first one. */
function forEachExample(
  claim: (example: Example) => string | undefined,
  exceptions: Readonly<Record<string, string>> = {},
  among: readonly Example[] = examples,
): void {
  const failures: string[] = [];
  const used = new Set<string>();
  for (const example of among) {
    const failure = claim(example);
    const exception = exceptions[example.rule] === undefined ? example.command : example.rule;
    if (exceptions[exception] !== undefined) {
      if (failure !== undefined) used.add(exception);
    } else if (failure !== undefined) failures.push(`${example.rule}: ${failure}`);
  }
  assert.deepEqual(failures, []);
  assert.deepEqual(
    Object.keys(exceptions).filter((exception) => !used.has(exception)),
    [],
    'exceptions that are none',
  );
}

const plain = new Map<string, ReturnType<typeof judge>>();

/** What an example is found to do as it stands. */
function judgedPlain(command: string): ReturnType<typeof judge> {
  let found = plain.get(command);
  if (found === undefined) plain.set(command, (found = judge(command)));
  return found;
}

/** The same rule finds it, and it is judged no milder. */
function notWeaker(example: Example, command: string, now = judge(command)): string | undefined {
  const before = judgedPlain(example.command);
  if (milder(now.verdict, before.verdict)) return `${now.verdict} < ${before.verdict}: ${command}`;
  if (!now.rules.includes(example.rule)) return `found only ${now.rules.join(' ')}: ${command}`;
  return undefined;
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.constantFrom(...examples.flatMap(({ command }) => command.split(/\b/))), { maxLength: 60 }).map((parts) => parts.join('')),
);

const json = fc.jsonValue() as fc.Arbitrary<never>;
const path = fc.oneof(fc.string(), fc.constantFrom('/', '~', '.', '../x', '.git/hooks/pre-commit', '.claude/settings.json', '.env'));
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    type: fc.constant('command' as const),
    command: text,
    shell: fc.constantFrom('posix' as const, 'powershell' as const, 'cmd' as const),
  }),
  fc.record({ type: fc.constant('read' as const), paths: fc.array(path) }),
  fc.record({ type: fc.constant('search' as const), pattern: fc.string(), paths: fc.array(path) }),
  fc.record({ type: fc.constant('write' as const), path, content: text }),
  fc.record({ type: fc.constant('edit' as const), path, before: text, after: text }),
  fc.record({ type: fc.constant('delete' as const), path }),
  fc.record({
    type: fc.constant('mcp' as const),
    server: fc.string(),
    tool: fc.oneof(fc.string(), fc.constantFrom('query', 'delete_project', 'execute_sql')),
    input: fc.oneof(json, fc.record({ query: text, path, url: text })),
  }),
  fc.record({
    type: fc.constant('fetch' as const),
    url: fc.oneof(fc.webUrl(), text),
    method: fc.oneof(fc.constantFrom('GET', 'POST', 'DELETE'), fc.string()),
    body: text,
  }),
  fc.record({ type: fc.constant('other' as const), tool: fc.string(), input: json }),
);

test('never throws, whatever the shell text', () => {
  fc.assert(
    fc.property(text, (command) => {
      classifyCommand(command);
    }),
    bounded,
  );
});

test('never throws, whatever the action', () => {
  fc.assert(
    fc.property(action, (any) => {
      classify(callOf(any), blindFacts());
    }),
    bounded,
  );
});

const appended = ['; true', '\ntrue', ' && true', ' && echo done', '\necho "$?"', '; cd /tmp', '\nrm -rf /tmp/x'];

test('a command appended to another never weakens it', () => {
  // Behind a here-document only a new line begins a command.
  forEachExample((example) => {
    for (const more of appended) {
      if (example.command.includes('<<') && !more.startsWith('\n')) continue;
      const failure = notWeaker(example, example.command + more);
      if (failure !== undefined) return failure;
    }
    return undefined;
  });
});

test('commands drawn at random never weaken each other', () => {
  const any = fc.constantFrom(...examples.filter(({ command }) => !/<<|\b(?:exit|exec|alias|trap)\b|\(\)/.test(command)));
  fc.assert(
    fc.property(any, any, (first, second) => {
      const failure = notWeaker(first, `${first.command}\n${second.command}`);
      assert.equal(failure, undefined);
    }),
    bounded,
  );
});

/** Wrappers of a whole text. */
const textWrappers: Readonly<Record<string, (command: string) => string>> = {
  'bash -c': (command) => `bash -c ${quoted(command)}`,
  'sh -lc': (command) => `sh -lc ${quoted(command)}`,
  'sh -c, double quotes': (command) => `sh -c "${command.replace(/[\\$`"]/g, '\\$&')}"`,
  eval: (command) => `eval ${quoted(command)}`,
  subshell: (command) => `(\n${command}\n)`,
  group: (command) => `{\n${command}\n}`,
  if: (command) => `if true; then\n${command}\nfi`,
  else: (command) => `if false; then :; else\n${command}\nfi`,
  for: (command) => `for i in 1 2; do\n${command}\ndone`,
  while: (command) => `while true; do\n${command}\nbreak\ndone`,
  case: (command) => `case x in *)\n${command}\n;; esac`,
  function: (command) => `f() {\n${command}\n}; f`,
  'after true': (command) => `true && ${command}`,
  'after a failure': (command) => `false || ${command}`,
  'here-document': (command) => `bash <<'OUTER'\n${command}\nOUTER`,
  'into bash': (command) => `printf '%s\\n' ${quoted(command)} | bash`,
  'here-string': (command) => `bash <<< ${quoted(command)}`,
  'su -c': (command) => `su - postgres -c ${quoted(command)}`,
  'script -c': (command) => `script -qc ${quoted(command)} /dev/null`,
  'sudo bash -c': (command) => `sudo -E bash -euo pipefail -c ${quoted(command)}`,
  'xargs bash -c': (command) => `echo 1 | xargs -I@@ bash -c ${quoted(command)}`,
  'find -exec': (command) => `find . -maxdepth 0 -exec sh -c ${quoted(command)} \\;`,
  'python -c': (command) => `python3 -c ${quoted(`import os; os.system(${JSON.stringify(command)})`)}`,
  'node -e': (command) => `node -e ${quoted(`require('child_process').execSync(${JSON.stringify(command)})`)}`,
  base64: (command) => `echo ${Buffer.from(command).toString('base64')} | base64 -d | sh`,
  'a written script': (command) => `cat > run.sh <<'OUTER'\n${command}\nOUTER\nbash run.sh`,
  'a made executable': (command) => `cat > run.sh <<'OUTER'\n#!/bin/sh\n${command}\nOUTER\nchmod +x run.sh && ./run.sh`,
  'process substitution': (command) => `source <(echo ${quoted(command)})`,
  trap: (command) => `trap ${quoted(command)} EXIT`,
  'tmux send-keys': (command) => `tmux send-keys -t main ${quoted(command)} Enter`,
  'set -e': (command) => `set -euo pipefail\n${command}`,
  'command substitution': (command) => `x=$(\n${command}\n)`,
};

for (const [name, wrap] of Object.entries(textWrappers))
  test(`wrapped by ${name}, an example is judged no milder`, () => {
    // find puts a path for every `{}`, so that it is another text.
    const among =
      name === 'find -exec'
        ? examples.filter(({ command }) => !command.includes('{}'))
        : // A credential in a variable is not shown.
          name === 'command substitution'
          ? examples.filter(isNotAboutOutput)
          : examples;
    // Behind `||` it is not known what the variable holds.
    const exceptions: Readonly<Record<string, string>> =
      name === 'after a failure' ? { 'X=$(cat .env); echo "$X"': 'what both ways agree on' } : {};
    forEachExample((example) => notWeaker(example, wrap(example.command)), exceptions, among);
  });

const programWrappers: readonly string[] = [
  'sudo',
  'sudo -u root -E',
  'env',
  'env A=b',
  'A=b',
  'nohup',
  'time',
  'command',
  'timeout 10',
  'nice -n 5',
  'setsid',
  'stdbuf -oL',
  'exec',
  'sudo env A=b nice timeout 5',
  'doas',
  'xvfb-run',
  'ionice -c3',
];

for (const wrapper of programWrappers)
  test(`behind ${wrapper}, an example is judged no milder`, () => {
    forEachExample((example) => (example.program ? notWeaker(example, `${wrapper} ${example.command}`) : undefined));
  });

/** Whether what it prints shows a credential is no question for it. */
function isNotAboutOutput({ rule }: Example): boolean {
  return !/^credentials\.(?:read|search|show\w+|copy)$/.test(rule);
}

const behind = [' | cat', ' &', ' 2>&1', ' > /dev/null 2>&1', ' </dev/null', ' # note', ' || true', ' 2>&1 | tee /tmp/x.log'];

for (const end of behind)
  test(`followed by "${end}", an example is judged no milder`, () => {
    // What a command read before, it does not read from `/dev/null`.
    const among = examples.filter(({ command }) => !(end.startsWith(' <') ? /[|<#]|\\$/ : /[<#]|\\$/).test(command));
    forEachExample(
      (example) => notWeaker(example, example.command + end),
      {},
      end.includes('> /dev/null') ? among.filter(isNotAboutOutput) : among,
    );
  });

const programName = /^[A-Za-z][\w.-]*(?= )/;
const spellings: Readonly<Record<string, (command: string) => string>> = {
  'with a backslash': (command) => `\\${command}`,
  'in single quotes': (command) => command.replace(programName, "'$&'"),
  'in double quotes': (command) => command.replace(programName, '"$&"'),
  'with empty quotes inside': (command) => command.replace(/^([A-Za-z])/, '$1""'),
  'by its path': (command) => `/usr/bin/${command}`,
  'by another path': (command) => `/opt/tools/bin/${command}`,
  'after spaces': (command) => `  \t ${command}  `,
  'after line breaks': (command) => `\n\n${command}\n`,
  'with double spaces': (command) => command.replace(programName, '$&  '),
  'over two lines': (command) => command.replace(programName, '$& \\\n '),
  'with $IFS': (command) => command.replace(/^([A-Za-z][\w.-]*) /, '$1${IFS}'),
  'by a variable': (command) => command.replace(/^([A-Za-z][\w.-]*)(?= )/, 'p=$1; $p'),
};

for (const [name, spell] of Object.entries(spellings))
  test(`written ${name}, an example is judged the same`, () => {
    forEachExample(
      (example) => {
        const spelled = spell(example.command);
        const now = judge(spelled);
        const failure = notWeaker(example, spelled, now);
        if (failure !== undefined) return failure;
        const before = judgedPlain(example.command);
        return before.verdict === now.verdict ? undefined : `${now.verdict} > ${before.verdict}: ${spelled}`;
      },
      {},
      examples.filter(({ program }) => program),
    );
  });

/** Where text is only data. */
const dataPlaces: Readonly<Record<string, (command: string) => string>> = {
  echo: (command) => `echo ${quoted(command)}`,
  'a commit message': (command) => `git commit -m ${quoted(command)}`,
  grep: (command) => `grep -F ${quoted(command)} README.md`,
  rg: (command) => `rg -n ${quoted(command)} src`,
  'a here-document': (command) => `cat > notes.md <<'OUTER'\n${command}\nOUTER`,
  'a here-document for cat': (command) => `cat <<'OUTER'\n${command}\nOUTER`,
  'a comment': (command) => command.replace(/^/gm, '# '),
  'a new file': (command) => `printf '%s' ${quoted(command)} > notes.txt`,
  'an issue': (command) => `gh issue create --title x --body ${quoted(command)}`,
  'a pull request': (command) => `gh pr create --title x --body ${quoted(command)}`,
  'a request body': (command) => `curl -d ${quoted(command)} https://api.example.com/notes`,
  'an unused variable': (command) => `MESSAGE=${quoted(command)}`,
  'a test': (command) => `[ "$x" = ${quoted(command)} ] && echo same`,
  jq: (command) => `jq -n --arg text ${quoted(command)} '{text: $text}'`,
  sed: (command) => `echo ${quoted(command)} | wc -l`,
};

const fresh = blindFacts({
  answers: new Map(
    ['notes.md', 'notes.txt'].map((name) => [
      `path /work/shop/${name}`,
      { type: 'path' as const, kind: 'missing' as const, real: `/work/shop/${name}`, link: false, size: 0, empty: false, mount: false },
    ]),
  ),
});

for (const [name, place] of Object.entries(dataPlaces))
  test(`in ${name}, an example is only text`, () => {
    forEachExample(
      (example) => {
        const found = judge(place(example.command), fresh);
        return found.verdict === 'allow' ? undefined : `${found.rules.join(' ')}: ${place(example.command)}`;
      },
      {},
      // A mutation in a request body is what it says, however it is packed; SQL likewise.
      name === 'a request body' ? examples.filter(({ command }) => !/\bmutation\b/.test(command)) : examples,
    );
  });

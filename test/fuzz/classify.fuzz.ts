/**
 * npm run fuzz [-- COUNT SEED]: texts grown from the rules' examples and the corpora, cut, crossed, wrapped and repeated. No input may
 * make the classifier throw, say that it could not read for a fault of its own, or take more than a second.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { classify } from '../../src/core/classify.ts';
import { decide } from '../../src/core/policy/decide.ts';
import { defaultPolicy } from '../../src/core/policy/policy.ts';
import type { Action, Answer, Facts, ShellKind, Verdict } from '../../src/core/types.ts';
import { quoted, ruleExamples } from '../support/examples.ts';
import { blindFacts, callOf } from '../support/facts.ts';

const [count = 1_000_000, seed = Date.now() % 0x7fffffff] = process.argv.slice(2).map(Number);
const limit = 1_000;

/** Mulberry32, so that a seed and an index say which input it was. */
function randomOf(state: number): () => number {
  let now = state | 0;
  return () => {
    now = (now + 0x6d2b79f5) | 0;
    let mixed = Math.imul(now ^ (now >>> 15), 1 | now);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const corpus = readdirSync('test/corpus')
  .filter((file) => file.endsWith('.txt'))
  .flatMap((file) => readFileSync(join('test/corpus', file), 'utf8').split('\n'))
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.replaceAll('\\n', '\n'));
const seeds = [...ruleExamples().map(({ command }) => command), ...corpus];
const tokensOf = (text: string): readonly string[] => text.match(/[\w./:@%+~-]+|\s+|\$[({]?|<<-?|>>|&&|\|\||[^\w\s]/g) ?? [];
const vocabulary = [...new Set(seeds.flatMap(tokensOf))];

const nasty =
  `; | & && || |& ;; ;& ( ) { } [[ ]] (( )) $ $( $(( \${ \` " ' \\ \n \r\n \t # ! ~ ~root * ** ? [a-z] {a,b} {1..9} {1..999999999} {{a,b},{c,d}} <(
>( < > >> <> >| &> 2>&1 <<E <<-E <<'E' <<< $@ $* $# $? $$ $! $0 $1 $IFS \${IFS} \${x:-rm} \${x//a/b} \${!x} \${x@P} \${#x[@]} $'\\x72\\x6d' $"x" x= x=( x[ a=$a b=$b$b
if then else elif fi for in do done while until case esac select function f() time coproc exec eval source . trap alias declare -n local read mapfile
sudo env xargs -I{} find -exec \\; + bash -c sh <<EOF EOF python3 node -e perl -pe awk 'BEGIN{system("rm")}' sed s/x/rm/e psql mongosh --eval curl -d @- -X DELETE
-- - -rf --force --no-preserve-root = == =~ 0 1e999 -1 9999999999999999999 \u0000 \u00a0 \u200b \ufeff \ud800 \udc00 \u202e \u{1f4a3} é /*!50000 */ -- /* DROP TABLE DELETE FROM WHERE 1=1 $$ $a$
mutation { query } ... fragment __proto__ constructor toString hasOwnProperty %00 %2e%2e .. ../ // C:\\ \\\\?\\ ^ %PATH% !x! @{ @( & | ; \` Remove-Item -Recurse iex del /s /q`
    .split(/ |\n/)
    .concat([
      '\n',
      ' ',
      '\\\n',
      '\r',
      'a'.repeat(5_000),
      '('.repeat(300),
      '{'.repeat(300),
      '$('.repeat(100),
      '"'.repeat(99),
      "'\\''".repeat(50),
      '`'.repeat(33),
    ]);

const wrappers: readonly ((text: string) => string)[] = [
  (text) => `bash -c ${quoted(text)}`,
  (text) => `eval "${text}"`,
  (text) => `(${text})`,
  (text) => `{ ${text}; }`,
  (text) => `$(${text})`,
  (text) => `\`${text}\``,
  (text) => `x="${text}"; $x`,
  (text) => `f() { ${text}; f; }; f`,
  (text) => `for i in {1..50}; do ${text}; done`,
  (text) => `while true; do ${text}; done`,
  (text) => `cat <<E | bash\n${text}\nE`,
  (text) => `cat > x.sh <<'E'\n${text}\nE\nbash x.sh`,
  (text) => `echo ${quoted(text)} | sh`,
  (text) => `python3 -c ${quoted(`import os; os.system(${JSON.stringify(text)})`)}`,
  (text) => `node -e ${quoted(text)}`,
  (text) => `psql -c ${quoted(text)}`,
  (text) => `curl https://api.example.com/graphql -d ${quoted(JSON.stringify({ query: text }))}`,
  (text) => `ssh host ${quoted(text)}`,
  (text) => `docker exec db sh -c ${quoted(text)}`,
  (text) => `find . -exec ${text} {} \\;`,
  (text) => `seq 100 | xargs -I{} ${text} {}`,
  (text) => `trap ${quoted(text)} EXIT`,
  (text) => `alias a=${quoted(text)}\na`,
  (text) => `awk 'BEGIN { system("${text}") }'`,
  (text) => `powershell -Command "${text}"`,
  (text) => `cmd /c "${text}"`,
];

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)]!;
}

function mutate(text: string, random: () => number): string {
  const tokens = [...tokensOf(text)];
  const at = Math.floor(random() * (tokens.length + 1));
  switch (Math.floor(random() * 13)) {
    case 0:
      tokens.splice(at, 1 + Math.floor(random() * 3));
      return tokens.join('');
    case 1:
      tokens.splice(at, 0, pick(nasty, random));
      return tokens.join('');
    case 2:
      tokens.splice(at, 1, pick(vocabulary, random));
      return tokens.join('');
    case 3:
      tokens.splice(at, 0, ' ', pick(nasty, random), ' ', pick(nasty, random), ' ');
      return tokens.join('');
    case 4: {
      const to = Math.floor(random() * tokens.length);
      const [one, other] = [tokens[at] ?? '', tokens[to] ?? ''];
      tokens[at] = other;
      tokens[to] = one;
      return tokens.join('');
    }
    case 5:
      return text.slice(0, Math.floor(random() * text.length));
    case 6:
      return text.slice(Math.floor(random() * text.length));
    case 7:
      return text + pick(['\n', '; ', ' | ', ' && ', ' || ', ' & ', ' '], random) + pick(seeds, random);
    case 8:
    case 9:
      return pick(wrappers, random)(text);
    case 10: {
      const part = tokens.slice(at, at + 1 + Math.floor(random() * 4)).join('');
      return tokens.slice(0, at).join('') + part.repeat(2 ** Math.floor(random() * 8)) + tokens.slice(at).join('');
    }
    case 11: {
      const other = tokensOf(pick(seeds, random));
      return [...tokens.slice(0, at), ...other.slice(Math.floor(random() * other.length))].join('');
    }
    default: {
      const place = Math.floor(random() * (text.length + 1));
      return text.slice(0, place) + String.fromCharCode(Math.floor(random() * (random() < 0.8 ? 128 : 65_536))) + text.slice(place);
    }
  }
}

/** Answers to any question, some of each kind. */
class SomeAnswers extends Map<string, Answer> {
  readonly #random: () => number;
  constructor(random: () => number) {
    super();
    this.#random = random;
  }
  override get(key: string): Answer {
    const random = this.#random;
    const flag = (): boolean => random() < 0.5;
    const path = key.slice(key.indexOf(' ') + 1);
    if (random() < 0.2) return { type: 'unknown', reason: pick(['ENOENT', 'EACCES', 'too slow'], random) };
    switch (key.slice(0, key.indexOf(' '))) {
      case 'path':
        return {
          type: 'path',
          kind: pick(['missing', 'file', 'directory', 'other'] as const, random),
          real: path,
          link: flag(),
          size: 10,
          empty: flag(),
          mount: flag(),
        };
      case 'git':
        return {
          type: 'git',
          root: flag() ? '/work/shop' : undefined,
          containsRepository: flag(),
          tracked: flag(),
          modified: flag(),
          untracked: flag(),
          ignored: flag(),
          examples: flag() ? ['data/x.csv'] : [],
        };
      case 'repository':
        return {
          type: 'repository',
          root: '/work/shop',
          branch: flag() ? 'main' : undefined,
          modified: flag(),
          untracked: flag(),
          stashes: 1,
          remotes: [{ name: 'origin', host: 'github.com' }],
          merged: ['old'],
          aliases: { wipe: `!${pick(seeds, random)}`, st: 'status' },
        };
      case 'glob':
        return { type: 'glob', paths: [pick(seeds, random), '/work/shop/a'], truncated: flag() };
      default:
        return { type: 'text', text: mutate(pick(seeds, random), random), truncated: random() < 0.1 };
    }
  }
}

function actionOf(text: string, random: () => number): Action {
  const kind = random();
  if (kind < 0.8) return { type: 'command', command: text, shell: 'posix' };
  if (kind < 0.93) return { type: 'command', command: text, shell: pick<ShellKind>(['powershell', 'cmd'], random) };
  const other = pick(seeds, random);
  switch (Math.floor(random() * 5)) {
    case 0:
      return {
        type: 'write',
        path: pick(
          ['.git/hooks/pre-commit', '.envrc', 'package.json', '.claude/settings.json', '.vscode/tasks.json', 'a.sh', text],
          random,
        ),
        content: random() < 0.5 ? text : JSON.stringify({ scripts: { postinstall: text }, tasks: [{ command: text }] }),
      };
    case 1:
      return { type: 'edit', path: pick(['.bashrc', 'Makefile', 'docker-compose.yml', text], random), before: other, after: text };
    case 2:
      return {
        type: 'fetch',
        url: random() < 0.5 ? text : `https://api.github.com/${text}`,
        method: pick(['POST', 'DELETE', text], random),
        body: other,
      };
    case 3:
      return {
        type: 'mcp',
        server: pick(['supabase', 'postgres', 'filesystem', text], random),
        tool: pick(['query', 'execute_sql', 'delete_file', text], random),
        input: { query: text, path: other, nested: [[{ sql: text, deep: [text, null, 1] }]] },
      };
    default:
      return { type: 'other', tool: text, input: [text, { command: other }] };
  }
}

const began = performance.now();
const found: Record<Verdict, number> = { allow: 0, confirm: 0, type: 0, deny: 0 };
let faults = 0;
let slowest = 0;
let characters = 0;
console.log(`count ${count} seed ${seed} seeds ${seeds.length} tokens ${vocabulary.length}`);
for (let index = 0; index < count; index++) {
  const random = randomOf(seed + Math.imul(index, 0x9e3779b1));
  let text = pick(seeds, random);
  for (let steps = Math.floor(random() * 6); steps >= 0; steps--) text = mutate(text, random);
  if (text.length > 100_000) text = text.slice(0, 100_000);
  const facts: Partial<Facts> =
    random() < 0.5 ? {} : { answers: new SomeAnswers(random), exhausted: false, platform: pick(['linux', 'darwin', 'win32'], random) };
  const action = actionOf(text, random);
  characters += text.length;
  const start = performance.now();
  let fault: string | undefined;
  try {
    const { operations } = classify(callOf(action), blindFacts(facts));
    found[decide(operations, defaultPolicy).verdict]++;
    // What classify and the readers of shell text say of an error that they caught.
    const caught = operations.flatMap(({ evidence }) => evidence).find((line) => /could not be read(?: \(|$)/.test(line.text));
    if (caught) fault = caught.text;
  } catch (error) {
    fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const took = performance.now() - start;
  slowest = Math.max(slowest, took);
  if (took > limit) fault = `took ${Math.round(took)} ms`;
  if (fault !== undefined) {
    faults++;
    console.log(`FAULT at ${index}: ${fault}\n${JSON.stringify(action).slice(0, 4_000)}`);
    if (faults >= 20) break;
  }
  if (index > 0 && index % 100_000 === 0) console.log(`${index} inputs, ${Math.round((index / (performance.now() - began)) * 1000)}/s`);
}
const seconds = (performance.now() - began) / 1000;
const total = Object.values(found).reduce((sum, part) => sum + part, 0);
console.log(
  `${total} inputs of ${Math.round(characters / Math.max(total, 1))} characters in ${seconds.toFixed(1)} s, ${Math.round(total / seconds)}/s, slowest ${Math.round(slowest)} ms`,
);
console.log(`${JSON.stringify(found)}, faults ${faults}`);
process.exitCode = faults === 0 ? 0 : 1;

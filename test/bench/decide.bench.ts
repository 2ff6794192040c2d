import { performance } from 'node:perf_hooks';
import { classify } from '../../src/core/classify.ts';
import { decide } from '../../src/core/policy/decide.ts';
import { defaultPolicy } from '../../src/core/policy/policy.ts';
import { blindFacts, callOf } from '../support/facts.ts';

/** How long `classify` and `decide` take in process: a typical mix, its p99, and hostile inputs. Prints one line a question. */

const typical = [
  'ls -la src',
  'git status',
  'git diff --stat HEAD~1',
  'npm test',
  'npm run build && npm run lint',
  'cat package.json | jq .version',
  'grep -rn "createServer" src --include=*.ts | head -20',
  'cd packages/api && npx tsc --noEmit -p .',
  "sed -n '1,80p' src/main.ts",
  'git add -A && git commit -m "Drop the old table layout from the README"',
  'python3 -m pytest tests/unit -q',
  'docker compose ps',
  'curl -s https://api.example.com/health | jq .',
  'find . -name "*.test.ts" -not -path "./node_modules/*" | wc -l',
  'for f in a b c; do echo "$f"; done',
  'psql -c "select count(*) from bookings"',
  'kubectl get pods -n web',
  'cargo build --release 2>&1 | tail -5',
  'mkdir -p dist && cp README.md dist/',
  'gh pr view 12 --json title',
];

function run(command: string): void {
  decide(classify(callOf({ type: 'command', command, shell: 'posix' }), facts).operations, defaultPolicy);
}

const facts = blindFacts();
for (let i = 0; i < 200; i++) for (const command of typical) run(command);

const rounds = 1500;
const start = performance.now();
for (let i = 0; i < rounds; i++) for (const command of typical) run(command);
const perSecond = (rounds * typical.length * 1000) / (performance.now() - start);
console.log(`typical mix        ${Math.round(perSecond).toLocaleString('en')} commands/s (aim 50,000)`);

const times: number[] = [];
for (let i = 0; i < 500; i++)
  for (const command of typical) {
    const from = performance.now();
    run(command);
    times.push(performance.now() - from);
  }
times.sort((a, b) => a - b);
const at = (share: number): string => (times[Math.floor(times.length * share)]! * 1000).toFixed(0);
console.log(`one command        median ${at(0.5)} µs, p99 ${at(0.99)} µs`);

const hostile: Readonly<Record<string, string>> = {
  '1 MB of words': 'rm '.concat('a '.repeat(500_000)),
  '1 MB of statements': 'rm -rf a;'.repeat(110_000),
  '100,000 nested $(': '$('.repeat(100_000),
  '20,000 here-documents': 'cat <<E\n'.repeat(20_000),
  '60 KB of statements': 'rm -rf a;'.repeat(7_000),
  '60 KB of nesting': '$('.repeat(30_000),
  '60 KB of quotes': '"\'`$(('.repeat(10_000),
  '60 KB of braces': '{a,b}'.repeat(12_000),
  '60 KB of SQL': `psql -c "${'drop table a; '.repeat(4_200)}"`,
};
for (const [name, command] of Object.entries(hostile)) {
  const before = process.memoryUsage().rss;
  const from = performance.now();
  run(command);
  const ms = performance.now() - from;
  const grown = Math.max(0, process.memoryUsage().rss - before) / 2 ** 20;
  console.log(`${name.padEnd(22)} ${ms.toFixed(1)} ms, +${grown.toFixed(0)} MB (aim 250 ms, 100 MB)`);
}

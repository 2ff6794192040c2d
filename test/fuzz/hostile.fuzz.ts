import { performance } from 'node:perf_hooks';
import { tools } from '../../src/core/rules/all.ts';
import { classifyCommand } from '../support/facts.ts';

/** Every program that a table knows, with 40 KB of one thing again and again: no pattern may take long over it. `npm run fuzz`. */

// prettier-ignore
const units = [
  'a', ' a', '(', ')(', '"', '\\', '-', '--', '=', '/', '/a', '.', 'a.', 'a,', ',', ';', '{', '{}', 'a(', 'delete ', 'drop table ', 'DETACH DELETE ', '--a=', '0', '\n', '\n\n', '\t ', 'system("',
  'unlink ', 'mutation{', '/*', '*/', '[', 'a[', '<', '>', ':', '::', 'http://', 'x:', '| ', 'glob(', '".', '$', '${', '%', '!', '@', '#', 'MATCH (n) ', 'rm ', '=> ', 'exec("a', '_', 'A1',
];
const limit = 2000;
const names = [...new Set(tools.flatMap((tool) => tool.names))];
let slow = 0;
let count = 0;
for (const name of names)
  for (const unit of units) {
    const big = unit.repeat(Math.ceil(40_000 / unit.length)).replaceAll("'", '');
    for (const text of [`${name} -e '${big}'`, `${name} -c '${big}'`, `${name} <<'EOFX'\n${big}\nEOFX`]) {
      const from = performance.now();
      classifyCommand(text);
      count += 1;
      const time = performance.now() - from;
      if (time < limit) continue;
      slow += 1;
      console.log(`${time.toFixed(0)} ms: ${name} with ${JSON.stringify(unit)}`);
    }
  }
console.log(`${count} inputs to ${names.length} programs, ${slow} over ${limit} ms`);
process.exitCode = slow === 0 ? 0 : 1;

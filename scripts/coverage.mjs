// npm run coverage: runs the unit tests of the core in one process and says which branches of src/core none of them takes.
//   node scripts/coverage.mjs [BEGINNING-BELOW-src/core…]     (only such files are listed at the end, with the lines of their branches)
// The result lies in .tmp/coverage/coverage.json.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { transformSync } from 'esbuild';
import { ensurePackages, ensureTools, root } from './rig.mjs';

const load = createRequire(import.meta.url);
const { plugins, testFile } = load('../esbuild.js');
/** Reads the sources itself, so it says nothing about branches. */
const left = /linear\.test\.ts$/;
const core = path.join(root, 'src/core');

process.chdir(root);
await ensureTools();
const { createInstrumenter } = load(path.join(await ensurePackages('coverage'), 'istanbul-lib-instrument'));
const instrumenter = createInstrumenter({ esModules: true, compact: false, coverageVariable: '__coverage__' });
/** Counters for every branch of the core. */
const instrumented = {
  name: 'instrumented',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /src[\\/]core[\\/].*\.ts$/ }, ({ path: file }) => {
      const { code, map } = transformSync(fs.readFileSync(file, 'utf8'), {
        loader: 'ts',
        target: 'es2022',
        sourcefile: file,
        sourcemap: 'external',
      });
      return { contents: instrumenter.instrumentSync(code, file, JSON.parse(map)), loader: 'js' };
    });
  },
};

const folder = path.join(root, '.tmp/coverage');
fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });
const unit = path.join(root, 'test/unit');
const files = fs
  .readdirSync(unit, { recursive: true })
  .map((file) => String(file).split(path.sep).join('/'))
  .filter((file) => /^(?:core|corpus|incidents)\//.test(file) && file.endsWith('.test.ts') && !left.test(file))
  .sort();
const entry = path.join(folder, 'entry.ts');
const result = path.join(folder, 'coverage.json');
fs.writeFileSync(
  entry,
  [
    "import { writeFileSync } from 'node:fs';",
    `process.on('exit', () => writeFileSync(${JSON.stringify(result)}, JSON.stringify((globalThis as any).__coverage__)));`,
    ...files.map((file) => `import '../../test/unit/${file}';`),
  ].join('\n'),
);
const bundle = path.join(folder, 'tests.mjs');
await testFile(entry, bundle, { plugins: [...plugins, instrumented], sourcemap: false });
const tests = spawnSync(process.execPath, ['--test-reporter=dot', bundle], { stdio: ['ignore', 'ignore', 'inherit'] });
console.log(`${files.length} test files ended with ${tests.status}`);

/** @type {Record<string, { branchMap: Record<string, { loc: { start: { line: number } }, type: string }>, b: Record<string, number[]>, s: Record<string, number> }>} */
const coverage = JSON.parse(fs.readFileSync(result, 'utf8'));
const wanted = process.argv.slice(2);
/** @type {Map<string, { branches: number, taken: number, statements: number, run: number }>} */
const groups = new Map();
/** @type {{ name: string, missed: number, total: number, lines: number[] }[]} */
const least = [];
for (const [file, { branchMap, b, s }] of Object.entries(coverage).sort(([one], [other]) => (one < other ? -1 : 1))) {
  const name = path.relative(core, file).split(path.sep).join('/');
  const ways = Object.values(b).flat();
  const ran = Object.values(s);
  for (const group of ['all of src/core', name.includes('/') ? `${name.slice(0, name.indexOf('/'))}/` : name]) {
    const sum = groups.get(group) ?? { branches: 0, taken: 0, statements: 0, run: 0 };
    sum.branches += ways.length;
    sum.taken += ways.filter((count) => count > 0).length;
    sum.statements += ran.length;
    sum.run += ran.filter((count) => count > 0).length;
    groups.set(group, sum);
  }
  if (wanted.length > 0 && !wanted.some((one) => name.startsWith(one))) continue;
  const lines = Object.entries(b).flatMap(([id, counts]) => (counts.includes(0) ? [branchMap[id]?.loc.start.line ?? 0] : []));
  least.push({ name, missed: ways.filter((count) => count === 0).length, total: ways.length, lines });
}
console.log('| folder | branches | taken | | statements run |\n| --- | --- | --- | --- | --- |');
for (const [name, { branches, taken, statements, run: done }] of groups)
  console.log(`| \`${name}\` | ${branches} | ${taken} | ${percent(taken, branches)} | ${percent(done, statements)} |`);
console.log('\nmost branches that no test takes:');
for (const { name, missed, total, lines } of least.sort((one, other) => other.missed - one.missed).slice(0, 40))
  console.log(`${missed} of ${total} ${name}${wanted.length > 0 ? `: ${[...new Set(lines)].join(' ')}` : ''}`);

/**
 * @param {number} part
 * @param {number} whole
 */
function percent(part, whole) {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
}

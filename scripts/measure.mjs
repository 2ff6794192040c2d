// npm run bench, fuzz, soak: builds, bundles and runs every file of that kind (test/**/*.bench.ts, …), one after the other.
//   node scripts/measure.mjs bench [FILE-SUBSTRING…] [-- ARGUMENTS…]
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from './rig.mjs';

const { programs, testFiles } = createRequire(import.meta.url)('../esbuild.js');
const [kind = 'bench', ...rest] = process.argv.slice(2);
const cut = rest.includes('--') ? rest.indexOf('--') : rest.length;
const filters = rest.slice(0, cut);
process.chdir(root);
// Measured is what is shipped: a source map alone doubles what a process keeps in memory.
await programs(kind === 'bench');
const folder = path.join(root, '.tmp', `${kind}-${process.pid}`);
let failed = 0;
try {
  await testFiles(folder, (/** @type {string} */ file) => file.endsWith(`.${kind}.ts`));
  const files = fs
    .readdirSync(folder, { recursive: true })
    .map((file) => path.join(folder, String(file)))
    .filter((file) => file.endsWith(`.${kind}.mjs`) && (filters.length === 0 || filters.some((filter) => file.includes(filter))))
    .sort();
  if (files.length === 0) throw new Error(`no ${kind} found`);
  for (const file of files) {
    console.log(`== ${path.relative(folder, file).replace(/\.mjs$/, '.ts')}`);
    const { status } = spawnSync(process.execPath, [file, ...rest.slice(cut + 1)], { stdio: 'inherit' });
    if (status !== 0) failed += 1;
  }
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
process.exit(failed === 0 ? 0 : 1);

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from '../../scripts/rig.mjs';
import { ServerRig, until } from '../support/serverRig.ts';

/**
 * A workspace of 100,000 files in the shipped server: how long until its links are known, how much memory that takes, and what a call
 * costs afterwards. `node scripts/measure.mjs bench workspace -- FILES`.
 */
const files = Number(process.argv[2] ?? 100_000);

const names =
  `index.ts main.ts app.tsx util.test.ts styles.css icon.svg README.md package.json tsconfig.json config.yaml schema.prisma data.json
  model.py settings.toml api.go lib.rs Controller.php page.html photo.png messages.de.json`.split(/\s+/);

/** A monorepo: packages with folders of a hundred files, some of which could tell an environment. */
function build(folder: string): void {
  let made = 0;
  for (let i = 0; made < files; i++)
    for (const part of ['src', 'src/components', 'test', 'deploy']) {
      const place = path.join(folder, `packages/p${i}`, part);
      mkdirSync(place, { recursive: true });
      for (let j = 0; j < 100 && made < files; j++, made++) {
        const name = names[j % names.length]!;
        writeFileSync(path.join(place, j < names.length ? name : name.replace('.', `${j}.`)), name.endsWith('json') ? '{}' : 'x\n');
      }
    }
  // Far down, where a walk that stops early does not come.
  const far = path.join(folder, 'packages/zz/services/billing/deploy/production');
  mkdirSync(far, { recursive: true });
  writeFileSync(path.join(far, '.env'), 'DATABASE_URL=postgres://u:p@db.acme-corp.com/billing\n');
}

function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? NaN) / 1024;
}

/** Seconds of processor time. */
function workOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const rig = new ServerRig(import.meta.url, path.join(root, 'dist/server.js'));
const home = process.env['HOME'];
process.env['HOME'] = rig.home;
const folder = path.join(rig.home, 'shop');
try {
  const begin = performance.now();
  build(folder);
  console.log(`${files.toLocaleString('en')} files written in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  const { pid } = await rig.start();
  const before = { memory: memoryOf(pid), work: workOf(pid) };
  const started = performance.now();
  const window = await rig.window([folder]);
  await until('links are known', () => (window.state?.links?.length ?? 0) > 0, 120_000);
  const elapsed = performance.now() - started;
  console.log(
    `links known after      ${Math.round(elapsed)} ms (aim 2,000), ${(workOf(pid) - before.work).toFixed(2)} s of processor time: ${window.state!.environment}`,
  );
  for (const link of window.state!.links ?? []) console.log(`                       ${link.tool} ${link.environment} ${link.resource}`);
  console.log(`memory at its highest  ${Math.round(memoryOf(pid))} MB (aim 150), ${Math.round(before.memory)} MB before`);
  const times: number[] = [];
  for (let i = 0; i < 40; i++) {
    const from = performance.now();
    await rig.hook('git status', path.join(folder, 'packages/p1/src'));
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  console.log(`a call afterwards      median ${times[20]!.toFixed(1)} ms, highest ${times.at(-1)!.toFixed(1)} ms`);
} finally {
  if (home !== undefined) process.env['HOME'] = home;
  await rig.dispose();
  rmSync(folder, { recursive: true, force: true });
}

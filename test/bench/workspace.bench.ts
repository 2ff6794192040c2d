import { readFileSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from '../../scripts/rig.mjs';
import { writeBigWorkspace } from '../support/bigWorkspace.ts';
import { ServerRig, until } from '../support/serverRig.ts';

/**
 * A workspace of 100,000 files in the shipped server: how long until its links are known, how much memory that takes, and what a call
 * costs afterwards. `node scripts/measure.mjs bench workspace -- FILES`.
 */
const files = Number(process.argv[2] ?? 100_000);

function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? NaN) / 1024;
}

/** How long it takes to list all folders, sixteen at a time as the server does. */
async function walk(folder: string): Promise<number> {
  const begin = performance.now();
  for (let level = [folder]; level.length > 0;) {
    const next: string[] = [];
    for (let i = 0; i < level.length; i += 16)
      await Promise.all(
        level.slice(i, i + 16).map(async (one) => {
          for (const entry of await readdir(one, { withFileTypes: true })) if (entry.isDirectory()) next.push(path.join(one, entry.name));
        }),
      );
    level = next;
  }
  return performance.now() - begin;
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
  writeBigWorkspace(folder, files);
  console.log(`${files.toLocaleString('en')} files written in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  const bare = await walk(folder);
  const { pid } = await rig.start();
  const before = { memory: memoryOf(pid), work: workOf(pid) };
  const started = performance.now();
  const window = await rig.window([folder]);
  await until('links are known', () => (window.state?.links?.length ?? 0) > 0, 120_000);
  const elapsed = performance.now() - started;
  console.log(
    `links known after      ${Math.round(elapsed)} ms (aim 2,000), ${(workOf(pid) - before.work).toFixed(2)} s of processor time: ${window.state!.environment}`,
  );
  console.log(`                       ${(elapsed / bare).toFixed(1)} × listing the same folders and nothing else (${Math.round(bare)} ms)`);
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

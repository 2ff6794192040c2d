import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from '../../scripts/rig.mjs';
import type { SnapshotPlan } from '../../src/core/snapshots/plan.ts';
import { estimateSnapshot, takeSnapshot } from '../../src/platform/snapshots/takeSnapshot.ts';

/**
 * A snapshot before `git clean` and `git reset --hard`, before `rm -rf` of a folder, and of files that are copied, each beside
 * `git stash -u` of the same work. `node scripts/measure.mjs bench snapshot -- FILES`.
 */
const files = Number(process.argv[2] ?? 5000);
const rounds = files > 20_000 ? 1 : 5;

mkdirSync(path.join(root, '.tmp'), { recursive: true });
const place = mkdtempSync(path.join(root, '.tmp', 'bench-snapshot-'));
const repository = path.join(place, 'repository');
const store = path.join(place, 'store');

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=j', '-c', 'user.email=j@example.com', '-c', 'gc.auto=0', ...args], {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });

function fill(): void {
  mkdirSync(repository);
  mkdirSync(store);
  git('init', '-q', '-b', 'main');
  for (let i = 0; i < 200; i++) writeFileSync(path.join(repository, `tracked${i}.txt`), `line ${i}\n`.repeat(50));
  git('add', '-A');
  git('commit', '-qm', 'first');
  for (let i = 0; i < 200; i++) writeFileSync(path.join(repository, `tracked${i}.txt`), `changed ${i}\n`.repeat(50));
  for (let i = 0; i < files; i++) {
    const folder = path.join(repository, 'data', String(i % 100));
    if (i < 100) mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `file${i}.txt`), `${i} `.repeat(100 + (i % 400)));
  }
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function median(work: () => unknown, between: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    times.push(await timed(work));
    await between();
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

const about = { workspace: repository, cwd: repository, title: 'bench' };
const plans: Readonly<Record<string, SnapshotPlan>> = {
  'work tree, by links (git reset --hard, git clean)': {
    steps: [{ type: 'work', path: repository, fate: 'removed', ignored: true, moves: false }],
    uncovered: [],
  },
  'work tree, copied': { steps: [{ type: 'work', path: repository, fate: 'written', ignored: true, moves: false }], uncovered: [] },
  'folder, by links (rm -rf)': { steps: [{ type: 'files', path: path.join(repository, 'data'), fate: 'removed' }], uncovered: [] },
};

try {
  fill();
  const stash = await median(
    () => git('stash', 'push', '-q', '-u'),
    () => git('stash', 'pop', '-q'),
  );
  console.log(`${files} untracked and 200 changed files, Node ${process.version}: git stash -u takes ${stash.toFixed(0)} ms`);
  for (const [name, plan] of Object.entries(plans)) {
    const taking = await median(
      async () => {
        const taken = await takeSnapshot(plan, about, { folder: store });
        if (taken.type !== 'taken') throw new Error(JSON.stringify(taken));
      },
      () => {
        rmSync(store, { recursive: true, force: true });
        mkdirSync(store);
      },
    );
    const estimating = await median(
      () => estimateSnapshot(plan, { folder: store }),
      () => undefined,
    );
    console.log(
      `${name}: ${taking.toFixed(0)} ms, ${(taking / stash).toFixed(2)} × git stash -u; what the modal says of it ${estimating.toFixed(0)} ms`,
    );
  }
} finally {
  rmSync(place, { recursive: true, force: true });
}

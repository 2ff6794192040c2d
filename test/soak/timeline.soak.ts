import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from '../../scripts/rig.mjs';
import type { TimelineFilter } from '../../src/core/journal/timeline.ts';
import { TimelineReader } from '../../src/platform/journal/timelineReader.ts';
import { writeBigJournal } from '../support/bigJournal.ts';

/** What the timeline costs at a million records: opening, any place, the chart, filters and a search. */
const count = Number(process.argv[2] ?? 1_000_000);
mkdirSync(path.join(root, '.tmp'), { recursive: true });
const folder = mkdtempSync(path.join(root, '.tmp', 'timeline-size-'));
const timed = async <T>(words: string, work: () => Promise<T>): Promise<T> => {
  const begin = performance.now();
  const result = await work();
  console.log(`${words}: ${(performance.now() - begin).toFixed(1)} ms`);
  return result;
};
try {
  await writeBigJournal(folder, '/work/rental-shop', count);
  const reader = new TimelineReader(folder);
  const [source] = await timed('list of journals', () => reader.sources(() => true));
  if (!source) throw new Error('no journal');
  const plain = { chains: source.chains, filter: {} };
  await timed('the newest 100', () => reader.rows(plain, 0, 100));
  await timed('100 in the middle', () => reader.rows(plain, Math.floor(count / 2), 100));
  await timed('the oldest 100', () => reader.rows(plain, count - 100, 100));
  const whole = async (filter: TimelineFilter): Promise<number> => {
    let slices = 0;
    for (let longest = 0; ;) {
      const begin = performance.now();
      const progress = await reader.advance({ chains: source.chains, filter });
      slices++;
      longest = Math.max(longest, performance.now() - begin);
      if (!progress.done) continue;
      console.log(`  ${progress.total} records, ${slices} slices, the longest ${longest.toFixed(0)} ms`);
      return progress.total;
    }
  };
  await timed('the chart of everything, read from the files', () => whole({}));
  await timed('a filter after that', () => whole({ effect: 'delete' }));
  await timed('its rows', () => reader.rows({ chains: source.chains, filter: { effect: 'delete' } }, 0, 100));
  await timed('a search', () => whole({ search: 'nothing of the kind' }));
  console.log(`${Math.round(process.memoryUsage().rss / 1e6)} MB resident`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coalesce } from '../../../src/server/coalesce.ts';
import { settled } from '../../support/manualClock.ts';

test('callers share a run that began after they asked', async () => {
  const runs: { key: string; done: (value: number) => void; fail: (error: Error) => void }[] = [];
  const ask = coalesce(
    (key: string) => key,
    (key) => new Promise<number>((done, fail) => runs.push({ key, done, fail })),
  );
  const first = ask('a');
  const other = ask('b');
  const second = [ask('a'), ask('a')];
  assert.deepEqual(
    runs.map(({ key }) => key),
    ['a', 'b'],
  );
  runs[0]!.done(1);
  runs[1]!.done(2);
  assert.deepEqual([await first, await other], [1, 2]);
  await settled();
  assert.equal(runs.length, 3);
  const third = ask('a');
  runs[2]!.fail(new Error('no'));
  for (const each of second) await assert.rejects(each, /no/);
  await settled();
  runs[3]!.done(4);
  assert.equal(await third, 4);
  assert.equal(runs.length, 4);
});

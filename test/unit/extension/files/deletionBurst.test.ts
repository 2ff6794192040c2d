import assert from 'node:assert/strict';
import { test } from 'node:test';
import { burstSize, burstTime, DeletionBurst } from '../../../../src/extension/files/deletionBurst.ts';

const paths = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `/w/${index}`);

test('many deletions within the time are told once, with their paths', () => {
  const burst = new DeletionBurst();
  const told = paths(burstSize * 3).map((path, index) => burst.add(path, index));
  assert.deepEqual(
    told.filter((each) => each !== undefined),
    [paths(burstSize)],
  );
});

test('one fewer is no burst, and neither are many that take their time', () => {
  const few = new DeletionBurst();
  assert.ok(paths(burstSize - 1).every((path) => few.add(path, 0) === undefined));
  const slow = new DeletionBurst();
  assert.ok(paths(100).every((path, index) => slow.add(path, index * (burstTime / (burstSize - 2))) === undefined));
});

test('after a pause the next burst is told again', () => {
  const burst = new DeletionBurst();
  for (const path of paths(burstSize)) burst.add(path, 0);
  assert.equal(paths(burstSize).filter((path) => burst.add(path, burstTime * 3) !== undefined).length, 1);
});

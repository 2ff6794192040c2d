import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crashLoop } from '../support/crashLoop.ts';

test('a server that is killed under load leaves a whole journal without a gap', { skip: process.platform === 'win32' }, async () => {
  // `npm run soak` does this 500 times.
  const count = await crashLoop(8, Date.now());
  assert.equal(count.rounds, 8);
  assert.ok(count.answered > 0, 'some decisions were answered');
  assert.ok(count.unanswered > 0, 'some calls were cut off by the crash');
});

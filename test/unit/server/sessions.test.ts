import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sessions, sessionTime } from '../../../src/server/sessions.ts';
import { ManualClock } from '../../support/manualClock.ts';

test('a file is given to one session, until it is taken back', () => {
  const sessions = new Sessions(new ManualClock());
  sessions.seen('claude-code', 'one', '/w');
  sessions.seen('claude-code', 'two', '/w');
  assert.equal(sessions.give('claude-code one', ['/w/.env']), true);
  assert.deepEqual(sessions.given('claude-code one'), ['/w/.env']);
  assert.deepEqual(sessions.given('claude-code two'), []);
  assert.equal(sessions.give('claude-code three', ['/w/.env']), false);
  sessions.takeBack(['/w/.env']);
  assert.deepEqual(sessions.given('claude-code one'), []);
});

test('it is over when the session is', async () => {
  const clock = new ManualClock();
  const sessions = new Sessions(clock);
  sessions.seen('gemini-cli', 'one', '/w');
  sessions.give('gemini-cli one', ['/w/.env']);
  await clock.advance(sessionTime + 1);
  assert.deepEqual(sessions.given('gemini-cli one'), []);
  assert.deepEqual(sessions.views(), []);
  sessions.seen('gemini-cli', 'one', '/w');
  assert.deepEqual(sessions.given('gemini-cli one'), []);
});

test('results count as masked only when one came by', () => {
  const sessions = new Sessions(new ManualClock());
  sessions.seen('claude-code', 'one', '/w');
  assert.equal(sessions.masksResults('claude-code one'), false);
  sessions.resultSeen('claude-code', 'two');
  assert.equal(sessions.masksResults('claude-code two'), false);
  sessions.resultSeen('claude-code', 'one');
  assert.equal(sessions.masksResults('claude-code one'), true);
});

test('the session that called last comes first', () => {
  const sessions = new Sessions(new ManualClock());
  for (const session of ['one', 'two', 'one']) sessions.seen('claude-code', session, '/w');
  assert.deepEqual(
    sessions.views().map(({ session }) => session),
    ['one', 'two'],
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ActivityEntry } from '../../../../src/core/protocol.ts';
import { ActivityModel, maxActionsPerSession, maxSessions } from '../../../../src/extension/activity/activityModel.ts';
import { outcomeText, spokenAction } from '../../../../src/extension/activity/activityText.ts';
import { english } from '../english.ts';

function entry(part: Partial<ActivityEntry>): ActivityEntry {
  return {
    id: '1',
    time: 1,
    agent: 'claude-code',
    session: 's',
    cwd: '/work',
    verdict: 'confirm',
    outcome: 'waiting',
    title: 'Delete',
    command: 'rm -rf data',
    evidence: [],
    ...part,
  };
}

test('sessions and actions are shown newest first', () => {
  const model = new ActivityModel();
  model.add([entry({ id: '1', time: 1 }), entry({ id: '2', time: 5, session: 't' }), entry({ id: '3', time: 3 })]);
  assert.deepEqual(
    model.sessions().map(({ session, actions }) => [session, actions.map((action) => action.entry.id)]),
    [
      ['t', ['2']],
      ['s', ['3', '1']],
    ],
  );
});

test('an entry that comes again replaces the older one', () => {
  const model = new ActivityModel();
  model.add([entry({ outcome: 'waiting' })]);
  model.add([entry({ outcome: 'confirmed' })]);
  assert.deepEqual(
    model.sessions()[0]?.actions.map((action) => action.entry.outcome),
    ['confirmed'],
  );
});

test('the same session name of two agents is two sessions', () => {
  const model = new ActivityModel();
  model.add([entry({}), entry({ agent: 'gemini-cli' })]);
  assert.equal(model.sessions().length, 2);
});

test('old sessions and actions are let go, the newest are kept', () => {
  const model = new ActivityModel();
  model.add(Array.from({ length: maxActionsPerSession + 5 }, (_, index) => entry({ id: String(index), time: index })));
  const actions = model.sessions()[0]?.actions ?? [];
  assert.equal(actions.length, maxActionsPerSession);
  assert.equal(actions[0]?.entry.id, String(maxActionsPerSession + 4));
  model.add(Array.from({ length: maxSessions + 5 }, (_, index) => entry({ id: `x${index}`, session: `n${index}`, time: 1000 + index })));
  assert.equal(model.sessions().length, maxSessions);
  assert.equal(model.sessions()[0]?.session, `n${maxSessions + 4}`);
});

test('every outcome has a word, a sentence and a shape of its own; an unknown one is shown as it came', () => {
  const outcomes = ['allowed', 'waiting', 'confirmed', 'refused', 'denied', 'parked', 'dropped', 'paused'];
  const texts = outcomes.map((outcome) => outcomeText(outcome, english));
  assert.equal(new Set(texts.map(({ icon }) => icon)).size, outcomes.length);
  assert.equal(new Set(texts.map(({ word }) => word)).size, outcomes.length);
  assert.ok(texts.every(({ sentence }) => sentence !== ''));
  assert.equal(outcomeText('novel', english).word, 'novel');
  assert.equal(
    spokenAction(entry({}), () => '12:00', english),
    'waiting, Delete, 12:00, rm -rf data',
  );
});

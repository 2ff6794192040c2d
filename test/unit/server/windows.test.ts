import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultPolicy } from '../../../src/core/policy/policy.ts';
import { defaultRetention, type ActivityEntry } from '../../../src/core/protocol.ts';
import { Activity, ringSize } from '../../../src/server/activity.ts';
import { Grants, longestPause, refusalTime, retryTime } from '../../../src/server/grants.ts';
import { Idle } from '../../../src/server/idle.ts';
import { Windows, type AttachedWindow } from '../../../src/server/windows.ts';
import { ManualClock } from '../../support/manualClock.ts';

function window(id: number, ...folders: string[]): AttachedWindow {
  const nothing = (): void => {};
  return {
    id,
    product: 'Editor',
    version: '1.0.0',
    keep: defaultRetention,
    anchors: async () => new Map(),
    anchor: nothing,
    folders,
    policy: defaultPolicy,
    holdTime: 1,
    backups: [],
    show: () => new Promise(nothing),
    withdraw: nothing,
    state: nothing,
    activity: nothing,
    warning: nothing,
    credentialsChanged: nothing,
    alarm: nothing,
    timelineGrew: nothing,
    retiring: nothing,
    approveWindow: async () => false,
  };
}

describe('windows', () => {
  test('the deepest folder that contains the directory wins, then the later window', () => {
    const windows = new Windows();
    for (const each of [window(1, '/w'), window(2, '/w/a', '/x'), window(3, '/w/a')]) windows.put(each);
    const find = (cwd: string, session = 's'): number | undefined => windows.find({ cwd, session })?.id;
    assert.equal(find('/w'), 1);
    assert.equal(find('/w/b/c'), 1);
    assert.equal(find('/w/ab'), 1);
    assert.equal(find('/w/a/b'), 3);
    assert.equal(find('/x/y'), 2);
    assert.equal(find('/xy'), undefined);
    windows.remove(3);
    assert.equal(find('/w/a/b'), 2);
    assert.equal(windows.folderOf('/w/a/b'), '/w/a');
    assert.equal(windows.folderOf('/y'), undefined);
  });

  test('a session that leaves every folder keeps the one it began in', () => {
    const windows = new Windows();
    windows.put(window(1, '/w'));
    windows.seen({ cwd: '/w/a', session: 'one' });
    windows.seen({ cwd: '/elsewhere', session: 'one' });
    windows.seen({ cwd: '/elsewhere', session: 'two' });
    assert.equal(windows.find({ cwd: '/tmp', session: 'one' })?.id, 1);
    assert.equal(windows.find({ cwd: '/tmp', session: 'two' }), undefined);
  });
});

describe('grants', () => {
  test('a retry is let through once, in time, and not for a session that was refused', () => {
    const clock = new ManualClock();
    const grants = new Grants(clock);
    grants.allowRetry('a', 's', true);
    assert.deepEqual(grants.takeRetry('a')?.whole, true);
    assert.equal(grants.takeRetry('a'), undefined);
    grants.allowRetry('b', 's', false);
    grants.allowRetry('c', 'other', false);
    grants.refuseSession('s');
    assert.equal(grants.takeRetry('b'), undefined);
    assert.ok(grants.takeRetry('c'));
  });

  test('times end', async () => {
    const clock = new ManualClock();
    const grants = new Grants(clock);
    grants.allowRetry('a', 's', true);
    grants.refuseSession('s2');
    grants.pause(15);
    await clock.advance(retryTime);
    assert.equal(grants.takeRetry('a'), undefined);
    assert.ok(grants.pausedUntil);
    await clock.advance(5 * 60_000);
    assert.equal(grants.pausedUntil, undefined);
    assert.equal(grants.isRefused('s2'), true);
    await clock.advance(refusalTime);
    assert.equal(grants.isRefused('s2'), false);
  });

  test('a pause is a bounded number of minutes', () => {
    const clock = new ManualClock();
    const grants = new Grants(clock);
    grants.pause(1e9);
    assert.equal(grants.pausedUntil, clock.now() + longestPause * 60_000);
    for (const minutes of [0, -5, Number.NaN, Number.POSITIVE_INFINITY]) {
      grants.pause(15);
      grants.pause(minutes);
      assert.equal(grants.pausedUntil, undefined, String(minutes));
    }
  });
});

describe('idle', () => {
  test('ends after the time without calls, not while busy', async () => {
    const clock = new ManualClock();
    let ended = 0;
    let busy = true;
    const idle = new Idle(
      clock,
      1000,
      () => busy,
      () => ended++,
    );
    await clock.advance(5000);
    assert.equal(ended, 0);
    busy = false;
    await clock.advance(900);
    idle.touch();
    await clock.advance(900);
    assert.equal(ended, 0);
    await clock.advance(200);
    assert.equal(ended, 1);
    assert.equal(clock.pending, 0);
  });
});

describe('activity', () => {
  const entry = (id: string): ActivityEntry => ({
    id,
    time: 0,
    agent: 'codex',
    session: 's',
    cwd: '/w',
    verdict: 'allow',
    outcome: 'allowed',
    title: '',
    command: '',
    evidence: [],
  });

  test('goes in groups to the windows of the folder, and a later one gets the last of it, each once', async () => {
    const clock = new ManualClock();
    const got: string[][] = [];
    const reader = { folders: ['/w'], activity: (entries: readonly ActivityEntry[]) => void got.push(entries.map(({ id }) => id)) };
    const late: string[] = [];
    const second = { folders: ['/w'], activity: (entries: readonly ActivityEntry[]) => void late.push(...entries.map(({ id }) => id)) };
    const readers = [reader];
    const activity = new Activity(clock, () => readers);
    activity.add(entry('a'), '/w');
    activity.add(entry('b'), '/w/deep');
    activity.add(entry('c'), '/other');
    await clock.advance(200);
    assert.deepEqual(got, [['a', 'b']]);
    activity.add(entry('d'), '/w');
    readers.push(second);
    activity.replay(second);
    await clock.advance(200);
    assert.deepEqual(late, ['a', 'b', 'd']);
    for (let index = 0; index < ringSize + 10; index++) activity.add(entry(`x${index}`), '/w');
    await clock.advance(200);
    late.length = 0;
    activity.replay(second);
    assert.equal(late.length, ringSize);
    assert.deepEqual([late[0], late.at(-1)], ['x10', `x${ringSize + 9}`]);
  });
});

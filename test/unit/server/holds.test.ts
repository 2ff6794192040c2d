import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BackupSetting } from '../../../src/core/backups/backups.ts';
import { defaultPolicy } from '../../../src/core/policy/policy.ts';
import type { HoldAnswer, HoldView } from '../../../src/core/protocol.ts';
import { Grants } from '../../../src/server/grants.ts';
import { Holds, type HoldPorts, longestHold, parkTime, reattachTime } from '../../../src/server/holds.ts';
import type { HoldEvent, HoldRequest, HoldResult, HoldWindow } from '../../../src/server/holdTypes.ts';
import { ManualClock, settled } from '../../support/manualClock.ts';
import { judge, redact } from '../../support/serverParts.ts';

class FakeWindow implements HoldWindow {
  readonly version = '1.139.0';
  readonly id: number;
  readonly product = 'Editor';
  readonly folder: string;
  holdTime = longestHold;
  backups: readonly BackupSetting[] = [];
  readonly shown: { view: HoldView; answer: (answer: HoldAnswer) => void; fail: (error: Error) => void }[] = [];
  readonly withdrawn: string[] = [];

  constructor(id: number, folder: string) {
    this.id = id;
    this.folder = folder;
  }

  show(view: HoldView): Promise<HoldAnswer> {
    return new Promise((answer, fail) => this.shown.push({ view, answer, fail }));
  }

  withdraw(id: string): void {
    this.withdrawn.push(id);
  }

  get last() {
    const last = this.shown.at(-1);
    assert.ok(last, 'something is shown');
    return last;
  }
}

/** Nothing of what these tests destroy lies on a disk. */
const noSnapshots: HoldPorts['snapshots'] = {
  planOf: () => undefined,
  estimate: async () => ({ type: 'nothing' }),
  before: async () => ({}),
};

const noFactor: HoldPorts['factor'] = {
  levelOf: () => 'off',
  isMissing: () => false,
  check: async () => ({ accepted: false, reason: 'no code' }),
};

const noDumps: HoldPorts['dumps'] = { offer: () => undefined, make: async () => ({ type: 'failed', reason: 'no database' }) };

function rig(graceUntil = 0, snapshots = noSnapshots, factor = noFactor, dumps = noDumps) {
  const clock = new ManualClock();
  const grants = new Grants(clock);
  const windows: FakeWindow[] = [];
  const events: HoldEvent[] = [];
  const faults: string[] = [];
  const world = { digestSalt: '', judgeFails: false, recordFails: false, judging: undefined as Promise<void> | undefined };
  const holds = new Holds({
    clock,
    grants,
    redact,
    graceUntil,
    snapshots,
    factor,
    dumps,
    findWindow: ({ cwd }) => windows.find(({ folder }) => cwd.startsWith(folder)),
    async judge(held) {
      await world.judging;
      if (world.judgeFails) throw new Error('cannot');
      const judgement = judge(held.call, defaultPolicy);
      return { ...judgement, digest: judgement.digest + world.digestSalt };
    },
    async record(event) {
      if (world.recordFails) throw new Error('disk full');
      events.push(event);
    },
    async pause(minutes) {
      grants.pause(minutes);
    },
    backups: async (wanted) => wanted.map(({ name }) => `The independent backup ${name} is 9 days old.`),
    changed: () => {},
    fault: (text) => void faults.push(text),
  });
  const ask = (command: string, more: Partial<HoldRequest> & { session?: string; callId?: string } = {}) => {
    const { session = 's', callId, ...rest } = more;
    const judgement = judge(
      {
        agent: 'claude-code',
        session,
        cwd: '/w',
        action: { type: 'command', command, shell: 'posix' },
        ...(callId === undefined ? {} : { callId }),
      },
      defaultPolicy,
    );
    const promise = holds.hold({
      judgement,
      variables: {},
      origin: { cwd: '/w', session },
      registration: '',
      waits: longestHold,
      signal: new AbortController().signal,
      ...rest,
    });
    let result: HoldResult | undefined;
    void promise.then((value) => (result = value));
    return { promise, judgement, result: () => result };
  };
  const attach = (folder = '/w'): FakeWindow => {
    const window = new FakeWindow(windows.length + 1, folder);
    windows.push(window);
    holds.attached();
    return window;
  };
  const detach = (window: FakeWindow): void => {
    windows.splice(windows.indexOf(window), 1);
    holds.detached(window);
  };
  const outcomes = (): readonly string[] => events.map(({ outcome }) => outcome);
  return { clock, grants, windows, events, faults, world, holds, ask, attach, detach, outcomes };
}

describe('holds', () => {
  test('the modal says how old the independent backups of what would be destroyed are', async () => {
    const { ask, attach } = rig();
    const window = attach();
    window.backups = [
      { name: 'bookings', file: '/b', maxHours: 24 },
      { name: 'other', file: '/o', maxHours: 24 },
    ];
    ask('drop bookings');
    await settled();
    assert.match(window.last.view.detail, /The independent backup bookings is 9 days old\./);
    assert.doesNotMatch(window.last.view.detail, /backup other/);
  });

  test('where a code is asked for, neither a name, a wrong code nor a pause lets it through, and a code counts for what was shown', async () => {
    const checked: unknown[] = [];
    const factor: HoldPorts['factor'] = {
      levelOf: () => 'code',
      isMissing: () => false,
      check: async (proof) => {
        checked.push(proof?.code);
        return proof?.code === '111111' ? { accepted: true, by: 'a code of jane' } : { accepted: false, reason: 'the code is not right' };
      },
    };
    const { ask, attach, holds, events, world, grants } = rig(0, noSnapshots, factor);
    const window = attach();
    const call = ask('rm a');
    await settled();
    assert.deepEqual(window.last.view.factor, { level: 'code', missing: false });
    window.last.answer({ choice: 'confirm' });
    await settled();
    assert.equal(call.result(), undefined);
    window.last.answer({ choice: 'confirm', factor: { code: '222222', secrets: [] } });
    await settled();
    assert.equal(window.last.view.again, 'the code is not right');
    grants.pause(15);
    holds.paused();
    await settled();
    assert.equal(call.result(), undefined, 'a pause does not let it through');
    // It changed meanwhile: the code was for something else.
    world.digestSalt = 'changed';
    window.last.answer({ choice: 'confirm', factor: { code: '111111', secrets: [] } });
    await settled();
    assert.deepEqual(window.last.view.factor, { level: 'code', missing: false });
    assert.equal(call.result(), undefined);
    window.last.answer({ choice: 'confirm', factor: { code: '111111', secrets: [] } });
    await settled();
    assert.equal(call.result()?.type, 'allow');
    assert.equal(events.at(-1)?.factor, 'a code of jane');
    assert.deepEqual(checked, [undefined, '222222', '111111', '111111']);
  });

  test('a backup that was asked for and fails lets nothing through; one that is made stands in the record', async () => {
    let fails = true;
    const { ask, attach, events } = rig(0, noSnapshots, noFactor, {
      offer: () => 'pg_dump of rentals',
      make: async () =>
        fails ? { type: 'failed', reason: 'no connection' } : { type: 'dumped', path: '/d/rentals.dump', bytes: 9, program: 'pg_dump' },
    });
    const window = attach();
    const call = ask('drop rentals');
    await settled();
    assert.equal(window.last.view.backup, 'pg_dump of rentals');
    window.last.answer({ choice: 'confirm', typed: window.last.view.name, backUp: true });
    await settled();
    assert.equal(call.result(), undefined);
    assert.equal(window.last.view.again, 'the backup failed, so it did not run: no connection');
    fails = false;
    window.last.answer({ choice: 'confirm', typed: window.last.view.name, backUp: true });
    await settled();
    assert.equal(call.result()?.type, 'allow');
    assert.equal(events.at(-1)?.backup, '/d/rentals.dump');
  });

  test('the deadline is the shortest of window, agent and limit', async () => {
    for (const [holdTime, waits, expected] of [
      [longestHold, longestHold, longestHold],
      [60_000, longestHold, 60_000],
      [longestHold, 30_000, 30_000],
      [longestHold * 2, longestHold * 2, longestHold],
    ] as const) {
      const { clock, ask, attach, holds } = rig();
      attach().holdTime = holdTime;
      const call = ask('rm a', { waits });
      await clock.advance(expected - 1);
      assert.equal(call.result(), undefined);
      await clock.advance(1);
      assert.equal(call.result()?.type, 'deny');
      assert.equal(holds.parked.length, 1);
    }
  });

  test('an agent that cannot wait is answered at once and asked about as parked', async () => {
    const { ask, attach, grants, outcomes } = rig();
    const window = attach();
    const call = ask('rm a', { waits: 0 });
    await settled();
    assert.equal(call.result()?.type, 'deny');
    assert.equal(window.last.view.parked, true);
    window.last.answer({ choice: 'confirm' });
    await settled();
    assert.ok(grants.takeRetry(call.judgement.digest));
    assert.equal(grants.takeRetry(call.judgement.digest), undefined);
    assert.deepEqual(outcomes(), ['parked', 'confirmed']);
  });

  test('a parked hold is forgotten after an hour, and a confirmed retry after ten minutes', async () => {
    const { clock, ask, attach, grants, holds } = rig();
    const first = ask('rm a');
    await clock.advance(parkTime);
    assert.equal(holds.parked.length, 0);
    ask('rm a');
    attach().last.answer({ choice: 'confirm' });
    await clock.advance(10 * 60_000);
    assert.equal(grants.takeRetry(first.judgement.digest), undefined);
    assert.equal(clock.pending, 0);
  });

  test('the same parked action is kept once', async () => {
    const { ask, holds } = rig();
    for (let time = 0; time < 5; time++) ask('rm a');
    ask('rm b');
    await settled();
    assert.equal(holds.parked.length, 2);
  });

  test('an agent that waits is shown before what is parked', async () => {
    const { ask, attach } = rig();
    ask('rm parked');
    await settled();
    const window = attach();
    const parked = window.last;
    const live = ask('rm live');
    await settled();
    assert.deepEqual(window.withdrawn, [parked.view.id]);
    assert.match(window.last.view.title, /live/);
    parked.answer({ choice: 'confirm' });
    await settled();
    assert.equal(live.result(), undefined);
    window.last.answer({ choice: 'refuse' });
    await settled();
    assert.equal(live.result()?.type, 'deny');
    assert.match(window.last.view.title, /parked/);
  });

  test('a retry that waits takes the place of the parked question', async () => {
    const { ask, attach, holds } = rig();
    ask('rm a');
    await settled();
    const window = attach();
    const parked = window.last;
    const retry = ask('rm a');
    await settled();
    assert.deepEqual(window.withdrawn, [parked.view.id]);
    assert.equal(holds.parked.length, 0);
    window.last.answer({ choice: 'confirm' });
    await settled();
    assert.equal(retry.result()?.type, 'allow');
  });

  test('a window that does not come back: refused after 20 seconds and parked', async () => {
    const { clock, ask, attach, detach, holds } = rig();
    const window = attach();
    const call = ask('rm a');
    await settled();
    detach(window);
    await clock.advance(reattachTime - 1);
    assert.equal(call.result(), undefined);
    await clock.advance(1);
    assert.match(JSON.stringify(call.result()), /closed before/);
    assert.equal(holds.parked.length, 1);
  });

  test('a window that comes back asks again, within the first deadline', async () => {
    const { clock, ask, attach, detach } = rig();
    const window = attach();
    const call = ask('rm a');
    await clock.advance(60_000);
    detach(window);
    window.last.answer({ choice: 'confirm' });
    await clock.advance(5000);
    assert.equal(call.result(), undefined);
    const again = attach();
    assert.equal(again.last.view.id, window.last.view.id);
    assert.equal(again.last.view.deadlineAt, window.last.view.deadlineAt);
    await clock.advance(longestHold - 65_000);
    assert.equal(call.result()?.type, 'deny');
  });

  test('after a crash, windows have time to come back', async () => {
    const late = rig(1_005_000);
    const call = late.ask('rm a');
    await late.clock.advance(4000);
    assert.equal(call.result(), undefined);
    await late.clock.advance(1000);
    assert.match(JSON.stringify(call.result()), /no editor window/);
    const soon = rig(1_005_000);
    const other = soon.ask('rm a');
    await soon.clock.advance(1000);
    soon.attach().last.answer({ choice: 'confirm' });
    await settled();
    assert.equal(other.result()?.type, 'allow');
  });

  test('the last of those who wait decides whether a hold is dropped', async () => {
    const { ask, attach, holds, outcomes } = rig();
    const window = attach();
    const one = new AbortController();
    const two = new AbortController();
    const a = ask('rm a', { callId: 'c', signal: one.signal });
    const b = ask('rm a', { callId: 'c', signal: two.signal });
    await settled();
    assert.equal(holds.live.length, 1);
    one.abort();
    await settled();
    assert.equal(a.result()?.type, 'gone');
    assert.equal(holds.live.length, 1);
    two.abort();
    await settled();
    assert.equal(b.result()?.type, 'gone');
    assert.deepEqual(window.withdrawn, [window.last.view.id]);
    assert.deepEqual(outcomes(), ['waiting', 'dropped']);
  });

  test('a file and a plugin of one agent are one question and one record; two calls of both are two', async () => {
    const { ask, attach, holds, outcomes } = rig();
    const window = attach();
    const file = ask('rm a');
    const plugin = ask('rm a', { registration: 'plugin' });
    const second = ask('rm a');
    const secondPlugin = ask('rm a', { registration: 'plugin' });
    await settled();
    assert.equal(holds.live.length, 2);
    window.last.answer({ choice: 'confirm' });
    await settled();
    assert.deepEqual([file.result()?.type, plugin.result()?.type], ['allow', 'allow']);
    assert.deepEqual([second.result(), secondPlugin.result()], [undefined, undefined]);
    window.last.answer({ choice: 'refuse' });
    await settled();
    assert.deepEqual([second.result()?.type, secondPlugin.result()?.type], ['deny', 'deny']);
    assert.deepEqual(outcomes(), ['waiting', 'waiting', 'confirmed', 'refused']);
  });

  test('an agent that another agent started is asked about by itself', async () => {
    const { ask, attach, holds } = rig();
    attach();
    ask('rm a');
    ask('rm a', { session: 'inner', registration: 'plugin' });
    await settled();
    assert.equal(holds.live.length, 2);
  });

  test('who is gone before the question never asks it', async () => {
    const { ask, attach, holds } = rig();
    const window = attach();
    const call = ask('rm a', { signal: AbortSignal.abort() });
    await settled();
    assert.equal(call.result()?.type, 'gone');
    assert.deepEqual([window.shown.length, holds.live.length], [0, 0]);
  });

  test('an agent that dies while its action is judged again gets nothing', async () => {
    const { ask, attach, world, outcomes } = rig();
    let release = (): void => {};
    world.judging = new Promise((resolve) => (release = resolve));
    const gone = new AbortController();
    const window = attach();
    const call = ask('rm a', { signal: gone.signal });
    await settled();
    window.last.answer({ choice: 'confirm' });
    await settled();
    gone.abort();
    release();
    await settled();
    assert.equal(call.result()?.type, 'gone');
    assert.deepEqual(outcomes(), ['waiting', 'dropped']);
  });

  test('a deadline that passes while it is judged again refuses; the confirmation grants nothing', async () => {
    const { clock, ask, attach, world, grants, holds } = rig();
    let release = (): void => {};
    world.judging = new Promise((resolve) => (release = resolve));
    const window = attach();
    const call = ask('rm a');
    await settled();
    window.last.answer({ choice: 'confirm' });
    await clock.advance(longestHold);
    assert.equal(call.result()?.type, 'deny');
    release();
    await settled();
    assert.equal(grants.takeRetry(call.judgement.digest), undefined);
    assert.equal(holds.parked.length, 1);
    assert.equal(window.shown.length, 2);
  });

  test('what cannot be judged again, shown or recorded is refused', async () => {
    const cases: ((world: ReturnType<typeof rig>['world'], window: FakeWindow) => void)[] = [
      (world, window) => {
        world.judgeFails = true;
        window.last.answer({ choice: 'confirm' });
      },
      (_world, window) => window.last.fail(new Error('no dialog')),
      (world, window) => {
        world.recordFails = true;
        window.last.answer({ choice: 'confirm' });
      },
    ];
    for (const act of cases) {
      const { ask, attach, world, faults, holds } = rig();
      const window = attach();
      const call = ask('rm a');
      await settled();
      act(world, window);
      await settled();
      await settled();
      assert.equal(call.result()?.type, 'deny');
      assert.equal(faults.length, 1);
      assert.equal(holds.live.length, 0);
    }
  });

  test('a changed digest is asked anew, as often as it changes', async () => {
    const { ask, attach, world } = rig();
    const window = attach();
    const call = ask('rm a');
    await settled();
    for (const salt of ['x', 'y']) {
      world.digestSalt = salt;
      window.last.answer({ choice: 'confirm' });
      await settled();
      assert.equal(call.result(), undefined);
      assert.match(window.last.view.again ?? '', /changed/);
    }
    window.last.answer({ choice: 'confirm' });
    await settled();
    assert.equal(call.result()?.type, 'allow');
  });

  test('refuse all ends what waits of the session without showing the rest', async () => {
    const { ask, attach } = rig();
    const window = attach();
    const calls = ['rm a', 'rm b', 'rm c'].map((command) => ask(command));
    const other = ask('rm d', { session: 'other' });
    await settled();
    window.last.answer({ choice: 'refuseAll' });
    await settled();
    await settled();
    assert.deepEqual(
      calls.map((call) => call.result()?.type),
      ['deny', 'deny', 'deny'],
    );
    assert.equal(other.result(), undefined);
    assert.equal(window.shown.length, 2);
    assert.match(window.last.view.title, /d/);
  });

  test('stopped and retired: nothing new is parked, nothing is left', async () => {
    const { clock, ask, attach, holds } = rig();
    ask('rm parked');
    const window = attach();
    const call = ask('rm a');
    await settled();
    holds.retire();
    assert.equal(holds.parked.length, 0);
    assert.equal(holds.busy, true);
    await clock.advance(longestHold);
    assert.equal(call.result()?.type, 'deny');
    assert.deepEqual([holds.parked.length, holds.busy, clock.pending], [0, false, 0]);
    await holds.close();
    assert.match(JSON.stringify(await ask('rm b').promise), /stopped/);
    assert.ok(window.withdrawn.length > 0);
  });

  test('the text for the agent says what, why, and not to work around it', async () => {
    const { ask } = rig();
    const result = await ask('drop bookings').promise;
    assert.deepEqual(result, {
      type: 'deny',
      reason:
        'Tenth Second held this action: Drop bookings (production). Evidence: the words of the command. ' +
        'It needs a person, and no editor window is open on /w. Ask the person to open that folder in the editor and to confirm there; ' +
        'then the identical action is let through once. Do not work around this: no other command, tool, script, API or file to the same end. ' +
        'Go on with other work, or tell the person what you wanted to do and why.',
    });
  });
});

describe('undoing', () => {
  const failing = (reason: string | undefined): HoldPorts['snapshots'] => ({
    planOf: () => ({ steps: [{ type: 'files', path: '/w/a', fate: 'removed' }], uncovered: [] }),
    estimate: async () => ({ type: 'possible', files: 3, bytes: 2048 }),
    before: async () => (reason === undefined ? { snapshot: 's-1' } : { noSnapshot: reason }),
  });

  test('the modal says what is kept, and the record names the snapshot', async () => {
    const { ask, attach, events } = rig(0, failing(undefined));
    const window = attach();
    const call = ask('rm a');
    await settled();
    assert.match(window.last.view.detail, /Can be undone: a snapshot \(3 files, 2 KB\) is taken before it runs\./);
    window.last.answer({ choice: 'confirm' });
    await settled();
    assert.equal(call.result()?.type, 'allow');
    assert.deepEqual(events.at(-1)?.undo, { snapshot: 's-1' });
  });

  test('a snapshot that fails after all is said, and asked about once more', async () => {
    const { ask, attach, events } = rig(0, failing('the disk is full'));
    const window = attach();
    const call = ask('rm a');
    await settled();
    window.last.answer({ choice: 'confirm' });
    await settled();
    assert.equal(call.result(), undefined, 'not let through yet');
    assert.match(window.last.view.detail, /No undo: the disk is full\./);
    assert.match(window.last.view.again ?? '', /cannot be undone/);
    window.last.answer({ choice: 'confirm' });
    await settled();
    assert.equal(call.result()?.type, 'allow');
    assert.deepEqual(events.at(-1)?.undo, { noSnapshot: 'the disk is full' });
  });

  test('what waits when the guard is paused is kept as well', async () => {
    const { ask, attach, events, holds, grants } = rig(0, failing(undefined));
    attach();
    const call = ask('rm a');
    await settled();
    grants.pause(15);
    holds.paused();
    await settled();
    assert.equal(call.result()?.type, 'allow');
    assert.deepEqual(events.at(-1)?.undo, { snapshot: 's-1' });
  });
});

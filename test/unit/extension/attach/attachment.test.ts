import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { beforeEach, mock, test } from 'node:test';
import type { HoldView, ProveResult, WindowState } from '../../../../src/core/protocol.ts';
import { Attachment, type Face } from '../../../../src/extension/attach/attachment.ts';
import { backOff } from '../../../../src/extension/attach/backOff.ts';
import type { WindowClient, WindowHandlers } from '../../../../src/extension/attach/windowClient.ts';
import type { Phase } from '../../../../src/extension/statusText.ts';
import { WindowKey } from '../../../../src/extension/windowKey.ts';

beforeEach(() => mock.timers.reset());

interface FakeClient {
  readonly pid: number;
  readonly handlers: WindowHandlers;
  readonly calls: string[];
}

/** Servers with process ids 1, 2, … that a window reaches one after the other. */
function rig(options: { readonly result?: ProveResult; readonly unreachable?: number; readonly samePid?: boolean } = {}) {
  const phases: Phase[] = [];
  const clients: FakeClient[] = [];
  const gone: number[] = [];
  const states: WindowState[] = [];
  const excepted: (number | undefined)[] = [];
  let result: ProveResult = options.result ?? { accepted: true };
  let failures = options.unreachable ?? 0;
  const face: Face = {
    hold: (_view, _origin) => Promise.resolve({ choice: 'refuse' }),
    withdraw: () => undefined,
    approveWindow: () => Promise.resolve(false),
    credentialsChanged: () => undefined,
    activity: () => undefined,
    warning: () => undefined,
    anchors: () => Promise.resolve({}),
    anchor: () => undefined,
    timelineGrew: () => {},
    alarm: () => undefined,
    state: (state) => void states.push(state),
    phase: (phase) => void phases.push(phase),
    gone: (origin) => void gone.push(origin),
  };
  const secrets = new Map<string, string>();
  const attachment = new Attachment({
    face,
    key: new WindowKey({
      get: async (key) => secrets.get(key),
      store: async (key, value) => void secrets.set(key, value),
      delete: async (key) => void secrets.delete(key),
    }),
    configuration: {
      window: {
        folders: [],
        policy: {
          strictness: 'standard',
          protectedPaths: [],
          credentialFiles: [],
          productionNames: [],
          ignoredRules: [],
          hideCredentials: 'all',
        },
        holdMinutes: 14,
        trusted: true,
      },
    },
    product: { name: 'Visual Studio Code', version: '1.100.0' },
    log: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
    road: {
      async reach(except) {
        excepted.push(except);
        if (failures-- > 0) throw new Error('the server does not start');
        return { socket: new Socket(), pid: clients.length + 1, version: '0.1.0' };
      },
      forgetKeys: () => Promise.resolve(),
    },
    createClient(reached, handlers) {
      const calls: string[] = [];
      clients.push({ pid: reached.pid, handlers, calls });
      return {
        version: reached.version,
        pid: reached.pid,
        async start(prove) {
          const proof = await prove('nonce');
          calls.push(`proved as ${proof.product}`);
          return result;
        },
        configure: async () => void calls.push('configured'),
        terminal: async () => undefined,
        pause: async (minutes) => void calls.push(`paused ${minutes}`),
        credentials: async () => [],
        sessions: async () => [],
        give: async () => false,
        snapshots: async () => [],
        previewSnapshot: async () => null,
        restoreSnapshot: async () => null,
        verifyJournal: async () => ({ records: 0, files: 0, problems: [] }),
        order: () => Promise.resolve({ accepted: true }),
        secondFactor: () => Promise.reject(new Error('no factor')),
        timeline: () => Promise.reject(new Error('no timeline')),
        followTimeline: () => Promise.resolve(),
        focused: () => Promise.resolve(),
        stop: async () => void calls.push('stopped'),
      } satisfies WindowClient;
    },
  });
  return {
    attachment,
    phases,
    clients,
    gone,
    states,
    excepted,
    accept: (value: ProveResult) => {
      result = value;
    },
    client: (index: number): FakeClient => {
      const client = clients[index];
      assert.ok(client, `no client ${index}`);
      return client;
    },
  };
}

const state: WindowState = { environment: 'none', label: '', links: [], holds: [] };

/** Lets everything that is already due happen. */
async function settle(): Promise<void> {
  for (let round = 0; round < 20; round++) await Promise.resolve();
  await new Promise((resolve) => setImmediate(resolve));
}

test('proves itself, then configures, then counts as attached', async () => {
  const { attachment, phases, client } = rig();
  await attachment.attach();
  assert.deepEqual(client(0).calls, ['proved as Visual Studio Code', 'configured']);
  assert.deepEqual(phases, [{ type: 'attached', version: '0.1.0' }]);
  await attachment.pause(15);
  assert.equal(client(0).calls.at(-1), 'paused 15');
  await attachment.dispose();
  assert.equal(client(0).calls.at(-1), 'stopped');
});

test('attaching twice at once is attaching once', async () => {
  const { attachment, clients } = rig();
  await Promise.all([attachment.attach(), attachment.attach()]);
  await attachment.attach();
  assert.equal(clients.length, 1);
  await attachment.dispose();
});

test('a lost stream voids its questions and is replaced by a new one', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { attachment, clients, client, gone, states } = rig();
  await attachment.attach();
  client(0).handlers.closed();
  assert.deepEqual(gone, [1]);
  mock.timers.tick(backOff(0));
  await settle();
  assert.equal(clients.length, 2);
  client(0).handlers.state(state);
  assert.deepEqual(states, [], 'a stream that is gone tells nothing');
  client(1).handlers.state(state);
  assert.equal(states.length, 1);
  await attachment.dispose();
});

test('a server that does not start is tried again, later each time, and the window says so', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { attachment, phases, clients } = rig({ unreachable: 4 });
  await attachment.attach();
  for (let attempt = 0; attempt < 4; attempt++) {
    mock.timers.tick(backOff(attempt) - 1);
    await settle();
    assert.equal(clients.length, 0);
    mock.timers.tick(1);
    await settle();
  }
  assert.equal(clients.length, 1);
  assert.deepEqual(
    phases.map(({ type }) => type),
    ['detached', 'detached', 'attached'],
  );
  await attachment.dispose();
});

test('a retiring server keeps its stream while the window attaches to the newer one', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { attachment, client, excepted, gone } = rig();
  await attachment.attach();
  client(0).handlers.retiring();
  await settle();
  assert.deepEqual(excepted, [undefined, 1]);
  assert.ok(!client(0).calls.includes('stopped'));
  const answer = await client(0).handlers.hold({ id: 'h' } as HoldView);
  assert.deepEqual(answer, { choice: 'refuse' });
  await attachment.configure();
  assert.equal(client(0).calls.filter((call) => call === 'configured').length, 2, 'both are told');
  client(0).handlers.closed();
  assert.deepEqual(gone, [1]);
  mock.timers.tick(60_000);
  await settle();
  assert.deepEqual(excepted, [undefined, 1], 'the newer stream still stands');
  await attachment.pause(15);
  assert.equal(client(1).calls.at(-1), 'paused 15');
  await attachment.dispose();
});

test('a key that is not accepted locks the window until another is stored', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  for (const reason of ['unknown key', 'refused', 'signature'] as const) {
    const { attachment, phases, clients, client, accept } = rig({ result: { accepted: false, reason } });
    await attachment.attach();
    assert.deepEqual(phases, [{ type: 'locked', reason }]);
    client(0).handlers.closed();
    mock.timers.tick(120_000);
    await settle();
    assert.equal(clients.length, 1);
    assert.ok(!client(0).calls.includes('configured'));
    await assert.rejects(attachment.pause(15));
    accept({ accepted: true });
    await attachment.retryWithNewKey();
    assert.equal(phases.at(-1)?.type, 'attached');
    await attachment.dispose();
  }
});

test('a restart leaves, does what it is for, and comes back', async () => {
  const { attachment, client, clients } = rig();
  await attachment.attach();
  await attachment.restart(async () => {
    assert.equal(client(0).calls.at(-1), 'stopped');
    client(0).handlers.closed();
    assert.equal(clients.length, 1);
  });
  assert.equal(clients.length, 2);
  assert.equal(client(1).calls.at(-1), 'configured');
  await attachment.dispose();
});

test('a disposed window does not come back', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { attachment, client, clients } = rig();
  await attachment.attach();
  await attachment.dispose();
  client(0).handlers.closed();
  mock.timers.tick(120_000);
  await settle();
  await attachment.attach();
  assert.equal(clients.length, 1);
});

test('waits grow to half a minute', () => {
  assert.deepEqual([0, 1, 2, 3].map(backOff), [200, 400, 800, 1600]);
  assert.equal(backOff(1000), 30_000);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WindowState } from '../../../src/core/protocol.ts';
import { environments, type Link } from '../../../src/core/types.ts';
import { statusText, type Phase, type StatusInput } from '../../../src/extension/statusText.ts';
import { english } from './english.ts';

const attached: Phase = { type: 'attached', version: '0.1.0' };
const link: Link = {
  tool: 'railway',
  resource: 'rental-shop',
  kind: 'project',
  environment: 'production',
  scope: '/work/rental-shop',
  remote: true,
  evidence: { text: '.railway/config.json:3 links production', path: '/work/rental-shop/.railway/config.json', line: 3 },
};

function windowState(part: Partial<WindowState> = {}): WindowState {
  return { environment: 'production', label: 'rental-shop', links: [link], holds: [], ...part };
}

function say(part: Partial<StatusInput> = {}) {
  return statusText({ phase: attached, state: windowState(), trusted: true, now: 1000, clock: (time) => `T${time}`, ...part }, english);
}

test('production is named with the resource, in the error colour', () => {
  const said = say();
  assert.equal(said.text, '$(shield) production: rental-shop');
  assert.equal(said.severity, 'error');
  assert.match(said.spoken, /^Tenth Second\. production: rental-shop\. Destructive actions/);
  assert.deepEqual(said.links, [
    {
      label: 'production: rental-shop (railway project)',
      text: '.railway/config.json:3 links production',
      path: '/work/rental-shop/.railway/config.json',
      line: 3,
    },
  ]);
});

test('only production has the error colour, unknown the warning colour', () => {
  for (const environment of [...environments, 'none'] as const) {
    const { severity } = say({ state: windowState({ environment }) });
    assert.equal(severity, environment === 'production' ? 'error' : environment === 'unknown' ? 'warning' : 'none', environment);
  }
});

test('no state is ever called safe', () => {
  const phases: Phase[] = [attached, { type: 'starting' }, { type: 'detached', reason: 'gone' }, { type: 'locked', reason: 'unknown key' }];
  for (const phase of phases) {
    for (const environment of [...environments, 'none'] as const) {
      for (const pausedUntil of [undefined, 5000]) {
        const said = say({ phase, state: windowState({ environment, ...(pausedUntil === undefined ? {} : { pausedUntil }) }) });
        assert.doesNotMatch(JSON.stringify(said), /\bsafe/i);
        assert.notEqual(said.spoken, '');
      }
    }
  }
});

test('a pause is seen until it ends, and production stays in the error colour', () => {
  assert.equal(say({ state: windowState({ pausedUntil: 5000 }) }).text, '$(shield) paused until T5000 · production: rental-shop');
  assert.equal(say({ state: windowState({ pausedUntil: 5000 }) }).severity, 'error');
  assert.equal(say({ state: windowState({ environment: 'none', pausedUntil: 5000 }) }).severity, 'warning');
  assert.equal(say({ state: windowState({ environment: 'none', pausedUntil: 999 }) }).severity, 'none');
});

test('a window that is not attached says so and keeps its links, but shows no hold', () => {
  const state = windowState({ holds: [{ id: '1', title: 'Delete', parked: false }] });
  const said = say({ phase: { type: 'detached', reason: 'the server does not start' }, state });
  assert.equal(said.text, '$(shield) not attached · production: rental-shop');
  assert.equal(said.links.length, 1);
  assert.deepEqual(said.waiting, []);
  assert.match(said.sentences.join(' '), /is refused until it is/);
  assert.equal(say({ phase: { type: 'detached', reason: 'x' }, state: windowState({ environment: 'local' }) }).severity, 'warning');
});

test('what waits is counted, parked holds are marked', () => {
  const holds = [
    { id: '1', title: 'Delete the volume', parked: false },
    { id: '2', title: 'Drop the table', parked: true },
  ];
  const said = say({ state: windowState({ holds }) });
  assert.equal(said.text, '$(shield) production: rental-shop · 2 waiting');
  assert.deepEqual(said.waiting, ['Delete the volume', 'Drop the table (parked: the agent was refused and may retry)']);
});

test('only an attached window with nothing linked and nothing waiting is quiet', () => {
  const none = windowState({ environment: 'none', label: '', links: [] });
  assert.equal(say({ state: none }).text, '$(shield) guarding');
  assert.equal(say({ state: none }).quiet, true);
  assert.equal(say({ state: { ...none, pausedUntil: 5000 } }).quiet, false);
  assert.equal(say({ state: none, phase: { type: 'starting' } }).quiet, false);
  assert.equal(say().quiet, false);
});

test('links are listed with the worst first', () => {
  const links = (['local', 'staging', 'production', 'development', 'unknown'] as const).map((environment) => ({ ...link, environment }));
  assert.deepEqual(
    say({ state: windowState({ links }) }).links.map(({ label }) => label.split(':')[0]),
    ['production', 'unknown environment', 'staging', 'development', 'local'],
  );
});

test('without word from the server nothing is said of the folders', () => {
  const said = say({ phase: { type: 'locked', reason: 'unknown key' }, state: undefined });
  assert.equal(said.heading, 'Tenth Second');
  assert.doesNotMatch(said.spoken, /No link|Nothing in|Tenth Second\. Tenth Second/);
});

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { notifyDesktop } from '../../../src/platform/desktopNotification.ts';
import { createSandbox, type Sandbox } from '../../support/sandbox.ts';

let sandbox: Sandbox;
let bin: string;
let said: string;

beforeEach(() => {
  sandbox = createSandbox('notification');
  bin = path.join(sandbox.folder, 'bin');
  said = path.join(sandbox.folder, 'said');
  mkdirSync(bin);
});
afterEach(() => sandbox.dispose());

/** A notify-send that writes down its words, and does what the script says. */
function notifySend(script: string): void {
  writeFileSync(path.join(bin, 'notify-send'), `#!/bin/sh\nprintf '%s\\n' "$@" >> '${said}'\n${script}\n`);
  chmodSync(path.join(bin, 'notify-send'), 0o755);
}

const notify = (more: { readonly action?: string; readonly wait?: number } = {}): Promise<string> =>
  notifyDesktop('An agent waits', '--delete "x" $(touch y)', { platform: 'linux', environment: { PATH: `${bin}:/usr/bin:/bin` }, ...more });

test('a click is told, and the texts are words of their own', async () => {
  notifySend('echo default');
  assert.equal(await notify({ action: 'Show', wait: 5000 }), 'clicked');
  assert.deepEqual(readFileSync(said, 'utf8').trim().split('\n'), [
    '--action=default=Show',
    '--app-name=Tenth Second',
    '--urgency=critical',
    '--',
    'An agent waits',
    '--delete "x" $(touch y)',
  ]);
});

test('one that is closed, or that nobody clicks, is shown', async () => {
  notifySend('exit 0');
  assert.equal(await notify({ action: 'Show', wait: 5000 }), 'shown');
  notifySend('exec sleep 60');
  assert.equal(await notify({ action: 'Show', wait: 200 }), 'shown');
});

test('an older notify-send that knows no actions shows it all the same', async () => {
  notifySend('case $1 in --action*) exit 1;; esac');
  assert.equal(await notify({ action: 'Show', wait: 5000 }), 'shown');
});

test('without a window to bring forward nothing is waited for', async () => {
  notifySend('exit 0');
  assert.equal(await notify(), 'shown');
  assert.doesNotMatch(readFileSync(said, 'utf8'), /--action/);
});

test('where there is none, or no desktop, that is said', async () => {
  assert.equal(await notify({ action: 'Show', wait: 5000 }), 'unavailable');
  notifySend('exit 1');
  assert.equal(await notify({ action: 'Show', wait: 5000 }), 'unavailable');
});

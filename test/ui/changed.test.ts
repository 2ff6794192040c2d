import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { Editor, type EditorWindow, type Modal } from '../support/editor.ts';
import { callClaudeHook, connectAgent, type HookCall } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

/** What a person confirmed is what they saw: if it changes while the question is open, it is asked anew. */
describe('what changed while the question was open', () => {
  let sandbox: Sandbox;
  let window: EditorWindow;

  before(async () => {
    sandbox = createSandbox('changed');
    sandbox.createWorkspace();
    const editor = await Editor.start(sandbox);
    window = await editor.open(sandbox.workspace);
    await connectAgent('claude-code', sandbox.environment);
    await window.statusItem(/production: rental-shop/);
  });
  after(() => sandbox.dispose());
  afterEach(() => window.closeModals());

  const call = (command: string): HookCall => callClaudeHook(sandbox, { cwd: sandbox.workspace, command });

  async function confirm(modal: Modal, name: string): Promise<void> {
    if (modal.buttons.includes('Confirm Once')) return modal.click('Confirm Once');
    await modal.click('Type the Name to Confirm…');
    const box = await window.inputBox();
    await box.type(name);
    await box.enter();
    return box.closed();
  }

  test('a script that was edited', async () => {
    const script = path.join(sandbox.workspace, 'clean.sh');
    writeFileSync(script, 'rm -rf data/exports\n');
    const hook = call('sh clean.sh');
    const first = await window.modal(/exports/);
    writeFileSync(script, 'rm -rf data\n');
    await confirm(first, 'data/exports');
    const second = await window.modal(/data/);
    await window.screenshot('changed-script');
    assert.doesNotMatch(second.title, /exports/);
    assert.match(second.detail, /Asked again/);
    await second.click('Refuse');
    assert.equal((await hook.verdict).type, 'deny');
  });

  test('a script that was not edited is not asked again', async () => {
    writeFileSync(path.join(sandbox.workspace, 'clean.sh'), 'rm -rf data/exports\n');
    const hook = call('sh clean.sh');
    await confirm(await window.modal(/exports/), 'data/exports');
    assert.notEqual((await hook.verdict).type, 'deny');
  });

  test('the context that kubectl points at', async () => {
    const config = (current: string): string => `apiVersion: v1
kind: Config
current-context: ${current}
contexts:
  - { name: rentals-staging, context: { cluster: rentals-staging, user: desk } }
  - { name: rentals-production, context: { cluster: rentals-production, user: desk } }
clusters:
  - { name: rentals-staging, cluster: { server: 'https://staging.k8s.tidewater-rentals.example' } }
  - { name: rentals-production, cluster: { server: 'https://production.k8s.tidewater-rentals.example' } }
users:
  - { name: desk, user: {} }
`;
    const file = path.join(sandbox.home, '.kube/config');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, config('rentals-staging'));
    const hook = call('kubectl delete namespace bookings');
    const first = await window.modal(/bookings/);
    assert.match(first.title, /staging/);
    writeFileSync(file, config('rentals-production'));
    await confirm(first, 'bookings');
    const second = await window.modal(/bookings/);
    assert.match(second.title, /production/);
    await second.click('Refuse');
    assert.equal((await hook.verdict).type, 'deny');
  });

  test('the .env that a command takes its database from', async () => {
    const file = path.join(sandbox.workspace, '.env');
    const database = (environment: string): string =>
      `RAILWAY_ENVIRONMENT=${environment}\nDATABASE_URL=postgres://rentals@bookings-db.${environment}.tidewater-rentals.example:5432/rentals\n`;
    writeFileSync(file, database('staging'));
    const hook = call(`. ./.env && psql "$DATABASE_URL" -c 'DROP TABLE bookings'`);
    const first = await window.modal(/bookings/);
    assert.match(first.title, /staging/);
    writeFileSync(file, database('production'));
    await confirm(first, 'bookings');
    const second = await window.modal(/bookings/);
    assert.match(second.title, /production/);
    await second.click('Refuse');
    assert.equal((await hook.verdict).type, 'deny');
  });
});

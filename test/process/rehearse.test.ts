import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root } from '../../scripts/rig.mjs';
import { gate } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

describe('rehearse', () => {
  let sandbox: Sandbox;
  before(() => {
    sandbox = createSandbox('rehearse');
  });
  after(() => sandbox.dispose());

  const rehearse = (...args: readonly string[]) => gate(['rehearse', ...args], { environment: sandbox.environment });

  test('holds the request: the volume, its backups and a journal entry are there, exit 0', async () => {
    const { code, stdout, stderr } = await rehearse();
    assert.equal(code, 0, `${stdout}\n${stderr}`);
    assert.match(stdout, /Before: volume bookings-data \(production\): 3 tables, 3 backups/);
    assert.match(stdout, /After: {2}volume bookings-data \(production\): 3 tables, 3 backups/);
    assert.match(stdout, /Held because:\n.*production.*\n.*backups/s);
    assert.match(stdout, /The agent was told:\n.*bookings-data/s);
    assert.match(stdout, /Journal: \w+, .*\n.*Delete the Railway volume bookings-data \(production\)/);
    assert.match(stdout, /scripts\/domains\/\.env/);
  });

  test('ends with the incident report; docs/example-report.md is that of the nine seconds', async () => {
    const file = path.join(sandbox.folder, 'example.md');
    const { code, stdout } = await rehearse('--fast', '--example', file);
    assert.equal(code, 0);
    assert.match(
      stdout,
      /\nThe incident report:\n\n# Incident report\n[^]*## What happened, in order\n[^]*## Credentials that were touched/,
    );
    const report = readFileSync(file, 'utf8');
    assert.doesNotMatch(report, /8c1f0e6a/, 'no secret');
    assert.equal(report, readFileSync(path.join(root, 'docs/example-report.md'), 'utf8'), 'run npm run docs');
  });

  test('--unguarded loses the volume and says so in the exit code', async () => {
    const { code, stdout } = await rehearse('--unguarded');
    assert.equal(code, 1);
    assert.match(stdout, /After: {2}volume bookings-data \(production\): GONE, its backups too/);
  });

  test('shows no token and leaves nothing behind', async () => {
    const { stdout, stderr } = await rehearse();
    assert.doesNotMatch(stdout + stderr, /8c1f0e6a/);
    assert.deepEqual(readdirSync(sandbox.environment['TMPDIR'] ?? ''), []);
    assert.deepEqual(readdirSync(sandbox.home), []);
  });

  test('refuses options it does not know', async () => {
    assert.equal((await rehearse('--unguared')).code, 2);
  });
});

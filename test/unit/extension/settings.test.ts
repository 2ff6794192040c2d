import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { defaultPolicy } from '../../../src/core/policy/policy.ts';
import { defaultHoldMinutes, settingsFrom, type Inspect, type ScopedValue } from '../../../src/extension/settings.ts';

function inspect(values: Partial<Record<string, ScopedValue>>): Inspect {
  return (setting) => values[setting] ?? {};
}

test('nothing set gives the default policy', () => {
  assert.deepEqual(settingsFrom([inspect({})]), {
    policy: defaultPolicy,
    holdMinutes: defaultHoldMinutes,
    keep: { journalMonths: 24, snapshotDays: 14, snapshotMegabytes: 2048 },
    backups: [],
    statusBar: 'always',
    credentialTabs: 'warn',
    maskValues: false,
    terminalGuard: 'off',
    awayNotifications: true,
    rejected: [],
  });
});

test('lists are united over all scopes and folders, the strictest level counts', () => {
  const settings = settingsFrom([
    inspect({ productionNames: { globalValue: ['acme'], workspaceValue: ['db1'] }, strictness: { globalValue: 'standard' } }),
    inspect({
      productionNames: { workspaceFolderValue: ['db2'] },
      strictness: { globalValue: 'standard', workspaceFolderValue: 'strict' },
    }),
  ]);
  assert.deepEqual(settings.policy.productionNames, ['acme', 'db1', 'db2']);
  assert.equal(settings.policy.strictness, 'strict');
});

test('a workspace cannot loosen, whatever it writes', () => {
  const anything = fc.oneof(fc.anything(), fc.constantFrom('standard', [], ['!migrations/**'], ['git.discardChanges'], 1, 'whenNeeded'));
  const global: Partial<Record<string, ScopedValue>> = {
    strictness: { globalValue: 'strict' },
    protectedPaths: { globalValue: ['migrations/**'] },
    credentialFiles: { globalValue: ['**/*.token'] },
    productionNames: { globalValue: ['acme'] },
    ignoredRules: { globalValue: ['git.discardChanges'] },
    holdMinutes: { globalValue: 10 },
  };
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...Object.keys(global), 'statusBar', 'terminalGuard'), anything), (written) => {
      const values: Partial<Record<string, ScopedValue>> = { ...global };
      for (const [setting, value] of Object.entries(written)) {
        values[setting] = { ...values[setting], workspaceValue: value, workspaceFolderValue: value };
      }
      const settings = settingsFrom([inspect(values), inspect(values)]);
      assert.equal(settings.policy.strictness, 'strict');
      assert.ok(settings.policy.protectedPaths.includes('migrations/**'));
      assert.ok(settings.policy.credentialFiles.includes('**/*.token'));
      assert.ok(settings.policy.productionNames.includes('acme'));
      assert.deepEqual(settings.policy.ignoredRules, ['git.discardChanges']);
      assert.equal(settings.holdMinutes, 10);
      assert.equal(settings.statusBar, 'always');
      assert.equal(settings.terminalGuard, 'off');
    }),
  );
});

test('entries that are not taken are reported, minutes out of bounds are the default', () => {
  const settings = settingsFrom([inspect({ protectedPaths: { workspaceValue: ['!a', 'b'] }, holdMinutes: { globalValue: 900 } })]);
  assert.deepEqual(settings.rejected, ['protectedPaths']);
  assert.deepEqual(settings.policy.protectedPaths, ['b']);
  assert.equal(settings.holdMinutes, defaultHoldMinutes);
});

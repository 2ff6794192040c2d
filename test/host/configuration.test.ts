import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Configuration } from '../../src/extension/configuration.ts';

const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

function section(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('tenthSecond', vscode.workspace.workspaceFolders?.[0]?.uri);
}

const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;

describe('settings', () => {
  const written: [string, vscode.ConfigurationTarget][] = [];
  const configuration = new Configuration(silent);

  async function set(setting: string, value: unknown, target: vscode.ConfigurationTarget): Promise<void> {
    written.push([setting, target]);
    await section().update(setting, value, target);
  }

  afterEach(async () => {
    for (const [setting, target] of written.splice(0)) await section().update(setting, undefined, target);
  });
  after(() => configuration.dispose());

  it('start with the defaults', () => {
    assert.deepEqual(configuration.settings, {
      policy: {
        strictness: 'standard',
        protectedPaths: [],
        credentialFiles: [],
        productionNames: [],
        ignoredRules: [],
        hideCredentials: 'all',
      },
      holdMinutes: 14,
      keep: { journalMonths: 24, snapshotDays: 14, snapshotMegabytes: 2048 },
      backups: [],
      statusBar: 'always',
      credentialTabs: 'warn',
      maskValues: false,
      terminalGuard: 'off',
      awayNotifications: true,
      rejected: [],
    });
    assert.deepEqual(configuration.window.folders, [vscode.workspace.workspaceFolders?.[0]?.uri.fsPath]);
  });

  it('of the user and the workspace are united, and the strictest level counts', async () => {
    await set('productionNames', ['acme-api'], Global);
    await set('productionNames', ['rental-shop'], Workspace);
    await set('protectedPaths', ['migrations/**'], WorkspaceFolder);
    await set('strictness', 'strict', Workspace);
    const { policy } = configuration.settings;
    assert.deepEqual(policy.productionNames, ['acme-api', 'rental-shop']);
    assert.deepEqual(policy.protectedPaths, ['migrations/**']);
    assert.equal(policy.strictness, 'strict');
  });

  it('of a workspace cannot loosen', async () => {
    await set('strictness', 'strict', Global);
    await set('productionNames', ['acme-api'], Global);
    await set('strictness', 'standard', Workspace);
    await set('productionNames', [], Workspace);
    await set('protectedPaths', ['!migrations/**'], Workspace);
    assert.equal(configuration.settings.policy.strictness, 'strict');
    assert.deepEqual(configuration.settings.policy.productionNames, ['acme-api']);
    assert.deepEqual(configuration.settings.policy.protectedPaths, []);
    assert.deepEqual(configuration.settings.rejected, ['protectedPaths']);
  });

  it('that loosen cannot be written to a workspace', async () => {
    for (const [setting, value] of [
      ['ignoredRules', ['git.discardChanges']],
      ['holdMinutes', 1],
      ['statusBar', 'whenNeeded'],
    ] as const) {
      await assert.rejects(async () => section().update(setting, value, Workspace), setting);
      await assert.rejects(async () => section().update(setting, value, WorkspaceFolder), setting);
    }
  });

  it('that loosen have no effect from a settings file of the folder', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder, '.vscode/settings.json');
    const changed = new Promise<void>((resolve) => {
      const listener = vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration('tenthSecond.productionNames')) return;
        listener.dispose();
        resolve();
      });
    });
    const text = {
      'tenthSecond.ignoredRules': ['git.discardChanges'],
      'tenthSecond.holdMinutes': 1,
      'tenthSecond.statusBar': 'whenNeeded',
      'tenthSecond.productionNames': ['seen'],
    };
    try {
      await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(text)));
      await changed;
      const { settings } = configuration;
      assert.deepEqual(settings.policy.productionNames, ['seen']);
      assert.deepEqual(settings.policy.ignoredRules, []);
      assert.equal(settings.holdMinutes, 14);
      assert.equal(settings.statusBar, 'always');
    } finally {
      await vscode.workspace.fs.delete(file);
    }
  });

  it('tell of a change once it can be read', async () => {
    const changed = new Promise<void>((resolve) => {
      const listener = configuration.onDidChange(() => {
        if (!configuration.settings.policy.productionNames.includes('late')) return;
        listener.dispose();
        resolve();
      });
    });
    await set('productionNames', ['late'], Global);
    await changed;
  });
});

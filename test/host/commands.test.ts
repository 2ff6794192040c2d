import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: { readonly commandPalette: readonly { readonly command: string; readonly when: string }[] };
  };
}

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('tenth-second.tenth-second');
  assert.ok(found, 'the extension is not there');
  return found;
}

/** The editor makes these for every view and setting group. */
const made = /^tenthSecond\.(activity|coverage|credentials|resources)\.|^tenthSecond\.(open|focus|resetViewContainerLocation)$/;

describe('commands', () => {
  before(() => extension().activate());

  it('in the manifest are those that are registered', async () => {
    const manifest = extension().packageJSON as Manifest;
    const registered = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith('tenthSecond.') && !made.test(id));
    assert.deepEqual([...new Set(registered)].sort(), manifest.contributes.commands.map(({ command }) => command).sort());
  });

  it('of our own links are not in the palette', () => {
    const hidden = (extension().packageJSON as Manifest).contributes.menus.commandPalette;
    assert.deepEqual(
      hidden.filter(({ when }) => when === 'false').map(({ command }) => command),
      [
        'tenthSecond.showMenu',
        'tenthSecond.openEvidence',
        'tenthSecond.mendCoverage',
        'tenthSecond.markProduction',
        'tenthSecond.markStaging',
        'tenthSecond.markDevelopment',
        'tenthSecond.removeMark',
      ],
    );
  });

  it('open evidence at its line, and nothing that is not an absolute path', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    await vscode.commands.executeCommand('tenthSecond.openEvidence', vscode.Uri.joinPath(folder.uri, 'README.md').fsPath, 3);
    assert.match(vscode.window.activeTextEditor?.document.fileName ?? '', /README\.md$/);
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 2);
    for (const path of ['../secret', 'https://evil.example', undefined, 7, { fsPath: '/etc/passwd' }]) {
      await vscode.commands.executeCommand('tenthSecond.openEvidence', path, 1);
      assert.match(vscode.window.activeTextEditor?.document.fileName ?? '', /README\.md$/);
    }
  });

  it('export nothing that another extension could call', () => {
    assert.equal(extension().exports, undefined);
  });
});

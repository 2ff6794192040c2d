import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension in its host', () => {
  it('finds the sample workspace open', () => {
    assert.equal(vscode.workspace.workspaceFolders?.[0]?.name, 'rental-shop');
  });
});

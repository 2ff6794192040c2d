import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Editor } from '../support/editor.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

describe('a window', () => {
  let sandbox: Sandbox;
  let editor: Editor;
  before(async () => {
    sandbox = createSandbox('window');
    sandbox.createWorkspace();
    editor = await Editor.start(sandbox);
  });
  after(() => sandbox.dispose());

  test('keeps what the extension put into SecretStorage when it is closed and opened again', async () => {
    const first = await editor.open(sandbox.workspace);
    const id = "vscode.extensions.getExtension('tenth-second.tenth-second')";
    assert.equal(await first.evaluate(`return ${id}.packageJSON.publisher`), 'tenth-second');
    await first.evaluate("await vscode.env.clipboard.writeText('copied')");
    assert.equal(await first.evaluate('return vscode.env.clipboard.readText()'), 'copied');
    await first.close();
    const second = await editor.open(sandbox.workspace);
    await second.statusItem(/./);
    await second.close();
  });
});

import { statSync } from 'node:fs';
import { Editor, type EditorWindow } from '../support/editor.ts';
import { createSandbox } from '../support/sandbox.ts';
import { packVsix } from '../support/vsix.ts';

/**
 * What the extension weighs and what it takes of the editor's start, installed from the VSIX, as the editor's own report gives it, beside
 * the editor's own Git extension in the same starts. Aims: 30 ms, 1 MB.
 */
const starts = 6;
const sandbox = createSandbox('activation');
try {
  sandbox.createWorkspace();
  const vsix = await packVsix(sandbox);
  const editor = await Editor.start(sandbox, { extension: vsix });
  const own: number[] = [];
  const git: number[] = [];
  for (let turn = 0; turn < starts; turn++) {
    const window = await editor.open(sandbox.workspace);
    await window.statusItem(/production: rental-shop/);
    own.push(await activationTime(window, 'tenth-second.tenth-second'));
    git.push(await activationTime(window, 'vscode.git'));
    await window.close();
  }
  const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
  console.log(`VSIX ${(statSync(vsix).size / 2 ** 20).toFixed(2)} MB (aim 1)`);
  console.log(
    `activation ${own.join(', ')} ms, median ${median(own)} (aim 30); ${(median(own) / median(git)).toFixed(2)} x the Git extension's ${median(git)} ms`,
  );
} finally {
  await sandbox.dispose();
}

/** Load and activation of an extension's own code in ms, from the table of *Developer: Startup Performance*. */
async function activationTime(window: EditorWindow, extension: string): Promise<number> {
  await window.executeCommand('perfview.show');
  const line = await window.evaluate<string>(
    `
    const row = () => vscode.workspace.textDocuments
      .filter((each) => each.uri.scheme === 'perf')
      .flatMap((each) => each.getText().split('\\n'))
      .find((each) => each.startsWith('| ' + args[0] + ' '));
    const deadline = Date.now() + 15000;
    while (row() === undefined && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    return row() ?? '';`,
    extension,
  );
  const [, , , load, call, finish] = line.split('|').map((cell) => cell.trim());
  const total = Number(load) + Number(call) + Number(finish);
  if (!Number.isFinite(total)) throw new Error(`no figure in: ${line}`);
  return total;
}

import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** Runs the rehearsal in a terminal of its own, with the editor's runtime: a machine without Node can rehearse, too. */
export async function rehearse(dist: string): Promise<void> {
  const execution = new vscode.ProcessExecution(process.execPath, [join(dist, 'gate.js'), 'rehearse'], {
    env: { ELECTRON_RUN_AS_NODE: '1' },
    // A window without a folder starts terminals nowhere else.
    cwd: homedir(),
  });
  const task = new vscode.Task(
    { type: 'process' },
    vscode.TaskScope.Workspace,
    vscode.l10n.t('Rehearse the Nine Seconds'),
    'Tenth Second',
    execution,
    [],
  );
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, panel: vscode.TaskPanelKind.Dedicated, clear: true, focus: true };
  await vscode.tasks.executeTask(task);
}

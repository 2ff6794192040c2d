import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { createIgnoreFiles, type IgnoreCoverage } from '../../platform/ignoreFiles.ts';
import { openStateFolder } from '../../platform/stateFolder.ts';
import type { DialogUi } from '../holds/holdDialog.ts';
import { ChangePreview, tilde } from './changePreview.ts';

/** Writes credential files into the agents' own ignore rules: which agents, the change, then the question. Chosen again, takes them out. */
export async function writeIgnoreRules(credentialFiles: readonly string[], ui: DialogUi): Promise<void> {
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const files = createIgnoreFiles({
    state: openStateFolder(),
    home: homedir(),
    environment: process.env,
    folder: folder.uri.fsPath,
    credentialFiles,
  });
  const chosen = await chooseRules(files.coverage());
  if (chosen === undefined || chosen.length === 0) return;
  const wanted = chosen.every(({ state }) => state === 'written') ? 'remove' : 'write';
  // Of a mixed choice those are meant that are not written yet.
  const rules = wanted === 'remove' ? chosen : chosen.filter(({ state }) => state !== 'written');
  const changes = rules.flatMap(({ id }) => files.plan(id, wanted));
  if (changes.length === 0) return void vscode.window.showInformationMessage(vscode.l10n.t('Nothing to change.'));
  const names = rules.map(({ name }) => name).join(', ');
  const paths = changes.map(({ path }) => tilde(path)).join(', ');
  const preview = new ChangePreview();
  try {
    await preview.show(changes);
    if (!(await (wanted === 'write' ? sureToWrite(ui, names, paths) : sureToRemove(ui, names, paths)))) return;
    files.apply(changes);
  } finally {
    await preview.hide();
    preview.dispose();
  }
  void vscode.window.showInformationMessage(
    wanted === 'write'
      ? vscode.l10n.t('{0}: credential files stand in its own ignore rules. Start running sessions anew.', names)
      : vscode.l10n.t('{0}: the ignore rules are taken out. The guard hides credential files as before.', names),
  );
}

async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a folder first: ignore files lie in a workspace.'));
    return undefined;
  }
  return folders.length === 1 ? folders[0] : vscode.window.showWorkspaceFolderPick();
}

async function chooseRules(coverage: readonly IgnoreCoverage[]): Promise<readonly IgnoreCoverage[] | undefined> {
  const item = (rules: IgnoreCoverage) => ({
    label: rules.name,
    description: describe(rules),
    detail: `${tilde(vscode.workspace.asRelativePath(rules.path, false))} · ${rules.reason ?? rules.covers}`,
    picked: rules.found && rules.state !== 'written',
    rules,
  });
  const here = coverage.filter(({ found }) => found);
  const others = coverage.filter(({ found }) => !found);
  const separator = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator, rules: undefined });
  const chosen = await vscode.window.showQuickPick(
    [
      ...(here.length === 0 ? [] : [separator(vscode.l10n.t('On this machine')), ...here.map(item)]),
      ...(others.length === 0 ? [] : [separator(vscode.l10n.t('Others')), ...others.map(item)]),
    ],
    {
      title: vscode.l10n.t("Agents' Own Ignore Rules"),
      placeHolder: vscode.l10n.t('Choose agents. You see the change before it is written; chosen again, it is taken out.'),
      canPickMany: true,
      matchOnDetail: true,
    },
  );
  return chosen?.flatMap(({ rules }) => rules ?? []);
}

function describe({ state }: IgnoreCoverage): string {
  switch (state) {
    case 'written':
      return vscode.l10n.t('written');
    case 'outdated':
      return vscode.l10n.t('out of date');
    case 'unreadable':
      return vscode.l10n.t('cannot be read');
    case 'absent':
      return vscode.l10n.t('not written');
  }
}

async function sureToWrite(ui: DialogUi, names: string, paths: string): Promise<boolean> {
  const choice = await ui.pick(vscode.l10n.t('{0}: Write the Change Shown?', names), [
    { label: vscode.l10n.t('Write the Change'), description: paths, value: 'go' },
    { label: vscode.l10n.t('Leave Everything as It Is'), value: 'keep' },
  ]);
  return choice === 'go';
}

async function sureToRemove(ui: DialogUi, names: string, paths: string): Promise<boolean> {
  const choice = await ui.modal(
    vscode.l10n.t('Take the ignore rules of {0} out?', names),
    vscode.l10n.t('Files named with @, open editors and the index are no longer kept from it. To be changed: {0}', paths),
    [
      { title: vscode.l10n.t('Keep Them'), value: 'keep' },
      { title: vscode.l10n.t('Take Out'), value: 'go' },
    ],
  );
  return choice === 'go';
}

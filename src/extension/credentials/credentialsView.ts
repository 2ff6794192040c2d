import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isCredentialPath } from '../../core/credentials/credentialPaths.ts';
import { reachLines } from '../../core/credentials/reachText.ts';
import type { CredentialFileView } from '../../core/protocol.ts';
import { assertNever, type Environment } from '../../core/types.ts';
import { environmentName } from '../resources/resourcesView.ts';
import { CredentialsModel, type CredentialNode } from './credentialsModel.ts';

const credentialsViewId = 'tenthSecond.credentials';

/** What the window knows of credentials: the view, and the badges in the Explorer. */
export class CredentialsView implements vscode.TreeDataProvider<CredentialNode>, vscode.FileDecorationProvider, vscode.Disposable {
  readonly #model = new CredentialsModel();
  readonly #changed = new vscode.EventEmitter<CredentialNode | undefined>();
  readonly #decorations = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly onDidChangeFileDecorations = this.#decorations.event;
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor() {
    this.#subscriptions = [
      vscode.window.createTreeView(credentialsViewId, { treeDataProvider: this, showCollapseAll: true }),
      vscode.window.registerFileDecorationProvider(this),
      this.#changed,
      this.#decorations,
    ];
  }

  update(files: readonly CredentialFileView[]): void {
    this.#model.set(files);
    this.#changed.fire(undefined);
    this.#decorations.fire(undefined);
  }

  /** Whether a file holds credentials: by its name, or by what was found in it. */
  holds(uri: vscode.Uri): boolean {
    return uri.scheme === 'file' && (isCredentialPath(uri.fsPath) || this.#model.file(uri.fsPath) !== undefined);
  }

  getChildren(node?: CredentialNode): CredentialNode[] {
    return this.#model.children(node);
  }

  getTreeItem(node: CredentialNode): vscode.TreeItem {
    switch (node.type) {
      case 'environment':
        return environmentItem(node.environment, node.files);
      case 'file':
        return fileItem(node.file);
      case 'key':
        return keyItem(node.file, node.key);
      default:
        return assertNever(node);
    }
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== 'file') return undefined;
    const file = this.#model.file(uri.fsPath);
    const whole = isCredentialPath(uri.fsPath);
    if (!file && !whole) return undefined;
    const where = file && file.environment !== 'unknown' ? ` (${environmentName(file.environment)})` : '';
    const tooltip = whole
      ? vscode.l10n.t('Credentials{0}, hidden from agents', where)
      : vscode.l10n.t('Holds a credential{0}, masked in what agents read', where);
    return new vscode.FileDecoration('K', tooltip, file?.environment === 'production' ? new vscode.ThemeColor('charts.red') : undefined);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

function environmentItem(environment: Environment, files: number): vscode.TreeItem {
  const item = new vscode.TreeItem(environmentName(environment), vscode.TreeItemCollapsibleState.Expanded);
  item.id = environment;
  item.description = files === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', files);
  item.iconPath = new vscode.ThemeIcon(
    'server-environment',
    environment === 'production' ? new vscode.ThemeColor('charts.red') : undefined,
  );
  item.contextValue = 'environment';
  return item;
}

function fileItem(file: CredentialFileView): vscode.TreeItem {
  const uri = vscode.Uri.file(file.path);
  const item = new vscode.TreeItem(uri, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = file.path;
  item.description = folderOf(uri);
  item.contextValue = 'credentialFile';
  item.tooltip = file.path;
  item.accessibilityInformation = {
    label: vscode.l10n.t('{0}, {1} credentials, {2}', basename(file.path), file.keys.length, environmentName(file.environment)),
  };
  return item;
}

function folderOf(uri: vscode.Uri): string {
  const relative = vscode.workspace.asRelativePath(uri, false);
  const name = basename(uri.fsPath);
  return relative === name ? '' : relative.slice(0, -name.length - 1);
}

function keyItem(file: CredentialFileView, key: CredentialFileView['keys'][number]): vscode.TreeItem {
  const item = new vscode.TreeItem(key.variable ?? key.kind);
  item.id = `${file.path}:${key.line}:${key.variable ?? key.kind}`;
  item.description = vscode.l10n.t('{0} · line {1}', key.kind, key.line);
  item.iconPath = new vscode.ThemeIcon('key');
  item.contextValue = 'credential';
  const { kind, variable, environment } = key;
  const path = vscode.workspace.asRelativePath(file.path, false);
  const lines = reachLines({ kind, environment, path, ...(variable === undefined ? {} : { variable }) });
  if (lines.length > 0) item.tooltip = lines.map(({ text, source }) => (source === undefined ? text : `${text} (${source})`)).join('\n');
  item.command = { title: vscode.l10n.t('Open'), command: 'tenthSecond.openEvidence', arguments: [file.path, key.line] };
  item.accessibilityInformation = { label: vscode.l10n.t('{0}, {1}, line {2}', key.variable ?? key.kind, key.kind, key.line) };
  return item;
}

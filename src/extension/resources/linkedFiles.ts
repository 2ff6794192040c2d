import * as vscode from 'vscode';
import type { WindowState } from '../../core/protocol.ts';
import type { Environment, Link } from '../../core/types.ts';
import { environmentOrder } from './resourcesModel.ts';
import { environmentName } from './resourcesView.ts';

/** Letters, since a colour alone says nothing to everybody. What is local is nothing to be marked. */
const badges: Readonly<Partial<Record<Environment, string>>> = { production: 'P', unknown: '?', staging: 'S', development: 'D' };

/** Badges in the Explorer for the files that link this workspace to an environment. */
export class LinkedFiles implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  readonly onDidChangeFileDecorations = this.#changed.event;
  readonly #registration = vscode.window.registerFileDecorationProvider(this);
  #files: ReadonlyMap<string, Environment> = new Map();

  update(state: WindowState | undefined): void {
    const files = worstByFile(state?.links ?? []);
    const changed = [...new Set([...files.keys(), ...this.#files.keys()])].filter((path) => files.get(path) !== this.#files.get(path));
    this.#files = files;
    if (changed.length > 0) this.#changed.fire(changed.map((path) => vscode.Uri.file(path)));
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const environment = uri.scheme === 'file' ? this.#files.get(uri.fsPath) : undefined;
    const badge = environment === undefined ? undefined : badges[environment];
    if (environment === undefined || badge === undefined) return undefined;
    const decoration = new vscode.FileDecoration(badge, vscode.l10n.t('Linked to {0}', environmentName(environment)));
    if (environment === 'production') decoration.color = new vscode.ThemeColor('list.errorForeground');
    return decoration;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

function worstByFile(links: readonly Link[]): ReadonlyMap<string, Environment> {
  const files = new Map<string, Environment>();
  for (const { environment, evidence } of links) {
    if (evidence.path === undefined) continue;
    const before = files.get(evidence.path);
    if (before === undefined || environmentOrder.indexOf(environment) < environmentOrder.indexOf(before))
      files.set(evidence.path, environment);
  }
  return files;
}

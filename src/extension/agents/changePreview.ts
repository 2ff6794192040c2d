import { homedir } from 'node:os';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { FileChange } from '../../platform/agentFiles.ts';
import type { DialogUi } from '../holds/holdDialog.ts';

const scheme = 'tenth-second-change';

/** Shows changes of files before they are written, as diffs, and closes them again. */
export class ChangePreview implements vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? '',
  });

  async show(changes: readonly FileChange[]): Promise<void> {
    for (const { path, before, after } of changes) {
      const side = (name: string, text: string | undefined) => {
        const uri = vscode.Uri.from({ scheme, path: `/${basename(path)}`, query: `${name} ${path}` });
        this.#texts.set(uri.toString(), text ?? '');
        return uri;
      };
      const title =
        before === undefined ? vscode.l10n.t('{0} (new file)', tilde(path)) : vscode.l10n.t('{0} (proposed change)', tilde(path));
      await vscode.commands.executeCommand('vscode.diff', side('before', before), side('after', after), title, { preview: false });
    }
  }

  async hide(): Promise<void> {
    const tabs = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.scheme === scheme);
    this.#texts.clear();
    await vscode.window.tabGroups.close(tabs);
  }

  /** The diffs stay until `work` has ended. */
  async during<T>(changes: readonly FileChange[], work: () => Promise<T>): Promise<T> {
    try {
      await this.show(changes);
      return await work();
    } finally {
      await this.hide();
    }
  }

  dispose(): void {
    this.#provider.dispose();
  }
}

/** What takes protection away is asked in a modal, with the safe answer first. */
export async function sureToTakeAway(ui: DialogUi, title: string, detail: string, keep: string, go: string): Promise<boolean> {
  const choice = await ui.modal(title, detail, [
    { title: keep, value: 'keep' },
    { title: go, value: 'go' },
  ]);
  return choice === 'go';
}

export function tilde(path: string): string {
  const home = homedir();
  return path.startsWith(`${home}/`) || path.startsWith(`${home}\\`) ? `~${path.slice(home.length)}` : path;
}

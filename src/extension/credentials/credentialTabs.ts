import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { SettingTypes } from '../settings.ts';

/** A session counts as running for so long after its last call, ms. */
const sessionTime = 10 * 60_000;

/** An open tab is context for some agents: tells, or closes it, while a session runs. */
export class CredentialTabs implements vscode.Disposable {
  readonly #holds: (uri: vscode.Uri) => boolean;
  readonly #mode: () => SettingTypes['credentialTabs'];
  readonly #told = new Set<string>();
  readonly #subscription: vscode.Disposable;
  #lastCall = 0;

  constructor(holds: (uri: vscode.Uri) => boolean, mode: () => SettingTypes['credentialTabs']) {
    this.#holds = holds;
    this.#mode = mode;
    this.#subscription = vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => void this.#look([...opened, ...changed]));
  }

  /** An agent called the guard. */
  called(time: number): void {
    const before = this.#runs;
    this.#lastCall = Math.max(this.#lastCall, time);
    if (!before && this.#runs) {
      this.#told.clear();
      void this.#look(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs));
    }
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  get #runs(): boolean {
    return Date.now() - this.#lastCall < sessionTime;
  }

  async #look(tabs: readonly vscode.Tab[]): Promise<void> {
    const mode = this.#mode();
    if (mode === 'off' || !this.#runs) return;
    for (const tab of tabs) {
      if (!(tab.input instanceof vscode.TabInputText) || !this.#holds(tab.input.uri)) continue;
      const { uri } = tab.input;
      const name = basename(uri.fsPath);
      if (mode === 'close' && !tab.isDirty) {
        await vscode.window.tabGroups.close(tab, true);
        void vscode.window.showInformationMessage(
          vscode.l10n.t(
            '{0} was closed: it holds credentials, and an agent is at work. An open tab is part of what some agents read.',
            name,
          ),
        );
      } else if (!this.#told.has(uri.toString())) {
        this.#told.add(uri.toString());
        const close = vscode.l10n.t('Close Tab');
        const choice = await vscode.window.showWarningMessage(
          vscode.l10n.t('{0} holds credentials and is open while an agent is at work. Some agents read open tabs.', name),
          close,
          vscode.l10n.t('Keep Open'),
        );
        if (choice === close) await closeTab(uri);
      }
    }
  }
}

/** The tab may have moved to another group meanwhile. */
async function closeTab(uri: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
}

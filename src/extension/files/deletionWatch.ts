import * as vscode from 'vscode';
import type { Log } from '../log.ts';
import { DeletionBurst } from './deletionBurst.ts';

/** Folders whose files come and go by the thousand. */
const made =
  /[\\/](?:node_modules|\.git|dist|build|out|target|\.next|\.nuxt|\.cache|\.turbo|coverage|__pycache__|\.venv|venv|vendor|tmp|\.tmp)[\\/]/i;

/** An agent counts as working this long after it was last seen, ms. */
const working = 60_000;

/**
 * Raises an alarm when many files go at once while an agent works: something deletes that no hook held, or that was confirmed as less.
 * `lastSeen` says when an agent was last seen in this window, in ms since 1970, and what it calls itself.
 */
export class DeletionWatch implements vscode.Disposable {
  readonly #burst = new DeletionBurst();
  readonly #watcher: vscode.FileSystemWatcher;

  constructor(lastSeen: () => { readonly time: number; readonly agent: string } | undefined, log: Log) {
    this.#watcher = vscode.workspace.createFileSystemWatcher('**/*', true, true, false);
    this.#watcher.onDidDelete(({ fsPath }) => {
      if (made.test(fsPath)) return;
      const now = Date.now();
      const paths = this.#burst.add(fsPath, now);
      const seen = lastSeen();
      if (paths === undefined || seen === undefined || now - seen.time > working) return;
      log.warn(`alarm: ${paths.length} files were deleted within seconds while ${seen.agent} worked`);
      void tell(paths, seen.agent);
    });
  }

  dispose(): void {
    this.#watcher.dispose();
  }
}

async function tell(paths: readonly string[], agent: string): Promise<void> {
  const show = vscode.l10n.t('Show Activity');
  const first = vscode.workspace.asRelativePath(paths[0]!);
  const text = vscode.l10n.t('{0} files and more were deleted within seconds while {1} works, {2} among them.', paths.length, agent, first);
  if ((await vscode.window.showErrorMessage(text, show)) === show) await vscode.commands.executeCommand('tenthSecond.showActivity');
}

import * as vscode from 'vscode';
import type { WindowConfiguration } from '../core/protocol.ts';
import type { Log } from './log.ts';
import { settingsFrom, type Inspect, type Settings } from './settings.ts';

const section = 'tenthSecond';

/** Settings, folders and trust of this window, with one event for all of them. */
export class Configuration implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[] = [];
  #current: Settings | undefined;
  readonly onDidChange = this.#changed.event;

  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
    this.#disposables.push(
      this.#changed,
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(section)) this.#refresh();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#refresh()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#refresh()),
    );
  }

  get settings(): Settings {
    this.#current ??= this.#read();
    return this.#current;
  }

  /** What the server is told of this window. */
  get window(): WindowConfiguration {
    const { policy, holdMinutes, keep, backups } = this.settings;
    return {
      folders: (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath),
      policy,
      holdMinutes,
      keep,
      backups,
      trusted: vscode.workspace.isTrusted,
    };
  }

  dispose(): void {
    for (const disposable of this.#disposables.splice(0)) disposable.dispose();
  }

  #refresh(): void {
    this.#current = undefined;
    this.#changed.fire();
  }

  #read(): Settings {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const settings = settingsFrom([inspectAt(), ...folders.map(({ uri }) => inspectAt(uri))]);
    for (const setting of settings.rejected)
      this.#log.warn(`some entries of the setting ${section}.${setting} were left out: not understood`);
    return settings;
  }
}

function inspectAt(scope?: vscode.Uri): Inspect {
  const configuration = vscode.workspace.getConfiguration(section, scope);
  return (setting) => configuration.inspect(setting) ?? {};
}

import * as vscode from 'vscode';

export interface ContextKeys {
  'tenthSecond.attached': boolean;
  /** At least one agent is connected. */
  'tenthSecond.connected': boolean;
  /** The same, told again once the walkthrough is open. */
  'tenthSecond.startedConnected': boolean;
  'tenthSecond.paused': boolean;
  'tenthSecond.frozen': boolean;
  /** Copilot in VS Code is connected: the plugin of this extension belongs to its sessions. */
  'tenthSecond.copilotConnected': boolean;
}

const values = new Map<keyof ContextKeys, unknown>();

/** Sets a context key for `when` clauses; does nothing when the value is the same. */
export function setContextKey<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  if (values.get(key) === value) return;
  values.set(key, value);
  void vscode.commands.executeCommand('setContext', key, value);
}

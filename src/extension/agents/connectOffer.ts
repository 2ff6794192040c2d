import * as vscode from 'vscode';
import type { WindowState } from '../../core/protocol.ts';
import { isConnected } from '../coverage/coverageView.ts';
import type { WindowFace } from '../windowFace.ts';

const offeredKey = 'connectOffered';

/** The only word after an install: agents were found, and none is connected. Said once on a machine, whatever the answer. */
export class ConnectOffer implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #listening: vscode.Disposable;

  constructor(face: Pick<WindowFace, 'onDidState' | 'source'>, memory: vscode.Memento) {
    this.#memory = memory;
    this.#listening = face.onDidState((state) => this.#look(state));
    if (face.source.state !== undefined) this.#look(face.source.state);
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #look({ agents = [] }: WindowState): void {
    if (this.#memory.get(offeredKey) === true || agents.some(isConnected)) return;
    const found = agents.filter(({ state }) => state === 'notConnected').map(({ name }) => name);
    if (found.length > 0) void this.#offer(found);
  }

  async #offer(found: readonly string[]): Promise<void> {
    await this.#memory.update(offeredKey, true);
    const connect = vscode.l10n.t('Connect…');
    const how = vscode.l10n.t('How It Works');
    const choice = await vscode.window.showInformationMessage(
      vscode.l10n.t('Tenth Second guards no agent yet. On this machine: {0}.', found.join(', ')),
      connect,
      how,
    );
    if (choice === connect) await vscode.commands.executeCommand('tenthSecond.connectAgents');
    if (choice === how) await vscode.commands.executeCommand('tenthSecond.getStarted');
  }
}

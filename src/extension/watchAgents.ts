import * as vscode from 'vscode';
import type { TerminalCommand } from '../core/protocol.ts';
import { agentNames } from './activity/activityText.ts';
import type { Configuration } from './configuration.ts';
import { ConnectOffer } from './agents/connectOffer.ts';
import { DeletionWatch } from './files/deletionWatch.ts';
import { tellWhenAway } from './holds/awayNotice.ts';
import { describeError, type Log } from './log.ts';
import type { SettingTypes } from './settings.ts';
import { AgentTerminals } from './terminals/agentTerminals.ts';
import { applyTerminalGuard } from './terminals/terminalGuard.ts';
import type { WindowFace } from './windowFace.ts';

export interface WatchParts {
  readonly collection: vscode.EnvironmentVariableCollection;
  readonly memory: vscode.Memento;
  readonly dist: string;
  readonly configuration: Configuration;
  readonly face: WindowFace;
  readonly tell: (event: TerminalCommand) => Promise<void>;
  readonly log: Log;
}

const installedKey = 'terminalGuard';

/** The second net: agents' terminals, bursts of deletions, the guard of terminals, and a word when nobody is there. */
export function watchAgents(parts: WatchParts): vscode.Disposable {
  const { configuration, face, log, memory } = parts;
  const terminals = new AgentTerminals(parts.tell, log);
  let applied: SettingTypes['terminalGuard'] | undefined;
  const applyGuard = (): void => {
    const mode = configuration.settings.terminalGuard;
    if (mode === applied) return;
    applied = mode;
    try {
      applyTerminalGuard(parts.collection, mode, parts.dist, memory.get(installedKey) === true);
      void memory.update(installedKey, mode !== 'off');
    } catch (error) {
      log.error('the guard of terminals could not be set up', error);
      void vscode.window.showErrorMessage(vscode.l10n.t('Terminals are not guarded: {0}', describeError(error)));
    }
  };
  applyGuard();
  return vscode.Disposable.from(
    terminals,
    new ConnectOffer(face, memory),
    new DeletionWatch(() => face.lastSeen && { time: face.lastSeen.time, agent: agentNames[face.lastSeen.agent] }, log),
    configuration.onDidChange(applyGuard),
    face.onDidAlarm((alarm) => void terminals.alarm(alarm)),
    face.onDidHold((view) => {
      if (configuration.settings.awayNotifications) void tellWhenAway(view, log);
    }),
  );
}

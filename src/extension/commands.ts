import * as vscode from 'vscode';
import type { Log } from './log.ts';

/** Commands that a person runs: in the palette, in menus, in views. None of them can confirm a hold. */
export interface PublicCommands {
  'tenthSecond.connectAgents': () => Promise<void>;
  'tenthSecond.writeIgnoreRules': () => Promise<void>;
  'tenthSecond.disconnectEverything': () => Promise<void>;
  'tenthSecond.getStarted': () => Promise<void>;
  'tenthSecond.wrapMcpServers': () => Promise<void>;
  'tenthSecond.rehearse': () => Promise<void>;
  'tenthSecond.showActivity': () => Promise<void>;
  'tenthSecond.pauseGuard': () => Promise<void>;
  'tenthSecond.resumeGuard': () => Promise<void>;
  'tenthSecond.showLog': () => void;
  'tenthSecond.resetWindowKey': () => Promise<void>;
  /** With a session or an action of the Activity view: only what that session did. */
  'tenthSecond.showTimeline': (node?: unknown) => Promise<void>;
  'tenthSecond.incidentReport': () => Promise<void>;
  'tenthSecond.setUpSecondFactor': () => Promise<void>;
  'tenthSecond.verifyJournal': () => Promise<void>;
  'tenthSecond.checkHook': () => Promise<void>;
  'tenthSecond.showCoverage': () => Promise<void>;
  'tenthSecond.hideFromAgents': (file: unknown) => Promise<void>;
  'tenthSecond.giveToSession': (file: unknown) => Promise<void>;
  'tenthSecond.showCredentials': () => Promise<void>;
  'tenthSecond.scanCredentials': () => Promise<void>;
  'tenthSecond.freeze': () => Promise<void>;
  'tenthSecond.liftFreeze': () => Promise<void>;
  'tenthSecond.pinAgents': (node?: unknown) => Promise<void>;
  'tenthSecond.showResources': () => Promise<void>;
  /** With an action of the Activity view, or without: then it is chosen. */
  'tenthSecond.undo': (node?: unknown) => Promise<void>;
}

/** Commands behind our own links and items; hidden from the palette. */
export interface InternalCommands {
  'tenthSecond.showMenu': () => Promise<void>;
  'tenthSecond.openEvidence': (path: unknown, line: unknown) => Promise<void>;
  'tenthSecond.mendCoverage': (id: unknown, mend: unknown, path: unknown) => Promise<void>;
  'tenthSecond.markProduction': (node: unknown) => Promise<void>;
  'tenthSecond.markStaging': (node: unknown) => Promise<void>;
  'tenthSecond.markDevelopment': (node: unknown) => Promise<void>;
  'tenthSecond.removeMark': (node: unknown) => Promise<void>;
}

export type Commands = PublicCommands & InternalCommands;

/** What our tooltips may run when they are clicked. */
export const linkCommands: readonly (keyof Commands)[] = [
  'tenthSecond.openEvidence',
  'tenthSecond.showActivity',
  'tenthSecond.showResources',
  'tenthSecond.freeze',
  'tenthSecond.liftFreeze',
  'tenthSecond.pinAgents',
  'tenthSecond.pauseGuard',
  'tenthSecond.resumeGuard',
  'tenthSecond.showLog',
  'tenthSecond.resetWindowKey',
];

/** Registers a command of the map; a failure is logged and told, since the editor's own message shows only the identifier. */
export function registerCommand<K extends keyof Commands>(id: K, run: Commands[K], log: Log): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: Parameters<Commands[K]>) => {
    try {
      await (run as (...args: Parameters<Commands[K]>) => unknown)(...args);
    } catch (error) {
      log.error(`command ${id} failed`, error);
      void vscode.window.showErrorMessage(
        vscode.l10n.t('Tenth Second could not do this: {0}', error instanceof Error ? error.message : String(error)),
      );
    }
  });
}

/** A link in trusted Markdown that runs a command of ours. */
export function commandLink(id: keyof Commands, ...args: readonly unknown[]): string {
  return `command:${id}${args.length === 0 ? '' : `?${encodeURIComponent(JSON.stringify(args))}`}`;
}

import * as vscode from 'vscode';
import type { HoldView } from '../../core/protocol.ts';
import { notifyDesktop } from '../../platform/desktopNotification.ts';
import type { Log } from '../log.ts';

/**
 * Tells a person who looks at something else that an action waits, through the system's own notifications. Only the first line of the
 * modal goes there: no command, no path of evidence. It is not there to be answered: a click brings this window forward, where the system
 * tells of one.
 */
export async function tellWhenAway(view: HoldView, log: Log): Promise<void> {
  if (vscode.window.state.focused) return;
  const folder = vscode.workspace.name ?? vscode.l10n.t('no folder');
  const notified = await notifyDesktop(vscode.l10n.t('An agent waits for you in {0}', folder), view.title, {
    wait: Math.max(0, view.deadlineAt - Date.now()),
    ...(canComeForward() ? { action: vscode.l10n.t('Show the Window') } : {}),
  });
  if (notified === 'unavailable') log.debug('the system shows no notifications here');
  if (notified === 'clicked' && !vscode.window.state.focused) await comeForward(log);
}

/** In a browser opening a folder loads the page anew; on another machine the desktop is not ours. */
function canComeForward(): boolean {
  return vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined && openHere() !== undefined;
}

function openHere(): vscode.Uri | undefined {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  return workspaceFile?.scheme === 'file' ? workspaceFile : workspaceFolders?.[0]?.uri;
}

/** No API brings a window forward. Opening what is open in a window already only gives that window the focus. */
async function comeForward(log: Log): Promise<void> {
  try {
    await vscode.commands.executeCommand('vscode.openFolder', openHere(), { forceReuseWindow: true });
  } catch (error) {
    log.error('this window could not be brought forward', error);
  }
}

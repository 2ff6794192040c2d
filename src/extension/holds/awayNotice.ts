import * as vscode from 'vscode';
import type { HoldView } from '../../core/protocol.ts';
import { notifyDesktop } from '../../platform/desktopNotification.ts';
import type { Log } from '../log.ts';

/**
 * Tells a person who looks at something else that an action waits, through the system's own notifications. Only the first line of the
 * modal goes there: no command, no path of evidence. It is not there to be answered.
 */
export async function tellWhenAway(view: HoldView, log: Log): Promise<void> {
  if (vscode.window.state.focused) return;
  const folder = vscode.workspace.name ?? vscode.l10n.t('no folder');
  const shown = await notifyDesktop(vscode.l10n.t('An agent waits for you in {0}', folder), view.title);
  if (!shown) log.debug('the system shows no notifications here');
}

import * as vscode from 'vscode';
import type { Attachment } from './attach/attachment.ts';
import type { ServerRoad } from './attach/serverRoad.ts';
import type { DialogUi } from './holds/holdDialog.ts';
import type { WindowKey } from './windowKey.ts';

/** Makes a new key for this editor and has the server forget all others, after a modal that says what that means. */
export async function resetWindowKey(attachment: Attachment, road: ServerRoad, key: WindowKey, ui: DialogUi): Promise<void> {
  const choice = await ui.modal(
    vscode.l10n.t('Reset the key that lets this editor confirm held actions?'),
    vscode.l10n.t(
      'The guard restarts, forgets every editor it knew and takes this one. What waits right now is refused. Other editors ask for your permission when they attach again. Do this if your stored secrets were lost; if you do not know why it is needed, look at the activity first.',
    ),
    [
      { title: vscode.l10n.t('Keep the Key'), value: 'keep' },
      { title: vscode.l10n.t('Reset Window Key'), value: 'reset' },
    ],
  );
  if (choice !== 'reset') return;
  await attachment.restart(async () => {
    await road.forgetKeys();
    await key.renew();
  });
}

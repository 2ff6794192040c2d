import * as vscode from 'vscode';
import type { Attachment } from './attach/attachment.ts';
import type { JournalAnchors } from './journalAnchor.ts';

/** Checks the whole journal against the heads that this editor keeps, and says what was found. */
export async function verifyJournal(attachment: Attachment, anchors: JournalAnchors): Promise<void> {
  const check = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Verifying the journal') },
    async () => attachment.client.verifyJournal(await anchors.read()),
  );
  if (check.problems.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'The journal is whole: {0} records in {1} files pass through every head that this editor has kept.',
        check.records,
        check.files,
      ),
    );
    return;
  }
  const details = vscode.l10n.t('Show Details');
  const message = vscode.l10n.t('The journal was changed: {0}', check.problems[0] ?? '');
  if ((await vscode.window.showErrorMessage(message, details)) !== details) return;
  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: `${check.problems.join('\n')}\n` });
  await vscode.window.showTextDocument(document);
}

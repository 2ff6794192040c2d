import * as vscode from 'vscode';
import type { Attachment } from '../attach/attachment.ts';
import type { DialogUi } from '../holds/holdDialog.ts';
import { clockAndDay } from '../time.ts';
import { undoWithPreview } from './undoDialog.ts';

/** *Undo*: for an action of the Activity view, or for one that is chosen from a list. */
export async function undo(attachment: Attachment, node: unknown, ui: DialogUi): Promise<void> {
  await undoWithPreview(attachment.client, snapshotOf(node), ui, vscode.l10n, clockAndDay);
}

/** Commands can be run with anything; the server looks the id up. */
function snapshotOf(node: unknown): string | undefined {
  const entry = (node as { readonly entry?: { readonly snapshot?: unknown } } | undefined)?.entry;
  return typeof entry?.snapshot === 'string' ? entry.snapshot : undefined;
}

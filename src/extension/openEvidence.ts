import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';

/** Opens the file that an evidence names, at its line. The arguments come from a link, so they are checked. */
export async function openEvidence(path: unknown, line: unknown): Promise<void> {
  if (typeof path !== 'string' || !isAbsolute(path)) return;
  const at = new vscode.Position(typeof line === 'number' && Number.isInteger(line) && line > 0 ? line - 1 : 0, 0);
  await vscode.window.showTextDocument(vscode.Uri.file(path), { selection: new vscode.Range(at, at), preview: true });
}

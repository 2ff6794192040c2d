import { basename } from 'node:path';
import * as vscode from 'vscode';
import { readDotenv } from '../../core/environments/dotenv.ts';
import { dotenvNames, isTemplate } from '../../core/environments/dotenvFile.ts';

/** A dotenv file longer than this is shown as it is. */
const maxText = 256 * 1024;

/**
 * Values of open dotenv files drawn without their letters, but for the line that the cursor is on. A comfort when others see the screen,
 * and no protection: the text is there.
 */
export class MaskedValues implements vscode.Disposable {
  readonly #isOn: () => boolean;
  readonly #masked = vscode.window.createTextEditorDecorationType({
    color: 'transparent',
    backgroundColor: new vscode.ThemeColor('editorWidget.border'),
    borderRadius: '2px',
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(isOn: () => boolean) {
    this.#isOn = isOn;
    this.#subscriptions = [
      this.#masked,
      vscode.window.onDidChangeVisibleTextEditors(() => this.refresh()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#draw(textEditor)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) this.#draw(editor);
      }),
    ];
    this.refresh();
  }

  refresh(): void {
    for (const editor of vscode.window.visibleTextEditors) this.#draw(editor);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #draw(editor: vscode.TextEditor): void {
    const { document, selections } = editor;
    const name = basename(document.fileName);
    if (!dotenvNames.some((pattern) => pattern.test(name)) || isTemplate(name)) return;
    const text = this.#isOn() && document.getText().length <= maxText ? document.getText() : '';
    const ranges = readDotenv(text)
      .filter(({ value }) => value !== '')
      .map(({ start, end }) => new vscode.Range(document.positionAt(start), document.positionAt(end)))
      .filter((range) => !selections.some((selection) => selection.start.line <= range.end.line && selection.end.line >= range.start.line));
    editor.setDecorations(this.#masked, ranges);
  }
}

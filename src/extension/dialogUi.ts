import * as vscode from 'vscode';
import type { DialogUi } from './holds/holdDialog.ts';
import type { Log } from './log.ts';

/** The editor's own dialogs. The first button of a modal is its default and what Escape stands for. */
export function createDialogUi(log: Log): DialogUi {
  return {
    async modal(message, detail, buttons) {
      const items = buttons.map(({ title, value }) => ({ title, value }));
      const chosen = await vscode.window.showWarningMessage(message, { modal: true, detail }, ...items);
      return chosen?.value ?? buttons[0].value;
    },
    async pick(title, items, signal) {
      const quickPick = vscode.window.createQuickPick<vscode.QuickPickItem & { value: (typeof items)[number]['value'] }>();
      quickPick.title = title;
      quickPick.items = [...items];
      quickPick.ignoreFocusOut = true;
      try {
        return await untilHidden(quickPick, signal, (resolve) => quickPick.onDidAccept(() => resolve(quickPick.selectedItems[0]?.value)));
      } finally {
        quickPick.dispose();
      }
    },
    async typeName(title, prompt, name, signal) {
      const input = vscode.window.createInputBox();
      input.title = title;
      input.prompt = prompt;
      input.ignoreFocusOut = true;
      const wrong = () => ({
        message: vscode.l10n.t('This is not the name. Type {0}, or press Escape to refuse.', name),
        severity: vscode.InputBoxValidationSeverity.Error,
      });
      const changed = input.onDidChangeValue((value) => {
        input.validationMessage = name.startsWith(value.trim()) ? undefined : wrong();
      });
      try {
        return await untilHidden(input, signal, (resolve) =>
          input.onDidAccept(() => {
            const typed = input.value.trim();
            if (typed === name) resolve(typed);
            else input.validationMessage = wrong();
          }),
        );
      } finally {
        changed.dispose();
        input.dispose();
      }
    },
    async ask(title, prompt, signal) {
      const input = vscode.window.createInputBox();
      input.title = title;
      input.prompt = prompt;
      input.ignoreFocusOut = true;
      try {
        return await untilHidden(input, signal, (resolve) =>
          input.onDidAccept(() => {
            if (input.value.trim() !== '') resolve(input.value.trim());
          }),
        );
      } finally {
        input.dispose();
      }
    },
    copy: async (text) => vscode.env.clipboard.writeText(text),
    inform: (message) => void vscode.window.showInformationMessage(message),
    log: (message) => log.info(message),
  };
}

/** Shows it and waits for an answer; hidden by the person or by `signal` is no answer. */
async function untilHidden<T>(
  input: vscode.QuickInput,
  signal: AbortSignal | undefined,
  listen: (resolve: (value: T | undefined) => void) => vscode.Disposable,
): Promise<T | undefined> {
  const disposables: vscode.Disposable[] = [];
  const hide = () => input.hide();
  signal?.addEventListener('abort', hide, { once: true });
  try {
    return await new Promise<T | undefined>((resolve) => {
      disposables.push(
        listen(resolve),
        input.onDidHide(() => resolve(undefined)),
      );
      if (signal?.aborted === true) resolve(undefined);
      else input.show();
    });
  } finally {
    signal?.removeEventListener('abort', hide);
    for (const disposable of disposables) disposable.dispose();
  }
}

/** The one function of `vscode.l10n` that we use, so that texts can be made and tested without the editor. */
export interface Localization {
  t(message: string, ...args: (string | number | boolean)[]): string;
}

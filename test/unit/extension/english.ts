import type { Localization } from '../../../src/extension/localization.ts';

/** What `vscode.l10n` does without a translation. */
export const english: Localization = {
  t: (message, ...args) => message.replaceAll(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole)),
};

import * as vscode from 'vscode';
import { openStateFolder } from '../../platform/stateFolder.ts';
import { installTerminalGuard, removeTerminalGuard } from '../../platform/terminalGuard.ts';
import type { SettingTypes } from '../settings.ts';

/**
 * Gives new terminals the shims and the guards of their shells, or takes them away. Opt-in. Applied a second time when the shell has
 * read its start-up files, so that a login shell that resets PATH keeps them.
 */
export function applyTerminalGuard(
  collection: vscode.EnvironmentVariableCollection,
  mode: SettingTypes['terminalGuard'],
  dist: string,
  installed: boolean,
): void {
  collection.clear();
  if (mode === 'off') {
    if (installed) removeTerminalGuard(openStateFolder());
    return;
  }
  // Neither bash nor zsh, and no PATH shims of this kind.
  if (process.platform === 'win32') return;
  const guard = installTerminalGuard(openStateFolder(), dist);
  collection.description = new vscode.MarkdownString(
    mode === 'everywhere'
      ? vscode.l10n.t('Tenth Second holds destructive commands in this terminal.')
      : vscode.l10n.t('Tenth Second holds destructive commands of agents in this terminal.'),
  );
  const both = { applyAtProcessCreation: true, applyAtShellIntegration: true };
  collection.prepend('PATH', `${guard.shims}:`, both);
  collection.replace('BASH_ENV', guard.bash, both);
  collection.prepend('PROMPT_COMMAND', `. '${guard.bash.replaceAll("'", `'\\''`)}';`, both);
  collection.replace('TENTH_SECOND_BASH', guard.bash, both);
  collection.replace('TENTH_SECOND_ZSH', guard.zsh, both);
  collection.replace('TENTH_SECOND_TERMINALS', mode, both);
  collection.replace('TENTH_SECOND_USER_ZDOTDIR', process.env['ZDOTDIR'] ?? '', { applyAtProcessCreation: true });
  // Where there is none of it, these are what programs look at.
  const data = process.env['XDG_DATA_DIRS'] ?? '';
  collection.replace('XDG_DATA_DIRS', `${guard.data}:${data === '' ? '/usr/local/share:/usr/share' : data}`, {
    applyAtProcessCreation: true,
  });
  collection.replace('ZDOTDIR', guard.zdotdir, { applyAtProcessCreation: true });
}

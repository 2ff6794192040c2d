import { hookCommandLine } from './hookCommand.ts';

/**
 * What the extension contributes through `contributes.chatPlugins`: a window hands it to the sessions of its chat, in harnesses that do not
 * read `~/.copilot/hooks` too. Where both are read, the registration in the command line makes one question of them. The path of the
 * launcher is the same for every user; Windows has none, and there the file in the home is the only way.
 * Format: the plugin reader of VS Code 1.139.1 (`plugin.json`, `hooks.json`); a key for each system and none for the rest.
 */
export function copilotPluginHooks(): string {
  const command = hookCommandLine('copilot/plugin', {
    launcher: '$HOME/.tenth-second/bin/launcher',
    runtime: '',
    gate: '',
    windows: false,
  }).replace("'$HOME/.tenth-second/bin/launcher'", '"$HOME/.tenth-second/bin/launcher"');
  const hook = { type: 'command', linux: command, osx: command, timeout: 3600 };
  return `${JSON.stringify({ hooks: { PreToolUse: [hook] } }, undefined, 2)}\n`;
}

export const copilotPluginManifest = `${JSON.stringify(
  {
    name: 'tenth-second',
    description: 'Holds destructive operations of Copilot before they run, until a person confirms them.',
    license: 'MIT',
  },
  undefined,
  2,
)}\n`;

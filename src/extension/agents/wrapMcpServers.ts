import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { createAgentConnections } from '../../platform/agentConnections.ts';
import { hookPrograms } from '../../platform/install.ts';
import { mcpPlaces, planWrapping } from '../../platform/mcpWrapping.ts';
import { openStateFolder } from '../../platform/stateFolder.ts';
import { installSource } from '../attach/platformRoad.ts';
import type { DialogUi } from '../holds/holdDialog.ts';
import { ChangePreview, sureToTakeAway, tilde } from './changePreview.ts';
import { localFolders } from './connectAgents.ts';

/**
 * Puts the MCP servers in the settings of every client behind the guard, or takes them out again: the change is shown first, the files
 * are kept as they were, and undoing is the other choice of the same command.
 */
export async function wrapMcpServers(dist: string, ui: DialogUi): Promise<void> {
  const state = openStateFolder();
  const source = installSource(dist);
  const places = mcpPlaces(homedir(), localFolders());
  const programs = hookPrograms(state, source.runtime);
  const connections = createAgentConnections({ state, home: homedir(), environment: process.env, source });
  const plans = {
    wrap: planWrapping('wrap', places, programs),
    unwrap: planWrapping('unwrap', places, programs, (path, before) => connections.restored(path, before)),
  };
  for (const problem of plans.wrap.problems) void vscode.window.showWarningMessage(`${problem}.`);
  const { remote } = plans.wrap;
  if (remote.length > 0)
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Remote servers need another address, see "tenth-second mcp --url": {0}',
        remote.map(({ client, server }) => `${client}: ${server}`).join(', '),
      ),
    );
  const choices = [
    ...(plans.wrap.changes.length === 0
      ? []
      : [
          {
            label: vscode.l10n.t('Put MCP Servers behind the Guard'),
            description: plans.wrap.servers.join(', '),
            value: 'wrap' as const,
          },
        ]),
    ...(plans.unwrap.changes.length === 0
      ? []
      : [{ label: vscode.l10n.t('Take MCP Servers Out Again'), description: plans.unwrap.servers.join(', '), value: 'unwrap' as const }]),
  ];
  if (choices.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No MCP server that is started on this machine was found.'));
    return;
  }
  const wanted = await ui.pick(vscode.l10n.t('MCP Servers'), choices);
  if (wanted === undefined) return;
  const { changes, servers } = plans[wanted];
  const files = changes.map(({ path }) => tilde(path)).join(', ');
  const preview = new ChangePreview();
  try {
    const done = await preview.during(changes, async () => {
      const sure =
        wanted === 'wrap'
          ? (await ui.pick(vscode.l10n.t('MCP Servers: Write the Change Shown?'), [
              { label: vscode.l10n.t('Write the Change'), description: files, value: 'go' },
              { label: vscode.l10n.t('Leave Everything as It Is'), description: '', value: 'keep' },
            ])) === 'go'
          : await sureToTakeAway(
              ui,
              vscode.l10n.t('Take these MCP servers out of the guard?'),
              vscode.l10n.t('Their calls will not be held any more: {0}. To be changed: {1}', servers.join(', '), files),
              vscode.l10n.t('Keep Them Guarded'),
              vscode.l10n.t('Take Them Out'),
            );
      if (!sure) return false;
      await connections.apply(changes);
      return true;
    });
    if (!done) return;
    void vscode.window.showInformationMessage(
      wanted === 'wrap'
        ? vscode.l10n.t('The MCP servers are behind the guard. Restart them, or their clients.')
        : vscode.l10n.t('The MCP servers are without the guard. Restart them, or their clients.'),
    );
  } finally {
    preview.dispose();
  }
}

import { homedir } from 'node:os';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { agentNames } from '../activity/activityText.ts';
import type { DialogUi } from '../holds/holdDialog.ts';
import type { AgentConnections, FileChange, FoundAgent } from './agentConnections.ts';

const scheme = 'tenth-second-change';

/** Shows the agents found, the change to their settings before it is written, and writes it when the person says so. */
export class ConnectAgents implements vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? '',
  });

  readonly #connections: AgentConnections;
  readonly #ui: DialogUi;

  constructor(connections: AgentConnections, ui: DialogUi) {
    this.#connections = connections;
    this.#ui = ui;
  }

  async run(): Promise<void> {
    const agents = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking for agents') },
      () => this.#connections.find(),
    );
    if (agents.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No coding agent that Tenth Second knows was found on this machine.'));
      return;
    }
    const agent = await pickAgent(agents);
    if (agent === undefined) return;
    const name = agentNames[agent.id];
    const wanted = agent.connected ? 'disconnect' : 'connect';
    const changes = await this.#connections.plan(agent.id, wanted);
    if (changes.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0}: nothing to change.', name));
      return;
    }
    try {
      for (const change of changes) await this.#show(change);
      if (!(await this.#sure(name, wanted, changes))) return;
      await this.#connections.apply(changes);
    } finally {
      await this.#hide();
    }
    void vscode.window.showInformationMessage(
      wanted === 'connect'
        ? vscode.l10n.t('{0} is connected. Sessions that run already may have to be started again.', name)
        : vscode.l10n.t('{0} is disconnected: nothing it does is held any more.', name),
    );
  }

  dispose(): void {
    this.#provider.dispose();
  }

  async #show({ path, before, after }: FileChange): Promise<void> {
    const side = (name: string, text: string | undefined) => {
      const uri = vscode.Uri.from({ scheme, path: `/${basename(path)}`, query: `${name} ${path}` });
      this.#texts.set(uri.toString(), text ?? '');
      return uri;
    };
    const title = before === undefined ? vscode.l10n.t('{0} (new file)', tilde(path)) : vscode.l10n.t('{0} (proposed change)', tilde(path));
    await vscode.commands.executeCommand('vscode.diff', side('before', before), side('after', after), title, { preview: false });
  }

  async #hide(): Promise<void> {
    const tabs = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.scheme === scheme);
    this.#texts.clear();
    await vscode.window.tabGroups.close(tabs);
  }

  /** Connecting is asked beside the diff, so that it can be read; disconnecting takes protection away and is asked in a modal. */
  async #sure(name: string, wanted: 'connect' | 'disconnect', changes: readonly FileChange[]): Promise<boolean> {
    const files = changes.map(({ path }) => tilde(path)).join(', ');
    if (wanted === 'disconnect') {
      const choice = await this.#ui.modal(
        vscode.l10n.t('Disconnect {0} from the guard?', name),
        vscode.l10n.t(
          'Nothing {0} does will be held any more: deletions in production run without a question. To be changed: {1}',
          name,
          files,
        ),
        [
          { title: vscode.l10n.t('Keep Connected'), value: 'keep' },
          { title: vscode.l10n.t('Disconnect'), value: 'go' },
        ],
      );
      return choice === 'go';
    }
    const choice = await this.#ui.pick(vscode.l10n.t('Connect {0}: Write the Change Shown?', name), [
      { label: vscode.l10n.t('Write the Change'), description: files, value: 'go' },
      { label: vscode.l10n.t('Leave Everything as It Is'), value: 'keep' },
    ]);
    return choice === 'go';
  }
}

async function pickAgent(agents: readonly FoundAgent[]): Promise<FoundAgent | undefined> {
  const items = agents.map((agent) => ({
    label: agentNames[agent.id],
    description: agent.connected ? vscode.l10n.t('connected: choose to disconnect') : vscode.l10n.t('not connected: choose to connect'),
    detail: agent.detail,
    iconPath: new vscode.ThemeIcon(agent.connected ? 'pass-filled' : 'circle-large-outline'),
    agent,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Connect Agents'),
    placeHolder: vscode.l10n.t('Choose an agent. You see the change before it is written.'),
    matchOnDetail: true,
  });
  return chosen?.agent;
}

function tilde(path: string): string {
  const home = homedir();
  return path.startsWith(`${home}/`) || path.startsWith(`${home}\\`) ? `~${path.slice(home.length)}` : path;
}

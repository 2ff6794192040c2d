import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { createAgentConnections, type AgentConnections, type AgentCoverage } from '../../platform/agentConnections.ts';
import type { FileChange } from '../../platform/agentFiles.ts';
import { openStateFolder } from '../../platform/stateFolder.ts';
import { installSource } from '../attach/platformRoad.ts';
import type { DialogUi } from '../holds/holdDialog.ts';
import { ChangePreview, tilde } from './changePreview.ts';

type Wanted = 'connect' | 'disconnect';

interface Choice {
  readonly agent: AgentCoverage;
  readonly wanted: Wanted;
}

/** Runs the dialog once, on what is on this machine now. */
export async function connectAgents(dist: string, ui: DialogUi): Promise<void> {
  const dialog = new ConnectDialog(
    createAgentConnections({ state: openStateFolder(), home: homedir(), environment: process.env, source: installSource(dist) }),
    ui,
  );
  try {
    await dialog.run();
  } finally {
    dialog.dispose();
  }
}

/** Shows the agents found, the change to their settings before it is written, and writes it when the person says so. */
class ConnectDialog implements vscode.Disposable {
  readonly #preview = new ChangePreview();
  readonly #connections: AgentConnections;
  readonly #ui: DialogUi;

  constructor(connections: AgentConnections, ui: DialogUi) {
    this.#connections = connections;
    this.#ui = ui;
  }

  async run(): Promise<void> {
    const agents = this.#connections.coverage().filter(({ found, connected }) => found || connected);
    if (agents.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No coding agent that Tenth Second knows was found on this machine.'));
      return;
    }
    const chosen = await pickAgent(agents.map((agent) => ({ agent, wanted: this.#wanted(agent) })));
    if (chosen === undefined) return;
    const { agent, wanted } = chosen;
    const { name } = agent;
    const changes = this.#connections.plan(agent.id, wanted);
    if (changes.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0}: nothing to change.', name));
      return;
    }
    try {
      await this.#preview.show(changes);
      if (!(await this.#sure(name, wanted, changes))) return;
      await this.#connections.apply(changes);
    } finally {
      await this.#preview.hide();
    }
    void vscode.window.showInformationMessage(
      wanted === 'connect'
        ? vscode.l10n.t('{0} is connected. Start sessions anew that run already.', name)
        : vscode.l10n.t('{0} is disconnected: nothing it does is held any more.', name),
    );
  }

  dispose(): void {
    this.#preview.dispose();
  }

  /** A hook of another version is connected anew before it can be disconnected. */
  #wanted({ id, connected }: AgentCoverage): Wanted {
    if (!connected) return 'connect';
    try {
      return this.#connections.plan(id, 'connect').length > 0 ? 'connect' : 'disconnect';
    } catch {
      return 'disconnect'; // What keeps it from being connected is told when it is tried.
    }
  }

  /** Connecting is asked beside the diff, so that it can be read; disconnecting takes protection away and is asked in a modal. */
  async #sure(name: string, wanted: Wanted, changes: readonly FileChange[]): Promise<boolean> {
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

async function pickAgent(choices: readonly Choice[]): Promise<Choice | undefined> {
  const items = choices.map((choice) => ({
    label: choice.agent.name,
    description: describe(choice),
    detail: [tilde(choice.agent.path), ...choice.agent.notes].join(' · '),
    iconPath: new vscode.ThemeIcon(
      choice.wanted === 'disconnect' ? 'pass-filled' : choice.agent.connected ? 'warning' : 'circle-large-outline',
    ),
    choice,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Connect Agents'),
    placeHolder: vscode.l10n.t('Choose an agent. You see the change before it is written.'),
    matchOnDetail: true,
  });
  return chosen?.choice;
}

function describe({ agent, wanted }: Choice): string {
  if (wanted === 'disconnect') return vscode.l10n.t('connected: choose to disconnect');
  return agent.connected
    ? vscode.l10n.t('connected, but out of date: choose to connect again')
    : vscode.l10n.t('not connected: choose to connect');
}

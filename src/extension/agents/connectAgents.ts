import { homedir } from 'node:os';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { createAgentConnections, type AgentConnections, type AgentCoverage } from '../../platform/agentConnections.ts';
import { ConnectionRefused, type FileChange } from '../../platform/agentFiles.ts';
import { openStateFolder } from '../../platform/stateFolder.ts';
import { installSource } from '../attach/platformRoad.ts';
import type { DialogUi } from '../holds/holdDialog.ts';
import { ChangePreview, sureToTakeAway, tilde } from './changePreview.ts';

type Wanted = 'connect' | 'disconnect';

interface Choice {
  readonly agents: readonly AgentCoverage[];
  readonly wanted: Wanted;
  /** Only there: that is where it is connected, or is to be. */
  readonly folder?: string;
}

/** Runs the dialog once, on what is on this machine now. */
export async function connectAgents(dist: string, ui: DialogUi): Promise<void> {
  await withDialog(dist, ui, (dialog) => dialog.run());
}

/** The folders of this window that lie on this machine. */
export function localFolders(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}

/** Takes back on this machine whatever was connected, after a question that names the files. */
export async function disconnectEverything(dist: string, ui: DialogUi): Promise<void> {
  await withDialog(dist, ui, (dialog) => dialog.disconnectAll());
}

async function withDialog(dist: string, ui: DialogUi, run: (dialog: ConnectDialog) => Promise<void>): Promise<void> {
  const dialog = new ConnectDialog(
    createAgentConnections({ state: openStateFolder(), home: homedir(), environment: process.env, source: installSource(dist) }),
    ui,
  );
  try {
    await run(dialog);
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
    const agents = this.#connections.coverage(localFolders()).filter(({ found, connected }) => found || connected);
    if (agents.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No coding agent that Tenth Second knows was found on this machine.'));
      return;
    }
    const chosen = await pickAgents(agents.map((agent) => this.#choice(agent)));
    if (chosen !== undefined) await this.#go(chosen);
  }

  async #go(choice: Choice): Promise<void> {
    const { agents, wanted, folder } = choice;
    const name = agents.map((agent) => agent.name).join(', ');
    const [agent] = agents;
    const changes = agents.length === 1 ? this.#connections.plan(agent!.id, wanted, folder) : this.#planAll(agents);
    if (changes.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0}: nothing to change.', name));
      return;
    }
    const single = wanted === 'connect' && agents.length === 1 && folder === undefined;
    const elsewhere = single ? localFolders().filter((each) => this.#canConnect(agent!.id, each)) : [];
    const sure = await this.#preview.during(changes, async () => {
      const answer = await this.#sure(name, wanted, changes, elsewhere);
      if (answer === 'go') await this.#connections.apply(changes);
      return answer;
    });
    if (sure === 'keep') return;
    // A folder of the person's choice in place of all: its own change is shown, and asked about again.
    if (sure !== 'go') return this.#go({ ...choice, folder: sure });
    void vscode.window.showInformationMessage(
      wanted === 'connect'
        ? folder === undefined
          ? vscode.l10n.t('Connected: {0}. Start sessions anew that run already.', name)
          : vscode.l10n.t('Connected in {1}: {0}. Start sessions anew that run already.', name, basename(folder))
        : vscode.l10n.t('{0} is disconnected: nothing it does is held any more.', name),
    );
  }

  /** Hooks, plugins and MCP servers behind the guard, in every folder, and the guard of terminals. */
  async disconnectAll(): Promise<void> {
    const { changes, problems } = this.#connections.planAway();
    const settings = vscode.workspace.getConfiguration('tenthSecond');
    const guarded = settings.inspect('terminalGuard')?.globalValue !== undefined;
    for (const problem of problems) void vscode.window.showWarningMessage(problem);
    if (changes.length === 0 && !guarded) {
      if (problems.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t('Nothing is connected.'));
      return;
    }
    const sure = await sureToTakeAway(
      this.#ui,
      vscode.l10n.t('Disconnect everything from the guard?'),
      vscode.l10n.t(
        'Nothing any agent does will be held any more: deletions in production run without a question. To be changed: {0}',
        [...changes.map(({ path }) => tilde(path)), ...(guarded ? ['tenthSecond.terminalGuard'] : [])].join(', '),
      ),
      vscode.l10n.t('Keep Connected'),
      vscode.l10n.t('Disconnect'),
    );
    if (!sure) return;
    await this.#connections.apply(changes);
    if (guarded) await settings.update('terminalGuard', undefined, vscode.ConfigurationTarget.Global);
    void vscode.window.showInformationMessage(vscode.l10n.t('Everything is disconnected: nothing is held any more.'));
  }

  dispose(): void {
    this.#preview.dispose();
  }

  /** A hook of another version is connected anew before it can be disconnected. */
  #choice(agent: AgentCoverage): Choice {
    const agents = [agent];
    if (!agent.connected) return { agents, wanted: 'connect' };
    const changes = (wanted: Wanted, folder?: string): number => {
      try {
        return this.#connections.plan(agent.id, wanted, folder).length;
      } catch {
        return 0; // What keeps it from being changed is told when it is tried.
      }
    };
    if (changes('disconnect') > 0) return { agents, wanted: changes('connect') > 0 ? 'connect' : 'disconnect' };
    const folder = localFolders().find((each) => changes('disconnect', each) > 0);
    return { agents, wanted: 'disconnect', ...(folder === undefined ? {} : { folder }) };
  }

  #canConnect(agent: AgentCoverage['id'], folder: string): boolean {
    try {
      return this.#connections.plan(agent, 'connect', folder).length > 0;
    } catch (error) {
      if (error instanceof ConnectionRefused) return false; // It reads no hooks of a single folder, or the file is not to be touched.
      throw error;
    }
  }

  /** The changes of all that can be connected at once; what stands in one's way is told, and does not keep the others. */
  #planAll(agents: readonly AgentCoverage[]): readonly FileChange[] {
    const changes: FileChange[] = [];
    for (const { id, name } of agents) {
      try {
        // A file that two agents share is changed for the first of them; the other can be chosen by itself afterwards.
        const own = this.#connections.plan(id, 'connect');
        if (own.every(({ path }) => changes.every((other) => other.path !== path))) changes.push(...own);
      } catch (error) {
        void vscode.window.showWarningMessage(
          vscode.l10n.t('The settings of {0} could not be changed: {1}', name, error instanceof Error ? error.message : String(error)),
        );
      }
    }
    return changes;
  }

  /**
   * Connecting is asked beside the diff, so that it can be read; disconnecting takes protection away and is asked in a modal. A folder in
   * place of `go` is one that the agent is to be connected in alone.
   */
  async #sure(name: string, wanted: Wanted, changes: readonly FileChange[], folders: readonly string[]): Promise<string> {
    const files = changes.map(({ path }) => tilde(path)).join(', ');
    if (wanted === 'disconnect') {
      const detail = vscode.l10n.t(
        'Nothing {0} does will be held any more: deletions in production run without a question. To be changed: {1}',
        name,
        files,
      );
      const title = vscode.l10n.t('Disconnect {0} from the guard?', name);
      const sure = await sureToTakeAway(this.#ui, title, detail, vscode.l10n.t('Keep Connected'), vscode.l10n.t('Disconnect'));
      return sure ? 'go' : 'keep';
    }
    const choice = await this.#ui.pick(vscode.l10n.t('Connect {0}: Write the Change Shown?', name), [
      { label: vscode.l10n.t('Write the Change'), description: files, value: 'go' },
      ...folders.map((folder) => ({
        label: vscode.l10n.t('Only in {0}…', basename(folder)),
        description: vscode.l10n.t('for this folder alone, shown before it is written'),
        value: folder,
      })),
      { label: vscode.l10n.t('Leave Everything as It Is'), description: '', value: 'keep' },
    ]);
    return choice ?? 'keep';
  }
}

async function pickAgents(choices: readonly Choice[]): Promise<Choice | undefined> {
  const open = choices.flatMap(({ agents, wanted }) => (wanted === 'connect' ? agents : []));
  const all: Choice[] = open.length > 1 ? [{ agents: open, wanted: 'connect' }] : [];
  const chosen = await vscode.window.showQuickPick([...all, ...choices].map(choiceItem), {
    title: vscode.l10n.t('Connect Agents'),
    placeHolder: vscode.l10n.t('You see the change before it is written.'),
    matchOnDetail: true,
  });
  return chosen?.choice;
}

function choiceItem(choice: Choice): vscode.QuickPickItem & { readonly choice: Choice } {
  const [agent] = choice.agents;
  if (agent === undefined || choice.agents.length > 1) {
    return {
      label: vscode.l10n.t('Connect All {0}', choice.agents.length),
      description: choice.agents.map(({ name }) => name).join(', '),
      iconPath: new vscode.ThemeIcon('plug'),
      choice,
    };
  }
  return {
    label: agent.name,
    description: describe(agent, choice),
    detail: [tilde(agent.path), ...agent.notes].join(' · '),
    iconPath: new vscode.ThemeIcon(choice.wanted === 'disconnect' ? 'pass-filled' : agent.connected ? 'warning' : 'circle-large-outline'),
    choice,
  };
}

function describe(agent: AgentCoverage, { wanted, folder }: Choice): string {
  if (wanted === 'disconnect')
    return folder === undefined
      ? vscode.l10n.t('connected: choose to disconnect')
      : vscode.l10n.t('connected in {0}: choose to disconnect', basename(folder));
  return agent.connected
    ? vscode.l10n.t('connected, but out of date: choose to connect again')
    : vscode.l10n.t('not connected: choose to connect');
}

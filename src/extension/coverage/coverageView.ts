import * as vscode from 'vscode';
import { canaryWord, type CoverageItem, type CoverageState } from '../../core/agents/coverage.ts';
import type { AgentState, WindowState } from '../../core/protocol.ts';
import type { AgentId } from '../../core/types.ts';
import { clockAndDay } from '../time.ts';

const coverageViewId = 'tenthSecond.coverage';

/** An agent, or one thing of it that is not covered. */
export type CoverageNode =
  | { readonly type: 'agent'; readonly agent: AgentState }
  | { readonly type: 'item'; readonly agent: AgentState; readonly item: CoverageItem };

/** Every agent that was found or connected, with what of it is not covered, why, and the button that mends it. */
export class CoverageView implements vscode.TreeDataProvider<CoverageNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<CoverageNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<CoverageNode>;
  #agents: readonly AgentState[] = [];
  #told = '';

  constructor() {
    this.#view = vscode.window.createTreeView(coverageViewId, { treeDataProvider: this });
    this.tellPlace();
  }

  /** What this window can guard where it is. */
  tellPlace(): void {
    this.#view.message = placeText();
  }

  get agents(): readonly AgentState[] {
    return this.#agents;
  }

  update(state: WindowState | undefined): void {
    const agents = state?.agents ?? [];
    const text = JSON.stringify(agents);
    if (text === this.#told) return;
    this.#told = text;
    this.#agents = agents;
    const unguarded = agents.filter((agent) => agent.state === 'unguarded').length;
    this.#view.badge =
      unguarded === 0
        ? undefined
        : {
            value: unguarded,
            tooltip: unguarded === 1 ? vscode.l10n.t('1 agent is unguarded') : vscode.l10n.t('{0} agents are unguarded', unguarded),
          };
    this.#changed.fire(undefined);
  }

  getChildren(node?: CoverageNode): CoverageNode[] {
    if (node === undefined) return this.#agents.map((agent) => ({ type: 'agent', agent }));
    return node.type === 'agent' ? node.agent.items.map((item) => ({ type: 'item', agent: node.agent, item })) : [];
  }

  getTreeItem(node: CoverageNode): vscode.TreeItem {
    return node.type === 'agent' ? agentItem(node.agent) : gapItem(node.agent, node.item);
  }

  dispose(): void {
    this.#view.dispose();
    this.#changed.dispose();
  }
}

/** Undefined where nothing needs to be said. */
function placeText(): string | undefined {
  if (!vscode.workspace.isTrusted)
    return vscode.l10n.t('Restricted Mode: the guard works and is stricter. What would be confirmed with a click asks for the name.');
  // A server that a browser opens names its own address here.
  if (/^[a-z-]+$/.test(vscode.env.remoteName ?? ''))
    return vscode.l10n.t(
      'This window works on {0}: agents that run there are guarded. Those on your own machine are guarded by a window of their own.',
      vscode.env.remoteName ?? '',
    );
  return undefined;
}

const icons: Readonly<Record<CoverageState, readonly [string, string | undefined]>> = {
  notFound: ['circle-slash', undefined],
  notConnected: ['circle-large-outline', undefined],
  guarded: ['pass-filled', 'testing.iconPassed'],
  doubtful: ['question', 'problemsWarningIcon.foreground'],
  unguarded: ['error', 'problemsErrorIcon.foreground'],
};

/** Its hooks are written, whether or not they were seen to fire. */
export function isConnected(agent: AgentState): boolean {
  return agent.state !== 'notFound' && agent.state !== 'notConnected';
}

/** The state of an agent in words. */
function stateText(agent: AgentState): string {
  switch (agent.state) {
    case 'notFound':
      return vscode.l10n.t('not found');
    case 'notConnected':
      return vscode.l10n.t('not connected');
    case 'guarded':
      return vscode.l10n.t('connected');
    case 'doubtful':
      return vscode.l10n.t('connected, not seen working');
    case 'unguarded':
      return vscode.l10n.t('unguarded');
  }
}

function agentItem(agent: AgentState): vscode.TreeItem {
  const open = agent.state === 'unguarded' || agent.state === 'doubtful';
  const item = new vscode.TreeItem(agent.name, open ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed);
  item.id = agent.id;
  const last = agent.lastCall === undefined ? undefined : vscode.l10n.t('last call {0}', clockAndDay(agent.lastCall));
  item.description = [stateText(agent), agent.version, last].filter((text) => text !== undefined).join(' · ');
  const [icon, colour] = icons[agent.state];
  item.iconPath = new vscode.ThemeIcon(icon, colour === undefined ? undefined : new vscode.ThemeColor(colour));
  item.contextValue = `agent.${agent.state}`;
  item.tooltip = `${agent.name}: ${item.description}`;
  return item;
}

function gapItem(agent: AgentState, gap: CoverageItem): vscode.TreeItem {
  const item = new vscode.TreeItem(gap.text, vscode.TreeItemCollapsibleState.None);
  item.iconPath = new vscode.ThemeIcon(gap.weight === 'open' ? 'error' : gap.weight === 'doubt' ? 'warning' : 'info');
  item.tooltip = gap.text;
  item.contextValue = gap.mend === undefined ? 'gap' : `gap.${gap.mend}`;
  if (gap.mend !== undefined)
    item.command = {
      command: 'tenthSecond.mendCoverage',
      title: vscode.l10n.t('Mend'),
      arguments: [agent.id, gap.mend, gap.path],
    };
  return item;
}

export interface MendPorts {
  connectAgents(): Promise<void>;
  agents(): readonly AgentState[];
}

/** How long a person has to ask their agent for the canary. */
const canaryTime = 5 * 60_000;

/** What a button of the view does. */
export async function mendCoverage(id: unknown, mend: unknown, path: unknown, ports: MendPorts): Promise<void> {
  const agent = ports.agents().find((each) => each.id === id);
  if (mend === 'openFile' && typeof path === 'string') {
    await vscode.window.showTextDocument(vscode.Uri.file(path));
  } else if (mend === 'canary' && agent) await checkHook(agent, ports);
  else if (mend === 'review' && agent)
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Start {0} in a terminal, type /hooks, and trust the hooks of Tenth Second. Then check with the canary.', agent.name),
    );
  else await ports.connectAgents();
}

/** Asks which agent, then waits until its call of the canary has reached the guard. */
export async function checkAnyHook(ports: MendPorts): Promise<void> {
  const agents = ports.agents().filter(isConnected);
  if (agents.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No agent is connected. Run "Tenth Second: Connect Agents" first.'));
    return;
  }
  const chosen = await vscode.window.showQuickPick(
    agents.map((agent) => ({ label: agent.name, description: stateText(agent), agent })),
    {
      title: vscode.l10n.t('Check the Hook of an Agent'),
      placeHolder: vscode.l10n.t('You ask it to run a harmless command, and see whether the guard is told.'),
    },
  );
  if (chosen) await checkHook(chosen.agent, ports);
}

async function checkHook(agent: AgentState, ports: MendPorts): Promise<void> {
  const command = `echo ${canaryWord}`;
  await vscode.env.clipboard.writeText(vscode.l10n.t('Run this shell command and tell me its output: {0}', command));
  const started = Date.now();
  const heard = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      cancellable: true,
      title: vscode.l10n.t(
        'Paste into {0} what is on the clipboard: it asks for "{1}". Waiting for the hook to tell the guard…',
        agent.name,
        command,
      ),
    },
    (_, token) => heardFrom(agent.id, started, token, ports),
  );
  if (heard === undefined) return;
  void (heard
    ? vscode.window.showInformationMessage(vscode.l10n.t('{0}: the hook fires. The guard was asked about the canary.', agent.name))
    : vscode.window.showWarningMessage(
        vscode.l10n.t(
          '{0}: the guard was not asked. If the command ran, the hook does not fire: see what the Coverage view says.',
          agent.name,
        ),
      ));
}

/** Undefined when the person gave up. */
function heardFrom(id: AgentId, since: number, token: vscode.CancellationToken, ports: MendPorts): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    const end = (answer: boolean | undefined): void => {
      clearInterval(look);
      clearTimeout(late);
      cancel.dispose();
      resolve(answer);
    };
    const look = setInterval(() => {
      if ((ports.agents().find((each) => each.id === id)?.canary ?? 0) >= since) end(true);
    }, 200);
    const late = setTimeout(() => end(false), canaryTime);
    const cancel = token.onCancellationRequested(() => end(undefined));
  });
}

import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ActivityEntry, WindowState } from '../../core/protocol.ts';
import { linkCommands } from '../commands.ts';
import { escapeMarkdown } from '../markdown.ts';
import { evidenceLink } from '../statusItem.ts';
import { clock, clockAndDay } from '../time.ts';
import { ActivityModel, type ActionNode, type ActivityNode, type SessionNode } from './activityModel.ts';
import { agentNames, outcomeText, spokenAction } from './activityText.ts';

const activityViewId = 'tenthSecond.activity';

/** Sessions with their actions, newest first. */
export class ActivityTree implements vscode.TreeDataProvider<ActivityNode>, vscode.Disposable {
  readonly #model = new ActivityModel();
  readonly #changed = new vscode.EventEmitter<ActivityNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  add(entries: readonly ActivityEntry[]): void {
    this.#model.add(entries);
    this.#changed.fire(undefined);
  }

  getChildren(node?: ActivityNode): readonly ActivityNode[] & ActivityNode[] {
    if (node === undefined) return [...this.#model.sessions()];
    return node.type === 'session' ? [...(this.#model.session(node.key)?.actions ?? [])] : [];
  }

  getParent(node: ActivityNode): ActivityNode | undefined {
    return node.type === 'action' ? this.#model.session(node.sessionKey) : undefined;
  }

  getTreeItem(node: ActivityNode): vscode.TreeItem {
    return node.type === 'session' ? sessionItem(node, this.#model.sessions()[0]?.key === node.key) : actionItem(node);
  }

  /** Built when the pointer rests on it: a tooltip with the whole command is not needed before. */
  resolveTreeItem(item: vscode.TreeItem, node: ActivityNode): vscode.TreeItem {
    if (node.type === 'action') item.tooltip = actionTooltip(node.entry);
    return item;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** The Activity view with its badge. */
export class ActivityView implements vscode.Disposable {
  readonly #view: vscode.TreeView<ActivityNode>;

  readonly #tree: ActivityTree;

  constructor(tree: ActivityTree) {
    this.#tree = tree;
    this.#view = vscode.window.createTreeView(activityViewId, { treeDataProvider: tree, showCollapseAll: true });
  }

  add(entries: readonly ActivityEntry[]): void {
    this.#tree.add(entries);
  }

  update(state: WindowState | undefined): void {
    const waiting = state?.holds.length ?? 0;
    this.#view.badge =
      waiting === 0
        ? undefined
        : {
            value: waiting,
            tooltip: waiting === 1 ? vscode.l10n.t('1 action waits for you') : vscode.l10n.t('{0} actions wait for you', waiting),
          };
  }

  dispose(): void {
    this.#view.dispose();
    this.#tree.dispose();
  }
}

function sessionItem(node: SessionNode, expanded: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(
    agentNames[node.agent] ?? node.agent,
    expanded ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed,
  );
  item.id = node.key;
  item.description = `${basename(node.cwd)} · ${clockAndDay(node.time)}`;
  item.iconPath = new vscode.ThemeIcon('hubot');
  item.contextValue = 'session';
  item.tooltip = vscode.l10n.t('{0} in {1}, session {2}', agentNames[node.agent] ?? node.agent, node.cwd, node.session);
  item.accessibilityInformation = {
    label: vscode.l10n.t(
      '{0} in {1}, {2} actions, last at {3}',
      agentNames[node.agent] ?? node.agent,
      node.cwd,
      node.actions.length,
      clockAndDay(node.time),
    ),
  };
  return item;
}

function actionItem({ entry, sessionKey }: ActionNode): vscode.TreeItem {
  const outcome = outcomeText(entry.outcome, vscode.l10n);
  const item = new vscode.TreeItem(entry.title === '' ? entry.command : entry.title, vscode.TreeItemCollapsibleState.None);
  item.id = `${sessionKey}\u0000${entry.id}`;
  item.description = `${outcome.word} · ${clockAndDay(entry.time)}`;
  item.iconPath = new vscode.ThemeIcon(outcome.icon, outcome.color === undefined ? undefined : new vscode.ThemeColor(outcome.color));
  item.contextValue = `action.${entry.outcome}${entry.snapshot === undefined ? '' : '.undoable'}`;
  item.accessibilityInformation = { label: spokenAction(entry, clock, vscode.l10n) };
  return item;
}

function actionTooltip(entry: ActivityEntry): vscode.MarkdownString {
  const outcome = outcomeText(entry.outcome, vscode.l10n);
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = { enabledCommands: [...linkCommands] };
  if (entry.title !== '') markdown.appendMarkdown(`**${escapeMarkdown(entry.title)}**\n\n`);
  markdown.appendMarkdown(`${escapeMarkdown(`${outcome.sentence} ${clockAndDay(entry.time)}`)}\n\n`);
  if (entry.command !== '') markdown.appendCodeblock(entry.command, 'shellscript');
  for (const evidence of entry.evidence) markdown.appendMarkdown(`\n- ${evidenceLink(evidence)}`);
  return markdown;
}

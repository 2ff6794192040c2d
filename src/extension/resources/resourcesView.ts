import * as vscode from 'vscode';
import type { WindowState } from '../../core/protocol.ts';
import type { Environment } from '../../core/types.ts';
import { linkCommands } from '../commands.ts';
import { escapeMarkdown } from '../markdown.ts';
import { evidenceLink } from '../statusItem.ts';
import {
  evidenceRow,
  resourcesOf,
  type EnvironmentNode,
  type EvidenceNode,
  type ResourceNode,
  type ResourcesNode,
  type ToolNode,
} from './resourcesModel.ts';

const resourcesViewId = 'tenthSecond.resources';

/** Shapes that differ, so that nothing hangs on the colour. */
const icons: Readonly<Record<Environment, readonly [icon: string, color?: string]>> = {
  production: ['flame', 'list.errorForeground'],
  unknown: ['question', 'list.warningForeground'],
  staging: ['beaker'],
  development: ['tools'],
  local: ['device-desktop'],
};

/** What this window's folders are linked to: environment, tool, resource, evidence. */
export class ResourcesTree implements vscode.TreeDataProvider<ResourcesNode>, vscode.Disposable {
  #nodes: readonly EnvironmentNode[] = [];
  #links: WindowState['links'] = [];
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  /** Does nothing when the links are the same, so that what is selected stays so. */
  update(links: WindowState['links']): void {
    if (JSON.stringify(links) === JSON.stringify(this.#links)) return;
    this.#links = links;
    this.#nodes = resourcesOf(links);
    this.#changed.fire(undefined);
  }

  getChildren(node?: ResourcesNode): ResourcesNode[] {
    switch (node?.type) {
      case undefined:
        return [...this.#nodes];
      case 'environment':
        return [...node.tools];
      case 'tool':
        return [...node.resources];
      case 'resource':
        return [...node.evidence];
      case 'evidence':
        return [];
    }
  }

  getTreeItem(node: ResourcesNode): vscode.TreeItem {
    switch (node.type) {
      case 'environment':
        return environmentItem(node);
      case 'tool':
        return toolItem(node);
      case 'resource':
        return resourceItem(node);
      case 'evidence':
        return evidenceItem(node);
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** The Resources view. */
export class ResourcesView implements vscode.Disposable {
  readonly #tree = new ResourcesTree();
  readonly #view = vscode.window.createTreeView(resourcesViewId, { treeDataProvider: this.#tree, showCollapseAll: true });

  update(state: WindowState | undefined): void {
    this.#tree.update(state?.links ?? []);
    this.#view.message =
      state?.frozenAt === undefined ? undefined : vscode.l10n.t('Frozen: agents may only read in this workspace until you lift it.');
    this.#view.description = state?.pin === undefined ? '' : vscode.l10n.t('agents may touch {0}', state.pin);
  }

  dispose(): void {
    this.#view.dispose();
    this.#tree.dispose();
  }
}

/** Environment names stay as they are in settings, files and the command line. */
export function environmentName(environment: Environment): string {
  return environment === 'unknown' ? vscode.l10n.t('unknown environment') : environment;
}

function environmentItem({ environment, tools }: EnvironmentNode): vscode.TreeItem {
  const expanded = environment === 'production' || environment === 'unknown';
  const item = new vscode.TreeItem(
    environmentName(environment),
    expanded ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed,
  );
  const count = tools.reduce((sum, { resources }) => sum + resources.length, 0);
  const [icon, color] = icons[environment];
  item.id = environment;
  item.description = String(count);
  item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  item.contextValue = `environment.${environment}`;
  item.accessibilityInformation = {
    label:
      count === 1
        ? vscode.l10n.t('{0}, 1 resource', environmentName(environment))
        : vscode.l10n.t('{0}, {1} resources', environmentName(environment), count),
  };
  return item;
}

function toolItem({ environment, tool }: ToolNode): vscode.TreeItem {
  const item = new vscode.TreeItem(tool, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `${environment}\0${tool}`;
  item.contextValue = 'tool';
  return item;
}

function resourceItem(node: ResourceNode): vscode.TreeItem {
  const { environment, tool, kind, resource, marked } = node;
  const item = new vscode.TreeItem(resource, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${environment}\0${tool}\0${kind}\0${resource}`;
  item.description = marked ? vscode.l10n.t('{0} · marked by you', kind) : kind;
  item.iconPath = new vscode.ThemeIcon(marked ? 'bookmark' : 'link');
  item.contextValue = marked ? 'resource.marked' : 'resource';
  item.tooltip = resourceTooltip(node);
  item.accessibilityInformation = {
    label: [resource, kind, tool, environmentName(environment), ...(marked ? [vscode.l10n.t('marked by you')] : [])].join(', '),
  };
  return item;
}

function resourceTooltip({ environment, tool, kind, resource, evidence }: ResourceNode): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = { enabledCommands: [...linkCommands] };
  markdown.appendMarkdown(
    `**${escapeMarkdown(`${environmentName(environment)}: ${resource}`)}**\n\n${escapeMarkdown(`${tool} ${kind}`)}\n\n`,
  );
  for (const one of evidence) markdown.appendMarkdown(`- ${evidenceLink(one.evidence)}\n`);
  return markdown;
}

function evidenceItem({ id, evidence }: EvidenceNode): vscode.TreeItem {
  const { label, folder } = evidenceRow(evidence);
  const item = new vscode.TreeItem(label);
  if (folder !== undefined) item.description = folder;
  item.id = id;
  item.tooltip = evidence.text;
  item.iconPath = new vscode.ThemeIcon('go-to-file');
  item.contextValue = 'evidence';
  if (evidence.path !== undefined)
    item.command = {
      command: 'tenthSecond.openEvidence',
      title: vscode.l10n.t('Open Evidence'),
      arguments: [evidence.path, evidence.line ?? 1],
    };
  return item;
}

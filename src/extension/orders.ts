import * as vscode from 'vscode';
import { isMarkable, markable, type Markable, type OrderChange } from '../core/policy/orders.ts';
import type { DialogUi } from './holds/holdDialog.ts';
import type { ResourceNode } from './resources/resourcesModel.ts';
import type { StatusSource } from './statusItem.ts';

/** What a person lays down for this window's folders. What loosens is asked again in a modal: agents can run commands, too. */
export class OrderCommands {
  readonly #ui: DialogUi;
  readonly #source: () => StatusSource;
  readonly #order: (change: OrderChange) => Promise<void>;

  constructor(ui: DialogUi, source: () => StatusSource, order: (change: OrderChange) => Promise<void>) {
    this.#ui = ui;
    this.#source = source;
    this.#order = order;
  }

  freeze(): Promise<void> {
    return this.#order({ type: 'freeze' });
  }

  async liftFreeze(): Promise<void> {
    const sure = await this.#ui.modal(
      vscode.l10n.t('Lift the freeze of this workspace?'),
      vscode.l10n.t('Agents may change things here again. What is destructive is still held.'),
      [
        { title: vscode.l10n.t('Keep Frozen'), value: 'keep' },
        { title: vscode.l10n.t('Lift the Freeze'), value: 'lift' },
      ],
    );
    if (sure === 'lift') await this.#order({ type: 'unfreeze' });
  }

  /** The palette and the status item ask which; the tree hands over its environment. */
  async pin(node?: unknown): Promise<void> {
    const now = this.#source().state?.pin;
    const given =
      typeof node === 'object' && node !== null && 'environment' in node && isMarkable(node.environment) ? node.environment : undefined;
    const chosen = given ?? (await this.#choosePin(now));
    if (chosen === undefined || chosen === now) return;
    if (now !== undefined && !(await this.#sureOfPin(now, chosen))) return;
    await this.#order(chosen === 'none' ? { type: 'pin' } : { type: 'pin', environment: chosen });
  }

  #choosePin(now: Markable | undefined): Promise<Markable | 'none' | undefined> {
    return this.#ui.pick<Markable | 'none'>(vscode.l10n.t('What May Agents Touch in This Workspace?'), [
      ...markable.toReversed().map((environment) => ({
        label: environment,
        ...(environment === now ? { description: vscode.l10n.t('now') } : {}),
        value: environment,
      })),
      { label: vscode.l10n.t('Anything'), description: vscode.l10n.t('no pin: the usual rules alone'), value: 'none' },
    ]);
  }

  async #sureOfPin(now: Markable, chosen: Markable | 'none'): Promise<boolean> {
    const sure = await this.#ui.modal(
      chosen === 'none' ? vscode.l10n.t('Take the pin away?') : vscode.l10n.t('Let agents touch {0} instead of {1}?', chosen, now),
      chosen === 'none'
        ? vscode.l10n.t('Agents are pinned to {0}. Without a pin the usual rules alone decide what is held.', now)
        : vscode.l10n.t(
            'Agents are pinned to {0}. What goes to {1} will be judged by the usual rules, and what goes elsewhere one level stricter.',
            now,
            chosen,
          ),
      [
        { title: vscode.l10n.t('Keep the Pin'), value: 'keep' },
        { title: vscode.l10n.t('Change It'), value: 'change' },
      ],
    );
    return sure === 'change';
  }

  async mark(node: unknown, environment: Markable | undefined): Promise<void> {
    if (!isResource(node)) return;
    const { tool, resource, marked } = node;
    if (environment === node.environment && marked) return;
    if (environment !== 'production' && !(await this.#sureOfMark(node, environment))) return;
    await this.#order({ type: 'mark', tool, resource, ...(environment === undefined ? {} : { environment }) });
  }

  async #sureOfMark({ tool, resource }: ResourceNode, environment: Markable | undefined): Promise<boolean> {
    const name = `${tool} ${resource}`;
    const sure = await this.#ui.modal(
      environment === undefined ? vscode.l10n.t('Take the mark of {0} away?', name) : vscode.l10n.t('Mark {0} as {1}?', name, environment),
      environment === undefined
        ? vscode.l10n.t('What files and names say counts again.')
        : vscode.l10n.t('Your word beats what files and names say: what agents do to it is judged as {0}.', environment),
      [
        { title: vscode.l10n.t('Cancel'), value: 'cancel' },
        { title: environment === undefined ? vscode.l10n.t('Take It Away') : vscode.l10n.t('Mark as {0}', environment), value: 'mark' },
      ],
    );
    return sure === 'mark';
  }
}

/** Commands can be called by anybody with anything. */
function isResource(node: unknown): node is ResourceNode {
  if (typeof node !== 'object' || node === null) return false;
  const { type, tool, resource } = node as Readonly<Record<string, unknown>>;
  return type === 'resource' && typeof tool === 'string' && typeof resource === 'string';
}

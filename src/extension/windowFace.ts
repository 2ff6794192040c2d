import * as vscode from 'vscode';
import type { HoldAnswer, HoldView, JournalAnchor, TerminalAlarm, WindowState } from '../core/protocol.ts';
import type { AgentId } from '../core/types.ts';
import type { ActivityView } from './activity/activityView.ts';
import type { Face } from './attach/attachment.ts';
import { isConnected, type CoverageView } from './coverage/coverageView.ts';
import { setContextKey } from './contextKeys.ts';
import { askAboutHold, type DialogUi } from './holds/holdDialog.ts';
import { ModalQueue } from './holds/modalQueue.ts';
import type { JournalAnchors } from './journalAnchor.ts';
import type { Log } from './log.ts';
import type { LinkedFiles } from './resources/linkedFiles.ts';
import type { FactorSecrets } from './secondFactor/factorSecrets.ts';
import type { ResourcesView } from './resources/resourcesView.ts';
import type { StatusItem, StatusSource } from './statusItem.ts';
import type { Phase } from './statusText.ts';

/** An extension host whose window is gone has ended by then, ms. */
const closingTime = 5000;

/** Sent for a question that nobody waits for any more; the server knows. */
const withdrawn: HoldAnswer = { choice: 'refuse' };

export interface FaceParts {
  readonly status: StatusItem;
  readonly view: ActivityView;
  readonly coverage: CoverageView;
  readonly resources: ResourcesView;
  readonly linkedFiles: LinkedFiles;
  readonly ui: DialogUi;
  readonly log: Log;
  readonly anchors: JournalAnchors;
  readonly factors: FactorSecrets;
}

/** When an agent was last seen, ms since 1970. */
export interface AgentSeen {
  readonly time: number;
  readonly agent: AgentId;
}

/** What of the window the server can reach: its questions become modals, its facts become status item and view. */
export class WindowFace implements Face {
  readonly #queue = new ModalQueue();
  #pauseEnd: ReturnType<typeof setTimeout> | undefined;
  readonly #held = new vscode.EventEmitter<HoldView>();
  readonly #alarmed = new vscode.EventEmitter<TerminalAlarm>();
  readonly #attached = new vscode.EventEmitter<void>();
  readonly #grew = new vscode.EventEmitter<number>();
  readonly onDidAttach = this.#attached.event;
  /** Records were written of this window's folders. */
  readonly onDidGrow = this.#grew.event;
  readonly onDidHold = this.#held.event;
  readonly onDidAlarm = this.#alarmed.event;
  readonly #stated = new vscode.EventEmitter<WindowState>();
  /** The server has said how things stand. */
  readonly onDidState = this.#stated.event;
  #lastSeen: AgentSeen | undefined;
  readonly #origins = new Map<string, number>();
  #current: { phase: Phase; state: WindowState | undefined } = { phase: { type: 'starting' }, state: undefined };

  readonly #parts: FaceParts;

  /** The window's own views of credentials. */
  credentials: { changed(): void; called(time: number): void } | undefined;

  constructor(parts: FaceParts) {
    this.#parts = parts;
  }

  /** The last action that this window heard of. */
  get lastSeen(): AgentSeen | undefined {
    return this.#lastSeen;
  }

  get source(): StatusSource {
    return this.#current;
  }

  /** At least one agent is connected, as far as the server has said. */
  get isConnected(): boolean {
    return this.#current.state?.agents?.some(isConnected) === true;
  }

  async hold(view: HoldView, origin: number): Promise<HoldAnswer> {
    const { ui, log } = this.#parts;
    log.info(`hold ${view.id}: ${view.verdict}, ${view.agent}, ${view.title}`);
    this.#origins.set(view.id, origin);
    this.#held.fire(view);
    try {
      const answer = await this.#queue.ask<HoldAnswer>(
        view.id,
        (signal) => askAboutHold(view, signal, ui, vscode.l10n, () => this.#parts.factors.all()),
        withdrawn,
      );
      if (answer !== withdrawn) log.info(`hold ${view.id}: ${answer.choice}`);
      return answer;
    } catch (error) {
      log.error(`hold ${view.id} could not be shown`, error);
      // A modal also fails when its window closes or reloads. Nobody has answered then: the server sees the stream end
      // and asks in the next window, unless we say first that it cannot be asked here.
      await new Promise((resolve) => setTimeout(resolve, closingTime));
      throw error;
    } finally {
      this.#origins.delete(view.id);
    }
  }

  withdraw(id: string, reason: string): void {
    if (this.#queue.withdraw(id, reason)) this.#parts.log.info(`hold ${id} was withdrawn: ${reason}`);
  }

  gone(origin: number): void {
    for (const [id, from] of this.#origins) if (from === origin) this.withdraw(id, 'the server that asked is gone');
  }

  anchors(): Promise<JournalAnchor['heads']> {
    return this.#parts.anchors.read();
  }

  anchor(anchor: JournalAnchor): void {
    this.#parts.anchors.keep(anchor).catch((error: unknown) => this.#parts.log.error('the heads of the journal could not be kept', error));
  }

  async approveWindow(product: string): Promise<boolean> {
    const choice = await this.#queue.ask<'refuse' | 'allow'>(
      `window ${product}`,
      async (signal) => {
        const answer = await this.#parts.ui.modal(
          vscode.l10n.t('Let {0} confirm held actions from now on?', product),
          vscode.l10n.t(
            'A program that calls itself {0} asks to show and confirm what agents want to destroy, as this window does. Allow it only if you have just opened that editor. An agent that wants to confirm its own actions would ask like this.',
            product,
          ),
          [
            { title: vscode.l10n.t('Refuse'), value: 'refuse' },
            { title: vscode.l10n.t('Allow'), value: 'allow' },
          ],
        );
        return signal.aborted ? 'refuse' : answer;
      },
      'refuse',
    );
    this.#parts.log.warn(`${product} asked to confirm holds: ${choice}`);
    return choice === 'allow';
  }

  state(state: WindowState): void {
    this.#current = { ...this.#current, state };
    this.refresh();
    this.#stated.fire(state);
  }

  phase(phase: Phase): void {
    this.#current = { phase, state: phase.type === 'attached' ? this.#current.state : withoutHolds(this.#current.state) };
    this.refresh();
    if (phase.type === 'attached') {
      this.credentials?.changed();
      this.#attached.fire();
    }
    if (phase.type === 'locked') void this.#tellLocked(phase.reason);
  }

  activity(entries: Parameters<Face['activity']>[0]): void {
    this.#parts.view.add(entries);
    const last = entries.at(-1);
    if (last) {
      this.credentials?.called(last.time);
      this.#lastSeen = { time: last.time, agent: last.agent };
    }
  }

  credentialsChanged(): void {
    this.credentials?.changed();
  }

  alarm(alarm: TerminalAlarm): void {
    this.#alarmed.fire(alarm);
  }

  timelineGrew(records: number): void {
    this.#grew.fire(records);
  }

  warning(text: string): void {
    this.#parts.log.warn(text);
    void vscode.window.showWarningMessage(text);
  }

  refresh(): void {
    const { phase, state } = this.#current;
    const left = (state?.pausedUntil ?? 0) - Date.now();
    clearTimeout(this.#pauseEnd);
    // A pause ends by itself, whether or not the server says so. Timers cannot be longer than 2³¹ ms.
    if (left > 0) this.#pauseEnd = setTimeout(() => this.refresh(), Math.min(left + 50, 0x7fffffff));
    this.#parts.status.update(this.#current);
    this.#parts.view.update(state);
    this.#parts.coverage.update(state);
    this.#parts.resources.update(state);
    this.#parts.linkedFiles.update(state);
    setContextKey('tenthSecond.attached', phase.type === 'attached');
    setContextKey('tenthSecond.connected', this.isConnected);
    setContextKey('tenthSecond.frozen', state?.frozenAt !== undefined);
    setContextKey(
      'tenthSecond.copilotConnected',
      (state?.agents ?? []).some(({ id, connected }) => id === 'copilot' && connected),
    );
    setContextKey('tenthSecond.paused', phase.type === 'attached' && left > 0);
  }

  dispose(): void {
    this.#held.dispose();
    this.#alarmed.dispose();
    this.#stated.dispose();
    this.#attached.dispose();
    this.#grew.dispose();
    clearTimeout(this.#pauseEnd);
  }

  async #tellLocked(reason: Extract<Phase, { type: 'locked' }>['reason']): Promise<void> {
    const reset = vscode.l10n.t('Reset Window Key…');
    const text =
      reason === 'refused'
        ? vscode.l10n.t(
            'Another window refused to let this editor confirm held actions. Agents in this window are still guarded; what would wait for you is refused.',
          )
        : vscode.l10n.t(
            'The guard does not know this editor’s key, so you cannot confirm held actions here. If you did not lose your stored secrets, some program may have replaced the list of keys.',
          );
    if ((await vscode.window.showWarningMessage(text, reset, vscode.l10n.t('Not Now'))) === reset) {
      await vscode.commands.executeCommand('tenthSecond.resetWindowKey');
    }
  }
}

/** Links stay true when the server is gone; what it was asking does not. */
function withoutHolds(state: WindowState | undefined): WindowState | undefined {
  return state === undefined ? undefined : { ...state, holds: [] };
}

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TimelineFilter } from '../../core/journal/timeline.ts';
import type { FromPage, PageStart, ToPage } from '../../core/journal/timelinePage.ts';
import { timelineRequestFrom } from '../../core/journal/timelineRequest.ts';
import { agentNames } from '../activity/activityText.ts';
import type { WindowClient } from '../attach/windowClient.ts';
import { describeError, type Log } from '../log.ts';
import { openEvidence } from '../openEvidence.ts';
import { timelineHtml } from './timelineHtml.ts';
import { outcomeWords, pageTexts } from './timelineText.ts';

const timelineViewType = 'tenthSecond.timeline';

export interface TimelineParts {
  /** Folder of the built programs. */
  readonly dist: string;
  /** Throws while the window is not attached. */
  readonly client: () => WindowClient;
  /** The window has reached the guard. */
  readonly onDidAttach: vscode.Event<void>;
  /** Records were written of this window's folders. */
  readonly onDidGrow: vscode.Event<number>;
  readonly undo: (snapshot: string) => Promise<void>;
  readonly log: Log;
}

/** The timeline in an editor tab: one for a window. Its page is gone while it is hidden, and then nothing is asked for it. */
export class TimelinePanel {
  readonly #parts: TimelineParts;
  #panel: vscode.WebviewPanel | undefined;

  constructor(parts: TimelineParts) {
    this.#parts = parts;
  }

  /** With a filter, only what it lets through. */
  show(filter?: TimelineFilter): void {
    if (this.#panel) {
      this.#panel.reveal();
      if (filter) this.#say({ type: 'show', filter });
      return;
    }
    const panel = vscode.window.createWebviewPanel(timelineViewType, vscode.l10n.t('Agent Timeline'), vscode.ViewColumn.Active, {});
    this.revive(panel, filter);
  }

  /** Also for a panel that the editor brings back after a reload: its page knows where it was. */
  revive(panel: vscode.WebviewPanel, filter?: TimelineFilter): void {
    this.#panel?.dispose();
    this.#panel = panel;
    const { dist, onDidAttach, onDidGrow, log } = this.#parts;
    const icon = (name: string): vscode.Uri => vscode.Uri.file(join(dist, '../media', name));
    panel.iconPath = { light: icon('view.svg'), dark: icon('view-dark.svg') };
    panel.webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.file(dist)] };
    const disposables = [
      panel.webview.onDidReceiveMessage((message: FromPage) => {
        this.#heard(message).catch((error: unknown) => {
          log.error('the timeline could not do this', error);
          void vscode.window.showErrorMessage(vscode.l10n.t('Tenth Second could not do this: {0}', describeError(error)));
        });
      }),
      panel.onDidChangeViewState(() => this.#follow()),
      onDidAttach(() => {
        this.#follow();
        this.#say({ type: 'attached' });
      }),
      onDidGrow((records) => this.#say({ type: 'grew', records })),
    ];
    panel.onDidDispose(() => {
      for (const disposable of disposables) disposable.dispose();
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#follow();
    });
    panel.webview.html = this.#html(panel.webview, filter);
    this.#follow();
  }

  #html(webview: vscode.Webview, filter: TimelineFilter | undefined): string {
    const address = (name: string): string => webview.asWebviewUri(vscode.Uri.file(join(this.#parts.dist, name))).toString();
    const start: PageStart = {
      texts: pageTexts(vscode.l10n),
      agents: agentNames,
      outcomes: outcomeWords(vscode.l10n),
      language: vscode.env.language,
      ...(filter === undefined ? {} : { filter }),
    };
    return timelineHtml(start, {
      script: address('timeline.js'),
      style: address('timeline.css'),
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
    });
  }

  async #heard(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'ask': {
        const request = timelineRequestFrom(message.request);
        if (!request) return;
        try {
          this.#say({ type: 'answer', id: message.id, result: await this.#parts.client().timeline(request) });
        } catch (error) {
          this.#say({ type: 'failed', id: message.id, reason: describeError(error) });
        }
        return;
      }
      case 'open':
        return openEvidence(message.path, message.line);
      case 'undo':
        if (typeof message.snapshot === 'string') await this.#parts.undo(message.snapshot);
        return;
      case 'report': {
        const request = timelineRequestFrom({ type: 'report', query: message.query });
        if (request) await openReport(await this.#parts.client().timeline(request));
      }
    }
  }

  #say(message: ToPage): void {
    if (this.#panel?.visible === true) void this.#panel.webview.postMessage(message);
  }

  #follow(): void {
    try {
      void this.#parts.client().followTimeline(this.#panel?.visible === true);
    } catch {
      // Not attached: followed again when it is.
    }
  }
}

/** An unsaved document: whoever writes the report decides where it is kept. */
export async function openReport(text: unknown): Promise<void> {
  if (typeof text !== 'string') throw new Error('the guard sent no report');
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: text });
  await vscode.window.showTextDocument(document);
}

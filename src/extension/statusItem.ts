import * as vscode from 'vscode';
import type { WindowState } from '../core/protocol.ts';
import { commandLink, linkCommands } from './commands.ts';
import { statusText, type Phase, type StatusText } from './statusText.ts';
import { clock } from './time.ts';

/** What the status item shows, from the server and from this window. */
export interface StatusSource {
  readonly phase: Phase;
  readonly state: WindowState | undefined;
}

/** The one item in the status bar: environment, guard, and what waits. */
export class StatusItem implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('environment', vscode.StatusBarAlignment.Left, 50);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `hideWhenQuiet` is read at every update, so that the setting works at once. */
  readonly #hideWhenQuiet: () => boolean;

  constructor(hideWhenQuiet: () => boolean) {
    this.#hideWhenQuiet = hideWhenQuiet;
    this.#item.name = vscode.l10n.t('Tenth Second: Environment');
    this.#item.command = 'tenthSecond.showMenu';
  }

  update(source: StatusSource): void {
    clearTimeout(this.#timer);
    const now = Date.now();
    const text = statusText({ ...source, trusted: vscode.workspace.isTrusted, now, clock }, vscode.l10n);
    this.#item.text = text.text;
    this.#item.tooltip = tooltip(text, source);
    this.#item.backgroundColor = text.severity === 'none' ? undefined : new vscode.ThemeColor(`statusBarItem.${text.severity}Background`);
    this.#item.accessibilityInformation = { label: text.spoken, role: 'button' };
    if (text.quiet && this.#hideWhenQuiet()) this.#item.hide();
    else this.#item.show();
    const end = source.state?.pausedUntil;
    if (end !== undefined && end > now) this.#timer = setTimeout(() => this.update(source), end - now + 50);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#item.dispose();
  }
}

/** Texts come from files of the workspace, so they are appended as text; only our own commands can be run from it. */
function tooltip(text: StatusText, { phase, state }: StatusSource): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = { enabledCommands: [...linkCommands] };
  markdown.appendMarkdown('**').appendText(text.heading).appendMarkdown('**\n\n');
  markdown.appendText(text.sentences.join(' ')).appendMarkdown('\n\n');
  for (const link of text.links) {
    markdown.appendMarkdown('- ').appendText(oneLine(link.label)).appendMarkdown('  \n  ');
    appendEvidence(markdown, link);
    markdown.appendMarkdown('\n');
  }
  if (text.waiting.length > 0) {
    markdown.appendMarkdown('\n\n').appendText(vscode.l10n.t('Waiting for you:')).appendMarkdown('\n\n');
    for (const title of text.waiting) markdown.appendMarkdown('- ').appendText(oneLine(title)).appendMarkdown('\n');
  }
  const actions = [`[${vscode.l10n.t('Show Activity')}](${commandLink('tenthSecond.showActivity')})`];
  if (phase.type === 'locked') actions.push(`[${vscode.l10n.t('Reset Window Key…')}](${commandLink('tenthSecond.resetWindowKey')})`);
  else if (phase.type === 'detached') actions.push(`[${vscode.l10n.t('Show Log')}](${commandLink('tenthSecond.showLog')})`);
  else if ((state?.pausedUntil ?? 0) > Date.now()) {
    actions.push(`[${vscode.l10n.t('Resume Guard')}](${commandLink('tenthSecond.resumeGuard')})`);
  }
  markdown.appendMarkdown(`\n\n---\n\n${actions.join(' · ')}`);
  return markdown;
}

/** The evidence as a link to its file and line, or as plain text. */
export function appendEvidence(
  markdown: vscode.MarkdownString,
  evidence: { readonly text: string; readonly path?: string; readonly line?: number },
): void {
  if (evidence.path === undefined) {
    markdown.appendText(oneLine(evidence.text));
    return;
  }
  markdown
    .appendMarkdown('[')
    .appendText(oneLine(evidence.text))
    .appendMarkdown(`](${commandLink('tenthSecond.openEvidence', evidence.path, evidence.line ?? 1)})`);
}

/** Line ends would leave the list item or the link. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

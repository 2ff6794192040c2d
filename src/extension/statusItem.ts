import * as vscode from 'vscode';
import type { WindowState } from '../core/protocol.ts';
import { commandLink, linkCommands } from './commands.ts';
import { escapeMarkdown } from './markdown.ts';
import { statusText, type Phase, type StatusText } from './statusText.ts';
import { clock } from './time.ts';

/** What the status item shows, from the server and from this window. */
export interface StatusSource {
  readonly phase: Phase;
  readonly state: WindowState | undefined;
}

/** The one item in the status bar: environment, guard, and what waits. */
export class StatusItem implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #hideWhenQuiet: () => boolean;

  /** `hideWhenQuiet` is read at every update, so that the setting works at once. */
  constructor(hideWhenQuiet: () => boolean, item = vscode.window.createStatusBarItem('environment', vscode.StatusBarAlignment.Left, 50)) {
    this.#item = item;
    this.#hideWhenQuiet = hideWhenQuiet;
    this.#item.name = vscode.l10n.t('Tenth Second: Environment');
    this.#item.command = 'tenthSecond.showMenu';
  }

  update(source: StatusSource): void {
    const text = statusText({ ...source, trusted: vscode.workspace.isTrusted, now: Date.now(), clock }, vscode.l10n);
    this.#item.text = text.text;
    this.#item.tooltip = tooltip(text, source);
    this.#item.backgroundColor = text.severity === 'none' ? undefined : new vscode.ThemeColor(`statusBarItem.${text.severity}Background`);
    this.#item.accessibilityInformation = { label: text.spoken, role: 'button' };
    if (text.quiet && this.#hideWhenQuiet()) this.#item.hide();
    else this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}

/** More links than this are counted, not listed: a tooltip has to fit the screen. */
const maxLinks = 20;

/** Texts come from files of the workspace, so they are escaped; only our own commands can be run from it. */
function tooltip(text: StatusText, { phase, state }: StatusSource): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = { enabledCommands: [...linkCommands] };
  const add = (line: string) => markdown.appendMarkdown(line);
  add(`**${escapeMarkdown(text.heading)}**\n\n${escapeMarkdown(text.sentences.join(' '))}\n\n`);
  for (const link of text.links.slice(0, maxLinks)) add(`- ${escapeMarkdown(link.label)}  \n  ${evidenceLink(link)}\n`);
  if (text.links.length > maxLinks) add(`- ${escapeMarkdown(vscode.l10n.t('and {0} more', text.links.length - maxLinks))}\n`);
  if (text.waiting.length > 0) {
    add(`\n\n${escapeMarkdown(vscode.l10n.t('Waiting for you:'))}\n\n`);
    for (const title of text.waiting) add(`- ${escapeMarkdown(title)}\n`);
  }
  const actions = [
    `[${vscode.l10n.t('Show Activity')}](${commandLink('tenthSecond.showActivity')})`,
    `[${vscode.l10n.t('Show Resources')}](${commandLink('tenthSecond.showResources')})`,
  ];
  if (phase.type === 'attached') {
    actions.push(
      state?.frozenAt === undefined
        ? `[${vscode.l10n.t('Freeze Agents')}](${commandLink('tenthSecond.freeze')})`
        : `[${vscode.l10n.t('Lift Freeze…')}](${commandLink('tenthSecond.liftFreeze')})`,
    );
  }
  if (phase.type === 'locked') actions.push(`[${vscode.l10n.t('Reset Window Key…')}](${commandLink('tenthSecond.resetWindowKey')})`);
  else if (phase.type === 'detached') actions.push(`[${vscode.l10n.t('Show Log')}](${commandLink('tenthSecond.showLog')})`);
  else if ((state?.pausedUntil ?? 0) > Date.now()) {
    actions.push(`[${vscode.l10n.t('Resume Guard')}](${commandLink('tenthSecond.resumeGuard')})`);
  }
  add(`\n\n---\n\n${actions.join(' · ')}`);
  return markdown;
}

/** The evidence as a link to its file and line, or as plain text. */
export function evidenceLink(evidence: { readonly text: string; readonly path?: string; readonly line?: number }): string {
  const text = escapeMarkdown(evidence.text);
  return evidence.path === undefined ? text : `[${text}](${commandLink('tenthSecond.openEvidence', evidence.path, evidence.line ?? 1)})`;
}

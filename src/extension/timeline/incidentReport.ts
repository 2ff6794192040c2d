import * as vscode from 'vscode';
import type { TimelineFilter } from '../../core/journal/timeline.ts';
import type { WindowClient } from '../attach/windowClient.ts';
import type { DialogUi } from '../holds/holdDialog.ts';
import { openReport } from './timelinePanel.ts';

const hour = 60 * 60_000;

/** *Incident Report…*: asks which time it is about, and opens the document. */
export async function incidentReport(client: WindowClient, ui: Pick<DialogUi, 'pick' | 'inform'>): Promise<void> {
  const chosen = await ui.pick(vscode.l10n.t('Report on What Time?'), [
    { label: vscode.l10n.t('The Last Hour'), value: String(hour) },
    { label: vscode.l10n.t('The Last 24 Hours'), value: String(24 * hour) },
    { label: vscode.l10n.t('The Last 7 Days'), value: String(7 * 24 * hour) },
    { label: vscode.l10n.t('The Last 30 Days'), value: String(30 * 24 * hour) },
    { label: vscode.l10n.t('Everything That Is Recorded'), value: '0' },
  ]);
  if (chosen === undefined) return;
  const sources = await client.timeline({ type: 'sources' });
  const filter: TimelineFilter = chosen === '0' ? {} : { since: Date.now() - Number(chosen) };
  const chains = sources.flatMap((source) => source.chains);
  if (chains.length === 0) return ui.inform(vscode.l10n.t('Nothing is recorded for this folder yet.'));
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Writing the report…') },
    async () => openReport(await client.timeline({ type: 'report', query: { chains, filter } })),
  );
}

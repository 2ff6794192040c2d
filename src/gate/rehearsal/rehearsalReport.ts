import { chainStart, encodeLine, type ChainHead } from '../../core/journal/chain.ts';
import { IncidentReport } from '../../core/journal/incidentReport.ts';
import type { JournalRecord } from '../../core/journal/record.ts';
import { chainHash, monthOf, workspaceName } from '../../platform/journal/journalFiles.ts';
import type { JournalEntry } from '../../platform/journal/journalReader.ts';

declare const PRODUCT_VERSION: string;

/** When a second of the incident was replayed here. */
export interface Moment {
  readonly second: number;
  /** ms since 1970. */
  readonly time: number;
}

/** The incident report of the replay. */
export function reportText(entries: readonly JournalEntry[]): string {
  const report = new IncidentReport({ version: PRODUCT_VERSION });
  for (const entry of entries) report.add(entry);
  return report.text();
}

/** A made-up afternoon and home, for a document that is the same on every machine. */
const began = Date.UTC(2026, 3, 24, 16, 50);
const home = '/home/jane';
const folder = `${home}/rental-shop`;

/**
 * The same report as it would have been on the day of the incident: records in their order, at the incident's seconds, with a person's
 * folders in place of temporary ones, and chained anew so that their hashes are real.
 */
export function exampleReport(
  entries: readonly JournalEntry[],
  moments: readonly Moment[],
  places: { readonly workspace: string; readonly home: string },
): string {
  const heads = new Map<string, ChainHead>();
  const ids = new Map<string, string>();
  const report = new IncidentReport({ version: PRODUCT_VERSION });
  const stable = (text: string): string => text.replaceAll(places.workspace, folder).replaceAll(places.home, home);
  const counted = (kind: string, id: string): string => {
    const known = ids.get(id) ?? `${kind}${ids.size + 1}`;
    ids.set(id, known);
    return known;
  };
  // What the guard notes of itself has no moment in the nine seconds.
  for (const { record } of entries.filter((entry) => entry.record.type !== 'note')) {
    const second = moments.findLast(({ time }) => time <= record.time)?.second ?? 0;
    const replaced: JournalRecord = {
      ...(JSON.parse(stable(JSON.stringify(record))) as JournalRecord),
      time: began + second * 1000,
      ...(record.id === undefined ? {} : { id: counted('action-', record.id) }),
      ...(record.callId === undefined ? {} : { callId: counted('call-', record.callId) }),
      ...(record.digest === undefined ? {} : { digest: counted('digest-', record.digest) }),
    };
    const file = `${workspaceName(replaced.workspace)}-${monthOf(replaced.time)}.jsonl`;
    const { head } = encodeLine(replaced, heads.get(file) ?? chainStart, chainHash);
    heads.set(file, head);
    report.add({ file, n: head.n, hash: head.hash, record: replaced });
  }
  return report.text();
}

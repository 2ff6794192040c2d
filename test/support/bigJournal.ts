import { createJournal } from '../../src/platform/journal/journalWriter.ts';
import type { JournalRecord } from '../../src/core/journal/record.ts';

/** The `i`th record of a made-up journal: mostly harmless, now and then something that was held and answered. */
export function madeUpRecord(i: number, workspace: string, time: number): JournalRecord {
  const base = {
    type: 'action' as const,
    time,
    workspace,
    id: `id${i}`,
    agent: (['claude-code', 'gemini-cli', 'codex'] as const)[Math.floor(i / 5000) % 3]!,
    session: `session-${Math.floor(i / 500)}`,
    cwd: workspace,
    digest: 'd'.repeat(64),
    by: 'server',
    version: '0.1.0',
  };
  if (i % 97 === 0)
    return {
      ...base,
      action: `rm -rf data/export-${i}`,
      verdict: 'confirm',
      outcome: i % 2 === 0 ? 'confirmed' : 'refused',
      operations: [
        {
          effect: 'delete',
          resource: `data/export-${i}`,
          kind: 'directory',
          environment: 'local',
          rule: 'files.delete',
          title: `Delete the folder data/export-${i}`,
          verdict: 'confirm',
          evidence: ['git does not have it'],
        },
      ],
    };
  return { ...base, action: `npm run test -- --filter bookings ${i}`, verdict: 'allow', outcome: 'allowed', operations: [] };
}

/** Writes so many records, a second apart, in November 2026 and as far back as they need. */
export async function writeBigJournal(folder: string, workspace: string, records: number, end = Date.UTC(2026, 10, 28)): Promise<void> {
  const journal = createJournal({ folder, redact: (text) => text });
  const step = Math.max(1, Math.floor((26 * 24 * 60 * 60_000) / records));
  for (let i = 0; i < records; i++) {
    const record = madeUpRecord(i + 1, workspace, end - (records - i) * step);
    if (i % 5000 === 4999 || i === records - 1) await journal.append(record);
    else journal.later(record);
  }
  await journal.close();
}

import { outcomes } from '../../core/journal/record.ts';
import type { PageTexts } from '../../core/journal/timelinePage.ts';
import { outcomeText } from '../activity/activityText.ts';
import type { Localization } from '../localization.ts';

/** The page's texts in the editor's language. */
export function pageTexts(l10n: Localization): PageTexts {
  return {
    journal: l10n.t('Journal'),
    machine: l10n.t('The guard itself'),
    search: l10n.t('Search'),
    agent: l10n.t('Agent'),
    session: l10n.t('Session'),
    effect: l10n.t('Effect'),
    verdict: l10n.t('Verdict'),
    verdicts: l10n.t('Verdicts'),
    outcomes: l10n.t('Outcomes'),
    time: l10n.t('Time'),
    any: l10n.t('any'),
    lastHour: l10n.t('last hour'),
    lastDay: l10n.t('last 24 hours'),
    lastWeek: l10n.t('last 7 days'),
    lastMonth: l10n.t('last 30 days'),
    between: l10n.t('between…'),
    from: l10n.t('From'),
    until: l10n.t('Until'),
    clear: l10n.t('Clear Filters'),
    report: l10n.t('Incident Report'),
    filters: l10n.t('Filters'),
    list: l10n.t('Records, newest first'),
    loading: l10n.t('Loading…'),
    missing: l10n.t('Record {0} is missing here: it was taken out of the journal'),
    records: l10n.t('{0} records'),
    matching: l10n.t('{0} of {1} records match'),
    looked: l10n.t('{0} match so far; {1} of {2} were looked at'),
    none: l10n.t('Nothing is recorded for this folder yet.'),
    noneMatch: l10n.t('No record matches.'),
    grew: l10n.t('{0} new records'),
    showNew: l10n.t('Show'),
    failed: l10n.t('The guard gave no answer: {0}. This is tried again when the window is attached.'),
    chart: l10n.t('Actions over time'),
    chartTable: l10n.t('As a table'),
    chartSummary: l10n.t('{0} actions from {1} to {2}. {3}'),
    busiest: l10n.t('Most at'),
    count: l10n.t('Actions'),
    lanes: {
      harmless: l10n.t('read, change'),
      lost: l10n.t('delete, overwrite'),
      outside: l10n.t('expose, publish, send, escalate'),
      guard: l10n.t('disarm, unreadable'),
    },
    details: l10n.t('Details'),
    choose: l10n.t('Choose a record to see what it was, why it was judged so, and who decided.'),
    undo: l10n.t('Undo…'),
    onlySession: l10n.t('Only This Session'),
    evidence: l10n.t('Why'),
    files: l10n.t('Files'),
    note: l10n.t('note'),
    ran: l10n.t('afterwards'),
    fields: {
      time: l10n.t('Time'),
      agent: l10n.t('Agent'),
      model: l10n.t('Model'),
      session: l10n.t('Session'),
      subagent: l10n.t('Sub-agent'),
      directory: l10n.t('Directory'),
      verdict: l10n.t('Verdict'),
      outcome: l10n.t('Outcome'),
      by: l10n.t('Decided by'),
      person: l10n.t('Person'),
      typed: l10n.t('Typed'),
      factor: l10n.t('Second factor'),
      took: l10n.t('Took'),
      window: l10n.t('Editor'),
      why: l10n.t('Said'),
      backup: l10n.t('Backup'),
      snapshot: l10n.t('Snapshot'),
      noSnapshot: l10n.t('No snapshot'),
      undoes: l10n.t('Undoes'),
      rule: l10n.t('Rule'),
      environment: l10n.t('Environment'),
      credential: l10n.t('Credential'),
      record: l10n.t('Record'),
    },
  };
}

/** The journal has words of its own for some outcomes. */
export function outcomeWords(l10n: Localization): Readonly<Record<string, string>> {
  const own: Readonly<Record<string, string>> = {
    held: l10n.t('held'),
    expired: l10n.t('not answered'),
    released: l10n.t('retry ran'),
    ran: l10n.t('ran'),
    failed: l10n.t('failed'),
  };
  return Object.fromEntries(outcomes.map((outcome) => [outcome, own[outcome] ?? outcomeText(outcome, l10n).word]));
}

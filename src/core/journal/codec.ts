import type { JournalRecord } from './record.ts';

/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

/** Longest text of one field: a journal is not where a 10 MB command is kept. */
export const maxTextLength = 4000;
const maxOperations = 50;
const maxEvidence = 20;
const maxNotes = 10;
const maxPaths = 50;

/** The record as it may be written: every free text redacted first and shortened after, so that no secret is cut in half and kept. */
export function redactRecord(record: JournalRecord, redact: Redact): JournalRecord {
  const clean = (text: string): string => shorten(redact(text));
  const { action, text, typed, operations, paths } = record;
  return {
    ...record,
    ...(action === undefined ? {} : { action: clean(action) }),
    ...(text === undefined ? {} : { text: clean(text) }),
    ...(typed === undefined ? {} : { typed: clean(typed) }),
    ...(paths === undefined ? {} : { paths: paths.slice(0, maxPaths).map(clean) }),
    ...(operations === undefined
      ? {}
      : {
          operations: operations.slice(0, maxOperations).map((operation) => ({
            ...operation,
            resource: clean(operation.resource),
            title: clean(operation.title),
            evidence: operation.evidence
              .slice(0, maxEvidence)
              .map((each) => (typeof each === 'string' ? clean(each) : { ...each, text: clean(each.text), path: clean(each.path) })),
            ...(operation.notes === undefined ? {} : { notes: operation.notes.slice(0, maxNotes).map(clean) }),
            ...(operation.credential === undefined
              ? {}
              : { credential: { ...operation.credential, path: clean(operation.credential.path) } }),
          })),
        }),
  };
}

function shorten(text: string): string {
  return text.length <= maxTextLength ? text : `${text.slice(0, maxTextLength)}… (${text.length} characters)`;
}

import { evidenceText, type JournalRecord } from './record.ts';

/** A value as OTLP/JSON writes it. https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
type AnyValue =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly arrayValue: { readonly values: readonly { readonly stringValue: string }[] } };

interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

export interface OtlpOptions {
  readonly version: string;
  /** Tells one machine's records from another's. */
  readonly host: string;
  /** Also the words: commands, resources, evidence, folders and who answered. Off, only kinds, counts and outcomes leave. */
  readonly content: boolean;
}

/** A record with where it stands, so that a collector can tell a repeat from a second one. */
export interface PlacedRecord {
  readonly file: string;
  readonly n: number;
  readonly record: JournalRecord;
}

/** The body of one `POST /v1/logs`. https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/logs/v1/logs.proto */
export function otlpBody(entries: readonly PlacedRecord[], options: OtlpOptions): unknown {
  const resource = [text('service.name', 'tenth-second'), text('service.version', options.version), text('host.name', options.host)];
  return {
    resourceLogs: [
      {
        resource: { attributes: resource },
        scopeLogs: [
          {
            scope: { name: 'tenth-second.journal', version: options.version },
            logRecords: entries.map((entry) => logRecord(entry, options)),
          },
        ],
      },
    ],
  };
}

function logRecord({ file, n, record }: PlacedRecord, { content }: OtlpOptions): unknown {
  const nanoseconds = `${Math.max(0, Math.trunc(record.time))}000000`;
  return {
    timeUnixNano: nanoseconds,
    observedTimeUnixNano: nanoseconds,
    ...severity(record),
    body: { stringValue: content ? bodyOf(record) : wordsOf(record) },
    attributes: [...metadata(record), text('tenth_second.record', `${file}#${n}`), ...(content ? contentOf(record) : [])],
  };
}

/** Numbers of the log data model: 9 INFO, 13 WARN, 17 ERROR. https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
function severity({ verdict, outcome }: JournalRecord): { readonly severityNumber: number; readonly severityText: string } {
  if (outcome === 'denied' || outcome === 'refused') return { severityNumber: 17, severityText: 'ERROR' };
  return verdict === undefined || verdict === 'allow'
    ? { severityNumber: 9, severityText: 'INFO' }
    : { severityNumber: 13, severityText: 'WARN' };
}

function wordsOf({ type, verdict, outcome }: JournalRecord): string {
  return [type, verdict, outcome].filter((word) => word !== undefined).join(' ');
}

function bodyOf(record: JournalRecord): string {
  return record.operations?.[0]?.title ?? record.text ?? record.action ?? wordsOf(record);
}

function metadata(record: JournalRecord): readonly KeyValue[] {
  const operations = record.operations ?? [];
  return [
    text('tenth_second.type', record.type),
    ...optional('tenth_second.id', record.id),
    ...optional('tenth_second.agent', record.agent),
    ...optional('tenth_second.session', record.session),
    ...optional('tenth_second.model', record.model),
    ...optional('tenth_second.verdict', record.verdict),
    ...optional('tenth_second.outcome', record.outcome),
    ...optional('tenth_second.version', record.version),
    ...(record.took === undefined ? [] : [{ key: 'tenth_second.took_ms', value: { intValue: String(Math.trunc(record.took)) } }]),
    list(
      'tenth_second.effects',
      operations.map(({ effect }) => effect),
    ),
    list(
      'tenth_second.environments',
      operations.map(({ environment }) => environment),
    ),
    list(
      'tenth_second.kinds',
      operations.map(({ kind }) => kind),
    ),
    list(
      'tenth_second.rules',
      operations.map(({ rule }) => rule),
    ),
  ].filter(({ value }) => !('arrayValue' in value) || value.arrayValue.values.length > 0);
}

function contentOf(record: JournalRecord): readonly KeyValue[] {
  const operations = record.operations ?? [];
  return [
    ...optional('tenth_second.workspace', record.workspace),
    ...optional('tenth_second.cwd', record.cwd),
    ...optional('tenth_second.action', record.action),
    ...optional('tenth_second.text', record.text),
    ...optional('tenth_second.by', record.by),
    ...optional('tenth_second.user', record.person?.user),
    ...optional('tenth_second.git_identity', record.person?.git),
    ...optional('tenth_second.typed', record.typed),
    list(
      'tenth_second.resources',
      operations.map(({ resource }) => resource),
    ),
    list(
      'tenth_second.evidence',
      operations.flatMap(({ evidence }) => evidence.map(evidenceText)),
    ),
  ].filter(({ value }) => !('arrayValue' in value) || value.arrayValue.values.length > 0);
}

function text(key: string, value: string): KeyValue {
  return { key, value: { stringValue: value } };
}

function optional(key: string, value: string | undefined): readonly KeyValue[] {
  return value === undefined || value === '' ? [] : [text(key, value)];
}

function list(key: string, values: readonly string[]): KeyValue {
  return { key, value: { arrayValue: { values: [...new Set(values)].map((value) => ({ stringValue: value })) } } };
}
